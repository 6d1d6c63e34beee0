"""With what care: the privacy impact assessment, the period, and safety measures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from core.clock import add_months
from core.law.values import IDENTIFIABLE
from core.rulebook.values import PiaRequirement, Retention, RiskClasses, Rulebook, Safeguards
from governance.sharing.rules.approving import risk_class
from governance.sharing.rules.checks_data import STAGES
from governance.sharing.rules.facts import GateFacts, Line, Pia
from governance.sharing.rules.retention import ASSESSED, disposal_due, grant_end, limits, shortest
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
    Moment,
    cite,
    listed,
    say,
)


def pia(case: Case) -> Answer:
    """Where the rule asks an assessment: one is approved, in date and covers the line."""
    facts = case.facts
    if not case.from_persons:
        return say("not_personal")
    rule: PiaRequirement | None = case.rulebook.get("pia_requirement")
    if rule is None:
        return say("rule_not_set", setting="pia_requirement")
    needed = _needed(facts, rule)
    if needed is None or _undecidable(facts, case.rulebook):
        return say("scale_unknown", dataset=facts.dataset.reference)
    if not needed:
        return say("not_asked", persons=facts.dataset.persons or 0, threshold=rule.persons_at_least)
    if facts.pia is None:
        return say("none")
    return _standing(facts.pia, rule, case)


def _needed(facts: GateFacts, rule: PiaRequirement) -> bool | None:
    """Does the rule ask an assessment? None where the traits that decide it are not known."""
    data = facts.dataset
    if data.triggers is not None and not data.triggers.isdisjoint(rule.triggers):
        return True
    if data.persons is not None and data.persons >= rule.persons_at_least:
        return True
    return None if data.persons is None or data.triggers is None else False


def _undecidable(facts: GateFacts, book: Rulebook) -> bool:
    """Would the board's work be lost, since nobody can say which body approves before the persons are counted?"""
    classes: RiskClasses | None = book.get("risk_classes")
    if classes is None or facts.dataset.persons is not None or facts.line.data_class is None:
        return False
    return risk_class(facts, classes) is None


def _standing(pia: Pia, rule: PiaRequirement, case: Case) -> Answer:
    """Is the assessment itself in force; then: does it cover the line?"""
    if pia.state == "not_required":
        return say("found_not_required", pia=pia.reference)
    if pia.state not in ASSESSED:
        return say("in_progress", pia=pia.reference, state=pia.state)
    if pia.approved_on is None or pia.unaccepted_high is None:
        return say("incomplete", pia=pia.reference)
    if pia.state == "outdated" and pia.outdated_by != "rule":
        return say("outdated", pia=pia.reference, cause=pia.outdated_by or "change")
    if pia.valid_until is not None and pia.valid_until < case.on:
        return say("expired", pia=pia.reference, until=pia.valid_until.isoformat())
    missing = uncovered(pia, case.facts.line, case.facts.recipient.organisation)
    if missing:
        return say("does_not_cover", pia=pia.reference, missing=listed(missing))
    if pia.unaccepted_high:
        return say("high_risk_not_accepted", pia=pia.reference, count=pia.unaccepted_high)
    return _in_time(pia, add_months(pia.approved_on, rule.months), case)


def _in_time(pia: Pia, until: date, case: Case) -> Answer:
    """Is the assessment in date by the rule in force, or by the transition that came with it?"""
    by_rule = pia.state == "outdated"
    if not by_rule and case.on <= until:
        return say("covered", pia=pia.reference, until=min(until, pia.valid_until or until).isoformat())
    transition = _transition(case)
    if transition is not None and case.on <= transition:
        article = case.rulebook.article("amendment_transition")
        return cite(article, "in_transition", pia=pia.reference, until=transition.isoformat())
    if by_rule:
        return say("outdated", pia=pia.reference, cause="rule")
    return say("expired", pia=pia.reference, until=until.isoformat())


def _transition(case: Case) -> date | None:
    """Until when an assessment made under the former edition of the rule still counts."""
    article = case.rulebook.article("pia_requirement")
    edition = case.rulebook.editions.get(article.instrument) if article else None
    return edition.previous_until if edition else None


def uncovered(pia: Pia, line: Line, recipient: str) -> list[str]:
    """What ``pia`` would have to cover besides, to cover ``line`` of the organisation ``recipient``."""
    covered = {
        "items": line.items <= pia.items,
        "purpose": line.purpose in pia.purposes,
        "recipient": recipient in pia.recipients,
        "places": (line.storage or frozenset()) <= pia.places,
        "stages": pia.stages >= STAGES,
    }
    return [name for name, yes in covered.items() if not yes]


def retention(case: Case) -> Answer:
    """The period asked is within the shortest limit, and return or disposal is planned in time."""
    return next(retention_findings(case))


def retention_findings(case: Case) -> Iterator[Answer]:
    """Everything that is amiss with the period and the disposal, one after the other; then that they are in order, or
    that no limit applies. The check says the first."""
    rule = case.rulebook.get("retention")
    if not case.from_persons:
        wrong = None if rule is None or case.moment is Moment.FLOW else _period(case, rule)
        yield wrong or say("not_personal")
    elif rule is None:
        yield say("rule_not_set", setting="retention")
    else:
        yield from _kept_too_long(case, rule)


def _kept_too_long(case: Case, rule: Retention) -> Iterator[Answer]:
    line = case.facts.line
    if line.retention_months is None:
        yield say("not_stated")
    on_consent = case.ground is not None and case.ground.needs_consent
    limit = shortest(limits(case.facts, rule, on_consent=on_consent))
    if limit.months is None:
        yield say("limit_not_declared", by=limit.source)
    elif line.retention_months is not None and line.retention_months > limit.months:
        yield say("longer_than", asked=line.retention_months, allowed=limit.months, by=limit.source)
    if line.use_from is None or line.use_until is None:
        yield say("period_not_stated")
        return
    wrong = _period(case, rule)
    if wrong:
        yield wrong
    if wrong is None or wrong[0] == "period_too_long":  # the last day that is allowed is known
        end = min(line.use_until, grant_end(line.use_from, rule))
        yield _disposal(line, end, disposal_due(end, rule), limit.months or 0)


def _period(case: Case, rule: Retention) -> Answer | None:
    """What is wrong with the days of use that are stated; a grant ends by the rule, whatever the data."""
    start, end = case.facts.line.use_from, case.facts.line.use_until
    if start is None or end is None:
        return None
    if end < start:
        return say("period_reversed")
    if end < case.on and case.moment is not Moment.FLOW:  # what flows is bound by its grant
        return say("period_over", until=end.isoformat())
    last = grant_end(start, rule)
    if end > last:
        return say("period_too_long", asked=end.isoformat(), allowed=last.isoformat())
    return None


def _disposal(line: Line, end: date, due: date, months: int) -> Answer:
    if line.disposal_method is None or line.disposal_by is None:
        return say("no_disposal_plan", due=due.isoformat())
    if line.disposal_by < end:
        return say("disposal_too_early", planned=line.disposal_by.isoformat(), until=end.isoformat())
    if line.disposal_by > due:
        return say("disposal_too_late", planned=line.disposal_by.isoformat(), due=due.isoformat())
    return say("within", asked=line.retention_months, allowed=months, due=due.isoformat())


def safeguards(case: Case) -> Answer:
    """The measures that the rule asks for the class are declared, and evidenced where it says so."""
    line = case.facts.line
    if line.data_class is None:
        return say("class_not_stated")
    if not case.about_persons:
        return say("not_asked", data_class=line.data_class)
    rule = case.rulebook.get("safeguards")
    if rule is None:
        return say("rule_not_set", setting="safeguards")
    if line.safeguards is None:
        return say("not_stated")
    required = required_safeguards(rule, line.data_class)
    missing = required - line.safeguards
    if missing:
        return say("not_declared", missing=listed(missing))
    unproven = measures_to_prove(rule, line.data_class) - line.evidenced
    if unproven:
        return say("not_evidenced", missing=listed(unproven))
    return say("in_place", count=len(required))


def required_safeguards(rule: Safeguards, data_class: str) -> frozenset[str]:
    """The measures asked for a class; special-care data needs those of personal data as well."""
    if data_class == "special_care":
        return rule.personal | rule.special_care
    return rule.pseudonymised if data_class == "pseudonymised" else rule.personal


def measures_to_prove(rule: Safeguards, data_class: str) -> frozenset[str]:
    """The measures of a class that need a file as evidence; none where the data are not about single persons."""
    if data_class not in IDENTIFIABLE:
        return frozenset()
    return required_safeguards(rule, data_class) & rule.evidenced


PIA = CheckRule(
    code="pia",
    moments=ALWAYS,
    basis="council",
    cites="pia_requirement",
    reasons={
        "covered": PASS,
        "in_transition": PASS,
        "not_personal": NOT_APPLICABLE,
        "not_asked": NOT_APPLICABLE,
        "rule_not_set": UNKNOWN,
        "scale_unknown": UNKNOWN,
        "incomplete": UNKNOWN,
        "in_progress": WAIT,
        "none": FAIL,
        "found_not_required": FAIL,
        "outdated": FAIL,
        "expired": FAIL,
        "does_not_cover": FAIL,
        "high_risk_not_accepted": FAIL,
    },
    judge=pia,
)

RETENTION = CheckRule(
    code="retention",
    moments=ALWAYS,
    basis="council",
    reasons={
        "within": PASS,
        "not_personal": NOT_APPLICABLE,
        "rule_not_set": UNKNOWN,
        "limit_not_declared": UNKNOWN,
        "not_stated": WAIT,
        "period_not_stated": WAIT,
        "no_disposal_plan": WAIT,
        "longer_than": FAIL,
        "period_reversed": FAIL,
        "period_over": FAIL,
        "period_too_long": FAIL,
        "disposal_too_early": FAIL,
        "disposal_too_late": FAIL,
    },
    judge=retention,
)

SAFEGUARDS = CheckRule(
    code="safeguards",
    moments=ALWAYS,
    basis="council",
    reasons={
        "in_place": PASS,
        "not_asked": NOT_APPLICABLE,
        "rule_not_set": UNKNOWN,
        "class_not_stated": WAIT,
        "not_stated": WAIT,
        "not_declared": FAIL,
        "not_evidenced": FAIL,
    },
    judge=safeguards,
)
