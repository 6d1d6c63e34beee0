"""The papers of a meeting as one book: a copy for each reader, without the cases in which the reader takes no part."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import docx
import pikepdf
import pytest
from django.test import Client
from docx.oxml.ns import qn
from pypdf import PdfReader

from consent.queries.notices import version_named
from consent.rules.notices import without_ruby
from core import clock
from core.access.roles import Role
from core.accounts.models import User
from core.administration.actions import revoke_role
from core.files.actions import keep
from core.files.models import StoredFile
from core.files.queries import content as stored_content
from core.outbox.models import Job, JobState
from core.outbox.work import perform
from governance.assembly import actions as assembly
from governance.assembly import queries
from governance.sharing.actions import attachments, books, experts
from governance.sharing.documents.annexes import annexes_of
from governance.sharing.documents.book import Item
from governance.sharing.models import Attachment, PanelMember, SharingRequest
from governance.sharing.permissions import may_take_copy, reads_in_copy
from governance.sharing.queries.books import Shown, file_of, request_about
from tests.cast import Cast, enter

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture
def meeting(cast: Cast) -> Any:
    """A meeting of the board to come: an item about the request that it divided on, and one case in review."""
    return convened(cast, "ethics_board")


def convened(cast: Cast, code: str) -> Any:
    """A meeting of a body to come, with an item about the request on which the board divided."""
    w = cast.shiomi
    body = queries.body(w.council, code)
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


def plan(pages: int, **options: Any) -> bytes:
    """A PDF of small empty pages."""
    with pikepdf.new() as pdf:
        for _page in range(pages):
            pdf.add_blank_page(page_size=(300, 400))
        out = io.BytesIO()
        pdf.save(out, **options)
        return out.getvalue()


def attached(cast: Cast, reference: str) -> list[StoredFile]:
    """Files of a case: two pages; locked by a password; broken; and no PDF."""
    case = SharingRequest.objects.get(council=cast.shiomi.council, reference=reference)
    locked = pikepdf.Encryption(owner="locked", user="locked")
    files = {
        "配置 図.pdf": plan(2),
        "暗号.pdf": plan(1, encryption=locked),
        "破損.pdf": plan(1)[:90],
        "一覧.csv": b"a,b",
    }
    kept = []
    for name, content in files.items():
        kind = "application/pdf" if name.endswith("pdf") else "text/csv"
        stored = keep(content, name=name, kind=kind, about=f"request:{reference}", council="shiomi")
        more = {"added_at": clock.now(), "added_by": cast.shiomi.users["rep_delivery"]}
        Attachment.objects.create(request=case, stored=stored, title=f"{name}  です", turn=case.turn, **more)
        kept.append(stored)
    return kept


def test_a_members_copy_holds_every_case_with_its_papers(cast: Cast, meeting: Any) -> None:
    commented(cast)
    files = attached(cast, "R-2026-031")
    words, text, marks = made(cast, "reviewer_security", meeting)
    for file in files:
        assert file.name in words
        assert words.replace(" ", "").count(file.digest) >= 2
    for why in ("PDFではないため、綴じ込んでいません", "パスワード", "この資料の見出し紙の次：2ページ"):
        assert why in words, why
    assert sum(mark.startswith("資料") for mark in marks) == 1, marks
    assert "同意説明書 N-02 v2" in words
    told = version_named(cast.shiomi.council, "N-02v2").texts["purpose"]["ja"]
    assert without_ruby(told.splitlines()[0]) in words
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
    item = next(place for place, mark in enumerate(marks) if mark.endswith("号議案 通学路の件について"))
    assert marks[item + 1].startswith("R-2026-031 "), "the case stands under its item"
    assert re.search(r"前回の継続。\s*R-2026-031 ", text), "on the same page"
    assert any(mark.startswith("R-2026-032 ") for mark in marks)
    file = file_of(meeting.pk, cast.shiomi.users["reviewer_security"], "ja", "pdf")
    with pikepdf.open(io.BytesIO(stored_content(file))) as pdf:
        small = [place for place, page in enumerate(pdf.pages) if page.mediabox[2] == 300]
        sheet = PdfReader(io.BytesIO(stored_content(file))).pages[small[0] - 1].extract_text()
        with pdf.open_metadata() as facts:
            assert "pdfuaid:part" not in facts, "pages of others have no tags"
    assert len(small) == 2
    assert "配置 図.pdf" in sheet


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


def test_a_copy_is_closed_to_who_was_recused_since_and_made_anew_without_the_case(
    cast: Cast, meeting: Any
) -> None:
    user, page = cast.shiomi.users["reviewer_security"], f"/c/shiomi/meetings/{meeting.pk}/book/"
    words, *_others = made(cast, "reviewer_security", meeting)
    assert "R-2026-031" in words
    seats = PanelMember.objects.filter(user=user, review__request__reference="R-2026-031")
    seats.update(is_recused=True, interest="family", declared_at=clock.now())
    client = enter(Client(), user)
    assert [client.get(f"{page}{form}").status_code for form in ("pdf", "docx", "shown")] == [404] * 3
    assert "自分用の資料を作る" in client.get(page).content.decode()
    former = file_of(meeting.pk, user, "ja", "pdf")
    words, *_others = made(cast, "reviewer_security", meeting)
    assert "R-2026-031" not in words
    former.refresh_from_db()
    assert former.erased_at is not None


def test_a_copy_is_taken_while_its_reader_may_read_all_that_it_shows(cast: Cast, meeting: Any) -> None:
    users, council = cast.shiomi.users, cast.shiomi.council
    case = SharingRequest.objects.get(council=council, reference="R-2026-031").pk
    item, none = meeting.motions.get(), frozenset[int]()
    shows = {"motions": frozenset({item.pk}), "cases": frozenset({case})}
    plain, files, opinions = (
        Shown(**shows, files=files, opinions=opinions)
        for files, opinions in ((none, none), ({case}, none), (none, {case}))
    )
    kinds = (plain, files, opinions)

    def taken(who: str) -> list[bool]:
        return [may_take_copy(users[who], meeting, one) for one in kinds]

    assert not may_take_copy(users["secretary"], meeting, None), "nobody knows what it shows"
    assert taken("auditor") == [True, True, False]
    revoke_role(Role.AUDITOR, users["auditor"], council, by=None)
    assert taken("auditor") == [False] * 3
    assert taken("reviewer_security") == [True] * 3
    said = {"interest": "family", "recorded_at": clock.now(), "recorded_by": users["secretary"]}
    item.recusals.create(attendance=meeting.attendances.get(user=users["reviewer_security"]), **said)
    assert taken("reviewer_security") == [False] * 3


def test_what_is_erased_for_good_stands_in_no_copy(
    cast: Cast, meeting: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    secretary, reader = cast.shiomi.users["secretary"], cast.shiomi.users["reviewer_security"]
    kept = attached(cast, "R-2026-031")
    case = SharingRequest.objects.get(council=cast.shiomi.council, reference="R-2026-031")
    plan_, *_others, table = case.attachments.filter(stored__in=kept).order_by("pk")
    job = books.request_book(cast.shiomi.council, meeting.pk, by=reader, language="ja")

    def erased_meanwhile(*papers: Any) -> bytes:
        attachments.purge(plan_, by=secretary, reason="氏名の一覧を含んでいた。")
        return bind(*papers)

    bind = books.bind
    with monkeypatch.context() as patch:
        patch.setattr(books, "bind", erased_meanwhile)
        assert not perform(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.last_error) == (JobState.WAITING, 0, "")
    assert file_of(meeting.pk, reader, "ja", "pdf") is None
    assert perform(job.pk), "made anew, without it"
    copies = [file_of(meeting.pk, reader, "ja", form) for form in ("pdf", "docx")]
    with pikepdf.open(io.BytesIO(stored_content(copies[0]))) as pdf:
        assert not [page for page in pdf.pages if page.mediabox[2] == 300]
    attachments.purge(table, by=secretary, reason="氏名の一覧を含んでいた。")
    for copy in copies:
        copy.refresh_from_db()
        assert copy.erased_at is not None
    page = f"/c/shiomi/meetings/{meeting.pk}/book/"
    assert "自分用の資料を作る" in enter(Client(), reader).get(page).content.decode()


def test_pages_of_files_are_for_those_who_may_open_them_on_the_case(cast: Cast) -> None:
    users, kept = cast.shiomi.users, attached(cast, "R-2026-031")
    case = SharingRequest.objects.get(council=cast.shiomi.council, reference="R-2026-031")
    meeting = convened(cast, "steering")
    item = Item(number=1, title="", kind="", text="", case=case)
    readers = {"steering_chamber": False, "reviewer_law": False, "reviewer_security": True, "auditor": True}
    for who, opens in readers.items():
        told = [one for one in annexes_of([item], users[who]) if one.name in {file.name for file in kept}]
        assert [one.digest for one in told] == [file.digest for file in kept]
        assert [one.leaves is not None for one in told] == [opens, False, False, False]
        assert ("ファイルを開くことができる方" in told[0].why_not) is not opens
        answer = enter(Client(), users[who]).get(f"/c/shiomi/requests/R-2026-031/files/{told[0].file}/")
        assert (answer.status_code == 200) is opens
    assert reads_in_copy(users["steering_chamber"], case, meeting), "the case itself stands in the copy"


def test_an_item_names_its_request_or_another_matter(cast: Cast) -> None:
    council = cast.shiomi.council
    for subject in ("line:R-2026-031-1", "request:R-2026-031", "request:R-2026-031/2"):
        found = request_about(council, subject)
        assert found is not None
        assert found.reference == "R-2026-031"
    for subject in ("", "decision:2026:汐見協第1号", "line:R-2026-999-1"):
        assert request_about(council, subject) is None
