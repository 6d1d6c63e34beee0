"""Who is named to act, and holds no role for it yet."""

from __future__ import annotations

from django.db.models import QuerySet

from core.accounts.models import Council, User
from governance.assembly.queries.bodies import councils_appointing
from governance.members.queries import councils_naming as members_naming
from governance.sharing.models import OutsideExpert


def councils_naming(user: User) -> QuerySet[Council]:
    """Councils that named ``user``: for a member or an applicant, for an office or a seat to come as well, or as an
    outside expert (settings.COUNCILS_NAMING)."""
    asked = OutsideExpert.objects.filter(user=user, ended_at__isnull=True)
    experts = Council.objects.filter(pk__in=asked.values("review__request__council"))
    return members_naming(user) | councils_appointing(user) | experts
