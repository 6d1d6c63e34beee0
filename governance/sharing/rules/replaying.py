"""Replaying a case under other rules: what would the gate have answered, and which figure makes the difference?

The facts are those that were kept, the law is that of the day, and so are the rules but for what the other
rulebook fixes differently. Votes and decisions carry the rules of their own day; of these too only what differs
is put in. So a replay under the same rules differs nowhere, and every difference is the amendment's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace as with_fields
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from core.law.values import LawTable
from core.rulebook.values import Kind, Rulebook
from governance.sharing.rules.facts import GateFacts
from governance.sharing.rules.facts_decisions import (
    APPROVAL_SETTINGS,
    BOARD_SETTINGS,
    ApprovalRules,
    BoardRules,
)
from governance.sharing.rules.gate import evaluate
from governance.sharing.rules.verdict import Check, GateVerdict, Moment


class Figure(msgspec.Struct, frozen=True):
    """What a rule fixes, as it was and as it would be; None where nothing fixes it."""

    setting: str
    before: Kind | None
    after: Kind | None


class Change(msgspec.Struct, frozen=True):
    """A check that would have found something else, and the figures that make it so."""

    before: Check
    after: Check
    figures: tuple[Figure, ...]


class Replayed(msgspec.Struct, frozen=True):
    """One case under the rules of its day and under the others; ``changes`` among the checks that apply."""

    before: GateVerdict
    after: GateVerdict
    changes: tuple[Change, ...]

    @property
    def differs(self) -> bool:
        """Would the outcome, or one of the checks, have been another?"""
        return bool(self.changes)


class Situation(msgspec.Struct, frozen=True):
    """A case as it was: its facts, the rules and the law of its day, the moment."""

    facts: GateFacts
    rules: Rulebook
    law: LawTable
    moment: Moment
    at: datetime

    def under(self, rules: Rulebook) -> GateVerdict:
        """The gate's answer if ``rules`` had been in force, also on the days of vote and decision."""
        facts = with_rules(self.facts, {code: rules.get(code) for code in settings_apart(self.rules, rules)})
        return evaluate(facts, rules, self.law, self.moment, self.at)


def replay(case: Situation, other: Rulebook) -> Replayed:
    """``case`` under the rules of its day and under ``other``."""
    before, after = case.under(case.rules), case.under(other)
    pairs = [pair for pair in zip(before.checks, after.checks, strict=True) if pair[0].applies]
    differing = [(old, new) for old, new in pairs if (old.state, old.reason) != (new.state, new.reason)]
    causes = _causes(case, other, before) if differing else {}
    changes = tuple(
        Change(
            old,
            new,
            tuple(Figure(code, case.rules.get(code), other.get(code)) for code in causes[old.code]),
        )
        for old, new in differing
    )
    return Replayed(before, after, changes)


def settings_apart(one: Rulebook, other: Rulebook) -> tuple[str, ...]:
    """The settings that the two rulebooks fix differently, or that only one of them fixes, in order."""
    codes = one.settings.keys() | other.settings.keys()
    return tuple(sorted(code for code in codes if one.get(code) != other.get(code)))


def with_rules(facts: GateFacts, values: Mapping[str, Any]) -> GateFacts:
    """``facts`` whose votes and decisions are judged by ``values`` (setting -> value) in what these fix, and by the
    rules of their own day in everything else."""
    panel, approval = facts.panel, facts.approval
    if panel is not None and panel.rules is not None:
        panel = replace(panel, rules=_put(panel.rules, BOARD_SETTINGS, values))
    if approval is not None and approval.rules is not None:
        approval = replace(approval, rules=_put(approval.rules, APPROVAL_SETTINGS, values))
    return replace(facts, panel=panel, approval=approval)


def _put(kept: BoardRules | ApprovalRules, parts: Mapping[str, str], values: Mapping[str, Any]) -> Any:
    return replace(kept, **{name: values[code] for name, code in parts.items() if code in values})


def _causes(case: Situation, other: Rulebook, before: GateVerdict) -> dict[str, tuple[str, ...]]:
    """For each check the settings that alone make it find something else; where none does alone, all of them."""
    apart = settings_apart(case.rules, other)
    found: dict[str, list[str]] = {check.code: [] for check in before.checks}
    for code in apart:
        for old, new in zip(before.checks, case.under(_only(code, case.rules, other)).checks, strict=True):
            if (old.state, old.reason) != (new.state, new.reason):
                found[old.code].append(code)
    return {check: tuple(codes) or apart for check, codes in found.items()}


def _only(code: str, rules: Rulebook, other: Rulebook) -> Rulebook:
    """``rules`` with the one setting ``code`` as ``other`` has it."""
    settings = {name: one for name, one in rules.settings.items() if name != code}
    if code in other.settings:
        settings[code] = other.settings[code]
    transition = code == "amendment_transition"
    return with_fields(rules, settings=settings, editions=other.editions if transition else rules.editions)
