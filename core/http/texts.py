"""Sentences for the codes of verdicts and domain errors, in the reader's language.

Each room registers its own codes (``register``) when it is ready; a missing code is a defect that a test finds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

Text = str | Promise
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")

_SENTENCES: dict[str, Text] = {
    "ok": _("In order."),
    "not_your_verb": _("Your role does not include this step. Ask the secretariat who may do it."),
    "not_your_verb_now": _("At this stage somebody else has to act. Ask the secretariat who is next."),
    "not_in_this_state": _("This step is not open at the moment. Reload the page to see what is."),
    "law_is_the_operators": _("Only the operator of the installation changes the law tables."),
    "law_no_such_kind": _("There is no table of law rows called %(kind)s. Choose one of the tables listed."),
    "law_wrong_shape": _("The row is incomplete or has a wrong value: %(detail)s"),
    "law_says_otherwise": _(
        "The row %(row)s speaks of the same on some of these days, and only one of both would count. Change or end "
        "that row, or take out what it says already."
    ),
    "law_without_source": _("Say where the row comes from. A row of law without a source is not kept."),
    "decision_unknown": _(
        "The council has recorded no decision %(number)s. Record the decision first, then enter its number as it is "
        "printed."
    ),
    "decision_about_else": _(
        "Decision %(number)s was taken about something else and carries nothing but that. Name the decision that was "
        "taken about this."
    ),
    "decision_too_early": _(
        "Decision %(number)s was taken before this came up, and is not about it. Name the decision that was taken "
        "about this."
    ),
    "decision_without_special": _(
        "The rules ask for a special majority of the general assembly on this, and decision %(number)s was not carried "
        "by it. Put it on the assembly's agenda as that matter."
    ),
    "decision_not_theirs": _(
        "Decision %(number)s was taken by a body that does not decide on this. Bring it before the body that the rules "
        "name, and give the number of what it carries."
    ),
    "decision_of_another_body": _(
        "Decision %(number)s was taken by another body than decision %(former)s, which it would undo. Bring this "
        "before the body that took that one."
    ),
    "decision_not_voted": _(
        "Decision %(number)s was not voted on. Bring this before the body that the rules name, and give the number of "
        "what it carries."
    ),
    "decision_superseded": _(
        "Another decision has taken the place of %(number)s. Enter the one that stands."
    ),
    "still_at_work": _(
        "This was sent a moment ago and is still at work. Look in a minute whether it is there before you send it "
        "again."
    ),
    "machine.key_missing": _("Send a key that is in force as a bearer token."),
    "machine.scope_missing": _("The key was not given the scope “%(scope)s”. Ask whoever issued it."),
    "machine.too_often": _("The key has used up its share of this minute. Ask again in the next."),
    "machine.malformed": _("The message has not the shape that this endpoint asks for. Nothing was stored."),
    "not_found": _("There is nothing here, or it is not open to you."),
}


def register(sentences: Mapping[str, Text]) -> None:
    """Add a room's codes. ``%(name)s`` in a sentence is filled from the verdict's parameters."""
    for code, text in sentences.items():
        if code in _SENTENCES and _SENTENCES[code] is not text:
            raise ValueError(f"code {code} is registered twice")
        _SENTENCES[code] = text


PERSONS = frozenset({"persons", "in_force", "threshold"})
"""Parameters that count persons: with separators of thousands."""
_WORDS: dict[str, dict[str, Text]] = {}


def register_words(words: Mapping[str, Mapping[str, Text]]) -> None:
    """Add words for values of parameters: name of the parameter -> value -> word."""
    for name, values in words.items():
        _WORDS.setdefault(name, {}).update(values)


def known(code: str) -> bool:
    """Has ``code`` a sentence?"""
    return code in _SENTENCES


def sentence(code: str, params: Mapping[str, Any] | None = None) -> str:
    """The sentence of ``code`` filled with ``params``; the bare code where none is registered."""
    text = str(_SENTENCES.get(code, code))
    try:
        return text % {name: spoken(name, value) for name, value in (params or {}).items()}
    except (KeyError, TypeError, ValueError):
        return text


def spoken(name: str, value: Any) -> Any:
    """A parameter as people read it: its word, a list of words, a date written out, many persons with
    separators."""
    if name in PERSONS and isinstance(value, int):
        return f"{value:,}"
    if not isinstance(value, str):
        return value
    if _DAY.match(value):
        return date_format(date.fromisoformat(value))
    words = _WORDS.get(name)
    parts = value.split(", ")
    if words is None or words.keys().isdisjoint(parts):
        return value
    return pgettext("list", ", ").join(str(words.get(part, part)) for part in parts)
