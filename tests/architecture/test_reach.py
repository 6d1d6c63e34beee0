"""Every verb is reached: from a page, an endpoint, the clock, a reaction or a command.

A verb that only tests can do is a promise that the product does not keep.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module

from config import reactions
from tests.architecture.reading import Module, Source, imported, mentioned, names_of, read
from tests.architecture.test_source import ROOMS, ROOT, modules

ENTRANCES = ("urls", "tasks", "management", "apps", "adapters", "middleware")
"""Parts of a module's name from which the world enters, besides config (the demo enters where no user can)."""
ONE_WORD = "`answer` with one word for all choices; the pages answer choice by choice"
NOT_YET: dict[str, str] = {
    "consent.actions.answers.defer": ONE_WORD,
    "consent.actions.answers.give": ONE_WORD,
    "consent.actions.answers.refuse": ONE_WORD,
    "consent.actions.answers.renew": ONE_WORD,
}
"""Verbs that nothing reaches, each with its reason."""


@cache
def source() -> Source:
    return read(ROOT, ROOMS)


def is_entrance(name: str) -> bool:
    parts = name.split(".")
    if parts[0] == "config":
        return not any("demo" in part for part in parts)
    return any(part in ENTRANCES for part in parts[1:])


def verbs() -> set[str]:
    """Every public function on a floor of actions."""
    return {
        f"{module.name}.{function}"
        for module in source().modules.values()
        if "actions" in module.name.split(".")
        for function in module.functions
    }


def reached() -> set[str]:
    found = source().reached(name for name in source().modules if is_entrance(name))
    return {f"{module}.{name}" for module, name in found}


def test_every_verb_is_reached_from_an_entrance() -> None:
    assert verbs() - reached() == set(NOT_YET)
    assert all(NOT_YET.values())


def announced(tree: ast.Module, name: str) -> Iterator[str]:
    """What the module ``name`` gives to ``react``, as patterns; nothing for an event that a function is handed."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "react":
            match node.args[0]:
                case ast.Constant(value=str(text)):
                    yield re.escape(text)
                case ast.JoinedStr(values=parts):
                    yield "".join(
                        re.escape(p.value) if isinstance(p, ast.Constant) else r"\w+" for p in parts
                    )
                case ast.Attribute(value=ast.Name(id=event), attr="name") if event.isupper():
                    yield re.escape(getattr(import_module(name), event).name)


def test_every_event_announced_is_heard_and_the_reverse() -> None:
    """An event handed to a function stands where it was declared."""
    heard, said = {*reactions.NOW, *reactions.LATER}, set()
    texts = {path: path.read_text(encoding="utf-8") for path in modules()}
    for path, text in texts.items():
        if "react(" in text:
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            said |= set(announced(ast.parse(text), name))
    assert not {pattern for pattern in said if not any(re.fullmatch(pattern, name) for name in heard)}
    elsewhere = "".join(text for path, text in texts.items() if path.name != "reactions.py")
    unsaid = {name for name in heard if not any(re.fullmatch(pattern, name) for pattern in said)}
    assert not {name for name in unsaid if f'"{name}"' not in elsewhere}


def test_the_reader_follows_imports_tables_and_texts() -> None:
    module = Module("a.views", package=False)
    tree = ast.parse(
        "from a import actions\nfrom a.actions import late as later\n"
        "verb = button(actions.go)\ndef page(): later()\nTABLE = {'event': 'a.actions.react'}\n"
    )
    for node in tree.body:
        module.imports |= dict(imported(node))
    told = {name: set(mentioned(node, module)) for node in tree.body for name in names_of(node)}
    assert "a.actions.go" in told["verb"]
    assert "a.actions.late" in told["page"]
    assert "a.actions.react" in told["TABLE"]


def test_a_verb_without_an_entrance_is_found() -> None:
    """The same reader, on a house whose pages never call the verb."""
    room = Module("a.actions.grants", package=False, mentions={"give": set(), "take": set()})
    door = Module("a.urls", package=False, mentions={"urlpatterns": {"a.actions.take"}})
    floor = Module("a.actions", package=True, imports={"take": "a.actions.grants.take"})
    small = Source({module.name: module for module in (room, door, floor)})
    assert small.reached(["a.urls"]) == {("a.urls", "urlpatterns"), ("a.actions.grants", "take")}
