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
from governance.sharing.actions.history import save
from governance.sharing.enums import DatasetState, GrantState, Stage, events
from governance.sharing.models import Dataset, DatasetItem, DatasetStage, Grant
from governance.sharing.permissions import may_draft_dataset, permit
from governance.sharing.workflows import DATASET

EDITABLE = frozenset(
    {
        "title_ja",
        "title_en",
        "description_ja",
        "description_en",
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
    _record(dataset, events.DATASET_DRAFTED, by)
    return dataset


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(fields) - EDITABLE
    if unknown:
        raise Invalid("sharing.unknown_field", field=", ".join(sorted(unknown)))
    return dict(fields)


def _record(dataset: Dataset, event: Event, by: User | None, **facts: Any) -> None:
    append(event, council=dataset.council, subject=f"dataset:{dataset.reference}", facts=facts, by=by)


def _locked(dataset: Dataset) -> Dataset:
    return (
        Dataset.objects.select_for_update(of=("self",))
        .select_related("council", "provider__organisation")
        .get(pk=dataset.pk)
    )


@transaction.atomic
def edit(dataset: Dataset, *, by: User, **fields: Any) -> Dataset:
    """Change the description of a draft."""
    row = _locked(dataset)
    permit(by, row, "edit").or_raise()
    for name, value in _known(fields).items():
        setattr(row, name, value)
    save(row, by)
    _record(row, events.DATASET_EDITED, by, fields=sorted(fields))
    return row


@transaction.atomic
def set_items(dataset: Dataset, items: Sequence[Mapping[str, str]], *, by: User) -> Dataset:
    """Replace the items of a draft; each has code, label_ja, label_en, data_class, category."""
    row = _locked(dataset)
    permit(by, row, "edit").or_raise()
    row.items.all().delete()
    DatasetItem.objects.bulk_create([DatasetItem(dataset=row, **item) for item in items])
    _record(row, events.DATASET_EDITED, by, items=sorted(item["code"] for item in items))
    return row


@transaction.atomic
def declare_stage(dataset: Dataset, stage: str, *, by: User, how: str, ground: str) -> DatasetStage:
    """Declare one stage of the lifecycle of a draft."""
    row = _locked(dataset)
    permit(by, row, "edit").or_raise()
    declared, _ = DatasetStage.objects.update_or_create(
        dataset=row, stage=stage, defaults={"how": how, "ground": ground}
    )
    _record(row, events.DATASET_EDITED, by, stage=stage)
    return declared


@transaction.atomic
def register(dataset: Dataset, *, by: User) -> Dataset:
    """Put a draft into the council's catalogue. All four stages must be declared and items named; open
    data without personal data needs a licence instead.

    Raises:
        Refused: what is missing is named.
    """
    row = _locked(dataset)
    permit(by, row, "register").or_raise()
    if not row.items.exists():
        raise Refused("sharing.dataset_without_items")
    declared = {stage.stage for stage in row.stages.all() if stage.how.strip() and stage.ground.strip()}
    missing = [stage for stage in Stage.values if stage not in declared]
    if missing:
        raise Refused(
            "sharing.stages_undeclared", stages=", ".join(str(Stage(stage).label) for stage in missing)
        )
    row.state = DATASET.after(row.state, "register")
    row.registered_at = clock.now()
    save(row, by)
    _record(row, events.DATASET_REGISTERED, by, items=sorted(row.items.values_list("code", flat=True)))
    return row


@transaction.atomic
def suspend(dataset: Dataset, *, by: User, reason: str) -> Dataset:
    """Stop every flow of the dataset at once; the gate's next answer says so."""
    row = _locked(dataset)
    permit(by, row, "suspend").or_raise()
    row.state = DATASET.after(row.state, "suspend")
    save(row, by, reason=reason)
    _record(row, events.DATASET_SUSPENDED, by)
    return row


@transaction.atomic
def resume(dataset: Dataset, *, by: User) -> Dataset:
    """Let a suspended dataset flow again."""
    row = _locked(dataset)
    permit(by, row, "resume").or_raise()
    row.state = DATASET.after(row.state, "resume")
    save(row, by)
    _record(row, events.DATASET_RESUMED, by)
    return row


@transaction.atomic
def retire(dataset: Dataset, *, by: User) -> Dataset:
    """End a dataset that no grant uses any more."""
    row = _locked(dataset)
    permit(by, row, "retire").or_raise()
    live = Grant.objects.filter(line__dataset=row).exclude(state=GrantState.CLOSED)
    if live.exists():
        raise Refused("sharing.dataset_in_use", grants=", ".join(live.values_list("reference", flat=True)))
    row.state = DatasetState(DATASET.after(row.state, "retire"))
    save(row, by)
    _record(row, events.DATASET_RETIRED, by)
    return row
