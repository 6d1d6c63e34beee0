"""What an organisation that left a council still has to settle there: grants with data that are not accounted for.

Who represents it holds no role in the council any more. These grants, and what hangs on them, are all of the council
that stays open to them, until everything is settled or the organisation is a member again.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from core.access.queries import Someone, objects_with
from core.access.roles import Role
from core.accounts.models import Council, Organisation
from governance.members import queries as members
from governance.sharing.enums import GrantState, PursuitOutcome
from governance.sharing.models import Delivery, Grant, Pursuit


def _left(user: Someone) -> QuerySet[Grant]:
    """Grants of organisations that ``user`` represents, of any council that they do not belong to now, that are not
    closed or have a withdrawal to answer."""
    belongs = members.joined().filter(
        organisation=OuterRef("line__request__applicant"), council=OuterRef("council")
    )
    pursued = Pursuit.objects.filter(delivery__grant=OuterRef("pk"), outcome=PursuitOutcome.DUE)
    own = objects_with(user, Organisation, Role.REPRESENTATIVE)
    rows = Grant.objects.filter(
        ~Q(state=GrantState.CLOSED) | Exists(pursued), line__request__applicant__in=own
    )
    return rows.exclude(Exists(belongs))


def councils_left(user: Someone) -> QuerySet[Council]:
    """Councils in which ``user`` holds no role, and has something left to settle (settings.COUNCILS_LEFT)."""
    held = objects_with(user, Council)
    return Council.objects.filter(pk__in=_left(user).values("council")).exclude(pk__in=held)


def organisations_left(user: Someone, council: Council) -> QuerySet[Organisation]:
    """Organisations that ``user`` represents and that have something left to settle in ``council``."""
    settling = _left(user).filter(council=council).values("line__request__applicant")
    return Organisation.objects.filter(pk__in=settling).order_by("pk")


def grants_left(user: Someone, council: Council) -> QuerySet[Grant]:
    """The grants that ``user`` has left to settle in ``council``."""
    return (
        _left(user)
        .filter(council=council)
        .select_related("line__request__applicant", "line__dataset__provider__organisation")
    )


def deliveries_left(user: Someone, council: Council) -> QuerySet[Delivery]:
    """The deliveries under these grants."""
    rows = Delivery.objects.filter(council=council, grant__in=grants_left(user, council).values("pk"))
    return rows.select_related(
        "grant__line__request__applicant", "grant__line__dataset__provider__organisation", "council"
    )
