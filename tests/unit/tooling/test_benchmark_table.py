"""The speed table: ratios and targets."""

from __future__ import annotations

import pytest

from tests.benchmarks.table import Row, print_table


@pytest.mark.parametrize(
    ("measured", "sense", "target", "missed"),
    [
        (3.9, "at most", 4, False),
        (4.1, "at most", 4, True),
        (0.4, "at least", 0.4, False),
        (0.39, "at least", 0.4, True),
    ],
)
def test_a_target_is_missed(measured: float, sense: str, target: float, missed: bool) -> None:
    assert Row("work", 10, "floor", measured, 1.0, "s", target, sense).missed is missed


def test_no_floor_is_never_a_success() -> None:
    assert Row("work", 10, "floor", 1.0, 0.0, "s", 2).missed


def test_columns_stay_aligned_with_japanese(capsys: pytest.CaptureFixture[str]) -> None:
    print_table([Row("判定", 1000, "floor", 2, 1, "s", 4), Row("decision", 10, "floor", 2, 1, "s", 1)])
    head, japanese, english = capsys.readouterr().out.splitlines()
    assert english.endswith("MISSED")
    assert japanese.endswith("ok")
    assert head.index("size") == japanese.index("1,000") + 2 == english.index("10 ")
