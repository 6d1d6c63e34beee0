"""Revising a dataset that is registered: a draft beside it, adopted as a whole, with everything that follows."""

from __future__ import annotations

from django.db import transaction

from core import canonical, clock
from core.accounts.models import User
from core.errors import NotNow, Refused
from governance.sharing import notices
from governance.sharing.actions.datasets import EDITABLE, complete, locked, record
from governance.sharing.actions.history import drop, save
from governance.sharing.enums import events
from governance.sharing.models import Dataset, DatasetItem, DatasetStage, DatasetVersion, RequestLine
from governance.sharing.permissions import permit
from governance.sharing.queries.datasets import ITEM_FIELDS, declaration, resting_lines
from governance.sharing.rules.declaration import Change, changes
from pia import actions as pia

STAYS = frozenset({"project"})
"""Fields that a declaration does not hold, but a revision may change."""


@transaction.atomic
def begin(dataset: Dataset, *, by: User) -> Dataset:
    """A draft with everything copied, which only its provider and the secretariat see; the dataset stays as it is."""
    row = locked(dataset)
    permit(by, row, "begin_revision").or_raise()
    if Dataset.objects.filter(revises=row).exists():
        raise NotNow("sharing.revision_open_already")
    draft = Dataset(
        council=row.council,
        provider=row.provider,
        reference=f"{row.reference}-v{row.version + 1}",
        revises=row,
        version=row.version + 1,
        created_at=clock.now(),
        **{name: getattr(row, name) for name in EDITABLE},
    )
    save(draft, by)
    _copy_parts(row, draft)
    record(row, events.DATASET_REVISION_BEGUN, by, version=draft.version)
    return draft


def _copy_parts(source: Dataset, target: Dataset) -> None:
    """The items and stages of ``target`` become those of ``source``."""
    items, stages = list(source.items.order_by("pk")), list(source.stages.order_by("pk"))
    target.items.all().delete()
    target.stages.all().delete()
    DatasetItem.objects.bulk_create(
        [DatasetItem(dataset=target, **{name: getattr(item, name) for name in ITEM_FIELDS}) for item in items]
    )
    DatasetStage.objects.bulk_create(
        [DatasetStage(dataset=target, stage=row.stage, content=row.content) for row in stages]
    )


@transaction.atomic
def adopt(revision: Dataset, *, by: User, reason: str) -> Dataset:
    """Put ``revision`` in the place of the declaration it revises; returns the dataset.

    The declaration replaced is kept. Where something new is declared, the assessments that count are outdated, and
    with them the grants that no other assessment covers. Everybody with a line on the dataset is told.

    Raises:
        Refused: something is missing, nothing changes, or a line rests on an item that is left out.
    """
    row, draft = _both(revision)
    permit(by, draft, "adopt").or_raise()
    permit(by, row, "begin_revision").or_raise()
    if not reason.strip():
        raise Refused("sharing.reason_missing")
    complete(draft)
    old, new = declaration(row), declaration(draft)
    found = changes(old, new)
    if not found and all(getattr(row, name) == getattr(draft, name) for name in STAYS):
        raise Refused("sharing.revision_changes_nothing")
    lines = resting_lines(row)
    _keep_items_in_use(found, lines)
    DatasetVersion.objects.create(
        dataset=row,
        number=row.version,
        content=old,
        digest=canonical.digest(old),
        reason=reason.strip(),
        replaced_at=clock.now(),
        replaced_by=by,
    )
    _replace(row, draft, by, reason.strip())
    record(row, events.DATASET_REVISED, by, version=row.version, digest=canonical.digest(new))
    if any(change.material for change in found):
        pia.outdate_changed(row.council, row.reference, note=reason.strip())
    for line in lines:
        notices.dataset_revised(line, row)
    return row


def _both(revision: Dataset) -> tuple[Dataset, Dataset]:
    """The dataset and its revision, locked in this order."""
    if revision.revises is None:
        raise NotNow("sharing.not_a_revision")
    row = locked(revision.revises)
    return row, locked(revision)


def _keep_items_in_use(found: tuple[Change, ...], lines: list[RequestLine]) -> None:
    gone = {change.item for change in found if change.part == "items" and change.new is None}
    using = [line.reference for line in lines if gone & set(line.items)]
    if using:
        used = gone & {code for line in lines for code in line.items}
        raise Refused("sharing.items_in_use", items=", ".join(sorted(used)), lines=", ".join(using))


def _replace(row: Dataset, draft: Dataset, by: User, reason: str) -> None:
    for name in EDITABLE:
        setattr(row, name, getattr(draft, name))
    row.version = draft.version
    _copy_parts(draft, row)
    save(row, by, reason=reason)
    drop(draft, by)


@transaction.atomic
def discard(draft: Dataset, *, by: User) -> None:
    """Throw away a draft: a dataset that was never registered, or a revision that is not to be."""
    row = locked(draft)
    permit(by, row, "discard").or_raise()
    about = row.revises or row
    record(about, events.DATASET_DRAFT_DISCARDED, by, draft=row.reference)
    drop(row, by)
