"""The board's room: my cases' file, the declaration, opinions, ballots, the board's opinion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import Invalid
from core.http.acting import act
from core.http.dates import clock_time
from core.http.parts import Crumb
from core.http.views import CouncilRequest, council_view, get_only, post_only
from governance.sharing.actions import reviews as verbs
from governance.sharing.actions.counting import vote_so_far
from governance.sharing.enums import Judgement, LineState
from governance.sharing.forms.conditions import BoardOpinionForm, FindingForm
from governance.sharing.forms.steps import (
    BallotForm,
    DeclarationForm,
    OpinionDraftForm,
    OpinionForm,
)
from governance.sharing.models import PanelMember, RequestLine, Review, SharingRequest
from governance.sharing.permissions import permit, permits, reads_file, roles_of
from governance.sharing.queries.asked import asked_lines
from governance.sharing.queries.emergencies import request_ratify_by
from governance.sharing.queries.keeping import opinion_before, unopined
from governance.sharing.queries.panels import (
    current_review,
    membership,
    opened_opinions,
    owes_opinion,
    waiting_for_board,
)
from governance.sharing.queries.proofs import live_files
from governance.sharing.queries.questions import stop_of, waited
from governance.sharing.queries.sittings import sitting_of, unvoted
from governance.sharing.views.addresses import (
    crumbs,
    line_url,
    one_line,
    one_request,
    one_to_declare,
    page_url,
)
from governance.sharing.views.assessed import assessed
from governance.sharing.views.ballot_rounds import (
    ended,
    further_round,
    not_now,
    not_voted,
    rounds,
    tally,
    vote_stands,
    voting,
)
from governance.sharing.views.case_facts import to_declare, to_vote_on
from governance.sharing.views.deliberation import common_draft, deliberated, weight_of_opinion
from governance.sharing.views.differences import changes_of, followed_changes
from governance.sharing.views.experts import invited
from governance.sharing.views.lines import LineCard, line_card
from governance.sharing.views.questions import asked
from governance.sharing.views.seating import seating
from governance.sharing.views.sittings import sitting
from governance.sharing.views.step import Step, take


def _board_url(row: SharingRequest) -> str:
    return reverse("sharing:board", args=[row.council.slug, row.reference])


def _review(row: SharingRequest) -> Review:
    review = current_review(row)
    if review is None:
        raise Http404
    return review


@council_view
@get_only
def workspace(request: CouncilRequest, reference: str) -> HttpResponse:
    """Three panes: the request and its checks; the panel; my own opinion and vote. The panel's opinions are shown
    only once consolidated, and counts only to those who may sit or keep the case."""
    row = one_request(request, reference)
    words = roles_of(request.user, row)
    if not words & {"panel", "secretary", "chair"}:
        raise Http404
    member = membership(request.user, row)
    if member is not None and member.declared_at is None:
        return redirect("sharing:declare", request.council.slug, reference)
    review, changes = _review(row), changes_of(row, request.user)
    context = {
        "row": row,
        "review": review,
        "member": member,
        "panes": [
            _pane(request, line, review, member, changes)
            for line in asked_lines(row).exclude(state=LineState.DRAFTED)
        ],
        "followed": followed_changes(row, request.user),
        "files": live_files(row) if reads_file(request.user, row).allowed else (),
        "missing": verbs.missing_opinions(review),
        "stop": stop_of(row),
        "waited": waited(row),
        "ratify_by": request_ratify_by(row),
        **asked(request, row),
        **sitting(request, row, review),
        **rounds(request, row, review),
        **seating(request, row, review),
        **invited(request, row, review),
        "weight": weight_of_opinion(row),
        "opined": not waiting_for_board(row).exists(),
        "verdicts": permits(request.user, row, ("consolidate", "conclude", "return_to_applicant")),
        "crumbs": crumbs(row, Crumb(_("Review"))),
    }
    return render(request, "governance/sharing/board/workspace.html", context)


def _pane(
    request: CouncilRequest,
    line: RequestLine,
    review: Review,
    member: PanelMember | None,
    changes: list[dict[str, str]],
) -> dict[str, Any]:
    card = line_card(request, line)
    owes = member is not None and card.for_board and owes_opinion(member, line)
    opened = review.consolidated_at is not None and not owes
    everybody = (
        line.individual_opinions.filter(member__review=review)
        .select_related("member__user")
        .order_by("member_id")
    )
    mine = everybody.filter(member=member).first() if member else None
    draft = line.opinion_drafts.filter(member=member).first() if member else None
    written = draft or mine
    return {
        "card": card,
        "assessment": assessed(line),
        "mine": mine,
        "draft": draft,
        "before": opinion_before(member, line) if member else None,
        "changes": [one for one in changes if one["where"] in (line.reference, line.request.reference)],
        "earlier": opened_opinions(line.request, request.user).filter(
            line=line, member__review__turn__lt=review.turn
        ),
        "form": OpinionForm(
            initial={"judgement": written.judgement, "text": written.text} if written else None,
            auto_id=f"line_{line.number}_%s",
        ),
        "opinions": everybody if opened else (),
        "opened": opened,
        "owes": owes,
        "deliberated": {"said": False} if owes else deliberated(line, review),
        "tally": _tally(card, review) if opened else "",
        "ended": () if owes else ended(line, review),
        **_votes(line, review, member),
    }


def _tally(card: LineCard, review: Review) -> str:
    """How the vote stands, for whoever fixes the opinion."""
    may = card.for_board and card.verdicts["give_opinion"]
    return vote_stands(card.line, review) if may else ""


def _votes(line: RequestLine, review: Review, member: PanelMember | None) -> dict[str, Any]:
    """The vote in the round that carried the opinion, or in the one under way; counts alone, and one's own."""
    outcome = line.outcomes.filter(review=review).first()
    shown = outcome.ballot_round if outcome else review.ballot_round
    voted = line.ballots.filter(member__review=review, ballot_round=shown)
    return {
        "no_objection": line.without_objection.filter(review=review, ballot_round=shown).first(),
        "voting": voting(review, member) if member else None,
        "my_ballot": voted.filter(member=member).first() if member else None,
        "ballots": voted.count(),
        "outcome": outcome,
    }


def _recused(row: SharingRequest) -> str:
    """What follows a declared interest, and who sets a slip right."""
    return _(
        "You take no part in %(reference)s: but for what is public, the case is no longer shown to you, and an "
        "alternate is called in. If this was a slip, tell the secretariat soon: until the opinions are opened it can "
        "let you declare anew."
    ) % {"reference": row.reference}


@council_view
def declare(request: CouncilRequest, reference: str) -> HttpResponse:
    """The declaration of interest, before the file opens."""
    row = one_to_declare(request, reference)
    member = membership(request.user, row)
    if member is None:
        raise Http404
    if member.declared_at is not None:
        return redirect(_board_url(row))
    step = Step(
        title=_("Declare your interest in this case"),
        action=_("Declare"),
        back=reverse("desk:cases", args=[request.council.slug]),
        said=_("Your declaration is recorded."),
        lead=_(
            "The file opens after your declaration; with an interest you are recused and an alternate is called in."
        ),
        facts=to_declare(row),
        crumbs=(Crumb(_("My cases"), reverse("desk:cases", args=[request.council.slug])),),
    )
    form = DeclarationForm(request.POST or None)

    def save(data: dict[str, Any]) -> None:
        if verbs.declare_interest(row, by=request.user, **data).is_recused:
            messages.warning(request, _recused(row))

    return take(request, step, form, save, goal=reverse("desk:cases", args=[request.council.slug]))


def _on(line: RequestLine, waiting: Sequence[RequestLine]) -> str:
    """The place of the next line of ``waiting`` on the board's page, after ``line`` first; where none waits, its top,
    which says what was done."""
    numbers = [one.number for one in waiting]
    later = [number for number in numbers if number > line.number]
    ahead = [f"#line-{number}" for number in [*later, *numbers]]
    return _board_url(line.request) + "".join(ahead[:1])


@council_view
def opinion(request: CouncilRequest, reference: str, number: int) -> HttpResponse:
    """My own opinion on one line; can be rewritten until the opinions are opened."""
    line = one_line(request, reference, number)
    permit(request.user, line.request, "record_opinion").or_raise()
    member = membership(request.user, line.request)
    draft = line.opinion_drafts.filter(member=member).first()
    given = line.individual_opinions.filter(member=member).first()
    mine = draft or given
    form = OpinionForm(
        request.POST or None, initial={"judgement": mine.judgement, "text": mine.text} if mine else None
    )
    step = Step(
        title=_("My opinion on %(line)s") % {"line": line.reference},
        action=_("Change the opinion") if given else _("Hand in the opinion"),
        back=_board_url(line.request),
        said=_("Your opinion is recorded. The others see it once all opinions are in."),
        crumbs=crumbs(line.request),
    )

    def goal(_made: Any) -> str:
        return _on(line, unopined(member) if member else [])

    return take(
        request, step, form, lambda data: verbs.record_opinion(line, by=request.user, **data), goal=goal
    )


@council_view
@post_only
def save_draft(request: CouncilRequest, reference: str, number: int) -> HttpResponse:
    """Keep what I have typed: the page's script asks for it while I type, a button does without one."""
    line = one_line(request, reference, number)
    permit(request.user, line.request, "record_opinion").or_raise()
    form = OpinionDraftForm(request.POST)
    if not form.is_valid():
        raise Invalid("sharing.opinion_incomplete")
    draft = verbs.save_draft(line, by=request.user, **form.cleaned_data)
    said = _("Draft kept at %(time)s. Nobody else sees it.") % {"time": clock_time(draft.saved_at)}
    if request.headers.get("X-Requested-With") == "autosave":
        return HttpResponse(said, content_type="text/plain; charset=utf-8")
    messages.success(request, said)
    return redirect(f"{_board_url(line.request)}#line-{number}")


@council_view
def ballot(request: CouncilRequest, reference: str, number: int) -> HttpResponse:
    """My vote on the board's opinion."""
    line = one_line(request, reference, number)
    permit(request.user, line.request, "cast_ballot").or_raise()
    review, member = _review(line.request), membership(request.user, line.request)
    step = Step(
        title=_("Vote on the opinion of the board: %(line)s") % {"line": line.reference},
        action=_("Vote"),
        back=_board_url(line.request),
        said=_("Your vote is recorded."),
        warning=_("A vote cannot be changed."),
        facts=to_vote_on(line, review),
        readings=common_draft(line, review, member) if member else (),
        missing=not_now(line.request, review, member),
        crumbs=crumbs(line.request),
    )
    form = BallotForm(request.POST or None)

    def goal(_made: Any) -> str:
        return _on(line, unvoted(member) if member else [])

    return take(request, step, form, lambda data: verbs.cast_ballot(line, by=request.user, **data), goal=goal)


@council_view
@post_only
def consolidate(request: CouncilRequest, reference: str) -> HttpResponse:
    """Open the individual opinions to the panel."""
    row = one_request(request, reference)
    found = sitting_of(_review(row))
    if found is not None and found.motion is not None:
        said = _("The opinions are open to the panel. Votes are cast at the meeting, while it is open.")
    else:
        said = _("The opinions are open to the panel. Ballots may be cast.")
    return act(request, lambda: verbs.consolidate(row, by=request.user), done=_board_url(row), said=said)


@council_view
def give_opinion(request: CouncilRequest, reference: str, number: int) -> HttpResponse:
    """Fix the board's opinion as the ballots carried it."""
    line = one_line(request, reference, number)
    permit(request.user, line, "give_opinion").or_raise()
    review = _review(line.request)
    vote = vote_so_far(line, review)
    draft = line.proposals.order_by("-pk").first()
    initial = {"reasons": draft.reasons, "remark": draft.remark} if draft else None
    form: Form = FindingForm(request.POST or None, initial=initial)
    if vote.finding in (None, Judgement.CONDITIONAL):
        given = draft.conditions if draft else ()
        form = BoardOpinionForm(request.POST or None, line=line, given=given, initial=initial)
    step = Step(
        title=_("The board's opinion on %(line)s") % {"line": line.reference},
        action=_("Fix the opinion"),
        back=line_url(line),
        said=_("The opinion is fixed and its document is drafted for approval."),
        lead=tally(vote),
        missing=further_round(line.request, review, vote) or not_voted(line.request, vote),
        crumbs=crumbs(line.request),
    )
    return take(request, step, form, lambda data: verbs.give_opinion(line, by=request.user, **data))


@council_view
@post_only
def conclude(request: CouncilRequest, reference: str) -> HttpResponse:
    """Close the review."""
    row = one_request(request, reference)
    said = _("The review is concluded.")
    return act(request, lambda: verbs.conclude(row, by=request.user), done=page_url(row), said=said)
