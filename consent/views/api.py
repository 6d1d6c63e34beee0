"""Write endpoints of consent for holders' machines: single answers, and the daily reconciliation."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from ninja import Field, Router, Schema
from pydantic import ConfigDict

from consent import actions, queries
from core.accounts.enums import Assurance
from core.accounts.models import Organ
from core.clients.enums import Scope
from core.errors import NotFound
from core.http.machines import BARRED, Machine, Refusal, client_of

router = Router(auth=Machine(Scope.CONSENT), tags=["consent"])
HolderId = Annotated[str, Field(min_length=1, max_length=100)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
REFUSALS = {400: Refusal, 404: Refusal, 409: Refusal, 422: Refusal} | BARRED


class Strict(Schema):
    """A body without unknown fields."""

    model_config = ConfigDict(extra="forbid")


class Answers(Strict):
    """What one person answered on one page of the holder's app."""

    notice_digest: Digest
    holder_id: HolderId
    answers: dict[str, Literal["give", "refuse", "defer"]] = Field(min_length=1, max_length=50)
    record_number: str = Field(min_length=1, max_length=100)
    idempotency_key: str = Field(min_length=8, max_length=60, pattern=r"^[A-Za-z0-9_.-]+$")
    assurance: Assurance = Assurance.LOW


class Arrival(Strict):
    """Whoever signed in at the holder's app, and goes on to their page here, or to the question of ``notice``.
    ``organ`` names the holder within the machine's organisation."""

    organ: int
    holder_id: HolderId
    assurance: Assurance = Assurance.LOW
    notice: str = Field("", max_length=40)


class Handed(Schema):
    """Where the app leads the person: an address for one use, until ``expires_at``."""

    url: str
    expires_at: datetime


class Kept(Schema):
    """The number of the receipt; none where everything was put off."""

    receipt: str | None


class Compared(Strict):
    """How many consents are in force at the holder's organ, and their digest: SHA-256 over the sorted ids, one a line,
    each followed by a line feed."""

    organ: int
    count: int = Field(ge=0, le=100_000_000)
    digest: Digest


class Feed(Schema):
    """The last comparison; ``agrees`` is null before the first."""

    organ: int
    name: str
    agrees: bool | None
    count: int
    reconciled_at: datetime | None


def _feeds(request: HttpRequest) -> list[Feed]:
    client = client_of(request)
    return [
        Feed(
            organ=feed.source.pk,
            name=str(feed.source),
            agrees=feed.agrees,
            count=feed.count,
            reconciled_at=feed.reconciled_at,
        )
        for feed in queries.feeds(client.council)
        if feed.source.organisation_id == client.organisation_id
    ]


@router.post("/answers", response={200: Kept, **REFUSALS}, summary="Report what a person answered")
def answers(request: HttpRequest, body: Answers) -> Kept:
    """Idempotent by ``idempotency_key``. A report never brings back a consent that somebody ended: such an agreement is
    refused (422 ``no_revival``). What the same report ends counts all the same; the refusal names the codes of the
    choices that were ``recorded`` and of those ``refused``. The same key again changes nothing: where the agreement
    could be taken by now, the answer is 409 ``report_refused_before`` with the same two."""
    client = client_of(request)
    receipt = actions.report_answers(
        client,
        notice_digest=body.notice_digest,
        holder_id=body.holder_id,
        answers=body.answers,
        record_number=body.record_number,
        key=f"{client.organisation_id}:{body.idempotency_key}",
        assurance=body.assurance,
    )
    return Kept(receipt=receipt.number if receipt else None)


@router.post("/handovers", response={200: Handed, **REFUSALS}, summary="Hand a signed-in person over")
def handovers(request: HttpRequest, body: Arrival) -> Handed:
    """The person signs in here and says that it is them; from then on the holder's id leads to them."""
    client = client_of(request)
    holder = Organ.objects.filter(pk=body.organ, organisation=client.organisation_id).first()
    if holder is None:
        raise NotFound("not_found")
    opened, code = actions.open_handover(
        client, holder, body.holder_id, assurance=body.assurance, reference=body.notice
    )
    return Handed(url=settings.BASE_URL + reverse("my:arrive", args=[code]), expires_at=opened.expires_at)


@router.get("/feeds", response={200: list[Feed], **BARRED}, summary="Organs that keep consents of their own")
def feeds(request: HttpRequest) -> list[Feed]:
    """The organs of the machine's organisation, with the last comparison."""
    return _feeds(request)


@router.post("/reconciliations", response={200: Feed, **REFUSALS}, summary="Compare what is in force")
def reconcile(request: HttpRequest, body: Compared) -> Feed:
    """Both sides by number and digest. What disagrees stops the flow on the ground of consent until it agrees."""
    client = client_of(request)
    source = Organ.objects.filter(pk=body.organ, organisation=client.organisation_id).first()
    if source is None:
        raise NotFound("not_found")
    actions.reconcile(
        client.council, source, their_count=body.count, their_digest=body.digest, by=None, client=client
    )
    return next(feed for feed in _feeds(request) if feed.organ == source.pk)
