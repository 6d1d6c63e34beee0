"""The content of an assessment as plain data: exported, printed, and committed to at approval."""

from __future__ import annotations

from typing import Any

from core import canonical
from core.files import queries as files
from core.files.models import StoredFile
from core.outbox.models import Job, JobState
from pia.models import Assessment, Coverage

FORMAT = "sekisho-pia/1"


def content(assessment: Assessment) -> dict[str, Any]:
    """Everything that was assessed, in a fixed order, without people's names.

    The public summary and the course of the review are not part of it: they may follow later.
    """
    cover = Coverage.objects.filter(assessment=assessment).first() or Coverage()
    return {
        "format": FORMAT,
        "council": assessment.council.slug,
        "reference": assessment.reference,
        "revision": assessment.revision,
        "standard": assessment.standard,
        "title": {"ja": assessment.title_ja, "en": assessment.title_en},
        "dataset": assessment.dataset_reference,
        "project": assessment.project_reference,
        "threshold": {
            "answers": assessment.threshold_answers,
            "required": assessment.threshold_required,
            "reason": assessment.threshold_reason,
            "article": {"ja": assessment.threshold_article_ja, "en": assessment.threshold_article_en},
        },
        "scope": {"ja": assessment.scope_ja, "en": assessment.scope_en},
        "consulted": {"ja": assessment.consulted_ja, "en": assessment.consulted_en},
        "coverage": {
            "items": sorted(cover.items),
            "purposes": sorted(cover.purposes),
            "recipients": sorted(assessment.recipients.values_list("organisation__name_ja", flat=True)),
            "places": sorted(cover.places),
            "stages": sorted(cover.stages),
            "retention_months": cover.retention_months,
        },
        **_parts(assessment),
    }


def _parts(assessment: Assessment) -> dict[str, Any]:
    flows = ("number", "stage", "source", "destination", "items", "place", "measures")
    requirements = ("principle", "answer", "note")
    risks = (
        *("number", "stage", "threat", "asset", "consequence", "impact", "likelihood", "treatment"),
        *("controls", "owner", "due", "residual_impact", "residual_likelihood"),
    )
    return {
        "flows": [
            {name: getattr(row, name) for name in flows} for row in assessment.flows.order_by("number")
        ],
        "requirements": [
            {name: getattr(row, name) for name in requirements}
            for row in assessment.requirements.order_by("principle")
        ],
        "risks": [
            {name: canonical.plain(getattr(row, name)) for name in risks}
            for row in assessment.risks.order_by("number")
        ],
    }


def digest(assessment: Assessment) -> str:
    """SHA-256 of the canonical content."""
    return canonical.digest(content(assessment))


def unaltered(assessment: Assessment) -> bool | None:
    """Is the content what was approved? None where it has not been approved."""
    return digest(assessment) == assessment.content_digest if assessment.content_digest else None


def report_key(assessment: Assessment, language: str) -> str:
    """Names the printed report of exactly this content, state and language."""
    shown = canonical.digest(
        {
            "content": content(assessment),
            "state": assessment.state,
            "round": assessment.round,
            "summary": [assessment.summary_ja, assessment.summary_en],
            "findings": list(assessment.findings.values_list("pk", "answer")),
            "acceptances": list(assessment.acceptances.values_list("pk", flat=True)),
        }
    )
    return f"pia-report:{assessment.pk}:{language}:{shown[:32]}"


def report_file(assessment: Assessment, language: str) -> StoredFile | None:
    """The report that has been made of the present content, if any."""
    return files.of(report_key(assessment, language)).last()


def report_job(assessment: Assessment, language: str) -> Job | None:
    """The work on the report of the present content, if it has been asked for and not given up."""
    key = report_key(assessment, language)
    return Job.objects.filter(key__startswith=key).exclude(state=JobState.CANCELLED).order_by("pk").last()
