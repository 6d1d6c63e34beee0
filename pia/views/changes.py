"""What was changed in an assessment and its parts, also in those that were taken out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.http.changes import Section, Source, Told, changes, section
from core.http.codes import DataNames, country, listed
from core.http.views import CouncilRequest
from pia.enums import Stage
from pia.models import Assessment, Coverage, Flow, Requirement, Risk
from pia.permissions import reads_drafting
from pia.views.preparing import grounds

HEAD = (
    *("title_ja", "title_en", "dataset_reference", "project_reference", "standard"),
    *("threshold_answers", "threshold_reason", "scope_ja", "scope_en", "consulted_ja", "consulted_en"),
    "outdated_note",
)
SUMMARY = ("summary_ja", "summary_en")
COVERED = ("items", "purposes", "places", "stages", "retention_months")
FLOW = ("stage", "source", "destination", "items", "place", "measures")
REQUIREMENT = ("answer", "note")
RISK = (
    *("stage", "threat", "asset", "consequence", "impact", "likelihood", "treatment", "controls", "owner"),
    *("due", "residual_impact", "residual_likelihood", "in_place_on", "in_place_note"),
)
NAMES = {"threshold_answers": gettext_lazy("Answers to the threshold questions")}


def changes_of(request: CouncilRequest, row: Assessment, names: DataNames) -> Section | None:
    """For those who follow the drafting everything; for other readers what was changed since the approval, without
    the drafts of the summary; None where there is nothing for them yet."""
    follows = reads_drafting(request.user, row)
    if not follows and row.approved_at is None:
        return None

    def read() -> Told:
        if follows:
            return changes(*_sources(row, names, (*HEAD, *SUMMARY)))
        lead = _("What was changed since the approval.")
        return changes(*_sources(row, names, HEAD), since=row.approved_at, lead=lead)

    return section(request, read)


def _sources(row: Assessment, names: DataNames, head: Sequence[str]) -> Sequence[Source]:
    def said(name: str, value: Any) -> str | None:
        return _said(names, name, value)

    return (
        Source(Assessment.history.filter(id=row.pk), head, lambda _record: row.reference, NAMES, said),
        Source(
            Coverage.history.filter(assessment_id=row.pk),
            COVERED,
            lambda _record: _("What the assessment covers"),
            said=said,
        ),
        Source(
            Flow.history.filter(assessment_id=row.pk),
            FLOW,
            lambda record: _("Flow %(number)s") % {"number": record.number},
            said=said,
        ),
        Source(
            Requirement.history.filter(assessment_id=row.pk),
            REQUIREMENT,
            lambda record: record.get_principle_display(),
        ),
        Source(
            Risk.history.filter(assessment_id=row.pk),
            RISK,
            lambda record: _("Risk %(number)s") % {"number": record.number},
        ),
    )


def _said(names: DataNames, name: str, value: Any) -> str | None:
    """Codes of the dataset, of purposes and countries by their names; stages and answers in words."""
    if name == "place":
        return country(value)
    words = {
        "items": lambda: [listed(value, names.items)],
        "purposes": lambda: [listed(value, names.purposes)],
        "places": lambda: [country(code) for code in value],
        "stages": lambda: [str(Stage(code).label) for code in value],
        "threshold_answers": lambda: grounds(value),
    }
    return _(", ").join(words[name]()) if name in words else None
