"""What the provider's decision leaves out of what was asked for: whole items, and in words the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from governance.sharing.models import ProviderDecision, RequestLine
from governance.sharing.queries.facts_decisions import newest


@dataclass(frozen=True, slots=True)
class Provided:
    """The provider's decision to provide as those who prepare, receive and record a delivery need to know it."""

    file_number: str
    decided_on: date
    reasons: str
    restriction: str
    left_out: tuple[str, ...]
    """Codes of the items that were asked for and do not go."""

    @property
    def is_restricted(self) -> bool:
        """Does less go than was asked for?"""
        return bool(self.restriction or self.left_out)


def provided(line: RequestLine) -> Provided | None:
    """The newest decision on ``line``; None where the provider has not decided to provide."""
    row: ProviderDecision | None = newest(line.provider_decisions.all())
    if row is None or not row.is_accepted:
        return None
    left_out = tuple(code for code in line.items if code not in row.items)
    return Provided(row.file_number, row.decided_on, row.reasons, row.restriction, left_out)
