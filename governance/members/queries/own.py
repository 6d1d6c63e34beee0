"""Whose own people somebody is one of: what they have an interest in."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from core import clock
from core.access.queries import Someone, objects_with
from core.accounts.models import Council, Organ, Organisation, StaffOrigin, User
from governance.members.queries.memberships import membership_subject, memberships
from governance.members.queries.people import acting_for, offices


def own_organisations(user: Someone, council: Council) -> QuerySet[Organisation]:
    """Whose own people ``user`` is one of: holds a role on the organisation or on an organ of it, acts for it in
    the council, or comes from it to the council's secretariat."""
    if not isinstance(user, User):
        return Organisation.objects.none()
    organs = Organ.objects.filter(pk__in=objects_with(user, Organ)).values("organisation")
    acts = acting_for(user, council).order_by().values("organisation")
    came = StaffOrigin.objects.filter(council=council, user=user, ended_at__isnull=True)
    return Organisation.objects.filter(
        Q(pk__in=objects_with(user, Organisation))
        | Q(pk__in=organs)
        | Q(pk__in=acts)
        | Q(pk__in=came.values("organisation"))
    )


def own_memberships(user: Someone, council: Council) -> set[str]:
    """How items and decisions call the memberships of those organisations."""
    rows = (
        memberships(council)
        .filter(organisation__in=own_organisations(user, council))
        .select_related("council")
    )
    return {membership_subject(row) for row in rows}


def holds_office_from(user: Someone, organisation: Organisation, council: Council) -> bool:
    """Does ``user`` hold an office of the council today as one of the organisation's: the mayor for the city?"""
    held = offices(council, clock.today()).filter(user_id=user.pk or 0, organisation=organisation)
    return held.exists()
