"""Votes are counted in exact integers: by brute force against fractions, and by example."""

from __future__ import annotations

from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rulebook.values import BoardQuorum, Majority, SeatCount, Threshold
from governance.assembly.rules import tally
from governance.assembly.rules.tally import Voter

HALF = Majority(Threshold(1, 2, True, "present"))
FRACTIONS = [
    (1, 2, True),
    (1, 2, False),
    (2, 3, False),
    (2, 3, True),
    (3, 4, False),
    (1, 5, False),
    (1, 1, False),
]
BASES = ["all", "present", "cast", "eligible"]


def room(size, **options):
    return [Voter(key, channel="in_person", **options) for key in range(1, size + 1)]


def ballots(votes_for, against=0, abstain=0, start=1):
    choices = ["for"] * votes_for + ["against"] * against + ["abstain"] * abstain
    return {start + index: choice for index, choice in enumerate(choices)}


@pytest.mark.parametrize(("numerator", "denominator", "strict"), FRACTIONS)
def test_every_base_from_1_to_200_agrees_with_exact_fractions(numerator, denominator, strict):
    rule = Majority(Threshold(numerator, denominator, strict, "present"), tie="lost")
    share = Fraction(numerator, denominator)
    for size in range(1, 201):
        voters = room(size)
        needed = rule.threshold.needed(size)
        for votes_for in {0, 1, max(needed - 1, 0), min(needed, size), size // 2, size}:
            counted = tally.count(voters, ballots(votes_for, size - votes_for), rule)
            wanted = Fraction(votes_for, size) > share if strict else Fraction(votes_for, size) >= share
            assert (counted.carried, counted.base, counted.needed) == (wanted, size, needed), (
                size,
                votes_for,
            )


def test_more_than_half_of_odd_bases_is_not_one_too_high():
    assert [HALF.threshold.needed(base) for base in (1, 2, 5, 100, 101)] == [1, 2, 3, 51, 51]


@pytest.mark.parametrize("base", BASES)
def test_a_base_of_nothing_never_carries(base):
    rule = Majority(Threshold(1, 2, False, base))
    assert not tally.count([], {}, rule).carried
    assert not tally.count([Voter(1, weight=0, channel="in_person")], {1: "for"}, rule).carried


def test_bases_differ():
    voters = [*room(4), Voter(5), Voter(6, channel="in_person", recused=True)]
    cast = {1: "for", 2: "against", 3: "abstain"}
    got = {
        base: tally.count(voters, cast, Majority(Threshold(1, 2, True, base)), recused_leave_base=False).base
        for base in BASES
    }
    assert got == {"all": 6, "eligible": 5, "present": 4, "cast": 2}
    assert tally.count(voters, cast, Majority(Threshold(1, 2, True, "all"))).base == 5
    assert tally.count(voters, cast, HALF).silent == 1


def test_all_abstaining_is_lost_and_not_a_tie():
    counted = tally.count(
        room(3), ballots(0, 0, 3), Majority(Threshold(1, 2, True, "cast")), casting_vote="for"
    )
    assert (counted.carried, counted.tied, counted.base) == (False, False, 0)


@pytest.mark.parametrize(
    ("vote", "carried", "settled"), [("for", True, True), ("against", False, True), (None, False, False)]
)
def test_equal_votes_are_left_to_the_chair(vote, carried, settled):
    counted = tally.count(room(4), ballots(2, 2), HALF, casting_vote=vote)
    assert (counted.tied, counted.carried, counted.by_chair) == (True, carried, settled)
    assert tally.needs_casting_vote(counted, HALF) is (vote is None)


def test_no_casting_vote_stands_in_for_two_thirds_or_where_the_rule_says_lost():
    two_thirds = Majority(Threshold(2, 3, False, "present"), tie="chair")
    assert not tally.count(room(4), ballots(2, 2), two_thirds, casting_vote="for").carried
    lost = Majority(Threshold(1, 2, True, "present"), tie="lost")
    counted = tally.count(room(4), ballots(2, 2), lost, casting_vote="for")
    assert (counted.tied, counted.carried, tally.needs_casting_vote(counted, lost)) == (True, False, False)


def test_weights_count_in_votes_and_heads_in_the_quorum():
    voters = [
        Voter(1, 3, "in_person"),
        Voter(2, 1, "in_person"),
        Voter(3, 1, "in_person"),
        Voter(4, 0, "in_person"),
    ]
    counted = tally.count(voters, {1: "for", 2: "against", 3: "against", 4: "against"}, HALF)
    assert (counted.votes_for, counted.votes_against, counted.base, counted.carried) == (3, 2, 5, True)
    found = tally.quorum(voters, Threshold(1, 2, False, "all"))
    assert (found.present, found.base) == (3, 3)


def test_channels_open_by_rule():
    assert tally.channel_open("in_person", frozenset())
    assert tally.channel_open("blank_proxy", frozenset({"proxy"}))
    assert not tally.channel_open("written", frozenset({"proxy"}))


def test_proxies_follow_their_holder_and_blank_ones_whoever_presides():
    voters = [
        Voter(1, channel="in_person"),
        Voter(2, channel="proxy", by=1),
        Voter(3, channel="blank_proxy"),
        Voter(4, channel="written"),
        Voter(5, channel="absent"),
        Voter(6, channel="proxy", by=5),
        Voter(7, channel="proxy", by=1),
        Voter(8, channel="in_person", recused=True),
    ]
    cast = {1: "for", 4: "against", 5: "for", 7: "against", 8: "for"}
    got = tally.effective_ballots(voters, cast, presiding=1)
    assert got == {1: "for", 2: "for", 3: "for", 4: "against", 7: "against"}
    assert 3 not in tally.effective_ballots(voters, cast, presiding=1, blank_proxy_to="invalid")
    assert 3 not in tally.effective_ballots(voters, cast, presiding=None)


def test_a_proxy_is_dead_while_its_holder_is_recused_or_votes_in_writing():
    held = Voter(2, channel="proxy", by=1)
    for holder in (Voter(1, channel="in_person", recused=True), Voter(1, channel="written")):
        assert 2 not in tally.effective_ballots([holder, held], {1: "for"}, presiding=None)


BOARD = BoardQuorum(
    Threshold(1, 2, True, "eligible"),
    (SeatCount("law", 1), SeatCount("information_security", 1), SeatCount("citizen", 2)),
)


def board(**absent):
    seats = [("law", 1), ("information_security", 2), ("data_ethics", 3), ("citizen", 4), ("citizen", 5)]
    return [
        Voter(key, expertise=expertise, channel=absent.get(f"v{key}", "in_person"))
        for expertise, key in seats
    ]


def test_the_board_needs_number_and_expertise():
    assert tally.quorum(board(), BOARD).met
    lacking = tally.quorum(board(v1="absent"), BOARD)
    assert (lacking.met, lacking.lacking, lacking.present, lacking.needed) == (False, ("law",), 4, 3)
    assert tally.quorum(board(v4="absent"), BOARD).lacking == ("citizen",)
    assert not tally.quorum(board(v3="absent", v4="absent", v5="absent"), BOARD).met


def test_recusal_lowers_the_base_of_the_quorum():
    voters = [*room(2), Voter(3), Voter(4), Voter(5, recused=True)]
    assert not tally.quorum(voters, Threshold(1, 2, True, "all")).met
    voters[3] = Voter(4, recused=True)
    found = tally.quorum(voters, Threshold(1, 2, True, "all"))
    assert (found.met, found.base) == (True, 3)
    assert tally.quorum(voters, Threshold(1, 2, True, "all"), recused_leave_base=False).base == 5


def test_nobody_there_is_no_quorum():
    assert not tally.quorum([], Threshold(1, 2, False, "all")).met


@pytest.mark.parametrize(
    ("principal", "alternate", "sits"),
    [
        (Voter(1, channel="in_person"), Voter(2, channel="in_person", alternate_of=1), [1]),
        (Voter(1, channel="in_person", recused=True), Voter(2, channel="in_person", alternate_of=1), [2]),
        (Voter(1), Voter(2, channel="online", alternate_of=1), [2]),
        (Voter(1), Voter(2, alternate_of=1), [1]),
        (Voter(1, recused=True), Voter(2, alternate_of=1, recused=True, channel="in_person"), [1]),
    ],
)
def test_an_alternate_takes_the_seat_only_when_its_holder_does_not_sit(principal, alternate, sits):
    assert [voter.key for voter in tally.seated([principal, alternate])] == sits
    assert [voter.key for voter in tally.seated([alternate, principal])] == sits


def test_an_alternate_without_a_principal_in_the_room_sits():
    assert [v.key for v in tally.seated([Voter(2, channel="online", alternate_of=9)])] == [2]


voters_strategy = st.lists(
    st.builds(
        Voter,
        key=st.integers(1, 10_000),
        weight=st.integers(0, 5),
        channel=st.sampled_from(get_args(tally.Channel)),
        recused=st.booleans(),
    ),
    max_size=30,
    unique_by=lambda voter: voter.key,
)
choices = st.sampled_from(["for", "against", "abstain"])


@given(voters_strategy, st.data())
def test_counts_never_exceed_who_is_there_and_the_recused_never_count(voters, data):
    cast = {voter.key: data.draw(choices) for voter in voters}
    for base in BASES:
        rule = Majority(Threshold(1, 2, True, base))
        counted = tally.count(voters, cast, rule)
        present = sum(voter.weight for voter in voters if voter.sits)
        assert counted.votes_for + counted.votes_against + counted.abstained + counted.silent == present
        stripped = [voter for voter in voters if not voter.recused]
        assert tally.count(stripped, cast, rule) == counted


@given(voters_strategy, st.data())
def test_one_more_vote_for_never_turns_carried_into_lost(voters, data):
    sitting = [voter for voter in voters if voter.sits]
    cast = {voter.key: data.draw(choices) for voter in sitting}
    rule = Majority(Threshold(2, 3, False, data.draw(st.sampled_from(BASES))), tie="lost")
    before = tally.count(voters, cast, rule)
    for voter in sitting:
        after = tally.count(voters, {**cast, voter.key: "for"}, rule)
        assert after.carried or not before.carried
