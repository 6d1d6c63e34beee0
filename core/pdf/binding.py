"""Other PDFs put into one of ours: each after the page whose heading announces it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import OutlineItem


def leaves(content: bytes) -> bytes | None:
    """The pages of ``content`` as a file that can be bound in; None where it is locked by a password, or broken."""
    try:
        with pikepdf.open(BytesIO(content)) as document, pikepdf.new() as bare:
            if document.is_encrypted or not document.pages:
                return None
            bare.pages.extend(document.pages)
            for page in bare.pages:
                _untag(page.obj)
            out = BytesIO()
            bare.save(out)
            return out.getvalue()
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, TypeError, RuntimeError):
        return None


def _untag(page: Any) -> None:
    """Numbers into the tags of its own file mean something else in ours."""
    for one, name in (
        (page, "/StructParents"),
        *((note, "/StructParent") for note in page.get("/Annots", [])),
    ):
        if name in one:
            del one[name]


def count(content: bytes) -> int:
    """How many pages :func:`leaves` has given."""
    with pikepdf.open(BytesIO(content)) as document:
        return len(document.pages)


def bind(book: bytes, annexes: Mapping[str, bytes]) -> bytes:
    """``book`` with the pages of each annex (:func:`leaves`) after the page of its bookmark, by which it is named; at
    the end where there is none. The whole is no longer said to be accessible (PDF/UA): pages of others have no tags."""
    if not annexes:
        return book
    with ExitStack() as opened:
        pdf = opened.enter_context(pikepdf.open(BytesIO(book)))
        with pdf.open_outline() as outline:
            sheets = dict(_places(outline.root))
        for title, content in annexes.items():
            annex = opened.enter_context(pikepdf.open(BytesIO(content)))
            place = pdf.pages.index(pikepdf.Page(sheets[title])) + 1 if title in sheets else len(pdf.pages)
            for offset, page in enumerate(annex.pages):
                pdf.pages.insert(place + offset, page)
        with pdf.open_metadata(set_pikepdf_as_editor=False) as facts:
            facts.pop("pdfuaid:part", None)
        out = BytesIO()
        pdf.save(out, deterministic_id=True, linearize=False)
        return out.getvalue()


def _places(items: Iterable[OutlineItem]) -> Iterator[tuple[str, Any]]:
    """The page of every bookmark."""
    for item in items:
        goal: Any = item.destination
        if goal is None and item.action is not None:
            goal = item.action.D
        yield item.title, goal[0]
        yield from _places(item.children)
