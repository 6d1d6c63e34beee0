"""Where and how the board votes on a case: a meeting, a circulation, or the expedited way."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.http.acting import act
from core.http.dates import civil, short
from core.http.views import CouncilRequest, council_view, post_only
from governance.assembly import queries as assembly
from governance.assembly.enums import Expertise, MotionState
from governance.sharing.actions import expedited, sittings
from governance.sharing.forms.sittings import (
    BoardMeetingForm,
    CirculationForm,
    ExpeditedForm,
    NoObjectionForm,
)
from governance.sharing.models import Review, SharingRequest
from governance.sharing.permissions import permit, permits
from governance.sharing.queries.chairing import acting_chair
from governance.sharing.queries.emergencies import request_ratify_by
from governance.sharing.queries.facts_decisions import seated
from governance.sharing.queries.panels import current_review
from governance.sharing.queries.sittings import present_at, sitting_of
from governance.sharing.views.addresses import crumbs, one_line, one_request
from governance.sharing.views.step import Step, take

VERBS = (
    "arrange_sitting",
    "ask_for_meeting",
    "adopt_without_objection",
    "expedite",
    "deliberate",
    "propose_opinion",
)


def _board_url(row: SharingRequest) -> str:
    return reverse("sharing:board", args=[row.council.slug, row.reference])


def _review(row: SharingRequest) -> Review:
    review = current_review(row)
    if review is None:
        raise Http404
    return review


def sitting(request: CouncilRequest, row: SharingRequest, review: Review) -> dict[str, Any]:
    """What the workspace says about the way of voting, and who may change it."""
    found = sitting_of(review)
    return {
        "sitting": found,
        "present": len(present_at(found)) if found else 0,
        "acting": acting_chair(seated(review)),
        "arranging": permits(request.user, row, VERBS),
        "may_expedite": expedited.is_open(review),
    }


@council_view
def put_before_meeting(request: CouncilRequest, reference: str) -> HttpResponse:
    """Put the case on the agenda of a meeting of the board."""
    row = one_request(request, reference)
    permit(request.user, row, "arrange_sitting").or_raise()
    review = _review(row)
    ahead = list(assembly.meetings_to_come(review.body))
    choices = [(str(one.pk), f"{short(civil(one.starts_at))} {one.place}".strip()) for one in ahead]
    plan = reverse("assembly:plan", args=[row.council.slug, review.body.code])
    step = Step(
        title=_("Put the case before a meeting of the board"),
        action=_("Put it on the agenda"),
        back=_board_url(row) if choices else plan,
        said=_("The case is on the agenda. Votes are cast while the meeting is open."),
        warning=_comes_off(row),
        lead=_("Those recused take no part in the item.")
        if choices
        else _("No meeting of the board is planned. Go back to plan one first."),
        crumbs=crumbs(row),
    )
    form = BoardMeetingForm(request.POST or None, meetings=choices)

    def save(data: dict[str, Any]) -> None:
        meeting = assembly.meeting(int(data["meeting"]))
        sittings.put_before_meeting(row, by=request.user, meeting=meeting)

    return take(request, step, form, save)


@council_view
def circulate(request: CouncilRequest, reference: str) -> HttpResponse:
    """Let the papers circulate until a day."""
    row = one_request(request, reference)
    permit(request.user, row, "arrange_sitting").or_raise()
    step = Step(
        title=_("Let the papers circulate"),
        action=_("Set the deadline"),
        back=_board_url(row),
        said=_("The papers circulate. The opinion is fixed when all have voted, or after the deadline."),
        lead=_("A member who does not agree to decide in writing may ask for a meeting."),
        warning=_comes_off(row),
        crumbs=crumbs(row),
    )
    form = CirculationForm(request.POST or None, initial={"until": _usual_end(row)})
    return take(request, step, form, lambda data: sittings.circulate(row, by=request.user, **data))


def _comes_off(row: SharingRequest) -> str:
    """What becomes of the item of a meeting before which the case was put; nothing where there is none to come off."""
    standing = sitting_of(_review(row))
    if standing is None or standing.motion is None or standing.motion.state != MotionState.TABLED:
        return ""
    day = short(civil(standing.motion.meeting.starts_at))
    return _("The case comes off the agenda of the meeting on %(day)s.") % {"day": day}


def _usual_end(row: SharingRequest) -> date:
    """The day on which the review is due; in an emergency early enough for a ratification on its last day."""
    due, ratify = _review(row).due_on, request_ratify_by(row)
    if ratify is None:
        return due
    return max(min(due, ratify - timedelta(days=1)), clock.today() + timedelta(days=1))


@council_view
@post_only
def ask_for_meeting(request: CouncilRequest, reference: str) -> HttpResponse:
    """Ask that a meeting considers the case."""
    row = one_request(request, reference)
    said = _("The secretariat is asked to put the case before a meeting.")
    return act(
        request, lambda: sittings.ask_for_meeting(row, by=request.user), done=_board_url(row), said=said
    )


@council_view
def no_objection(request: CouncilRequest, reference: str, number: int) -> HttpResponse:
    """Adopt a finding to which nobody at the meeting objects."""
    line = one_line(request, reference, number)
    permit(request.user, line.request, "adopt_without_objection").or_raise()
    step = Step(
        title=_("Adopt without objection: %(line)s") % {"line": line.reference},
        action=_("Nobody objects"),
        back=_board_url(line.request),
        said=_("Adopted without objection. Fix the opinion next."),
        warning=_("Only while the meeting is open, and before anybody has voted."),
        crumbs=crumbs(line.request),
    )
    form = NoObjectionForm(request.POST or None)
    return take(
        request, step, form, lambda data: sittings.adopt_without_objection(line, by=request.user, **data)
    )


@council_view
def expedite(request: CouncilRequest, reference: str) -> HttpResponse:
    """Let the chair and as many other members as the rule says judge, where it opens that way."""
    row = one_request(request, reference)
    permit(request.user, row, "expedite").or_raise()
    review = _review(row)
    rows = expedited.candidates(review)
    names = [(str(one.pk), f"{Expertise(one.expertise).label}（{one.user.name}）") for one in rows]
    step = Step(
        title=_("Expedited review"),
        action=_("Take the expedited way"),
        back=_board_url(row),
        said=_("The chair and the members chosen judge the case; the next meeting hears of it."),
        lead=_("The next meeting of the board hears a report; it comes on the agenda by itself."),
        crumbs=crumbs(row),
    )
    form = ExpeditedForm(request.POST or None, members=names, wanted=expedited.still_wanted(review))

    def save(_data: dict[str, Any]) -> None:
        members = list(review.panel.filter(pk__in=form.chosen()))
        expedited.expedite(row, by=request.user, members=members)

    return take(request, step, form, save)
