"""What a dataset calls its items."""

from __future__ import annotations

from consent.rules.dpv import PURPOSES
from core.accounts.models import Council
from core.http.codes import DataNames, Names
from governance.sharing.models import Dataset


def item_names(dataset: Dataset) -> Names:
    """Code of an item -> its name in Japanese and English."""
    return {item.code: (item.label_ja, item.label_en or item.label_ja) for item in dataset.items.all()}


def names_of(council: Council, reference: str) -> DataNames:
    """Names for the room of assessments, which does not know datasets; no items where there is no such dataset."""
    found = Dataset.objects.filter(council=council, reference=reference).first() if reference else None
    return DataNames(item_names(found) if found else {}, PURPOSES)
