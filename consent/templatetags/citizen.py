"""Words of the citizens' pages in three layers: full Japanese, やさしい日本語 and English, with furigana on request.

``{% say "key" %}`` is a sentence of the page, ``{% layered value %}`` a text that somebody wrote
(``{"ja", "easy", "en"}``). Furigana is written ``{漢字|かんじ}`` and shown as ruby where the reader asked for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consent.enums import BLOCK_TITLES
from consent.rules.notices import RUBY, without_ruby
from consent.templatetags.names import CHOICE_PARTS, LAYER_NAMES
from consent.templatetags.phrases import CHIPS, PHRASES
from core.http.dates import both, civil
from core.http.preferences import preferences_of
from core.http.templatetags.sekisho import chip, local
from core.http.texts import sentence

register = template.Library()


def layer_of(context: Context) -> str:
    """The layer this reader reads: en, easy or ja."""
    if (get_language() or "ja").startswith("en"):
        return "en"
    return "easy" if getattr(context.get("reading"), "easy", False) else "ja"


def ruby(text: str, *, shown: bool) -> SafeString:
    """``text`` escaped, its furigana as <ruby> or left out."""
    if not shown:
        return conditional_escape(without_ruby(text))
    safe = str(conditional_escape(text))
    drawn = RUBY.sub(r"<ruby>\1<rp>（</rp><rt>\2</rt><rp>）</rp></ruby>", safe)
    return mark_safe(drawn)  # noqa: S308 - escaped above


def _furigana(context: Context) -> bool:
    return bool(getattr(context.get("reading"), "furigana", False)) and layer_of(context) != "en"


def _sentence(context: Context, key: str, values: Mapping[str, Any]) -> str:
    standard, easy = PHRASES[key]
    text = str(easy if layer_of(context) == "easy" else standard)
    words = {name: both(civil(one)) if isinstance(one, date) else one for name, one in values.items()}
    return text % words if words else text


@register.simple_tag(takes_context=True)
def say(context: Context, key: str, **values: Any) -> SafeString:
    """A sentence of the page in the reader's layer."""
    return ruby(_sentence(context, key, values), shown=_furigana(context))


def told(request: HttpRequest, key: str) -> SafeString:
    """The sentence in the layer of whoever asks, for the head of the page that comes next."""
    return say(Context({"reading": preferences_of(request)}), key)


@register.simple_tag(takes_context=True)
def plain_chip(context: Context, code: str, label: str, words: Mapping[str, Any] | None = None) -> SafeString:
    """The state of a thing; in the plain layer by its simple word from ``words`` (those of consents, unless given)."""
    easy = (CHIPS if words is None else words).get(str(code))
    if easy is None or layer_of(context) != "easy":
        return chip(str(code), label)
    return chip(str(code), ruby(str(easy), shown=_furigana(context)))


@register.simple_tag(takes_context=True)
def say_plain(context: Context, key: str, **values: Any) -> str:
    """The same without furigana: for titles and labels."""
    return without_ruby(_sentence(context, key, values))


@register.simple_tag(takes_context=True)
def why_stopped(context: Context, stopped: Any, until: datetime | None = None) -> SafeString:
    """Why nothing is handed over under a consent in force, and since when; ``until`` is the end of the consent."""
    since = _sentence(context, "since_day", {"day": both(stopped.since)}) if stopped.since else ""
    if not stopped.is_over:
        return say(context, "flow_held", since=since)
    why = _how_ended(context, stopped)
    if until:
        return say(context, "flow_over_until", since=since, why=why, until=both(civil(ending_day(until))))
    return say(context, "flow_over", since=since, why=why)


@register.simple_tag(takes_context=True)
def why_unused(context: Context, stopped: Any) -> SafeString:
    """Why nothing would be handed over at present under the choice that is asked about, and when the answer counts."""
    if not stopped.is_over:
        return say(context, "question_held")
    return say(context, "question_over", why=_how_ended(context, stopped))


def _how_ended(context: Context, stopped: Any) -> str:
    return _sentence(context, f"ended_{stopped.ending}", {})


@register.simple_tag(takes_context=True)
def layered(context: Context, value: Mapping[str, str]) -> SafeString:
    """A text written in layers; a missing layer falls back to the full text."""
    text = value.get(layer_of(context)) or value.get("ja") or value.get("en") or ""
    return ruby(text, shown=_furigana(context))


@register.simple_tag(takes_context=True)
def layered_paragraphs(context: Context, value: Mapping[str, str]) -> SafeString:
    """The same, a paragraph for each line."""
    text = value.get(layer_of(context)) or value.get("ja") or ""
    shown = [ruby(line, shown=_furigana(context)) for line in re.split(r"\n+", text) if line.strip()]
    return format_html_join("", "<p>{}</p>", ((line,) for line in shown))


def _other(context: Context) -> str:
    """The language in which the reader does not read the page."""
    return "ja" if layer_of(context) == "en" else "en"


@register.simple_tag(takes_context=True)
def in_other_language(context: Context, value: Mapping[str, str]) -> SafeString:
    """A text written in layers in the other language, a paragraph for each line; nothing where it is not written."""
    other = _other(context)
    lines = [without_ruby(one) for one in re.split(r"\n+", value.get(other, "")) if one.strip()]
    return format_html_join("", '<p lang="{}">{}</p>', ((other, line) for line in lines))


@register.simple_tag(takes_context=True)
def data_in_other_language(context: Context, item: Any) -> SafeString:
    """The kinds of data of a choice in the other language."""
    other = _other(context)
    words = [without_ruby(str(kind.get(other) or kind["code"])) for kind in item.data_items]
    return format_html('<p lang="{}">{}</p>', other, (", " if other == "en" else "、").join(words))


@register.simple_tag(takes_context=True)
def block_title(context: Context, block: str) -> SafeString:
    """The heading of a block of a notice."""
    standard, easy = BLOCK_TITLES[block]
    return ruby(str(easy if layer_of(context) == "easy" else standard), shown=_furigana(context))


@register.simple_tag(takes_context=True)
def last_day(context: Context, item: Any) -> SafeString:
    """Until when a choice is valid, as people say it."""
    if item.valid_until:
        return format_html(
            '<time datetime="{}">{}</time>', item.valid_until.isoformat(), both(civil(item.valid_until))
        )
    return say(context, "months_from_now", months=item.valid_months)


def _data(context: Context, item: Any) -> str:
    layer = layer_of(context)
    words = [str(kind.get(layer) or kind.get("ja") or kind["code"]) for kind in item.data_items]
    return (", " if layer == "en" else "、").join(words)


@register.simple_tag(takes_context=True)
def raw_data(context: Context, item: Any) -> str:
    """The kinds of data of a choice with their furigana notation, to be put into a sentence."""
    return _data(context, item)


@register.simple_tag(takes_context=True)
def data_of(context: Context, item: Any) -> SafeString:
    """The kinds of data of a choice, as they are shown."""
    return ruby(_data(context, item), shown=_furigana(context))


@register.simple_tag(takes_context=True)
def switch_label(context: Context, consent: Any) -> str:
    """What a switch switches, in words: "歩数 → 汐見大学"."""
    return f"{without_ruby(_data(context, consent.item))} → {local(consent.item.recipient, 'name')}"


@register.filter
def ending_day(until: datetime) -> datetime:
    """The last day of a consent that ends at the moment ``until``."""
    return until - timedelta(microseconds=1)


@register.simple_tag
def problem_text(problem: Any) -> str:
    """Why a draft cannot be published, in words."""
    return sentence(problem.code, dict(problem.params))


@register.simple_tag
def problem_place(problem: Any) -> str:
    """Where in the draft: the block and its layer, or the choice."""
    first, *rest = problem.field.split(".")
    if first in BLOCK_TITLES:
        layer = LAYER_NAMES.get(rest[0], "") if rest else ""
        return f"{without_ruby(str(BLOCK_TITLES[first][0]))} ({layer})"
    if first != "item":
        return _("Choices")
    code, *parts = rest
    words = [_("Choice %(code)s") % {"code": code}]
    words += [str(CHOICE_PARTS.get(part) or LAYER_NAMES.get(part, part)) for part in parts]
    return " ".join(words)
