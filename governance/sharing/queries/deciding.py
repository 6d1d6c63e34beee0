"""The decisions of the council about a line, on which an act can rest."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, Max, Q, QuerySet

from core.ledger.queries import told_about
from governance.assembly import queries as assembly
from governance.assembly.enums import OPEN_ITEMS
from governance.sharing.enums import events
from governance.sharing.models import Condition, Grant, RequestLine
from governance.sharing.queries.emergencies import approving
from governance.sharing.rules.verdict import Moment


def decisions_taken(line: RequestLine) -> QuerySet[Any]:
    """The decisions about ``line``, newest first, each with ``is_superseded``. What a body decided counts where its
    item was about the line: from that, and from nothing else, whoever has an interest was recused."""
    subject = f"line:{line.reference}"
    rows = assembly.decisions_about(line.request.council, subject)
    rows = rows.filter(Q(motion__isnull=True) | Q(motion__subject=subject))
    return rows.annotate(is_superseded=Exists(assembly.superseding()))


def standing_decisions(line: RequestLine) -> QuerySet[Any]:
    """Those in whose place no other decision has been put."""
    return decisions_taken(line).filter(is_superseded=False)


AFTER_OPINION = frozenset({"approve", "not_approve", "ratify"})
"""Acts of the council that follow the board's opinion: their decision is taken after it."""


def counts_from(line: RequestLine, *, opined: bool) -> datetime | None:
    """From when on a decision about ``line`` serves an act: what was handed in last is what the body decided about,
    and, where the act follows the board (``opined``), in the knowledge of its newest opinion. None: from ever."""
    handed = line.verdicts.filter(moment=Moment.SUBMISSION.value).aggregate(last=Max("at"))["last"]
    given = line.outcomes.aggregate(last=Max("given_at"))["last"] if opined else None
    return max((one for one in (handed, given) if one is not None), default=None)


def taken_at(decision: Any) -> datetime:
    """When it was decided: by a body as its votes were counted, by the chair as the decision was recorded."""
    moment: datetime = decision.motion.tally.counted_at if decision.motion else decision.recorded_at
    return moment


def in_time(line: RequestLine, decision: Any, *, opined: bool) -> bool:
    """Was ``decision`` taken about what the line asks for now (:func:`counts_from`)?"""
    first = counts_from(line, opined=opined)
    return first is None or taken_at(decision) >= first


def items_about(line: RequestLine) -> QuerySet[Any]:
    """Items by which a body decides about ``line`` as it stands, newest first: those still open, and those decided or
    talked about since the board's newest opinion on what was handed in last."""
    rows = assembly.live_items(line.request.council, f"line:{line.reference}")
    first = counts_from(line, opined=True)
    if first is None:
        return rows
    talked = Q(tally__isnull=True, tabled_at__gte=first)
    return rows.filter(Q(state__in=OPEN_ITEMS) | Q(tally__counted_at__gte=first) | talked)


def spent(line: RequestLine) -> set[int]:
    """Keys of the decisions on which an act about ``line`` rests: its approval or ratification, the waiver of a
    condition, a revocation, or what called one off."""
    waiving = Condition.objects.filter(line=line, waiving_decision__isnull=False)
    revoking = Grant.objects.filter(line=line, revoking_decision__isnull=False)
    keys = approving(line) | set(waiving.values_list("waiving_decision_id", flat=True))
    return keys | set(revoking.values_list("revoking_decision_id", flat=True)) | _of_revocations(line)


REVOCATIONS = (events.REVOCATION_ORDERED, events.REVOCATION_CALLED_OFF)


def _of_revocations(line: RequestLine) -> set[int]:
    """What ordered a revocation, or called one off, is not kept with the grant once it is over: the log tells it, by
    the number, which comes again each fiscal year; the newest decision of that moment is meant."""
    grant = Grant.objects.filter(line=line).first()
    if grant is None:
        return set()
    told = told_about(grant.council, f"grant:{grant.reference}", REVOCATIONS)
    found = (_of_then(line, one.facts["decision"], datetime.fromisoformat(one.at)) for one in told)
    return {row.pk for row in found if row is not None}


def _of_then(line: RequestLine, number: str, at: datetime) -> Any:
    return decisions_taken(line).filter(number=number, recorded_at__lte=at).first()
