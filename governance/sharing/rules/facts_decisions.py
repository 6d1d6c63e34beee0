"""Facts of judging and of what was decided: panel, votes, approval, provider's decision, agreement, grant.

Votes and decisions carry the rules of their own day: a later edition does not rewrite them. Only a replay under
an amendment puts other rules in (:mod:`governance.sharing.rules.replaying`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from core.law.values import DataClass
from core.rulebook.values import (
    ApprovalBodies,
    BoardAuthority,
    BoardQuorum,
    Departure,
    EmergencyApproval,
    ExpeditedReview,
    Independence,
    Majority,
    RecusalScope,
    RiskClasses,
    Rulebook,
)
from governance.sharing.rules.facts_request import Harm, Part

Finding = Literal["suitable", "conditional", "unsuitable", "continued"]
Choice = Literal["suitable", "conditional", "unsuitable", "continued", "abstain"]


BOARD_SETTINGS: Mapping[str, str] = {
    "quorum": "board_quorum",
    "majority": "board_majority",
    "recusal": "recusal_scope",
    "independence": "independent_opinions",
    "authority": "board_authority",
    "expedited": "expedited_review",
}
"""Part of :class:`BoardRules` -> the setting that it is."""

APPROVAL_SETTINGS: Mapping[str, str] = {
    "bodies": "approval_bodies",
    "risks": "risk_classes",
    "departure": "departure_from_opinion",
    "emergency": "emergency_approval",
}
"""Part of :class:`ApprovalRules` -> the setting that it is."""


class Seat(Part, frozen=True):
    """One member of the panel, fixed when the review opened. ``member`` is an opaque key.
    ``present``: took part in the vote; ``opinion_in``: gave an individual opinion in this round;
    ``excused``: takes no part without being recused and nobody sits for them: absent."""

    member: str
    expertise: str
    chair: bool = False
    declared: bool = False
    interests: frozenset[str] = frozenset()
    recused: bool = False
    present: bool = False
    opinion_in: bool = False
    excused: bool = False


class BallotCast(Part, frozen=True):
    """One ballot. Ballots are facts of the case; pages show them as counts."""

    member: str
    choice: Choice


class BoardRules(Part, frozen=True):
    """The rules in force on the day of the vote: a later edition does not rewrite it."""

    quorum: BoardQuorum | None = None
    majority: Majority | None = None
    recusal: RecusalScope | None = None
    independence: Independence | None = None
    authority: BoardAuthority | None = None
    expedited: ExpeditedReview | None = None

    @classmethod
    def of(cls, rulebook: Rulebook) -> BoardRules:
        """The board's rules in ``rulebook``."""
        return cls(**{name: rulebook.get(code) for name, code in BOARD_SETTINGS.items()})


class Panel(Part, frozen=True):
    """The board on this line. ``no_objection`` is the finding adopted without objection (異議なし).

    ``rules`` are those of the day of the vote; None before the vote: then the rulebook given to the gate is used.
    """

    body: str
    seats: tuple[Seat, ...]
    ballots: tuple[BallotCast, ...] = ()
    no_objection: Finding | None = None
    voted_on: date | None = None
    expedited: bool = False
    rules: BoardRules | None = None


class DepartureVote(Part, frozen=True):
    """The deciding body's vote to decide otherwise than the board advised."""

    votes_for: int
    votes_against: int
    present: int
    eligible: int
    members: int
    reasons_published: bool


class ApprovalRules(Part, frozen=True):
    """The rules in force on the day of decision: a later edition does not rewrite a decision."""

    bodies: ApprovalBodies | None = None
    risks: RiskClasses | None = None
    departure: Departure | None = None
    emergency: EmergencyApproval | None = None

    @classmethod
    def of(cls, rulebook: Rulebook) -> ApprovalRules:
        """The rules of approval in ``rulebook``."""
        return cls(**{name: rulebook.get(code) for name, code in APPROVAL_SETTINGS.items()})


class Approval(Part, frozen=True):
    """The council's decision on the line. ``valid_until`` is its last day; ``rules`` are those of the day of
    decision; where they are None the rulebook given to the gate is used. ``superseded_by``: the decision in whose
    favour the one behind the approval, or behind its ratification, was superseded, as long as nobody recorded that it
    upholds the approval."""

    number: str
    body: str
    state: Literal["approved", "not_approved", "revoked"]
    decided_on: date
    valid_until: date | None
    items: frozenset[str]
    purpose: str
    data_class: DataClass
    adopts_conditions: bool = True
    departure: DepartureVote | None = None
    provisional: bool = False
    ratified: bool = False
    rules: ApprovalRules | None = None
    superseded_by: str = ""


class ProviderDecision(Part, frozen=True):
    """The holder's own decision with its file number, legal ground and judgement of harm."""

    number: str
    organ: str
    state: Literal["accepted", "declined", "revoked"]
    decided_on: date
    ground: str
    items: frozenset[str]
    harm: Harm | None = None


class Agreement(Part, frozen=True):
    """What provider and recipient signed, or published."""

    reference: str
    kind: Literal[
        "contract",
        "memorandum",
        "entrustment_contract",
        "joint_use_notice",
        "succession",
        "measures_requested",
    ]
    state: Literal["drafted", "signed", "terminated"]
    valid_from: date | None
    valid_until: date | None


class Condition(Part, frozen=True):
    """A binding condition of approval (承認条件)."""

    reference: str
    precedent: bool
    state: Literal["open", "submitted", "met", "not_met", "overdue", "waived"]
    due: date | None = None
    waived_by: str = ""


class Incident(Part, frozen=True):
    """An incident or dispute and what it concerns; both empty: the whole council."""

    reference: str
    kind: Literal["incident", "dispute"]
    state: Literal["reported", "in_hand", "settled", "closed"]
    datasets: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()


class Grant(Part, frozen=True):
    """The right to receive."""

    number: str
    state: Literal["awaiting_conditions", "active", "suspended", "disposal_due", "closed"]
    starts_on: date
    ends_on: date
    disposal_due_on: date | None = None
    suspended_by: str = ""
    suspended_from: date | None = None
    """A suspension that is ordered and has not begun yet."""
    revoked_from: date | None = None
    """A revocation that is decided, from its first day on."""
