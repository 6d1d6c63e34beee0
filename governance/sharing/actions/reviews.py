"""The board's work: panel, declarations, individual opinions, ballots, the opinion, the conclusion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from core import canonical, clock
from core.access import grants
from core.access.roles import Role
from core.accounts.models import User
from core.errors import Invalid, NotNow, NotPermitted, Refused
from core.numbering.actions import reference
from core.rulebook.provider import in_force
from core.rulebook.values import Rulebook
from governance.assembly import actions as assembly_verbs
from governance.assembly import queries as assembly
from governance.sharing.actions import papers, sittings
from governance.sharing.actions.binding import asked_rightly
from governance.sharing.actions.counting import count, rightly_formed
from governance.sharing.actions.history import save
from governance.sharing.actions.locking import begin, locked, record
from governance.sharing.actions.places import release
from governance.sharing.actions.questions import none_open
from governance.sharing.actions.seating import call_in_alternate, opened
from governance.sharing.enums import Ballot, Interest, Judgement, events
from governance.sharing.models import (
    BoardBallot,
    IndividualOpinion,
    OpinionDraft,
    PanelMember,
    RequestLine,
    Review,
    ReviewOutcome,
    SharingRequest,
)
from governance.sharing.permissions import permit
from governance.sharing.queries.experts import experts_invited
from governance.sharing.queries.facts_decisions import seated
from governance.sharing.queries.keeping import opinion_before, opinions_in
from governance.sharing.queries.panels import (
    current_review,
    membership,
    owes_opinion,
    recused_members,
    waiting_for_board,
)
from governance.sharing.queries.sittings import ballots_on, no_objection, sitting_of
from governance.sharing.rules.conditions import ConditionAsked
from governance.sharing.rules.facts import BoardRules
from governance.sharing.rules.outcome import Outcome
from governance.sharing.workflows import LINE, REQUEST

BOARD = "ethics_board"


def open_review(request: SharingRequest, *, by: User) -> Review:
    """Open the review of the present turn with the panel as appointed today; called by the formal check.

    Raises:
        Refused: the council has no board, or nobody sits on it.
    """
    today = clock.today()
    body = assembly.body(request.council, BOARD)
    if body is None:
        raise Refused("sharing.no_board")
    seats = assembly.panel(body, today)
    if not seats:
        raise Refused("sharing.board_without_members")
    periods = in_force(request.council, today).get("review_periods")
    due = clock.add_business_days(today, periods.review if periods else 30)
    review = Review.objects.create(
        request=request, turn=request.turn, body=body, opened_at=clock.now(), opened_by=by, due_on=due
    )
    PanelMember.objects.bulk_create(
        PanelMember(
            review=review,
            user_id=seat.user,
            expertise=seat.expertise,
            is_chair=seat.chair,
            is_deputy=seat.deputy,
            is_alternate=seat.alternate_of is not None,
        )
        for seat in seats
    )
    _keep_out(request, by)
    return review


def _keep_out(request: SharingRequest, by: User) -> None:
    """Whoever is recused stays excluded, also from lines that this submission adds, until they declare anew."""
    for member in recused_members(request):
        assembly_verbs.exclude(
            request.council, by=by, user=member.user, subjects=_subjects(request), interest=member.interest
        )


def _member(request: SharingRequest, user: User) -> PanelMember:
    member = membership(user, request)
    if member is None:
        raise NotPermitted("sharing.not_on_panel")
    return member


@transaction.atomic
def declare_interest(request: SharingRequest, *, by: User, interest: str, note: str = "") -> PanelMember:
    """Declare before the file opens. Any interest in the rule's scope recuses: the member leaves the quorum
    base and sees nothing more of the case; an alternate of the same expertise is called in.
    """
    row = locked(request)
    permit(by, row, "declare_interest").or_raise()
    opened(row)
    member = _member(row, by)
    if member.declared_at is not None:
        raise NotNow("sharing.already_declared")
    keep_declared(interest, note)
    member.interest = interest
    member.interest_note = note
    member.declared_at = clock.now()
    member.is_recused = recuses(row, interest)
    member.save()
    if member.is_recused:
        OpinionDraft.objects.filter(member=member).delete()
        call_in_alternate(member)
        assembly_verbs.exclude(row.council, by=by, user=by, subjects=_subjects(row), interest=interest)
    else:
        assembly_verbs.readmit(row.council, by=by, user=by, subjects=_subjects(row))
    record(row, events.INTEREST_DECLARED, by, member=member.pk, interest=interest, recused=member.is_recused)
    return member


def _subjects(request: SharingRequest) -> list[str]:
    """What items, drafts and papers about the case are called."""
    lines = request.lines.select_related("request")
    return [f"request:{request.reference}", *(f"line:{line.reference}" for line in lines)]


def keep_declared(interest: str, note: str) -> None:
    """A declaration says what there is, and of another reason which.

    Raises:
        Invalid: an unknown interest, or another reason without a word.
    """
    if interest not in Interest.values:
        raise Invalid("sharing.interest_missing")
    if interest == Interest.OTHER and not note.strip():
        raise Invalid("sharing.interest_unexplained")


def recuses(request: SharingRequest, interest: str) -> bool:
    """Does ``interest`` keep somebody from the case by the rule in force?"""
    if interest == Interest.NONE:
        return False
    scope = in_force(request.council, clock.today()).get("recusal_scope")
    return scope is None or interest in scope.interests or interest == Interest.SECRECY


def _writing(line: RequestLine, by: User) -> tuple[SharingRequest, PanelMember]:
    """The locked request and the member who writes about ``line``, while opinions may be written.

    Raises:
        Refused: no interest is declared yet.
        NotNow: the opinions are open to the panel already (and the member was there), or the predecessor in the seat
            gave one.
    """
    request = locked(line.request)
    permit(by, request, "record_opinion").or_raise()
    review = opened(request)
    member = _member(request, by)
    if member.declared_at is None:
        raise Refused("sharing.declare_first")
    if review.consolidated_at is not None and not owes_opinion(member, line):
        raise NotNow("sharing.opinions_consolidated")
    if opinion_before(member, line) is not None:
        raise NotNow("sharing.opinion_of_predecessor")
    return request, member


@transaction.atomic
def record_opinion(line: RequestLine, *, by: User, judgement: str, text: str) -> IndividualOpinion:
    """A member's own opinion on one line; may be rewritten until the opinions are consolidated."""
    request, member = _writing(line, by)
    _under_review(line)
    if judgement not in Judgement.values or not text.strip():
        raise Invalid("sharing.opinion_incomplete")
    opinion, _ = IndividualOpinion.objects.update_or_create(
        member=member, line=line, defaults={"judgement": judgement, "text": text, "given_at": clock.now()}
    )
    OpinionDraft.objects.filter(member=member, line=line).delete()
    digest = canonical.digest({"judgement": judgement, "text": text})
    record(request, events.OPINION_RECORDED, by, line=line.reference, member=member.pk, digest=digest)
    return opinion


@transaction.atomic
def save_draft(line: RequestLine, *, by: User, judgement: str, text: str) -> OpinionDraft:
    """Keep what a member has typed of an opinion. Nobody else reads it, nothing is recorded of it."""
    _request, member = _writing(line, by)
    chosen = judgement if judgement in Judgement.values else ""
    draft, _ = OpinionDraft.objects.update_or_create(
        member=member, line=line, defaults={"judgement": chosen, "text": text, "saved_at": clock.now()}
    )
    return draft


def _under_review(line: RequestLine) -> None:
    """What the board found on a line stands: nothing is added to the vote afterwards."""
    if not waiting_for_board(line.request).filter(pk=line.pk).exists():
        raise NotNow("sharing.line_not_under_review")


def missing_opinions(review: Review) -> int:
    """How many individual opinions are still to come: one per seated member, neither recused nor excused, and line."""
    members = [row for row in seated(review) if row.judges()]
    lines = list(waiting_for_board(review.request))
    given = opinions_in(review, lines)
    return sum((row.place, line.pk) not in given for row in members for line in lines)


@transaction.atomic
def consolidate(request: SharingRequest, *, by: User) -> Review:
    """Open the individual opinions to the whole panel, once all are in where the rule asks independence."""
    row = locked(request)
    begin(row, "consolidate", by)
    review = opened(row)
    if review.consolidated_at is not None:
        raise NotNow("sharing.opinions_consolidated")
    missing = missing_opinions(review)
    rule = in_force(row.council, clock.today()).get("independent_opinions")
    if missing and (rule is None or rule.blind):
        raise Refused("sharing.opinions_missing", count=missing)
    review.consolidated_at, review.consolidated_by = clock.now(), by
    review.save()
    OpinionDraft.objects.filter(member__review=review).delete()
    sittings.arranged(row, review, by=by)
    sittings.tell_voters(review)
    record(row, events.OPINIONS_CONSOLIDATED, by, turn=review.turn)
    return review


@transaction.atomic
def cast_ballot(line: RequestLine, *, by: User, choice: str) -> BoardBallot:
    """Vote on the board's opinion on one line, after the opinions were opened; once in a round."""
    request = locked(line.request)
    permit(by, request, "cast_ballot").or_raise()
    review = opened(request)
    member = _member(request, by)
    if member.declared_at is None:
        raise Refused("sharing.declare_first")
    if review.consolidated_at is None:
        raise NotNow("sharing.not_consolidated")
    _under_review(line)
    if line.request_id != request.pk or choice not in Ballot.values:
        raise Invalid("sharing.ballot_invalid")
    if member not in seated(review):
        raise NotPermitted("sharing.not_judging")
    sittings.may_vote_now(review, member)
    if owes_opinion(member, line):
        raise Refused("sharing.opinion_before_vote")
    if ballots_on(line, review).filter(member=member).exists() or no_objection(review, line) is not None:
        raise NotNow("sharing.already_voted")
    ballot = BoardBallot.objects.create(
        member=member, line=line, ballot_round=review.ballot_round, choice=choice, cast_at=clock.now()
    )
    record(
        request,
        events.BALLOT_CAST,
        by,
        line=line.reference,
        member=member.pk,
        round=review.ballot_round,
    )
    return ballot


@transaction.atomic
def give_opinion(
    line: RequestLine, *, by: User, reasons: str, remark: str = "", conditions: Sequence[ConditionAsked] = ()
) -> ReviewOutcome:
    """Fix the board's opinion on one line as the ballots carried it, with its number and reasons.

    Raises:
        Refused: no quorum, a required seat empty, no judgement carried by the rule in force, or that the deliberation
            continues, which is no opinion.
        NotNow: somebody who sits there has not declared, or voted without an opinion of their own.
    """
    request = locked(line.request)
    row = RequestLine.objects.select_for_update().get(pk=line.pk)
    begin(row, "give_opinion", by)
    review = opened(request)
    _under_review(row)
    none_open(request, row)
    sittings.vote_is_over(review, row)
    book = in_force(request.council, clock.today())
    vote = count(row, review, book)
    rightly_formed(row, review, book)
    judgement = _judgement(vote, book, reasons, asked_rightly(row, conditions))
    outcome = ReviewOutcome.objects.create(
        review=review,
        line=row,
        number=reference("E", request.council.slug, on=clock.today()),
        ballot_round=review.ballot_round,
        judgement=judgement,
        reasons=reasons,
        remark=remark,
        conditions=[dict(condition) for condition in conditions],
        votes=canonical.plain(vote),
        rules=canonical.plain(BoardRules.of(book)),
        voted_on=clock.today(),
        given_at=clock.now(),
    )
    row.state = LINE.after(row.state, "give_opinion")
    save(row, by)
    facts: Mapping[str, Any] = {"number": outcome.number, "line": row.reference, "judgement": judgement}
    record(request, events.OPINION_GIVEN, by, **facts)
    papers.draft_opinion(outcome, by=by)
    sittings.tell_meeting(outcome, by=by)
    return outcome


def _judgement(vote: Outcome, book: Rulebook, reasons: str, conditions: Sequence[ConditionAsked]) -> str:
    """The judgement that the vote carried, told completely: with reasons, and with conditions where it has any."""
    if vote.finding is None:
        code = "board_majority" if vote.status == "not_carried" else "board_quorum"
        raise Refused(f"sharing.vote_{vote.status}", article=book.article(code), **_figures(vote))
    if vote.finding == "continued":
        raise Refused("sharing.vote_continued")
    if not reasons.strip():
        raise Invalid("sharing.reason_missing")
    judgement = str(vote.finding)
    if bool(conditions) != (judgement == Judgement.CONDITIONAL):
        raise Invalid("sharing.conditions_and_judgement", judgement=str(Judgement(judgement).label))
    return judgement


def _figures(vote: Outcome) -> dict[str, Any]:
    names = ("present", "quorum", "eligible", "votes", "needed", "expertise")
    return {name: getattr(vote, name) for name in names}


def close_review(request: SharingRequest, by: User | None) -> None:
    """Close the review that is open, and the file to those whom it asked from outside. Letters that say that it is open
    are not issued any more."""
    for expert in experts_invited(request):
        grants.take(Role.EXPERT, expert.user, request)
    panel = PanelMember.objects.filter(review__request=request, review__closed_at__isnull=True)
    users = list(panel.values_list("user_id", flat=True))
    request.reviews.filter(closed_at__isnull=True).update(closed_at=clock.now())
    release(users, request.council)
    papers.call_back_letters(request, by=by)


def break_off(request: SharingRequest, *, by: User | None) -> None:
    """Close the review before the board is through: its item comes off the agenda."""
    review = current_review(request)
    sitting = sitting_of(review) if review is not None else None
    if sitting is not None and sitting.motion is not None:
        assembly_verbs.take_off([sitting.motion], by=by)
    close_review(request, by)


@transaction.atomic
def conclude(request: SharingRequest, *, by: User) -> SharingRequest:
    """Close the review when the board has given its opinion on every line."""
    row = locked(request)
    begin(row, "conclude", by)
    opened(row)
    waiting = waiting_for_board(row).count()
    if waiting:
        raise Refused("sharing.lines_without_opinion", count=waiting)
    none_open(row)
    close_review(row, by)
    row.state = REQUEST.after(row.state, "conclude")
    row.concluded_at = clock.now()
    row.due_on = None
    save(row, by)
    record(row, events.REVIEW_CONCLUDED, by, turn=row.turn)
    return row
