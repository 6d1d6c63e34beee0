"""What holds on the day: agreement, conditions, incidents, and the grant's window."""

from __future__ import annotations

from collections.abc import Mapping

from governance.sharing.rules.facts import Grant, Incident
from governance.sharing.rules.verdict import (
    ALWAYS,
    AT_FLOW,
    FAIL,
    NOT_APPLICABLE,
    PASS,
    UNKNOWN,
    WAIT,
    Answer,
    Case,
    CheckRule,
    say,
)

AGREEMENTS: Mapping[str, frozenset[str]] = {
    "third_party": frozenset({"contract", "memorandum", "measures_requested"}),
    "entrustment": frozenset({"entrustment_contract"}),
    "joint_use": frozenset({"joint_use_notice"}),
    "succession": frozenset({"succession"}),
    "internal_use": frozenset({"memorandum", "measures_requested"}),
    "statutory": frozenset({"contract", "memorandum", "measures_requested"}),
}
"""What provider and recipient sign or publish, by form of transfer."""


def agreement(case: Case) -> Answer:
    """A contract, entrustment contract, published joint use or requested measures is in force."""
    made = case.facts.agreement
    if made is None:
        return say("none")
    if made.kind not in AGREEMENTS.get(case.facts.line.form or "", frozenset()):
        return say("wrong_kind", reference=made.reference, kind=made.kind)
    if made.state == "drafted":
        return say("not_signed", reference=made.reference)
    if made.state == "terminated" and not case.keeps:
        return say("terminated", reference=made.reference)
    if made.valid_from is None or made.valid_until is None:
        return say("undated", reference=made.reference)
    if made.valid_from > case.on:
        return say("not_yet", reference=made.reference, on=made.valid_from.isoformat())
    if made.valid_until < case.ends:
        return say("ended", reference=made.reference, until=made.valid_until.isoformat())
    return say("in_force", reference=made.reference, until=made.valid_until.isoformat())


def conditions(case: Case) -> Answer:
    """Conditions precedent are met, and none is overdue."""
    found = case.facts.conditions
    if found is None:
        return say("not_loaded")
    if not found:
        return say("none_set")
    for one in found:
        if one.state == "waived" and not one.waived_by:
            return say("waived_without_decision", reference=one.reference)
        undone = one.state in ("open", "not_met", "overdue")
        if undone and one.due is not None and one.due < case.on:
            return say("overdue", reference=one.reference, due=one.due.isoformat())
    for one in found:
        if one.precedent and one.state not in ("met", "waived"):
            return say("precedent_open", reference=one.reference)
    return say("met", count=len(found))


def incident(case: Case) -> Answer:
    """No open incident or dispute covers this line."""
    found = case.facts.incidents
    if found is None:
        return say("not_loaded")
    for one in found:
        if one.state in ("reported", "in_hand") and _concerns(one, case):
            return say("open", reference=one.reference, kind=one.kind)
    return say("none_open")


def _concerns(one: Incident, case: Case) -> bool:
    if not (one.datasets or one.organisations):
        return True
    facts = case.facts
    parties = {facts.provider.organisation, facts.recipient.organisation}
    return facts.dataset.reference in one.datasets or not one.organisations.isdisjoint(parties)


def window(case: Case) -> Answer:
    """The grant is active, and today is inside its period (keeping may last until disposal is due)."""
    grant = case.facts.grant
    if grant is None:
        return say("no_grant")
    if grant.state == "awaiting_conditions":
        return say("awaiting_conditions", grant=grant.number)
    if grant.state == "suspended":
        return say("suspended", grant=grant.number, by=grant.suspended_by)
    if case.keeps:
        return say("until_disposal", grant=grant.number, until=str(grant.disposal_due_on))
    if grant.state == "closed":
        return say("closed", grant=grant.number)
    if grant.state == "disposal_due":
        return say("ended", grant=grant.number, until=grant.ends_on.isoformat())
    return _on_the_day(grant, case)


def _on_the_day(grant: Grant, case: Case) -> Answer:
    """What the dates of an active grant say, also where the clock that changes its state has not run yet."""
    if grant.suspended_from is not None and grant.suspended_from <= case.on:
        return say("suspended", grant=grant.number, by=grant.suspended_from.isoformat())
    if grant.revoked_from is not None and grant.revoked_from <= case.on:
        return say("revoked", grant=grant.number, on=grant.revoked_from.isoformat())
    if case.on < grant.starts_on:
        return say("not_begun", grant=grant.number, on=grant.starts_on.isoformat())
    if case.on > grant.ends_on:
        return say("expired", grant=grant.number, until=grant.ends_on.isoformat())
    return say("inside", grant=grant.number, until=grant.ends_on.isoformat())


AGREEMENT = CheckRule(
    code="agreement",
    moments=AT_FLOW,
    basis="council",
    reasons={
        "in_force": PASS,
        "none": WAIT,
        "not_signed": WAIT,
        "not_yet": WAIT,
        "undated": UNKNOWN,
        "wrong_kind": FAIL,
        "terminated": FAIL,
        "ended": FAIL,
    },
    judge=agreement,
)

CONDITIONS = CheckRule(
    code="conditions",
    moments=AT_FLOW,
    basis="council",
    reasons={
        "met": PASS,
        "none_set": NOT_APPLICABLE,
        "not_loaded": UNKNOWN,
        "precedent_open": WAIT,
        "overdue": FAIL,
        "waived_without_decision": FAIL,
    },
    judge=conditions,
)

INCIDENT = CheckRule(
    code="incident",
    moments=ALWAYS,
    basis="council",
    reasons={"none_open": PASS, "not_loaded": UNKNOWN, "open": FAIL},
    judge=incident,
)

WINDOW = CheckRule(
    code="window",
    moments=AT_FLOW,
    basis="council",
    reasons={
        "inside": PASS,
        "until_disposal": PASS,
        "no_grant": WAIT,
        "awaiting_conditions": WAIT,
        "not_begun": WAIT,
        "suspended": FAIL,
        "ended": FAIL,
        "closed": FAIL,
        "revoked": FAIL,
        "expired": FAIL,
    },
    judge=window,
)
