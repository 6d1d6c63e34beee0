"""What the source refers to: a graph of names, read without running anything."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

DOTTED = re.compile(r"[a-z_]+(\.[A-Za-z_]+)+")


@dataclass
class Module:
    """One file: what its names stand for elsewhere, and what each of its own names mentions."""

    name: str
    package: bool
    imports: dict[str, str] = field(default_factory=dict)
    mentions: dict[str, set[str]] = field(default_factory=dict)
    functions: list[str] = field(default_factory=list)


@dataclass
class Source:
    """All modules of the house by their dotted names."""

    modules: dict[str, Module]

    def find(self, dotted: str) -> tuple[str, str] | None:
        """The module and name that define ``dotted``, through any number of re-exports; None for a stranger."""
        for _ in range(10):
            module, tail = self.split(dotted)
            if module is None or not tail:
                return None
            name = tail.partition(".")[0]
            if name in module.mentions:
                return module.name, name
            if name not in module.imports:
                return None
            dotted = module.imports[name] + tail.removeprefix(name)
        return None

    def split(self, dotted: str) -> tuple[Module | None, str]:
        """The longest module that ``dotted`` begins with, and the rest."""
        head, tail = dotted, ""
        while head:
            if head in self.modules:
                return self.modules[head], tail
            head, _, last = head.rpartition(".")
            tail = f"{last}.{tail}" if tail else last
        return None, dotted

    def reached(self, starts: Iterable[str]) -> set[tuple[str, str]]:
        """Every name that the modules ``starts`` lead to, themselves included."""
        waiting = [(name, own) for name in starts for own in self.modules[name].mentions]
        seen: set[tuple[str, str]] = set()
        while waiting:
            here = waiting.pop()
            if here in seen:
                continue
            seen.add(here)
            module = self.modules[here[0]]
            waiting += [found for dotted in module.mentions[here[1]] if (found := self.find(dotted))]
        return seen


def read(root: Path, rooms: Iterable[str]) -> Source:
    """Read every module of ``rooms``."""
    modules = {}
    for room in rooms:
        for path in sorted((root / room).rglob("*.py")):
            if "migrations" not in path.parts:
                module = read_module(root, path)
                modules[module.name] = module
    return Source(modules)


def read_module(root: Path, path: Path) -> Module:
    """One file. A statement without a name counts for every name of the module."""
    parts = path.relative_to(root).with_suffix("").parts
    package = parts[-1] == "__init__"
    module = Module(".".join(parts[:-1] if package else parts), package)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        module.imports |= dict(imported(node))
    loose: set[str] = set()
    for node in tree.body:
        names = names_of(node)
        told = set(mentioned(node, module))
        loose |= set() if names else told
        for name in names:
            module.mentions.setdefault(name, set()).update(told)
        if isinstance(node, ast.FunctionDef):
            for keeper in keepers_of(node):
                module.mentions.setdefault(keeper, set()).add(f"{module.name}.{node.name}")
            if not node.name.startswith("_"):
                module.functions.append(node.name)
    for told in module.mentions.values():
        told |= loose
    return module


def imported(node: ast.AST) -> Iterator[tuple[str, str]]:
    """The names that an import brings, and what they stand for."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield (alias.asname, alias.name) if alias.asname else (alias.name.split(".")[0],) * 2
    elif isinstance(node, ast.ImportFrom) and not node.level:
        for alias in node.names:
            yield alias.asname or alias.name, f"{node.module}.{alias.name}"


def names_of(node: ast.stmt) -> list[str]:
    """What a statement of a module defines."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [node.target.id]
    return []


def keepers_of(function: ast.FunctionDef) -> Iterator[str]:
    """What a function is handed to by its decorators: ``router`` of ``@router.post(...)`` knows it from then on."""
    for decorator in function.decorator_list:
        inner = decorator.func if isinstance(decorator, ast.Call) else decorator
        if isinstance(inner, ast.Attribute) and isinstance(inner.value, ast.Name):
            yield inner.value.id


def mentioned(node: ast.stmt, module: Module) -> Iterator[str]:
    """The dotted names that a statement mentions: as code, or as text (settings, reactions)."""
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            yield module.imports.get(part.id, f"{module.name}.{part.id}")
        elif isinstance(part, ast.Attribute):
            words = [part.attr]
            inner = part.value
            while isinstance(inner, ast.Attribute):
                words.insert(0, inner.attr)
                inner = inner.value
            if isinstance(inner, ast.Name) and inner.id in module.imports:
                yield ".".join((module.imports[inner.id], *words))
        elif isinstance(part, ast.Constant) and isinstance(part.value, str) and DOTTED.fullmatch(part.value):
            yield part.value
