"""Names for codes that records keep (data items, purposes, countries): the name first, the code small beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.accounts.models import Council
from core.http.dates import english

COUNTRIES = (
    ("JP", gettext_lazy("Japan")),
    ("US", gettext_lazy("United States")),
    ("GB", gettext_lazy("United Kingdom")),
    ("DE", gettext_lazy("Germany")),
    ("IE", gettext_lazy("Ireland")),
    ("SG", gettext_lazy("Singapore")),
    ("KR", gettext_lazy("Republic of Korea")),
)
"""Countries where members keep data, by ISO 3166 code."""

Names = Mapping[str, tuple[str, str]]
"""Code -> name in Japanese and English."""


@dataclass(frozen=True, slots=True)
class DataNames:
    """The names that a council's dataset gives to its codes."""

    items: Names = field(default_factory=dict)
    purposes: Names = field(default_factory=dict)


def names_of(council: Council, dataset: str) -> DataNames:
    """Names of the items of ``dataset`` and of purposes, from the room named in ``settings.DATA_NAMES``."""
    found: DataNames = import_string(settings.DATA_NAMES)(council, dataset)
    return found


def name(code: str, names: Names) -> str:
    """The name of ``code`` in the reader's language; the code itself where it has none."""
    return names[code][1 if english() else 0] if code in names else code


def country(code: str) -> str:
    """The name of a country; its code where it is none of those known."""
    return str(dict(COUNTRIES).get(code, code))


def listed(codes: Iterable[str], names: Names) -> str:
    """The names of ``codes`` as plain text."""
    return _(", ").join(name(code, names) for code in codes)


def named(codes: Iterable[str], names: Names) -> SafeString:
    """The names of ``codes``, each with its code small beside it."""
    shown = ((name(code, names), code) for code in codes)
    cells = (
        format_html('{} <span class="ref">{}</span>', words, code)
        if words != code
        else format_html("{}", code)
        for words, code in shown
    )
    return format_html_join(_(", "), "{}", ((cell,) for cell in cells))
