"""Grants: what may be received until when, its conditions, deliveries and end."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from core.http.acting import act
from core.http.dates import short
from core.http.parts import Fact
from core.http.templatetags.sekisho import local
from core.http.views import CouncilRequest, council_view, get_only, post_only
from governance.sharing.actions import conditions, deliveries, disposals
from governance.sharing.actions import grants as verbs
from governance.sharing.enums import GrantState
from governance.sharing.forms.steps import DecisionForm, DisposalForm, EvidenceForm, NoteForm, ReasonForm
from governance.sharing.models import Condition, Grant
from governance.sharing.permissions import permit
from governance.sharing.queries.deliveries import grants_visible_to
from governance.sharing.queries.verdicts import judge
from governance.sharing.rules.verdict import Moment
from governance.sharing.views import checklist, naming
from governance.sharing.views.addresses import delivery_url, grant_crumbs, grant_url, line_url, one_grant
from governance.sharing.views.lines import decisions_about
from governance.sharing.views.step import Step, take

PAGE = 50
VERBS = (
    "prepare_delivery",
    "suspend",
    "resume",
    "revoke",
    "give_back",
    "file_disposal",
    "verify_disposal",
    "reject_disposal",
)


@council_view
@get_only
def index(request: CouncilRequest) -> HttpResponse:
    """All grants that the reader may see, by state."""
    rows = grants_visible_to(request.user, request.council).order_by("-pk")
    state = request.GET.get("state", "")
    if state in GrantState.values:
        rows = rows.filter(state=state)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "states": GrantState.choices, "state": state}
    return render(request, "governance/sharing/grants/list.html", context)


@council_view
@get_only
def detail(request: CouncilRequest, reference: str) -> HttpResponse:
    """One grant with the gate's answer at the flow."""
    grant = one_grant(request, reference)
    line = grant.line
    verdict = judge(line, Moment.FLOW).verdict
    rows = line.conditions.select_related("owner").order_by("reference")
    disposal = grant.disposals.order_by("-pk").first()
    context = {
        "grant": grant,
        "facts": _facts(grant),
        "verdict": verdict,
        "checks": checklist.rows(verdict, request.council),
        "verdicts": {verb: permit(request.user, grant, verb) for verb in VERBS},
        "conditions": [(row, {v: permit(request.user, row, v) for v in CONDITION_VERBS}) for row in rows],
        "deliveries": grant.deliveries.order_by("-pk"),
        "disposal": disposal,
        "disposal_waits": disposal is not None and disposal.is_verified is None,
        "crumbs": grant_crumbs(grant),
    }
    return render(request, "governance/sharing/grants/detail.html", context)


CONDITION_VERBS = ("submit_evidence", "accept_evidence", "reject_evidence", "waive")


def _facts(grant: Grant) -> list[Fact]:
    line = grant.line
    return [
        Fact(_("Request"), naming.titled(line.request), line_url(line)),
        Fact(_("Provider"), naming.party(line.dataset.provider)),
        Fact(_("Recipient"), local(line.request.applicant, "name")),
        Fact(_("Items"), naming.items(line.dataset, grant.items)),
        Fact(_("Period"), f"{short(grant.starts_on)} – {short(grant.ends_on)}"),
        Fact(_("To be disposed of by"), short(grant.disposal_due_on) if grant.disposal_due_on else "–"),
    ]


@council_view
@post_only
def prepare(request: CouncilRequest, reference: str) -> HttpResponse:
    """Begin a delivery."""
    grant = one_grant(request, reference)
    said = _("The release list is being written.")
    delivery = deliveries.prepare(grant, by=request.user)
    return act(request, lambda: None, done=delivery_url(delivery), said=said)


def _step(grant: Grant, title: str, action: str, said: str, **more: Any) -> Step:
    return Step(
        title=title, action=action, back=grant_url(grant), said=said, crumbs=grant_crumbs(grant), **more
    )


@council_view
def suspend(request: CouncilRequest, reference: str) -> HttpResponse:
    """Stop deliveries."""
    grant = one_grant(request, reference)
    permit(request.user, grant, "suspend").or_raise()
    step = _step(grant, _("Suspend the grant"), _("Suspend"), _("The grant is suspended."))
    form = ReasonForm(request.POST or None)
    return take(request, step, form, lambda data: verbs.suspend(grant, by=request.user, **data))


@council_view
@post_only
def resume(request: CouncilRequest, reference: str) -> HttpResponse:
    """Let deliveries go on."""
    grant = one_grant(request, reference)
    said = _("The grant is active again.")
    return act(request, lambda: verbs.resume(grant, by=request.user), done=grant_url(grant), said=said)


@council_view
def revoke(request: CouncilRequest, reference: str) -> HttpResponse:
    """Take the grant back by a decision of the council."""
    grant = one_grant(request, reference)
    permit(request.user, grant, "revoke").or_raise()
    step = _step(
        grant,
        _("Revoke the grant"),
        _("Revoke"),
        _("The grant is revoked; the recipient disposes of the data."),
        warning=_("This cannot be undone."),
    )
    form = DecisionForm(request.POST or None, decisions=decisions_about(grant.line))
    call = verbs.revoke
    return take(
        request,
        step,
        form,
        lambda data: call(grant, by=request.user, decision_number=data["decision_number"]),
    )


@council_view
@post_only
def give_back(request: CouncilRequest, reference: str) -> HttpResponse:
    """The recipient needs the data no longer."""
    grant = one_grant(request, reference)
    said = _("The grant is given back. File the certificate of return or disposal next.")
    return act(request, lambda: verbs.give_back(grant, by=request.user), done=grant_url(grant), said=said)


@council_view
def file_disposal(request: CouncilRequest, reference: str) -> HttpResponse:
    """The certificate of return or disposal."""
    grant = one_grant(request, reference)
    permit(request.user, grant, "file_disposal").or_raise()
    step = _step(
        grant,
        _("Certify return or disposal"),
        _("File the certificate"),
        _("The certificate is filed. The provider verifies it."),
    )
    form = DisposalForm(request.POST or None)
    return take(request, step, form, lambda data: disposals.file(grant, by=request.user, **data))


@council_view
def verify_disposal(request: CouncilRequest, reference: str) -> HttpResponse:
    """The provider verifies the certificate; the grant closes."""
    grant = one_grant(request, reference)
    permit(request.user, grant, "verify_disposal").or_raise()
    step = _step(
        grant, _("Verify the certificate"), _("Verify and close"), _("Verified. The grant is closed.")
    )
    form = NoteForm(request.POST or None)
    return take(request, step, form, lambda data: disposals.verify(grant, by=request.user, **data))


@council_view
def reject_disposal(request: CouncilRequest, reference: str) -> HttpResponse:
    """The provider finds the certificate wanting."""
    grant = one_grant(request, reference)
    permit(request.user, grant, "reject_disposal").or_raise()
    step = _step(grant, _("Reject the certificate"), _("Reject"), _("Rejected. The recipient files another."))
    form = ReasonForm(request.POST or None)
    return take(
        request, step, form, lambda data: disposals.reject(grant, by=request.user, note=data["reason"])
    )


def _condition(request: CouncilRequest, grant: Grant, pk: int, verb: str) -> Condition:
    row = get_object_or_404(Condition, pk=pk, line=grant.line)
    permit(request.user, row, verb).or_raise()
    return row


@council_view
def submit_evidence(request: CouncilRequest, reference: str, pk: int) -> HttpResponse:
    """Show how a condition is met."""
    grant = one_grant(request, reference)
    row = _condition(request, grant, pk, "submit_evidence")
    step = _step(
        grant,
        _("Show that the condition is met"),
        _("Hand in"),
        _("The evidence is handed in."),
        lead=row.text,
    )
    form = EvidenceForm(request.POST or None)
    return take(request, step, form, lambda data: conditions.submit_evidence(row, by=request.user, **data))


@council_view
def accept_evidence(request: CouncilRequest, reference: str, pk: int) -> HttpResponse:
    """Find a condition met."""
    grant = one_grant(request, reference)
    row = _condition(request, grant, pk, "accept_evidence")
    step = _step(grant, _("Find the condition met"), _("Met"), _("The condition is met."), lead=row.evidence)
    form = NoteForm(request.POST or None)
    return take(request, step, form, lambda data: conditions.accept_evidence(row, by=request.user, **data))


@council_view
def reject_evidence(request: CouncilRequest, reference: str, pk: int) -> HttpResponse:
    """Find the evidence wanting."""
    grant = one_grant(request, reference)
    row = _condition(request, grant, pk, "reject_evidence")
    step = _step(
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
    step = _step(grant, _("Waive the condition"), _("Waive"), _("The condition is waived."), lead=row.text)
    form = DecisionForm(request.POST or None, decisions=decisions_about(grant.line))
    call = conditions.waive
    return take(
        request, step, form, lambda data: call(row, by=request.user, decision_number=data["decision_number"])
    )
