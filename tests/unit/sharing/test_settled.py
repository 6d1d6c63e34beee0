"""The tone of a concluded request follows what came of it."""

from __future__ import annotations

import pytest

from governance.sharing.enums import LineState
from governance.sharing.rules.settled import GRANTED, REFUSED, tone


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (["agreed"], "ok"),
        (["approved", "closed", "accepted"], "ok"),
        (["not_approved"], "bad"),
        (["not_approved", "declined"], "bad"),
        (["agreed", "not_approved"], "warn"),
        (["opined"], "info"),
        (["not_approved", "opined"], "info"),
        (["provisional"], "info"),
        ([], "info"),
    ],
)
def test_a_refusal_is_never_green(states: list[str], expected: str) -> None:
    assert tone(states) == expected


def test_every_state_is_known() -> None:
    assert set(LineState.values) >= GRANTED | REFUSED
