"""A page asks the database as often for one row as for many."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from governance.assembly.models import Body, Seat
from governance.sharing.models import (
    Condition,
    Dataset,
    Delivery,
    DeliveryPerson,
    Grant,
    Incident,
    ProvisionRecord,
    Pursuit,
    RequestLine,
    ReviewOutcome,
    SharingRequest,
)
from tests.cast import Cast, enter

pytestmark = pytest.mark.usefixtures("demo")
MORE = 4


def again(row: Any, **changes: Any) -> Any:
    """The same row once more, under a number of its own."""
    copy = type(row).objects.get(pk=row.pk)
    copy.pk, copy._state.adding = None, True
    for name, value in changes.items():
        setattr(copy, name, value)
    copy.save()
    return copy


class More:
    """Further rows of the demo council, numbered from 900."""

    def __init__(self, cast: Cast) -> None:
        self.world = cast.shiomi
        self.council = cast.shiomi.council
        self.number = 900

    def reference(self) -> str:
        self.number += 1
        return f"X-{self.number}"

    def request(self, state: str = "submitted") -> SharingRequest:
        row = SharingRequest.objects.filter(council=self.council, state=state).first()
        copy = again(row, reference=self.reference())
        for line in row.lines.all():
            again(line, request=copy)
        return copy

    def dataset(self) -> Dataset:
        return again(Dataset.objects.get(council=self.council, reference="D-04"), reference=self.reference())

    def grant(self, state: str = "active") -> Grant:
        row = Grant.objects.filter(council=self.council).first()
        request = again(row.line.request, reference=self.reference())
        line = again(row.line, request=request, state="agreed")
        return again(row, reference=self.reference(), line=line, state=state, disposed_at=None)

    def delivery(self) -> Delivery:
        row = Delivery.objects.filter(grant__council=self.council, state="released").first()
        copy = again(
            row, reference=self.reference(), grant=self.grant(), confirmed_at=None, confirmed_by=None
        )
        again(ProvisionRecord.objects.get(delivery=row), delivery=copy)
        person = self.world.persons["chihiro"]
        DeliveryPerson.objects.create(delivery=copy, person=person)
        Pursuit.objects.create(
            delivery=copy,
            person=person,
            recipient=self.world.organisations["university"],
            opened_at=row.released_at,
            due_on=row.released_at.date(),
        )
        return copy

    def condition(self) -> Condition:
        grant = self.grant()
        return Condition.objects.create(
            line=grant.line,
            reference=self.reference(),
            text="報告すること。",
            is_precedent=False,
            owner=self.world.organisations["university"],
            due_on=grant.ends_on,
        )

    def incident(self) -> Incident:
        return again(
            Incident.objects.filter(council=self.council).first(), reference=self.reference(), state="in_hand"
        )

    def body(self) -> None:
        """With two empty seats."""
        self.number += 1
        body = again(Body.objects.get(council=self.council, code="ethics_board"), code=f"x{self.number}")
        for is_chair in (True, False):
            Seat.objects.create(body=body, expertise="law", is_chair=is_chair, is_required=True)

    def waiting_line(self) -> None:
        """A line that the board has judged, on no agenda yet."""
        line = self.request().lines.first()
        RequestLine.objects.filter(pk=line.pk).update(state="opined")
        again(ReviewOutcome.objects.filter(line__request__council=self.council).first(), line=line)

    def year_of_records(self) -> None:
        """A provision of the year before the first."""
        first = Delivery.objects.filter(grant__council=self.council, state="released").earliest("released_at")
        again(first, reference=self.reference(), released_at=first.released_at - timedelta(days=365))

    def everything(self) -> None:
        for add in (self.request, self.dataset, self.delivery, self.condition, self.incident, self.body):
            add()
        self.grant("disposal_due")


PAGES: dict[str, tuple[str, str, str]] = {
    "requests": ("secretary", "/c/shiomi/requests/", "request"),
    "datasets": ("secretary", "/c/shiomi/datasets/", "dataset"),
    "grants": ("secretary", "/c/shiomi/grants/", "grant"),
    "incidents": ("secretary", "/c/shiomi/incidents/", "incident"),
    "grants of a recipient": ("rep_university", "/c/shiomi/grants/", "grant"),
    "today of the secretariat": ("secretary", "/c/shiomi/today/", "everything"),
    "today of the chair": ("chair", "/c/shiomi/today/", "everything"),
    "today of the auditor": ("auditor", "/c/shiomi/today/", "everything"),
    "standing": ("chair", "/c/shiomi/standing/", "everything"),
    "search": ("secretary", "/c/shiomi/search/?q=X", "everything"),
    "bodies": ("secretary", "/c/shiomi/bodies/", "body"),
    "what waits for a decision": ("secretary", "/c/shiomi/decisions/new/", "waiting_line"),
    "books of provision records": ("auditor", "/c/shiomi/records/books/", "year_of_records"),
    "provision records": ("secretary", "/c/shiomi/records/", "delivery"),
    "withdrawals": ("rep_university", "/c/shiomi/withdrawals/", "delivery"),
    "who received my data": ("chihiro", "/my/disclosures/", "delivery"),
    "home of a citizen": ("chihiro", "/my/", "delivery"),
}


def queries(client: Client, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    assert answer.status_code == 200, path
    return [query["sql"] for query in asked]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_as_often_for_one_row_as_for_many(cast: Cast, client: Client, name: str) -> None:
    persona, path, kind = PAGES[name]
    more = More(cast)
    add: Callable[[], Any] = getattr(more, kind)
    enter(client, cast.shiomi.users[persona])
    add()
    queries(client, path)  # what is remembered afterwards: content types, sites
    one = queries(client, path)
    for _ in range(MORE):
        add()
    many = queries(client, path)
    assert len(many) == len(one), "\n".join(sorted(set(many) - set(one)))


def test_the_page_of_a_request_asks_the_same_whatever_happened_before(cast: Cast, client: Client) -> None:
    line = RequestLine.objects.filter(request__council=cast.shiomi.council, state="closed").first()
    enter(client, cast.shiomi.users["secretary"])
    path = f"/c/shiomi/requests/{line.request.reference}/"
    queries(client, path)
    one = queries(client, path)
    for _ in range(MORE):
        again(line.verdicts.first())
        again(line.agreements.first())
    assert len(queries(client, path)) == len(one)
