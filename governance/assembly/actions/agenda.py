"""The agenda of a meeting: putting an item on it, changing what it says, taking it off or putting it off.

Once the notice has gone out, everybody who may vote is told of each change until the meeting opens.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts.models import Organisation, User
from core.errors import NotNow, Refused
from core.ledger.events import public
from governance.assembly import notices
from governance.assembly.actions import meetings
from governance.assembly.actions.motions import locked, log, move
from governance.assembly.enums import MeetingState, MotionKind
from governance.assembly.models import Meeting, Motion
from governance.assembly.permissions import permit
from governance.assembly.queries.meetings import keeps_kind
from governance.assembly.rules.bodies import AMENDMENT

TABLED = public("assembly.motion_tabled", _("Motion tabled"))
EDITED = public("assembly.motion_edited", _("Item of an agenda changed"))
DEFERRED = public("assembly.motion_deferred", _("Motion deferred"))
WITHDRAWN = public("assembly.motion_withdrawn", _("Motion withdrawn"))


@transaction.atomic
def table_motion(
    meeting: Meeting,
    *,
    by: User,
    title_ja: str,
    title_en: str = "",
    text_ja: str = "",
    text_en: str = "",
    kind: MotionKind = MotionKind.RESOLUTION,
    matter: str = "ordinary",
    about: str = "",
    concerned: Iterable[Organisation] = (),
) -> Motion:
    """Put an item on the agenda. ``about`` is the public reference of its subject; ``concerned`` are the
    organisations whose own matter it is, whose people will be recused.

    Raises:
        Refused: an amendment of the rules that is voted on as something else.
    """
    meeting = meetings.locked(meeting)
    permit(by, meeting, "table_motion").or_raise()
    _votes_as(about, matter)
    last = meeting.motions.aggregate(last=Max("number"))["last"] or 0
    motion = Motion.objects.create(
        meeting=meeting,
        number=last + 1,
        kind=kind,
        matter=matter,
        title_ja=title_ja,
        title_en=title_en,
        text_ja=text_ja,
        text_en=text_en,
        subject=about,
        tabled_at=clock.now(),
        tabled_by=by,
    )
    motion.concerned.set(concerned)
    log(TABLED, motion, by=by, about=about, matter=matter, kind=str(kind))
    _tell(motion, "tabled")
    return motion


@transaction.atomic
def edit_motion(
    motion: Motion,
    *,
    by: User,
    title_ja: str,
    title_en: str = "",
    text_ja: str = "",
    text_en: str = "",
    kind: MotionKind | None = None,
    matter: str = "ordinary",
) -> Motion:
    """Change what an item says and how it is decided, before the meeting opens. What it is about stays.

    Raises:
        NotNow: the meeting has begun, is over or was called off.
        Refused: what the item is for comes from the procedure that put it there, or an amendment of the rules would be
            voted on as something else.
    """
    motion = locked(motion)
    permit(by, motion, "edit").or_raise()
    if motion.meeting.state not in (MeetingState.PLANNED, MeetingState.CONVENED):
        raise NotNow("meeting_has_begun")
    _votes_as(motion.subject, matter)
    kind = MotionKind(kind or motion.kind)
    if kind != motion.kind and keeps_kind(motion):
        raise Refused("kind_is_given")
    words = {"title_ja": title_ja, "title_en": title_en, "text_ja": text_ja, "text_en": text_en}
    wanted = {**words, "kind": kind, "matter": matter}
    changed = [name for name, value in wanted.items() if getattr(motion, name) != value]
    if not changed:
        return motion
    for name in changed:
        setattr(motion, name, wanted[name])
    motion.save(update_fields=changed)
    log(EDITED, motion, by=by, changed=" ".join(changed), matter=matter, kind=str(kind))
    _tell(motion, "edited")
    return motion


def _votes_as(about: str, matter: str) -> None:
    """An amendment of the rules is voted on by the majority that the rules ask for it."""
    if about.startswith(AMENDMENT) and matter != "amendment":
        raise Refused("amendment_matter")


def _tell(motion: Motion, change: str) -> None:
    """The notice has gone out with another agenda: whoever had it hears of the change."""
    if motion.meeting.state == MeetingState.CONVENED:
        notices.agenda_changed(motion, change)


@transaction.atomic
def defer_motion(motion: Motion, *, by: User) -> Motion:
    """Put the item off to a later meeting."""
    motion = locked(motion)
    permit(by, motion, "defer").or_raise()
    move(motion, "defer")
    log(DEFERRED, motion, by=by)
    return motion


@transaction.atomic
def withdraw_motion(motion: Motion, *, by: User) -> Motion:
    """Take the item off the agenda."""
    motion = locked(motion)
    permit(by, motion, "withdraw").or_raise()
    return _withdraw(motion, by)


def _withdraw(motion: Motion, by: User | None) -> Motion:
    move(motion, "withdraw")
    log(WITHDRAWN, motion, by=by)
    _tell(motion, "withdrawn")
    return motion


@transaction.atomic
def take_off(motions: Iterable[Motion], *, by: User | None) -> None:
    """Take the items off whose matter ``by`` (or the clock) has taken back in another procedure; those that are still
    to be voted on or talked about alone. A vote under way ends without a result: its papers speak of what was."""
    for motion in motions:
        row = locked(motion)
        if permit(None, row, "withdraw"):
            _withdraw(row, by)
