"""What a file really is, whatever its name says; what is hostile is refused."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import threading
import unicodedata
import zipfile
from collections import OrderedDict
from collections.abc import Callable
from io import BytesIO

from core.errors import Invalid
from core.files import pdf_check

LARGEST = 20 * 1024 * 1024
"""Bytes of one upload."""
LARGEST_UNPACKED = 100 * 1024 * 1024
MOST_PARTS = 2_000
LARGEST_RATIO = 200
"""How many times a part of an archive may grow when unpacked."""

PATIENCE = 2 * pdf_check.SECONDS
"""Seconds until a look into a PDF is given up, on however crowded a machine."""
REMEMBERED = 64
"""PDFs of which this process still knows that they are harmless."""

_looking = threading.Lock()
"""One PDF is looked into at a time: the others of a machine's processes go on serving pages."""
_harmless: OrderedDict[bytes, None] = OrderedDict()
"""Digests of what was looked into a moment ago. A form looks at what it is given; the action that keeps the same bytes,
in its transaction and with its locks, then need not wait for another look."""

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def _pdf(content: bytes) -> bool:
    """Looked into by a process of its own, which a bomb may take with it (core.files.pdf_check)."""
    if not content.startswith(b"%PDF-"):
        return False
    digest = hashlib.sha256(content).digest()
    if digest not in _harmless:
        with _looking:
            _look(content)
            _harmless[digest] = None
            while len(_harmless) > REMEMBERED:
                _harmless.popitem(last=False)
    return True


def _look(content: bytes) -> None:
    """Have another process look.

    Raises:
        Invalid: broken or hostile, or it takes more time or memory than that process may have (or was killed).
    """
    program = [sys.executable, "-I", pdf_check.__file__]
    try:
        told = subprocess.run(program, input=content, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired as error:
        raise Invalid("file_too_heavy") from error
    found = told.stdout.decode()
    if found != "harmless":
        raise Invalid(f"file_{found}" if found in ("broken", "hostile") else "file_too_heavy")


def _png(content: bytes) -> bool:
    return content.startswith(b"\x89PNG\r\n\x1a\n")


def _jpeg(content: bytes) -> bool:
    return content.startswith(b"\xff\xd8\xff")


def text_of(content: bytes) -> str:
    """The text of a CSV or plain file: UTF-8 with or without BOM, or Shift_JIS as Windows writes it.

    Raises:
        Invalid: neither, or it holds control characters.
    """
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if CONTROL.search(text):
            raise Invalid("file_broken")
        return text
    raise Invalid("file_encoding")


def _text(content: bytes) -> bool:
    lead = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:256].lower()
    if lead.startswith(
        (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"%pdf", b"pk\x03\x04", b"{\\rtf")
    ):
        return False
    return bool(text_of(content)) or True


def _json(content: bytes) -> bool:
    try:
        json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Invalid("file_broken") from error
    return True


def _archive(part: str) -> Callable[[bytes], bool]:
    """An Office document whose main part lies in the folder ``part``."""

    def check(content: bytes) -> bool:
        if not content.startswith(b"PK\x03\x04"):
            return False
        try:
            with zipfile.ZipFile(BytesIO(content)) as archive:
                names = unpackable(archive)
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise Invalid("file_broken") from error
        if any(name.lower().endswith((".bin", ".exe", ".dll", ".js", ".vbs")) for name in names):
            raise Invalid("file_hostile")
        return "[Content_Types].xml" in names and any(name.startswith(f"{part}/") for name in names)

    return check


def unpackable(archive: zipfile.ZipFile) -> list[str]:
    """The names inside, once it is clear that unpacking is harmless.

    Raises:
        Invalid: a bomb, a name that leads outside, an archive in the archive, or too many parts.
    """
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Invalid("file_hostile")
    for part in parts:
        outside = part.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", part.filename)
        bomb = part.file_size > LARGEST_RATIO * max(part.compress_size, 1) and part.file_size > 1_000_000
        nested = part.filename.lower().endswith((".zip", ".gz", ".7z", ".rar"))
        if outside or bomb or nested or ":" in part.filename or part.flag_bits & 1:
            raise Invalid("file_hostile")
    return [part.filename for part in parts]


KINDS: dict[str, tuple[str, Callable[[bytes], bool]]] = {
    ".pdf": ("application/pdf", _pdf),
    ".png": ("image/png", _png),
    ".jpg": ("image/jpeg", _jpeg),
    ".jpeg": ("image/jpeg", _jpeg),
    ".csv": ("text/csv", _text),
    ".txt": ("text/plain", _text),
    ".json": ("application/json", _json),
    ".jsonld": ("application/ld+json", _json),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _archive("xl")),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _archive("word")),
}
"""Ending -> media type, and whether the content is that."""


def clean_name(name: str) -> str:
    """A file name without folders, control characters and tricks of direction; at most 150 characters."""
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    name = BIDI.sub("", re.sub(r"[\x00-\x1f\x7f]", "", name)).strip(" .")
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: 149 - len(ending)]}{dot}{ending}" if stem else name[:150]


def media_type(name: str, content: bytes, kinds: frozenset[str] | None = None) -> str:
    """The media type of an upload called ``name``, after looking at its bytes.

    Raises:
        Invalid: empty, too large, of a kind that is not taken here, not what its name says, broken, hostile or too
            heavy to be looked into.
    """
    if not content:
        raise Invalid("file_empty")
    if len(content) > LARGEST:
        raise Invalid("file_too_large", megabytes=LARGEST // 1024**2)
    _stem, dot, last = clean_name(name).rpartition(".")
    ending = dot + last.lower()
    allowed = kinds if kinds is not None else frozenset(KINDS)
    if ending not in allowed or ending not in KINDS:
        raise Invalid("file_kind_not_taken", kinds=", ".join(sorted(kind[1:].upper() for kind in allowed)))
    kind, is_that = KINDS[ending]
    if not is_that(content):
        raise Invalid("file_not_what_it_says", kind=ending[1:].upper())
    return kind
