"""Further rounds of voting, and members who are excused, as pure rules."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from governance.sharing.rules import facts as f
from governance.sharing.rules.ballot_rounds import at_best, came_to, carried, carries_opinion, silent
from governance.sharing.rules.forming import undeclared, without_opinion
from governance.sharing.rules.outcome import Outcome, compute
from tests.unit.sharing.gate_case import SETTINGS, ballots, seats
from tests.unit.sharing.reasons import situation

DAY = date(2026, 5, 10)
RULES = (SETTINGS["board_quorum"], SETTINGS["board_majority"], SETTINGS["recusal_scope"])
EXCUSED = {"excused": True, "present": False, "declared": False, "opinion_in": False}


def outcome(*choices: str, members: tuple[f.Seat, ...] | None = None) -> Outcome:
    return compute(f.Panel("board", members or seats(), ballots(*choices), voted_on=DAY), *RULES)


def without(*gone: str, recused: bool = False) -> tuple[f.Seat, ...]:
    """The board with members who are excused, or recused, and for whom nobody sits."""
    change = {"recused": True, "present": False} if recused else EXCUSED
    return seats(**dict.fromkeys(gone, change))


@pytest.mark.parametrize(
    ("choices", "came"),
    [
        (("suitable", "suitable", "abstain", "unsuitable", "unsuitable"), "not_carried"),
        (("abstain",) * 5, "not_carried"),
        (("continued",) * 3 + ("suitable",) * 2, "continued"),
    ],
)
def test_what_a_vote_without_an_opinion_came_to(choices: tuple[str, ...], came: str) -> None:
    vote = outcome(*choices)
    assert not carries_opinion(vote)
    assert came_to(vote) == came
    assert carried({"R-1-1": vote}) == []


def test_a_vote_that_was_not_quorate_or_lacked_a_seat_says_so() -> None:
    away = {"present": False}
    few = seats(m3=away, m4=away, m5=away)
    assert came_to(outcome("suitable", "suitable", members=few)) == "no_quorum"
    assert came_to(outcome("suitable", members=seats(m2=away))) == "seat_empty"


@pytest.mark.parametrize("choice", ["suitable", "conditional", "unsuitable"])
def test_a_vote_that_carried_an_opinion_is_not_repeated(choice: str) -> None:
    votes = {"R-1-1": outcome(*[choice] * 5), "R-1-2": outcome(*["continued"] * 5)}
    assert carried(votes) == ["R-1-1"]


def test_an_excused_member_is_absent_and_a_recused_one_leaves_the_base() -> None:
    assert outcome("suitable", members=without("m5")).eligible == 5
    assert outcome("suitable", members=without("m5", recused=True)).eligible == 4


def test_at_best_everybody_who_is_left_comes() -> None:
    def status(members: tuple[f.Seat, ...]) -> str:
        away = tuple(replace(seat, present=False) for seat in members)
        return compute(at_best(f.Panel("board", away), DAY), *RULES).status

    assert status(without("m4", "m5")) == "carried", "three of five, every expertise among them"
    assert status(without("m2")) == "seat_empty"
    assert status(without("m3", "m4", "m5")) == "no_quorum"
    assert status(without("m4", "m5", recused=True)) == "carried"


def test_nobody_is_silent_before_the_day_is_over() -> None:
    assert not silent(DAY, DAY)
    assert silent(DAY, DAY + timedelta(days=1))


def test_the_gate_does_not_wait_for_who_is_excused() -> None:
    four = {"panel__ballots": ballots(*["suitable"] * 4)}
    silent_one = {"present": False, "declared": False, "opinion_in": False}
    assert (
        situation(panel__seats=seats(m5=silent_one), **four).check("opinion").reason
        == "conflict_not_declared"
    )
    assert situation(panel__seats=without("m5"), **four).check("opinion").reason == "suitable"
    assert situation(panel__seats=without("m5")).check("opinion").reason == "ballot_not_allowed", (
        "nor lets them vote"
    )


def test_an_opinion_waits_for_who_has_not_declared_or_voted_unheard() -> None:
    late = {"declared": False, "present": False, "opinion_in": False}
    panel = f.Panel("board", seats(m4={"opinion_in": False}, m5=late))
    assert undeclared(panel) == ["m5"]
    rule = SETTINGS["independent_opinions"]
    assert without_opinion(panel, rule) == ["m4"]
    assert without_opinion(panel, replace(rule, blind=False)) == without_opinion(panel, None) == []
    assert undeclared(f.Panel("board", without("m5"))) == []
