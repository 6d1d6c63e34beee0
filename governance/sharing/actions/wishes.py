"""A draft that begins with what a machine was denied."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from core.accounts.models import Council, User
from governance.sharing.actions.requests import add_line, draft
from governance.sharing.models import Dataset, SharingRequest


@transaction.atomic
def draft_wish(
    council: Council, *, by: User, dataset: Dataset, items: Iterable[str], **head: Any
) -> SharingRequest:
    """A new draft with one line, which asks for those of ``items`` that ``dataset`` has."""
    request = draft(council, by=by, **head)
    wanted = set(items)
    known = [code for code in dataset.items.order_by("pk").values_list("code", flat=True) if code in wanted]
    add_line(request, dataset, by=by, items=known)
    return request
