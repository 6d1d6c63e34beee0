"""A rulebook at its usual values, as a value: for tests that need rules but no rule documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from core.errors import ArticleRef
from core.rulebook.editions import EditionInForce
from core.rulebook.values import Rulebook, Setting, parse

SETTINGS: dict[str, Any] = {
    "membership_classes": {
        "classes": [
            {"code": "full", "votes": 1, "dues": 50000},
            {"code": "supporting", "votes": 0, "dues": 10000},
        ]
    },
    "terms_of_office": {"years": 2},
    "assembly_quorum": {"numerator": 1, "denominator": 2, "strict": False, "base": "all"},
    "ordinary_majority": {"threshold": {"numerator": 1, "denominator": 2, "strict": True, "base": "present"}},
    "special_majority": {
        "threshold": {"numerator": 2, "denominator": 3, "strict": False, "base": "present"},
        "tie": "lost",
        "matters": ["amendment", "expulsion", "dissolution"],
    },
    "notice_of_meeting": {"days": 7},
    "voting_methods": {"methods": ["no_objection", "show_of_hands", "written", "proxy", "online"]},
    "approval_bodies": {"minor": "chair", "ordinary": "steering", "major": "assembly"},
    "departure_from_opinion": {
        "threshold": {"numerator": 2, "denominator": 3, "strict": False, "base": "present"}
    },
    "board_composition": {
        "seats": [
            {"expertise": "information_security", "seats": 1},
            {"expertise": "law", "seats": 1},
            {"expertise": "data_ethics", "seats": 1},
            {"expertise": "citizen", "seats": 2},
        ]
    },
    "board_quorum": {
        "threshold": {"numerator": 1, "denominator": 2, "strict": True, "base": "eligible"},
        "required": [
            {"expertise": "information_security", "seats": 1},
            {"expertise": "law", "seats": 1},
            {"expertise": "data_ethics", "seats": 1},
        ],
    },
    "board_majority": {"threshold": {"numerator": 1, "denominator": 2, "strict": True, "base": "present"}},
    "recusal_scope": {"interests": ["employer", "funding", "family", "adviser"]},
    "pia_requirement": {
        "persons_at_least": 1000,
        "triggers": ["special_care", "children", "location", "camera"],
        "months": 24,
    },
    "blocking_duties": {"duties": ["disposal", "condition"]},
    "approval_line": {"offices": ["secretariat_head", "chair"]},
    "idle_requests": {"drafts": 180, "pending": 365, "warn": 14},
    "consent_management": {"position": "entrusted"},
    "confidentiality": {"years_after": 5},
    "emergency_approval": {"by": "chair", "ratify_within": 10},
}


def article(code: str) -> ArticleRef:
    """A made-up provision for ``code``."""
    return ArticleRef("bylaws", code, f"規約（{code}）", f"Bylaws ({code})", 1)


def rulebook(
    council: str = "", on: date = date(2026, 11, 2), *, edition: int = 1, **settings: Any
) -> Rulebook:
    """The usual rules; ``settings`` replaces some, None leaves one out."""
    wanted = {code: value for code, value in {**SETTINGS, **settings}.items() if value is not None}
    return Rulebook(
        council=council,
        on=on,
        settings={code: Setting(code, parse(code, value), article(code)) for code, value in wanted.items()},
        basis={code: article(code) for code in ("standing", "pledge", "decision_log")},
        editions={"participation": EditionInForce("participation", edition, date(2026, 4, 1))},
    )


def with_edition(rules: Rulebook, number: int, previous_until: date | None) -> Rulebook:
    """The same rules with another edition of the participation rules in force."""
    former = ((number - 1, previous_until),) if previous_until else ()
    edition = EditionInForce("participation", number, rules.on, 1, former)
    return replace(rules, editions={"participation": edition})


def settings_in_force(council: Any, on: date, codes: Any) -> dict[str, Setting]:
    """Some settings of :func:`usual`."""
    known = usual(council, on).settings
    return {code: known[code] for code in codes if code in known}


def usual(council: Any, on: date) -> Rulebook:
    """A provider (settings.RULEBOOK_PROVIDER) for councils without rule documents: the usual values."""
    return rulebook(council.slug, on)
