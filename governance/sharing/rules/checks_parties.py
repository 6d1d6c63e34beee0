"""Who takes part: standing of provider and recipient, and the pledge."""

from __future__ import annotations

from datetime import date

from governance.sharing.rules.facts import Block, Party
from governance.sharing.rules.verdict import ALWAYS, FAIL, PASS, UNKNOWN, Answer, Case, CheckRule, cite, say


def _membership(party: Party, on: date) -> str:
    """Why ``party`` is not a member in good standing on that date; empty where it is."""
    if party.membership in (None, "applied", "rejected"):
        return "not_a_member"
    if party.membership == "suspended":
        return "suspended"
    if party.membership in ("withdrawn", "expelled"):
        return "left"
    if party.member_from is None:
        return "membership_undated"
    if party.member_from > on:
        return "not_yet_a_member"
    if party.member_until is not None and party.member_until < on:
        return "membership_over"
    if party.organ_until is not None and party.organ_until < on:
        return "organ_over"
    return ""


def _holds(block: Block, who: str, on: date) -> bool:
    return block.scope in ("all", who) and block.from_on <= on <= block.until_on


def standing(case: Case) -> Answer:
    """Provider and recipient are members in good standing today; no decision and no overdue duty blocks them. Why and
    until when a decision does is for the organisation and the secretariat: the answer does not say it."""
    facts = case.facts
    for who, party in (("provider", facts.provider), ("recipient", facts.recipient)):
        reason = _membership(party, case.on)
        if reason:
            return say(reason, who=who)
        if any(_holds(block, who, case.on) for block in party.blocks):
            return say("blocked", who=who)
    if facts.duties is None:
        return say("duties_unknown")
    rule = case.rulebook.get("blocking_duties")
    if rule is None:
        return say("rule_not_set", setting="blocking_duties")
    overdue = [duty for duty in facts.duties if duty.due < case.on]
    for duty in overdue:
        if duty.kind in rule.duties:
            days = (case.on - duty.due).days
            article = case.rulebook.article("blocking_duties")
            return cite(article, "duty_overdue", kind=duty.kind, reference=duty.reference, days=days)
    if overdue:
        return say("in_order_with_warning", count=len(overdue), reference=overdue[0].reference)
    return say("in_order")


def pledge(case: Case) -> Answer:
    """The recipient accepted the participation rules in force, or is within the transition period."""
    accepted = case.facts.pledge
    if accepted is None or accepted.accepted_on > case.on:
        return say("not_accepted")
    edition = case.rulebook.editions.get(accepted.instrument)
    if edition is None:
        return say("no_edition_in_force")
    if accepted.edition >= edition.number:
        return say("accepted", edition=accepted.edition)
    until = edition.counts_until(accepted.edition)
    if until is not None and case.on <= until:
        article = case.rulebook.article("amendment_transition")
        figures = {"accepted": accepted.edition, "in_force": edition.number}
        return cite(article, "in_transition", until=until.isoformat(), **figures)
    return say(
        "outdated", accepted=accepted.edition, in_force=edition.number, since=edition.since.isoformat()
    )


STANDING = CheckRule(
    code="standing",
    moments=ALWAYS,
    basis="council",
    reasons={
        "in_order": PASS,
        "in_order_with_warning": PASS,
        "not_a_member": FAIL,
        "suspended": FAIL,
        "left": FAIL,
        "not_yet_a_member": FAIL,
        "membership_over": FAIL,
        "organ_over": FAIL,
        "membership_undated": UNKNOWN,
        "duties_unknown": UNKNOWN,
        "rule_not_set": UNKNOWN,
        "blocked": FAIL,
        "duty_overdue": FAIL,
    },
    judge=standing,
)

PLEDGE = CheckRule(
    code="pledge",
    moments=ALWAYS,
    basis="council",
    reasons={
        "accepted": PASS,
        "in_transition": PASS,
        "not_accepted": FAIL,
        "outdated": FAIL,
        "no_edition_in_force": UNKNOWN,
    },
    judge=pledge,
)
