"""The papers of a meeting as one book: a copy for each reader, without the cases in which the reader takes no part."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import docx
import pytest
from django.test import Client
from docx.oxml.ns import qn
from pypdf import PdfReader

from core import clock
from core.accounts.models import User
from core.outbox.models import Job
from core.outbox.work import perform
from governance.assembly import actions as assembly
from governance.assembly import queries
from governance.sharing.actions import experts
from governance.sharing.models import SharingRequest
from governance.sharing.queries.books import file_of, request_about
from tests.cast import Cast, enter

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture
def meeting(cast: Cast) -> Any:
    """A meeting of the board to come: an item about the request that it divided on, and one case in review."""
    w = cast.shiomi
    body = queries.body(w.council, "ethics_board")
    planned = assembly.plan_meeting(
        body, by=w.users["secretary"], starts_at=clock.now() + timedelta(days=20), place="第1会議室"
    )
    assembly.table_motion(
        planned,
        by=w.users["secretary"],
        title_ja="通学路の件について",
        title_en="The school routes",
        text_ja="前回の継続。",
        about="line:R-2026-031-1",
    )
    assembly.convene(planned, by=w.users["secretary"])
    return planned


def made(cast: Cast, who: str, meeting: Any, language: str = "ja") -> tuple[str, str, list[str]]:
    """The copy of ``who``: the words of the DOCX and of the PDF, and the bookmarks."""
    user = cast.shiomi.users[who]
    client = enter(Client(), user)
    client.cookies["language"] = language
    page = f"/c/shiomi/meetings/{meeting.pk}/book/"
    assert client.get(page).status_code == 200
    assert client.post(f"{page}make/").status_code == 302
    job = Job.objects.filter(kind="meeting_book").order_by("pk").last()
    assert job is not None
    assert client.post(f"{page}make/").status_code == 302
    assert Job.objects.filter(kind="meeting_book").order_by("pk").last() == job
    assert "progress" in client.get(page).content.decode()
    assert perform(job.pk)
    job.refresh_from_db()
    assert (job.progress, job.total) == (3, 3)
    files = {form: b"".join(client.get(f"{page}{form}").streaming_content) for form in ("pdf", "docx")}
    document = docx.Document(io.BytesIO(files["docx"]))
    words = "".join(node.text or "" for node in document.element.body.iter(qn("w:t")))
    reader = PdfReader(io.BytesIO(files["pdf"]))
    rest, marks = list(reader.outline), []
    while rest:
        mark = rest.pop(0)
        if isinstance(mark, list):
            rest = [*mark, *rest]
        else:
            marks.append(mark.title)
    return words, "".join(page.extract_text() for page in reader.pages), marks


def commented(cast: Cast) -> None:
    """An outside expert has written to the board about the case in review."""
    case = SharingRequest.objects.get(council=cast.shiomi.council, reference="R-2026-032")
    expert = User.objects.create_user("expert@example.org", name="三雲 統子")
    experts.invite(case, by=cast.shiomi.users["secretary"], user=expert, reason="統計に詳しいため。")
    experts.declare(case, by=expert, interest="none")
    experts.comment(case, by=expert, text="秘匿の基準が緩い。")


def test_a_members_copy_holds_every_case_with_its_papers(cast: Cast, meeting: Any) -> None:
    commented(cast)
    words, text, marks = made(cast, "reviewer_security", meeting)
    for one in (
        "R-2026-031",
        "通学路の件について",
        "前回の継続。",
        "提供元におけるデータの流れ",
        "プライバシー影響評価",
        "第2次提出における変更",
        "個別意見",
        "提供前確認",
        "R-2026-032",
        "錨 健一",
        "三雲 統子",
        "秘匿の基準が緩い。",
    ):
        assert one in words, one
    assert "R-2026-031" in text
    assert any(mark.startswith("R-2026-031 ") for mark in marks)
    assert any(mark.startswith("R-2026-032 ") for mark in marks)


def test_the_recused_and_the_undeclared_get_a_copy_without_the_case(cast: Cast, meeting: Any) -> None:
    words, text, marks = made(cast, "reviewer_law", meeting)
    for whole in (words, text, " ".join(marks)):
        assert "R-2026-031" not in whole
        assert "通学路" not in whole
        assert "R-2026-032 " not in whole
    assert "この写しでは省略" in words


def test_an_english_reader_gets_an_english_copy(cast: Cast, meeting: Any) -> None:
    words, _text, marks = made(cast, "reviewer_security", meeting, "en")
    assert "Data flow at the provider" in words
    assert "Agenda" in marks


def test_copies_are_the_readers_own(cast: Cast, meeting: Any) -> None:
    made(cast, "reviewer_security", meeting)
    page = f"/c/shiomi/meetings/{meeting.pk}/book/"
    assert enter(Client(), cast.shiomi.users["reviewer_ethics"]).get(f"{page}pdf").status_code == 404
    for who in ("rep_delivery", "officer_education"):
        assert enter(Client(), cast.shiomi.users[who]).get(page).status_code == 404
        assert enter(Client(), cast.shiomi.users[who]).post(f"{page}make/").status_code == 404
    assert enter(Client(), cast.nagiura.users["secretary"]).get(page).status_code == 404
    assert (
        page
        in enter(Client(), cast.shiomi.users["reviewer_security"])
        .get(f"/c/shiomi/meetings/{meeting.pk}/")
        .content.decode()
    )


def test_a_new_copy_takes_the_place_of_the_old(cast: Cast, meeting: Any) -> None:
    user = cast.shiomi.users["reviewer_security"]
    made(cast, "reviewer_security", meeting)
    first = file_of(meeting.pk, user, "ja", "pdf")
    made(cast, "reviewer_security", meeting)
    second = file_of(meeting.pk, user, "ja", "pdf")
    assert first is not None
    assert second is not None
    assert first.pk != second.pk
    first.refresh_from_db()
    assert first.erased_at is not None


def test_an_item_names_its_request_or_another_matter(cast: Cast) -> None:
    council = cast.shiomi.council
    for subject in ("line:R-2026-031-1", "request:R-2026-031", "request:R-2026-031/2"):
        found = request_about(council, subject)
        assert found is not None
        assert found.reference == "R-2026-031"
    for subject in ("", "decision:2026:汐見協第1号", "line:R-2026-999-1"):
        assert request_about(council, subject) is None
