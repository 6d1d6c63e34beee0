"""A round of papers in the place of a meeting: its votes begin together."""

from __future__ import annotations

from django.db import transaction

from core.accounts.models import User
from governance.assembly.actions.meetings import open_meeting
from governance.assembly.actions.motions import put_to_vote
from governance.assembly.enums import MotionState
from governance.assembly.models import Meeting
from governance.assembly.permissions import permit
from governance.assembly.queries.voting import takes_ballots


@transaction.atomic
def begin_votes(meeting: Meeting, *, by: User) -> Meeting:
    """Open a round of papers and put to the vote what is to be decided in it, but for an item that ``by`` may not run.

    Raises:
        NotNow: the day for answers is over.
        Refused: nobody presides.
    """
    takes_ballots(meeting).or_raise()
    meeting = open_meeting(meeting, by=by)
    for motion in meeting.motions.filter(state=MotionState.TABLED).order_by("number"):
        motion.meeting = meeting
        if permit(by, motion, "put_to_vote"):
            put_to_vote(motion, by=by)
    return meeting
