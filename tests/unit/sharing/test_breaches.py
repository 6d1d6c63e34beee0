"""By when a leak or loss is reported, by the shipped law table."""

from __future__ import annotations

from datetime import date
from importlib import import_module

import pytest

from core.errors import ArticleRef
from core.law.values import LawTable
from core.rulebook.values import BreachClock
from governance.sharing.rules.breaches import preliminary_due, reports_due
from tests.unit.sharing.gate_case import LAW


@pytest.mark.parametrize(
    ("case", "known", "days"),
    [
        ("private_special_care", date(2026, 11, 2), [date(2026, 11, 6), date(2026, 12, 1)]),
        ("private_malicious", date(2026, 11, 2), [date(2026, 11, 6), date(2027, 1, 4)]),
        ("public_many", date(2026, 11, 2), [date(2026, 11, 6), date(2026, 12, 1)]),
        ("private_many", date(2026, 11, 6), [date(2026, 11, 10), date(2026, 12, 7)]),
        ("no_such_case", date(2026, 11, 2), []),
    ],
)
def test_the_day_of_knowing_is_the_first_and_a_closed_day_moves_the_full_report(
    case: str, known: date, days: list[date]
) -> None:
    assert [one.on for one in reports_due(LAW, case, known)] == days


def test_who_does_not_know_yet_has_the_preliminary_report_in_sight() -> None:
    known = date(2026, 11, 2)
    assert [(one.stage, one.on) for one in preliminary_due(LAW, "business", known)] == [
        ("preliminary", date(2026, 11, 6))
    ]
    assert preliminary_due(LAW, "no_such_regime", known) == ()


def test_a_table_without_the_case_or_its_clocks_asks_for_nothing() -> None:
    assert reports_due(LawTable(on=date(2026, 11, 2)), "private_many", date(2026, 11, 2)) == ()


@pytest.mark.parametrize(
    ("case", "rule", "days"),
    [
        ("public_many", (3, 14), [date(2026, 11, 4), date(2026, 11, 16)]),
        ("private_malicious", (5, 30), [date(2026, 11, 6), date(2027, 1, 4)]),
        ("private_malicious", (5, 14), [date(2026, 11, 6), date(2026, 11, 16)]),
        ("public_many", (9, 90), [date(2026, 11, 6), date(2026, 12, 1)]),
    ],
)
def test_fewer_days_of_the_council_count_and_are_cited(
    case: str, rule: tuple[int, int], days: list[date]
) -> None:
    article, known = ArticleRef("crisis", "report.authority", "第2条", "art. 2"), date(2026, 11, 2)
    clock = BreachClock(to_council_hours=24, preliminary_days=rule[0], full_days=rule[1])
    due = reports_due(LAW, case, known, clock, article)
    assert [one.on for one in due] == days
    law = [one.on for one in reports_due(LAW, case, known)]
    assert [one.article == article for one in due] == [
        day != usual for day, usual in zip(days, law, strict=True)
    ]


def test_what_was_kept_of_a_whole_incident_moves_to_a_holder_under_that_law() -> None:
    move = import_module("governance.sharing.migrations.0026_breach_reports")
    for case in LAW.breach_cases:
        assert set(move.regimes_of(case.code)) == case.regimes, case.code
    kept = {**dict.fromkeys(move.KEPT), "breach_case": "public_many", "known_on": date(2026, 4, 1)}
    assert move.told(kept).endswith(": 区分 public_many、知った日 2026-04-01）")
