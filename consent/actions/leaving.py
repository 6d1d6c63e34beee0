"""Before a person closes the account: ending everything they agreed to."""

from __future__ import annotations

from django.db import transaction

from consent.actions.answers import withdraw
from consent.enums import ConsentState
from consent.models import Receipt
from consent.queries.consents import of_person
from consent.queries.people import persons_of
from core.accounts.models import User


@transaction.atomic
def withdraw_everything(user: User) -> list[Receipt]:
    """Withdraw every consent of ``user`` in every council; those of others for whom they act stay.

    One version after the other, since a receipt is of one version; a withdrawal may end others with it.
    """
    found = []
    for person in persons_of(user):
        rows = of_person(person).filter(state=ConsentState.IN_FORCE)
        while (consent := rows.first()) is not None:
            items = [row.item for row in rows.filter(item__version=consent.item.version_id)]
            found.append(withdraw(person, items, by=user))
    return found
