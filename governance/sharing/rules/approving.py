"""Who approves: the risk class of a line, and the body that the rule names for it."""

from __future__ import annotations

from core.rulebook.values import ApprovalBodies, RiskClass, RiskClasses
from governance.sharing.rules.facts import GateFacts
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
