"""One line of a request: its card, and the acts of council and provider on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.errors import Verdict
from core.http.acting import act, fill_in
from core.http.parts import CheckRow, Crumb, Fact
from core.http.templatetags.sekisho import local
from core.http.views import CouncilRequest, council_view, post_only
from governance.assembly.enums import OPEN_ITEMS, MotionState
from governance.sharing.actions import approvals, emergencies, grants, upholding
from governance.sharing.actions import requests as verbs
from governance.sharing.documents.naming import ground_called
from governance.sharing.documents.terms import risk
from governance.sharing.enums import LineState
from governance.sharing.forms.conditions import ApprovalForm, UpholdForm
from governance.sharing.forms.requests import DatasetChoiceForm
from governance.sharing.forms.steps import AgreementForm, DecisionForm, ProviderDecisionForm, ProvisionForm
from governance.sharing.models import RequestLine
from governance.sharing.permissions import permit, permits
from governance.sharing.queries.conditions import conditions_of_board
from governance.sharing.queries.deciding import AFTER_OPINION, items_about
from governance.sharing.queries.emergencies import ratify_by
from governance.sharing.queries.grounds import grounds_differ
from governance.sharing.queries.matters import act_of, chair_decides
from governance.sharing.queries.panels import waiting_for_board
from governance.sharing.queries.requests import datasets_visible_to
from governance.sharing.queries.upholding import approval_stands
from governance.sharing.queries.verdicts import Judged, judge, next_moment
from governance.sharing.rules.verdict import GateVerdict
from governance.sharing.views import checklist
from governance.sharing.views.addresses import crumbs, line_url, one_line, one_request
from governance.sharing.views.agenda import Agenda, agenda
from governance.sharing.views.ballot_rounds import fixing
from governance.sharing.views.case_facts import about_conditions
from governance.sharing.views.datasets import open_instead
from governance.sharing.views.decisions import (
    Choices,
    before_board,
    none_yet,
    not_decided,
    own_decisions,
    recordable,
)
from governance.sharing.views.facts import facts
from governance.sharing.views.grounds import offer
from governance.sharing.views.step import Missing, Step, take

VERBS = (
    "give_opinion",
    "approve",
    "not_approve",
    "approve_provisionally",
    "ratify",
    "revoke",
    "uphold",
    "overturn",
    "accept",
    "decline",
    "decide_anew",
    "take_back",
    "conclude_agreement",
)


UNDER_CONDITIONS = frozenset({"approve", "approve_provisionally", "ratify"})
"""Verbs that approve: whoever does them says under which conditions."""

UPHELD = gettext_lazy(
    "Items and conditions stay as they were approved. Where the new decision adds conditions or sets an earlier end, "
    "say so here. Where it changes more, record that the approval is not upheld; what is left is asked for anew."
)


@dataclass(frozen=True)
class LineCard:
    """What the request's page shows of one line."""

    line: RequestLine
    facts: list[Fact]
    verdict: GateVerdict
    checks: list[CheckRow]
    verdicts: dict[str, Verdict]
    outcome: Any
    approval: Any
    provider_decision: Any
    agreement: Any
    grant: Any
    agenda: Agenda | None
    ratify_by: date | None
    """The last day for ratification, while the approval is provisional."""
    ratifying: dict[str, Verdict | None]
    """Is there a decision on which its ratification, or the refusal of it, is recorded? None: not the reader's turn."""
    superseded_by: str
    """The decision in the place of the one behind the approval, while nobody recorded whether it upholds that."""
    provider_ground: str
    """The legal ground of the provider's decision, in words."""
    grounds_differ: bool
    """Has the provider decided on another legal ground than the one of the request?"""
    for_board: bool
    """Does the board still have to give its opinion on the line?"""
    fixing: Verdict | None
    """Is the vote over, so that the board's opinion can be fixed? None to whoever does not fix it."""
    has_decision: bool
    """Is there a decision of the council on which an approval, or a refusal, could be recorded?"""
    chair_decides: bool
    """Is there none yet, and do the rules let the chair decide alone?"""
    shows_conditions: bool
    """Are there conditions of which somebody still has to show by a day that they are met?"""


def line_card(request: CouncilRequest, line: RequestLine, judged: Judged | None = None) -> LineCard:
    """The line with the gate's answer at its next moment (``judged`` where it was asked already)."""
    judged = judged or judge(line, next_moment(line))
    decided = line.provider_decisions.order_by("-pk").first()
    verdict = judged.verdict
    verdicts = permits(request.user, line, VERBS)
    for_board = waiting_for_board(line.request).filter(pk=line.pk).exists()
    last = ratify_by(line)
    has_decision = bool(verdicts["approve"]) and bool(own_decisions(line, opined=True))
    return LineCard(
        line=line,
        facts=[*facts(line, request.user), *(Fact(*told) for told in risk(line, judged.facts))],
        verdict=verdict,
        checks=checklist.rows(verdict, request.council, over=line.is_over, judged=judged),
        verdicts=verdicts,
        outcome=line.outcomes.order_by("-pk").first(),
        approval=line.approvals.select_related("decision__body").order_by("-pk").first(),
        provider_decision=decided,
        provider_ground=ground_called(decided.ground) if decided and decided.ground else "",
        agreement=line.agreements.order_by("-pk").first(),
        grant=getattr(line, "grant", None),
        agenda=agenda(request, line, judged.facts),
        ratify_by=last,
        ratifying=recordable(line, verdicts if last else {}, for_board=for_board),
        superseded_by=str(approval_stands(line).params.get("by", "")),
        grounds_differ=grounds_differ(line),
        for_board=for_board,
        fixing=fixing(line) if for_board and verdicts["give_opinion"] else None,
        has_decision=has_decision,
        chair_decides=bool(verdicts["approve"]) and not has_decision and chair_decides(line, judged.facts),
        shows_conditions=not line.is_over
        and any(one.state == "open" and one.due for one in judged.facts.conditions or ()),
    )


@council_view
def add(request: CouncilRequest, reference: str) -> HttpResponse:
    """Choose the dataset of a new line."""
    row = one_request(request, reference)
    permit(request.user, row, "edit").or_raise()
    open_ones = datasets_visible_to(request.user, request.council).exclude(state="drafted")
    form = DatasetChoiceForm(request.POST or None, datasets=open_ones)

    if form.is_bound and form.is_valid() and form.cleaned_data["dataset"].is_open:
        return open_instead(request, form.cleaned_data["dataset"])

    def save(data: dict[str, Any]) -> str:
        line = verbs.add_line(row, data["dataset"], by=request.user)
        return reverse("sharing:edit_line", args=[request.council.slug, reference, line.number])

    return fill_in(
        request,
        form,
        save,
        template="governance/sharing/requests/add_line.html",
        context={"row": row, "crumbs": crumbs(row, Crumb(_("Add a dataset")))},
        said=_("Added. Say what you ask for."),
    )


@council_view
@post_only
def remove(request: CouncilRequest, reference: str, number: int) -> HttpResponse:
    """Take a line out of a draft."""
    line = one_line(request, reference, number)
    goal = reverse("sharing:request", args=[request.council.slug, reference])
    return act(request, lambda: verbs.remove_line(line, by=request.user), done=goal, said=_("Removed."))


def _decide(
    request: CouncilRequest,
    reference: str,
    number: int,
    action: Callable[..., Any],
    title: str,
    said: str,
) -> HttpResponse:
    line, verb = one_line(request, reference, number), action.__name__
    permit(request.user, line, verb).or_raise()
    decisions = own_decisions(line, opined=verb in AFTER_OPINION)
    step = Step(
        title=title,
        action=_("Record"),
        back=line_url(line),
        said=said,
        lead=_(
            "Choose the decision of the body that the rule names. Only decisions about this line are listed."
        ),
        crumbs=crumbs(line.request),
        missing=_missing(request, line, verb, decisions),
    )
    if verb in UNDER_CONDITIONS:
        given = conditions_of_board(line)
        form: Form = ApprovalForm(request.POST or None, line=line, given=given, decisions=decisions)
        step = replace(step, facts=about_conditions(line, given))
    elif verb == "uphold":
        ends = {"until": line.approvals.latest("pk").valid_until}
        form = UpholdForm(request.POST or None, line=line, initial=ends, decisions=decisions)
        step = replace(step, lead=str(UPHELD), facts=about_conditions(line, ()))
    else:
        form = DecisionForm(request.POST or None, decisions=decisions)
    return take(request, step, form, lambda data: action(line, by=request.user, **data))


def _missing(request: CouncilRequest, line: RequestLine, verb: str, decisions: Choices) -> Missing | None:
    """Where there is no decision to choose from: the item that is on an agenda, else how it gets on one."""
    alone = verb == "approve_provisionally"
    missing = none_yet(line, decisions, alone=alone)
    if missing is None or alone:
        return missing
    if not line.outcomes.exists():
        return before_board(line, missing) if verb == "ratify" else missing
    item = items_about(line).first()
    if item is None:
        return not_decided(request, line, decisions, act_of(line))
    at = [request.council.slug, item.meeting_id, item.number]
    if item.state == MotionState.CARRIED and not item.decisions.exists():
        return _carried(line, reverse("assembly:decide", args=at))
    missing = replace(
        missing, url=reverse("assembly:motion", args=at), label=_("To the item on the agenda"), ways=()
    )
    if item.state not in OPEN_ITEMS:
        return missing
    text = _(
        "%(line)s is on the agenda. Once it is decided and the decision has its number, come back to this page."
    )
    return replace(missing, text=text % {"line": line.reference})


def _carried(line: RequestLine, url: str) -> Missing:
    """The body has carried the item; its decision has no number yet."""
    return Missing(
        _("The decision is not recorded yet"),
        _(
            "The body has carried the item about %(line)s. Record its decision; with its number, come back to this "
            "page."
        )
        % {"line": line.reference},
        url,
        _("Record the decision"),
    )


@council_view
def approve(request: CouncilRequest, reference: str, number: int) -> HttpResponse:
    """Record the council's approval."""
    return _decide(
        request,
        reference,
        number,
        approvals.approve,
        _("Record the approval"),
        _("The approval is recorded."),
    )


@council_view
def not_approve(request: CouncilRequest, reference: str, number: int) -> HttpResponse:
    """Record that the council does not approve."""
    said = _("The decision is recorded.")
    return _decide(
        request, reference, number, approvals.not_approve, _("Record that it is not approved"), said
    )


@council_view
def approve_provisionally(request: CouncilRequest, reference: str, number: int) -> HttpResponse:
    """The chair's provisional approval in an emergency."""
    said = _("The provisional approval is recorded. It lapses unless it is ratified in time.")
    return _decide(
        request, reference, number, emergencies.approve_provisionally, _("Approve provisionally"), said
    )


@council_view
def ratify(request: CouncilRequest, reference: str, number: int) -> HttpResponse:
    """Ratify a provisional approval."""
    return _decide(
        request,
        reference,
        number,
        emergencies.ratify,
        _("Record the ratification"),
        _("The approval is ratified."),
    )


@council_view
def revoke(request: CouncilRequest, reference: str, number: int) -> HttpResponse:
    """Refuse to ratify a provisional approval."""
    said = _("The provisional approval is revoked.")
    return _decide(request, reference, number, emergencies.revoke, _("Record that it is not ratified"), said)


@council_view
def uphold(request: CouncilRequest, reference: str, number: int) -> HttpResponse:
    """The decision in the place of a superseded one upholds the approval."""
    title, said = _("Record that the approval is upheld"), _("The approval rests on the new decision.")
    return _decide(request, reference, number, upholding.uphold, title, said)


@council_view
def overturn(request: CouncilRequest, reference: str, number: int) -> HttpResponse:
    """The decision in the place of a superseded one does not uphold the approval."""
    title, said = _("Record that the approval is not upheld"), _("The approval has ended.")
    return _decide(request, reference, number, upholding.overturn, title, said)


def _judging(line: RequestLine) -> str:
    """What the provider is told before it judges: that the judgement is its own, and the ground stated."""
    words = _(
        "The opinion of the board and the approval of the council do not replace the provider's own judgement "
        "under the law."
    )
    return f"{words} {_('Legal ground')}: {ground_called(line.ground)}" if line.ground else words


def _grounds(line: RequestLine) -> dict[str, Any]:
    """The grounds that the provider can decide on, each with its article, and the one to be expected."""
    told = offer(line).told.values()
    named = [(one.code, " ".join(filter(None, (one.name, one.article)))) for one in told]
    return {"grounds": named, "expected": line.ground}


def _provider_step(line: RequestLine, title: str) -> Step:
    return Step(
        title=title,
        action=_("Record the decision"),
        back=line_url(line),
        said=_("The provider's decision is recorded."),
        lead=_judging(line),
        crumbs=crumbs(line.request),
    )


@council_view
def accept(request: CouncilRequest, reference: str, number: int) -> HttpResponse:
    """The provider decides to provide."""
    line = one_line(request, reference, number)
    permit(request.user, line, "decide_anew" if line.state == LineState.ACCEPTED else "accept").or_raise()
    labels = {item.code: local(item, "label") for item in line.dataset.items.all()}
    items = [(code, labels.get(code, code)) for code in line.items]
    form = ProvisionForm(request.POST or None, items=items, **_grounds(line))
    step = _provider_step(line, _("Decide to provide"))
    return take(request, step, form, lambda data: approvals.accept_provision(line, by=request.user, **data))


@council_view
def decline(request: CouncilRequest, reference: str, number: int) -> HttpResponse:
    """The provider declines."""
    line = one_line(request, reference, number)
    permit(request.user, line, "decline").or_raise()
    form = ProviderDecisionForm(request.POST or None, **_grounds(line))
    step = _provider_step(line, _("Decline to provide"))
    return take(request, step, form, lambda data: approvals.decline_provision(line, by=request.user, **data))


@council_view
def conclude_agreement(request: CouncilRequest, reference: str, number: int) -> HttpResponse:
    """Record the agreement; it opens the grant."""
    line = one_line(request, reference, number)
    permit(request.user, line, "conclude_agreement").or_raise()
    starts = max(filter(None, (line.use_from, line.approvals.latest("pk").decided_on, clock.today())))
    initial = {"signed_on": clock.today(), "valid_from": starts, "valid_until": line.use_until}
    step = Step(
        title=_("Record the agreement"),
        action=_("Record"),
        back=line_url(line),
        said=_("The agreement is recorded and the grant is opened."),
        crumbs=crumbs(line.request),
    )
    form = AgreementForm(request.POST or None, initial=initial)
    return take(request, step, form, lambda data: grants.conclude_agreement(line, by=request.user, **data))
