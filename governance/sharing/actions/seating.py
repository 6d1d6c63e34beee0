"""Who judges in the place of whom: members who cannot take part are excused, alternates are called in.

A recused member leaves the base of the quorum; one who is excused is an absent member, unless somebody sits for them.
What was said and voted before stays theirs.
"""

from __future__ import annotations

from django.db import transaction

from core import canonical, clock
from core.accounts.models import User
from core.errors import Invalid, NotNow, Refused
from governance.sharing import notices
from governance.sharing.actions.locking import begin, locked, record
from governance.sharing.actions.places import release
from governance.sharing.enums import Excuse, events
from governance.sharing.models import OpinionDraft, PanelMember, Review, SharingRequest
from governance.sharing.queries.facts_decisions import whole_panel
from governance.sharing.queries.panels import current_review, waiting_for_board
from governance.sharing.queries.seats import (
    answer_due,
    appointed_since,
    empty_seats,
    in_reserve,
    vote_stands,
)
from governance.sharing.rules.ballot_rounds import silent


def opened(request: SharingRequest) -> Review:
    """The open review of ``request``, locked.

    Raises:
        NotNow: none is open.
    """
    review = current_review(request)
    if review is None or review.closed_at is not None:
        raise NotNow("sharing.no_open_review")
    return Review.objects.select_for_update().get(pk=review.pk)


def call_in_alternate(member: PanelMember) -> PanelMember | None:
    """The alternate of the same expertise takes the seat of a recused or excused member, who cannot undo it; in an
    expedited review whoever was chosen is replaced as such."""
    alternate = in_reserve(member)
    if alternate is None:
        return None
    alternate.sits_for = member
    alternate.seated_at = clock.now()
    alternate.expedites = member.expedites
    alternate.save()
    notices.alternate_called(alternate)
    return alternate


@transaction.atomic
def excuse_member(member: PanelMember, *, by: User, reason: str, note: str = "") -> PanelMember:
    """Excuse a member who cannot take part or does not answer, before the vote closes; the alternate of the seat is
    called in where there is one. Without one the case goes on with an absent member, as long as there is a quorum.

    Raises:
        NotNow: nobody sits there, the member has voted in this round, or still has time to answer.
        Invalid: no reason.
    """
    request = locked(member.review.request)
    begin(request, "excuse_member", by)
    review = opened(request)
    row = PanelMember.objects.select_for_update(of=("self",)).select_related("review").get(pk=member.pk)
    if row not in whole_panel(review) or not row.judges() or not waiting_for_board(request).exists():
        raise NotNow("sharing.not_sitting")
    if vote_stands(row):
        raise NotNow("sharing.vote_of_member_stands")
    _keep_excuse(review, reason)
    alternate = _excused(row, by, reason, note)
    _tell(request, row, alternate, by)
    return row


def _excused(row: PanelMember, by: User, reason: str, note: str) -> PanelMember | None:
    """The member takes no part any more; the alternate who is called in, where the member judged."""
    row.excuse, row.excuse_note = reason, note.strip()
    row.excused_at, row.excused_by = clock.now(), by
    row.save()
    OpinionDraft.objects.filter(member=row).delete()
    release([row.user_id], row.review.request.council)
    in_reserve_only = row.is_alternate and row.sits_for_id is None
    return None if in_reserve_only else call_in_alternate(row)


def _tell(request: SharingRequest, row: PanelMember, alternate: PanelMember | None, by: User) -> None:
    digest = canonical.digest({"reason": row.excuse, "note": row.excuse_note})
    facts = {"member": row.pk, "alternate": alternate.pk if alternate else None, "digest": digest}
    record(request, events.MEMBER_EXCUSED, by, **facts)
    notices.member_excused(row)


@transaction.atomic
def excuse_leaver(member: PanelMember, *, by: User, note: str) -> PanelMember:
    """Excuse a member who leaves the board for good, also one in reserve, who then is not called in any more.

    Raises:
        NotNow: as for :func:`excuse_member`.
    """
    if not member.is_alternate or member.sits_for_id is not None:
        return excuse_member(member, by=by, reason=Excuse.RESIGNATION, note=note)
    request = locked(member.review.request)
    begin(request, "excuse_member", by)
    opened(request)
    row = PanelMember.objects.select_for_update(of=("self",)).select_related("review__request__council")
    reserve = row.get(pk=member.pk)
    _tell(request, reserve, _excused(reserve, by, Excuse.RESIGNATION, note), by)
    return reserve


def _keep_excuse(review: Review, reason: str) -> None:
    if reason not in Excuse.values:
        raise Invalid("sharing.excuse_missing")
    due = answer_due(review)
    if reason == Excuse.NO_ANSWER and not silent(due, clock.today()):
        raise NotNow("sharing.may_still_answer", due=due.isoformat())


@transaction.atomic
def call_in(member: PanelMember, *, by: User) -> PanelMember:
    """Call in somebody for an empty seat: an alternate in reserve, or whoever was appointed for this expertise since
    the panel was fixed. They declare before the file opens.

    Raises:
        NotNow: the seat is not empty.
        Refused: nobody is appointed who could sit there.
    """
    request = locked(member.review.request)
    begin(request, "call_in", by)
    review = opened(request)
    row = next((seat for seat in empty_seats(review) if seat.pk == member.pk), None)
    if row is None:
        raise NotNow("sharing.seat_not_empty")
    made = call_in_alternate(row) or _take_up(row)
    record(request, events.ALTERNATE_CALLED, by, member=made.pk, sits_for=row.pk)
    return made


def _take_up(member: PanelMember) -> PanelMember:
    """Whoever was appointed since comes on the panel, for the ``member`` whose seat is empty."""
    user = appointed_since(member)
    if user is None:
        raise Refused("sharing.no_alternate", expertise=member.expertise)
    made = PanelMember.objects.create(
        review=member.review,
        user_id=user,
        expertise=member.expertise,
        is_alternate=True,
        sits_for=member,
        seated_at=clock.now(),
        expedites=member.expedites,
    )
    notices.alternate_called(made)
    return made
