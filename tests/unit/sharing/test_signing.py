"""What was signed is recorded once it is signed, and opens a grant for the days on which everything meets."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Refused
from governance.sharing.rules.signing import Signed, grant_period, may_record

TODAY, DECIDED = date(2026, 12, 24), date(2026, 12, 22)
DAYS = st.dates(date(2026, 10, 1), date(2027, 6, 30))


def signed(**changes: Any) -> Signed:
    usual: dict[str, Any] = {
        "number": "データ利用契約 第21号",
        "signed_on": TODAY,
        "valid_from": date(2027, 1, 1),
        "valid_until": date(2027, 3, 31),
    }
    return Signed(**usual | changes)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, ""),
        ({"signed_on": DECIDED}, ""),
        ({"valid_until": date(2027, 1, 1)}, ""),
        ({"number": " 　"}, "sharing.agreement_number_missing"),
        ({"signed_on": TODAY + timedelta(days=1)}, "sharing.agreement_not_signed_yet"),
        ({"signed_on": DECIDED - timedelta(days=1)}, "sharing.agreement_before_decision"),
        ({"valid_until": date(2026, 12, 31)}, "sharing.agreement_period_backwards"),
    ],
)
def test_an_agreement_is_recorded_once_it_is_signed(changes: dict[str, Any], code: str) -> None:
    verdict = may_record(signed(**changes), decided_on=DECIDED, today=TODAY)
    assert verdict.allowed == (not code)
    assert verdict.allowed or verdict.code == code


@pytest.mark.parametrize(
    ("use", "approved", "code"),
    [
        ((date(2027, 4, 1), None), (DECIDED, None), "sharing.agreement_ends_before_use"),
        ((None, date(2026, 12, 31)), (DECIDED, None), "sharing.agreement_begins_after_use"),
        ((date(2027, 3, 1), None), (DECIDED, date(2027, 2, 1)), "sharing.approval_ends_before_use"),
    ],
)
def test_days_that_do_not_meet_open_no_grant(use: Any, approved: Any, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        grant_period(signed(), use=use, approved=approved)
    assert refusal.value.code == code


@given(st.lists(DAYS, min_size=6, max_size=6))
def test_a_grant_lies_within_everything_it_rests_on(days: list[date]) -> None:
    starts, until, use_from, use_until, from_on, until_on = days
    case = signed(valid_from=min(starts, until), valid_until=max(starts, until))
    within = [(case.valid_from, case.valid_until), (use_from, use_until), (from_on, until_on)]
    first, last = max(one for one, _last in within), min(one for _first, one in within)
    if first > last:
        with pytest.raises(Refused):
            grant_period(case, use=(use_from, use_until), approved=(from_on, until_on))
    else:
        assert grant_period(case, use=(use_from, use_until), approved=(from_on, until_on)) == (first, last)
