"""By when a leak or loss is reported, by the shipped law table."""

from __future__ import annotations

from datetime import date

import pytest

from core.law.values import LawTable
from governance.sharing.rules.breaches import reports_due
from tests.unit.sharing.gate_case import LAW


@pytest.mark.parametrize(
    ("case", "known", "days"),
    [
        ("private_special_care", date(2026, 11, 2), [date(2026, 11, 6), date(2026, 12, 1)]),
        ("private_malicious", date(2026, 11, 2), [date(2026, 11, 6), date(2027, 1, 4)]),
        ("public_many", date(2026, 11, 2), [date(2026, 11, 6), date(2026, 12, 1)]),
        ("private_many", date(2026, 11, 6), [date(2026, 11, 10), date(2026, 12, 7)]),
        ("no_such_case", date(2026, 11, 2), []),
    ],
)
def test_the_day_of_knowing_is_the_first_and_a_closed_day_moves_the_full_report(
    case: str, known: date, days: list[date]
) -> None:
    assert [one.on for one in reports_due(LAW, case, known)] == days


def test_a_table_without_the_case_or_its_clocks_asks_for_nothing() -> None:
    assert reports_due(LawTable(on=date(2026, 11, 2)), "private_many", date(2026, 11, 2)) == ()
