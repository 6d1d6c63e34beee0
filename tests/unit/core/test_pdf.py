"""Documents on paper: tagged, titled, the same bytes for the same content, and never reaching out."""

from __future__ import annotations

import gc
import io
from datetime import UTC, datetime

import pikepdf
import pytest
from django.template import engines
from django.template.loaders.locmem import Loader
from pypdf import PdfReader

from core.pdf import Broken, render

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
PAGE = """{% extends "_layout/document.html" %}{% block title %}{{ title }}{% endblock %}
{% block heading %}{{ title }}{% endblock %}
{% block body %}<p>髙﨑德濵①㈱ <a href="https://example.org/">link</a></p>
<table><caption>表</caption><thead><tr><th>項目</th><th>件数</th></tr></thead>
<tbody><tr><th>歩数</th><td>8,214</td></tr></tbody></table>{{ more|safe }}{% endblock %}"""
SVG = "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSIxMCIgaGVpZ2h0PSIxMCIvPg=="


@pytest.fixture(autouse=True)
def _template(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = engines["django"].engine
    loader = Loader(engine, {"test/page.html": PAGE})
    monkeypatch.setattr(engine, "template_loaders", [loader, *engine.template_loaders])
    for one in engine.template_loaders:
        if hasattr(one, "reset"):
            one.reset()


def make(more: str = "", language: str = "ja") -> bytes:
    context = {"title": "利用承認書", "more": more, "council": None}
    return render("test/page.html", context, language=language, title="利用承認書", at=AT)


def elements(tree: pikepdf.Dictionary, name: str) -> list[pikepdf.Dictionary]:
    found, rest = [], [tree]
    while rest:
        node = rest.pop()
        if "/S" in node and str(node.S) == f"/{name}":
            found.append(node)
        inside = node.get("/K", [])
        inside = list(inside) if isinstance(inside, pikepdf.Array) else [inside]
        rest += [child for child in inside if isinstance(child, pikepdf.Dictionary)]
    return found


def test_a_document_is_tagged_titled_and_says_its_language() -> None:
    with pikepdf.open(io.BytesIO(make(f'<img alt="図" src="data:image/svg+xml;base64,{SVG}">'))) as pdf:
        root = pdf.Root
        assert bool(root.MarkInfo.Marked)
        assert str(root.Lang) == "ja"
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert str(pdf.docinfo["/Title"]) == "利用承認書"
        with pdf.open_metadata() as facts:
            assert facts["pdfuaid:part"] == "1"
        heads = elements(root.StructTreeRoot, "TH")
        scopes = sorted(
            str(head.A[0].Scope if isinstance(head.A, pikepdf.Array) else head.A.Scope) for head in heads
        )
        assert scopes == ["/Column", "/Column", "/Row"]
        (figure,) = elements(root.StructTreeRoot, "Figure")
        assert str(figure.Alt) == "図"
        notes = [note for page in pdf.pages for note in page.get("/Annots", [])]
        assert notes
        assert all(int(note.F) & 4 for note in notes)


def test_the_text_can_be_read_with_rare_characters() -> None:
    text = PdfReader(io.BytesIO(make())).pages[0].extract_text()
    for word in ("利用承認書", "髙﨑德濵①㈱", "8,214"):
        assert word in text


def test_the_same_content_gives_the_same_bytes() -> None:
    assert make() == make()


def test_a_document_is_drawn_in_its_own_language() -> None:
    english = PdfReader(io.BytesIO(make(language="en"))).pages[0].extract_text()
    assert "記" not in english
    assert "記" in PdfReader(io.BytesIO(make())).pages[0].extract_text()


@pytest.mark.parametrize(
    "more",
    [
        '<img alt="" src="http://192.0.2.1/x.png">',
        '<img alt="" src="file:///etc/passwd">',
        '<img alt="" src="static:../config/urls.py">',
        '<img alt="" src="static:css/nothing.css">',
        '<link rel="stylesheet" href="https://example.org/x.css">',
    ],
)
def test_a_document_never_reaches_out(more: str) -> None:
    with pytest.raises((Broken, ValueError)):
        make(more)
    assert gc.isenabled()  # which was stopped while it was drawn
