"""How long the record of a provision is kept, by the dated law tables and the council's own rule.

個人情報保護法施行規則 21条・25条: three years; a contract that stands for the record, one year, and a record made in a
batch, three years, both from the last provision. What the law asks no record of is kept as the council's rule says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from core.clock import add_months
from core.law.values import Clock, LawTable

CLOCKS: Mapping[str, str] = {
    "each": "provision_record",
    "batch": "record_in_batch",
    "contract": "record_in_contract",
}
"""Manner of recording -> the clock of its keeping."""
RECEIPT_CLOCKS: Mapping[str, str] = {
    "each": "receipt_record",
    "batch": "receipt_batch",
    "contract": "receipt_in_contract",
}
"""The same for what the recipient records."""
DEFAULT_YEARS = 3


@dataclass(frozen=True, slots=True)
class Keeping:
    """Until when a record is kept. ``clock`` is the law's row behind it; None where only the council's rule speaks.
    ``moves``: a further provision under the same grant puts it off."""

    until: date
    clock: Clock | None
    moves: bool

    @property
    def is_verified(self) -> bool:
        """Was the row of law seen in its source? In doubt the page says that it was not."""
        return self.clock is None or self.clock.confidence == "verified"


def keeping(
    manner: str,
    provided_on: date,
    last_on: date,
    law: LawTable,
    *,
    exempt: bool,
    council_years: int,
    clocks: Mapping[str, str] = CLOCKS,
) -> Keeping:
    """The longer of the law's time and the council's for a record of ``manner``.

    ``last_on`` is the day of the last provision under the same grant; with ``clocks`` of receipts, both days are those
    on which the receipt was recorded.
    """
    moves = manner != "each"
    start = last_on if moves else provided_on
    by_council = add_months(start, 12 * (council_years or DEFAULT_YEARS))
    clock = None if exempt else law.clocks.get(clocks[manner])
    if clock is None:
        return Keeping(by_council, None, moves)
    return Keeping(max(by_council, ends(clock, start)), clock, moves)


def ends(clock: Clock, start: date) -> date:
    """The last day of a period of the law that begins on ``start``; ``promptly`` ends at once."""
    if clock.unit == "years":
        return add_months(start, 12 * clock.amount)
    if clock.unit == "months":
        return add_months(start, clock.amount)
    return start if clock.unit == "promptly" else start + timedelta(days=clock.amount)


def may_be_erased(until: date, today: date, *, disposed: bool) -> bool:
    """Rows of single persons go once the time is over and the recipient holds nothing any more: until then they say
    whom a withdrawal concerns."""
    return disposed and until < today
