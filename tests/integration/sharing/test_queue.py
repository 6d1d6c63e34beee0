"""The queue: filters, order, age, outcomes of each line, files; and no query more for a longer list."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock
from core.access.roles import Role
from core.http.dates import civil
from governance.assembly import actions as assembly
from governance.assembly import queries as bodies
from governance.desk.queries.works import today
from governance.sharing.actions import keeping, requests
from governance.sharing.actions.agenda import put_all_before
from governance.sharing.models import RequestLine, SharingRequest
from governance.sharing.queries.stages import requests_by_stage
from governance.sharing.queries.statistics import open_by_age
from governance.sharing.views.queue import narrowed
from tests.cast import Cast, enter

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture
def client(cast: Cast) -> Client:
    return enter(Client(), cast.shiomi.users["secretary"])


def shown(client: Client, asked: str = "") -> list[str]:
    return [row.reference for row, _age, _lines in client.get(f"/c/shiomi/requests/{asked}").context["rows"]]


def test_who_sees_no_drafts_of_others_is_told_so(client: Client, cast: Cast) -> None:
    told = "下書きは、提出されるまで申請者だけが見られます。"
    drafts = client.get("/c/shiomi/requests/?state=drafted")
    assert not drafts.context["rows"]
    assert told in drafts.content.decode()
    nothing = client.get("/c/shiomi/requests/?q=没")
    assert not nothing.context["rows"]
    assert told not in nothing.content.decode()
    applicant = enter(Client(), cast.shiomi.users["rep_bus"])
    assert told not in applicant.get("/c/shiomi/requests/?state=drafted").content.decode()


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


WAITS = {"opined": "council", "provisional": "council", "approved": "provider", "accepted": "agreement"}


def test_a_case_is_open_until_its_last_line_came_to_an_agreement_or_an_end(
    client: Client, cast: Cast
) -> None:
    council = cast.shiomi.council
    row = SharingRequest.objects.get(council=council, reference="R-2026-018")

    def counted() -> tuple[dict[str, int], int, int]:
        cases, past = zip(*open_by_age(council), strict=True)
        return requests_by_stage(council), sum(cases), sum(past)

    def days() -> list[int]:
        rows = client.get("/c/shiomi/requests/?q=R-2026-018").context["rows"]
        return [age for _row, age, _lines in rows]

    rows = SharingRequest.objects.all()
    settled = row.lines.get().agreements.earliest("recorded_at").recorded_at
    assert days() == [(civil(settled) - civil(row.submitted_at)).days]
    stages, cases, past = counted()
    for state, stage in WAITS.items():
        row.lines.update(state=state)
        waiting = stages | {stage: stages[stage] + 1, "done": stages["done"] - 1}
        assert counted() == (waiting, cases + 1, past + 1)
        found = [
            one for one in ("open", *set(WAITS.values())) if row in narrowed(rows, {"state": one}, council)
        ]
        assert found == ["open", stage]
    assert days() == [(clock.today() - civil(row.submitted_at)).days]
    row.lines.update(state="declined")
    assert counted() == (stages, cases, past)
    assert row.reference not in shown(client, "?state=open") + shown(client, "?state=agreement")


def test_today_says_that_a_request_is_counted_once_at_the_first_of_its_stages(
    client: Client, cast: Cast
) -> None:
    """R-2026-019 has a line that waits for its agreement and one that waits for the provider before that."""
    lines = RequestLine.objects.filter(request__council=cast.shiomi.council, request__reference="R-2026-019")
    assert {WAITS[line.state] for line in lines} == {"agreement", "provider"}
    counted = requests_by_stage(cast.shiomi.council)
    assert (counted["provider"], counted["agreement"]) == (1, 0)
    today = client.get("/c/shiomi/today/").content.decode()
    assert "申請は1件ずつ数え、明細の段階が異なるときは、そのうち最も前の段階に含めます。" in today


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


def test_several_cases_come_on_one_agenda_or_none_does(client: Client, cast: Cast) -> None:
    w, by = cast.shiomi, {"by": cast.shiomi.users["secretary"]}
    rows = {row.reference: row for row in SharingRequest.objects.filter(council=w.council)}
    reviewed, concluded = rows["R-2026-035"], rows["R-2026-018"]
    requests.pass_formal_check(reviewed, **by)
    when = clock.now() + timedelta(days=9)
    of_board = assembly.plan_meeting(bodies.body(w.council, "ethics_board"), starts_at=when, **by)
    both = [reviewed.reference, concluded.reference]
    url = client.post("/c/shiomi/requests/together/", {"do": "meeting", "case": both}).headers["Location"]
    shown = client.get(url).content.decode()
    assert all(f'value="{name}"' in shown for name in both)
    refused = client.post(url, {"case": both, "meeting": of_board.pk})
    told = refused.content.decode().partition("error-summary")[2].partition("</div>")[0]
    assert (refused.status_code, [name in told for name in both]) == (422, [False, True])
    assert not of_board.motions.filter(subject="request:R-2026-035").exists(), "nothing half done"
    assert client.post(url, {"case": both[:1], "meeting": of_board.pk}).status_code == 302
    assert of_board.motions.filter(subject="request:R-2026-035").exists()
    later = assembly.plan_meeting(of_board.body, starts_at=when + timedelta(days=7), **by)
    again = client.post(url, {"case": both[:1], "meeting": later.pk})
    assert (again.status_code, "R-2026-035 (既に議案" in again.content.decode()) == (422, True)
    assert of_board.motions.get(subject="request:R-2026-035").state == "tabled", "it stays where it is"
    with CaptureQueriesContext(connection) as seen:
        assert put_all_before([concluded, reviewed], meeting=later, **by).keys() == set(both)
    asked = next(one["sql"] for one in seen if "SAVEPOINT" not in one["sql"])
    assert re.search(r" IN \(\d+, \d+\) ORDER BY ", asked), "locked at once, before any meeting is"
    assert ("FOR UPDATE" in asked) == connection.features.has_select_for_update
    for user, status in ((w.users["auditor"], 403), (cast.nagiura.users["secretary"], 404)):
        assert enter(Client(), user).get(url).status_code == status


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
