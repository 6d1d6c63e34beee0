"""What a notice must say before it may be shown: one block per content of ISO/IEC 29184, 5.3, in three layers.

``ja`` is the full text, ``easy`` the same in plain Japanese (やさしい日本語), ``en`` English.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consent.rules.dpv import PURPOSES

LAYERS = ("ja", "easy", "en")

BLOCKS: tuple[str, ...] = (
    "purpose",
    "controller",
    "collection",
    "use",
    "location",
    "third_party",
    "retention",
    "participation",
    "complaint",
    "choices",
    "basis",
    "risks",
    "withdrawal",
)
"""Blocks of a notice, in the order of clause 5.3; ``withdrawal`` says what a withdrawal changes and when (5.5)."""

RUBY = re.compile(r"\{([^{}|]+)\|([^{}|]+)\}")
"""Furigana in a text: ``{漢字|かんじ}``."""

LONGEST_EASY_SENTENCE = 60
"""Characters of one sentence of the plain layer: one fact per sentence."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a draft cannot be published: a code, the field (``block.layer`` or ``item.code.field``) and parameters."""

    code: str
    field: str
    params: tuple[tuple[str, Any], ...] = ()


def without_ruby(text: str) -> str:
    """``text`` with its furigana left out."""
    return RUBY.sub(r"\1", text)


def problems(
    texts: Mapping[str, Mapping[str, str]], items: Sequence[Mapping[str, Any]]
) -> tuple[Problem, ...]:
    """Everything that keeps a draft from being published; empty when it may be."""
    found = [
        Problem("notice_block_empty", f"{block}.{layer}")
        for block in BLOCKS
        for layer in LAYERS
        if not texts.get(block, {}).get(layer, "").strip()
    ]
    found += _hard_to_read(texts)
    if not items:
        found.append(Problem("notice_without_choice", "items"))
    codes = [item.get("code", "") for item in items]
    found += [
        Problem("choice_code_twice", f"item.{code}") for code in sorted(set(codes)) if codes.count(code) > 1
    ]
    for item in items:
        found += _item_problems(item)
    return tuple(found)


def _hard_to_read(texts: Mapping[str, Mapping[str, str]]) -> list[Problem]:
    return [
        Problem("easy_sentence_long", f"{block}.easy", (("longest", LONGEST_EASY_SENTENCE),))
        for block in BLOCKS
        for sentence in re.split(r"[。\n]", without_ruby(texts.get(block, {}).get("easy", "")))
        if len(sentence) > LONGEST_EASY_SENTENCE
    ]


def _item_problems(item: Mapping[str, Any]) -> list[Problem]:
    name = f"item.{item.get('code', '')}"
    found = [
        Problem("choice_incomplete", f"{name}.{field}")
        for field in (
            "code",
            "dataset",
            "provider",
            "recipient",
            "data_items",
            "retention_months",
            "storage_country",
        )
        if not item.get(field)
    ]
    if item.get("purpose") not in PURPOSES:
        found.append(Problem("purpose_unknown", f"{name}.purpose"))
    words = item.get("purpose_words", {})
    found += [
        Problem("choice_incomplete", f"{name}.purpose_words.{layer}")
        for layer in LAYERS
        if not words.get(layer)
    ]
    if not item.get("valid_months") and not item.get("valid_until"):
        found.append(Problem("choice_without_end", name))
    return found
