"""Items of a meeting: recusal, the vote and its result."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core import canonical, clock
from core.accounts.models import User
from core.errors import ArticleRef, NotNow, NotPermitted, Refused
from core.ledger.actions import append
from core.ledger.events import Event, public, sensitive
from core.rulebook.values import Majority
from governance.assembly import notices
from governance.assembly.actions import meetings
from governance.assembly.enums import (
    Channel,
    Choice,
    Interest,
    MeetingForm,
    MeetingState,
    MotionState,
    TallyMethod,
)
from governance.assembly.models import Attendance, Ballot, Meeting, Motion, Overruling, Recusal, Tally
from governance.assembly.permissions import enters_votes, permit, runs_item
from governance.assembly.queries.exclusions import excluded_from
from governance.assembly.queries.interests import has_interest_in
from governance.assembly.queries.meetings import (
    attendances,
    ballots_of,
    quorum_of,
    rules_of,
    sat_for,
    voted_for,
    voters,
)
from governance.assembly.queries.voting import presider_of, takes_ballots, vote_may_end
from governance.assembly.rules import tally
from governance.assembly.rules.bodies import MeetingRules
from governance.assembly.workflows import MOTION

RECUSED = sensitive("assembly.voter_recused", _("Voter recused from a motion"))
PUT_TO_VOTE = public("assembly.motion_put_to_vote", _("Motion put to the vote"))
CAST = sensitive("assembly.ballot_cast", _("Ballot cast on a motion"))
COUNTED = public("assembly.vote_counted", _("Vote counted"))
OVERRULED = public("assembly.result_overruled", _("Result of a vote set aside"))


def locked(motion: Motion) -> Motion:
    """The row as it is now, locked for the acting transaction, with its meeting first: nothing happens to an item
    while its meeting opens, closes, or somebody comes or leaves."""
    meeting = meetings.locked(motion.meeting)
    motion = Motion.objects.select_for_update().get(pk=motion.pk)
    motion.meeting = meeting
    return motion


def subject(motion: Motion) -> str:
    """How the ledger calls an item."""
    return f"{meetings.subject(motion.meeting)}:{motion.number}"


def log(event: Event, motion: Motion, *, by: User | None, **facts: Any) -> None:
    """An entry of the evidence log about an item."""
    append(event, council=motion.meeting.body.council, subject=subject(motion), facts=facts, by=by)


def move(motion: Motion, verb: str) -> None:
    """The item stands where ``verb`` leads."""
    motion.state = MotionState(MOTION.after(motion.state, verb))
    motion.save(update_fields=["state"])


@transaction.atomic
def recuse(motion: Motion, *, by: User, attendance: Attendance, interest: Interest) -> Recusal:
    """Record that a voter takes no part: they say so themselves, or the secretariat or the chair does."""
    motion = locked(motion)
    permit(by, motion, "recuse").or_raise()
    if not runs_item(by, motion) and attendance not in sat_for(by, motion.meeting):
        raise NotPermitted("not_your_verb", verb="recuse")
    recusal = _recuse(motion, attendance, interest, by)
    notices.vote_open(motion)  # an alternate may take the seat while the vote runs
    return recusal


def _recuse(motion: Motion, attendance: Attendance, interest: Interest, by: User) -> Recusal:
    recusal, new = Recusal.objects.get_or_create(
        motion=motion,
        attendance=attendance,
        defaults={"interest": interest, "recorded_at": clock.now(), "recorded_by": by},
    )
    if new:
        log(RECUSED, motion, by=by, voter=attendance.pk)
    return recusal


def recuse_concerned(motion: Motion, by: User) -> None:
    """Nobody votes on a matter of their own organisation, nor on one from which they are excluded."""
    own = set(motion.concerned.values_list("pk", flat=True))
    council = motion.meeting.body.council
    excluded = {row.user_id: row.interest for row in excluded_from(council, motion.subject)}
    if not own and not excluded:
        return
    for row in attendances(motion.meeting):
        source = row.membership or row.appointment
        if source is not None and source.organisation_id in own:
            _recuse(motion, row, Interest.EMPLOYER, by)
        elif row.user_id in excluded:
            _recuse(motion, row, Interest(excluded[row.user_id]), by)


def _need_open(motion: Motion) -> None:
    if motion.meeting.state != MeetingState.OPEN:
        raise NotNow("meeting_not_open")


@transaction.atomic
def put_to_vote(motion: Motion, *, by: User) -> Motion:
    """Begin the vote, once the quorum stands after recusal."""
    motion = locked(motion)
    permit(by, motion, "put_to_vote").or_raise()
    _need_open(motion)
    takes_ballots(motion.meeting).or_raise()
    meetings.follow_delegates(motion.meeting)
    recuse_concerned(motion, by)
    if motion.meeting.form == MeetingForm.HELD:
        meetings.check_quorum(motion.meeting, quorum_of(motion.meeting, motion))
    move(motion, "put_to_vote")
    log(PUT_TO_VOTE, motion, by=by)
    notices.vote_open(motion)
    return motion


@transaction.atomic
def cast_ballot(motion: Motion, *, by: User, attendance: Attendance, choice: Choice) -> Ballot:
    """Cast a vote: one's own, that of a principal whose proxy one holds, or (the secretariat) a written vote or
    a show of hands. Final.

    Raises:
        NotPermitted: not one's own ballot; or a colleague enters it, since the case is one's own.
        Refused: recused, by a proxy in the hands of somebody recused, or not taking part.
        NotNow: cast already, or the last day for answers of a round of papers is over.
    """
    motion = locked(motion)
    permit(by, motion, "cast_ballot").or_raise()
    _need_open(motion)
    takes_ballots(motion.meeting).or_raise()
    row = attendances(motion.meeting).filter(pk=attendance.pk).first()
    if row is None:
        raise NotPermitted("not_your_ballot")
    if row.pk not in voted_for(by, motion.meeting):  # neither sits for the voter nor holds the proxy
        enters_votes(by, motion).or_raise()
    meetings.follow_delegates(motion.meeting)
    hands = [pk for pk in (row.pk, row.proxy_to_id) if pk is not None]
    if motion.recusals.filter(attendance__in=hands).exists():
        raise Refused("recused_here")
    _need_presence(motion.meeting, row)
    try:
        with transaction.atomic():
            ballot = Ballot.objects.create(
                motion=motion, attendance=row, choice=choice, cast_at=clock.now(), cast_by=by
            )
    except IntegrityError:
        raise NotNow("voted_already") from None
    log(CAST, motion, by=by, voter=row.pk)
    return ballot


def _need_presence(meeting: Meeting, row: Attendance) -> None:
    """In a round of papers the ballot is the presence; in a meeting the attendance comes first."""
    if meeting.form == MeetingForm.CIRCULATED and row.channel == Channel.ABSENT:
        row.channel, row.changed_at = Channel.WRITTEN, clock.now()
        row.save(update_fields=["channel", "changed_at"])
    sitting = {voter.key for voter in voters(meeting) if voter.sits}
    if row.pk not in sitting or row.channel == Channel.BLANK_PROXY:
        raise Refused("not_present")


@transaction.atomic
def no_objection(motion: Motion, *, by: User) -> Tally:
    """Carry an item because nobody objects (異議なし), where the rule allows it.

    Raises:
        Refused: the rule does not, or the quorum is not there.
    """
    motion = locked(motion)
    permit(by, motion, "no_objection").or_raise()
    _need_open(motion)
    rules = rules_of(motion.meeting, motion.matter)
    if "no_objection" not in rules.methods:
        raise Refused("no_objection_closed", article=rules.majority_article)
    if motion.ballots.exists():
        raise NotNow("voted_already")
    recuse_concerned(motion, by)
    quorum = meetings.check_quorum(motion.meeting, quorum_of(motion.meeting, motion))
    everyone = voters(motion.meeting, motion)
    agreed: dict[int, tally.Choice] = {voter.key: "for" for voter in everyone if voter.sits}
    counted = tally.count(everyone, agreed, _majority(rules), recused_leave_base=rules.recused_leave_base)
    if not counted.carried:
        raise Refused("no_objection_closed", article=rules.majority_article)
    result = _certify(motion, TallyMethod.NO_OBJECTION, counted, quorum, rules, by)
    _conclude(motion, "no_objection", result, by)
    return result


def _majority(rules: MeetingRules) -> Majority:
    if rules.majority is None:
        raise Refused("no_majority_rule")
    return rules.majority


@transaction.atomic
def close_vote(motion: Motion, *, by: User, casting_vote: Choice | None = None) -> Tally:
    """End the vote and compute its result by the rule in force on the day on which the meeting was opened.

    Raises:
        Refused: the quorum is gone, no rule, or the votes are equal and the chair has to decide
            (``casting_vote``, which only whoever presides can give).
        NotNow: papers still go round, and not everybody has answered.
    """
    motion = locked(motion)
    permit(by, motion, "carry").or_raise()
    _need_open(motion)
    vote_may_end(motion).or_raise()
    rules = rules_of(motion.meeting, motion.matter)
    majority = _majority(rules)
    quorum = meetings.check_quorum(motion.meeting, quorum_of(motion.meeting, motion))
    everyone = voters(motion.meeting, motion)
    chosen = tally.effective_ballots(
        everyone,
        ballots_of(motion),
        presiding=_presiding_voter(motion),
        blank_proxy_to="chair" if rules.blank_proxy_to_chair else "invalid",
    )
    if casting_vote is not None and presider_of(motion) != by.pk:
        raise NotPermitted("not_your_verb", verb="casting_vote")
    counted = tally.count(
        everyone,
        chosen,
        majority,
        casting_vote=str(casting_vote) if casting_vote else None,
        recused_leave_base=rules.recused_leave_base,
    )
    if tally.needs_casting_vote(counted, majority):
        raise Refused("casting_vote_needed", article=rules.majority_article)
    result = _certify(motion, TallyMethod.BALLOTS, counted, quorum, rules, by)
    _conclude(motion, "carry" if counted.carried else "lose", result, by)
    return result


def _presiding_voter(motion: Motion) -> int | None:
    rows = attendances(motion.meeting).filter(user_id=presider_of(motion) or 0)
    return rows.values_list("pk", flat=True).first()


def _certify(
    motion: Motion,
    method: TallyMethod,
    counted: tally.Count,
    quorum: tally.Quorum,
    rules: MeetingRules,
    by: User,
) -> Tally:
    """Write the result together with the certificate of the quorum."""
    everyone = voters(motion.meeting, motion)
    channels = Counter("recused" if voter.recused else voter.channel for voter in everyone)
    return Tally.objects.create(
        motion=motion,
        method=method,
        votes_for=counted.votes_for,
        votes_against=counted.votes_against,
        abstained=counted.abstained,
        base=counted.base,
        needed=counted.needed,
        is_carried=counted.carried,
        is_tied=counted.tied,
        is_by_chair=counted.by_chair,
        quorum_present=quorum.present,
        quorum_base=quorum.base,
        quorum_needed=quorum.needed,
        votes_present=sum(voter.weight for voter in everyone if voter.sits),
        votes_eligible=sum(voter.weight for voter in everyone if not voter.recused),
        channels=dict(sorted(channels.items())),
        article=_article(rules.majority_article),
        quorum_article=_article(rules.quorum_article),
        counted_at=clock.now(),
        counted_by=by,
    )


def _article(article: ArticleRef | None) -> dict[str, Any] | None:
    return asdict(article) if article else None


def _conclude(motion: Motion, verb: str, result: Tally, by: User) -> None:
    move(motion, verb)
    facts = {
        "state": motion.state,
        "method": result.method,
        "for": result.votes_for,
        "against": result.votes_against,
        "base": result.base,
        "needed": result.needed,
        "article": canonical.digest(result.article),
    }
    if has_interest_in(by, motion.meeting.body.council, motion.subject):
        facts["interest"] = True
    log(COUNTED, motion, by=by, **facts)


@transaction.atomic
def overrule(motion: Motion, *, by: User, reason: str) -> Overruling:
    """Set a computed result aside, with the reason; the tally stays as it was counted. Whoever presided answers
    for it.

    Raises:
        NotNow: a decision rests on it, or it stands in approved minutes.
        Refused: no reason.
    """
    motion = locked(motion)
    permit(by, motion, "overrule").or_raise()
    if not reason.strip():
        raise Refused("reasons_needed")
    if Overruling.objects.filter(motion=motion).exists():
        raise NotNow("not_in_this_state", verb="overrule", state=motion.state)
    if motion.decisions.exists() or motion.meeting.state == MeetingState.MINUTES_APPROVED:
        raise NotNow("overruled_too_late")
    overruling = Overruling.objects.create(
        motion=motion, reason=reason.strip(), overruled_at=clock.now(), overruled_by=by
    )
    move(motion, "overrule")
    log(OVERRULED, motion, by=by, state=motion.state)
    return overruling
