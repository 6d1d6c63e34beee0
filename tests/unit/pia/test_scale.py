"""The 4x4 scale of privacy risk."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia.enums import Impact, LevelName, Likelihood
from pia.rules.scale import DEGREES, Level, level, risk_map

degree = st.sampled_from(DEGREES)

REVIEWED = (
    "LLMM",  # impact 1, likelihood 1 to 4
    "LLMM",
    "MMHH",
    "MMHH",
)


def test_the_map_is_the_reviewed_one() -> None:
    words = {"L": Level.LOW, "M": Level.MEDIUM, "H": Level.HIGH}
    for impact, row in enumerate(REVIEWED, start=1):
        for likelihood, letter in enumerate(row, start=1):
            assert level(impact, likelihood) is words[letter]


@given(degree, degree, degree, degree)
def test_a_worse_risk_is_never_in_a_milder_region(i: int, j: int, k: int, m: int) -> None:
    assert level(min(i, j), min(k, m)) <= level(max(i, j), max(k, m))


@pytest.mark.parametrize(("impact", "likelihood"), [(0, 1), (1, 0), (5, 1), (1, 5), (-1, 2)])
def test_degrees_outside_the_scale_are_refused(impact: int, likelihood: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 4"):
        level(impact, likelihood)


@given(st.lists(st.tuples(st.integers(1, 99), degree, degree), unique_by=lambda point: point[0]))
def test_every_risk_lies_in_exactly_one_field_of_the_map(points: list[tuple[int, int, int]]) -> None:
    rows = risk_map(points)
    cells = [cell for row in rows for cell in row]
    assert len(cells) == 16
    assert sorted(number for cell in cells for number in cell.risks) == sorted(n for n, _i, _k in points)
    assert [row[0].likelihood for row in rows] == [4, 3, 2, 1]
    assert [cell.impact for cell in rows[0]] == [1, 2, 3, 4]
    for cell in cells:
        assert cell.level is level(cell.impact, cell.likelihood)
        assert all((n, cell.impact, cell.likelihood) in points for n in cell.risks)


def test_words_on_screen_match_the_scale() -> None:
    assert tuple(Impact.values) == tuple(Likelihood.values) == DEGREES
    assert [member.name.lower() for member in Level] == LevelName.values
