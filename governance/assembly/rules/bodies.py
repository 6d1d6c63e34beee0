"""Which rules a body sits under, whether it is composed as they ask, and who decides a request.

The bylaws' articles on the general assembly apply to the steering body and the working groups with the
necessary changes (準用), the one on special majorities excepted; the board has its own charter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from core.errors import ALLOWED, ArticleRef, Refused, Verdict
from core.rulebook.values import (
    ApprovalBodies,
    BoardComposition,
    BoardQuorum,
    Departure,
    EmergencyApproval,
    Majority,
    Period,
    RecusalScope,
    RiskClass,
    Rulebook,
    Threshold,
    VotingMethods,
)

ASSEMBLY = "assembly"
AMENDMENT = "amendment:"
"""How the subject of an item about an amendment of the rules begins."""
BOARD = "ethics_board"
STEERING = "steering"
CHAIR_ALONE = "chair"
DEPARTURE = "departure"
"""The matter of deciding otherwise than the board advised."""


@dataclass(frozen=True, slots=True)
class MeetingRules:
    """The rules for one item of one body, each with the article that fixes it; None where no rule does."""

    quorum: Threshold | BoardQuorum | None
    quorum_article: ArticleRef | None
    majority: Majority | None
    majority_article: ArticleRef | None
    notice: Period | None
    notice_article: ArticleRef | None
    methods: frozenset[str]
    blank_proxy_to_chair: bool
    recused_leave_base: bool


def rules_for(body: str, matter: str, rulebook: Rulebook) -> MeetingRules:
    """The rules that ``body`` (a code) follows for an item about ``matter``."""
    board = body == BOARD
    quorum = "board_quorum" if board else "assembly_quorum"
    notice = "board_notice" if board else "notice_of_meeting"
    majority, article = _majority(body, matter, rulebook)
    methods: VotingMethods | None = rulebook.get("voting_methods")
    scope: RecusalScope | None = rulebook.get("recusal_scope")
    return MeetingRules(
        quorum=rulebook.get(quorum),
        quorum_article=rulebook.article(quorum),
        majority=majority,
        majority_article=article,
        notice=rulebook.get(notice),
        notice_article=rulebook.article(notice),
        methods=methods.methods if methods else frozenset({"show_of_hands"}),
        blank_proxy_to_chair=methods is not None and methods.blank_proxy_to == "chair",
        recused_leave_base=scope.leaves_base if scope and board else True,
    )


def _majority(body: str, matter: str, rulebook: Rulebook) -> tuple[Majority | None, ArticleRef | None]:
    if body == BOARD:
        return rulebook.get("board_majority"), rulebook.article("board_majority")
    departure: Departure | None = rulebook.get("departure_from_opinion")
    if matter == DEPARTURE and departure is not None:
        return Majority(departure.threshold, tie="lost"), rulebook.article("departure_from_opinion")
    special: Majority | None = rulebook.get("special_majority")
    if body == ASSEMBLY and special is not None and matter in special.matters:
        return special, rulebook.article("special_majority")
    return rulebook.get("ordinary_majority"), rulebook.article("ordinary_majority")


@dataclass(frozen=True, slots=True)
class SeatsGap:
    """How many seats of one expertise the rule asks for, and how many are there and filled."""

    expertise: str
    wanted: int
    seats: int
    filled: int

    @property
    def in_order(self) -> bool:
        """As many filled as the rule asks?"""
        return self.filled >= self.wanted


def composition(seats: Iterable[tuple[str, bool]], rule: BoardComposition | None) -> tuple[SeatsGap, ...]:
    """Compare seats (expertise, filled; alternates left out) with the rule, in the rule's order."""
    held = list(seats)
    there = Counter(expertise for expertise, _filled in held)
    filled = Counter(expertise for expertise, is_filled in held if is_filled)
    wanted = {one.expertise: one.seats for one in rule.seats} if rule else {}
    names = [*wanted, *(name for name in there if name not in wanted)]
    return tuple(SeatsGap(name, wanted.get(name, 0), there[name], filled[name]) for name in names)


def sole_power(rulebook: Rulebook, risk: RiskClass | None) -> Verdict:
    """May the chair decide alone (会長専決): a request of ``risk`` that the rule gives to the chair, or
    (``risk`` None) provisionally in an emergency?"""
    if risk is None:
        urgent: EmergencyApproval | None = rulebook.get("emergency_approval")
        article = rulebook.article("emergency_approval")
        if urgent is not None and urgent.by == CHAIR_ALONE:
            return Verdict(True, article=article)
        return Verdict(False, "chair_may_not_decide_alone", article=article, error=Refused)
    bodies: ApprovalBodies | None = rulebook.get("approval_bodies")
    article = rulebook.article("approval_bodies")
    if bodies is not None and bodies.body_for(risk) == CHAIR_ALONE:
        return Verdict(True, article=article)
    return Verdict(False, "chair_may_not_decide_alone", article=article, error=Refused)


def may_decide(motion_state: str) -> Verdict:
    """Can a decision rest on an item in ``motion_state``? Only on one that was carried."""
    if motion_state == "carried":
        return ALLOWED
    return Verdict(False, "motion_not_carried", {"state": motion_state}, error=Refused)
