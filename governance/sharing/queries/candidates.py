"""What a machine's search may find at all: parties, datasets and items of submitted lines.

Only what the asking organisation is a party to, as recipient or as provider: what it may not ask about one by one it
does not find either. Whether anything may flow is judged by the gate afterwards.
"""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Q, QuerySet

from core.accounts.models import Council
from governance.sharing.enums import RequestState
from governance.sharing.models import RequestLine


def _lines(council: Council, party: int) -> QuerySet[RequestLine]:
    """Submitted lines of ``council`` to which the organisation ``party`` is a party; a grant goes on while its request
    is sent back."""
    mine = Q(request__applicant=party) | Q(dataset__provider__organisation=party)
    rows = RequestLine.objects.filter(mine, request__council=council, dataset__council=council)
    return rows.exclude(request__state=RequestState.DRAFTED, grant__isnull=True).order_by()


def recipients(council: Council, *, dataset: str, party: int, organ: int | None = None) -> list[int]:
    """Keys of the organisations that have asked for ``dataset``, in order."""
    rows = _lines(council, party).filter(dataset__reference=dataset)
    if organ is not None:
        rows = rows.filter(request__recipient_organ=organ)
    return sorted(set(rows.values_list("request__applicant", flat=True)))


def asked_for(
    council: Council, *, subject: Q, party: int, organ: int | None = None
) -> dict[str, frozenset[str]]:
    """The datasets that ``subject`` (:func:`governance.sharing.queries.machine.organisation`) has asked for, each
    with the items asked for in any of its lines."""
    rows = _lines(council, party).filter(subject)
    if organ is not None:
        rows = rows.filter(request__recipient_organ=organ)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for reference, items in rows.values_list("dataset__reference", "items"):
        found[reference].update(items)
    return {reference: frozenset(found[reference]) for reference in sorted(found)}
