"""What things are called on pages of sharing, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.safestring import SafeString

from core.accounts.models import Organ
from core.http import codes
from core.http.dates import english
from core.http.templatetags.sekisho import local
from governance.sharing.models import Dataset, SharingRequest
from governance.sharing.queries.names import item_names


def items(dataset: Dataset, chosen: Iterable[str]) -> SafeString:
    """The items of ``dataset`` by name, their codes small beside them."""
    return codes.named(chosen, item_names(dataset))


def titled(row: Dataset | SharingRequest) -> str:
    """The reference and the title."""
    return f"{row.reference} {local(row, 'title')}"


def party(organ: Organ) -> str:
    """An organ, after its organisation where it is a part of one."""
    whole, part = local(organ.organisation, "name"), local(organ, "name")
    if part == whole:
        return part
    return f"{part}, {whole}" if english() else f"{whole} {part}"
