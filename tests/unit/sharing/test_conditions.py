"""Conditions as they are asked for: faults, first days, and whether an approval adopts those of the board."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from governance.sharing.rules.conditions import adopts, fault, fault_of_day, first_due

REPORT: Any = {"text": "結果を報告すること。", "precedent": False, "due_days": 120}
MANUAL: Any = {"text": "手順書を提出すること。", "precedent": True, "due_days": 30}
NEVER: Any = {"text": "10人未満の区分を公表しないこと。", "precedent": False, "due_days": None}
YEARLY: Any = {"text": "毎年報告すること。", "precedent": False, "due_days": None, "repeats_months": 12}


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({}, ""),
        ({"text": " "}, "sharing.condition_without_text"),
        ({"due_days": None}, ""),
        ({"due_days": None, "precedent": True}, "sharing.condition_without_day"),
        ({"due_days": None, "repeats_months": 6}, ""),
        ({"precedent": True, "repeats_months": 6}, "sharing.condition_precedent_repeats"),
        ({"owner": "provider", "checker": "provider"}, "sharing.condition_checks_itself"),
        ({"owner": "secretariat"}, "sharing.condition_checks_itself"),
        ({"owner": "secretariat", "checker": "board"}, ""),
        ({"checker": "provider"}, ""),
    ],
)
def test_a_condition_says_what_by_when_and_is_not_checked_by_who_owes_it(asked: Any, code: str) -> None:
    assert fault({**REPORT, **asked}) == code


def test_one_organisation_on_both_sides_does_not_check_itself() -> None:
    checked = {**REPORT, "checker": "provider"}
    assert fault(checked, one_party=True) == "sharing.condition_checks_itself"
    assert fault({**REPORT, "checker": "board"}, one_party=True) == ""


def test_it_is_first_due_after_its_days_or_its_months() -> None:
    assert first_due(MANUAL, date(2026, 11, 1)) == date(2026, 12, 1)
    assert first_due(YEARLY, date(2027, 2, 28)) == date(2028, 2, 28)
    assert first_due(NEVER, date(2026, 11, 1)) is None


@pytest.mark.parametrize(
    ("kept", "whole"),
    [
        ([MANUAL, REPORT], True),
        ([REPORT, MANUAL, YEARLY], True),
        ([MANUAL, {**REPORT, "due_days": 60}], True),
        ([MANUAL, {**REPORT, "precedent": True}], True),
        ([{**MANUAL, "text": "手順書を提出すること。\n"}, REPORT], True),
        ([MANUAL], False),
        ([MANUAL, {**REPORT, "due_days": 121}], False),
        ([{**MANUAL, "precedent": False}, REPORT], False),
        ([{**MANUAL, "text": "手順書を作ること。"}, REPORT], False),
        ([{**MANUAL, "checker": "provider"}, REPORT], False),
        ([{**MANUAL, "owner": "provider"}, REPORT], False),
        ([], False),
    ],
)
def test_an_approval_adopts_what_it_carries_no_softer(kept: list[Any], whole: bool) -> None:
    assert adopts([MANUAL, REPORT], kept) is whole


def test_a_prohibition_has_no_day_and_what_has_one_does_not_lose_it() -> None:
    assert adopts([NEVER], [NEVER])
    assert adopts([NEVER], [{**NEVER, "due_days": 30}])
    assert not adopts([{**NEVER, "due_days": 30}], [NEVER])


@pytest.mark.parametrize(("months", "whole"), [(12, True), (6, True), (24, False), (None, False)])
def test_what_comes_back_comes_back_as_often(months: int | None, whole: bool) -> None:
    assert adopts([YEARLY], [{**YEARLY, "repeats_months": months, "due_days": 90}]) is whole


def test_a_later_day_lies_after_the_day_before_and_by_the_end_of_the_grant() -> None:
    today, ends = date(2026, 11, 10), date(2027, 3, 31)

    def fault_on(wished: date, due_on: date | None = date(2026, 11, 5)) -> str:
        return fault_of_day(wished, due_on=due_on, ends_on=ends, today=today)

    assert fault_on(date(2026, 12, 1)) == fault_on(ends) == ""
    assert fault_on(today) == fault_on(date(2026, 12, 1), date(2026, 12, 1)) == "sharing.extension_not_later"
    assert fault_on(date(2026, 12, 1), None) == "sharing.extension_not_later"
    assert fault_on(date(2027, 4, 1)) == "sharing.extension_beyond_grant"
