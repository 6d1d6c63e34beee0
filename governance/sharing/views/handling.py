"""The secretariat's own interests in a case, and the check by a second person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access.queries import holders
from core.access.roles import Role
from core.accounts.models import Organisation, User
from core.http.acting import act
from core.http.numbers import number_of
from core.http.templatetags.sekisho import local
from core.http.texts import Text
from core.http.views import CouncilRequest, council_view, post_only
from governance.sharing.actions import handling as verbs
from governance.sharing.documents.naming import listed
from governance.sharing.forms.handling import StaffInterestForm
from governance.sharing.models import RequestLine, SharingRequest
from governance.sharing.permissions import keeps_case, permit
from governance.sharing.queries.handling import (
    besides,
    checks_of,
    has_interest,
    interests_of,
    is_on_record,
    keeper_of,
    staff_of_parties,
)
from governance.sharing.views.addresses import crumbs, one_request, page_url
from governance.sharing.views.step import Step, take

ACTS: Mapping[str, Text] = {
    "pass_formal_check": gettext_lazy("Pass the formal check"),
    "return_for_correction": gettext_lazy("Ask for correction"),
    "judge_minor": gettext_lazy("Judge whether the change is minor"),
    "return_to_applicant": gettext_lazy("Send back to the applicant"),
    "ask_question": gettext_lazy("Ask the applicant"),
    "withdraw_question": gettext_lazy("Withdraw the question"),
    "invite_expert": gettext_lazy("Ask an outside expert"),
    "uninvite_expert": gettext_lazy("Take the invitation of an expert back"),
    "arrange_sitting": gettext_lazy("Arrange how the board votes"),
    "expedite": gettext_lazy("Expedited review"),
    "adopt_without_objection": gettext_lazy("Adopt a finding without objection"),
    "propose_opinion": gettext_lazy("Write the common draft of the opinion"),
    "waive_letter": gettext_lazy("Do without a letter"),
    "waive_inquiry": gettext_lazy("Do without the letter of a question"),
    "purge_attachment": gettext_lazy("Erase for good"),
    "excuse_member": gettext_lazy("Excuse a member of the panel"),
    "reinstate_member": gettext_lazy("Reinstate a member of the panel"),
    "reopen_declaration": gettext_lazy("Have a declaration made anew"),
    "call_in": gettext_lazy("Call in the alternate"),
    "vote_anew": gettext_lazy("Open a further round of voting"),
    "extend_circulation": gettext_lazy("Extend the circulation"),
    "consolidate": gettext_lazy("Open the opinions to the panel"),
    "conclude": gettext_lazy("Conclude the review"),
    "give_opinion": gettext_lazy("Fix the board's opinion"),
    "approve": gettext_lazy("Record the approval"),
    "approve_provisionally": gettext_lazy("Approve provisionally"),
    "not_approve": gettext_lazy("Record that it is not approved"),
    "ratify": gettext_lazy("Record the ratification"),
    "revoke": gettext_lazy("Record that it is not ratified"),
    "uphold": gettext_lazy("Record that the approval is upheld"),
    "overturn": gettext_lazy("Record that the approval is not upheld"),
    "conclude_agreement": gettext_lazy("Record the agreement"),
}
"""Acts of the secretariat in a case, as their buttons call them."""
OF_LINE = frozenset(
    {
        "give_opinion",
        "approve",
        "approve_provisionally",
        "not_approve",
        "ratify",
        "revoke",
        "uphold",
        "overturn",
        "conclude_agreement",
    }
)
"""Those that belong to a line; the others belong to the request."""


@dataclass(frozen=True, slots=True)
class Act:
    """An act that waits for the check by a second person."""

    verb: str
    label: Text
    line: RequestLine | None = None


def _review_tab(row: SharingRequest) -> str:
    return f"{page_url(row)}?tab=review"


def handled(request: CouncilRequest, row: SharingRequest) -> dict[str, Any]:
    """What the request's page says about interests of the secretariat; nothing to others."""
    if not keeps_case(request.user, row, "record_interest"):
        return {"handling": None}
    checks = list(checks_of(row).filter(turn=row.turn))
    open_ = [one for one in checks if one.asked_by_id == request.user.pk and one.used_at is None]
    asked = {(one.verb, one.line_id) for one in open_}
    mine = has_interest(request.user, row)
    interests, of_parties = list(interests_of(row)), staff_of_parties(row)
    barred = {one.user_id for one in interests} | {user.pk for user, _parties in of_parties}
    acts = [one for one in _acts(request, row) if (one.verb, one.line and one.line.pk) not in asked]
    return {
        "handling": {
            "keeper": keeper_of(row),
            "colleagues": [] if mine else besides(row, barred),
            "interests": interests,
            "known": _known(row, of_parties),
            "checks": [(one, ACTS.get(one.verb, one.verb)) for one in checks],
            "mine": mine,
            "acts": acts if mine else [],
        }
    }


def _known(row: SharingRequest, of_parties: list[tuple[User, list[Organisation]]]) -> list[tuple[str, str]]:
    """Who of the secretariat is of a party and not on record yet, and of which."""
    return [
        (user.name, listed(local(one, "name") for one in parties))
        for user, parties in of_parties
        if not is_on_record(user, row)
    ]


def _acts(request: CouncilRequest, row: SharingRequest) -> list[Act]:
    """The acts that are the reader's turn now, but for the check."""

    def waits(obj: Any, verb: str) -> bool:
        return permit(request.user, obj, verb).code == "sharing.second_person_needed"

    lines = list(row.lines.select_related("request__council", "dataset__provider__organisation"))
    own = [Act(verb, label) for verb, label in ACTS.items() if verb not in OF_LINE and waits(row, verb)]
    return own + [
        Act(verb, label, line)
        for verb, label in ACTS.items()
        if verb in OF_LINE
        for line in lines
        if waits(line, verb)
    ]


@council_view
def record_interest(request: CouncilRequest, reference: str) -> HttpResponse:
    """Put an interest on record: one's own, or a colleague's."""
    row = one_request(request, reference)
    keeps_case(request.user, row, "record_interest").or_raise()
    staff = holders(Role.SECRETARY, request.council)
    form = StaffInterestForm(request.POST or None, staff=staff, initial={"user": request.user.pk})
    step = Step(
        title=_("Interest of the secretariat in this case"),
        action=_("Put on record"),
        back=_review_tab(row),
        said=_("The interest is on record."),
        lead=_("From then on every step of this person in the case waits until a colleague has checked it."),
        crumbs=crumbs(row),
    )
    return take(request, step, form, lambda data: verbs.record_interest(row, by=request.user, **data))


@council_view
@post_only
def ask_for_check(request: CouncilRequest, reference: str) -> HttpResponse:
    """Ask a colleague to check a step."""
    row = one_request(request, reference)
    number = number_of(request.POST.get("line", ""))
    line = None if number is None else get_object_or_404(row.lines, number=number)
    verb = request.POST.get("verb", "")
    return act(
        request,
        lambda: verbs.ask_for_check(row, by=request.user, verb=verb, line=line),
        done=_review_tab(row),
        said=_("A colleague is asked to check the step."),
    )


@council_view
@post_only
def confirm_check(request: CouncilRequest, reference: str, pk: int) -> HttpResponse:
    """The step was checked by somebody else."""
    row = one_request(request, reference)
    check = get_object_or_404(checks_of(row), pk=pk)
    said = _("Checked. The step may be done now.")
    return act(request, lambda: verbs.confirm_check(check, by=request.user), done=_review_tab(row), said=said)
