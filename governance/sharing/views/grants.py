"""Grants: what may be received until when, its conditions, deliveries and end."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.http.acting import act
from core.http.dates import short
from core.http.exports import Columns, export
from core.http.paging import ByKey, ordered
from core.http.parts import Fact
from core.http.templatetags.sekisho import local, organ_name
from core.http.views import CouncilRequest, council_view, get_only, post_only, settling_view
from governance.sharing.actions import deliveries, revoking, suspensions
from governance.sharing.actions import grants as verbs
from governance.sharing.enums import GrantState
from governance.sharing.forms.grants import OwnDecisionForm, ResumeForm, RevokeForm, SuspendForm
from governance.sharing.models import Grant, Suspension
from governance.sharing.permissions import may_take_agreement, permit, permits, roles_of
from governance.sharing.queries import suspensions as queries
from governance.sharing.queries.contracts import ends_called_off
from governance.sharing.queries.deliveries import person_by_person
from governance.sharing.queries.emergencies import ratify_by
from governance.sharing.queries.evidence import of_grant
from governance.sharing.queries.flows import ending_of
from governance.sharing.queries.measures import next_check, rests_on_measures
from governance.sharing.queries.periods import disposal_by, last_day
from governance.sharing.queries.restrictions import provided
from governance.sharing.queries.upholding import revocation_stands
from governance.sharing.queries.verdicts import judge
from governance.sharing.rules.verdict import Moment
from governance.sharing.views import checklist, naming, sheets
from governance.sharing.views.addresses import (
    acts_url,
    delivery_url,
    grant_crumbs,
    grant_url,
    grants_seen,
    line_url,
    one_grant,
)
from governance.sharing.views.conditions import condition_rows, grant_step
from governance.sharing.views.decisions import DECISIONS, not_decided, own_decisions
from governance.sharing.views.declaring import declares_first
from governance.sharing.views.disposals import disposal_context
from governance.sharing.views.evidence import timeline
from governance.sharing.views.looking_up import may_look_up
from governance.sharing.views.step import take

PAGE = 50
VERBS = (
    "prepare_delivery",
    "suspend",
    "call_off_suspension",
    "resume",
    "revoke",
    "call_off_revocation",
    "check_measures",
    "take_back",
    "end_agreement",
    "call_off_end",
    "give_back",
    "name_copy",
    "account_for_copy",
    "file_disposal",
    "verify_disposal",
    "reject_disposal",
)
SORTS = {
    "reference": "reference",
    "request": "line__request__title_ja",
    "recipient": "line__request__applicant__name_ja",
    "state": "state",
    "until": "ends_on",
}
COLUMNS: Columns = (
    (gettext_lazy("Number"), lambda row: row.reference),
    (gettext_lazy("Request"), lambda row: row.line.reference),
    (gettext_lazy("Title"), lambda row: local(row.line.request, "title")),
    (gettext_lazy("Dataset"), lambda row: row.line.dataset.reference),
    (gettext_lazy("Provider"), lambda row: local(row.line.dataset.provider, "name")),
    (gettext_lazy("Recipient"), lambda row: local(row.line.request.applicant, "name")),
    (gettext_lazy("State"), lambda row: row.get_state_display()),
    (gettext_lazy("From"), lambda row: row.starts_on),
    (gettext_lazy("Until"), lambda row: row.ends_on),
    (gettext_lazy("Disposal by"), lambda row: row.disposal_due_on),
)


@settling_view
@get_only
def index(request: CouncilRequest) -> HttpResponseBase:
    """All grants that the reader may see, by state; the newest first unless sorted."""
    rows = ordered(grants_seen(request), request.GET.get("sort", ""), SORTS)
    state = request.GET.get("state", "")
    if state in GrantState.values:
        rows = rows.filter(state=state)
    if file := export(request, "grants", COLUMNS, rows):
        return file
    page = Paginator(ByKey(rows), PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "today": clock.today(),
        "states": GrantState.choices,
        "state": state,
        "may_look_up": may_look_up(request),
    }
    return render(request, "governance/sharing/grants/list.html", context)


@settling_view
@get_only
def detail(request: CouncilRequest, reference: str) -> HttpResponse:
    """One grant with the gate's answer at the flow."""
    grant = one_grant(request, reference)
    if asked := declares_first(request, grant.line.request):
        return asked
    inside = bool(request.roles)
    verdict = judge(grant.line, Moment.FLOW).verdict if inside else None
    context = {
        "grant": grant,
        "today": clock.today(),
        "about_persons": person_by_person(grant.line),
        "facts": _facts(grant, inside=inside),
        "provided": provided(grant.line),
        "abroad": rests_on_measures(grant.line),
        "next_check": next_check(grant.line),
        "decision": grant.line.provider_decisions.order_by("-pk").first(),
        "agreement": grant.line.agreements.order_by("-pk").first(),
        "ends_called_off": ends_called_off(grant),
        "left_out": naming.left_out(grant.line),
        "verdict": verdict,
        "checks": checklist.rows(verdict, request.council) if verdict else [],
        "verdicts": permits(request.user, grant, VERBS),
        "is_apart": "apart" in roles_of(request.user, grant),
        "revocation_fell": not revocation_stands(grant),
        "may_follow": ending_of(grant) in (None, "expired")
        and permit(request.user, grant.line.request, "follow").allowed,
        "may_take": may_take_agreement(request.user, grant.line),
        "conditions": condition_rows(request.user, grant),
        "deliveries": grant.deliveries.order_by("-pk"),
        "suspensions": grant.suspensions.order_by("-pk"),
        "ordered": list(queries.ordered_suspensions(grant)),
        "causes": [(row, queries.remains(row)) for row in queries.open_suspensions(grant)],
        "sheets": sheets.of_grant(request, grant),
        "crumbs": grant_crumbs(grant),
        **disposal_context(request.user, grant),
        **timeline(request, of_grant(grant), grant.reference),
    }
    return render(request, "governance/sharing/grants/detail.html", context)


def _facts(grant: Grant, *, inside: bool) -> list[Fact]:
    """``inside``: may the reader go on to the request?"""
    line = grant.line
    url = line_url(line) if inside else ""
    disposal, ratify = grant.disposal_due_on or disposal_by(grant, ended=last_day(grant)), ratify_by(line)
    return [
        Fact(_("Request"), naming.titled(line.request), url),
        Fact(_("Provider"), organ_name(line.dataset.provider)),
        Fact(_("Recipient"), local(line.request.applicant, "name")),
        Fact(_("Items"), naming.items(line.dataset, grant.items)),
        *naming.decided_by_provider(line, acts_url(line) if inside else ""),
        Fact(_("Period"), f"{short(grant.starts_on)} – {short(grant.ends_on)}"),
        Fact(_("To be disposed of by"), short(disposal)),
        *([Fact(_("Provisional, to be ratified by"), short(ratify))] if ratify else []),
    ]


@council_view
@post_only
def prepare(request: CouncilRequest, reference: str) -> HttpResponse:
    """Begin a delivery."""
    grant = one_grant(request, reference)
    if person_by_person(grant.line):
        said = _("The release list is being written.")
    else:
        said = _("The delivery is being prepared.")
    delivery = deliveries.prepare(grant, by=request.user)
    return act(request, lambda: None, done=delivery_url(delivery), said=said)


@council_view
def suspend(request: CouncilRequest, reference: str) -> HttpResponse:
    """Stop deliveries, today or from a later day on."""
    grant = one_grant(request, reference)
    permit(request.user, grant, "suspend").or_raise()
    step = grant_step(grant, _("Suspend the grant"), _("Suspend"), _("The suspension is on record."))
    form = SuspendForm(request.POST or None)
    return take(request, step, form, lambda data: suspensions.suspend(grant, by=request.user, **data))


@council_view
@post_only
def call_off_suspension(request: CouncilRequest, reference: str, pk: int) -> HttpResponse:
    """Take an ordered suspension back before its day."""
    grant = one_grant(request, reference)
    row = get_object_or_404(Suspension, pk=pk, grant=grant)
    said = _("The suspension is called off.")
    return act(request, lambda: suspensions.call_off(row, by=request.user), done=grant_url(grant), said=said)


@council_view
def resume(request: CouncilRequest, reference: str) -> HttpResponse:
    """Let deliveries go on, today or from a later day on."""
    grant = one_grant(request, reference)
    permit(request.user, grant, "resume").or_raise()
    step = grant_step(grant, _("Resume the grant"), _("Resume"), _("The resumption is on record."))
    form = ResumeForm(request.POST or None)
    return take(request, step, form, lambda data: suspensions.resume(grant, by=request.user, **data))


@council_view
def revoke(request: CouncilRequest, reference: str) -> HttpResponse:
    """Take the grant back by a decision of the council, today or from a later day on."""
    grant = one_grant(request, reference)
    permit(request.user, grant, "revoke").or_raise()
    decisions = own_decisions(grant.line, of_body=True, again=grant.revoking_decision)
    step = grant_step(
        grant,
        _("Revoke the grant"),
        _("Revoke"),
        _("The revocation is on record."),
        warning=_("From its day on nothing is delivered, and the recipient disposes of the data."),
        lead=DECISIONS,
        missing=not_decided(request, grant.line, decisions, ("利用承認の取消し", "Revocation")),
    )
    form = RevokeForm(request.POST or None, decisions=decisions)
    return take(request, step, form, lambda data: revoking.revoke(grant, by=request.user, **data))


@council_view
def call_off_revocation(request: CouncilRequest, reference: str) -> HttpResponse:
    """Take a revocation back before its day, by another decision."""
    grant = one_grant(request, reference)
    permit(request.user, grant, "call_off_revocation").or_raise()
    decisions = own_decisions(grant.line, of_body=True)
    step = grant_step(
        grant,
        _("Call the revocation off"),
        _("Call off"),
        _("The revocation is called off."),
        lead=DECISIONS,
        missing=not_decided(
            request, grant.line, decisions, ("取消しの取りやめ", "Calling off the revocation")
        ),
    )
    form = OwnDecisionForm(request.POST or None, decisions=decisions)
    return take(
        request, step, form, lambda data: revoking.call_off_revocation(grant, by=request.user, **data)
    )


@settling_view
@post_only
def give_back(request: CouncilRequest, reference: str) -> HttpResponse:
    """The recipient needs the data no longer."""
    grant = one_grant(request, reference)
    said = _("The grant is given back. File the certificate of return or disposal next.")
    return act(request, lambda: verbs.give_back(grant, by=request.user), done=grant_url(grant), said=said)
