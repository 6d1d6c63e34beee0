"""Median and nine tenths by brute force; ages without gap or overlap."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from governance.sharing.rules.turnaround import AGES, Spread, by_age, spread

counts = st.dictionaries(st.integers(0, 60), st.integers(0, 9), max_size=8)


@given(counts)
def test_the_median_and_nine_tenths_are_the_smallest_days_within_which_so_many_were_done(
    found: dict[int, int],
):
    days = sorted(day for day, cases in found.items() for _ in range(cases))
    told = spread(found)
    assert told.cases == len(days)
    for share, tenths in ((told.median, 5), (told.p90, 9)):
        if not days:
            assert share is None
            continue
        assert share in days
        assert sum(day <= share for day in days) * 10 >= tenths * len(days)
        assert sum(day < share for day in days) * 10 < tenths * len(days)


def test_of_ten_cases_the_ninth_decides():
    assert spread({1: 5, 2: 4, 30: 1}) == Spread(10, 1, 2)
    assert spread({7: 1}) == Spread(1, 7, 7)
    assert spread({}) == Spread(0, None, None)


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 9))))
def test_every_case_has_one_age(pairs: list[tuple[int, int]]):
    assert sum(by_age(pairs)) == sum(cases for _day, cases in pairs)
    assert len(by_age(pairs)) == len(AGES)
