"""Events of assessments, and the common steps of every verb."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts.models import User
from core.errors import NotNow
from core.ledger.actions import append
from core.ledger.events import Event, public, sensitive
from pia.models import Assessment
from pia.permissions import permit
from pia.workflows import ASSESSMENT

OPENED = sensitive("pia.assessment_opened", _("PIA opened for its threshold analysis"))
THRESHOLD_ANSWERED = sensitive("pia.threshold_answered", _("Threshold questions of a PIA answered"))
FOUND_NOT_REQUIRED = public("pia.found_not_required", _("PIA found not required"))
BEGUN = public("pia.assessment_begun", _("PIA begun"))
DESCRIBED = sensitive("pia.scope_described", _("Scope of a PIA described"))
STARTED = sensitive("pia.assessing_started", _("Assessing of a PIA started"))
ASSIGNED = sensitive("pia.person_assigned", _("Person assigned to a PIA"))
UNASSIGNED = sensitive("pia.person_unassigned", _("Person's assignment to a PIA ended"))
FLOW_ADDED = sensitive("pia.flow_added", _("Flow of a PIA added"))
FLOW_CHANGED = sensitive("pia.flow_changed", _("Flow of a PIA changed"))
FLOW_REMOVED = sensitive("pia.flow_removed", _("Flow of a PIA removed"))
REQUIREMENTS_ANSWERED = sensitive("pia.requirements_answered", _("Privacy requirements of a PIA answered"))
RISK_ADDED = sensitive("pia.risk_added", _("Risk added"))
RISK_CHANGED = sensitive("pia.risk_changed", _("Risk changed"))
RISK_TREATED = sensitive("pia.risk_treated", _("Treatment of a risk decided"))
RISK_REMOVED = sensitive("pia.risk_removed", _("Risk removed"))
RISK_IN_PLACE = sensitive("pia.controls_in_place", _("Controls of a risk found in place"))
SUBMITTED = sensitive("pia.submitted_for_review", _("PIA submitted for review"))
RETURNED = sensitive("pia.returned_with_findings", _("PIA returned with findings"))
FINDING_ANSWERED = sensitive("pia.finding_answered", _("Finding of a PIA's reviewer answered"))
ACCEPTED = sensitive("pia.residual_risk_accepted", _("Residual risk accepted"))
APPROVED = public("pia.assessment_approved", _("PIA approved"))
SUMMARY_WRITTEN = sensitive("pia.summary_written", _("Summary of a PIA written"))
PUBLISHED = public("pia.summary_published", _("Summary of a PIA published"))
OUTDATED = public("pia.assessment_outdated", _("PIA outdated"))
REVISED = public("pia.assessment_revised", _("Revision of a PIA begun"))
REPORT_REQUESTED = sensitive("pia.report_requested", _("Report of a PIA asked for"))


def locked(assessment: Assessment, verb: str, by: User | None) -> Assessment:
    """The row under lock, once ``by`` may do ``verb`` on it; None is the system."""
    row = Assessment.objects.select_for_update(of=("self",)).select_related("council").get(pk=assessment.pk)
    permit(by, row, verb).or_raise()
    return row


def unchanged(row: Any, seen: int | None) -> None:
    """Refuse when somebody saved after the page that shows version ``seen`` was opened (None: not asked)."""
    if seen is not None and row.version != seen:
        raise NotNow("pia_changed_meanwhile")


def keep(row: Model, by: User | None) -> None:
    """Save ``row`` with its history in the name of ``by``, and count the change."""
    if hasattr(row, "version"):
        row.version += 1
    _sign(row, by)
    row.save()


def drop(row: Model, by: User) -> None:
    """Delete ``row``; its history, signed by ``by``, stays."""
    _sign(row, by)
    row.delete()


def _sign(row: Model, by: User | None) -> None:
    row._history_user = by  # type: ignore[attr-defined]  # noqa: SLF001 (simple-history offers no other way)
    row._history_date = clock.now()  # type: ignore[attr-defined]  # noqa: SLF001


def step(row: Assessment, verb: str, by: User | None) -> None:
    """Move ``row`` where ``verb`` leads and save it."""
    row.state = ASSESSMENT.after(row.state, verb)
    keep(row, by)


def record(event: Event, row: Assessment, by: User | None, **facts: Any) -> None:
    """Write the evidence of one verb."""
    append(
        event,
        council=row.council,
        subject=f"assessment:{row.reference}",
        facts={"reference": row.reference, "revision": row.revision, "state": row.state, **facts},
        by=by,
    )


def announcement(row: Assessment) -> dict[str, Any]:
    """What the other rooms learn through ``react`` (``config/reactions.py``)."""
    return {
        "key": f"{row.council.slug}:{row.reference}:{row.revision}",
        "council": row.council,
        "payload": {
            "council": row.council_id,
            "assessment": row.pk,
            "reference": row.reference,
            "revision": row.revision,
            "dataset": row.dataset_reference,
            "project": row.project_reference,
            "reason": row.outdated_reason,
        },
    }
