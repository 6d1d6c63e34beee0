"""A document described once: the same words in the PDF and in the DOCX, both told to readers and to machines."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pikepdf
import pytest
from django.utils import translation
from docx.oxml.ns import qn
from pypdf import PdfReader

from core.paper import Fact, Facts, Heading, Issue, Items, Paper, Table, Text, draw, freeze, html, thaw

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ISSUE = Issue("汐見協発第3号", "令和8年11月23日", (Fact("事務局長", ("髙﨑 徳",)),))
WORDS = (
    "汐見協発第3号",
    "令和8年11月23日",
    "髙﨑 一郎　様",
    "データ利用承認通知書",
    "次のとおり決定した",
    "審査意見",
    "暗号化すること。",
    "区分ごとの人数",
    "8,214",
    "附帯意見",
    "以上",
)


def described() -> Paper:
    return Paper(
        title="データ利用承認通知書",
        to=("公立大学法人汐見大学　髙﨑 一郎　様",),
        sender=("汐見スマートシティ推進協議会", "会長　潮崎 直樹"),
        opening=("次のとおり決定したので通知します。",),
        blocks=(
            Heading("決定"),
            Facts((Fact("審査意見", ("適当",), notes=("附帯意見は拘束しない。",), strong=True),)),
            Facts(
                (Fact("条件", ("暗号化すること。\n期限 令和8年12月5日", "報告すること。"), numbered=True),)
            ),
            Heading("内訳", level=3),
            Table(
                ("区分", "人数"), (("小学生", "8,214"), ("中学生", "102\n（推計）")), caption="区分ごとの人数"
            ),
            Items(("一つ目", "二つ目"), numbered=True),
            Heading("別紙", fresh=True),
            Text(("本文の段落。", "次の段落。"), style="plain"),
        ),
        notes=("法令に基づく判断に代わるものではない。",),
        contact=("担当　事務局",),
        is_letter=True,
        is_signed_off=True,
        author="汐見スマートシティ推進協議会",
    )


def pdf(paper: Paper | None = None, language: str = "ja") -> bytes:
    return draw(paper or described(), "pdf", language=language, issue=ISSUE, at=AT)


def word(paper: Paper | None = None, language: str = "ja") -> docx.document.Document:
    return docx.Document(
        io.BytesIO(draw(paper or described(), "docx", language=language, issue=ISSUE, at=AT))
    )


def words_of(document: docx.document.Document) -> str:
    return "".join(node.text or "" for node in document.element.body.iter(qn("w:t")))


def bookmarks(reader: PdfReader) -> list[str]:
    rest, found = list(reader.outline), []
    while rest:
        mark = rest.pop(0)
        if isinstance(mark, list):
            rest = [*mark, *rest]
        else:
            found.append(mark.title)
    return found


def names(tree: pikepdf.Dictionary) -> Iterator[str]:
    inside = tree.get("/K", [])
    for child in list(inside) if isinstance(inside, pikepdf.Array) else [inside]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield str(child.S)
            yield from names(child)


def test_what_was_frozen_is_what_is_read_back() -> None:
    frozen = freeze(described)
    assert thaw(frozen, "ja") == described()
    assert set(frozen) == {"ja", "en"}


def test_each_language_is_written_in_its_own_words() -> None:
    frozen = freeze(lambda: Paper(title=translation.get_language() or ""))
    assert (thaw(frozen, "ja").title, thaw(frozen, "en").title) == ("ja", "en")


def test_the_pdf_says_it_all_is_tagged_and_has_bookmarks() -> None:
    reader = PdfReader(io.BytesIO(pdf()))
    text = "".join(page.extract_text() for page in reader.pages)
    assert [word for word in WORDS if word not in text] == []
    assert len(reader.pages) == 2
    marks = [mark.title for mark in reader.outline if not isinstance(mark, list)]
    inner = [
        mark.title
        for group in reader.outline
        if isinstance(group, list)
        for mark in group
        if not isinstance(mark, list)
    ]
    assert marks == ["データ利用承認通知書"]
    assert inner == ["決定", "別紙"]
    with pikepdf.open(io.BytesIO(pdf())) as file:
        found = set(names(file.Root.StructTreeRoot))
        assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/L", "/LI", "/P"} <= found
        assert str(file.Root.Lang) == "ja"
        assert str(file.docinfo["/Title"]) == "汐見協発第3号 データ利用承認通知書"
        assert [float(x) for x in file.pages[0].MediaBox[2:]] == pytest.approx([595.28, 841.89], abs=0.1)


def test_the_word_file_says_the_same_with_real_styles() -> None:
    document = word()
    text = words_of(document)
    assert [one for one in WORDS if one not in text] == []
    styles = {
        line.text: line.style.name for line in document.paragraphs if line.style.name.startswith("Head")
    }
    assert styles == {
        "データ利用承認通知書": "Heading 1",
        "決定": "Heading 2",
        "内訳": "Heading 3",
        "別紙": "Heading 2",
    }
    heads = [
        row
        for table in document.tables
        for row in table.rows
        if row._tr.find(f".//{qn('w:tblHeader')}") is not None
    ]
    assert [cell.text for cell in heads[0].cells] == ["区分", "人数"]
    assert len(heads) == 1
    facts = document.core_properties
    assert (facts.title, facts.language) == ("汐見協発第3号 データ利用承認通知書", "ja-JP")
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "BIZ UDPGothic"
    spoken = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert (spoken.get(qn("w:val")), spoken.get(qn("w:eastAsia"))) == ("ja-JP", "ja-JP")
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert "PAGE" in section.footer._element.xml


def test_an_english_text_says_so_in_both_forms() -> None:
    paper = Paper(title="Notice", opening=("Text.",), is_letter=True)
    with pikepdf.open(io.BytesIO(pdf(paper, "en"))) as file:
        assert str(file.Root.Lang) == "en"
    text = words_of(word(paper, "en"))
    assert "Particulars" in text
    assert "記" not in text


def test_a_book_lists_its_parts_and_marks_them() -> None:
    parts = tuple(Heading(f"案件{number}", fresh=True) for number in range(1, 4))
    reader = PdfReader(io.BytesIO(pdf(Paper(title="審査会資料", blocks=parts, is_book=True))))
    first = reader.pages[0].extract_text()
    assert all(f"案件{number}" in first for number in range(1, 4))
    assert len(reader.pages) == 4
    assert bookmarks(reader) == ["審査会資料", "目次", "案件1", "案件2", "案件3"]


def test_a_page_shows_the_paper_below_its_own_heading() -> None:
    shown = html(Paper(title="<b>", opening=("本文",)), language="ja")
    assert "<h2>&lt;b&gt;</h2>" in shown
    assert "<main" not in shown


def test_a_letter_leaves_no_single_row_to_its_last_page() -> None:
    rows = tuple(Fact(f"項目{number}", ("内容",)) for number in range(26))
    paper = Paper(title="通知", blocks=(Facts(rows),), to=("様",), sender=("会長",), opening=("通知する。",))
    letter = replace(paper, notes=("注記",), contact=("担当",), is_letter=True)
    pages = PdfReader(io.BytesIO(draw(letter, "pdf", language="ja", at=AT))).pages
    assert [page.extract_text().count("項目") for page in pages] == [24, 2]
    assert "以上" in pages[1].extract_text()
