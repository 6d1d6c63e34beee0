"""Who has judged and decided: the board's opinion, the council's approval, the provider's decision.

The three are separate acts. A vote or decision is judged by the rules of its own day, which the facts carry;
before it, and for what a replay puts in their place, the rulebook given is used.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from core.clock import add_business_days
from core.rulebook.values import (
    BoardAuthority,
    BoardQuorum,
    ExpeditedReview,
    Independence,
    Majority,
    RecusalScope,
    Rulebook,
)
from governance.sharing.rules.approving import board_that_decides, risk_class, sufficient_bodies
from governance.sharing.rules.facts import Approval, ApprovalRules, BoardRules, GateFacts, Panel
from governance.sharing.rules.forming import undeclared, without_opinion
from governance.sharing.rules.outcome import (
    Outcome,
    compute,
    departure_fault,
    expedited,
    may_expedite,
    sitting,
)
from governance.sharing.rules.verdict import (
    AT_FLOW,
    FAIL,
    FROM_APPROVAL,
    NOT_APPLICABLE,
    PASS,
    UNKNOWN,
    WAIT,
    Answer,
    Case,
    CheckRule,
    Moment,
    cite,
    listed,
    say,
)


class Board(msgspec.Struct, frozen=True):
    """The board's rules, none of those needed for a vote missing."""

    quorum: BoardQuorum
    majority: Majority
    recusal: RecusalScope
    independence: Independence
    authority: BoardAuthority
    expedited: ExpeditedReview | None


def _board(rules: BoardRules) -> Board | str:
    """The complete rules, or the name of the setting that no provision fixes."""
    if rules.quorum is None:
        return "board_quorum"
    if rules.majority is None:
        return "board_majority"
    if rules.recusal is None:
        return "recusal_scope"
    if rules.independence is None:
        return "independent_opinions"
    if rules.authority is None:
        return "board_authority"
    return Board(
        rules.quorum, rules.majority, rules.recusal, rules.independence, rules.authority, rules.expedited
    )


def approval_rules(case: Case) -> ApprovalRules:
    """The rules of the day of decision, or those given."""
    approval = case.facts.approval
    return (approval.rules if approval else None) or ApprovalRules.of(case.rulebook)


def ratification_due(approval: Approval, rules: ApprovalRules) -> date | None:
    """Until when a provisional approval holds without ratification; None where no rule gives such a power."""
    return add_business_days(approval.decided_on, rules.emergency.ratify_within) if rules.emergency else None


def _in_emergency(case: Case) -> bool:
    """Is the line provisionally approved, and its ratification not overdue?"""
    approval = case.facts.approval
    if approval is None or not approval.provisional or approval.ratified or approval.state != "approved":
        return False
    due = ratification_due(approval, approval_rules(case))
    return due is not None and case.on <= due


def _found_unsuitable(panel: Panel | None, book: Rulebook) -> bool:
    """Has the board spoken against the line? An emergency lasts only until then."""
    if panel is None or panel.voted_on is None:
        return False
    rules = _board(panel.rules or BoardRules.of(book))
    if isinstance(rules, str):
        return False
    outcome = _outcome(panel, rules)
    return outcome.status == "carried" and outcome.finding == "unsuitable"


def opinion(case: Case) -> Answer:
    """The board's opinion is there, properly formed, and its weight is obeyed."""
    facts = case.facts
    if facts.line.form == "statutory":
        return say("statutory")
    if _in_emergency(case) and not _found_unsuitable(facts.panel, case.rulebook):
        return cite(case.rulebook.article("emergency_approval"), "emergency")
    panel = facts.panel
    if panel is None or not panel.seats:
        return say("no_panel")
    rules = _board(panel.rules or BoardRules.of(case.rulebook))
    if isinstance(rules, str):
        return say("rule_not_set", setting=rules)
    fault = _formed(panel, rules, case.rulebook)
    if fault is not None:
        return fault
    opened = rules.expedited.conditions if rules.expedited else frozenset()
    if panel.expedited and not may_expedite(facts, opened):
        return cite(case.rulebook.article("expedited_review"), "expedited_not_open")
    outcome = _outcome(panel, rules)
    if outcome.status == "not_voted":
        return say(_stage(panel), voted=len(panel.ballots))
    if outcome.status != "carried":
        majority = case.rulebook.article("board_majority") if outcome.status == "not_carried" else None
        return cite(majority, outcome.status, **_figures(outcome))
    return _weigh(outcome, rules, case)


def _stage(panel: Panel) -> str:
    """Where the board is before its opinion is fixed: no vote yet, some, or all of them."""
    if panel.no_objection or len(panel.ballots) >= sum(not seat.excused for seat in sitting(panel)):
        return "not_fixed"
    return "voting" if panel.ballots else "not_voted"


def _formed(panel: Panel, rules: Board, book: Rulebook) -> Answer | None:
    """What is wrong with the forming of the panel's will; None where nothing is."""
    may = set()
    for seat in sitting(panel):
        if not seat.interests.isdisjoint(rules.recusal.interests):
            return cite(book.article("recusal_scope"), "conflicted_member_sits")
        if seat.present:
            may.add(seat.member)
    if late := undeclared(panel):
        return cite(book.article("recusal_scope"), "conflict_not_declared", count=len(late))
    voters = {ballot.member for ballot in panel.ballots}
    if len(voters) != len(panel.ballots) or not voters <= may:
        return say("ballot_not_allowed")
    if silent := without_opinion(panel, rules.independence):
        return cite(book.article("independent_opinions"), "opinions_missing", count=len(silent))
    return None


def _outcome(panel: Panel, rules: Board) -> Outcome:
    if panel.expedited and rules.expedited is not None:
        return expedited(panel, rules.expedited, rules.majority)
    return compute(panel, rules.quorum, rules.majority, rules.recusal)


def _figures(outcome: Outcome) -> dict[str, Any]:
    if outcome.status == "not_carried":
        return {"votes": outcome.votes, "base": outcome.base, "needed": outcome.needed}
    figures: dict[str, Any] = {"present": outcome.present, "needed": outcome.quorum}
    return figures | ({"expertise": outcome.expertise} if outcome.expertise else {})


def _weigh(outcome: Outcome, rules: Board, case: Case) -> Answer:
    """Obey the opinion by its weight; an advising board may be departed from as the rule says."""
    figures = {"votes": outcome.votes, "base": outcome.base}
    weight = rules.authority.weight
    if outcome.finding == "continued":
        return say("continued", **figures)
    approval = case.facts.approval
    dropped = outcome.finding == "conditional" and approval is not None and not approval.adopts_conditions
    if outcome.finding == "suitable":
        return say("suitable", **figures)
    if outcome.finding == "conditional" and not dropped:
        unrecorded = case.moment is Moment.FLOW and not case.facts.conditions
        return say("conditions_not_recorded" if unrecorded else "conditional", **figures)
    if weight != "advice":
        authority = case.rulebook.article("board_authority")
        return cite(authority, "conditions_dropped" if dropped else "unsuitable", **figures)
    return _departure(approval, case)


def _departure(approval: Approval | None, case: Case) -> Answer:
    rule, article = approval_rules(case).departure, case.rulebook.article("departure_from_opinion")
    if rule is None:
        return say("rule_not_set", setting="departure_from_opinion")
    if approval is None or approval.departure is None:
        fraction = {"numerator": rule.threshold.numerator, "denominator": rule.threshold.denominator}
        return cite(article, "departure_open", **fraction)
    vote = approval.departure
    fault = departure_fault(vote, rule)
    if fault == "departure_unpublished":
        return cite(article, fault)
    return cite(article, fault or "departed", votes=vote.votes_for)


def approval(case: Case) -> Answer:
    """Approved by the body that the rule names for the risk class; in force, and for what is asked; by a decision that
    stands, or that another has upheld."""
    facts = case.facts
    if facts.line.form == "statutory":
        return say("statutory")
    made = facts.approval
    if made is None:
        return say("not_decided")
    if made.state != "approved":
        return say(made.state, number=made.number)
    rules = approval_rules(case)
    by_rule = _emergency_fault if made.provisional else _body_fault
    fault = _decision_fault(made) or by_rule(made, rules, case)
    if fault is not None:
        return fault
    beyond = _beyond_approval(made, facts)
    if beyond:
        return say("beyond_approval", number=made.number, what=listed(beyond))
    if made.decided_on > case.on:
        return say("not_yet", number=made.number, on=made.decided_on.isoformat())
    if made.valid_until is None:
        return say("undated", number=made.number)
    if made.valid_until < case.ends:
        return say("expired", number=made.number, until=made.valid_until.isoformat())
    told = {"number": made.number, "body": made.body, "until": made.valid_until.isoformat()}
    due = ratification_due(made, rules) if made.provisional and not made.ratified else None
    return say("provisional", due=due.isoformat(), **told) if due else say("approved", **told)


def _decision_fault(made: Approval) -> Answer | None:
    if not made.number:
        return say("no_number")
    return say("superseded", number=made.number, by=made.superseded_by) if made.superseded_by else None


def _emergency_fault(made: Approval, rules: ApprovalRules, case: Case) -> Answer | None:
    due, article = ratification_due(made, rules), case.rulebook.article("emergency_approval")
    if rules.emergency is None or due is None:
        return say("rule_not_set", setting="emergency_approval")
    if made.body != rules.emergency.by:
        return cite(article, "wrong_body", number=made.number, body=made.body, needed=rules.emergency.by)
    if not made.ratified and case.on > due:
        return cite(article, "not_ratified", number=made.number, due=due.isoformat())
    return None


def _body_fault(made: Approval, rules: ApprovalRules, case: Case) -> Answer | None:
    board = board_that_decides(case.facts.panel, case.rulebook)
    if board is not None:
        if made.body == board:
            return None
        article = case.rulebook.article("board_authority")
        return cite(article, "wrong_body", number=made.number, body=made.body, needed=board)
    if rules.bodies is None:
        return say("rule_not_set", setting="approval_bodies")
    if rules.risks is None:
        return say("rule_not_set", setting="risk_classes")
    risk = risk_class(case.facts, rules.risks)
    if risk is None:
        return cite(case.rulebook.article("risk_classes"), "risk_unknown")
    sufficient = sufficient_bodies(rules.bodies, risk)
    if made.body in sufficient:
        return None
    return say("wrong_body", number=made.number, body=made.body, needed=sufficient[0])


def _beyond_approval(made: Approval, facts: GateFacts) -> list[str]:
    line = facts.line
    within = {
        "items": line.items <= made.items,
        "purpose": line.purpose == made.purpose,
        "data_class": line.data_class == made.data_class,
    }
    return [name for name, yes in within.items() if not yes]


def provider_decision(case: Case) -> Answer:
    """The provider organ's own decision, with file number, ground and judgement of harm."""
    facts, made = case.facts, case.facts.decision
    if made is None:
        return say("not_decided")
    if made.state != "accepted":
        return say(made.state, number=made.number)
    if not made.number:
        return say("no_number")
    if made.organ != facts.provider.organ:
        return say("another_organ", number=made.number)
    if made.decided_on > case.on:
        return say("not_yet", number=made.number, on=made.decided_on.isoformat())
    if not facts.line.items <= made.items:
        return say("beyond_decision", number=made.number, what=listed(facts.line.items - made.items))
    if case.about_persons and made.ground != facts.line.ground:
        return say("ground_differs", number=made.number, ground=made.ground)
    if case.ground is not None and "unjust_harm" in case.ground.provisos and made.harm != "none_feared":
        return say("harm_feared" if made.harm else "harm_not_judged", number=made.number)
    return say("decided", number=made.number, ground=made.ground)


OPINION = CheckRule(
    code="opinion",
    moments=FROM_APPROVAL,
    basis="council",
    cites="board_quorum",
    reasons={
        "suitable": PASS,
        "conditional": PASS,
        "departed": PASS,
        "statutory": NOT_APPLICABLE,
        "emergency": NOT_APPLICABLE,
        "rule_not_set": UNKNOWN,
        "no_panel": WAIT,
        "conflict_not_declared": WAIT,
        "opinions_missing": WAIT,
        "not_voted": WAIT,
        "voting": WAIT,
        "not_fixed": WAIT,
        "continued": WAIT,
        "departure_open": WAIT,
        "conflicted_member_sits": FAIL,
        "ballot_not_allowed": FAIL,
        "expedited_not_open": FAIL,
        "no_quorum": FAIL,
        "seat_empty": FAIL,
        "not_carried": FAIL,
        "unsuitable": FAIL,
        "conditions_dropped": FAIL,
        "conditions_not_recorded": FAIL,
        "departure_not_carried": FAIL,
        "departure_unpublished": FAIL,
    },
    judge=opinion,
)

APPROVAL = CheckRule(
    code="approval",
    moments=AT_FLOW,
    basis="council",
    cites="approval_bodies",
    reasons={
        "approved": PASS,
        "provisional": PASS,
        "statutory": NOT_APPLICABLE,
        "rule_not_set": UNKNOWN,
        "risk_unknown": UNKNOWN,
        "undated": UNKNOWN,
        "not_decided": WAIT,
        "no_number": WAIT,
        "not_yet": WAIT,
        "not_approved": FAIL,
        "revoked": FAIL,
        "superseded": FAIL,
        "wrong_body": FAIL,
        "not_ratified": FAIL,
        "beyond_approval": FAIL,
        "expired": FAIL,
    },
    judge=approval,
)

PROVIDER_DECISION = CheckRule(
    code="provider_decision",
    moments=AT_FLOW,
    basis="law",
    reasons={
        "decided": PASS,
        "not_decided": WAIT,
        "no_number": WAIT,
        "not_yet": WAIT,
        "harm_not_judged": WAIT,
        "declined": FAIL,
        "revoked": FAIL,
        "another_organ": FAIL,
        "beyond_decision": FAIL,
        "ground_differs": FAIL,
        "harm_feared": FAIL,
    },
    judge=provider_decision,
)
