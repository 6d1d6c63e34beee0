"""What the evidence log tells of an object, on the page of the object."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from core.access.roles import READS_LOG
from core.http.parts import Event
from core.http.views import CouncilRequest
from core.ledger.models import LedgerEntry
from core.ledger.queries import words


def timeline(
    request: CouncilRequest, entries: list[LedgerEntry], reference: str, *, whole_case: bool = True
) -> dict[str, Any]:
    """The entries of a page about ``reference``, each with the number of what it is about where that is something else;
    and where the log has them all, with everything else of the ``whole_case`` of a request, for those who read it. Who
    acted is not said here."""
    told = [(entry, entry.subject.partition(":")[2]) for entry in entries]
    asked = {"about": reference} | ({"match": "case"} if whole_case else {})
    log = f"/c/{request.council.slug}/log/?{urlencode(asked)}"
    return {
        "entries": [
            Event(entry.at, words(entry), text="" if number == reference else number)
            for entry, number in told
        ],
        "log_url": log if request.roles & READS_LOG else "",
    }
