"""What of a request the council has decided: that stays, whatever becomes of the rest."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet

from governance.sharing.enums import LINE_UNDECIDED, LineState
from governance.sharing.models import Approval, SharingRequest
from governance.sharing.queries.emergencies import unratified


def decided_lines(request: SharingRequest) -> list[str]:
    """The lines that the council has decided on, by their numbers: while there are any, the head that the decision
    rests on stays as it was, and they stay when the request ends."""
    rows = request.lines.exclude(state__in=[*LINE_UNDECIDED, LineState.WITHDRAWN])
    return [row.reference for row in rows.select_related("request").order_by("number")]


def lasting_lines(request: SharingRequest) -> list[str]:
    """The lines, by their numbers, whose decision stays when the applicant takes the request back: all that are
    decided, but for what is approved provisionally."""
    ending = {row.reference for row in unratified().filter(request=request)}
    return [line for line in decided_lines(request) if line not in ending]


def with_departures(decisions: QuerySet[Any]) -> QuerySet[Any]:
    """``decisions``, each with the approvals, refusals and ratifications that depart from the board's opinion by it."""
    departing = (
        Approval.objects.filter(departure__isnull=False).select_related("line__request").order_by("pk")
    )
    own = Prefetch("approvals", departing.filter(ratified_by__isnull=True), "departing")
    return decisions.prefetch_related(own, Prefetch("ratifications", departing, "departing_by_ratification"))


def reasons_of_departures(decision: Any) -> list[tuple[str, str]]:
    """Of a decision from :func:`with_departures`: why it departs from the board's opinion, by the numbers of lines."""
    rows = [*decision.departing, *decision.departing_by_ratification]
    return [(row.line.reference, row.departure.get("reasons") or row.reasons) for row in rows]
