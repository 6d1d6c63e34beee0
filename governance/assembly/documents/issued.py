"""A draft as it will go out, and the files of a document that went out: both from what was frozen and signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy

from core.http.dates import civil, era_date
from core.http.texts import Text
from core.paper import FORMS, LANGUAGES, Fact, Issue, draw, html, thaw
from governance.assembly.models import Document, Draft

OFFICE_NAMES: Mapping[str, Text] = {
    "secretariat_head": pgettext_lazy("office", "head of the secretariat"),
    "chair": pgettext_lazy("office", "chair"),
}


def issue_of(draft: Draft, document: Document | None, language: str) -> Issue:
    """Number and day once it is issued, and who has signed."""
    with translation.override(language):
        return Issue(
            number=document.number if document else "",
            day=era_date(civil(document.issued_at)) if document else "",
            signatures=tuple(_signatures(draft)),
        )


def _signatures(draft: Draft) -> Iterator[Fact]:
    for row in draft.signatures.select_related("signed_by"):
        office = str(OFFICE_NAMES.get(row.office, row.office))
        yield Fact(office, (f"{row.signed_by}　{era_date(civil(row.signed_at))}",))


def preview(draft: Draft, document: Document | None = None, language: str = "") -> SafeString:
    """The document as part of a page, in the language it binds in unless another is asked for."""
    chosen = language if language in LANGUAGES else draft.language
    return html(thaw(draft.context, chosen), language=chosen, issue=issue_of(draft, document, chosen))


def files_of(document: Document) -> Iterator[tuple[str, str, bytes]]:
    """Every file of an issued document: language, form and bytes; takes seconds, for workers."""
    draft = document.draft
    for language in LANGUAGES:
        paper, issue = thaw(draft.context, language), issue_of(draft, document, language)
        for form in FORMS:
            yield language, form, draw(paper, form, language=language, issue=issue, at=document.issued_at)
