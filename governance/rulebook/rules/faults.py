"""What is wrong with a rule document before it may be adopted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec

from core.rulebook.values import KINDS, parse
from governance.rulebook.rules.outline import REFERENCE, Document, Unit, outline

CHECKS = frozenset(
    {
        "standing",
        "pledge",
        "dataset",
        "purpose",
        "transfer_form",
        "data_class",
        "legal_ground",
        "pia",
        "consent",
        "consent_feed",
        "person_hold",
        "foreign_recipient",
        "foreign_storage",
        "retention",
        "safeguards",
        "opinion",
        "approval",
        "provider_decision",
        "agreement",
        "conditions",
        "incident",
        "window",
        "withdrawal",
        "disposal",
        "disclosure",
        "recusal",
        "decision_log",
        "resumption",
        "dispute_by_vote",
        "admission",
        "auditor_apart",
    }
)
"""Automatic verdicts that a provision may be the basis of: the gate's 22 checks and the duties around them."""

_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")


@dataclass(frozen=True, slots=True)
class Fault:
    """One defect of the unit ``key``; ``code`` selects the message, ``params`` fill it in."""

    code: str
    key: str
    params: dict[str, Any] = field(default_factory=dict)


def faults(document: Document) -> tuple[Fault, ...]:
    """Every defect, in the order of the units; empty when the document may be adopted."""
    found = list(_key_faults(document))
    for index, unit in enumerate(document.units):
        found += _place_faults(document, index)
        found += text_faults(unit)
        found += setting_faults(unit)
    if not found:
        found += _reference_faults(document)
    return tuple(found)


def place_faults(document: Document) -> tuple[Fault, ...]:
    """Units that do not stand where their level belongs, and those with nothing below them."""
    return tuple(fault for index in range(len(document.units)) for fault in _place_faults(document, index))


def _key_faults(document: Document) -> Iterator[Fault]:
    keys: set[str] = set()
    owners: dict[tuple[str, str], str] = {}
    for unit in document.units:
        if unit.key in keys:
            yield Fault("key_twice", unit.key)
        if not _KEY.fullmatch(unit.key):
            yield Fault("key_malformed", unit.key)
        keys.add(unit.key)
        for kind, codes in (("setting", unit.settings), ("check", unit.basis)):
            for code in codes:
                if (kind, code) in owners:
                    yield Fault(
                        "fixed_twice",
                        unit.key,
                        {kind: code, "other": owners[kind, code]},
                    )
                owners[kind, code] = unit.key
    if not any(unit.level == "article" for unit in document.units):
        yield Fault("no_article", document.code)


def _place_faults(document: Document, index: int) -> Iterator[Fault]:
    unit = document.units[index]
    following = document.units[index + 1] if index + 1 < len(document.units) else None
    levels = [other.level for other in document.units[:index]]
    since_supplement = levels[levels.index("supplement") :] if "supplement" in levels else []
    if unit.level in ("article", "chapter", "supplement") and since_supplement:
        yield Fault("after_supplement", unit.key)
    if unit.level == "paragraph" and not {"article", "supplement"} & set(levels):
        yield Fault("stands_alone", unit.key)
    if unit.level == "item" and (not levels or levels[-1] not in ("paragraph", "item")):
        yield Fault("stands_alone", unit.key)
    needs = {
        "chapter": ("article",),
        "article": ("paragraph",),
        "supplement": ("paragraph",),
    }.get(unit.level)
    if needs and (following is None or following.level not in needs):
        yield Fault("empty", unit.key)
    if unit.branch and unit.level not in levels:
        yield Fault("branch_of_nothing", unit.key)


def text_faults(unit: Unit) -> Iterator[Fault]:
    """Is a text missing in one of the languages? Articles need a heading and a reason, the others text."""
    if unit.level == "supplement":
        return
    required = {"chapter": ("heading",), "article": ("heading", "reason")}.get(unit.level, ("text",))
    for name in required:
        for language in ("ja", "en"):
            if not getattr(unit, f"{name}_{language}").strip():
                yield Fault("text_missing", unit.key, {"field": f"{name}_{language}"})
    if bool(unit.reason_ja.strip()) != bool(unit.reason_en.strip()) and unit.level != "article":
        yield Fault(
            "text_missing",
            unit.key,
            {"field": "reason_en" if unit.reason_ja else "reason_ja"},
        )


def setting_faults(unit: Unit) -> Iterator[Fault]:
    """Is a setting unknown or malformed, or a basis not one of :data:`CHECKS`?"""
    for code, value in unit.settings.items():
        if code not in KINDS:
            yield Fault("setting_unknown", unit.key, {"setting": code})
            continue
        try:
            parse(code, value)
        except (msgspec.ValidationError, ValueError) as error:
            yield Fault("setting_malformed", unit.key, {"setting": code, "detail": str(error)})
    for code in unit.basis:
        if code not in CHECKS:
            yield Fault("check_unknown", unit.key, {"check": code})


def _reference_faults(document: Document) -> Iterator[Fault]:
    keys = {entry.unit.key for entry in outline(document)}
    for unit in document.units:
        for text in (unit.text_ja, unit.text_en, unit.reason_ja, unit.reason_en):
            for found in REFERENCE.findall(text):
                if found not in keys:
                    yield Fault("reference_to_nothing", unit.key, {"to": found})
