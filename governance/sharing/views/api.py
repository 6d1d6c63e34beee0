"""Deliveries for holders' machines: what is released, whose records may go, and what was handed over."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Field, Router, Schema
from pydantic import AwareDatetime, ConfigDict

from core.clients.enums import Scope
from core.errors import NotFound
from core.http.machines import BARRED, Machine, Refusal, client_of
from governance.sharing.actions.handovers import MOST_REFUSED, report_hand_over
from governance.sharing.models import Delivery
from governance.sharing.queries.deliveries import may_fetch, released_before, released_by
from governance.sharing.views.deliveries import streamed

router = Router(auth=Machine(Scope.RELEASE), tags=["deliveries"])


class Released(Schema):
    """A released delivery of the machine's organisation."""

    reference: str
    grant: str
    items: list[str]
    persons: int | None
    released_at: datetime


@router.get(
    "", response={200: list[Released], 404: Refusal, **BARRED}, summary="Deliveries that were released"
)
def deliveries(
    request: HttpRequest, before: str = "", limit: Annotated[int, Field(ge=1, le=500)] = 500
) -> list[Released]:
    """Those of the organs of the machine's organisation in its council, the newest first. For those that follow, ask
    again with ``before``, the reference of the last one."""
    client = client_of(request)
    rows = released_by(client.council, client.organisation)
    if before:
        rows = released_before(rows, before)
    return [
        Released(
            reference=row.reference,
            grant=row.grant.reference,
            items=sorted(row.items),
            persons=row.persons,
            released_at=row.released_at,
        )
        for row in rows[:limit]
        if row.released_at is not None
    ]


@router.get(
    "/{reference}/list.{ending}",
    response={200: bytes, 404: Refusal, 409: Refusal, **BARRED},
    summary="Whose records may go",
)
def release_list(
    request: HttpRequest, reference: str, ending: Literal["csv", "jsonl", "parquet"]
) -> HttpResponseBase:
    """The released list in the holder's own ids, in the same order each time, streamed: CSV with the heading ``id``, a
    JSON object a line, or Parquet with the column ``id``. 409 while the grant is suspended, once it was
    revoked or is over, and once the link of somebody on it to the holder's id has ended: then prepare a new
    delivery."""
    delivery = _released(request, reference)
    may_fetch(delivery).or_raise()
    return streamed(delivery, ending)


def _released(request: HttpRequest, reference: str) -> Delivery:
    client = client_of(request)
    row = released_by(client.council, client.organisation).filter(reference=reference).first()
    if row is None:
        raise NotFound("not_found")
    return row


HolderId = Annotated[str, Field(min_length=1, max_length=100)]


class Sent(Schema):
    """What the machine handed over under a list. ``digest``: SHA-256 over the ids sent, in the order of the list, each
    followed by a line feed (UTF-8). ``refused``: ids on the list that were not sent."""

    model_config = ConfigDict(extra="forbid")
    count: int = Field(ge=0, le=100_000_000)
    digest: str = Field(pattern=r"^[0-9a-f]{64}$")
    sent_at: AwareDatetime
    refused: list[HolderId] = Field(default_factory=list, max_length=MOST_REFUSED)
    idempotency_key: str = Field(min_length=8, max_length=50, pattern=r"^[A-Za-z0-9_.-]+$")


class Kept(Schema):
    """What is on record: does it agree with the list, without those refused?"""

    delivery: str
    count: int
    refused: int
    agrees: bool
    reported_at: datetime


@router.post(
    "/{reference}/hand-overs",
    response={200: Kept, 400: Refusal, 404: Refusal, 422: Refusal, **BARRED},
    auth=Machine(Scope.REPORT),
    summary="Report what was handed over",
)
def report(request: HttpRequest, reference: str, body: Sent) -> Kept:
    """Idempotent by ``idempotency_key``. The key of the machine stands in the evidence log. Persons refused leave the
    list, and nobody is told that their data went; so no report refuses any after one that records were sent, or after
    the recipient's receipt (422)."""
    found = report_hand_over(
        _released(request, reference),
        by=None,
        client=client_of(request),
        key=f"api:{body.idempotency_key}",
        **body.model_dump(exclude={"idempotency_key"}),
    )
    return Kept(
        delivery=reference,
        count=found.count,
        refused=found.refused_count,
        agrees=found.agrees,
        reported_at=found.reported_at,
    )
