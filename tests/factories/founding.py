"""The rules of a council as it is founded: the model documents as they ship."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from core.accounts.models import Council, User
from governance.rulebook import actions
from governance.rulebook.models import Edition


def adopt_model_documents(
    council: Council, *, by: User, on: date, placeholders: Mapping[str, str] | None = None
) -> list[Edition]:
    """Draft the model documents and put them in force from ``on``."""
    actions.begin_founding(council, by=by, placeholders=placeholders)
    return actions.put_founding_in_force(council, by=by, on=on, adopted_ja="設立総会で議決した。")
