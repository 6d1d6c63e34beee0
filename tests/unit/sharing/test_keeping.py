"""How long records are kept: the law's clock by manner of recording, never shorter than the council's rule."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec import structs

from core.law.shipped import table
from governance.sharing.rules.keeping import RECEIPT_CLOCKS, ends, keeping, may_be_erased

FIRST, LAST = date(2026, 4, 10), date(2027, 2, 28)
LAW = table(date(2026, 11, 22))


@pytest.mark.parametrize(
    ("manner", "years", "until", "clock", "verified"),
    [
        ("each", 1, date(2029, 4, 10), "provision_record", False),
        ("batch", 1, date(2030, 2, 28), "record_in_batch", False),
        ("contract", 0, date(2030, 2, 28), "record_in_contract", False),
        ("contract", 1, date(2028, 2, 28), "record_in_contract", False),
        ("each", 5, date(2031, 4, 10), "provision_record", False),
        ("batch", 5, date(2032, 2, 28), "record_in_batch", False),
    ],
)
def test_the_longer_of_law_and_rule_holds(manner, years, until, clock, verified) -> None:
    kept = keeping(manner, FIRST, LAST, LAW, exempt=False, council_years=years)
    assert (kept.until, kept.clock.code, kept.is_verified) == (until, clock, verified)
    assert kept.moves is (manner != "each")


@pytest.mark.parametrize(
    ("manner", "until", "clock"),
    [
        ("each", date(2029, 4, 10), "receipt_record"),
        ("batch", date(2030, 2, 28), "receipt_batch"),
        ("contract", date(2028, 2, 28), "receipt_in_contract"),
    ],
)
def test_the_recipient_keeps_its_own_record_by_its_own_clock(manner, until, clock) -> None:
    kept = keeping(manner, FIRST, LAST, LAW, exempt=False, council_years=1, clocks=RECEIPT_CLOCKS)
    assert (kept.until, kept.clock.code) == (until, clock)


def test_where_the_law_asks_no_record_the_rule_alone_speaks() -> None:
    kept = keeping("each", FIRST, LAST, LAW, exempt=True, council_years=5)
    assert (kept.until, kept.clock, kept.is_verified) == (date(2031, 4, 10), None, True)


def test_a_law_without_the_row_leaves_the_rule() -> None:
    kept = keeping("batch", FIRST, LAST, table(date(2020, 1, 1)), exempt=False, council_years=2)
    assert (kept.until, kept.clock) == (date(2029, 2, 28), None)


@pytest.mark.parametrize(
    ("unit", "amount", "end"),
    [
        ("years", 1, date(2027, 4, 10)),
        ("months", 2, date(2026, 6, 10)),
        ("days", 5, date(2026, 4, 15)),
        ("promptly", 0, FIRST),
    ],
)
def test_a_period_ends_by_its_unit(unit, amount, end) -> None:
    assert ends(structs.replace(LAW.clocks["provision_record"], unit=unit, amount=amount), FIRST) == end


def test_persons_stay_on_the_list_while_the_grant_is_open_and_on_the_last_day() -> None:
    until = date(2029, 4, 10)
    assert may_be_erased(until, date(2029, 4, 11), disposed=True)
    assert not may_be_erased(until, until, disposed=True)
    assert not may_be_erased(until, date(2040, 1, 1), disposed=False)
