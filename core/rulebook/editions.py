"""Which edition of a rule document binds, and until when acceptance of those before it counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class EditionInForce:
    """Which edition of a rule document is in force, since when, and for how long those before it still count."""

    instrument: str
    number: int
    since: date
    transition_days: int = 0
    """For how many days acceptance of an edition counts once another has taken its place."""
    replaced_on: tuple[tuple[int, date], ...] = ()
    """The number of each former edition, and the day on which another took its place."""

    def counts_until(self, number: int) -> date | None:
        """The last day on which acceptance of the former edition ``number`` counts, or None."""
        day = dict(self.replaced_on).get(number)
        if day is None or self.transition_days < 1:
            return None
        return day + timedelta(days=self.transition_days - 1)

    @property
    def previous_until(self) -> date | None:
        """The last day on which what was done under the edition before still counts, or None."""
        former = max(self.replaced_on, key=lambda one: one[1], default=None)
        return self.counts_until(former[0]) if former else None
