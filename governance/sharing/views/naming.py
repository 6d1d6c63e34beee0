"""What things are called on pages of sharing, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.http import codes
from core.http.dates import english, short
from core.http.parts import Fact
from core.http.templatetags.sekisho import local
from governance.sharing.models import Dataset, Pursuit, RequestLine, SharingRequest
from governance.sharing.queries.names import item_names
from governance.sharing.queries.restrictions import provided
from governance.sharing.rules import licences
from governance.sharing.rules.described import Description


def items(dataset: Dataset, chosen: Iterable[str]) -> SafeString:
    """The items of ``dataset`` by name, their codes small beside them."""
    return codes.named(chosen, item_names(dataset))


def left_out(line: RequestLine) -> SafeString | str:
    """The items that were asked for and that the provider does not give; empty where it gives all."""
    made = provided(line)
    return items(line.dataset, made.left_out) if made and made.left_out else ""


def pursued(row: Pursuit) -> str:
    """Why the recipient has to act, and on which items where it is not on all."""
    why = str(row.get_cause_display())
    if not row.items:
        return why
    told = codes.listed(row.items, item_names(row.delivery.grant.line.dataset))
    return _("%(why)s: %(items)s") % {"why": why, "items": told}


def decided_by_provider(line: RequestLine, url: str) -> list[Fact]:
    """The provider's decision with its reasons, which may say what it leaves out; nothing before it decided."""
    made = provided(line)
    if made is None:
        return []
    told = _("%(number)s of %(day)s") % {"number": made.file_number, "day": short(made.decided_on)}
    return [
        Fact(_("Provider's decision"), told, url),
        Fact(_("Reasons of the provider's decision"), made.reasons),
    ]


def titled(row: Dataset | SharingRequest) -> str:
    """The reference and the title."""
    return f"{row.reference} {local(row, 'title')}"


def licence(dataset: Dataset | Description) -> str:
    """What the licence of an open dataset is called; empty where none is stated."""
    return licences.name(dataset.licence, "en" if english() else "ja")


def period(dataset: Dataset | Description) -> str:
    """From when to when the data run; empty where the provider did not say."""
    start, end = dataset.covers_from, dataset.covers_until
    return span(start, end) if start or end else ""


def span(start: date | None, end: date | None) -> str:
    """From one day to another, with one dash whichever of them is not known."""
    return f"{short(start) if start else ''} – {short(end) if end else ''}".strip()


def disposal(line: RequestLine) -> str:
    """How and by when the data are returned or disposed of; a dash where neither is stated."""
    by = short(line.disposal_by) if line.disposal_by else ""
    return f"{line.get_disposal_method_display()} {by}".strip() or "–"
