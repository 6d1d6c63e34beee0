"""Handing a file out; each room asks its own permission first."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.http import content_disposition_header

from core.errors import Verdict
from core.files.models import StoredFile
from core.files.queries import content

CHUNK = 64 * 1024
SHOWN_INLINE = frozenset({"application/pdf", "image/png", "image/jpeg"})


def download(
    request: HttpRequest, file: StoredFile, *, permit: Verdict, inline: bool = False
) -> StreamingHttpResponse:
    """Stream ``file`` to whom ``permit`` allows; never run as a page of ours.

    Raises:
        DomainError: ``permit`` refuses, or the file was erased.
    """
    permit.or_raise()
    data = content(file)

    def chunks() -> Iterator[bytes]:
        for start in range(0, len(data), CHUNK):
            yield data[start : start + CHUNK]

    answer = StreamingHttpResponse(chunks(), content_type=file.media_type)
    attached = not (inline and file.media_type in SHOWN_INLINE)
    answer["Content-Disposition"] = content_disposition_header(attached, file.name) or "attachment"
    answer["Content-Length"] = str(file.size)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
