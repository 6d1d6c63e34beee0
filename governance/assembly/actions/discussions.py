"""Items for discussion: what came of them, for the minutes."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import canonical
from core.accounts.models import User
from core.errors import NotNow, Refused
from core.ledger.actions import append
from core.ledger.events import public
from governance.assembly.actions.motions import locked, recuse_concerned, subject
from governance.assembly.enums import MeetingState, MotionKind, MotionState
from governance.assembly.models import Motion
from governance.assembly.permissions import permit
from governance.assembly.workflows import MOTION

NOTED = public("assembly.motion_outcome_noted", _("Outcome of an item for discussion noted"))


@transaction.atomic
def note_outcome(motion: Motion, *, by: User, outcome: str) -> Motion:
    """Keep what came of an item for discussion, for the minutes; several outcomes stand one under the other.

    Raises:
        Refused: the item is not for discussion.
        NotNow: the minutes are approved, and final.
    """
    motion = locked(motion)
    permit(by, motion, "note_outcome").or_raise()
    if motion.kind != MotionKind.CONSULTATION:
        raise Refused("not_for_discussion")
    if motion.meeting.state == MeetingState.MINUTES_APPROVED:
        raise NotNow("minutes_final")
    recuse_concerned(motion, by)
    motion.outcome = f"{motion.outcome}\n{outcome}".strip()
    motion.state = MotionState(MOTION.after(motion.state, "note_outcome"))
    motion.save(update_fields=["outcome", "state"])
    facts = {"digest": canonical.digest({"outcome": outcome})}
    append(NOTED, council=motion.meeting.body.council, subject=subject(motion), facts=facts, by=by)
    return motion
