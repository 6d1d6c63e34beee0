"""From a template to the bytes of a PDF. Takes seconds: called by workers, not by pages."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from core import clock
from core.pdf.finishing import finish

TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg"}


class Broken(Exception):
    """The template asks for something that is not part of the product."""


class OffTheShelf(FatalURLFetchingError):  # type: ignore[misc]
    """How the layout engine is stopped. No ``Exception``: it must not get out of :func:`render`, where it would end
    a worker."""


class Shelf(URLFetcher):  # type: ignore[misc]
    """Gives ``static:<path>`` and ``data:`` addresses, nothing else: a document never reaches out."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
        """The bytes behind ``url``.

        Raises:
            OffTheShelf: anything that is neither static nor data, or not there.
        """
        if url.startswith("data:"):
            return super().fetch(url, headers)
        scheme, _, path = url.partition(":")
        kind = TYPES.get(Path(path).suffix)
        found = finders.find(path) if scheme == "static" and kind else None
        if not found or not isinstance(found, str):
            raise OffTheShelf(f"a document asks for {url[:80]}")
        return URLFetcherResponse(url, Path(found).read_bytes(), {"Content-Type": kind})


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for garbage: nearly all of a document is needed until it is drawn, and to go through it again and again
    takes a fifteenth of the time. What is thrown away meanwhile is found afterwards."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def render(
    template: str,
    context: Mapping[str, Any],
    *,
    language: str,
    title: str,
    author: str = "",
    at: datetime | None = None,
) -> bytes:
    """The PDF of ``template`` (extends ``_layout/document.html``) in ``language`` (``ja`` or ``en``).

    The same context gives the same bytes when ``at`` (the date of the file) is given.

    Raises:
        Broken: the template asks for something outside static files and data addresses.
    """
    with translation.override(language):
        html = render_to_string(template, {"language": language, **context})
    document = HTML(string=html, base_url="static:", url_fetcher=Shelf(allow_redirects=False))
    raw = BytesIO()
    try:
        with _uncollected():
            document.write_pdf(
                raw,
                font_config=FontConfiguration(),
                pdf_variant="pdf/ua-1",
                pdf_tags=True,
                custom_metadata=True,
                full_fonts=False,
            )
    except OffTheShelf as error:
        raise Broken(str(error)) from error
    return finish(raw.getvalue(), language=language, title=title, author=author, at=at or clock.now())
