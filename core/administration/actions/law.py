"""Writing law: the operator's row comes into force, with evidence, and every process forgets the old table."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from core import canonical
from core.accounts.models import User
from core.administration import events, permissions
from core.law import actions as law
from core.law.models import LawRow
from core.ledger import actions as ledger


@transaction.atomic
def enact_law(kind: str, value: dict[str, Any], *, by: User) -> LawRow:
    """A row of the law tables, in force from its first day (announced only, where it has none).

    The entry of the installation moves the global epoch, so that no process judges by the old table.

    Raises:
        NotPermitted: ``by`` does not operate the installation.
        Invalid: no such kind, a wrong shape, or no source.
    """
    permissions.operate(by).or_raise()
    row = law.write(kind, value, by=by)
    facts = {
        "kind": kind,
        "code": row.code,
        "valid_from": row.valid_from.isoformat() if row.valid_from else None,
        "digest": canonical.digest(row.content),
    }
    ledger.append(events.LAW_ENACTED, council=None, subject=f"law:{kind}:{row.code}", facts=facts, by=by)
    return row
