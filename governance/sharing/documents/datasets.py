"""Datasets and the council's catalogue as DCAT-AP in JSON-LD."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse

from core.accounts.models import Council, Organ
from governance.sharing.models import Dataset
from governance.sharing.queries.datasets import stage_contents
from governance.sharing.rules import dcat
from governance.sharing.rules.described import Description, Item


def described(dataset: Dataset) -> Description:
    """What other catalogues can carry of ``dataset``."""
    store = stage_contents(dataset).get("store", {})
    return Description(
        title_ja=dataset.title_ja,
        title_en=dataset.title_en,
        description_ja=dataset.description_ja,
        description_en=dataset.description_en,
        keywords=tuple(word for word in dataset.keywords.split("、") if word),
        covers_from=dataset.covers_from,
        covers_until=dataset.covers_until,
        purposes=tuple(dataset.purposes),
        retention_months=dataset.retention_months,
        countries=tuple(store.get("countries", ())),
        is_open=dataset.is_open,
        licence=dataset.licence,
        link=dataset.link,
        items=tuple(
            Item(row.code, row.label_ja, row.label_en, row.data_class, row.category, row.sensitivity)
            for row in dataset.items.all()
        ),
    )


def document(dataset: Dataset) -> dict[str, Any]:
    """One dataset."""
    return dcat.document(described(dataset), _published(dataset))


def catalogue(council: Council, rows: Iterable[Dataset]) -> dict[str, Any]:
    """The datasets ``rows`` of the council's catalogue."""
    title = (council.name_ja, council.name_en)
    datasets = [(described(row), _published(row)) for row in rows]
    return dcat.catalogue(_address("sharing:datasets", council.slug), title, datasets)


def _published(dataset: Dataset) -> dcat.Published:
    ja, en = _party(dataset.provider)
    return dcat.Published(
        address=_address("sharing:dataset", dataset.council.slug, dataset.reference),
        identifier=dataset.reference,
        publisher_ja=ja,
        publisher_en=en,
        issued=dataset.registered_at,
    )


def _party(organ: Organ) -> tuple[str, str]:
    whole = organ.organisation
    ja = organ.name_ja if organ.name_ja == whole.name_ja else f"{whole.name_ja} {organ.name_ja}"
    en = organ.name_en if organ.name_en == whole.name_en else f"{organ.name_en}, {whole.name_en}"
    return ja, en.strip(", ")


def _address(name: str, *args: str) -> str:
    return str(settings.BASE_URL).rstrip("/") + reverse(name, args=args)
