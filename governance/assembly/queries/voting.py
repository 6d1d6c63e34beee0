"""Whose vote on an item is awaited at this moment."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q

from core.access.queries import Someone
from core.accounts.models import Council
from governance.assembly.enums import MeetingForm, MeetingState, MotionState
from governance.assembly.models import Motion
from governance.assembly.queries.exclusions import excluded_from
from governance.assembly.queries.meetings import attendances, ballots_of, everyone
from governance.assembly.rules import tally


def asked_to_vote(motion: Motion) -> frozenset[int]:
    """Keys of the users whose vote is awaited, their own or that of a principal whose proxy they hold: nobody who is
    recused or excluded, who has voted, or whose seat somebody else takes. In a round of papers the vote is the
    presence, so that everybody is asked; in a meeting those who take part are."""
    meeting = motion.meeting
    if motion.state != MotionState.VOTING or meeting.state != MeetingState.OPEN:
        return frozenset()
    rows = {row.pk: row for row in attendances(meeting)}
    cast, kept = ballots_of(motion), excluded_from(meeting.body.council, motion.subject)
    asked: set[int | None] = set()
    for voter in tally.seated(_as_asked(motion)):
        if voter.sits and voter.weight > 0 and voter.channel != "blank_proxy" and voter.key not in cast:
            row = rows[voter.key]
            asked.add(row.proxy_to.user_id if row.proxy_to is not None else row.user_id)
    return frozenset(one for one in asked if one is not None) - set(kept.values_list("user_id", flat=True))


def _as_asked(motion: Motion) -> list[tally.Voter]:
    on_paper = motion.meeting.form == MeetingForm.CIRCULATED
    return [
        replace(voter, channel="written") if on_paper and voter.channel == "absent" else voter
        for voter in everyone(motion.meeting, motion)
    ]


def votes_open_to(user: Someone, council: Council) -> list[Motion]:
    """Items of ``council`` that wait for a vote of ``user``, in the order of meetings and items."""
    own = Q(meeting__attendances__user_id=user.pk) | Q(meeting__attendances__proxy_to__user_id=user.pk)
    rows = Motion.objects.filter(
        own, meeting__body__council=council, meeting__state=MeetingState.OPEN, state=MotionState.VOTING
    )
    rows = rows.select_related("meeting__body__council").distinct()
    return [motion for motion in rows if user.pk in asked_to_vote(motion)]
