"""Changes to a rule document as functions from document to document."""

from __future__ import annotations

from typing import Any

import msgspec

from governance.rulebook.rules.outline import DEPTH, Document, Unit

WORDS = ("heading_ja", "heading_en", "text_ja", "text_en", "reason_ja", "reason_en")
"""What of a unit may be reworded."""


def reword(document: Document, key: str, **texts: str) -> Document:
    """The document with the texts of the unit ``key`` replaced.

    Raises:
        KeyError: no such unit.
        TypeError: a field that is not one of :data:`WORDS`.
    """
    if not set(texts) <= set(WORDS):
        raise TypeError(f"not a text: {sorted(set(texts) - set(WORDS))}")
    return _replaced(document, key, **texts)


def fix(document: Document, key: str, code: str, value: Any) -> Document:
    """The document in which the unit ``key`` fixes setting ``code`` to the JSON-ready ``value``; any other unit
    that fixed it no longer does.

    Raises:
        KeyError: no such unit.
    """
    held = _unit(document, key).settings
    released = tuple(
        msgspec.structs.replace(unit, settings={c: v for c, v in unit.settings.items() if c != code})
        if code in unit.settings and unit.key != key
        else unit
        for unit in document.units
    )
    return _replaced(
        msgspec.structs.replace(document, units=released),
        key,
        settings={**held, code: value},
    )


def release(document: Document, key: str, code: str) -> Document:
    """The document in which the unit ``key`` no longer fixes setting ``code``.

    Raises:
        KeyError: no such unit, or it does not fix the setting.
    """
    settings = dict(_unit(document, key).settings)
    del settings[code]
    return _replaced(document, key, settings=settings)


def insert(document: Document, unit: Unit, *, after: str) -> Document:
    """The document with ``unit`` put behind the unit ``after`` and everything that belongs to it, as deep as the
    new unit reaches: a new article comes after the whole article, a new paragraph after the whole paragraph.

    Raises:
        KeyError: no unit ``after``.
        ValueError: the key of ``unit`` is taken.
    """
    if document.unit(unit.key):
        raise ValueError(unit.key)
    index = _index(document, after) + 1
    while index < len(document.units) and DEPTH[document.units[index].level] > DEPTH[unit.level]:
        index += 1
    return msgspec.structs.replace(document, units=(*document.units[:index], unit, *document.units[index:]))


def remove(document: Document, key: str) -> Document:
    """The document without the unit ``key`` and everything that belongs to it.

    Raises:
        KeyError: no such unit.
    """
    start = _index(document, key)
    depth = DEPTH[document.units[start].level]
    end = start + 1
    while end < len(document.units) and DEPTH[document.units[end].level] > depth:
        end += 1
    return msgspec.structs.replace(document, units=document.units[:start] + document.units[end:])


def _index(document: Document, key: str) -> int:
    for index, unit in enumerate(document.units):
        if unit.key == key:
            return index
    raise KeyError(key)


def _unit(document: Document, key: str) -> Unit:
    return document.units[_index(document, key)]


def _replaced(document: Document, key: str, **fields: Any) -> Document:
    index = _index(document, key)
    unit = msgspec.structs.replace(document.units[index], **fields)
    return msgspec.structs.replace(
        document, units=(*document.units[:index], unit, *document.units[index + 1 :])
    )
