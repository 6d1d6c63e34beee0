"""A page asks the database as often for one row as for many."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consent.models import ConsentFeed, ConsentItem, Notice, NoticeVersion, PersonHold
from core.accounts.models import Organisation, User
from core.outbox.models import Job
from governance.assembly.models import Body, Decision, Document, Draft, Meeting, Project, Seat
from governance.sharing.models import (
    Approval,
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
from pia.models import Assessment
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

    def open_dataset(self) -> None:
        row = Dataset.objects.filter(council=self.council, is_open=True, state="registered").first()
        again(row, reference=self.reference())

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

    def decision(self) -> None:
        row = Decision.objects.filter(council=self.council, body__isnull=False, visibility="public").first()
        number = self.reference()
        again(row, number=number, serial=self.number, supersedes=None)

    def meeting(self) -> None:
        """One to come and one that was held."""
        for state in ("convened", "minutes_approved"):
            self.number += 1
            again(Meeting.objects.filter(body__council=self.council, state=state).first(), number=self.number)

    def draft(self, state: str = "in_approval") -> Draft:
        row = Draft.objects.filter(council=self.council, state=state).first()
        line = self.request().lines.first()
        copy = again(row, subject=f"line:{line.reference}", replaces=None)
        for signature in row.signatures.all():
            again(signature, draft=copy)
        return copy

    def document(self) -> None:
        draft, number = self.draft("approved"), self.reference()
        row = Document.objects.filter(council=self.council).first()
        copy = again(row, draft=draft, number=number, serial=self.number)
        for file in row.files.all():
            again(file, document=copy)

    def project(self) -> None:
        again(Project.objects.filter(council=self.council).first(), reference=self.reference())

    def assessment(self) -> None:
        row = Assessment.objects.filter(council=self.council, state="published", revision=1).first()
        again(row, reference=self.reference())

    def notice(self) -> None:
        """With a choice that a citizen agreed to in the first."""
        row = Notice.objects.filter(council=self.council, state="published").first()
        version = again(
            NoticeVersion.objects.filter(notice=row).latest("number"),
            notice=again(row, reference=self.reference()),
        )
        again(ConsentItem.objects.filter(version__notice=row).first(), version=version, choice=uuid4())

    def feed(self) -> None:
        organ = again(self.world.organs["mayor"], name_ja=self.reference())
        ConsentFeed.objects.create(council=self.council, source=organ)

    def hold(self) -> None:
        row = PersonHold.objects.filter(person__council=self.council).first()
        again(row, person=again(row.person, key=uuid4(), user=None))

    def job(self) -> None:
        """One that failed and one that waits."""
        row = Job.objects.filter(council=self.council.slug).first()
        for state in ("stuck", "waiting"):
            again(row, key=self.reference(), state=state, finished_at=None)

    def organisation(self) -> None:
        row = Organisation.objects.filter(organs__isnull=False).first()
        copy = again(row, corporate_number="", name_ja=self.reference())
        again(row.organs.first(), organisation=copy)

    def account(self) -> None:
        again(User.objects.filter(is_staff=False).first(), email=f"{self.reference()}@example.org")

    def everything(self) -> None:
        for add in (self.request, self.dataset, self.delivery, self.condition, self.incident, self.body):
            add()
        line = self.grant("disposal_due").line
        again(Approval.objects.filter(line__request__council=self.council).first(), line=line)


PAGES: dict[str, tuple[str, str, str]] = {  # who ("" is nobody in particular), where, of what there is more
    "requests": ("secretary", "/c/shiomi/requests/", "request"),
    "datasets": ("secretary", "/c/shiomi/datasets/", "dataset"),
    "grants": ("secretary", "/c/shiomi/grants/", "grant"),
    "incidents": ("secretary", "/c/shiomi/incidents/", "incident"),
    "conditions": ("secretary", "/c/shiomi/conditions/", "condition"),
    "deliveries as a file": ("auditor", "/c/shiomi/deliveries/?format=csv", "delivery"),
    "grants as a file": ("secretary", "/c/shiomi/grants/?format=csv", "grant"),
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
    "provision records as a file": ("secretary", "/c/shiomi/records/?format=csv", "delivery"),
    "withdrawals": ("rep_university", "/c/shiomi/withdrawals/", "delivery"),
    "who received my data": ("chihiro", "/my/disclosures/", "delivery"),
    "home of a citizen": ("chihiro", "/my/", "delivery"),
    "decisions": ("secretary", "/c/shiomi/decisions/", "decision"),
    "meetings": ("secretary", "/c/shiomi/meetings/", "meeting"),
    "drafts": ("chair", "/c/shiomi/drafts/", "draft"),
    "documents": ("secretary", "/c/shiomi/documents/", "document"),
    "projects": ("secretary", "/c/shiomi/projects/", "project"),
    "assessments": ("secretary", "/c/shiomi/assessments/", "assessment"),
    "notices": ("secretary", "/c/shiomi/notices/", "notice"),
    "feeds": ("secretary", "/c/shiomi/consents/feeds/", "feed"),
    "holds": ("secretary", "/c/shiomi/consents/holds/", "hold"),
    "background work": ("secretary", "/administration/jobs/", "job"),
    "organisations": ("secretary", "/administration/organisations/", "organisation"),
    "accounts": ("operator", "/administration/accounts/?q=X-", "account"),
    "public decisions": ("", "/register/shiomi/lists/decisions/", "decision"),
    "public requests": ("", "/register/shiomi/lists/requests/", "request"),
    "public open data": ("", "/register/shiomi/lists/open-data/", "open_dataset"),
    "public assessments": ("", "/register/shiomi/lists/assessments/", "assessment"),
    "public figures": ("", "/register/shiomi/lists/figures/", "notice"),
}


def queries(client: Client, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
        answer.getvalue()
    assert answer.status_code == 200, path
    return [query["sql"] for query in asked]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_as_often_for_one_row_as_for_many(cast: Cast, client: Client, name: str) -> None:
    persona, path, kind = PAGES[name]
    more = More(cast)
    add: Callable[[], Any] = getattr(more, kind)
    if persona:
        enter(client, cast.operator if persona == "operator" else cast.shiomi.users[persona])
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
