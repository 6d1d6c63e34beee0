"""The board's outcome: quorum, seats, recusals, majorities and ties, in exact integers."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import product

import pytest
from msgspec.structs import replace

from core.rulebook.values import (
    BoardQuorum,
    Departure,
    ExpeditedReview,
    Majority,
    RecusalScope,
    SeatCount,
    Threshold,
)
from governance.sharing.rules import facts as f
from governance.sharing.rules.outcome import compute, departure_fault, expedited, sitting
from tests.unit.sharing.gate_case import SETTINGS, ballots, seats

QUORUM: BoardQuorum = SETTINGS["board_quorum"]
SCOPE = RecusalScope(frozenset({"employer"}))
PRESENT = Majority(Threshold(1, 2, strict=True, base="present"))
DAY = date(2026, 5, 10)
FRACTIONS = [(1, 2, True), (1, 2, False), (2, 3, False), (2, 3, True), (3, 4, False), (1, 1, False)]


def panel(*choices: str, members=None, **more) -> f.Panel:
    return f.Panel("board", members or seats(), ballots(*choices), voted_on=DAY, **more)


def count(*choices: str, majority: Majority = PRESENT, quorum: BoardQuorum = QUORUM, scope=SCOPE, **more):
    return compute(panel(*choices, **more), quorum, majority, scope)


@pytest.mark.parametrize(("numerator", "denominator", "strict"), FRACTIONS)
def test_fractions_are_exact_for_every_base_up_to_200(numerator: int, denominator: int, strict: bool):
    rule = Threshold(numerator, denominator, strict, "present")
    for base in range(1, 201):
        wanted = Fraction(numerator, denominator) * base
        for votes in range(base + 1):
            assert rule.reached(votes, base) == (votes > wanted if strict else votes >= wanted)
        reaching = [votes for votes in range(base + 2) if (votes > wanted if strict else votes >= wanted)]
        assert rule.needed(base) == reaching[0]


@pytest.mark.parametrize(("numerator", "denominator", "strict"), FRACTIONS)
def test_a_vote_is_carried_exactly_from_the_number_needed(numerator: int, denominator: int, strict: bool):
    rule = Threshold(numerator, denominator, strict, "present")
    nobody = BoardQuorum(Threshold(1, 1000, strict=False, base="eligible"), ())
    for base in (1, 2, 3, 4, 5, 9, 10, 50, 99, 100, 101, 200):
        members = tuple(f.Seat(str(n), "citizen", declared=True, present=True) for n in range(base))
        for votes in {rule.needed(base) - 1, rule.needed(base)} & set(range(1, base + 1)):
            cast = tuple(f.BallotCast(str(n), "suitable" if n < votes else "abstain") for n in range(base))
            outcome = compute(
                f.Panel("board", members, cast, voted_on=DAY), nobody, Majority(rule, tie="lost"), SCOPE
            )
            assert (outcome.status == "carried") == (votes >= rule.needed(base))
            assert (outcome.votes, outcome.base) == (votes, base)


def oracle(choices: tuple[str, ...]) -> tuple[str, str | None]:
    """The rule of the module, told again for five members, more than half of those present, chair third."""
    good = sum(one in ("suitable", "conditional") for one in choices)
    sides = {"good": good, "unsuitable": choices.count("unsuitable"), "continued": choices.count("continued")}
    best = max(sides.values())
    leaders = [side for side in sides if sides[side] == best and best]
    chairs = {"suitable": "good", "conditional": "good"}.get(choices[2], choices[2])
    if len(leaders) == 1 and best * 2 > 5:
        winner = leaders[0]
    elif len(leaders) > 1 and chairs in leaders:
        winner = chairs
    else:
        return "not_carried", None
    if winner != "good":
        return "carried", winner
    plain = choices.count("suitable") * 2 > 5 or not choices.count("conditional")
    return "carried", "suitable" if plain else "conditional"


def test_every_vote_of_five_members_comes_out_as_told():
    kinds = ("suitable", "conditional", "unsuitable", "continued", "abstain")
    for choices in product(kinds, repeat=5):
        outcome = count(*choices)
        assert (outcome.status, outcome.finding) == oracle(choices), choices


def test_unsuitable_by_three_to_two():
    outcome = count("unsuitable", "suitable", "unsuitable", "conditional", "unsuitable")
    assert (outcome.finding, outcome.votes, outcome.base, outcome.needed) == ("unsuitable", 3, 5, 3)
    assert outcome.votes_by_finding == {"conditional": 1, "suitable": 1, "unsuitable": 3}


def test_the_chair_decides_on_equal_votes_where_the_rule_says_so():
    choices = ("suitable", "suitable", "unsuitable", "unsuitable", "abstain")
    outcome = count(*choices)
    assert (outcome.finding, outcome.by_chair) == ("unsuitable", True)
    assert count(*choices, majority=replace(PRESENT, tie="lost")).status == "not_carried"


def test_a_chair_who_took_no_side_decides_nothing():
    outcome = count("suitable", "suitable", "abstain", "unsuitable", "unsuitable")
    assert outcome.status == "not_carried"


def test_without_a_vote_for_anything_nothing_is_carried():
    assert count(*["abstain"] * 5).status == "not_carried"


def test_no_objection_is_everybody_present():
    outcome = count(no_objection="conditional")
    assert (outcome.finding, outcome.votes) == ("conditional", 5)


def test_a_recused_member_leaves_the_base_and_the_alternate_fills_the_seat():
    alternate = f.Seat("m6", "law", declared=True, present=True, opinion_in=True)
    members = (*seats(m2={"recused": True, "present": False}), alternate)
    cast = tuple(f.BallotCast(one, "suitable") for one in ("m1", "m3", "m6"))
    outcome = compute(f.Panel("board", members, cast, voted_on=DAY), QUORUM, PRESENT, SCOPE)
    assert (outcome.eligible, outcome.present, outcome.status) == (5, 5, "carried")
    assert "m2" not in {seat.member for seat in sitting(f.Panel("board", members))}


def test_recused_members_stay_in_the_base_where_the_rule_says_so():
    members = seats(**{m: {"recused": True, "present": False} for m in ("m4", "m5")}, m1={"present": True})
    staying = RecusalScope(frozenset({"employer"}), leaves_base=False)
    four_fifths = BoardQuorum(Threshold(4, 5, strict=False, base="eligible"), ())
    assert count(quorum=four_fifths, members=members, scope=staying).status == "no_quorum"
    assert count(*["suitable"] * 3, quorum=four_fifths, members=members).status == "carried"


def test_a_quorum_of_all_seats_counts_the_recused():
    members = seats(**{m: {"recused": True, "present": False} for m in ("m1", "m2", "m4")})
    of_all = BoardQuorum(Threshold(1, 2, strict=True, base="all"), ())
    outcome = count(quorum=of_all, members=members)
    assert (outcome.status, outcome.quorum) == ("no_quorum", 3)


def test_where_everybody_is_recused_there_is_no_quorum():
    nobody = seats(**{f"m{n}": {"recused": True, "present": False} for n in range(1, 6)})
    at_least = BoardQuorum(Threshold(1, 2, strict=False, base="eligible"), ())
    assert count(members=nobody, quorum=at_least).status == "no_quorum"


def test_the_legal_seat_must_not_be_empty():
    outcome = count(members=seats(m2={"present": False}))
    assert (outcome.status, outcome.expertise) == ("seat_empty", "law")


def test_two_seats_of_one_expertise_may_be_asked():
    two = BoardQuorum(QUORUM.threshold, (SeatCount("citizen", 2),))
    assert count(*["suitable"] * 5, quorum=two).status == "carried"
    assert count(quorum=two, members=seats(m5={"present": False})).status == "seat_empty"


@pytest.mark.parametrize(("base", "of"), [("all", 5), ("eligible", 4), ("present", 3), ("cast", 2)])
def test_the_base_of_the_majority_is_the_rules(base: str, of: int):
    members = seats(m4={"recused": True, "present": False}, m5={"present": False})
    rule = Majority(Threshold(1, 2, strict=False, base=base))
    outcome = count("suitable", "suitable", "abstain", members=members, majority=rule)
    assert outcome.base == of
    assert (outcome.status == "carried") == (of <= 2 * 2)


EXPEDITED = ExpeditedReview(frozenset({"statistics"}), 1)


def test_an_expedited_review_needs_the_chair_and_one():
    absent = {"present": False}
    two = seats(m1=absent, m2=absent, m4=absent)
    cast = (f.BallotCast("m3", "suitable"), f.BallotCast("m5", "suitable"))
    small = f.Panel("board", two, cast, voted_on=DAY, expedited=True)
    assert expedited(small, EXPEDITED, PRESENT).finding == "suitable"
    assert expedited(replace(small, voted_on=None), EXPEDITED, PRESENT).status == "not_voted"
    alone = replace(small, seats=seats(m1=absent, m2=absent, m4=absent, m5=absent))
    assert expedited(alone, EXPEDITED, PRESENT).status == "no_quorum"
    chairless = replace(small, seats=seats(m3=absent, m2=absent, m4=absent))
    assert expedited(chairless, EXPEDITED, PRESENT).status == "seat_empty"


def test_nothing_is_found_before_the_vote():
    assert (
        compute(replace(panel(*["suitable"] * 5), voted_on=None), QUORUM, PRESENT, SCOPE).status
        == "not_voted"
    )


@pytest.mark.parametrize(
    ("base", "votes", "carried"),
    [
        ("all", 6, True),
        ("all", 5, False),
        ("eligible", 6, True),
        ("present", 4, True),
        ("cast", 4, True),
        ("cast", 3, False),
    ],
)
def test_a_departure_needs_its_own_majority(base: str, votes: int, carried: bool):
    vote = f.DepartureVote(votes, 2, present=6, eligible=9, members=9, reasons_published=True)
    rule = Departure(Threshold(2, 3, strict=False, base=base))
    assert departure_fault(vote, rule) == ("" if carried else "departure_not_carried")
    silent = replace(vote, reasons_published=False)
    assert departure_fault(silent, rule) == ("departure_unpublished" if carried else "departure_not_carried")
    assert bool(departure_fault(silent, replace(rule, publish_reasons=False))) != carried
