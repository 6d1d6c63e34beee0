"""A program of its own that looks into a PDF: ``python pdf_check.py < file`` says harmless, hostile or broken.

A PDF may unpack to a thousand times its size while it is opened. That happens here, in a process with little memory and
little time, and not in the process that serves the pages. See :func:`core.files.sniffing.media_type`.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

MEMORY = 768 * 1024**2
"""Bytes of address space: what Python and qpdf need, the file, and what a paper unpacks to."""
SECONDS = 4
"""Of the processor; a paper of 20 MB takes less than one."""

RUNS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/Movie", "/Sound", "/GoToE"}
)
"""Actions that do something else than turn to a page or follow a link."""
CARRIES = frozenset({"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"})
"""Annotations that hold a file or play something."""
KEYS = frozenset({"/JS", "/EmbeddedFiles", "/EF", "/XFA"})


def limit() -> None:
    """Give up memory and time beyond what a paper needs."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def judge(content: bytes) -> str:
    """harmless, hostile or broken."""
    try:
        with pikepdf.open(BytesIO(content)) as document:
            return "hostile" if _acts(document) else "harmless"
    except (pikepdf.PdfError, pikepdf.PasswordError):
        return "broken"


def _acts(document: pikepdf.Pdf) -> bool:
    root: Any = document.Root
    if "/AA" in root or "/JavaScript" in root.get("/Names", {}):
        return True
    opening = root.get("/OpenAction", None)
    if isinstance(opening, pikepdf.Dictionary) and str(opening.get("/S", "")) != "/GoTo":
        return True
    return any(_hostile(one) for obj in document.objects for one in _dictionaries(obj))


def _dictionaries(obj: Any) -> Iterator[Any]:
    """``obj`` and what is written inside it; what it refers to is an object of its own."""
    waiting = [obj]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Array):
            waiting += [part for part in one if _inside(part)]
        elif isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)):
            yield one
            waiting += [part for _key, part in one.items() if _inside(part)]


def _inside(part: Any) -> bool:
    return isinstance(part, (pikepdf.Array, pikepdf.Dictionary)) and not part.is_indirect


def _hostile(one: Any) -> bool:
    return (
        str(one.get("/S", "")) in RUNS
        or str(one.get("/Subtype", "")) in CARRIES
        or any(key in one for key in KEYS)
    )


if __name__ == "__main__":
    limit()
    sys.stdout.write(judge(sys.stdin.buffer.read()))
