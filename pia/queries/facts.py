"""Facts of one assessment, as the pure rules want them."""

from __future__ import annotations

from core.access.queries import holders
from core.access.roles import Role
from pia.models import Assessment, Coverage, Risk
from pia.rules.completeness import Facts, FlowFacts, RequirementFacts, RiskFacts


def reviewer_count(assessment: Assessment) -> int:
    """How many people are assigned who do not assess the same case."""
    assessors = holders(Role.ASSESSOR, assessment).values("pk")
    of_council = holders(Role.ASSESSOR, assessment.council).values("pk")
    return holders(Role.REVIEWER, assessment).exclude(pk__in=assessors).exclude(pk__in=of_council).count()


def risk_facts(risk: Risk) -> RiskFacts:
    """One risk as a value."""
    return RiskFacts(
        number=risk.number,
        stage=risk.stage,
        impact=risk.impact,
        likelihood=risk.likelihood,
        residual_impact=risk.residual_impact,
        residual_likelihood=risk.residual_likelihood,
        treatment=risk.treatment,
        has_controls=bool(risk.controls.strip()),
        has_owner=bool(risk.owner.strip()),
        due=risk.due,
    )


def accepted(assessment: Assessment) -> frozenset[int]:
    """Numbers of the risks accepted in the present round."""
    rows = (row for row in assessment.acceptances.all() if row.round == assessment.round)
    return frozenset(number for row in rows for number in row.risks)


def facts(assessment: Assessment) -> Facts:
    """Everything that completeness is judged by."""
    cover = Coverage.objects.filter(assessment=assessment).first() or Coverage()
    return Facts(
        has_scope=bool((assessment.scope_ja or assessment.scope_en).strip()),
        items=frozenset(cover.items),
        purposes=frozenset(cover.purposes),
        recipients=assessment.recipients.count(),
        places=frozenset(cover.places),
        stages=frozenset(cover.stages),
        retention_months=cover.retention_months,
        flows=tuple(
            FlowFacts(flow.number, flow.stage, frozenset(flow.items), flow.place, bool(flow.measures.strip()))
            for flow in assessment.flows.all()
        ),
        requirements=tuple(
            RequirementFacts(row.principle, row.answer, bool(row.note.strip()))
            for row in assessment.requirements.all()
        ),
        risks=tuple(risk_facts(risk) for risk in assessment.risks.all()),
        unanswered_findings=assessment.findings.filter(answered_at__isnull=True).count(),
        reviewers=reviewer_count(assessment),
        accepted=accepted(assessment),
    )
