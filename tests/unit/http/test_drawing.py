"""Geometry of the figures: brute properties rather than pixels."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.http import drawing
from core.http.icons import ICONS, TONE_ICONS, TONES, tone_of
from core.http.parts import Bar, RiskDot

SCALE = st.integers(min_value=1, max_value=4)


@given(st.lists(st.integers(min_value=0, max_value=10**7), max_size=30))
def test_bars_keep_the_order_of_values(values):
    drawn = drawing.bars([Bar("x", value) for value in values])
    assert all(0 <= share <= 100 for _, share in drawn)
    assert all(a[1] <= b[1] for a in drawn for b in drawn if a[0].value <= b[0].value)
    assert not values or not any(values) or max(share for _, share in drawn) == 100


@given(st.integers(min_value=0, max_value=10**9))
def test_an_axis_ends_at_a_round_number(value):
    top = drawing.round_up(value)
    assert value <= top <= max(1, value * 2.5)
    assert str(top).rstrip("0") in {"1", "2", "5"}


@given(st.lists(st.integers(min_value=0, max_value=10**6), min_size=1, max_size=60))
def test_a_trend_stays_in_its_frame(values):
    drawn = drawing.trend([(str(index), value) for index, value in enumerate(values)])
    points = [tuple(map(int, pair.split(","))) for pair in drawn.line.split()]
    assert len(points) == len(values)
    assert all(70 <= x <= 500 and 30 <= y <= 200 for x, y in points)
    assert drawn.marks[-1][3] == values[-1]


def test_an_empty_trend_is_drawn():
    assert drawing.trend([]).line == ""


@given(st.lists(st.tuples(SCALE, SCALE, SCALE, SCALE), max_size=20))
def test_every_risk_is_on_the_map_once(places):
    dots = [RiskDot(str(n), "r", (a, b), (c, d)) for n, (a, b, c, d) in enumerate(places)]
    rows = drawing.risk_rows(dots)
    after = [dot for row in rows for cell in row["cells"] for dot in cell["after"]]
    assert sorted(dot.number for dot in after) == sorted(dot.number for dot in dots)
    for row in rows:
        for impact, cell in enumerate(row["cells"], start=1):
            assert all(dot.after == (row["likelihood"], impact) for dot in cell["after"])


def test_the_map_grows_darker_with_the_risk():
    levels = [
        [drawing.risk_level(likelihood, impact) for impact in (1, 2, 3, 4)] for likelihood in (1, 2, 3, 4)
    ]
    assert all(row == sorted(row) for row in levels)
    assert levels[0][0] == 1
    assert levels[3][3] == 4


def test_every_tone_has_an_icon():
    assert set(TONES.values()) <= set(TONE_ICONS)
    assert set(TONE_ICONS.values()) <= set(ICONS)
    assert tone_of("In review") == "wait"
    assert tone_of("bad") == "bad"
    assert tone_of("never heard of") == "off"
