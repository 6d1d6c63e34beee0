"""Reading and writing a rule document as TOML, so that it can be exported, edited outside and taken in again.

Writing and reading are inverse: what was written reads back as the same value.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from governance.rulebook.rules.outline import Document


def read(text: str) -> Document:
    """The document written in ``text``.

    Raises:
        tomllib.TOMLDecodeError: not TOML.
        msgspec.ValidationError: not a rule document; the message carries the path.
    """
    return msgspec.convert(tomllib.loads(text), Document)


def write(document: Document) -> str:
    """``document`` as TOML, one table per unit."""
    plain: dict[str, Any] = msgspec.to_builtins(document)
    units: list[dict[str, Any]] = plain.pop("units")
    lines = [f"{name} = {_value(value)}" for name, value in plain.items()]
    for unit in units:
        settings: dict[str, Any] = unit.pop("settings", {})
        lines += [
            "",
            "[[units]]",
            *(f"{name} = {_value(value)}" for name, value in unit.items()),
        ]
        lines += [f"settings.{code} = {_value(value)}" for code, value in settings.items()]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    """TOML of a JSON-ready value (null has none).

    Raises:
        TypeError: a value that TOML cannot hold.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_value(key)} = {_value(item)}" for key, item in value.items()) + "}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    raise TypeError(f"TOML has no {type(value).__name__}")
