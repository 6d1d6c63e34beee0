"""Uploads are looked at, kept sealed and handed out as nothing but files."""

from __future__ import annotations

import io
import os
import resource
import time
import zipfile
from pathlib import Path

import pikepdf
import pytest
from django import forms
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import RequestFactory

from core import clock
from core.errors import ALLOWED, Invalid, NotFound, NotPermitted, Verdict
from core.files import actions, queries, sniffing, tasks
from core.files.models import StoredFile
from core.files.views import download
from core.http.fields import UploadField


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path: Path) -> None:
    settings.STORAGES = {**settings.STORAGES} | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        }
    }


def pdf(**root: object) -> bytes:
    with pikepdf.new() as document:
        document.add_blank_page()
        for key, value in root.items():
            document.Root[f"/{key}"] = value
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def archive(*names: str, content: bytes = b"<x/>") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, content)
    return out.getvalue()


XLSX = archive("[Content_Types].xml", "xl/workbook.xml")
SCRIPT = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("議事録.PDF", pdf(), "application/pdf"),
        ("a.png", b"\x89PNG\r\n\x1a\n....", "image/png"),
        ("a.jpeg", b"\xff\xd8\xff\xe0....", "image/jpeg"),
        ("歩数.csv", "日付,歩数\n".encode("cp932"), "text/csv"),
        ("歩数.csv", "日付,歩数\n".encode("utf-8-sig"), "text/csv"),
        ("a.json", b'{"a": 1}', "application/json"),
        ("a.xlsx", XLSX, sniffing.KINDS[".xlsx"][0]),
        ("a.docx", archive("[Content_Types].xml", "word/document.xml"), sniffing.KINDS[".docx"][0]),
    ],
)
def test_files_of_the_usual_kinds_are_taken(name: str, content: bytes, kind: str) -> None:
    assert sniffing.media_type(name, content) == kind


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"", "file_empty"),
        ("a.pdf", b"%PDF-" + b"x" * sniffing.LARGEST, "file_too_large"),
        ("a.exe", b"MZ", "file_kind_not_taken"),
        ("a.svg", b"<svg onload='x()'/>", "file_kind_not_taken"),
        ("pdf", b"%PDF-1.7", "file_kind_not_taken"),
        ("a.pdf", b"<html>", "file_not_what_it_says"),
        ("a.png", pdf(), "file_not_what_it_says"),
        ("a.csv", b"\xef\xbb\xbf<HTML><script>", "file_not_what_it_says"),
        ("a.csv", b"PK\x03\x04", "file_not_what_it_says"),
        ("a.csv", b"a\x00b", "file_broken"),
        ("a.csv", b"\xff\xfe\xfd\x81", "file_encoding"),
        ("a.pdf", b"%PDF-1.7 nothing", "file_broken"),
        ("a.json", b"[" * 100_000, "file_broken"),
        ("a.xlsx", b"PK\x03\x04 nothing", "file_broken"),
        ("a.xlsx", archive("[Content_Types].xml", "word/document.xml"), "file_not_what_it_says"),
        ("a.xlsx", archive("[Content_Types].xml", "xl/vbaProject.bin"), "file_hostile"),
        ("a.xlsx", archive("[Content_Types].xml", "xl/../../x.xml"), "file_hostile"),
        ("a.xlsx", archive("[Content_Types].xml", "/etc/passwd"), "file_hostile"),
        ("a.xlsx", archive("[Content_Types].xml", "xl/inner.zip"), "file_hostile"),
        ("a.xlsx", archive("xl/sheet.xml", content=b"0" * 5_000_000), "file_hostile"),
        ("a.xlsx", archive(*(f"xl/{n}.xml" for n in range(2_001))), "file_hostile"),
        ("a.pdf", pdf(OpenAction=SCRIPT), "file_hostile"),
        ("a.pdf", pdf(AA=pikepdf.Dictionary(WC=SCRIPT)), "file_hostile"),
        ("a.pdf", pdf(Names=pikepdf.Dictionary(JavaScript=pikepdf.Dictionary())), "file_hostile"),
        ("a.pdf", pdf(Names=pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary())), "file_hostile"),
    ],
)
def test_what_is_hostile_broken_or_false_is_refused(name: str, content: bytes, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        sniffing.media_type(name, content)


def test_a_pdf_may_open_at_a_page() -> None:
    assert sniffing.media_type("a.pdf", pdf(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.GoTo)))


def test_a_page_may_take_fewer_kinds() -> None:
    with pytest.raises(Invalid, match="file_kind_not_taken"):
        sniffing.media_type("a.csv", b"a,b", frozenset({".pdf"}))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\temp\\議事録.pdf", "議事録.pdf"),
        ("a\u202efdp.exe.csv", "afdp.exe.csv"),
        ("a\x00b\n.txt", "ab.txt"),
        (" .. ", ""),
        ("無名", "無名"),
    ],
)
def test_names_lose_their_tricks(given: str, kept: str) -> None:
    assert sniffing.clean_name(given) == kept


def test_long_names_keep_their_ending() -> None:
    kept = sniffing.clean_name("あ" * 10_000 + ".pdf")
    assert len(kept) == 150
    assert kept.endswith("あ.pdf")


def test_bytes_lie_sealed_under_a_name_of_ours(db: None, tmp_path: Path) -> None:
    file = actions.take_in(b"a,b\n1,secret", name="../x.csv", about="test:1", council="shiomi", by=7)
    (stored,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert b"secret" not in stored.read_bytes()
    assert stored.name == f"{file.key.hex}.sealed"
    assert queries.content(file) == b"a,b\n1,secret"
    assert [row.name for row in queries.of("test:1")] == ["x.csv"]


def test_altered_bytes_are_noticed(db: None, tmp_path: Path) -> None:
    file = actions.take_in(b"a,b", name="x.csv", about="test:1")
    other = actions.take_in(b"c,d", name="x.csv", about="test:1")
    (tmp_path / file.path).write_bytes((tmp_path / other.path).read_bytes())
    with pytest.raises(queries.Damaged):
        queries.content(file)
    StoredFile.objects.filter(pk=other.pk).update(digest="0" * 64)
    other.refresh_from_db()
    with pytest.raises(queries.Damaged):
        queries.content(other)
    (tmp_path / file.path).unlink()
    with pytest.raises(queries.Damaged, match="file_damaged") as told:
        queries.content(file)
    assert told.value.params == {"number": str(file.key)}


def test_erasing_takes_bytes_and_name_and_leaves_the_digest(
    db: None, django_capture_on_commit_callbacks
) -> None:
    file = actions.take_in(b"a,b", name="森川トミ.csv", about="test:1")
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        actions.erase(file)
        assert default_storage.exists(file.path), "until it is certain"
    file.refresh_from_db()
    assert (file.name, default_storage.exists(file.path)) == ("", False)
    assert len(file.digest) == 64
    with pytest.raises(NotFound):
        queries.content(file)
    assert not queries.of("test:1").exists()


def test_a_download_is_nothing_but_a_file(db: None) -> None:
    file = actions.take_in(pdf(), name="議事録.pdf", about="test:1")
    request = RequestFactory().get("/")
    answer = download(request, file, permit=ALLOWED)
    assert b"".join(answer.streaming_content) == queries.content(file)
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert download(request, file, permit=ALLOWED, inline=True)["Content-Disposition"].startswith("inline")
    with pytest.raises(NotPermitted):
        download(request, file, permit=Verdict(False, "no", error=NotPermitted))


def stored(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_full_disk_leaves_no_half_of_a_file(db: None, tmp_path: Path) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            actions.keep(b"x" * 200_000, name="x.csv", kind="text/csv", about="test:1")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert stored(tmp_path) == set()
    assert not queries.of("test:1").exists()


def test_what_is_kept_before_an_error_is_taken_back(db: None, tmp_path: Path) -> None:
    def both() -> None:
        with transaction.atomic(), actions.undone_on_error():
            actions.take_in(b"a,b", name="x.csv", about="test:1")
            actions.take_in(b"", name="y.csv", about="test:1")

    with pytest.raises(Invalid, match="file_empty"):
        both()
    assert stored(tmp_path) == set()
    with actions.undone_on_error():
        file = actions.take_in(b"a,b", name="x.csv", about="test:1")
    assert stored(tmp_path) == {file.path}


def test_bytes_of_which_no_row_speaks_are_swept_after_a_day(db: None, tmp_path: Path) -> None:
    """Those of a transaction that was killed, and those of an erased file; not those that are being written now."""
    assert actions.sweep() == 0
    kept, erased, lost, fresh = (actions.take_in(b"a,b", name=f"{n}.csv", about="test:1") for n in range(4))
    for file in (lost, fresh):
        StoredFile.objects.filter(pk=file.pk).delete()
    StoredFile.objects.filter(pk=erased.pk).update(erased_at=clock.now())
    (tmp_path / "notes.txt").write_text("of somebody else")
    day_and_more = time.time() - 90_000
    for file in (kept, erased, lost):
        os.utime(tmp_path / file.path, (day_and_more, day_and_more))
    tasks.sweep()
    assert stored(tmp_path) == {kept.path, fresh.path, "notes.txt"}


def test_the_command_names_what_is_gone_or_altered(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole, gone = (actions.take_in(b"a,b", name=f"{n}.csv", about=f"test:{n}") for n in range(2))
    call_command("files", "verify")
    assert "whole: 2 files" in capsys.readouterr().out
    (tmp_path / gone.path).unlink()
    with pytest.raises(CommandError, match="1 to restore"):
        call_command("files", "verify")
    told = capsys.readouterr().out
    assert gone.path in told
    assert whole.path not in told
    call_command("files", "sweep")
    assert "removed 0 files" in capsys.readouterr().out


class Form(forms.Form):
    """A form with an upload."""

    scan = UploadField(kinds=frozenset({".pdf"}), required=False)


def test_a_form_field_says_what_is_wrong_with_a_file() -> None:
    content = pdf()
    good = Form({}, {"scan": SimpleUploadedFile("a.pdf", content)})
    assert good.is_valid()
    assert good.cleaned_data["scan"] == ("a.pdf", content)
    bad = Form({}, {"scan": SimpleUploadedFile("a.pdf", b"<html>")})
    assert not bad.is_valid()
    assert "PDF" in bad.errors["scan"][0]
    assert Form({}, {}).is_valid()
