"""The board deliberates: once the opinions are open its members write to each other, draft the opinion together,
and put their dissent on record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from core import canonical, clock
from core.accounts.models import User
from core.errors import Invalid, NotNow, NotPermitted, Refused
from core.ledger.actions import append
from core.ledger.events import Event
from governance.sharing.actions.binding import asked_rightly
from governance.sharing.actions.locking import begin, locked
from governance.sharing.enums import events
from governance.sharing.models import (
    DeliberationNote,
    Dissent,
    OpinionProposal,
    PanelMember,
    RequestLine,
    Review,
)
from governance.sharing.queries.facts_decisions import seated
from governance.sharing.queries.panels import current_review, membership, owes_opinion, waiting_for_board
from governance.sharing.rules.conditions import ConditionAsked


def _deliberating(line: RequestLine, by: User, verb: str) -> Review:
    """The open review, its request locked, while the board deliberates on ``line``.

    Raises:
        NotNow: the opinions are not open yet, or the opinion on the line is fixed.
    """
    request = locked(line.request)
    begin(request, verb, by)
    review = current_review(request)
    if review is None or review.closed_at is not None:
        raise NotNow("sharing.no_open_review")
    if review.consolidated_at is None:
        raise NotNow("sharing.not_consolidated")
    if not waiting_for_board(request).filter(pk=line.pk).exists():
        raise NotNow("sharing.line_not_under_review")
    return review


def _member(line: RequestLine, review: Review, by: User) -> PanelMember:
    member = membership(by, review.request)
    if member is None or member not in seated(review):
        raise NotPermitted("sharing.not_on_panel")
    if owes_opinion(member, line):
        raise Refused("sharing.opinion_before_vote")
    return member


def _record(line: RequestLine, event: Event, by: User, **facts: Any) -> None:
    request = line.request
    said = {"line": line.reference, **facts}
    append(event, council=request.council, subject=f"request:{request.reference}", facts=said, by=by)


@transaction.atomic
def write_note(line: RequestLine, *, by: User, text: str) -> DeliberationNote:
    """Write to the other members about ``line``."""
    review = _deliberating(line, by, "deliberate")
    member = _member(line, review, by)
    if not text.strip():
        raise Invalid("sharing.note_empty")
    note = DeliberationNote.objects.create(
        member=member, line=line, text=text.strip(), written_at=clock.now()
    )
    _record(line, events.NOTE_WRITTEN, by, digest=canonical.digest({"text": note.text}))
    return note


@transaction.atomic
def propose(
    line: RequestLine, *, by: User, reasons: str, remark: str = "", conditions: Sequence[ConditionAsked] = ()
) -> OpinionProposal:
    """Write the common draft of the opinion anew; whoever fixes the opinion begins from it."""
    review = _deliberating(line, by, "propose_opinion")
    if not reasons.strip():
        raise Invalid("sharing.reason_missing")
    asked = [dict(one) for one in asked_rightly(line, conditions)]
    said = {"reasons": reasons, "remark": remark, "conditions": asked}
    proposal, _new = OpinionProposal.objects.update_or_create(
        review=review, line=line, defaults={**said, "saved_at": clock.now(), "saved_by": by}
    )
    _record(line, events.OPINION_PROPOSED, by, digest=canonical.digest(said))
    return proposal


@transaction.atomic
def dissent(line: RequestLine, *, by: User, text: str, is_named: bool = False) -> Dissent:
    """Put one's dissent on record before the opinion is fixed; it is printed without the name unless asked."""
    review = _deliberating(line, by, "deliberate")
    member = _member(line, review, by)
    if not text.strip():
        raise Invalid("sharing.note_empty")
    made, _new = Dissent.objects.update_or_create(
        line=line,
        member=member,
        defaults={
            "review": review,
            "text": text.strip(),
            "is_named": is_named,
            "recorded_at": clock.now(),
        },
    )
    _record(line, events.DISSENT_RECORDED, by, named=is_named, digest=canonical.digest({"text": made.text}))
    return made
