"""The queue: filters, order, age, outcomes of each line, files; and no query more for a longer list."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock
from core.access.roles import Role
from governance.desk.queries.works import today
from governance.sharing.actions import keeping
from governance.sharing.models import SharingRequest
from tests.cast import Cast, enter

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture
def client(cast: Cast) -> Client:
    return enter(Client(), cast.shiomi.users["secretary"])


def shown(client: Client, asked: str = "") -> list[str]:
    return [row.reference for row, _age, _lines in client.get(f"/c/shiomi/requests/{asked}").context["rows"]]


def test_filters_narrow_and_combine(client: Client) -> None:
    everything = shown(client)
    assert "R-2026-018" in everything
    open_ones = shown(client, "?state=open")
    assert 0 < len(open_ones) < len(everything)
    assert "R-2026-018" not in open_ones
    assert shown(client, "?q=歩行環境の関係に関する研究&state=concluded") == ["R-2026-018"]
    assert shown(client, "?q=Umikaze") == shown(client, "?q=うみかぜ") == ["R-2026-031"]
    assert shown(client, "?kind=renewal") == []
    assert shown(client, "?state=surprise") == everything


def test_overdue_is_what_is_open_and_past_its_day(client: Client, cast: Cast) -> None:
    rows = SharingRequest.objects.filter(council=cast.shiomi.council)
    rows.update(due_on=clock.today() + timedelta(days=30))
    rows.filter(reference__in=["R-2026-018", "R-2026-035"]).update(due_on=clock.today() - timedelta(days=1))
    assert shown(client, "?due=overdue") == ["R-2026-035"]
    assert shown(client, "?due=week") == ["R-2026-035"]


def test_cases_are_told_apart_by_who_looks_after_them(client: Client, cast: Cast) -> None:
    world = cast.shiomi
    me, colleague = world.users["secretary"], world.users["secretary_2"]
    row = SharingRequest.objects.get(council=world.council, reference="R-2026-035")
    keeping.assign(row, by=me, user=colleague)
    assert "R-2026-035" in shown(client, f"?keeper={colleague.pk}")
    assert "R-2026-035" not in shown(client, f"?keeper={me.pk}") + shown(client, "?keeper=nobody")
    works = today(world.council, me, frozenset({Role.SECRETARY}))
    kept = [work.keeper for work in works if work.case == "R-2026-035"]
    assert kept
    assert set(kept) == {str(colleague)}
    assert str(colleague) in client.get("/c/shiomi/today/").content.decode()
    assert enter(Client(), world.users["chair"]).get("/c/shiomi/requests/?keeper=1").status_code == 200


@pytest.mark.parametrize("sort", ["reference", "title", "applicant", "state", "begun", "due"])
def test_every_column_sorts_both_ways(client: Client, sort: str) -> None:
    up, down = shown(client, f"?sort={sort}"), shown(client, f"?sort=-{sort}")
    assert sorted(up) == sorted(down) == sorted(shown(client))
    assert up != down


def test_each_line_has_its_own_outcome(client: Client) -> None:
    rows = client.get("/c/shiomi/requests/?q=R-2026-031").context["rows"]
    (_row, age, outcomes) = rows[0]
    assert {code for code, _word, _n in outcomes} == {"agreed", "not_approved"}
    assert age >= 0


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_on_the_page_is_the_list_in_the_file(client: Client, kind: str) -> None:
    answer = client.get(f"/c/shiomi/requests/?state=concluded&format={kind}")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == 200
    if kind == "csv":
        assert "R-2026-018" in body.decode()
        assert "R-2026-035" not in body.decode()


def test_a_longer_list_asks_no_more(client: Client, cast: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get("/c/shiomi/requests/")
        return len(seen)

    queries()
    few = queries()
    like = SharingRequest.objects.get(council=cast.shiomi.council, reference="R-2026-018")
    for n in range(30):
        like.pk, like.reference = None, f"R-2025-{n:03d}"
        like._state.adding = True
        like.save()
    assert queries() == few
