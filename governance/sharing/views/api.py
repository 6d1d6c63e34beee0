"""Deliveries for holders' machines: what is released, and the list of whose records may go."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from ninja import Router, Schema

from core.clients.enums import Scope
from core.errors import NotFound
from core.http.machines import Machine, Refusal, client_of
from governance.sharing.queries.deliveries import released_by
from governance.sharing.views.deliveries import list_lines

router = Router(auth=Machine(Scope.RELEASE), tags=["deliveries"])


class Released(Schema):
    """A released delivery of the machine's organisation."""

    reference: str
    grant: str
    items: list[str]
    persons: int | None
    released_at: datetime


@router.get("", response=list[Released], summary="Deliveries that were released")
def deliveries(request: HttpRequest) -> list[Released]:
    """Those of the organs of the machine's organisation in its council, the newest first."""
    client = client_of(request)
    return [
        Released(
            reference=row.reference,
            grant=row.grant.reference,
            items=sorted(row.items),
            persons=row.persons,
            released_at=row.released_at,
        )
        for row in released_by(client.council, client.organisation)[:500]
        if row.released_at is not None
    ]


@router.get("/{reference}/list.csv", response={200: str, 404: Refusal}, summary="Whose records may go")
def release_list(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The released list in the holder's own ids, one a line, streamed."""
    client = client_of(request)
    row = released_by(client.council, client.organisation).filter(reference=reference).first()
    if row is None:
        raise NotFound("not_found")
    answer = StreamingHttpResponse(list_lines(row), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{row.reference}.csv"'
    answer["Cache-Control"] = "no-store"
    return answer
