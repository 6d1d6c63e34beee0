"""Filters and tags that every template may use.

``{% component "name" key=value %}`` draws ``templates/_components/name.html`` from its arguments alone (and the
request and CSRF token), so that nothing leaks in from the page. ``panel``, ``banner``, ``disclosure`` and
``listing`` are components around a block. All are shown at /gallery/.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.template.context import Context
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from core import clock
from core.accounts.models import Organ
from core.http import codes, dates, drawing
from core.http.icons import ICONS, TONE_ICONS, tone_of
from core.http.texts import sentence
from core.rulebook.provider import article_url

register = template.Library()
register.filter("tone", tone_of)
register.filter("named", codes.named)
register.filter("country", codes.country)


def draw(context: Context, name: str, arguments: dict[str, Any]) -> SafeString:
    """The component ``name`` with nothing but ``arguments``, the request and the CSRF token."""
    kept = {key: context.get(key) for key in ("request", "csrf_token")}
    page = get_template(f"_components/{name}.html").template  # type: ignore[attr-defined]
    drawn: SafeString = page.render(context.new({**kept, **arguments}))
    return drawn


@register.filter
def local(obj: Any, name: str) -> str:
    """The field ``name`` of ``obj`` in the reader's language; the other language where it is empty.

    Also reads a ``{"ja": ..., "en": ...}`` value kept in the field ``name`` itself or in a dict ``obj``.
    """
    wanted, other = ("en", "ja") if dates.english() else ("ja", "en")
    value = obj if isinstance(obj, dict) and "ja" in obj else getattr(obj, name, None)
    if isinstance(value, dict):
        return str(value.get(wanted) or value.get(other) or "")
    return str(getattr(obj, f"{name}_{wanted}", "") or getattr(obj, f"{name}_{other}", ""))


@register.filter("organ")
def organ_name(organ: Organ) -> str:
    """An organ with its organisation before it, where it is a part of one: 汐見市教育委員会, 汐見市長."""
    return joined(local(organ.organisation, "name"), local(organ, "name"))


def joined(whole: str, part: str) -> str:
    """The names of an organisation and of an organ of it as one."""
    if part.startswith(whole):
        return part
    if dates.english():
        return f"{part}, {whole}"
    return whole + (part[1:] if part[0] == whole[-1] else part)


@register.filter
def number(value: Any) -> str:
    """With separators of thousands; empty for nothing."""
    return "" if value is None or value == "" else str(intcomma(value, use_l10n=False))


@register.filter
def money(value: Any) -> str:
    """Yen: 12,000円; 12,000 yen."""
    return "" if value is None or value == "" else _("%(amount)s yen") % {"amount": number(value)}


@register.filter
def reason(verdict: Any) -> str:
    """The sentence of a verdict, check or domain error."""
    return sentence(verdict.code, verdict.params)


@register.filter
def article_label(article: Any) -> str:
    """The printed number of the provision behind a verdict; empty for none."""
    return local(article, "label") if article else ""


@register.filter
def wareki(value: date | datetime | None) -> str:
    """令和8年11月22日."""
    return dates.era_date(dates.civil(value)) if value else ""


@register.filter
def wareki_moment(value: datetime | None) -> str:
    """令和8年11月22日（日）14時00分."""
    return dates.era_moment(value) if value else ""


@register.filter
def day(value: date | datetime | None) -> SafeString:
    """A day in a list, as <time>: 2026/11/22（日）."""
    if not value:
        return mark_safe("")
    civil = dates.civil(value)
    return format_html('<time datetime="{}">{}</time>', civil.isoformat(), dates.short(civil))


@register.filter
def full_day(value: date | datetime | None) -> SafeString:
    """A day in running text, Gregorian with the era, as <time>."""
    if not value:
        return mark_safe("")
    civil = dates.civil(value)
    return format_html('<time datetime="{}">{}</time>', civil.isoformat(), dates.both(civil))


@register.filter
def moment(value: datetime | None) -> SafeString:
    """A day with its time in Tokyo, as <time>."""
    if not value:
        return mark_safe("")
    text = f"{dates.short(dates.civil(value))} {dates.clock_time(value)}"
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)


@register.filter
def when(value: date | datetime) -> SafeString:
    """A moment with its time, a mere day without."""
    return moment(value) if isinstance(value, datetime) else day(value)


@register.filter
def words(text: str) -> list[str]:
    """The words of a list written in a template."""
    return text.split()


@register.filter
def message_tone(tag: str) -> str:
    """The tone of a message's level."""
    return {"success": "ok", "warning": "warn", "error": "bad"}.get(tag, "info")


@register.filter
def page_numbers(page: Any) -> list[int]:
    """The numbers a pager shows; 0 stands for the gap."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return [number if isinstance(number, int) else 0 for number in numbers]


CHECK_WORDS = {
    "pass": pgettext_lazy("check", "in order"),
    "fail": pgettext_lazy("check", "not in order"),
    "wait": pgettext_lazy("check", "waiting"),
    "not_applicable": pgettext_lazy("check", "does not apply"),
    "unknown": pgettext_lazy("check", "unknown"),
    "off": pgettext_lazy("check", "not yet"),
}


@register.filter
def check_word(state: str) -> str:
    """The word of a check's state."""
    return str(CHECK_WORDS.get(state, state))


@register.filter
def chain_word(state: str) -> str:
    """The word for a link of the chain, whatever thing it is: that its time is over or that it went, else by its
    tone."""
    own = {"closed": pgettext("chain", "ended"), "released": pgettext("chain", "handed over")}
    if state in own:
        return own[state]
    if state == "not_applicable":
        return check_word(state)
    words = {"ok": "pass", "wait": "wait", "bad": "fail", "warn": "fail", "unknown": "unknown"}
    return check_word(words.get(tone_of(state), "off"))


SETTLED = frozenset({"pass", "not_applicable"})


@register.filter
def unsettled(checks: Any) -> list[Any]:
    """The checks that somebody has to look at."""
    return [check for check in checks if check.state not in SETTLED]


@register.filter
def settled(checks: Any) -> list[Any]:
    """The checks that are in order or do not apply."""
    return [check for check in checks if check.state in SETTLED]


@register.filter
def count_states(checks: Any) -> list[dict[str, Any]]:
    """How many checks are in each state, the worst first; states without any are left out."""
    order = ("fail", "unknown", "wait", "pass", "not_applicable")
    counts = {state: sum(check.state == state for check in checks) for state in order}
    return [
        {"state": state, "label": check_word(state), "count": count}
        for state, count in counts.items()
        if count
    ]


@register.simple_tag(takes_context=True)
def article_link(context: Context, article: Any) -> str:
    """The printed number of a provision, leading to its text where it is a rule of the page's council.

    A provision of a rule document was cited from an edition; an article of a law has none and is not linked.
    """
    if not article:
        return ""
    council = getattr(context.get("request"), "council", None)
    if council is None or not article.edition:
        return article_label(article)
    return format_html('<a href="{}">{}</a>', article_url(council, article), article_label(article))


@register.simple_tag
def icon(name: str, title: str = "") -> SafeString:
    """An icon. Decorative (hidden from assistive technology) unless ``title`` names it."""
    inside = mark_safe(ICONS.get(name) or ICONS[TONE_ICONS.get(tone_of(name), "off")])  # noqa: S308 - our own drawings
    if title:
        return format_html(
            '<svg class="icon" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>',
            title,
            inside,
        )
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        inside,
    )


@register.simple_tag
def chip(state: str, label: str = "", tone: str = "") -> SafeString:
    """The state of a thing: word, icon and colour. ``state`` gives the tone unless ``tone`` is said."""
    shade = tone or tone_of(str(state))
    return format_html(
        '<span class="chip tone-{}">{}{}</span>',
        shade,
        icon(TONE_ICONS[shade]),
        label or str(state),
    )


@register.simple_tag
def deadline(due: date | datetime | None, done: bool = False) -> SafeString:
    """A due date and the business days left or the days over; without urgency when ``done``."""
    if not due:
        return mark_safe("")
    last = dates.civil(due)
    shown = format_html('<time datetime="{}">{}</time>', last.isoformat(), dates.short(last))
    if done:
        return shown
    tone = dates.urgency(last, clock.today())
    return format_html(
        '<span class="deadline tone-{}">{} <span class="left">{}</span></span>',
        tone,
        shown,
        days_left(last),
    )


def days_left(due: date) -> str:
    """残り8営業日; 12日超過; 今日まで."""
    today = clock.today()
    if due < today:
        over = (today - due).days
        return ngettext("%(n)s day overdue", "%(n)s days overdue", over) % {"n": over}
    if due == today:
        return _("due today")
    left = clock.business_days_between(today, due)
    return ngettext("%(n)s business day left", "%(n)s business days left", left) % {"n": left}


@register.simple_tag(takes_context=True)
def component(context: Context, name: str, **arguments: Any) -> SafeString:
    """Draw ``templates/_components/<name>.html``."""
    return draw(context, name, arguments)


@register.simple_tag(takes_context=True)
def verb(context: Context, url: str, label: str, verdict: Any = None, **arguments: Any) -> SafeString:
    """A button that posts to ``url``; disabled with the reason where ``verdict`` says no.

    ``kind`` primary, danger, quiet, small; ``confirm`` a sentence to agree to first; ``name`` and ``value`` of the
    button; ``icon``; ``next`` a hidden field.
    """
    return draw(context, "verb", {"url": url, "label": label, "verdict": verdict, **arguments})


@register.simple_tag(takes_context=True)
def th(context: Context, label: str, sort: str = "", kind: str = "") -> SafeString:
    """The head of a column; with ``sort`` a link that sorts by it (``?sort=name``, ``?sort=-name``)."""
    current = context["request"].GET.get("sort", "") if context.get("request") else ""
    order = "ascending" if current == sort else "descending" if current == f"-{sort}" else ""
    target = f"-{sort}" if current == sort else sort
    arguments = {
        "label": label,
        "sort": sort,
        "kind": kind,
        "order": order if sort else "",
        "target": target,
    }
    return draw(context, "th", arguments)


@register.simple_block_tag(takes_context=True)
def panel(context: Context, content: str, title: str = "", **arguments: Any) -> SafeString:
    """A bordered group with a heading."""
    return draw(context, "panel", {"content": content, "title": title, **arguments})


@register.simple_block_tag(takes_context=True)
def banner(
    context: Context,
    content: str,
    tone: str = "info",
    title: str = "",
    **arguments: Any,
) -> SafeString:
    """A notice on the page: tone info, ok, warn, bad or emergency."""
    return draw(
        context,
        "banner",
        {"content": content, "tone": tone, "title": title, **arguments},
    )


@register.simple_block_tag(takes_context=True)
def disclosure(context: Context, content: str, summary: str, **arguments: Any) -> SafeString:
    """Text that opens on demand."""
    return draw(context, "disclosure", {"content": content, "summary": summary, **arguments})


@register.simple_block_tag(takes_context=True)
def listing(context: Context, content: str, caption: str, **arguments: Any) -> SafeString:
    """A table around thead and tbody; ``page`` adds the pager, ``export`` the formats (``"csv xlsx"``)."""
    return draw(context, "listing", {"content": content, "caption": caption, **arguments})


@register.simple_tag(takes_context=True)
def bar_chart(context: Context, caption: str, bars: Any, unit: str = "") -> SafeString:
    """Horizontal bars with their table behind."""
    return draw(context, "bar_chart", {"caption": caption, "bars": drawing.bars(bars), "unit": unit})


@register.simple_tag(takes_context=True)
def trend_chart(context: Context, caption: str, points: Any, unit: str = "") -> SafeString:
    """A line of ``(label, value)`` points with its table behind."""
    drawn = drawing.trend(points)
    return draw(
        context,
        "trend_chart",
        {"caption": caption, "trend": drawn, "points": points, "unit": unit},
    )


@register.simple_tag(takes_context=True)
def risk_map(context: Context, caption: str, dots: Any) -> SafeString:
    """The 4 x 4 map of risks before and after treatment, with its list behind."""
    return draw(
        context,
        "risk_map",
        {"caption": caption, "rows": drawing.risk_rows(dots), "dots": dots},
    )
