"""Slips on the panel are set right before the opinions are opened: a member excused by mistake sits again, and a
declaration is made anew. What stood before is kept beside its correction."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from core import canonical, clock
from core.accounts.models import User
from core.errors import Invalid, NotNow
from core.ledger.events import Event
from core.rulebook.provider import in_force
from core.rulebook.values import ExpeditedReview
from governance.assembly import actions as assembly
from governance.sharing import notices
from governance.sharing.actions.expedited import wanted
from governance.sharing.actions.locking import begin, locked, record
from governance.sharing.actions.seating import opened
from governance.sharing.enums import events
from governance.sharing.models import (
    IndividualOpinion,
    OpinionDraft,
    PanelCorrection,
    PanelMember,
    Review,
    SharingRequest,
)
from governance.sharing.queries.seats import can_sit_again


@transaction.atomic
def reinstate_member(member: PanelMember, *, by: User, reason: str) -> PanelMember:
    """Somebody who was excused by mistake takes part again; whoever was called in for them waits in reserve.

    Raises:
        NotNow: the opinions are open, the member is not excused or gave up the seat on the board, or whoever sits for
            them has given an opinion.
        Invalid: no reason.
    """
    request, row = _before_opening(member, "reinstate_member", by, reason)
    if row.excused_at is None:
        raise NotNow("sharing.not_excused")
    if not can_sit_again(row):
        raise NotNow("sharing.member_left_board", name=str(row.user))
    spared = _stand_back(row)
    row.expedites = row.expedites and _is_wanted(row.review)
    said = {"said": row.excuse, "said_note": row.excuse_note, "said_at": row.excused_at}
    _keep(row, by, reason, of_declaration=False, **said)
    row.excused_at, row.excused_by, row.excuse, row.excuse_note = None, None, "", ""
    row.save()
    assembly.keep_reading(row.user, request.council)
    _tell(request, row, spared, events.MEMBER_REINSTATED, by, reason)
    notices.member_reinstated(row)
    return row


def _is_wanted(review: Review) -> bool:
    """Is a place besides the chair free in the expedited review, or was another chosen meanwhile?"""
    rule: ExpeditedReview | None = in_force(review.request.council, clock.today()).get("expedited_review")
    return rule is not None and wanted(review, rule) > 0


@transaction.atomic
def reopen_declaration(member: PanelMember, *, by: User, reason: str) -> PanelMember:
    """The member declares anew; the file stays closed until then. What they wrote of an opinion is a draft again, and
    whoever was called in because of the declaration waits in reserve.

    Raises:
        NotNow: the opinions are open, nothing is declared, or whoever sits for them has given an opinion.
        Invalid: no reason.
    """
    request, row = _before_opening(member, "reopen_declaration", by, reason)
    if row.declared_at is None or row.excused_at is not None:
        raise NotNow("sharing.not_declared")
    spared = _stand_back(row) if row.is_recused else []
    said = {"said": row.interest, "said_note": row.interest_note, "said_at": row.declared_at}
    _keep(row, by, reason, of_declaration=True, **said)
    row.interest, row.interest_note, row.declared_at, row.is_recused = "", "", None, False
    row.save()
    for opinion in IndividualOpinion.objects.filter(member=row):
        typed = {"judgement": opinion.judgement, "text": opinion.text, "saved_at": clock.now()}
        OpinionDraft.objects.update_or_create(member=row, line_id=opinion.line_id, defaults=typed)
        opinion.delete()
    _tell(request, row, spared, events.DECLARATION_REOPENED, by, reason)
    notices.declaration_reopened(row)
    return row


def _before_opening(
    member: PanelMember, verb: str, by: User, reason: str
) -> tuple[SharingRequest, PanelMember]:
    request = locked(member.review.request)
    begin(request, verb, by)
    review = opened(request)
    if review.consolidated_at is not None:
        raise NotNow("sharing.opinions_consolidated")
    rows = PanelMember.objects.select_for_update(of=("self",)).select_related(
        "review__request__council", "user"
    )
    row = rows.filter(pk=member.pk, review=review, left_at__isnull=True).first()
    if row is None:
        raise NotNow("sharing.not_sitting")
    if not reason.strip():
        raise Invalid("sharing.reason_missing")
    return request, row


def _stand_back(member: PanelMember) -> list[PanelMember]:
    """Whoever was called in for ``member``, and for whoever was, waits in reserve again."""
    rows: list[PanelMember] = []
    one = PanelMember.objects.filter(sits_for=member).select_related("user", "review").first()
    while one is not None:
        rows.append(one)
        one = PanelMember.objects.filter(sits_for=one).select_related("user", "review").first()
    if IndividualOpinion.objects.filter(member__in=rows).exists():
        raise NotNow("sharing.alternate_has_judged")
    OpinionDraft.objects.filter(member__in=rows).delete()
    for row in rows:
        row.sits_for, row.seated_at, row.expedites = None, None, False
        row.save()
    return rows


def _keep(row: PanelMember, by: User, reason: str, **said: Any) -> None:
    PanelCorrection.objects.create(
        member=row, reason=reason.strip(), corrected_at=clock.now(), corrected_by=by, **said
    )


def _tell(
    request: SharingRequest, row: PanelMember, spared: list[PanelMember], event: Event, by: User, reason: str
) -> None:
    digest = canonical.digest({"reason": reason.strip()})
    record(request, event, by, member=row.pk, in_reserve=[one.pk for one in spared], digest=digest)
    for one in spared:
        if one.judges():
            notices.alternate_spared(one)
