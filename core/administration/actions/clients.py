"""Keys of organisations' machines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from core import clock
from core.accounts.models import Council, Organisation, User
from core.administration import events, permissions
from core.clients import keys
from core.clients.enums import Scope
from core.clients.models import ApiClient
from core.errors import Invalid, NotNow
from core.ledger import actions as ledger


@transaction.atomic
def issue_client(
    council: Council,
    organisation: Organisation,
    *,
    name: str,
    scopes: Iterable[Scope],
    by: User | None,
    expires_at: datetime | None = None,
    per_minute: int = 6000,
) -> tuple[ApiClient, str]:
    """A client and its key, which is shown this once.

    Raises:
        Invalid: no scope, or an end that has passed.
    """
    Council.objects.select_for_update().get(pk=council.pk)
    permissions.keep_clients(by, council, organisation).or_raise()
    given, now = sorted({Scope(scope).value for scope in scopes}), clock.now()
    if not given:
        raise Invalid("client_scope_missing")
    if expires_at is not None and expires_at <= now:
        raise Invalid("end_has_passed")
    key, prefix, hashed = keys.fresh()
    client = ApiClient.objects.create(
        council=council,
        organisation=organisation,
        name=name,
        prefix=prefix,
        key_hash=hashed,
        scopes=given,
        per_minute=per_minute,
        created_at=now,
        expires_at=expires_at,
    )
    facts = {"organisation": organisation.pk, "scopes": given, "prefix": prefix}
    ledger.append(events.CLIENT_ISSUED, council=council, subject=f"client:{client.pk}", facts=facts, by=by)
    return client, key


@transaction.atomic
def revoke_client(client: ApiClient, *, by: User | None) -> ApiClient:
    """End a key at once.

    Raises:
        NotNow: it is revoked already.
    """
    client = (
        ApiClient.objects.select_for_update(of=("self",))
        .select_related("council", "organisation")
        .get(pk=client.pk)
    )
    permissions.keep_clients(by, client.council, client.organisation).or_raise()
    if client.revoked_at is not None:
        raise NotNow("client_revoked")
    client.revoked_at = clock.now()
    client.save(update_fields=["revoked_at"])
    ledger.append(events.CLIENT_REVOKED, council=client.council, subject=f"client:{client.pk}", by=by)
    return client
