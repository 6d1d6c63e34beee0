"""Every code that can reach a person has a sentence, every event a class, every reaction a function."""

from __future__ import annotations

import ast
import importlib
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.utils.module_loading import import_string
from django.utils.translation import override

from config import reactions
from core import errors
from core.http.texts import known
from core.ledger.events import CATALOGUE, Visibility

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("config", "core", "governance", "consent", "pia", "gateway")
REFUSALS = {
    name
    for name, thing in vars(errors).items()
    if isinstance(thing, type) and issubclass(thing, errors.DomainError)
}
EVENT_NAME = re.compile(r"[a-z]+(\.[a-z]+)?\.[a-z_]+")


def calls() -> Iterator[tuple[Path, ast.Call, str]]:
    """Every call in our source, with the last word of what is called."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    target = node.func
                    word = target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")
                    yield path, node, word


def codes() -> Iterator[tuple[str, str]]:
    """Codes of refusals that are written out in the source, and where."""
    for path, call, word in calls():
        place = {"Verdict": 1}.get(word, 0 if word in REFUSALS else -1)
        given = [keyword.value for keyword in call.keywords if keyword.arg == "code"]
        given += call.args[place : place + 1] if place >= 0 else []
        for value in given if word == "Verdict" or word in REFUSALS else ():
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield value.value, f"{path.relative_to(ROOT)}:{call.lineno}"


def test_every_code_has_a_sentence() -> None:
    silent = {code: place for code, place in codes() if not known(code)}
    assert not silent


def test_codes_are_found_at_all() -> None:
    assert {"not_your_verb", "not_in_this_state"} <= {code for code, _place in codes()}


def load_every_module_with_events() -> None:
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            if re.search(r"core\.ledger\.events import", path.read_text(encoding="utf-8")):
                importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))


def test_every_event_is_classed_and_well_named() -> None:
    load_every_module_with_events()
    for name, event in CATALOGUE.items():
        assert EVENT_NAME.fullmatch(name), name
        assert event.visibility in Visibility
        assert event.name == name


def test_every_event_says_what_happened_in_both_languages() -> None:
    """No two events of one room say the same: a reader of the log could not tell them apart."""
    load_every_module_with_events()
    ours = [event for name, event in CATALOGUE.items() if not name.startswith("test.")]
    assert len(ours) > 200
    said: dict[str, list[tuple[str, str]]] = {}
    for language in ("en", "ja"):
        with override(language):
            said[language] = [(event.name.partition(".")[0], str(event.words).strip()) for event in ours]
        assert not [room_and_words for room_and_words in said[language] if not room_and_words[1]]
        assert not [twice for twice, count in Counter(said[language]).items() if count > 1]
    same = [en for en, ja in zip(said["en"], said["ja"], strict=True) if en == ja]
    assert not same, "without Japanese"


def test_every_event_written_is_declared() -> None:
    """``ledger.append`` takes a declared event, never a bare name."""
    bare = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path, call, word in calls()
        if word == "append" and any(keyword.arg == "subject" for keyword in call.keywords)
        if call.args and isinstance(call.args[0], ast.Constant)
    ]
    assert not bare


def test_every_reaction_and_handler_is_there() -> None:
    names = [
        name for table in (reactions.NOW, reactions.LATER) for listed in table.values() for name in listed
    ]
    names += list(reactions.HANDLERS.values())
    for name in names:
        assert callable(import_string(name)), name
