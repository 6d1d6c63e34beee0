"""The same document for a word processor; python-docx is known here alone.

Real heading styles, head rows that repeat, fonts for East Asian text, title and language of the file.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from django.utils import translation
from django.utils.translation import pgettext
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from core.paper.values import Block, Fact, Facts, Heading, Issue, Items, Paper, Table, Text

FONT = "BIZ UDPGothic"
"""On every Windows since 2018, and the font of the PDF; elsewhere the reader's own Gothic takes its place."""
INK = RGBColor(0x1A, 0x1A, 0x1A)
GREY = RGBColor(0x4D, 0x4D, 0x4D)
REGION = {"ja": "ja-JP", "en": "en-GB"}
SIZES = {"Normal": 10.5, "Heading 1": 15, "Heading 2": 12, "Heading 3": 10.5, "Caption": 9.5}
LABEL, BODY = Mm(34), Mm(129)
INDENT = Pt(10.5)


def write(paper: Paper, issue: Issue, *, language: str, title: str, at: datetime) -> bytes:
    """The DOCX of ``paper``."""
    document = Document()
    _set_up(document, language)
    _name(document, paper, title, language, at)
    _footer(document, issue.number)
    with translation.override(language):
        _letterhead(document, paper, issue)
        _matter(document, paper, issue)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _set_up(document: Any, language: str) -> None:
    """A4, the fonts of every style, the language of the text."""
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(20), Mm(18)
    section.left_margin, section.right_margin = Mm(25), Mm(22)
    for name, size in SIZES.items():
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), INK
        style.font.italic = False
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for old in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{old}"), None)
        for part in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{part}"), FONT)
    document.styles["Heading 1"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.styles["Normal"].paragraph_format.space_after = Pt(4)
    run = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    spoken = run.find(qn("w:lang"))
    if spoken is None:
        spoken = OxmlElement("w:lang")
        run.append(spoken)
    spoken.set(qn("w:val"), REGION[language])
    spoken.set(qn("w:eastAsia"), "ja-JP")


def _name(document: Any, paper: Paper, title: str, language: str, at: datetime) -> None:
    facts = document.core_properties
    facts.title, facts.language, facts.author = title, REGION[language], paper.author
    facts.last_modified_by, facts.comments, facts.keywords = paper.author, "", ""
    facts.created = facts.modified = at.astimezone(UTC).replace(tzinfo=None)


def _footer(document: Any, number: str) -> None:
    """Page and pages; the number of the document beside them."""
    line = document.sections[0].footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for part in ("PAGE", " / ", "NUMPAGES"):
        if part.isupper():
            _field(line.add_run(), part)
        else:
            line.add_run(part)
    if number:
        line.add_run(f"　　{number}")
    for run in line.runs:
        run.font.size, run.font.color.rgb = Pt(9), GREY


def _field(run: Any, code: str) -> None:
    for kind in ("begin", None, "end"):
        if kind is None:
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = code
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        _raw(run).append(part)


def _line(document: Any, text: str, *, right: bool = False, indent: bool = False) -> Any:
    line = document.add_paragraph(text)
    line.paragraph_format.space_after = Pt(1 if right else 4)
    if right:
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if indent:
        line.paragraph_format.first_line_indent = INDENT
    return line


def _letterhead(document: Any, paper: Paper, issue: Issue) -> None:
    for text in (issue.number, issue.day):
        if text:
            _line(document, text, right=True)
    for text in paper.to:
        _line(document, text)
    for text in paper.sender:
        _line(document, text, right=True)
    document.add_heading(paper.title, level=1)
    if paper.origin:
        _aside(_line(document, ""), paper.origin)
    for text in paper.opening:
        _line(document, text, indent=True)


def _matter(document: Any, paper: Paper, issue: Issue) -> None:
    if paper.is_letter:
        line = _line(document, pgettext("document", "Particulars"))
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if paper.is_book:
        document.add_heading(pgettext("document", "Contents"), level=2)
        for block in paper.blocks:
            if isinstance(block, Heading) and block.level == 2:
                _line(document, block.text)
    for block in paper.blocks:
        _block(document, block)
    if paper.is_signed_off and issue.signatures:
        _facts(document, Facts(issue.signatures, caption=pgettext("document", "Approved by")))
    if paper.is_letter:
        _line(document, pgettext("document", "End"), right=True)
    for text in paper.notes:
        _aside(_line(document, ""), text)
    for text in paper.contact:
        _aside(_line(document, ""), text)


def _aside(line: Any, text: str) -> None:
    line.add_run(text).font.size = Pt(9)


def _block(document: Any, block: Block) -> None:
    if isinstance(block, Heading):
        heading = document.add_heading(block.text, level=block.level)
        heading.paragraph_format.page_break_before = block.fresh
    elif isinstance(block, Text):
        for text in block.lines:
            line = _line(document, "", indent=not block.style)
            _broken(line, text, small=block.style == "small")
    elif isinstance(block, Items):
        for text in block.lines:
            _broken(document.add_paragraph(style="List Number" if block.numbered else "List Bullet"), text)
    elif isinstance(block, Facts):
        _facts(document, block)
    else:
        _table(document, block)


def _broken(line: Any, text: str, *, small: bool = False, strong: bool = False) -> None:
    """``text`` with its line breaks."""
    for number, part in enumerate(text.splitlines() or [""]):
        run = line.add_run()
        if number:
            run.add_break(WD_BREAK.LINE)
        run.add_text(part)
        run.bold = strong or None
        if small:
            run.font.size, run.font.color.rgb = Pt(9), GREY


def _caption(document: Any, text: str) -> None:
    if text:
        line = document.add_paragraph(text, style="Caption")
        line.paragraph_format.keep_with_next = True


def _grid(document: Any, columns: int) -> Any:
    table = document.add_table(rows=0, cols=columns)
    table.style = "Table Grid"
    table.autofit = False
    return table


def _facts(document: Any, block: Facts) -> None:
    _caption(document, block.caption)
    table = _grid(document, 2)
    for fact in block.rows:
        row = table.add_row()
        _whole(row)
        _fill(row.cells[0], fact.label, LABEL, strong=True)
        row.cells[1].width = BODY
        _told(row.cells[1], fact)
    look = _raw(table).tblPr.find(qn("w:tblLook"))
    if look is not None:
        look.set(qn("w:firstRow"), "0")
        look.set(qn("w:firstColumn"), "1")
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _told(cell: Any, fact: Fact) -> None:
    line = cell.paragraphs[0]
    for number, text in enumerate(fact.lines, start=1):
        if number > 1:
            line = cell.add_paragraph()
        line.paragraph_format.space_after = Pt(1)
        _broken(line, f"{number}. {text}" if fact.numbered else text, strong=fact.strong)
    for text in fact.notes:
        line = cell.add_paragraph()
        line.paragraph_format.space_after = Pt(1)
        _broken(line, text, small=True)


def _fill(cell: Any, text: str, width: Any, *, strong: bool = False) -> None:
    cell.width = width
    line = cell.paragraphs[0]
    line.paragraph_format.space_after = Pt(1)
    _broken(line, text, strong=strong)


def _table(document: Any, block: Table) -> None:
    _caption(document, block.caption)
    table = _grid(document, len(block.heads))
    width = Mm(163 / len(block.heads))
    head = table.add_row()
    _whole(head)
    _mark(head, "w:tblHeader")
    for cell, text in zip(head.cells, block.heads, strict=True):
        _fill(cell, text, width, strong=True)
    for told in block.rows:
        row = table.add_row()
        _whole(row)
        for cell, text in zip(row.cells, told, strict=True):
            _fill(cell, text, width)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _whole(row: Any) -> None:
    """A row is not divided between pages."""
    _mark(row, "w:cantSplit")


def _mark(row: Any, name: str) -> None:
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    _raw(row).get_or_add_trPr().append(mark)


def _raw(part: Any) -> Any:
    """The XML behind a part of the document, for what python-docx has no word for."""
    return part._element  # noqa: SLF001
