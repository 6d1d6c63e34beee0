"""Conditions of approval on the page of the grant: evidence, check, waiver, a later day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from core.access.queries import Someone
from core.errors import NotNow, Verdict
from core.files.models import StoredFile
from core.files.views import download
from core.http.dates import short
from core.http.parts import Fact
from core.http.templatetags.sekisho import local
from core.http.views import CouncilRequest, council_view, get_only, settling_view
from governance.sharing.actions import conditions
from governance.sharing.enums import ConditionState
from governance.sharing.forms.grants import (
    AnswerTimeForm,
    AskTimeForm,
    EvidenceForm,
    ExtendForm,
    OwnDecisionForm,
)
from governance.sharing.forms.steps import NoteForm, ReasonForm
from governance.sharing.models import Condition, ConditionExtension, Grant, TimeAsked
from governance.sharing.permissions import may_read_proof, permit, permits
from governance.sharing.queries.conditions import DONE, LIVING, evidence_of, no_longer_owed
from governance.sharing.queries.facts_decisions import WAIVING, waiver_stands
from governance.sharing.views.addresses import grant_crumbs, grant_url, one_grant
from governance.sharing.views.decisions import DECISIONS, not_decided, own_decisions
from governance.sharing.views.step import Step, take

CONDITION_VERBS = (
    "submit_evidence",
    "accept_evidence",
    "reject_evidence",
    "waive",
    "reopen",
    "extend",
    "ask_for_time",
    "answer_time",
)


NOT_OWED = Verdict(False, "sharing.condition_not_owed", error=NotNow)
"""Of a condition that ended with its grant nothing is shown, moved or waived any more."""


@dataclass(frozen=True)
class ConditionRow:
    """A condition as the page shows it."""

    condition: Condition
    can: dict[str, Verdict]
    files: list[StoredFile]
    extensions: list[ConditionExtension]
    declined: list[TimeAsked]
    asked: TimeAsked | None
    """More time that waits for an answer."""
    fell: bool
    """Waived by a decision that was superseded since."""
    no_longer_owed: bool
    """The grant has ended, and nobody has to meet it any more."""
    outlives: bool
    """The grant has ended, and it is to be met all the same."""

    @property
    def owner(self) -> str:
        """Who owes it, by name."""
        row = self.condition
        return local(row.owner, "name") if row.owner else row.get_owed_by_display()

    @property
    def is_over(self) -> bool:
        """Met or waived: its day no longer matters."""
        return self.condition.state in DONE

    @property
    def may_waive(self) -> bool:
        """Waived it is once, and anew only where the decision behind that was superseded."""
        return self.can["waive"].allowed and (self.fell or not self.is_over)

    @property
    def may_ask(self) -> bool:
        """Is it for the reader to ask for more time? The secretariat sets a later day itself."""
        asks = self.can["ask_for_time"].allowed and not self.can["extend"].allowed
        return asks and self.condition.due_on is not None and self.asked is None


def condition_rows(user: Someone, grant: Grant) -> list[ConditionRow]:
    """The conditions of a grant, what ``user`` may do to each, and the files that ``user`` may open."""
    rows: QuerySet[Any] = grant.line.conditions.select_related("owner", WAIVING)
    rows = rows.annotate(gone=no_longer_owed(grant.line.request.council)).order_by("due_on", "reference")
    ended = grant.state not in LIVING
    return [
        ConditionRow(
            row,
            dict.fromkeys(CONDITION_VERBS, NOT_OWED) if row.gone else permits(user, row, CONDITION_VERBS),
            list(evidence_of(row)) if may_read_proof(user, row, grant) else [],
            list(row.extensions.order_by("pk")),
            list(row.time_asked.filter(answered_at__isnull=False, agreed_on__isnull=True).order_by("pk")),
            row.time_asked.filter(answered_at__isnull=True).first(),
            row.state == ConditionState.WAIVED and not waiver_stands(row),
            row.gone,
            ended and not row.gone and row.state not in DONE,
        )
        for row in rows
    ]


def grant_step(grant: Grant, title: str, action: str, said: str, **more: Any) -> Step:
    """A step on the page of ``grant``."""
    return Step(
        title=title, action=action, back=grant_url(grant), said=said, crumbs=grant_crumbs(grant), **more
    )


def _condition(request: CouncilRequest, grant: Grant, pk: int, verb: str) -> Condition:
    rows: QuerySet[Any] = Condition.objects.annotate(gone=no_longer_owed(request.council))
    row = get_object_or_404(rows, pk=pk, line=grant.line)
    permit(request.user, row, verb).or_raise()
    if row.gone:
        NOT_OWED.or_raise()
    found: Condition = row
    return found


@settling_view
def submit_evidence(request: CouncilRequest, reference: str, pk: int) -> HttpResponse:
    """Show how a condition is met."""
    grant = one_grant(request, reference)
    row = _condition(request, grant, pk, "submit_evidence")
    step = grant_step(
        grant,
        _("Show that the condition is met"),
        _("Hand in"),
        _("The evidence is handed in."),
        lead=row.text,
    )
    form = EvidenceForm(request.POST or None, request.FILES or None)
    return take(request, step, form, lambda data: conditions.submit_evidence(row, by=request.user, **data))


@council_view
def accept_evidence(request: CouncilRequest, reference: str, pk: int) -> HttpResponse:
    """Find a condition met."""
    grant = one_grant(request, reference)
    row = _condition(request, grant, pk, "accept_evidence")
    step = grant_step(
        grant, _("Find the condition met"), _("Met"), _("The condition is met."), lead=row.evidence
    )
    form = NoteForm(request.POST or None)
    return take(request, step, form, lambda data: conditions.accept_evidence(row, by=request.user, **data))


@council_view
def reject_evidence(request: CouncilRequest, reference: str, pk: int) -> HttpResponse:
    """Find the evidence wanting."""
    grant = one_grant(request, reference)
    row = _condition(request, grant, pk, "reject_evidence")
    step = grant_step(
        grant,
        _("Find the evidence wanting"),
        _("Send back"),
        _("The condition is open again."),
        lead=row.evidence,
    )
    form = ReasonForm(request.POST or None)
    return take(
        request,
        step,
        form,
        lambda data: conditions.reject_evidence(row, by=request.user, note=data["reason"]),
    )


@council_view
def waive(request: CouncilRequest, reference: str, pk: int) -> HttpResponse:
    """Waive a condition by a decision of the council."""
    grant = one_grant(request, reference)
    row = _condition(request, grant, pk, "waive")
    decisions = own_decisions(grant.line, of_body=True)
    step = grant_step(
        grant,
        _("Waive the condition"),
        _("Waive"),
        _("The condition is waived."),
        lead=DECISIONS,
        missing=not_decided(request, grant.line, decisions, ("承認条件の免除", "Waiver of a condition")),
    )
    form = OwnDecisionForm(request.POST or None, decisions=decisions)
    return take(request, step, form, lambda data: conditions.waive(row, by=request.user, **data))


@council_view
def reopen(request: CouncilRequest, reference: str, pk: int) -> HttpResponse:
    """A condition has to be met after all, the decision that waived it being superseded."""
    grant = one_grant(request, reference)
    row = _condition(request, grant, pk, "reopen")
    step = grant_step(
        grant,
        _("Open the condition again"),
        _("Open again"),
        _("The condition is open again."),
        lead=row.text,
        warning=_(
            "Whoever owes the condition has to show that it is met. Where its day has passed, set a later day next: "
            "else the grant is suspended in the coming night."
        ),
    )
    form = ReasonForm(request.POST or None)
    return take(request, step, form, lambda data: conditions.reopen(row, by=request.user, **data))


@council_view
def extend(request: CouncilRequest, reference: str, pk: int) -> HttpResponse:
    """A later day for a condition, with the reason."""
    grant = one_grant(request, reference)
    row = _condition(request, grant, pk, "extend")
    step = grant_step(
        grant,
        _("Set a later day"),
        _("Set the day"),
        _("The new day is on record."),
        lead=row.text,
        facts=_days(row, grant),
    )
    form = ExtendForm(request.POST or None)
    return take(request, step, form, lambda data: conditions.extend(row, by=request.user, **data))


def _days(row: Condition, grant: Grant) -> tuple[Fact, ...]:
    now = Fact(_("Day at present"), short(row.due_on) if row.due_on else "–")
    return (now, Fact(_("The grant ends on"), short(grant.ends_on)))


@settling_view
def ask_for_time(request: CouncilRequest, reference: str, pk: int) -> HttpResponse:
    """Ask for a later day for a condition that one owes."""
    grant = one_grant(request, reference)
    row = _condition(request, grant, pk, "ask_for_time")
    step = grant_step(
        grant,
        _("Ask for more time"),
        _("Ask"),
        _("You asked for more time. The present day holds until you have the answer."),
        lead=row.text,
        facts=_days(row, grant),
    )
    form = AskTimeForm(request.POST or None)
    return take(request, step, form, lambda data: conditions.ask_for_time(row, by=request.user, **data))


@council_view
def answer_time(request: CouncilRequest, reference: str, pk: int) -> HttpResponse:
    """Agree to a later day that was asked for, or decline it."""
    grant = one_grant(request, reference)
    row = _condition(request, grant, pk, "answer_time")
    asked = get_object_or_404(TimeAsked, condition=row, answered_at__isnull=True)
    wished = Fact(_("Day asked for"), short(asked.wished_on))
    step = grant_step(
        grant,
        _("More time for a condition"),
        _("Answer"),
        _("Your answer is on record, and whoever asked is told."),
        lead=row.text,
        facts=(wished, Fact(_("Reason given"), asked.reason), *_days(row, grant)),
    )
    form = AnswerTimeForm(request.POST or None)

    def answer(data: dict[str, Any]) -> TimeAsked:
        return conditions.answer_time(
            row, by=request.user, agrees=data["answer"] == "agree", note=data["note"]
        )

    return take(request, step, form, answer)


@settling_view
@get_only
def evidence(request: CouncilRequest, reference: str, pk: int, key: UUID) -> StreamingHttpResponse:
    """A file handed in as evidence, for those who take part."""
    grant = one_grant(request, reference)
    row = get_object_or_404(Condition, pk=pk, line=grant.line)
    file = get_object_or_404(evidence_of(row), key=key)
    return download(request, file, permit=may_read_proof(request.user, row, grant))
