"""Taking over a dataset that another catalogue describes."""

from __future__ import annotations

from django.db import transaction
from msgspec.structs import asdict

from core.accounts.models import Council, Organ, User
from governance.sharing.actions.datasets import declare_stage, draft, set_items
from governance.sharing.models import Dataset
from governance.sharing.rules.described import BETWEEN, Description


@transaction.atomic
def take_over(council: Council, description: Description, *, by: User, provider: Organ) -> Dataset:
    """A new draft of ``provider`` with what ``description`` carries; everything else is still to be declared."""
    fields = asdict(description)
    items, countries = fields.pop("items"), fields.pop("countries")
    fields |= {"keywords": BETWEEN.join(description.keywords), "purposes": list(description.purposes)}
    dataset = draft(council, by=by, provider=provider, **fields)
    if items:
        set_items(dataset, [asdict(item) for item in items], by=by)
    if countries:
        declare_stage(dataset, "store", by=by, countries=list(countries))
    return dataset
