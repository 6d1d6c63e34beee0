"""From a description to the bytes of a file, or to a part of a page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from core import clock, pdf
from core.paper import word
from core.paper.values import Issue, Paper

TEMPLATE = "core/paper/paper.html"
MEDIA: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
FORMS = tuple(MEDIA)
BODY = re.compile(r"<body>(.*)</body>", re.DOTALL)
INNER = (("<main", "<div"), ("</main>", "</div>"), ("<header", "<div"), ("</header>", "</div>"))
UNNAMED = Issue()


def draw(
    paper: Paper, form: str, *, language: str, issue: Issue = UNNAMED, at: datetime | None = None
) -> bytes:
    """The file of ``paper`` as ``form`` (``pdf`` or ``docx``). A PDF takes seconds where it is long."""
    at = at or clock.now()
    title = f"{issue.number} {paper.title}".strip()
    if form == "docx":
        return word.write(paper, issue, language=language, title=title, at=at)
    context = {"paper": paper, "issue": issue}
    return pdf.render(TEMPLATE, context, language=language, title=title, author=paper.author, at=at)


def html(paper: Paper, *, language: str, issue: Issue = UNNAMED) -> SafeString:
    """The document as part of a page: its body, headings one level lower, no second main."""
    with translation.override(language):
        drawn = render_to_string(TEMPLATE, {"language": language, "paper": paper, "issue": issue})
    found = BODY.search(drawn)
    inside = found.group(1) if found else drawn
    for old, new in INNER:
        inside = inside.replace(old, new)
    for level in (3, 2, 1):
        inside = inside.replace(f"<h{level}", f"<h{level + 1}").replace(f"</h{level}>", f"</h{level + 1}>")
    return mark_safe(inside)  # noqa: S308 - our own template, escaped when it was rendered
