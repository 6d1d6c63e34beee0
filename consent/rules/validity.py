"""Until when a consent is in force: the shortest of what the notice says, what the council's rule allows and
the day on which a child may answer for themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from core import clock


@dataclass(frozen=True, slots=True)
class Validity:
    """What limits a consent. ``item_months`` and ``item_until`` come from the notice, ``rule_months`` from the
    provision in force; ``own_answer_from`` is the day from which a person represented as a child answers alone."""

    item_months: int | None = None
    item_until: date | None = None
    rule_months: int | None = None
    own_answer_from: date | None = None

    def until(self, given: datetime) -> datetime | None:
        """The first moment at which a consent given at ``given`` is no longer in force; None: no end is set."""
        day = given.astimezone(clock.TOKYO).date()
        ends = [
            clock.end_of(clock.add_months(day, months))
            for months in (self.item_months, self.rule_months)
            if months
        ]
        if self.item_until:
            ends.append(clock.end_of(self.item_until))
        if self.own_answer_from:
            ends.append(clock.on(self.own_answer_from, hour=0))
        return min(ends, default=None)


def birthday(born: date, years: int) -> date:
    """The day on which somebody born on ``born`` turns ``years``."""
    return clock.add_months(born, 12 * years)


def age(born: date, on: date) -> int:
    """Full years of somebody born on ``born`` on the day ``on``."""
    years = on.year - born.year
    return years if birthday(born, years) <= on else years - 1
