"""What the evidence log tells of an object, on the page of the object."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from core.access.roles import READS_LOG
from core.http.parts import Event
from core.http.views import CouncilRequest
from core.ledger.models import LedgerEntry
from core.ledger.queries import words


def timeline(request: CouncilRequest, entries: list[LedgerEntry], reference: str) -> dict[str, Any]:
    """The entries of a page about ``reference``, each with the number of what it is about where that is something else;
    and where the log has them all, for those who read it. Who acted is not said here."""
    told = [(entry, entry.subject.partition(":")[2]) for entry in entries]
    numbers = [reference, *sorted({number for _entry, number in told if reference not in number})]
    log = f"/c/{request.council.slug}/log/?{urlencode({'about': ' '.join(numbers)})}"
    return {
        "entries": [
            Event(entry.at, words(entry), text="" if number == reference else number)
            for entry, number in told
        ],
        "log_url": log if request.roles & READS_LOG else "",
    }
