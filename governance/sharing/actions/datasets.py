"""Drafting, registering, suspending and retiring datasets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from core import clock
from core.accounts.models import Council, Organ, User
from core.errors import Invalid, NotPermitted, Refused
from core.ledger.actions import append
from core.ledger.events import Event
from core.numbering.actions import reference
from governance.sharing import notices
from governance.sharing.actions.history import save
from governance.sharing.enums import DatasetState, GrantState, Stage, events
from governance.sharing.enums.datasets import Stopper
from governance.sharing.models import Dataset, DatasetItem, DatasetStage, Grant
from governance.sharing.permissions import may_draft_dataset, permit, roles_of
from governance.sharing.queries.datasets import declared_stages, resting_lines
from governance.sharing.rules import lifecycle
from governance.sharing.rules.sensitivity import OPEN, least
from governance.sharing.workflows import DATASET

EDITABLE = frozenset(
    {
        "title_ja",
        "title_en",
        "description_ja",
        "description_en",
        "keywords",
        "covers_from",
        "covers_until",
        "purposes",
        "persons",
        "retention_months",
        "triggers",
        "is_open",
        "licence",
        "link",
        "project",
    }
)


@transaction.atomic
def draft(council: Council, *, by: User, provider: Organ, title_ja: str, **fields: Any) -> Dataset:
    """A new dataset of ``provider`` in ``council``, not yet visible to the members."""
    if not may_draft_dataset(by, provider):
        raise NotPermitted("sharing.not_data_officer")
    today = clock.today()
    dataset = Dataset(
        council=council,
        provider=provider,
        reference=reference("D", council.slug, on=today, per="council"),
        title_ja=title_ja,
        created_at=clock.now(),
        **_known(fields),
    )
    save(dataset, by)
    record(dataset, events.DATASET_DRAFTED, by)
    return dataset


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(fields) - EDITABLE
    if unknown:
        raise Invalid("sharing.unknown_field", field=", ".join(sorted(unknown)))
    return dict(fields)


def record(dataset: Dataset, event: Event, by: User | None, **facts: Any) -> None:
    """One ledger entry about ``dataset``."""
    append(event, council=dataset.council, subject=f"dataset:{dataset.reference}", facts=facts, by=by)


def locked(dataset: Dataset) -> Dataset:
    """The row of ``dataset``, locked."""
    return (
        Dataset.objects.select_for_update(of=("self",))
        .select_related("council", "provider__organisation", "revises")
        .get(pk=dataset.pk)
    )


@transaction.atomic
def edit(dataset: Dataset, *, by: User, **fields: Any) -> Dataset:
    """Change the description of a draft."""
    row = locked(dataset)
    permit(by, row, "edit").or_raise()
    for name, value in _known(fields).items():
        setattr(row, name, value)
    save(row, by)
    record(row, events.DATASET_EDITED, by, fields=sorted(fields))
    return row


@transaction.atomic
def set_items(dataset: Dataset, items: Sequence[Mapping[str, Any]], *, by: User) -> Dataset:
    """Replace the items of a draft; each has code, label_ja, label_en, data_class, category and sensitivity.

    Raises:
        Refused: an item is declared less sensitive than its class is at least.
    """
    row = locked(dataset)
    permit(by, row, "edit").or_raise()
    new = [DatasetItem(dataset=row, **item) for item in items]
    for item in new:
        if item.sensitivity < least(item.data_class, item.category):
            raise Refused("sharing.item_too_light", item=item.code)
    row.items.all().delete()
    DatasetItem.objects.bulk_create(new)
    record(row, events.DATASET_EDITED, by, items=sorted(item.code for item in new))
    return row


@transaction.atomic
def declare_stage(dataset: Dataset, stage: str, *, by: User, **content: Any) -> DatasetStage:
    """Declare one stage of the lifecycle of a draft: the fields that
    :mod:`governance.sharing.rules.lifecycle` names, the purposes with 利用 and the months with 保管. What is missing
    may follow later; the stage counts once nothing is.
    """
    row = locked(dataset)
    permit(by, row, "edit").or_raise()
    own = lifecycle.OF_DATASET.get(stage)
    if own in content:
        setattr(row, own, content.pop(own))
        save(row, by)
    unknown = set(content) - set(lifecycle.fields_of(stage))
    if unknown:
        raise Invalid("sharing.unknown_field", field=", ".join(sorted(unknown)))
    declared, _ = DatasetStage.objects.update_or_create(
        dataset=row, stage=stage, defaults={"content": content}
    )
    record(row, events.DATASET_EDITED, by, stage=stage)
    return declared


@transaction.atomic
def register(dataset: Dataset, *, by: User) -> Dataset:
    """Put a draft into the council's catalogue. Items must be named and all four stages declared; open data
    holds nothing about persons and needs a licence and a link instead.

    Raises:
        Refused: what is missing is named.
    """
    row = locked(dataset)
    permit(by, row, "register").or_raise()
    if row.revises is not None:
        raise Refused("sharing.revision_is_adopted")
    complete(row)
    row.state = DATASET.after(row.state, "register")
    row.registered_at = clock.now()
    save(row, by)
    record(row, events.DATASET_REGISTERED, by, items=sorted(row.items.values_list("code", flat=True)))
    return row


def complete(row: Dataset) -> None:
    """Is everything there that the catalogue asks of ``row``?

    Raises:
        Refused: what is missing is named.
    """
    items = list(row.items.all())
    if not items:
        raise Refused("sharing.dataset_without_items")
    if row.is_open:
        closed = sorted(item.code for item in items if item.data_class not in OPEN)
        if closed:
            raise Refused("sharing.open_data_about_persons", items=", ".join(closed))
        if not row.licence.strip() or not row.link:
            raise Refused("sharing.open_data_without_licence")
        return
    declared = declared_stages(row)
    missing = [str(Stage(stage).label) for stage in Stage.values if stage not in declared]
    if missing:
        raise Refused("sharing.stages_undeclared", stages=", ".join(missing))


def _tell(row: Dataset, change: str) -> None:
    for line in resting_lines(row):
        notices.dataset_changed(line, row, change)


@transaction.atomic
def suspend(dataset: Dataset, *, by: User, reason: str) -> Dataset:
    """Stop every flow of the dataset at once; the gate's next answer says so."""
    row = locked(dataset)
    permit(by, row, "suspend").or_raise()
    row.state = DATASET.after(row.state, "suspend")
    row.suspended_by = Stopper.PROVIDER if "provider" in roles_of(by, row) else Stopper.SECRETARIAT
    save(row, by, reason=reason)
    record(row, events.DATASET_SUSPENDED, by, side=row.suspended_by)
    notices.dataset_stopped(row, "suspended")
    _tell(row, "suspended")
    return row


@transaction.atomic
def resume(dataset: Dataset, *, by: User, reason: str) -> Dataset:
    """Let a suspended dataset flow again: only the side that suspended it does.

    Raises:
        Invalid: no reason.
    """
    row = locked(dataset)
    permit(by, row, "resume").or_raise()
    if not reason.strip():
        raise Invalid("sharing.reason_missing")
    row.state = DATASET.after(row.state, "resume")
    row.suspended_by = ""
    save(row, by, reason=reason.strip())
    record(row, events.DATASET_RESUMED, by)
    notices.dataset_stopped(row, "resumed")
    _tell(row, "resumed")
    return row


@transaction.atomic
def retire(dataset: Dataset, *, by: User) -> Dataset:
    """End a dataset that no grant uses any more."""
    row = locked(dataset)
    permit(by, row, "retire").or_raise()
    live = Grant.objects.filter(line__dataset=row).exclude(state=GrantState.CLOSED)
    if live.exists():
        raise Refused("sharing.dataset_in_use", grants=", ".join(live.values_list("reference", flat=True)))
    row.state = DatasetState(DATASET.after(row.state, "retire"))
    save(row, by)
    record(row, events.DATASET_RETIRED, by)
    _tell(row, "retired")
    return row
