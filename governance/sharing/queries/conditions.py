"""Conditions of approval: what is open, by when, and the files that were handed in."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import BooleanField, Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Concat

from core import clock
from core.accounts.models import Council
from core.files import queries as files
from core.files.models import StoredFile
from governance.members.queries import open_duties_in
from governance.sharing.enums import LINE_OVER, ConditionState, GrantState
from governance.sharing.models import Condition, Disposal, RequestLine
from governance.sharing.rules.conditions import ConditionAsked

LIVING = (GrantState.AWAITING, GrantState.ACTIVE, GrantState.SUSPENDED)
"""Grants that are not ended."""


def about(row: Condition | Disposal) -> str:
    """How the files of a condition, or of a certificate, are found."""
    kind = "condition" if isinstance(row, Condition) else "disposal"
    return f"{kind}:{row.pk}"


def conditions_of_board(line: RequestLine) -> list[ConditionAsked]:
    """The conditions that the board's newest opinion on ``line`` asks for."""
    outcome = line.outcomes.order_by("-pk").first()
    return list(outcome.conditions) if outcome else []


def conditions_asked(line: RequestLine) -> list[tuple[Condition, ConditionAsked]]:
    """The conditions that bind ``line``, each with what the approval asked for: both in the order in which they began
    to bind. What comes back later is left out."""
    approval = line.approvals.filter(is_approved=True).order_by("-pk").first()
    rows = line.conditions.filter(occurrence=1).order_by("pk")
    return list(zip(rows, approval.conditions if approval else [], strict=False))


def one_party(line: RequestLine) -> bool:
    """Are provider and recipient of ``line`` the same organisation?"""
    return bool(line.dataset.provider.organisation_id == line.request.applicant_id)


def weight_of_vote(line: RequestLine) -> str:
    """What the board's newest opinion on ``line`` weighs, by the rules of the day of its vote."""
    outcome = line.outcomes.order_by("-pk").first()
    authority = outcome.rules.get("authority") if outcome else None
    return str(authority["weight"]) if authority else "advice"


def evidence_of(row: Condition | Disposal) -> QuerySet[StoredFile]:
    """The files handed in, oldest first."""
    return files.of(about(row))


def condition_due(days: int) -> date:
    """The last day within the coming ``days``."""
    return clock.today() + timedelta(days=days)


def waived() -> Q:
    """Waived by a decision in whose place no other was put."""
    stands = Q(waiving_decision__isnull=False, waiving_decision__superseded_by__isnull=True)
    return Q(stands, state=ConditionState.WAIVED)


def settled() -> Q:
    """Met, or waived by a decision that stands."""
    return Q(state=ConditionState.MET) | waived()


DONE = (ConditionState.MET, ConditionState.WAIVED)
"""In these a condition waits for nothing, as long as a decision that waived it stands."""


def _unmet() -> QuerySet[Condition]:
    return Condition.objects.exclude(state__in=DONE)


def unmet() -> QuerySet[Condition]:
    """Conditions of grants not ended that are neither met nor waived."""
    return _unmet().filter(line__grant__state__in=LIVING)


def owed(council: Council) -> QuerySet[Condition]:
    """The same of ``council``; and those of ended grants whose duty is still open, which may block their owner until
    they are met after all, waived, or need not be met any more."""
    rows = _unmet().filter(line__request__council=council, line__grant__isnull=False)
    return rows.filter(_binds(council))


def _binds(council: Council) -> Q:
    """Selects the conditions of grants of ``council`` not ended, and those whose duty is open."""
    about = Concat(Value("condition:"), OuterRef("reference"), output_field=CharField())
    return Q(line__grant__state__in=LIVING) | Q(Exists(open_duties_in(council).filter(subject=about)))


def to_be_met(council: Council) -> Q:
    """Selects the conditions of ``council`` that bind, of those neither met nor waived; also before a grant is opened,
    as long as the line can still come to one."""
    return Q(line__grant__isnull=False) & _binds(council) | Q(
        ~Q(line__state__in=LINE_OVER), line__grant__isnull=True
    )


def no_longer_owed(council: Council) -> Case:
    """Is a condition of a grant of ``council`` neither done nor to be met any more: the grant has ended, and no duty is
    open? Its day says nothing then."""
    counts = Q(state__in=DONE) | _binds(council)
    return Case(When(counts, then=Value(False)), default=Value(True), output_field=BooleanField())
