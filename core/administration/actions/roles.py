"""Giving and taking roles."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils.module_loading import import_string

from core.access import grants
from core.access.queries import holders, roles_on
from core.access.roles import Role
from core.accounts.models import Council, Organisation, User
from core.administration import events, permissions
from core.administration.actions.origins import end_origin, name_origin
from core.administration.actions.users import Invited, account_of
from core.administration.enums import RoleGiven
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
def grant_role(
    role: Role,
    user: User | Invited,
    obj: Model,
    *,
    by: User | None,
    overlap_reason: str = "",
    origin: Organisation | None = None,
) -> RoleGiven:
    """Let ``user`` hold ``role`` on ``obj``. When it is held already, nothing happens, but that an ``overlap_reason``
    is kept where what is better kept apart is in one hand, and the ``origin`` of somebody of the secretariat.

    Raises:
        Refused: ``role`` is not one that is held on such an object, the account is closed, or the person has in the
            council what is better kept apart from it, and no ``overlap_reason`` is given; or there is an ``origin``,
            and they are not of the secretariat.
    """
    _lock(obj)
    permissions.keep_roles(by, role, obj).or_raise()
    holder = account_of(user, by=by)
    if not holder.is_active:
        raise Refused("account_closed")
    held, kept = role in roles_on(holder, obj), False
    if isinstance(obj, Council) and by is not None and (overlap_reason.strip() or not held):
        check: Callable[..., bool] = import_string(import_module(settings.REACTIONS).ROLE_TO_BE_GIVEN)
        kept = check(obj, role, holder, by=by, reason=overlap_reason)
    if not held:
        grants.give(role, holder, obj)
        _record(events.ROLE_GRANTED, role, holder, obj, by)
    placed = False
    if isinstance(obj, Council) and origin is not None:
        placed = name_origin(obj, holder, by=by, organisation=origin)
    if not held:
        return RoleGiven.GIVEN
    return RoleGiven.EXPLAINED if kept else RoleGiven.PLACED if placed else RoleGiven.HELD


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
    if role == Role.SECRETARY and isinstance(obj, Council):
        end_origin(obj, user)
    _record(events.ROLE_REVOKED, role, user, obj, by)
