"""The review that stands for a line, by properties."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from governance.sharing.rules.standing import standing_turn

TURNS = st.sets(st.integers(1, 9), max_size=6)


@given(TURNS, TURNS)
def test_it_is_a_review_of_the_request_and_its_own_where_one_judged_it(
    turns: set[int], judged: set[int]
) -> None:
    found = standing_turn(turns, judged, waits=False)
    assert (found is None) == (not turns)
    assert found in (turns & judged or turns or {None})


@given(TURNS, TURNS)
def test_no_later_review_of_other_lines_changes_what_was_judged(turns: set[int], judged: set[int]) -> None:
    before = standing_turn(turns, judged & turns, waits=False)
    later = turns | {max(turns, default=0) + 1}
    after = standing_turn(later, judged & turns, waits=False)
    assert after == (before if judged & turns else max(later))


@given(TURNS, TURNS)
def test_while_it_waits_the_newest_stands_and_once_judged_there_that_one(
    turns: set[int], judged: set[int]
) -> None:
    assert standing_turn(turns, judged, waits=True) == max(turns, default=None)
    if turns:
        newest = max(turns)
        assert standing_turn(turns, judged | {newest}, waits=False) == newest
