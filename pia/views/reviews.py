"""The review, and what follows the approval."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core.http.views import CouncilRequest, council_view, get_only, post_only
from pia import actions, documents, queries
from pia.forms import AnswerForm, FindingsForm, OutdateForm, StatementForm, SummaryForm
from pia.permissions import reviewers
from pia.rules.completeness import high_residual, unaccepted
from pia.views.pages import button, form_page, found, frame, verdicts

VERBS = (
    *("submit_for_review", "return_with_findings", "accept_residual_risk", "approve", "answer_findings"),
    *("write_summary", "publish_summary", "outdate", "revise", "assign"),
)


@get_only
@council_view
def review(request: CouncilRequest, reference: str) -> HttpResponse:
    """What is missing, findings and answers, remaining risks, and the verbs of the review."""
    row = found(request, reference)
    known = queries.facts(row)
    context = {
        **frame(request, row, "review"),
        "report": documents.report(row),
        "reviewers": reviewers(row),
        "high": high_residual(known),
        "unaccepted": unaccepted(known),
        "verdicts": verdicts(request, row, *VERBS),
    }
    return render(request, "pia/assessment/review.html", context)


@post_only
@council_view
def submit(request: CouncilRequest, reference: str) -> HttpResponse:
    """Hand the assessment to its reviewers."""
    row = found(request, reference)
    said = _("Submitted. The reviewers have been told.")
    return button(request, row, lambda: actions.submit_for_review(row, by=request.user), said=said)


@council_view
def send_back(request: CouncilRequest, reference: str) -> HttpResponse:
    """Return the assessment with findings."""
    row = found(request, reference)
    form = FindingsForm(request.POST or None)
    return form_page(
        request,
        row,
        form,
        lambda data: actions.return_with_findings(row, by=request.user, findings=form.findings()),
        verb="return_with_findings",
        section="review",
        heading=_("Return with findings"),
        label=_("Return the assessment"),
        said=_("Returned. The assessors have been told."),
        done="show",
        template="findings",
    )


@council_view
def answer(request: CouncilRequest, reference: str, finding: int) -> HttpResponse:
    """Answer one finding."""
    row = found(request, reference)
    asked = row.findings.filter(pk=finding).first()
    if asked is None:
        raise Http404
    return form_page(
        request,
        row,
        AnswerForm(request.POST or None, initial={"answer": asked.answer}),
        lambda data: actions.answer_finding(row, finding, by=request.user, answer=data["answer"]),
        verb="answer_findings",
        section="review",
        heading=_("Answer a finding"),
        label=_("Save the answer"),
        said=_("The answer is kept."),
        extra={"intro": asked.text},
    )


@council_view
def accept(request: CouncilRequest, reference: str) -> HttpResponse:
    """Take responsibility for the risks that stay high."""
    row = found(request, reference)
    open_risks = unaccepted(queries.facts(row))
    return form_page(
        request,
        row,
        StatementForm(request.POST or None),
        lambda data: actions.accept_residual_risk(row, by=request.user, statement=data["statement"]),
        verb="accept_residual_risk",
        section="review",
        heading=_("Accept remaining risks"),
        label=_("Declare the acceptance"),
        said=_("The acceptance is declared and kept for good."),
        template="accept",
        extra={
            "risks": [
                line for line in documents.risk_lines(row.risks.all()) if line.risk.number in open_risks
            ]
        },
    )


@post_only
@council_view
def approve(request: CouncilRequest, reference: str) -> HttpResponse:
    """Approve as reviewer."""
    row = found(request, reference)
    said = _("Approved. Assessors and secretariat have been told.")
    return button(request, row, lambda: actions.approve(row, by=request.user), said=said)


@council_view
def summary(request: CouncilRequest, reference: str) -> HttpResponse:
    """Write the public summary."""
    row = found(request, reference)
    initial = {"summary_ja": row.summary_ja, "summary_en": row.summary_en, "seen": row.version}
    return form_page(
        request,
        row,
        SummaryForm(request.POST or None, initial=initial),
        lambda data: actions.write_summary(row, by=request.user, **data),
        verb="write_summary",
        section="review",
        heading=_("Public summary"),
        label=_("Save"),
        said=_("The summary is kept. It is public once it is published."),
    )


@post_only
@council_view
def publish(request: CouncilRequest, reference: str) -> HttpResponse:
    """Put the summary on the public register."""
    row = found(request, reference)
    said = _("The summary is on the public register.")
    return button(request, row, lambda: actions.publish_summary(row, by=request.user), said=said)


@council_view
def outdate(request: CouncilRequest, reference: str) -> HttpResponse:
    """Say that the assessment no longer counts."""
    row = found(request, reference)
    return form_page(
        request,
        row,
        OutdateForm(request.POST or None),
        lambda data: actions.outdate(row, by=request.user, **data),
        verb="outdate",
        section="review",
        heading=_("The assessment no longer counts"),
        label=_("Mark as outdated"),
        said=_("Outdated. What rests on it is stopped until a revision is approved."),
        done="show",
        extra={"intro": _("From this moment the check before sharing no longer passes on this assessment.")},
    )


@post_only
@council_view
def revise(request: CouncilRequest, reference: str) -> HttpResponse:
    """Begin the next revision."""
    row = found(request, reference)
    said = _("The revision begins with everything copied.")
    return button(request, row, lambda: actions.revise(row, by=request.user), said=said, done="preparation")
