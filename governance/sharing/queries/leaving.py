"""What an organisation that left a council still has to settle there: grants with data that are not accounted for.

Its people hold no role in the council any more. These grants, and what hangs on them, are all of the council that
stays open to them, until everything is settled or the organisation is a member again.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from core.access.queries import Someone, objects_with
from core.access.roles import Role
from core.accounts.models import Council, Organisation
from governance.members import queries as members
from governance.sharing.enums import ConditionState, GrantState, PursuitOutcome, RequestState
from governance.sharing.models import Condition, Delivery, Grant, Pursuit, SharingRequest
from governance.sharing.queries.conditions import owed
from governance.sharing.queries.requests import organs_of

UNDER_WAY = (RequestState.DRAFTED, RequestState.SUBMITTED, RequestState.IN_REVIEW)
RECIPIENT, PROVIDER = "line__request__applicant", "line__dataset__provider__organisation"


def _unsettled() -> QuerySet[Grant]:
    """Grants of all councils that are not closed, or have a withdrawal to answer."""
    pursued = Pursuit.objects.filter(delivery__grant=OuterRef("pk"), outcome=PursuitOutcome.DUE)
    return Grant.objects.filter(~Q(state=GrantState.CLOSED) | Exists(pursued))


def _has_left(party: str) -> Q:
    """The ``party`` of a grant does not belong to its council now."""
    return ~Q(Exists(members.joined().filter(organisation=OuterRef(party), council=OuterRef("council"))))


def _as_recipient(user: Someone) -> Q:
    own = objects_with(user, Organisation, Role.REPRESENTATIVE)
    return Q(line__request__applicant__in=own) & _has_left(RECIPIENT)


def _as_provider(user: Someone) -> Q:
    """Whoever provided the data and has left verifies all the same what became of them."""
    return Q(line__dataset__provider__in=organs_of(user)) & _has_left(PROVIDER)


def _left(user: Someone) -> QuerySet[Grant]:
    return _unsettled().filter(_as_recipient(user) | _as_provider(user))


def councils_left(user: Someone) -> QuerySet[Council]:
    """Councils in which ``user`` holds no role, and has something left to settle (settings.COUNCILS_LEFT)."""
    held = objects_with(user, Council)
    return Council.objects.filter(pk__in=_left(user).values("council")).exclude(pk__in=held)


def councils_unsettled(organisation: Organisation) -> QuerySet[Council]:
    """Councils in which ``organisation`` received or provided what is not accounted for
    (settings.COUNCILS_UNSETTLED)."""
    party = Q(**{RECIPIENT: organisation}) | Q(**{PROVIDER: organisation})
    return Council.objects.filter(pk__in=_unsettled().filter(party).values("council"))


def organisations_left(user: Someone, council: Council) -> QuerySet[Organisation]:
    """Organisations that ``user`` represents and that have received what is left to settle in ``council``."""
    settling = _unsettled().filter(_as_recipient(user), council=council).values(RECIPIENT)
    return Organisation.objects.filter(pk__in=settling).order_by("pk")


def grants_left(user: Someone, council: Council) -> QuerySet[Grant]:
    """The grants that ``user`` has left to settle in ``council``."""
    return _left(user).filter(council=council).select_related(RECIPIENT, PROVIDER)


def deliveries_left(user: Someone, council: Council) -> QuerySet[Delivery]:
    """The deliveries under these grants."""
    rows = Delivery.objects.filter(council=council, grant__in=grants_left(user, council).values("pk"))
    return rows.select_related(f"grant__{RECIPIENT}", f"grant__{PROVIDER}", "council")


def received_by(council: Council, organisation: Organisation) -> QuerySet[Grant]:
    """The grants under which ``organisation`` receives, or has received what is not accounted for."""
    rows = Grant.objects.filter(council=council, line__request__applicant=organisation)
    return _with_words(rows.exclude(state=GrantState.CLOSED))


def provided_by(council: Council, organisation: Organisation) -> QuerySet[Grant]:
    """The grants of the data of ``organisation`` to others that are not closed."""
    rows = Grant.objects.filter(council=council, line__dataset__provider__organisation=organisation)
    return _with_words(rows.exclude(state=GrantState.CLOSED).exclude(line__request__applicant=organisation))


def _with_words(rows: QuerySet[Grant]) -> QuerySet[Grant]:
    return rows.select_related("council", "line__request").order_by("pk")


def owed_by(council: Council, organisation: Organisation) -> QuerySet[Condition]:
    """The conditions with a day that ``organisation`` owes and that are open."""
    rows = owed(council).filter(owner=organisation, due_on__isnull=False)
    return (
        rows.filter(state=ConditionState.OPEN).select_related("line__grant__council").order_by("due_on", "pk")
    )


def asked_by(council: Council, organisation: Organisation) -> QuerySet[SharingRequest]:
    """The requests of ``organisation`` that are under way."""
    rows = SharingRequest.objects.filter(council=council, applicant=organisation, state__in=UNDER_WAY)
    return rows.order_by("pk")
