"""What is printed: the context of outgoing documents, their preview and their file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext_lazy

from core import pdf
from core.accounts.models import Organisation
from core.http.templatetags.sekisho import local
from core.http.texts import Text
from governance.assembly.models import Document, Draft

BODY = re.compile(r"<body>(.*)</body>", re.DOTALL)
OFFICE_NAMES: Mapping[str, Text] = {
    "secretariat_head": pgettext_lazy("office", "head of the secretariat"),
    "chair": pgettext_lazy("office", "chair"),
}
INNER = (("<main", "<div"), ("</main>", "</div>"), ("<header", "<div"), ("</header>", "</div>"))


def context_of(draft: Draft, document: Document | None = None) -> dict[str, Any]:
    """What the template prints: the frozen content, the council, and number and day once it is issued."""
    with translation.override(draft.language):
        names = Organisation.objects.filter(pk__in=draft.addressee_organisations)
        return {
            **draft.context,
            "council": draft.council,
            "language": draft.language,
            "title": local(draft, "title"),
            "addressees": [local(row, "name") for row in names],
            "number": document.number if document else "",
            "issued_on": document.issued_at if document else None,
        }


def preview(draft: Draft, document: Document | None = None) -> SafeString:
    """The document as part of a page: its body, headings one level lower."""
    with translation.override(draft.language):
        html = render_to_string(draft.template, context_of(draft, document))
    found = BODY.search(html)
    inside = found.group(1) if found else html
    for old, new in INNER:
        inside = inside.replace(old, new)
    for level in (3, 2, 1):
        inside = inside.replace(f"<h{level}", f"<h{level + 1}").replace(f"</h{level}>", f"</h{level + 1}>")
    return mark_safe(inside)  # noqa: S308 - our own template, escaped when it was rendered


def as_pdf(document: Document) -> bytes:
    """The file of an issued document; takes seconds, for workers."""
    draft = document.draft
    with translation.override(draft.language):
        title = f"{document.number} {local(draft, 'title')}"
        author = local(draft.council, "name")
    return pdf.render(
        draft.template,
        context_of(draft, document),
        language=draft.language,
        title=title,
        author=author,
        at=document.issued_at,
    )
