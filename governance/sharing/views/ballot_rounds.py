"""When a vote of the board gave no opinion: what it came to, a further round of voting, "
"more time for a circulation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import ALLOWED, DomainError, Refused, Verdict
from core.http.parts import Fact
from core.http.texts import sentence, spoken
from core.http.views import CouncilRequest, council_view
from governance.sharing.actions import ballot_rounds as verbs
from governance.sharing.actions import sittings
from governance.sharing.actions.counting import vote_so_far
from governance.sharing.documents.opinions import counted
from governance.sharing.enums import Judgement, VoteEnd
from governance.sharing.forms.sittings import ExtensionForm, FurtherRoundForm
from governance.sharing.models import PanelMember, RequestLine, Review, SharingRequest
from governance.sharing.permissions import permit, permits
from governance.sharing.queries.panels import current_review
from governance.sharing.queries.sittings import sitting_of, voted_in
from governance.sharing.rules.ballot_rounds import came_to, carries_opinion
from governance.sharing.rules.outcome import Outcome
from governance.sharing.views.addresses import crumbs, one_request
from governance.sharing.views.step import Missing, Step, take

VERBS = ("vote_anew", "extend_circulation")


def rounds(request: CouncilRequest, row: SharingRequest, review: Review) -> dict[str, Any]:
    """The rounds of voting that gave no opinion, the days that were moved, and what may follow."""
    may = {
        verb: bool(verdict) and review.closed_at is None
        for verb, verdict in permits(request.user, row, VERBS).items()
    }
    found = sitting_of(review)
    return {
        "further_rounds": review.further_rounds.order_by("number"),
        "extensions": found.extensions.order_by("pk") if found else (),
        "may_vote_anew": may["vote_anew"] and _goes(verbs.votes_ended, row, review),
        "voted": voted_in(review),
        "may_extend": may["extend_circulation"] and _goes(verbs.still_circulating, row, review),
    }


def _goes(needs: Callable[[SharingRequest, Review], object], row: SharingRequest, review: Review) -> bool:
    """Does what ``needs`` to be so for a verb raise nothing: the vote is over without an opinion, papers circulate?"""
    try:
        needs(row, review)
    except DomainError:
        return False
    return True


def fixing(line: RequestLine) -> Verdict:
    """May the board's opinion on ``line`` be fixed, as far as the vote goes? No while papers circulate to members who
    have not voted."""
    review = current_review(line.request)
    try:
        if review is not None:
            sittings.vote_is_over(review, line)
    except DomainError as refusal:
        return Verdict(False, refusal.code, refusal.params, refusal.article)
    return ALLOWED


def voting(review: Review, member: PanelMember) -> Verdict:
    """Can ``member`` vote at this moment? No before the meeting is open, or when the papers circulate no more."""
    try:
        sittings.may_vote_now(review, member)
    except DomainError as refusal:
        return Verdict(False, refusal.code, refusal.params, refusal.article)
    return ALLOWED


def not_now(row: SharingRequest, review: Review, member: PanelMember | None) -> Missing | None:
    """In place of the form that takes a vote: when it can be cast."""
    verdict = voting(review, member) if member is not None else ALLOWED
    if review.consolidated_at is None:
        verdict = Verdict(False, "sharing.not_consolidated")
    if verdict:
        return None
    title, text = _("No vote can be cast at this moment."), sentence(verdict.code, verdict.params)
    return Missing(title=title, text=text, url=_board(row), label=_("To the board's page"))


def ended(line: RequestLine, review: Review) -> list[dict[str, Any]]:
    """What earlier rounds of ``review`` came to on ``line``."""
    rows = line.ended_votes.filter(followed_by__review=review).select_related("followed_by")
    return [
        {
            "number": row.followed_by.number - 1,
            "came_to": row.get_came_to_display(),
            "votes": counted(row.votes["votes_by_finding"]),
            "reason": row.followed_by.reason,
        }
        for row in rows.order_by("followed_by__number")
    ]


def _review(row: SharingRequest) -> Review:
    review = current_review(row)
    if review is None or review.closed_at is not None:
        raise Http404
    return review


def _board(row: SharingRequest) -> str:
    return reverse("sharing:board", args=[row.council.slug, row.reference])


def _said(vote: Outcome) -> str:
    """What a vote without an opinion came to, in a few words: 成立せず（適当2名、不適当2名）."""
    label = str(VoteEnd(came_to(vote)).label)
    votes = counted(vote.votes_by_finding)
    return _("%(came_to)s (%(votes)s)") % {"came_to": label, "votes": votes} if votes else label


def tally(vote: Outcome) -> str:
    """How the vote stands, in a sentence: nobody voted, no quorum yet, or who voted for what and what carries it."""
    words: dict[str, Any] = {"present": vote.present, "quorum": vote.quorum}
    if not vote.present:
        return _("Nobody has voted yet.")
    if vote.status == "no_quorum":
        return (
            _("Present: %(present)s; the quorum is %(quorum)s. Nothing is carried before it is reached.")
            % words
        )
    if vote.status == "seat_empty":
        needed = _(
            "Present: %(present)s. The rule asks for a vote of “%(expertise)s”, and there is none yet."
        )
        return needed % {**words, "expertise": spoken("expertise", vote.expertise)}
    finding = Judgement(vote.finding).label if vote.finding else _("Nothing is carried")
    words |= {"votes": vote.votes, "base": vote.base, "needed": vote.needed}
    each = counted(vote.votes_by_finding) or _("abstentions alone")
    told = _(
        "%(finding)s: %(votes)s of %(base)s votes (%(each)s); %(needed)s carry it. "
        "Present: %(present)s, quorum %(quorum)s."
    )
    return told % {**words, "finding": finding, "each": each}


def vote_stands(line: RequestLine, review: Review) -> str:
    """:func:`tally` of ``line`` for the board's page; why nothing can be counted, where no rule says how."""
    try:
        return tally(vote_so_far(line, review))
    except Refused as refusal:
        return sentence(refusal.code, refusal.params)


def not_voted(row: SharingRequest, vote: Outcome) -> Missing | None:
    """In place of the form that fixes an opinion: nobody has voted, and where to see how the board votes."""
    if vote.present:
        return None
    return Missing(
        title=_("Nobody has voted yet."),
        text=_(
            "The opinion is fixed once the members have voted. The board's page says at which meeting, or "
            "until when they vote; arrange it there where it is still open."
        ),
        url=_board(row),
        label=_("To the board's page"),
    )


def further_round(row: SharingRequest, review: Review, vote: Outcome) -> Missing | None:
    """In place of the form that fixes an opinion: the vote is over, none is carried, and where the way goes on."""
    if carries_opinion(vote):
        return None
    try:
        verbs.votes_ended(row, review)
    except DomainError:
        return None
    return Missing(
        title=_said(vote),
        text=_(
            "No opinion can be fixed. When the vote is over, extend the circulation or open a further "
            "round of voting."
        ),
        url=reverse("sharing:vote_anew", args=[row.council.slug, row.reference]),
        label=_("Open a further round of voting"),
    )


def _ended(row: SharingRequest, review: Review) -> tuple[tuple[Fact, ...], Missing | None]:
    """What the round came to on each line; while it is not over, why no other can begin, and no count."""
    try:
        votes = verbs.votes_ended(row, review)
    except DomainError as refusal:
        title = _("No further round can be opened at present.")
        text, label = sentence(refusal.code, refusal.params), _("To the board's page")
        return (), Missing(title=title, text=text, url=_board(row), label=label)
    return tuple(Fact(line.reference, _said(vote)) for line, vote in votes.items()), None


@council_view
def vote_anew(request: CouncilRequest, reference: str) -> HttpResponse:
    """Open a further round of voting."""
    row = one_request(request, reference)
    permit(request.user, row, "vote_anew").or_raise()
    review = _review(row)
    facts, missing = _ended(row, review)
    step = Step(
        title=_("Round %(number)s of the board's vote") % {"number": review.ballot_round + 1},
        action=_("Open the round"),
        back=_board(row),
        said=_("The round is open. Arrange next how the board votes, where no meeting is open."),
        lead=_(
            "All votes of this round are kept with what they came to. In the new round every member votes again."
        ),
        facts=facts,
        missing=missing,
        crumbs=crumbs(row),
    )
    form = FurtherRoundForm(request.POST or None)
    return take(request, step, form, lambda data: verbs.vote_anew(row, by=request.user, **data))


@council_view
def extend(request: CouncilRequest, reference: str) -> HttpResponse:
    """Let the papers circulate longer."""
    row = one_request(request, reference)
    permit(request.user, row, "extend_circulation").or_raise()
    _review(row)
    step = Step(
        title=_("Extend the circulation"),
        action=_("Extend"),
        back=_board(row),
        said=_("The circulation is extended, and the members are told."),
        lead=_("Votes that were cast stand. Whoever has not voted yet can, until the new day."),
        crumbs=crumbs(row),
    )
    form = ExtensionForm(request.POST or None)
    return take(request, step, form, lambda data: verbs.extend_circulation(row, by=request.user, **data))
