"""Giving and taking roles."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Model

from core.access import grants
from core.access.queries import holders, roles_on
from core.access.roles import Role
from core.accounts.models import Council, User
from core.administration import events, permissions
from core.administration.actions.users import Invited, account_of
from core.errors import Refused
from core.ledger import actions as ledger
from core.ledger.events import Event
from core.outbox.actions import react


def _lock(obj: Model) -> None:
    type(obj)._default_manager.select_for_update().get(pk=obj.pk)


def _record(event: Event, role: Role, user: User, obj: Model, by: User | None) -> None:
    councils = permissions.councils_of(obj)
    council = councils[0] if len(councils) == 1 else None
    facts = {"role": str(role), "on": f"{obj._meta.label_lower}:{obj.pk}"}
    entry = ledger.append(event, council=council, subject=f"user:{user.pk}", facts=facts, by=by)
    react(
        event.name,
        key=str(entry.pk),
        payload={"user": user.pk, "role": str(role), "councils": [one.pk for one in councils]},
    )


@transaction.atomic
def grant_role(role: Role, user: User | Invited, obj: Model, *, by: User | None) -> None:
    """Let ``user`` hold ``role`` on ``obj``; nothing happens when it is held already.

    Raises:
        Refused: ``role`` is not one that is held on such an object, or the account is closed.
    """
    _lock(obj)
    permissions.keep_roles(by, role, obj).or_raise()
    holder = account_of(user, by=by)
    if not holder.is_active:
        raise Refused("account_closed")
    if role in roles_on(holder, obj):
        return
    grants.give(role, holder, obj)
    _record(events.ROLE_GRANTED, role, holder, obj, by)


@transaction.atomic
def revoke_role(role: Role, user: User, obj: Model, *, by: User | None) -> None:
    """End ``role`` of ``user`` on ``obj``; nothing happens when it is not held.

    Raises:
        Refused: the council would be left without a secretariat.
    """
    _lock(obj)
    permissions.keep_roles(by, role, obj).or_raise()
    if role not in roles_on(user, obj):
        return
    if role == Role.SECRETARY and isinstance(obj, Council) and holders(role, obj).count() == 1:
        raise Refused("last_secretary")
    grants.take(role, user, obj)
    _record(events.ROLE_REVOKED, role, user, obj, by)
