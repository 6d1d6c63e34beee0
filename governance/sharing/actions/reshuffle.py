"""人事異動: everything that goes with a post to the successor in it, at once, with its evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from core import clock
from core.accounts.models import Council, User
from core.errors import Invalid, NotNow
from core.ledger.actions import append
from governance.assembly import actions as assembly
from governance.members import actions as members
from governance.sharing import notices
from governance.sharing.actions.keeping import entrust
from governance.sharing.actions.locking import locked
from governance.sharing.actions.places import release
from governance.sharing.actions.reshuffle_parts import InHand, told
from governance.sharing.actions.seating import opened
from governance.sharing.enums import events
from governance.sharing.models import OpinionDraft, PanelMember, SharingRequest
from governance.sharing.permissions import in_council, may_hand_over
from governance.sharing.queries.reshuffle import has_voted, subject_of
from governance.sharing.rules.reshuffle import Fate, Kind, Part

REASON = "人事異動 / change of post"


@transaction.atomic
def hand_over(
    council: Council, *, by: User, predecessor: User, successor: User, seen: str = ""
) -> list[Part]:
    """Hand over what ``predecessor`` has in hand to ``successor``; what stays and what is left over is told.

    ``seen`` is the digest of the parts as they were shown, where the page knows it.

    Raises:
        Invalid: the same person, or somebody who is not of the council.
        NotNow: nothing would move, or it is no longer what was shown.
    """
    council = Council.objects.select_for_update().get(pk=council.pk)
    may_hand_over(by, council).or_raise()
    if predecessor == successor or not in_council(predecessor, council) or not in_council(successor, council):
        raise Invalid("sharing.no_successor")
    in_hand = InHand(council, by, predecessor, successor)
    moving = [(part, row) for part, row in in_hand.rows if part.fate == Fate.MOVES]
    if seen and seen != in_hand.digest:
        raise NotNow("sharing.in_hand_changed")
    if not moving:
        raise NotNow("sharing.nothing_to_hand_over")
    for part, row in moving:
        if part.kind in DEEDS:
            DEEDS[part.kind](row, by, successor)
    release([predecessor.pk], council)
    append(
        events.WORK_HANDED_OVER,
        council=council,
        subject=subject_of(council),
        facts={"from": predecessor.pk, "to": successor.pk, "parts": [told(part) for part in in_hand.parts]},
        by=by,
    )
    notices.work_handed_over(council, predecessor, successor, count=len(moving))
    return in_hand.parts


@transaction.atomic
def follow(member: PanelMember, *, by: User, user: User) -> PanelMember:
    """``user`` takes the place of ``member`` on the panel of an open review, and declares before the file opens. What
    was declared and given before stays with ``member``.

    Raises:
        NotNow: the review is closed, or the member has voted in it or left it.
    """
    request = locked(member.review.request)
    may_hand_over(by, request.council).or_raise()
    review = opened(request)
    row = PanelMember.objects.select_for_update(of=("self",)).select_related("review").get(pk=member.pk)
    if row.left_at is not None or not row.judges() or has_voted(row):
        raise NotNow("sharing.place_stays")
    sits_for, row.sits_for, row.left_at = row.sits_for, None, clock.now()
    row.save()
    OpinionDraft.objects.filter(member=row).delete()
    made = PanelMember.objects.create(
        review=review,
        user=user,
        expertise=row.expertise,
        is_chair=row.is_chair,
        is_deputy=row.is_deputy,
        is_alternate=row.is_alternate,
        sits_for=sits_for,
        seated_at=row.left_at,
        expedites=row.expedites,
        follows_id=row.place,
    )
    append(
        events.PANEL_PLACE_FOLLOWED,
        council=request.council,
        subject=f"request:{request.reference}",
        facts={"member": made.pk, "after": row.pk, "user": user.pk},
        by=by,
    )
    return made


def _office(row: Any, by: User, user: User) -> None:
    members.hand_over_office(row, by=by, user=user, from_on=clock.today(), overlap_reason=REASON)


def _post(row: Any, by: User, user: User) -> None:
    members.hand_over_post(row, by=by, user=user)


def _seat(row: Any, by: User, user: User) -> None:
    assembly.hand_over_seat(row, by=by, user=user, reason=REASON)


def _panel(row: PanelMember, by: User, user: User) -> None:
    follow(row, by=by, user=user)


def _case(row: SharingRequest, by: User, user: User) -> None:
    entrust(row, by=by, user=user)


DEEDS: Mapping[Kind, Callable[[Any, User, User], None]] = {
    Kind.OFFICE: _office,
    Kind.POST: _post,
    Kind.SEAT: _seat,
    Kind.PANEL: _panel,
    Kind.CASE: _case,
}
"""What is done to a part that moves; evidence to check and drafts to sign go with the case and the office."""
