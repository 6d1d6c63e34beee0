"""Changes to one provision of a text in work: an amendment and a first rule document share them.

What was sent is judged as a change is applied, after it is known who asks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from core import canonical
from core.accounts.models import Council
from core.errors import Invalid, NotNow
from core.rulebook.provider import is_voted_on
from core.rulebook.values import KINDS, parse
from governance.rulebook.rules import amending
from governance.rulebook.rules.faults import faults, text_faults
from governance.rulebook.rules.outline import Document, Unit

LONGEST = {"heading_ja": 200, "heading_en": 200}
TEXT_LIMIT = 10_000

Change = Callable[[Document], Document]


def not_in_vote(council: Council, subject: str) -> None:
    """The text in work that meetings call ``subject`` may change: nobody is voting on it at this moment.

    Raises:
        NotNow: an item about it is in the vote, or its papers go round.
    """
    if is_voted_on(council, subject):
        raise NotNow("text_in_vote")


def applied(change: Change, document: Document) -> Document:
    """``document`` with ``change``.

    Raises:
        Invalid: no such provision, or a key is taken.
    """
    try:
        return change(document)
    except KeyError as missing:
        raise Invalid("provision_unknown", provision=str(missing.args[0])) from missing
    except ValueError as error:
        raise Invalid("text_key_twice", provision=str(error)) from error


def reworded(key: str, texts: dict[str, str]) -> Change:
    """The provision ``key`` says ``texts``.

    Raises:
        TypeError: not a text of a provision.
        Invalid: as it is applied: a text missing, too long or with control characters.
    """
    unknown = set(texts) - set(amending.WORDS)
    if unknown:
        raise TypeError(f"not a text of a provision: {sorted(unknown)}")

    def change(document: Document) -> Document:
        words = {name: _clean(name, text) for name, text in texts.items()}
        changed = amending.reword(document, key, **words)
        _require_texts(changed, key)
        return changed

    return change


def inserted(units: Sequence[Unit], after: str) -> Change:
    """``units`` stand behind ``after``, each behind the one before.

    Raises:
        Invalid: as it is applied: a text is missing, or they do not fit there.
    """

    def change(document: Document) -> Document:
        before = {(fault.code, fault.key) for fault in faults(document)}
        changed, place = document, after
        for unit in map(_cleaned, units):
            changed, place = amending.insert(changed, unit, after=place), unit.key
        for fault in faults(changed):
            if (fault.code, fault.key) not in before:
                raise Invalid(f"text_{fault.code}", provision=fault.key, **fault.params)
        return changed

    return change


def removed(key: str) -> Change:
    """The provision ``key`` and everything below it are out of the text."""
    return lambda document: amending.remove(document, key)


def fixed(key: str, code: str, value: Any) -> Change:
    """The provision ``key`` fixes setting ``code`` to the JSON-ready ``value``.

    Raises:
        Invalid: as it is applied: no such setting, or a value of the wrong shape (``detail`` names the place).
    """

    def change(document: Document) -> Document:
        if code not in KINDS:
            raise Invalid("text_setting_unknown", provision=key, setting=code)
        try:
            kept = canonical.plain(parse(code, value))
        except (msgspec.ValidationError, ValueError, TypeError) as error:
            raise Invalid("text_setting_malformed", provision=key, setting=code, detail=str(error)) from error
        return amending.fix(document, key, code, kept)

    return change


def released(key: str, code: str) -> Change:
    """The provision ``key`` no longer fixes setting ``code``."""
    return lambda document: amending.release(document, key, code)


def _cleaned(unit: Unit) -> Unit:
    texts = {name: _clean(name, getattr(unit, name)) for name in amending.WORDS}
    return msgspec.structs.replace(unit, **texts)


def _clean(name: str, text: str) -> str:
    """``text`` without blanks at its ends; control and direction characters are refused."""
    cleaned = text.replace("\r\n", "\n").strip()
    if len(cleaned) > LONGEST.get(name, TEXT_LIMIT):
        raise Invalid("text_too_long", fields={name: "too_long"}, limit=LONGEST.get(name, TEXT_LIMIT))
    if any((ord(sign) < 32 and sign != "\n") or sign in _UNSEEN for sign in cleaned):
        raise Invalid("text_control_characters", fields={name: "control_characters"})
    return cleaned


_UNSEEN = frozenset("\x7f\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def _require_texts(document: Document, key: str) -> None:
    unit = document.unit(key)
    missing = {fault.params["field"]: "required" for fault in text_faults(unit)} if unit else {}
    if missing:
        raise Invalid("text_text_missing", provision=key, fields=missing)
