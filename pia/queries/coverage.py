"""What the gate asks: which assessments speak for a dataset, and for what exactly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core import clock
from core.accounts.models import Council
from pia.enums import OutdatedBy, State
from pia.models import Assessment, Coverage
from pia.queries.facts import accepted, risk_facts
from pia.rules.completeness import Facts, unaccepted
from pia.rules.validity import is_current


@dataclass(frozen=True, slots=True)
class AssessmentCoverage:
    """One revision: what it covers and whether it counts on the date asked."""

    reference: str
    revision: int
    state: str
    approved_on: date | None
    valid_until: date | None
    counts: bool
    """Approved or published, begun and not expired on the date asked."""
    items: frozenset[str]
    purposes: frozenset[str]
    recipients: frozenset[int]
    """Primary keys of organisations."""
    places: frozenset[str]
    stages: frozenset[str]
    retention_months: int | None
    unaccepted_high: int
    """Risks that stay high after treatment without an acceptance statement."""
    outdated_on: date | None
    outdated_by: str
    threshold_required: bool | None


def coverage(council: Council, *, dataset: str, on: date) -> tuple[AssessmentCoverage, ...]:
    """All revisions that speak for ``dataset``: those that count on ``on`` first, then those that only a new
    rule has outdated (a transition may still hold for them), then the newest first.

    A revision that a later approved one has replaced is left out. Four queries, whatever the number.
    """
    rows = (
        Assessment.objects.filter(council=council, dataset_reference=dataset)
        .exclude(following__state__in=[State.APPROVED, State.PUBLISHED, State.OUTDATED])
        .select_related("coverage")
        .prefetch_related("recipients", "risks", "acceptances")
        .order_by("-pk")
    )
    found = [_coverage(row, on) for row in rows]
    return tuple(sorted(found, key=lambda row: (not row.counts, row.outdated_by != OutdatedBy.RULE)))


def _coverage(assessment: Assessment, on: date) -> AssessmentCoverage:
    cover = getattr(assessment, "coverage", None) or Coverage()
    approved = assessment.approved_at
    approved_on = approved.astimezone(clock.TOKYO).date() if approved else None
    risks = Facts(
        risks=tuple(risk_facts(risk) for risk in assessment.risks.all()), accepted=accepted(assessment)
    )
    return AssessmentCoverage(
        reference=assessment.reference,
        revision=assessment.revision,
        state=assessment.state,
        approved_on=approved_on,
        valid_until=assessment.valid_until,
        counts=is_current(assessment.state, approved_on, assessment.valid_until, on),
        items=frozenset(cover.items),
        purposes=frozenset(cover.purposes),
        recipients=frozenset(row.organisation_id for row in assessment.recipients.all()),
        places=frozenset(cover.places),
        stages=frozenset(cover.stages),
        retention_months=cover.retention_months,
        unaccepted_high=len(unaccepted(risks)),
        outdated_on=assessment.outdated_on,
        outdated_by=assessment.outdated_reason,
        threshold_required=assessment.threshold_required,
    )
