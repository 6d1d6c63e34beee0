"""A PDF is looked into by a process of its own: one that unpacks itself takes that with it, and nothing else."""

from __future__ import annotations

import io
import resource
import zlib
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from core.errors import Invalid
from core.files import pdf_check, sniffing

SCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
FILE = Dictionary(Type=Name.Filespec, F=String("a.exe"))


def page(**entries: object) -> bytes:
    """A paper of one page with these entries."""
    with pikepdf.new() as document:
        document.add_blank_page()
        for key, value in entries.items():
            document.pages[0].obj[f"/{key}"] = value
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def note(**entries: object) -> Array:
    return Array([Dictionary(Type=Name.Annot, Rect=Array([0, 0, 9, 9]), **entries)])


@pytest.mark.parametrize(
    "content",
    [
        page(AA=Dictionary(O=SCRIPT)),
        page(Annots=note(Subtype=Name.Link, A=SCRIPT)),
        page(Annots=note(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("https://a/"), Next=SCRIPT))),
        page(Annots=note(Subtype=Name.Text, AA=Dictionary(E=SCRIPT))),
        page(Annots=note(Subtype=Name.Link, A=Dictionary(S=Name.Launch, F=FILE))),
        page(Annots=note(Subtype=Name.Link, A=Dictionary(S=Name.SubmitForm, F=FILE))),
        page(Annots=note(Subtype=Name.FileAttachment, FS=FILE)),
        page(Annots=note(Subtype=Name.RichMedia)),
    ],
)
def test_what_runs_or_is_carried_on_a_page_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid, match="file_hostile"):
        sniffing.media_type("a.pdf", content)


def test_the_same_bytes_are_looked_into_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the form; whoever keeps them, in a transaction that others wait for, need not look again."""
    content = page(Annots=note(Subtype=Name.Text, Contents=String("once")))
    assert sniffing.media_type("a.pdf", content) == "application/pdf"
    monkeypatch.setattr(sniffing, "_look", lambda _content: pytest.fail("looked into again"))
    assert sniffing.media_type("b.pdf", content) == "application/pdf"
    with pytest.raises(pytest.fail.Exception):
        sniffing.media_type("a.pdf", content + b"\n")
    for number in range(sniffing.REMEMBERED):
        monkeypatch.setattr(sniffing, "_look", lambda _content: None)
        sniffing.media_type("a.pdf", b"%%PDF-%d" % number)
    assert len(sniffing._harmless) == sniffing.REMEMBERED
    sniffing._harmless.clear()


def test_links_are_no_harm() -> None:
    web = page(Annots=note(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("https://a.example/"))))
    assert sniffing.media_type("a.pdf", web) == "application/pdf"


@pytest.mark.parametrize("program", ["import time; time.sleep(9)", "import os; os.kill(os.getpid(), 9)"])
def test_what_takes_too_long_is_not_called_hostile(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "check.py").write_text(program)
    monkeypatch.setattr(pdf_check, "__file__", str(tmp_path / "check.py"))
    monkeypatch.setattr(sniffing, "PATIENCE", 0.3)
    with pytest.raises(Invalid, match="file_too_heavy"):
        sniffing.media_type("a.pdf", page(Rotate=90))


def bomb(megabytes: int) -> bytes:
    """A catalogue in a stream of blanks: opening the file unpacks all of them."""
    catalogue, pages = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"
    first = b"1 0 2 %d " % (len(catalogue) + 1)
    packer = zlib.compressobj(9)
    packed = packer.compress(first + catalogue + b" " + pages)
    blanks = b" " * 1024**2
    packed += b"".join(packer.compress(blanks) for _ in range(megabytes)) + packer.flush()
    head = b"%PDF-1.7\n"
    holder = b"3 0 obj<</Type/ObjStm/N 2/First %d/Filter/FlateDecode/Length %d>>stream\n" % (
        len(first),
        len(packed),
    )
    body = head + holder + packed + b"\nendstream endobj\n"
    rows = [(0, 0, 65535), (2, 3, 0), (2, 3, 1), (1, len(head), 0), (1, len(body), 0)]
    table = b"".join(bytes([kind]) + where.to_bytes(4) + last.to_bytes(2) for kind, where, last in rows)
    index = b"4 0 obj<</Type/XRef/Size 5/W[1 4 2]/Root 1 0 R/Length %d>>stream\n" % len(table)
    end = b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % len(body)
    return body + index + table + end


def test_a_small_one_of_that_shape_is_a_pdf() -> None:
    assert sniffing.media_type("a.pdf", bomb(1)) == "application/pdf"


def test_a_bomb_goes_off_elsewhere() -> None:
    content = bomb(400)
    assert len(content) < sniffing.LARGEST
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Invalid, match=r"file_broken|file_too_heavy"):
        sniffing.media_type("a.pdf", content)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert (after - before) * 1024 < pdf_check.MEMORY / 4
