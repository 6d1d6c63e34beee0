"""Which fields of a request, of its lines and of a dataset were changed, by whom, from what to what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.http.changes import Change, Section, Source, Told, changes, section
from core.http.templatetags.sekisho import local
from core.http.texts import Text
from core.http.views import CouncilRequest
from governance.assembly.queries import projects
from governance.sharing.documents.terms import LABELS
from governance.sharing.models import Dataset, RequestLine, SharingRequest
from governance.sharing.permissions import reads_drafting
from governance.sharing.queries.datasets import HEAD_FIELDS, declaration
from governance.sharing.queries.requests import sees_draft
from governance.sharing.queries.turns import LINE_FIELDS, REQUEST_FIELDS
from governance.sharing.rules.declaration import changes as declared_changes
from governance.sharing.views import datasets_changes, differences

HEAD = tuple(name for name in LABELS if name in REQUEST_FIELDS)
TYPED_LATER = ("new_reasons", "minor_reason")
LINE = ("dataset", *(name for name in LABELS if name in LINE_FIELDS))
SECRET = ("trade_secret",)
OF_DATASET: dict[str, Text] = {**datasets_changes.HEAD, "project": gettext_lazy("Project")}

_PARTS = gettext_lazy(
    "Items and stages as each version of the dataset has them; what was typed of them in between is not kept."
)


def of_request(request: CouncilRequest, row: SharingRequest) -> Section | None:
    """For the applicant everything that was typed, also into lines that were taken out. Other readers see what was
    handed in (:func:`governance.sharing.views.differences.turns_of`): what was typed and taken back in between is not
    theirs."""
    if not reads_drafting(request.user, row):
        return None
    return section(request, lambda: changes(*_of_case(row)))


def _of_case(row: SharingRequest) -> tuple[Source, Source]:
    lines = RequestLine.history.filter(request_id=row.pk)
    asked = Dataset.objects.filter(pk__in=lines.order_by().values("dataset_id")).prefetch_related("items")
    names = {
        "dataset": _named(asked),
        "items": {item.code: local(item, "label") for one in asked for item in one.items.all()},
        "project": _named(projects(row.council)),
    }

    def said(name: str, value: Any) -> str:
        return differences.in_words(name, value, names)

    return (
        Source(
            SharingRequest.history.filter(id=row.pk),
            (*HEAD, *TYPED_LATER),
            lambda _record: row.reference,
            {name: differences.called(name, of_head=True) for name in HEAD},
            said,
        ),
        Source(
            lines,
            LINE,
            lambda record: f"{row.reference}-{record.number}",
            {name: differences.called(name, of_head=False) for name in LINE},
            said,
            SECRET,
        ),
    )


def _named(rows: Iterable[Any]) -> dict[Any, str]:
    return {one.pk: f"{one.reference} {local(one, 'title')}" for one in rows}


def of_dataset(request: CouncilRequest, dataset: Dataset) -> Section | None:
    """The head, and what each revision changed of the items and stages. What was declared before the dataset was
    registered is told to those who see drafts."""

    def read() -> Told:
        head, parts = _of_head(dataset), _of_parts(dataset)
        if sees_draft(request.user, dataset):
            return changes(head, further=parts, lead=_PARTS)
        since = dataset.registered_at or clock.now()
        return changes(head, since=since, further=parts, lead=_("What was changed since the registration."))

    return section(request, read)


def _of_head(dataset: Dataset) -> Source:
    named = _named(projects(dataset.council))

    def said(name: str, value: Any) -> str:
        return named.get(value, str(value)) if name == "project" else datasets_changes.shown(name, value)

    return Source(
        Dataset.history.filter(id=dataset.pk),
        (*HEAD_FIELDS, "project"),
        lambda _record: dataset.reference,
        OF_DATASET,
        said,
    )


def _of_parts(dataset: Dataset) -> Iterator[Change]:
    """What the revisions changed of the items and stages, the newest first: these are replaced as a whole, and what
    was declared before is kept."""
    after = declaration(dataset)
    about = _("Version %(number)s")
    for row in dataset.versions.select_related("replaced_by").order_by("-number"):
        found = (one for one in declared_changes(row.content, after) if one.part != "head")
        for one in datasets_changes.in_words(found):
            yield Change(
                row.replaced_at,
                str(row.replaced_by),
                about % {"number": row.number + 1},
                one.where,
                one.old,
                one.new,
            )
        after = row.content
