"""Who takes part in an item: who is recused, who presides, whose vote is awaited at this moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db.models import Q

from core import clock
from core.access.queries import Someone, roles_on
from core.accounts.models import Council, User
from core.clock import TOKYO
from core.errors import ALLOWED, NotNow, Verdict
from governance.assembly.enums import MeetingForm, MeetingState, MotionKind, MotionState, TallyMethod
from governance.assembly.models import Attendance, Meeting, Motion
from governance.assembly.queries.bodies import chair_of
from governance.assembly.queries.exclusions import excluded_from, kept_from
from governance.assembly.queries.interests import another_keeps
from governance.assembly.queries.meetings import (
    THERE,
    acting_users,
    attendances,
    ballots_of,
    everyone,
    quorum_of,
    waiting_for_minutes,
    who_sits,
)
from governance.assembly.rules import tally
from governance.members.enums import OfficeKind
from governance.members.queries import acting_for, holder_of, offices


def recused_users(motion: Motion) -> frozenset[int]:
    """Keys of the users who take no part in the item: recused, excluded from its matter, or of an organisation whose
    own matter it is. That includes whoever presides over the meeting, with or without a vote."""
    meeting = motion.meeting
    concerned = set(motion.concerned.values_list("pk", flat=True))
    own = Q(membership__organisation__in=concerned) | Q(appointment__organisation__in=concerned)
    rows = Attendance.objects.filter(own | Q(recusals__motion=motion), meeting=meeting, user__isnull=False)
    found = set(rows.values_list("user_id", flat=True))
    found |= set(excluded_from(meeting.body.council, motion.subject).values_list("user_id", flat=True))
    presider = meeting.presided_by
    if concerned and presider is not None and presider.pk not in found:
        council = meeting.body.council
        acts = acting_for(presider, council).filter(organisation__in=concerned)
        held = offices(council, clock.today()).filter(user=presider, organisation__in=concerned)
        if acts.exists() or held.exists():
            found.add(presider.pk)
    return frozenset(found)


def is_voted_on(council: Council, subject: str) -> bool:
    """Is an item about ``subject`` in the vote, or do its papers go round?"""
    items = Motion.objects.filter(meeting__body__council=council, subject=subject, kind=MotionKind.RESOLUTION)
    goes_round = Q(
        state=MotionState.TABLED,
        meeting__form=MeetingForm.CIRCULATED,
        meeting__state__in=(MeetingState.CONVENED, MeetingState.OPEN),
    )
    return items.filter(goes_round | Q(state=MotionState.VOTING)).exists()


def chair_on(meeting: Meeting, on: date) -> User | None:
    """Who presides over the meeting by seat or office on ``on``: the chair of the body, else the council's chair."""
    seated = chair_of(meeting.body, on)
    return seated or holder_of(meeting.body.council, OfficeKind.CHAIR, on)


def approves_minutes(meeting: Meeting) -> User | None:
    """Whoever presided approves the minutes; where they have left, the chair of today."""
    presider = meeting.presided_by
    if presider is not None and roles_on(presider, meeting.body.council):
        return presider
    return chair_on(meeting, clock.today())


def minutes_to_approve(user: Someone, council: Council) -> list[Meeting]:
    """Meetings whose minutes are written and wait for ``user``."""
    rows = waiting_for_minutes(council).exclude(minutes="").select_related("body__council", "presided_by")
    return [meeting for meeting in rows if approves_minutes(meeting) == user]


def presider_of(motion: Motion) -> int | None:
    """Key of the user who presides over the item: whoever presides over the meeting; in the place of one who takes no
    part in it (職務代理) the first in the order of seats who is there and does. The recused has no say in it."""
    meeting, recused = motion.meeting, recused_users(motion)
    if meeting.presided_by_id is None or meeting.presided_by_id not in recused:
        return meeting.presided_by_id
    there = attendances(meeting).filter(channel__in=THERE, user__isnull=False)
    first = there.exclude(user_id__in=recused).first()
    return first.user_id if first is not None else None


def asked_to_vote(motion: Motion) -> frozenset[int]:
    """Keys of the users whose vote is awaited, their own or that of a principal whose proxy they hold: nobody who is
    recused or excluded, who has voted, or whose seat somebody else takes. In a round of papers the vote is the
    presence, so that everybody is asked; in a meeting those who take part are."""
    meeting = motion.meeting
    if motion.state != MotionState.VOTING or meeting.state != MeetingState.OPEN or not takes_ballots(meeting):
        return frozenset()
    rows = {row.pk: row for row in attendances(meeting)}
    cast = ballots_of(motion)
    acting = acting_users(meeting.body.council)
    asked: set[int | None] = set()
    for key in _asked(motion) - cast.keys():
        asked.add(who_sits(rows[key].proxy_to or rows[key], acting))
    return frozenset(one for one in asked if one is not None) - recused_users(motion)


def _asked(motion: Motion) -> frozenset[int]:
    """The voters with a ballot of their own on the item, cast or not."""
    seats = tally.seated(_as_asked(motion))
    return frozenset(one.key for one in seats if one.sits and one.weight > 0 and one.channel != "blank_proxy")


def answers(meeting: Meeting) -> dict[int, bool]:
    """In a round of papers: the voters who are asked, and whether their answer is in, which is a ballot on every item
    that was put to the vote. Alternates whose principal may vote are not asked."""
    put = Q(state__in=(MotionState.VOTING, MotionState.CARRIED, MotionState.LOST))
    put |= Q(state=MotionState.DEFERRED, ballots__isnull=False)
    found: dict[int, bool] = {}
    rows = meeting.motions.filter(put).exclude(tally__method=TallyMethod.NO_OBJECTION).distinct()
    for motion in rows:
        cast = ballots_of(motion)
        found |= {key: found.get(key, True) and key in cast for key in _asked(motion)}
    return found or {one.key: False for one in tally.seated(everyone(meeting)) if one.weight > 0}


def takes_ballots(meeting: Meeting) -> Verdict:
    """May votes be cast? In a round of papers answers come until its day and hour."""
    if meeting.form != MeetingForm.CIRCULATED or clock.now() < meeting.starts_at:
        return ALLOWED
    return Verdict(False, "answers_are_over", _until(meeting), error=NotNow)


def may_put_off(motion: Motion) -> Verdict:
    """May an item in the vote be put off? Only where papers went round and too few answered in time to count it."""
    over = not takes_ballots(motion.meeting)
    if over and not quorum_of(motion.meeting, motion).met:
        return ALLOWED
    return Verdict(False, "vote_goes_on", error=NotNow)


def _until(meeting: Meeting) -> dict[str, str]:
    until = meeting.starts_at.astimezone(TOKYO)
    return {"until": until.date().isoformat(), "time": f"{until:%H:%M}"}


def vote_may_end(motion: Motion) -> Verdict:
    """May the vote on the item be closed? A round of papers waits for everybody's answer until its day and hour."""
    meeting = motion.meeting
    missing = len(_asked(motion) - ballots_of(motion).keys())
    if meeting.form != MeetingForm.CIRCULATED or not missing or clock.now() >= meeting.starts_at:
        return ALLOWED
    params = {"count": missing, **_until(meeting)}
    return Verdict(False, "papers_still_go_round", params, error=NotNow)


def _as_asked(motion: Motion) -> list[tally.Voter]:
    on_paper = motion.meeting.form == MeetingForm.CIRCULATED
    return [
        replace(voter, channel="written") if on_paper and voter.channel == "absent" else voter
        for voter in everyone(motion.meeting, motion)
    ]


def votes_to_close(council: Council, reader: Someone) -> list[Motion]:
    """Items of rounds of papers whose vote can be closed: everybody has answered, or the last day is over; none about a
    matter from which ``reader`` is excluded, or whose vote a colleague keeps."""
    rows = Motion.objects.filter(
        meeting__body__council=council,
        meeting__form=MeetingForm.CIRCULATED,
        meeting__state=MeetingState.OPEN,
        state=MotionState.VOTING,
    )
    rows = rows.exclude(kept_from(reader, council))
    rows = rows.select_related("meeting__body__council").order_by("meeting", "number")
    return [
        motion
        for motion in rows
        if vote_may_end(motion) and not another_keeps(reader, council, motion.subject)
    ]


def votes_to_begin(council: Council, reader: Someone) -> list[Motion]:
    """Items for decision of rounds of papers under way that nobody has put to the vote: whoever began the votes may not
    run them. None from which ``reader`` is excluded, whose vote a colleague keeps, or after the last day for
    answers."""
    rows = Motion.objects.filter(
        meeting__body__council=council,
        meeting__form=MeetingForm.CIRCULATED,
        meeting__state=MeetingState.OPEN,
        meeting__starts_at__gt=clock.now(),
        kind=MotionKind.RESOLUTION,
        state=MotionState.TABLED,
    )
    rows = rows.exclude(kept_from(reader, council))
    rows = rows.select_related("meeting__body__council").order_by("meeting", "number")
    return [motion for motion in rows if not another_keeps(reader, council, motion.subject)]


def votes_open_to(user: Someone, council: Council) -> list[Motion]:
    """Items of ``council`` that wait for a vote of ``user``, in the order of meetings and items."""
    own = Q(meeting__attendances__user_id=user.pk) | Q(meeting__attendances__proxy_to__user_id=user.pk)
    acts = acting_for(user, council).values("pk")
    own |= Q(meeting__attendances__membership__in=acts)
    own |= Q(meeting__attendances__proxy_to__membership__in=acts)
    rows = Motion.objects.filter(
        own, meeting__body__council=council, meeting__state=MeetingState.OPEN, state=MotionState.VOTING
    )
    rows = rows.select_related("meeting__body__council").distinct()
    return [motion for motion in rows if user.pk in asked_to_vote(motion)]
