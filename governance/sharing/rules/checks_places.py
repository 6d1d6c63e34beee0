"""Where it goes: a recipient abroad, storage abroad."""

from __future__ import annotations

from core.clock import add_months
from governance.sharing.rules.checks_data import HOME
from governance.sharing.rules.facts import ForeignTransfer
from governance.sharing.rules.verdict import (
    ALWAYS,
    FAIL,
    NOT_APPLICABLE,
    PASS,
    UNKNOWN,
    WAIT,
    Answer,
    Case,
    CheckRule,
    listed,
    say,
)


def foreign_recipient(case: Case) -> Answer:
    """A recipient abroad: equal protection, or consent after being told, or equivalent measures."""
    country = case.facts.recipient.country
    if not case.about_persons:
        return say("not_personal")
    if not country:
        return say("country_unknown")
    if country == HOME:
        return say("domestic")
    if country in case.law.equal_countries:
        return say("equal_protection", country=country)
    if case.ground is not None and case.ground.excuses_abroad:
        return say("excepted_by_ground", country=country, ground=case.ground.code)
    transfer = case.facts.line.foreign
    if transfer is None or transfer.route is None:
        return say("no_route", country=country)
    if transfer.route == "consent":
        return _on_consent(transfer, country, case)
    return _on_measures(transfer, country, case)


def _on_consent(transfer: ForeignTransfer, country: str, case: Case) -> Answer:
    must_be_told = case.law.told.get("abroad")
    if not must_be_told:
        return say("not_in_law_table", country=country)
    missing = must_be_told - transfer.told
    if missing:
        return say("not_told", country=country, missing=listed(missing))
    if case.ground is None or not case.ground.needs_consent:
        return say("consent_not_asked", country=country)
    return say("told_and_consented", country=country)


def _on_measures(transfer: ForeignTransfer, country: str, case: Case) -> Answer:
    clock = case.law.clocks.get("foreign_measures_check")
    if clock is None or clock.unit != "months":
        return say("not_in_law_table", country=country)
    if not transfer.measures_reference or transfer.measures_checked_on is None:
        return say("measures_missing", country=country)
    due = add_months(transfer.measures_checked_on, clock.amount)
    if due < case.on:
        return say("measures_check_overdue", country=country, due=due.isoformat())
    return say("measures_in_place", country=country, reference=transfer.measures_reference)


def foreign_storage(case: Case) -> Answer:
    """Storage abroad is declared, understood, and allowed by the council's rule."""
    line = case.facts.line
    if not case.from_persons:
        return say("not_personal")
    if not line.storage:
        return say("not_declared")
    abroad = line.storage - {HOME}
    if not abroad:
        return say("domestic")
    rule = case.rulebook.get("storage_places")
    if rule is None:
        return say("rule_not_set", setting="storage_places")
    refused = abroad - rule.countries
    if refused:
        return say("country_not_allowed", countries=listed(refused))
    strange = abroad - line.environment_grasped
    if strange:
        return say("environment_not_grasped", countries=listed(strange))
    return say("allowed", countries=listed(abroad))


FOREIGN_RECIPIENT = CheckRule(
    code="foreign_recipient",
    moments=ALWAYS,
    basis="law",
    reasons={
        "not_personal": NOT_APPLICABLE,
        "domestic": NOT_APPLICABLE,
        "equal_protection": PASS,
        "excepted_by_ground": PASS,
        "told_and_consented": PASS,
        "measures_in_place": PASS,
        "country_unknown": UNKNOWN,
        "not_in_law_table": UNKNOWN,
        "no_route": WAIT,
        "not_told": FAIL,
        "consent_not_asked": FAIL,
        "measures_missing": FAIL,
        "measures_check_overdue": FAIL,
    },
    judge=foreign_recipient,
)

FOREIGN_STORAGE = CheckRule(
    code="foreign_storage",
    moments=ALWAYS,
    basis="council",
    cites="storage_places",
    reasons={
        "not_personal": NOT_APPLICABLE,
        "domestic": PASS,
        "allowed": PASS,
        "not_declared": WAIT,
        "rule_not_set": UNKNOWN,
        "country_not_allowed": FAIL,
        "environment_not_grasped": FAIL,
    },
    judge=foreign_storage,
)
