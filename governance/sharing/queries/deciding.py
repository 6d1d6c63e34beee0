"""The decisions of the council about a line, on which an act can rest."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, Q, QuerySet

from core.ledger.queries import told_about
from governance.assembly import queries as assembly
from governance.sharing.enums import events
from governance.sharing.models import Condition, Grant, RequestLine
from governance.sharing.queries.emergencies import approving


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
