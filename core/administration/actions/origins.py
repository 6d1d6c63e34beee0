"""Where somebody of a secretariat comes from (出向元): in the cases of that organisation they have an interest."""

from __future__ import annotations

from django.db import transaction

from core import clock
from core.access.queries import roles_on
from core.access.roles import Role
from core.accounts.models import Council, Organisation, StaffOrigin, User
from core.administration import events, permissions
from core.errors import Refused
from core.ledger import actions as ledger


@transaction.atomic
def name_origin(council: Council, user: User, *, by: User | None, organisation: Organisation | None) -> bool:
    """Put on record from which organisation ``user`` of the secretariat comes, or correct it; None: they are the
    council's own staff. Returns whether anything changed.

    Raises:
        Refused: ``user`` is not of the secretariat, or corrects an organisation of their own that is on record.
    """
    council = Council.objects.select_for_update().get(pk=council.pk)
    permissions.keep_roles(by, Role.SECRETARY, council).or_raise()
    if Role.SECRETARY not in roles_on(user, council):
        raise Refused("origin_of_secretariat")
    held = StaffOrigin.objects.filter(council=council, user=user, ended_at__isnull=True).first()
    if (held.organisation if held else None) == organisation:
        return False
    if held is not None and by == user:
        raise Refused("not_own_origin")
    end_origin(council, user)
    if organisation is not None:
        StaffOrigin.objects.create(council=council, user=user, organisation=organisation, since=clock.now())
    facts = {"from": f"{organisation._meta.label_lower}:{organisation.pk}" if organisation else ""}
    ledger.append(events.STAFF_ORIGIN_NAMED, council=council, subject=f"user:{user.pk}", facts=facts, by=by)
    return True


def end_origin(council: Council, user: User) -> None:
    """Where ``user`` came from counts no more: it was corrected, or they left the secretariat."""
    rows = StaffOrigin.objects.filter(council=council, user=user, ended_at__isnull=True)
    rows.update(ended_at=clock.now())
