"""What the layout engine leaves open for PDF/UA: scopes of table heads, title, language, dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String


def _children(element: Any) -> list[Any]:
    inside = element.get("/K")
    if inside is None:
        return []
    found = list(inside) if isinstance(inside, Array) else [inside]
    return [child for child in found if isinstance(child, Dictionary) and "/S" in child]


def _walk(element: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Every structure element with the names of those above it."""
    for child in _children(element):
        yield child, above
        yield from _walk(child, (*above, str(child.S)))


def _has_scope(cell: Any) -> bool:
    given = cell.get("/A")
    owners = list(given) if isinstance(given, Array) else [given] if given is not None else []
    return any("/Scope" in owner for owner in owners)


def _scope_heads(tree: Any) -> None:
    """A head cell says whether it heads its column (in a table head) or its row."""
    for element, above in _walk(tree):
        if str(element.S) == "/TH" and not _has_scope(element):
            scope = Name.Column if "/THead" in above else Name.Row
            element.A = Dictionary(O=Name.Table, Scope=scope)


def _print_links(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        for note in page.get("/Annots", []):
            note.F = int(note.get("/F", 0)) | 4


def finish(raw: bytes, *, language: str, title: str, author: str, at: datetime) -> bytes:
    """The finished file; equal input gives equal bytes."""
    with pikepdf.open(BytesIO(raw)) as pdf:
        if "/StructTreeRoot" in pdf.Root:
            _scope_heads(pdf.Root.StructTreeRoot)
        _print_links(pdf)
        pdf.Root.Lang = String(language)
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        with pdf.open_metadata(set_pikepdf_as_editor=False) as facts:
            facts["dc:title"] = title
            facts["dc:language"] = {language}
            facts["pdfuaid:part"] = "1"
            facts["xmp:CreateDate"] = at.isoformat()
            if author:
                facts["dc:creator"] = [author]
        pdf.docinfo[Name.Title] = String(title)
        stamp = at.strftime("D:%Y%m%d%H%M%S+00'00'")
        pdf.docinfo[Name.CreationDate] = String(stamp)
        pdf.docinfo[Name.ModDate] = String(stamp)
        out = BytesIO()
        pdf.save(out, deterministic_id=True, linearize=False)
        return out.getvalue()
