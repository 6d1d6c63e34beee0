"""What is wrong with the shape of a message, in the reader's language: the decoder says it in English alone."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.http.parts import Text

WHERE = re.compile(r"(?P<what>.*?)(?: - at `(?P<where>.+)`)?", re.DOTALL)
SENTENCES: tuple[tuple[re.Pattern[str], Text], ...] = (
    (
        re.compile(r"Object missing required field `(?P<field>.+)`"),
        gettext_lazy("`%(field)s` is missing in %(where)s."),
    ),
    (
        re.compile(r"Expected `(?P<wanted>\w+)` of length (?P<length>[<>]= \d+)"),
        gettext_lazy("%(where)s has to be %(wanted)s of length %(length)s."),
    ),
    (
        re.compile(r"Expected `(?P<wanted>\w+)` of `(?P<part>\w+)`"),
        gettext_lazy("%(where)s has to be %(wanted)s; each entry %(part)s."),
    ),
    (
        re.compile(r"Expected `(?P<wanted>\w+)`, got `(?P<got>\w+)`"),
        gettext_lazy("%(where)s has to be %(wanted)s, and is %(got)s."),
    ),
    (re.compile(r"Expected `(?P<wanted>\w+)`"), gettext_lazy("%(where)s has to be %(wanted)s.")),
    (
        re.compile(r"Invalid enum value '?(?P<value>.*?)'?"),
        gettext_lazy("%(where)s has the value `%(value)s`, which the standard does not know."),
    ),
    (
        re.compile(r"JSON is malformed: .*\(byte (?P<byte>\d+)\)", re.DOTALL),
        gettext_lazy("The JSON cannot be read from byte %(byte)s on."),
    ),
    (re.compile(r"Input data was truncated"), gettext_lazy("The JSON breaks off before its end.")),
)
KINDS: Mapping[str, Text] = {
    "str": gettext_lazy("a text"),
    "int": gettext_lazy("a number"),
    "float": gettext_lazy("a number"),
    "bool": gettext_lazy("true or false"),
    "array": gettext_lazy("a list"),
    "object": gettext_lazy("an object"),
    "null": gettext_lazy("null"),
}
"""What JSON calls a value, in words."""


def _worded(detail: str) -> str:
    parted = WHERE.fullmatch(detail)
    what, where = (parted["what"], parted["where"]) if parted else (detail, None)
    for shape, sentence in SENTENCES:
        if found := shape.fullmatch(what):
            named = {name: str(KINDS.get(value, value)) for name, value in found.groupdict().items()}
            if where is None and "field" in named:
                return _("`%(field)s` is missing.") % named
            return str(sentence) % {"where": where or _("the whole message"), **named}
    return _("It cannot be read as JSON in UTF-8.")


worded = lazy(_worded, str)
"""``detail`` of the decoder as a sentence, in the language in force where it is printed."""
