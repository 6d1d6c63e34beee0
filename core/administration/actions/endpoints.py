"""Addresses at which organisations' machines want to be told of events (webhooks)."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from core import clock
from core.accounts.models import Council, Organisation, User
from core.administration import events, permissions
from core.errors import Invalid, NotNow
from core.ledger import actions as ledger
from core.ledger.events import Event
from core.outbox.actions import call
from core.outbox.models import Endpoint, Job
from core.outbox.webhook import PING


def _locked(endpoint: Endpoint, by: User | None) -> Endpoint:
    row = (
        Endpoint.objects.select_for_update(of=("self",))
        .select_related("council", "organisation")
        .get(pk=endpoint.pk)
    )
    permissions.keep_clients(by, row.council, row.organisation).or_raise()
    if row.ended_at is not None:
        raise NotNow("endpoint_over")
    return row


def _fresh() -> str:
    """A new key of the signatures."""
    return f"whsec_{secrets.token_urlsafe(32)}"


@transaction.atomic
def open_endpoint(
    council: Council, organisation: Organisation, *, url: str, by: User | None
) -> tuple[Endpoint, str]:
    """An address and the key of its signatures, which is shown this once.

    Raises:
        Invalid: not an https address (http only on this machine, while trying out).
        NotNow: the organisation has this address already.
    """
    Council.objects.select_for_update().get(pk=council.pk)
    permissions.keep_clients(by, council, organisation).or_raise()
    if urlsplit(url).scheme != "https" and settings.PRODUCTION:
        raise Invalid("address_not_https")
    same = Endpoint.objects.filter(council=council, organisation=organisation, url=url, ended_at=None)
    if same.exists():
        raise NotNow("endpoint_known")
    secret = _fresh()
    endpoint = Endpoint.objects.create(
        council=council, organisation=organisation, url=url, secret=secret, created_at=clock.now()
    )
    _record(events.ENDPOINT_OPENED, endpoint, by)
    return endpoint, secret


def _record(event: Event, endpoint: Endpoint, by: User | None) -> None:
    ledger.append(
        event,
        council=endpoint.council,
        subject=f"endpoint:{endpoint.pk}",
        facts={"organisation": endpoint.organisation_id},
        by=by,
    )


@transaction.atomic
def rotate_endpoint(endpoint: Endpoint, *, by: User | None) -> tuple[Endpoint, str]:
    """A new key, shown this once; calls are signed with it from now on, those that wait included."""
    endpoint = _locked(endpoint, by)
    endpoint.secret = secret = _fresh()
    endpoint.save(update_fields=["secret"])
    _record(events.ENDPOINT_ROTATED, endpoint, by)
    return endpoint, secret


@transaction.atomic
def try_endpoint(endpoint: Endpoint, *, by: User | None) -> Job:
    """Call the address with the event ``ping``, to see whether it answers."""
    endpoint = _locked(endpoint, by)
    return call(endpoint, event=PING, key=secrets.token_hex(8), body={"council": endpoint.council.slug})


@transaction.atomic
def end_endpoint(endpoint: Endpoint, *, by: User | None) -> Endpoint:
    """Tell this address nothing any more; calls that wait get stuck and can be given up."""
    endpoint = _locked(endpoint, by)
    endpoint.ended_at = clock.now()
    endpoint.save(update_fields=["ended_at"])
    _record(events.ENDPOINT_ENDED, endpoint, by)
    return endpoint
