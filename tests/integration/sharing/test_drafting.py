"""Two write in one draft: nobody's words are lost, and everybody knows who is writing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from core import clock
from core.access.grants import give
from core.access.roles import Role
from core.accounts.models import Organ
from core.errors import Invalid, NotNow, NotPermitted
from governance.assembly.models import Project
from governance.sharing.actions import editing, requests
from governance.sharing.models import EditLock, RequestLine, SharingRequest
from tests.cast import Cast, enter

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture
def row(cast: Cast) -> SharingRequest:
    """The bus company's draft, in which nobody is writing."""
    EditLock.objects.all().delete()
    return SharingRequest.objects.get(council=cast.shiomi.council, title_ja="通学時間帯のバス運行の見直し")


@pytest.fixture
def line(row: SharingRequest) -> RequestLine:
    return row.lines.select_related("request__council").get()


@pytest.fixture
def first(cast: Cast) -> Any:
    return cast.shiomi.users["rep_bus"]


@pytest.fixture
def second(cast: Cast) -> Any:
    """A colleague of the bus company."""
    colleague = cast.shiomi.users["rep_town"]
    give(Role.REPRESENTATIVE, colleague, cast.shiomi.organisations["bus"])
    return colleague


def at(row: SharingRequest, tail: str = "") -> str:
    return f"/c/{row.council.slug}/requests/{row.reference}/{tail}"


def person(user: Any) -> Client:
    return enter(Client(), user)


HEAD = {"title_ja": "通学時間帯のバス", "purpose": "ImproveTransportMobility", "purpose_ja": "混雑を減らす。"}


def test_a_second_tab_does_not_overwrite_what_the_first_saved(row: SharingRequest, first: Any) -> None:
    client, read = person(first), row.revision
    assert f'name="revision" value="{read}"' in client.get(at(row, "edit/")).content.decode()
    done = client.post(at(row, "edit/"), HEAD | {"revision": read, "title_ja": "一つ目のタブの題名"})
    assert done.status_code == 302
    late = client.post(at(row, "edit/"), HEAD | {"revision": read, "title_ja": "二つ目のタブの題名"})
    shown = late.content.decode()
    assert late.status_code == 409
    assert "一つ目のタブの題名" in shown
    assert 'value="二つ目のタブの題名"' in shown
    assert str(first) in shown
    row.refresh_from_db()
    assert row.title_ja == "一つ目のタブの題名"
    assert f'name="revision" value="{row.revision}"' in shown, "the next press saves knowingly"
    again = client.post(at(row, "edit/"), HEAD | {"revision": row.revision, "title_ja": "二つ目のタブの題名"})
    assert again.status_code == 302
    row.refresh_from_db()
    assert row.title_ja == "二つ目のタブの題名"


def test_a_line_has_its_own_revision(line: RequestLine, first: Any) -> None:
    requests.edit_line(line, by=first, revision=line.revision, retention_months=11)
    with pytest.raises(NotNow) as refused:
        requests.edit_line(line, by=first, revision=line.revision, retention_months=22)
    assert refused.value.code == editing.OWN
    assert RequestLine.objects.get(pk=line.pk).retention_months == 11


def test_the_loser_of_a_step_sees_both_values(line: RequestLine, first: Any) -> None:
    client, url = person(first), at(line.request, f"lines/{line.number}/edit/period/")
    typed = {"revision": line.revision, "retention_months": 7, "storage": ["JP"]}
    requests.edit_line(line, by=first, retention_months=11)
    answer = client.post(url, typed)
    assert answer.status_code == 409
    assert "ご自身が別の画面で保存しました" in answer.content.decode(), "the other window was one's own"
    told = {one["field"]: (one["before"], one["after"]) for one in answer.context["differences"]}
    assert told["保存期間（月）"] == ("11", "7")
    assert 'value="7"' in answer.content.decode()


def test_a_colleague_sees_who_is_writing_and_takes_over(row: SharingRequest, first: Any, second: Any) -> None:
    with clock.at(clock.now().astimezone(clock.TOKYO).replace(hour=10, minute=12)):
        requests.edit(row, by=first, title_ja="書いている途中")
        client = person(second)
        shown = client.get(at(row, "edit/")).content.decode()
        assert f"{first}さんが10:12から編集しています" in shown
        row.refresh_from_db()
        kept = client.post(at(row, "edit/"), HEAD | {"revision": row.revision})
        assert kept.status_code == 409
        assert 'value="通学時間帯のバス"' in kept.content.decode()
        taken = client.post(at(row, "edit/"), HEAD | {"revision": row.revision, "take_over": "1"})
        assert taken.status_code == 302
        assert EditLock.objects.get(request=row).holder == second
        with pytest.raises(NotNow) as refused:
            requests.edit(row, by=first, title_ja="私が書いていたのに")
        assert refused.value.code == editing.HELD


def test_nobody_hands_in_what_a_colleague_is_writing(row: SharingRequest, first: Any, second: Any) -> None:
    client, seen = person(first), editing.stamp(row)
    assert f'name="read" value="{seen}"' in client.get(at(row)).content.decode()
    requests.edit_line(row.lines.get(), by=second, retention_months=11)
    held = client.post(at(row, "submit/"), {"read": seen})
    assert held.status_code == 409
    assert str(second) in held.content.decode()
    client.post(at(row, "take-over/"))
    with pytest.raises(NotNow, match="changed_before_handing_in"):
        requests.submit(row, by=first, read=seen)
    assert client.post(at(row, "submit/"), {"read": seen}).status_code == 409
    row.refresh_from_db()
    assert row.state == "drafted"
    assert editing.stamp(row) != seen


def test_what_is_typed_into_a_request_handed_in_meanwhile_stays_on_the_page(
    cast: Cast, row: SharingRequest, line: RequestLine, first: Any
) -> None:
    SharingRequest.objects.filter(pk=row.pk).update(state="submitted")
    client, url = person(first), at(row, f"lines/{line.number}/edit/ground/")
    typed = {"revision": line.revision, "ground_reason": "書きかけの理由"}
    answer = client.post(url, typed)
    assert answer.status_code == 409
    assert "書きかけの理由" in answer.content.decode()
    quiet = client.post(f"{url}keep/", typed, headers={"X-Requested-With": "autosave"})
    assert (quiet.status_code, quiet["Content-Type"]) == (409, "text/plain; charset=utf-8")
    head = client.post(at(row, "edit/"), HEAD | {"revision": row.revision})
    assert head.status_code == 409
    assert 'value="通学時間帯のバス"' in head.content.decode()
    assert client.get(url).status_code == 409
    assert person(cast.shiomi.users["secretary"]).post(url, typed).status_code == 403
    line.refresh_from_db()
    assert line.ground_reason != "書きかけの理由"


def test_the_head_is_kept_while_somebody_types(row: SharingRequest, first: Any) -> None:
    client, keep = person(first), at(row, "edit/keep/")
    assert f'data-autosave="{keep}"' in client.get(at(row, "edit/")).content.decode()
    typed = HEAD | {"revision": row.revision, "title_ja": "", "purpose_ja": "書きかけの目的"}
    kept = client.post(keep, typed, headers={"X-Requested-With": "autosave"})
    assert (kept.status_code, kept["X-Revision"]) == (200, str(row.revision + 1))
    assert client.post(keep, typed, headers={"X-Requested-With": "autosave"}).status_code == 409
    assert client.post(keep).status_code == 302, "nothing was sent"
    title = row.title_ja
    row.refresh_from_db()
    assert (row.title_ja, row.purpose_ja) == (title, "書きかけの目的")


def test_the_lock_ends_by_itself_or_by_choice(row: SharingRequest, first: Any, second: Any) -> None:
    requests.edit(row, by=first, title_ja="席を外す")
    with clock.at(clock.now() + timedelta(minutes=editing.MINUTES + 1)):
        requests.edit(row, by=second, title_ja="続きを書く")
    assert EditLock.objects.get(request=row).holder == second
    person(first).post(at(row, "take-over/"))
    assert EditLock.objects.get(request=row).holder == first
    person(second).post(at(row, "let-go/"))
    assert EditLock.objects.filter(request=row).exists(), "only the holder lets go"
    person(first).post(at(row, "let-go/"))
    assert not EditLock.objects.filter(request=row).exists()


def test_nobody_else_touches_the_lock(cast: Cast, row: SharingRequest) -> None:
    for name in ("secretary", "rep_university", "auditor"):
        with pytest.raises(NotPermitted):
            editing.take_over(row, by=cast.shiomi.users[name])
    for tail in (
        "take-over/",
        "let-go/",
        "lines/1/edit/what/",
        "lines/1/edit/checks/",
        "lines/1/edit/what/keep/",
    ):
        assert person(cast.nagiura.users["secretary"]).post(at(row, tail)).status_code == 404, tail


def test_a_finished_project_serves_nothing_new(cast: Cast, row: SharingRequest, first: Any) -> None:
    finished = Project.objects.get(council=cast.shiomi.council, reference="P-01")
    Project.objects.filter(pk=finished.pk).update(state="finished", finished_at=clock.now())
    with pytest.raises(Invalid) as refused:
        requests.edit(row, by=first, project=finished)
    assert refused.value.code == "sharing.project_not_running"
    with pytest.raises(Invalid):
        requests.draft(
            cast.shiomi.council, by=first, recipient=cast.shiomi.organs["bus"], project=finished, **HEAD
        )
    with pytest.raises(Invalid):
        requests.edit(row, by=first, project=Project.objects.filter(council=cast.nagiura.council).first())
    shown = person(first).get(f"/c/{cast.shiomi.council.slug}/requests/new/").content.decode()
    assert finished.title_ja not in shown


def test_a_project_that_ends_stays_with_the_request_that_serves_it(row: SharingRequest, first: Any) -> None:
    Project.objects.filter(pk=row.project_id).update(state="finished", finished_at=clock.now())
    answer = person(first).post(
        at(row, "edit/"), HEAD | {"revision": row.revision, "project": row.project_id}
    )
    assert answer.status_code == 302


def test_everything_that_is_missing_is_named_with_the_way_to_mend_it(row: SharingRequest, first: Any) -> None:
    requests.edit_line(row.lines.get(), by=first, form="", safeguards=[])
    answer = person(first).post(at(row, "submit/"))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert answer.context["count"] > 3
    for words in ("提供の形態", "安全管理措置"):
        assert words in shown
    for step in ("form", "safeguards", "period"):
        assert at(row, f"lines/1/edit/{step}/") in shown
    row.refresh_from_db()
    assert row.state == "drafted"


def test_a_request_without_a_line_says_how_to_begin(row: SharingRequest, first: Any) -> None:
    row.lines.all().delete()
    answer = person(first).post(at(row, "submit/"))
    assert answer.status_code == 422
    assert at(row, "lines/add/") in answer.content.decode()


def test_the_choice_of_datasets_names_provider_and_open_data(cast: Cast) -> None:
    row = SharingRequest.objects.get(council=cast.shiomi.council, reference="R-2026-033")
    shown = person(cast.shiomi.users["rep_bus"]).get(at(row, "lines/add/")).content.decode()
    assert "D-02 通学路見守りタグ 通過記録 — 汐見市教育委員会<" in shown
    assert "D-03 歩道の勾配 — 汐見市長（健康づくり課） — オープンデータ<" in shown


def test_the_page_of_a_dataset_leads_to_a_draft_that_asks_for_it(cast: Cast) -> None:
    world, new = cast.shiomi, "/c/shiomi/requests/new/"
    asking = f'href="{new}?dataset=D-02"'
    applicant = person(world.users["rep_bus"])
    assert asking in applicant.get("/c/shiomi/datasets/D-02/").content.decode()
    assert asking not in person(world.users["secretary"]).get("/c/shiomi/datasets/D-02/").content.decode()
    assert "?dataset=" not in applicant.get("/c/shiomi/datasets/D-03/").content.decode(), "open data"
    shown = applicant.get(f"{new}?dataset=D-02").content.decode()
    assert "申請するデータ：通学路見守りタグ 通過記録（D-02）" in shown
    (organ,) = Organ.objects.filter(organisation=world.organs["bus"].organisation)
    assert f'<option value="{organ.pk}" selected' in shown, "the only one in whose name it can be"
    words = {
        "recipient": organ.pk,
        "title_ja": "見守り",
        "purpose": "AcademicResearch",
        "purpose_ja": "調べる。",
    }
    made = applicant.post(f"{new}?dataset=D-02", words)
    row = SharingRequest.objects.get(council=world.council, title_ja="見守り")
    assert made["Location"] == at(row, "lines/1/edit/")
    assert [line.dataset.reference for line in row.lines.all()] == ["D-02"]
    lost = applicant.get(f"{new}?dataset=D-99").content.decode()
    assert "データ資産 D-99 は、ここでは申請できません" in lost
    assert "申請するデータ" not in lost
    assert "ここでは申請できません" not in shown
