"""Whose data it is: consents, their reconciliation, and holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from core.clock import TOKYO
from governance.sharing.rules.facts import GateFacts, NoticeChoice, PersonFacts
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
    Moment,
    cite,
    listed,
    say,
)


def _without_consent(case: Case) -> str:
    """Why no consent is looked for, or cannot be; empty where consent is the ground."""
    if not case.about_persons:
        return "not_personal"
    if not case.facts.line.ground:
        return "ground_not_stated"
    if case.ground is None:
        return "ground_unclear"
    return "" if case.ground.needs_consent else "ground_without_consent"


def _named(choice: NoticeChoice, facts: GateFacts) -> dict[str, bool]:
    """What a choice has to name to cover the line, and whether it does."""
    line = facts.line
    return {
        "items": line.items <= choice.items,
        "purpose": line.purpose == choice.purpose,
        "recipient": facts.recipient.organisation in choice.recipients,
        "opt_in": choice.opt_in,
        "storage": choice.storage is None or (line.storage or frozenset()) <= choice.storage,
    }


def lacking(choice: NoticeChoice, facts: GateFacts) -> frozenset[str]:
    """What ``choice`` would have to name besides, to cover the line."""
    return frozenset(name for name, named in _named(choice, facts).items() if not named)


def covering(facts: GateFacts) -> tuple[NoticeChoice, ...]:
    """The opt-in choices that cover items x purpose x recipient x places of storage of the line."""
    if facts.consents is None:
        return ()
    return tuple([choice for choice in facts.consents.choices if all(_named(choice, facts).values())])


def binding(choices: tuple[NoticeChoice, ...]) -> tuple[NoticeChoice, ...]:
    """Of the ``choices`` that cover a line those whose promises bind it: the newest, which people are asked today, and
    every other under which somebody is in force."""
    return tuple([choice for choice in choices if _binds(choice, choices)])


def _binds(choice: NoticeChoice, choices: tuple[NoticeChoice, ...]) -> bool:
    return choice.in_use or choice is choices[0]


def consent(case: Case) -> Answer:
    """Where the ground is consent: a notice covers the line, and the persons concerned are in force. A notice covers
    it where it names the items, the purpose and the recipient, and where the data are kept in Japan or in the country
    of storage that the notice tells of."""
    reason = _without_consent(case)
    if reason:
        return say(reason)
    facts = case.facts
    if facts.consents is None:
        return say("not_loaded")
    article = case.law.references.get(facts.line.ground)
    choices = case.covering
    if choices is None:
        choices = case.covering = covering(facts)
    if not choices:
        return *_nearest(facts), article
    if facts.scope == "person":
        return *_one_person(case.person, choices, case), article
    reason = _counts(facts, case)
    counts = {f"out_{state}": count for state, count in sorted(facts.consents.fell_out.items())}
    return cite(
        article,
        reason or "covered",
        notice=choices[0].notice,
        in_force=facts.consents.in_force or 0,
        **counts,
    )


def _nearest(facts: GateFacts) -> tuple[str, dict[str, Any]]:
    """Of the notices that do not cover the line: the one that lacks least, and what it lacks."""
    choices = facts.consents.choices if facts.consents else ()
    if not choices:
        return "no_notice", {}
    missing, choice = min(
        ((lacking(choice, facts), choice) for choice in choices), key=lambda one: len(one[0])
    )
    reason = "not_opt_in" if missing == {"opt_in"} else "notice_lacks"
    return reason, {"notice": choice.notice, "lacking": listed(missing)}


def _counts(facts: GateFacts, case: Case) -> str:
    """Why the persons of the line or of the release list are not in order; empty where they are."""
    in_force = facts.consents.in_force if facts.consents else None
    if in_force is None:
        return "not_counted"
    if case.moment is not Moment.FLOW:
        return ""
    if facts.scope == "release":
        if facts.release is None:
            return "no_release_list"
        if facts.release.without_consent:
            return "release_includes_others"
        return "" if facts.release.persons else "nobody_in_force"
    expired = facts.consents.fell_out.get("expired", 0) if facts.consents and case.keeps else 0
    return "" if in_force or expired else "nobody_in_force"


def _one_person(
    person: PersonFacts | None, choices: tuple[NoticeChoice, ...], case: Case
) -> tuple[str, dict[str, Any]]:
    if person is None or not person.known:
        return "person_not_configured", {}
    if person.consent != "in_force" and not (case.keeps and person.consent == "expired"):
        return "person_not_in_force", {"state": person.consent or "none"}
    if person.consent_until is None:
        return "person_undated", {}
    last = (person.consent_until - timedelta(microseconds=1)).astimezone(TOKYO).date()
    if last < case.ends if case.keeps else person.consent_until <= case.at:
        return "person_not_in_force", {"state": "expired"}
    seen = [choice for choice in choices if choice.notice == person.notice]
    if not seen:
        return "person_saw_another_notice", {"notice": person.notice}
    if _promised_less(seen, choices, case.facts.line.retention_months):
        return "person_promised_less", {"notice": person.notice}
    return "person_in_force", {"notice": person.notice, "until": last.isoformat()}


def _promised_less(
    seen: Iterable[NoticeChoice], choices: tuple[NoticeChoice, ...], asked: int | None
) -> bool:
    """Was the person promised less than the months ``asked``, by a choice that does not bind the line, since nobody was
    known to be in force under it?"""
    return asked is not None and any(
        (choice.retention_months is None or choice.retention_months < asked) and not _binds(choice, choices)
        for choice in seen
    )


def consent_feed(case: Case) -> Answer:
    """Consents kept elsewhere are reconciled and fresh."""
    reason = _without_consent(case)
    if reason:
        return say(reason)
    feeds = case.facts.feeds
    if feeds is None:
        return say("keeping_unknown")
    if not feeds:
        return say("kept_here")
    rule = case.rulebook.get("feed_freshness")
    if rule is None:
        return say("rule_not_set", setting="feed_freshness")
    for feed in feeds:
        if feed.reconciled_at is None or feed.agrees is None:
            return say("never_reconciled", feed=feed.reference)
        if not feed.agrees:
            return say("disagrees", feed=feed.reference)
        days = (case.at - feed.reconciled_at).days
        if not 0 <= days <= rule.days:
            return say("stale", feed=feed.reference, days=days, allowed=rule.days)
    return say("fresh")


def person_hold(case: Case) -> Answer:
    """No hold is on the person, on every ground. Why somebody is held is never said."""
    facts = case.facts
    if not case.about_persons:
        return say("not_personal")
    if facts.scope == "person":
        person = case.person
        if person is None or not person.known:
            return say("person_not_configured")
        if person.held_since is not None:
            return say("on_hold", since=person.held_since.astimezone(TOKYO).date().isoformat())
        return say("no_hold")
    if facts.scope == "release":
        if facts.release is None:
            return say("no_release_list")
        if facts.release.held:
            return say("release_includes_held", count=facts.release.held)
        return say("nobody_on_hold", persons=facts.release.persons)
    return say("person_by_person")


_NO_CONSENT = {
    "not_personal": NOT_APPLICABLE,
    "ground_without_consent": NOT_APPLICABLE,
    "ground_not_stated": WAIT,
    "ground_unclear": UNKNOWN,
}

CONSENT = CheckRule(
    code="consent",
    moments=ALWAYS,
    basis="law",
    reasons=_NO_CONSENT
    | {
        "covered": PASS,
        "person_in_force": PASS,
        "not_loaded": UNKNOWN,
        "no_notice": FAIL,
        "notice_lacks": FAIL,
        "not_opt_in": FAIL,
        "not_counted": UNKNOWN,
        "nobody_in_force": FAIL,
        "no_release_list": WAIT,
        "release_includes_others": FAIL,
        "person_not_configured": UNKNOWN,
        "person_undated": UNKNOWN,
        "person_not_in_force": FAIL,
        "person_saw_another_notice": FAIL,
        "person_promised_less": FAIL,
    },
    judge=consent,
    of_person=True,
)

CONSENT_FEED = CheckRule(
    code="consent_feed",
    moments=AT_FLOW,
    basis="council",
    cites="feed_freshness",
    reasons=_NO_CONSENT
    | {
        "fresh": PASS,
        "kept_here": NOT_APPLICABLE,
        "keeping_unknown": UNKNOWN,
        "rule_not_set": UNKNOWN,
        "never_reconciled": UNKNOWN,
        "disagrees": UNKNOWN,
        "stale": UNKNOWN,
    },
    judge=consent_feed,
    of_hour=True,
)

PERSON_HOLD = CheckRule(
    code="person_hold",
    moments=AT_FLOW,
    basis="council",
    reasons={
        "not_personal": NOT_APPLICABLE,
        "no_hold": PASS,
        "nobody_on_hold": PASS,
        "person_by_person": WAIT,
        "no_release_list": WAIT,
        "on_hold": FAIL,
        "release_includes_held": FAIL,
        "person_not_configured": UNKNOWN,
    },
    judge=person_hold,
    of_person=True,
)
