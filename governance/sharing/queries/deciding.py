"""The decisions of the council about a line, on which an act can rest."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, Q, QuerySet

from governance.assembly import queries as assembly
from governance.sharing.models import RequestLine


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
