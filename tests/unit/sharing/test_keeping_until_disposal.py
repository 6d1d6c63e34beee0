"""What was received may be kept until disposal is due: what ended with the grant is judged as of its end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from core import clock
from governance.sharing.rules import facts as f
from tests.unit.sharing.gate_case import TODAY
from tests.unit.sharing.reasons import situation

ENDED = TODAY - timedelta(days=20)


def reason(code: str, **changes: Any) -> str:
    return situation(**changes).check(code).reason


@pytest.mark.parametrize(
    ("code", "change", "found"),
    [
        ("approval", {"approval__valid_until": ENDED}, "approved"),
        ("approval", {"approval__valid_until": ENDED - timedelta(days=1)}, "expired"),
        ("agreement", {"agreement__valid_until": ENDED}, "in_force"),
        ("agreement", {"agreement__valid_until": ENDED - timedelta(days=1)}, "ended"),
        ("consent", {"person__consent_until": clock.end_of(ENDED)}, "person_in_force"),
        (
            "consent",
            {"person__consent": "expired", "person__consent_until": clock.end_of(ENDED)},
            "person_in_force",
        ),
        (
            "consent",
            {"person__consent_until": clock.end_of(ENDED - timedelta(days=1))},
            "person_not_in_force",
        ),
        ("consent", {"person__consent": "withdrawn"}, "person_not_in_force"),
        (
            "consent",
            {"scope": "line", "person": None, "consents__in_force": 0, "consents__fell_out": {"expired": 3}},
            "covered",
        ),
    ],
)
def test_what_ended_with_the_grant_holds_for_keeping_until_disposal(
    code: str, change: Any, found: str
) -> None:
    kept = {"grant": f.Grant("G-1", "disposal_due", date(2026, 6, 1), ENDED, TODAY)}
    assert reason(code, asked=f.Asked(action="retain"), **kept, **change) == found
    if found not in ("person_not_in_force", "expired", "ended"):
        assert reason(code, asked=f.Asked(action="use"), **kept, **change) != found


def test_what_ended_with_a_revoked_grant_is_judged_as_of_that_day() -> None:
    kept = {"grant": f.Grant("G-1", "disposal_due", date(2026, 6, 1), TODAY, TODAY, revoked_from=ENDED)}
    assert (
        reason("agreement", asked=f.Asked(action="retain"), agreement__valid_until=ENDED, **kept)
        == "in_force"
    )
