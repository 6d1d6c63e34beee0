"""A provider learns on the next morning which consents ended, by its own ids; nobody else reads them."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from consent import actions, queries
from consent.actions.telling import tell_holders
from consent.enums import Route
from consent.models import NoticeVersion
from core import clock
from core.access import grants
from core.access.roles import Role
from core.accounts.models import SubjectLink
from core.ledger.models import LedgerEntry
from core.outbox.models import Job
from core.outbox.work import perform
from tests.cast import Cast, World, enter
from tests.factories import consents as make

DAY = date(2026, 6, 10)
OFFICERS = {"officer_mayor"}
"""Data officers of the organ that the notice names as provider."""


@pytest.fixture
def world(cast: Cast) -> World:
    return cast.shiomi


@pytest.fixture
def version(world: World) -> NoticeVersion:
    with clock.at(clock.on(DAY - timedelta(days=30))):
        version = make.notice(world)
        for key in ("chihiro", "tomi"):
            agree(world, version, key)
    return version


def agree(world: World, version: NoticeVersion, key: str) -> None:
    actions.give(world.persons[key], version.items.all(), by=world.users["secretary"], route=Route.COUNTER)


def withdraw(world: World, version: NoticeVersion, key: str, on: date = DAY) -> None:
    with clock.at(clock.on(on, 14)):
        actions.withdraw(
            world.persons[key], version.items.all(), by=world.users["secretary"], route=Route.COUNTER
        )


def told(on: date) -> int:
    with clock.at(clock.on(on, 6)):
        return tell_holders()


def dismiss_officers(world: World) -> None:
    for key in OFFICERS:
        for target in (world.organs["mayor"], world.organs["mayor"].organisation):
            grants.take(Role.DATA_OFFICER, world.users[key], target)


def mails() -> list[Job]:
    return list(Job.objects.filter(payload__template="consent/endings").order_by("pk"))


def own_id(world: World, key: str) -> str:
    return SubjectLink.objects.get(person=world.persons[key], holder=world.organs["mayor"]).identifier


def test_the_morning_after_is_told_once_and_in_figures_only(world: World, version: NoticeVersion) -> None:
    for key in ("chihiro", "tomi"):
        withdraw(world, version, key)
    assert told(DAY) == 0, "the day is not over"
    assert told(DAY + timedelta(days=1)) == len(OFFICERS)
    assert told(DAY + timedelta(days=1)) == told(DAY + timedelta(days=2)) == 0, "told already"
    assert {job.payload["user"] for job in mails()} == {world.users[key].pk for key in OFFICERS}
    (job,) = mails()
    assert perform(job.pk)
    (message,) = mail.outbox
    assert "2件" in message.body
    assert reverse("consent:endings", args=[world.council.slug, world.organs["mayor"].pk]) in message.body
    assert not any(own_id(world, key) in message.subject + message.body for key in ("chihiro", "tomi"))
    entry = LedgerEntry.objects.get(event="consent.holder_told")
    assert b'"endings":2' in bytes(entry.content)
    assert own_id(world, "chihiro").encode() not in bytes(entry.content)


def test_endings_that_nobody_can_be_told_of_are_work_of_the_secretariat(
    cast: Cast, world: World, version: NoticeVersion
) -> None:
    withdraw(world, version, "chihiro")
    with clock.at(clock.on(DAY + timedelta(days=1))):
        assert queries.untold(world.council) == []
        dismiss_officers(world)
        (row,) = queries.untold(world.council)
        assert (row.holder, row.many, row.due) == (world.organs["mayor"], 1, DAY + timedelta(days=1))
        assert queries.untold(cast.nagiura.council) == []
        today = enter(Client(), world.users["secretary"]).get(f"/c/{world.council.slug}/today/")
        assert "終了した同意が1件" in today.content.decode()


def test_what_an_officer_was_told_who_has_left_is_no_work(world: World, version: NoticeVersion) -> None:
    withdraw(world, version, "chihiro")
    assert told(DAY + timedelta(days=1)) == len(OFFICERS)
    withdraw(world, version, "tomi", DAY + timedelta(days=1))
    with clock.at(clock.on(DAY + timedelta(days=2))):
        dismiss_officers(world)
        (row,) = queries.untold(world.council)
        assert (row.many, row.due) == (1, DAY + timedelta(days=2))


def test_nights_without_a_worker_are_made_up_for_a_week(world: World, version: NoticeVersion) -> None:
    withdraw(world, version, "chihiro")
    withdraw(world, version, "tomi", DAY + timedelta(days=2))
    assert told(DAY + timedelta(days=7)) == 2 * len(OFFICERS)
    assert told(DAY + timedelta(days=30)) == 0


def test_an_officer_named_late_is_told_of_what_nobody_was_told_of(
    world: World, version: NoticeVersion
) -> None:
    dismiss_officers(world)
    withdraw(world, version, "chihiro")
    withdraw(world, version, "tomi", DAY + timedelta(days=3))
    assert told(DAY + timedelta(days=30)) == 0
    grants.give(Role.DATA_OFFICER, world.users["officer_mayor"], world.organs["mayor"])
    assert told(DAY + timedelta(days=31)) == 1
    assert [job.payload["many"] for job in mails()] == [2], "one mail for all the days"
    assert LedgerEntry.objects.filter(event="consent.holder_told").count() == 2
    assert told(DAY + timedelta(days=32)) == 0
    with clock.at(clock.on(DAY + timedelta(days=32))):
        dismiss_officers(world)
        assert queries.untold(world.council) == []


def test_who_agreed_again_and_what_the_providers_own_app_said_are_left_out(
    world: World, version: NoticeVersion
) -> None:
    withdraw(world, version, "chihiro")
    with clock.at(clock.on(DAY, 15)):
        agree(world, version, "chihiro")
        actions.withdraw(world.persons["tomi"], version.items.all(), by=None, route=Route.FEED)
    assert told(DAY + timedelta(days=1)) == 0


def rows_read_by(world: World, key: str, organ: int) -> list[list[str]] | int:
    url = reverse("consent:endings", args=[world.council.slug, organ])
    client = enter(Client(), world.users[key])
    page, file = client.get(url), client.get(url, {"format": "csv"})
    assert page.status_code == file.status_code
    if page.status_code != 200:
        return page.status_code
    rows = list(csv.reader(io.StringIO(b"".join(file.streaming_content).decode("utf-8-sig"))))[1:]
    assert all(row[0] in page.content.decode() for row in rows)
    return rows


def test_the_providers_officers_read_whose_they_are_and_nobody_else_does(
    cast: Cast, world: World, version: NoticeVersion
) -> None:
    mayor, education = world.organs["mayor"].pk, world.organs["education"].pk
    with clock.at(clock.on(DAY + timedelta(days=1))):
        assert rows_read_by(world, "officer_mayor", mayor) == []
        withdraw(world, version, "chihiro")
        ((holder_id, what, *_rest),) = rows_read_by(world, "officer_mayor", mayor)
        assert (holder_id, what) == (own_id(world, "chihiro"), "撤回")
        for key in world.users.keys() - OFFICERS:
            assert rows_read_by(world, key, mayor) in (403, 404), key
        assert rows_read_by(world, "officer_mayor", education) == 404
        other = enter(Client(), cast.nagiura.users["secretary"])
        for council in (world.council.slug, cast.nagiura.council.slug):
            assert other.get(reverse("consent:endings", args=[council, mayor])).status_code == 404
    with clock.at(clock.on(DAY + timedelta(days=100))):
        assert rows_read_by(world, "officer_mayor", mayor) == []
