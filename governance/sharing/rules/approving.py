"""Who approves: the risk class of a line, and the body that the rule names for it."""

from __future__ import annotations

from core.rulebook.values import ApprovalBodies, BoardAuthority, RiskClass, RiskClasses, Rulebook
from governance.sharing.rules.facts import GateFacts, Panel
from governance.sharing.rules.verdict import from_persons

HEAVIER: tuple[RiskClass, ...] = ("minor", "ordinary", "major")


def risk_class(facts: GateFacts, rule: RiskClasses) -> RiskClass | None:
    """Minor, ordinary or major; None where the traits that decide it are not known.

    What is handed over decides first: statistics from a major dataset are still minor, if the rule says so. Persons
    are counted only where the dataset holds the items as records of persons.
    """
    line, data = facts.line, facts.dataset
    if line.data_class is None or data.triggers is None:
        return None
    if line.data_class in rule.minor or (line.minor_change and "minor_change" in rule.minor):
        return "minor"
    if (
        not data.triggers.isdisjoint(rule.major)
        or (line.data_class == "special_care" and "special_care" in rule.major)
        or (facts.recipient.country != "JP" and "abroad" in rule.major)
    ):
        return "major"
    if rule.major_persons and from_persons(facts):
        if data.persons is None:
            return None
        if data.persons >= rule.major_persons:
            return "major"
    return "ordinary"


def sufficient_bodies(bodies: ApprovalBodies, risk: RiskClass) -> tuple[str, ...]:
    """The bodies that may approve a line of ``risk``: the one named for it first, then those named for
    heavier ones (who may do more may do less)."""
    return tuple(dict.fromkeys(bodies.body_for(one) for one in HEAVIER[HEAVIER.index(risk) :]))


def board_that_decides(panel: Panel | None, rules: Rulebook) -> str | None:
    """The board, where its opinion decides (決定) by the rules of the day of its vote, or by ``rules``: no other body
    approves then. None where it advises or is required."""
    if panel is None:
        return None
    given: BoardAuthority | None = rules.get("board_authority")
    authority = panel.rules.authority if panel.rules is not None else given
    return panel.body if authority is not None and authority.weight == "decides" else None
