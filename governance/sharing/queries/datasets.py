"""What is declared of datasets, and finding them in the council's catalogue."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery

from core.access.queries import Someone
from core.accounts.models import Council, Organ, Organisation
from governance.members.queries.own import own_organisations
from governance.sharing.enums import LINE_OVER, LINE_UNDECIDED, REQUEST_OVER, DatasetState, RequestState
from governance.sharing.models import Dataset, DatasetItem, RequestLine
from governance.sharing.queries.requests import datasets_visible_to
from governance.sharing.rules import lifecycle
from governance.sharing.rules.declaration import Declaration

SORTS: Mapping[str, str] = {
    "reference": "reference",
    "title": "title_ja",
    "provider": "provider__name_ja",
    "persons": "persons",
    "sensitivity": "sensitivity",
    "state": "state",
}
"""What a list may be sorted by in its address -> the field."""


ITEM_FIELDS = ("code", "label_ja", "label_en", "data_class", "category", "sensitivity")
HEAD_FIELDS = (
    *("title_ja", "title_en", "description_ja", "description_en", "keywords", "covers_from", "covers_until"),
    *("purposes", "persons", "retention_months", "triggers", "is_open", "licence", "link"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which datasets of the catalogue; what is empty narrows nothing."""

    words: str = ""
    provider: int | None = None
    data_class: str = ""
    state: str = ""
    is_open: bool | None = None
    sensitivity: int | None = None
    project: int | None = None
    sort: str = ""


def stage_contents(dataset: Dataset) -> dict[str, lifecycle.Content]:
    """What is kept of each stage of the lifecycle."""
    return {row.stage: row.content for row in dataset.stages.all()}


def declared_stages(dataset: Dataset) -> frozenset[str]:
    """The stages of the lifecycle that are fully declared."""
    return lifecycle.declared(
        stage_contents(dataset), purposes=dataset.purposes, months=dataset.retention_months
    )


def declaration(dataset: Dataset) -> Declaration:
    """Everything that is declared of ``dataset``, as plain JSON."""
    head = {name: getattr(dataset, name) for name in HEAD_FIELDS}
    days = {name: head[name].isoformat() for name in ("covers_from", "covers_until") if head[name]}
    return {
        "head": {**head, **days},
        "items": {
            item.code: {name: getattr(item, name) for name in ITEM_FIELDS if name != "code"}
            for item in dataset.items.order_by("pk")
        },
        "stages": stage_contents(dataset),
    }


def own_part_in_dataset(user: Someone, dataset: Dataset) -> QuerySet[Organisation]:
    """The provider, and whoever has asked for the dataset, where ``user`` is one of their own people."""
    asked = RequestLine.objects.filter(dataset=dataset.pk or 0, request__submitted_at__isnull=False)
    parties = Q(pk=dataset.provider.organisation_id) | Q(pk__in=asked.values("request__applicant"))
    return own_organisations(user, dataset.council).filter(parties)


def why_suspended(dataset: Dataset) -> str:
    """The reason for which ``dataset`` is suspended."""
    rows = dataset.history.filter(state=DatasetState.SUSPENDED).exclude(history_change_reason="")
    found = rows.exclude(history_change_reason__isnull=True).order_by("-history_date", "-history_id").first()
    return str(found.history_change_reason) if found else ""


def resting_lines(dataset: Dataset) -> list[RequestLine]:
    """The lines, handed in and not ended, that rest on what is declared of ``dataset``. What the council decided on
    goes on while its request is sent back, or ended by old rules with a grant running."""
    left = Q(request__state__in=[RequestState.DRAFTED, *REQUEST_OVER], state__in=LINE_UNDECIDED)
    rows = RequestLine.objects.filter(dataset=dataset).exclude(left)
    found = rows.exclude(state__in=LINE_OVER).select_related(
        "request__council",
        "request__applicant",
        "request__recipient_organ__organisation",
        "request__project",
        "dataset__provider__organisation",
    )
    return list(found.order_by("pk"))


def catalogue(user: Someone, council: Council, asked: Asked) -> QuerySet[Dataset]:
    """The datasets that ``user`` sees, narrowed; each has ``sensitivity``, that of its heaviest item, and its items
    at hand."""
    rows = weighed(datasets_visible_to(user, council)).prefetch_related("items")
    exact: dict[str, Any] = {
        "provider": asked.provider,
        "state": asked.state or None,
        "is_open": asked.is_open,
        "sensitivity": asked.sensitivity,
        "project": asked.project,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value is not None})
    if asked.data_class:
        rows = rows.filter(Exists(_items().filter(data_class=asked.data_class)))
    for word in asked.words.split():
        rows = rows.filter(_speaks_of(word))
    down, name = asked.sort.startswith("-"), asked.sort.removeprefix("-")
    first = SORTS.get(name, "reference")
    return rows.order_by(f"-{first}" if down else first, "reference")


def weighed(rows: QuerySet[Dataset]) -> QuerySet[Dataset]:
    """``rows`` with the sensitivity of their heaviest item."""
    heaviest = _items().values("dataset").annotate(most=Max("sensitivity")).values("most")
    return rows.annotate(sensitivity=Subquery(heaviest))


def _items() -> QuerySet[DatasetItem]:
    return DatasetItem.objects.filter(dataset=OuterRef("pk")).order_by()


def spellings(word: str) -> set[str]:
    """``word`` as typed, and in plain width (Ｒ－２０２６, ﾃﾞｰﾀ)."""
    return {word, unicodedata.normalize("NFKC", word)}


def _speaks_of(word: str) -> Q:
    """Somewhere in the names and texts of the dataset, its items or its provider; as typed, or in plain width."""
    found = Q()
    for one in spellings(word):
        items = _items().filter(
            Q(label_ja__icontains=one) | Q(label_en__icontains=one) | Q(code__icontains=one)
        )
        found = found | Q(Exists(items))
        for name in (
            *("title_ja", "title_en", "description_ja", "description_en", "keywords", "reference"),
            *("provider__name_ja", "provider__name_en", "provider__organisation__name_ja"),
        ):
            found = found | Q(**{f"{name}__icontains": one})
    return found


def providers(council: Council) -> QuerySet[Organ]:
    """The organs that provide a dataset of ``council``."""
    having = Organ.objects.filter(Exists(Dataset.objects.filter(council=council, provider=OuterRef("pk"))))
    return having.select_related("organisation").order_by("organisation__name_ja", "name_ja")


def open_datasets(council: Council) -> QuerySet[Dataset]:
    """Open data in the catalogue today, which anybody may take."""
    rows = Dataset.objects.filter(council=council, is_open=True, state=DatasetState.REGISTERED)
    return rows.select_related("provider__organisation").order_by("reference")
