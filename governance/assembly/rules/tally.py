"""Counting a vote, in exact integers.

The order is fixed: who may vote (a snapshot) -> recusal -> quorum -> count -> tie.
Heads and votes are different units: the quorum counts heads of voters, majorities count votes (weights).
A base of nothing never carries anything; an equal vote is settled by the chair only where the rule asks for
more than half, since no casting vote can stand in for two thirds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from core.rulebook.values import BoardQuorum, Majority, SeatCount, Threshold

Channel = Literal["in_person", "online", "written", "proxy", "blank_proxy", "absent"]
Choice = Literal["for", "against", "abstain"]

PRESENT: frozenset[str] = frozenset(get_args(Channel)) - {"absent"}
METHOD_OF: Mapping[str, str] = {
    "online": "online",
    "written": "written",
    "proxy": "proxy",
    "blank_proxy": "proxy",
}
"""Which method of the rule opens a channel; being in the room needs none."""


@dataclass(frozen=True, slots=True)
class Voter:
    """One who may vote: ``key`` is opaque, ``weight`` a number of votes, ``by`` the voter who holds the proxy."""

    key: int
    weight: int = 1
    channel: Channel = "absent"
    expertise: str = ""
    chair: bool = False
    recused: bool = False
    by: int | None = None
    alternate_of: int | None = None
    """The voter whose seat this one takes when that one does not sit."""

    @property
    def sits(self) -> bool:
        """Present in any channel, and not recused?"""
        return self.channel in PRESENT and not self.recused


@dataclass(frozen=True, slots=True)
class Quorum:
    """Is enough of the body there: ``present`` of ``base`` voters where ``needed`` are asked, and which
    expertise is ``lacking``."""

    present: int
    base: int
    needed: int
    lacking: tuple[str, ...] = ()

    @property
    def met(self) -> bool:
        """By number and by expertise."""
        return self.base > 0 and self.present >= self.needed and not self.lacking

    @property
    def seen(self) -> str:
        """All of it in one word, by which a page that asks again says what it shows."""
        return "-".join([str(self.present), str(self.base), str(self.needed), *self.lacking])


@dataclass(frozen=True, slots=True)
class Count:
    """A counted vote. ``base`` is what the fraction is taken of, ``needed`` the votes that carry it."""

    votes_for: int
    votes_against: int
    abstained: int
    base: int
    needed: int
    carried: bool
    tied: bool = False
    by_chair: bool = False
    silent: int = 0
    """Votes present that were not cast at all."""


def channel_open(channel: str, methods: frozenset[str]) -> bool:
    """Does the rule open ``channel``?"""
    return METHOD_OF.get(channel, "") in methods or channel not in METHOD_OF


def seated(voters: Iterable[Voter]) -> tuple[Voter, ...]:
    """One voter per seat: an alternate who is there takes the seat of a principal who is absent or recused,
    and is left out otherwise."""
    everyone = {voter.key: voter for voter in voters}
    out: set[int] = set()
    for voter in everyone.values():
        principal = everyone.get(voter.alternate_of or 0)
        if voter.alternate_of is None:
            continue
        if voter.sits and (principal is None or not principal.sits):
            out.add(voter.alternate_of)
        else:
            out.add(voter.key)
    return tuple(voter for key, voter in everyone.items() if key not in out)


def quorum(
    voters: Iterable[Voter], rule: Threshold | BoardQuorum, *, recused_leave_base: bool = True
) -> Quorum:
    """Test the quorum among those who have a vote. Tested again whenever somebody leaves."""
    all_voters = [voter for voter in voters if voter.weight > 0]
    threshold = rule.threshold if isinstance(rule, BoardQuorum) else rule
    required = rule.required if isinstance(rule, BoardQuorum) else ()
    here = [voter for voter in all_voters if voter.sits]
    stays = not recused_leave_base
    base = sum(1 for voter in all_voters if stays or not voter.recused)
    return Quorum(len(here), base, threshold.needed(base), _lacking(here, required))


def _lacking(here: list[Voter], required: tuple[SeatCount, ...]) -> tuple[str, ...]:
    have = [voter.expertise for voter in here]
    return tuple(one.expertise for one in required if have.count(one.expertise) < one.seats)


def effective_ballots(
    voters: Iterable[Voter],
    ballots: Mapping[int, Choice],
    *,
    presiding: int | None,
    blank_proxy_to: Literal["chair", "invalid"] = "chair",
) -> dict[int, Choice]:
    """The choice that counts for each voter who sits: a proxy goes with its holder's ballot unless the
    holder cast another for it; a blank proxy goes with whoever presides, where the rule says so."""
    chosen: dict[int, Choice] = {}
    sitting = {voter.key: voter for voter in voters if voter.sits}
    for key, voter in sitting.items():
        own = ballots.get(key)
        if own is None and voter.channel == "proxy":
            own = _through(sitting.get(voter.by or 0), ballots)
        elif voter.channel == "blank_proxy":
            own = None
            if blank_proxy_to == "chair" and presiding is not None:
                own = _through(sitting.get(presiding), ballots)
        if own is not None:
            chosen[key] = own
    return chosen


def _through(holder: Voter | None, ballots: Mapping[int, Choice]) -> Choice | None:
    """The ballot of the holder of a proxy, who must sit (and be in the meeting) for it to count."""
    if holder is None or holder.channel not in ("in_person", "online"):
        return None
    return ballots.get(holder.key)


def count(
    voters: Iterable[Voter],
    chosen: Mapping[int, Choice],
    rule: Majority,
    *,
    casting_vote: str | None = None,
    recused_leave_base: bool = True,
) -> Count:
    """Count ``chosen`` (from :func:`effective_ballots`) by ``rule``."""
    everyone = list(voters)
    weights: dict[str, int] = {"for": 0, "against": 0, "abstain": 0}
    sitting = [voter for voter in everyone if voter.sits]
    for voter in sitting:
        if voter.key in chosen:
            weights[chosen[voter.key]] += voter.weight
    present = sum(voter.weight for voter in sitting)
    eligible = sum(voter.weight for voter in everyone if not voter.recused)
    whole = sum(voter.weight for voter in everyone)
    bases = {
        "present": present,
        "eligible": eligible,
        "all": eligible if recused_leave_base else whole,
        "cast": weights["for"] + weights["against"],
    }
    base = bases[rule.threshold.base]
    reached = rule.threshold.reached(weights["for"], base)
    tied = not reached and weights["for"] == weights["against"] > 0
    by_chair = tied and _chair_may_settle(rule) and casting_vote == "for"
    return Count(
        votes_for=weights["for"],
        votes_against=weights["against"],
        abstained=weights["abstain"],
        base=base,
        needed=rule.threshold.needed(base),
        carried=reached or by_chair,
        tied=tied,
        by_chair=tied and _chair_may_settle(rule) and casting_vote in ("for", "against"),
        silent=present - sum(weights.values()),
    )


def _chair_may_settle(rule: Majority) -> bool:
    """Is this a plain majority whose rule leaves equal votes to the chair?"""
    threshold = rule.threshold
    return rule.tie == "chair" and threshold.strict and 2 * threshold.numerator == threshold.denominator


def needs_casting_vote(counted: Count, rule: Majority) -> bool:
    """Are the votes equal, and is the chair to decide but has not?"""
    return counted.tied and not counted.by_chair and _chair_may_settle(rule)
