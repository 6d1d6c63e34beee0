"""What views hand to the components of templates/_components/: small frozen values, one per component.

Views may also hand over anything with the same attributes (a model, a read model, a dict).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from django.utils.functional import Promise

from core.http.icons import Tone

Text = str | Promise


@dataclass(frozen=True, slots=True)
class NavEntry:
    """One entry of the navigation: role and council have already decided that it is shown."""

    label: Text
    url: str
    current: bool = False
    count: int = 0
    tone: Tone | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the breadcrumbs; the last one has no ``url``."""

    label: Text
    url: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab that is a link."""

    label: Text
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of a description list."""

    label: Text
    value: Any
    url: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list. ``sort`` is the value of ``?sort=`` (absent: not sortable); ``kind`` text, num or nowrap."""

    label: Text
    sort: str = ""
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a procedure; ``state`` done, current, bad or empty (to come)."""

    label: Text
    state: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """An entry of a timeline, newest or oldest first as the page decides."""

    when: date | datetime
    what: Text
    who: Text = ""
    text: Text = ""
    tone: Tone | Literal[""] = ""
    url: str = ""
    now: bool = False


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A line of a checklist. ``state`` pass, fail, wait, not_applicable or unknown; ``basis`` law or council;
    ``who`` acts next where something is amiss; ``url``: where it is put in order; ``about`` and ``about_url``: the
    paper that it speaks of, where the reader may open it."""

    title: Text
    state: str
    text: Text = ""
    article: Text = ""
    article_url: str = ""
    basis: str = ""
    who: Text = ""
    url: str = ""
    about: Text = ""
    about_url: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure."""

    value: Any
    label: Text
    unit: Text = ""
    url: str = ""
    tone: Tone | Literal[""] = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the chain from the article to the disposal. ``state`` as for a check; ``here`` marks this page's."""

    kind: Text
    icon: str
    name: Text = ""
    url: str = ""
    state: str = "pass"
    note: Text = ""
    here: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a data lifecycle (取得・利用・保管・廃棄) with its facts."""

    label: Text
    facts: Sequence[Fact] = ()
    gap: Text = ""
    changed: bool = False


@dataclass(frozen=True, slots=True)
class RiskDot:
    """A risk on the 4 x 4 map: likelihood and impact 1 to 4, before and after treatment."""

    number: str
    title: Text
    before: tuple[int, int]
    after: tuple[int, int] | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a bar chart."""

    label: Text
    value: int
    tone: Tone | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class Work:
    """A row of a worklist: what, about whom, until when, and the one next action."""

    kind: Text
    title: Text
    url: str
    ref: str = ""
    who: Text = ""
    due: date | None = None
    state: Text = ""
    tone: Tone = "off"
    action: Text = ""
    facts: Sequence[Text] = field(default_factory=tuple)
    case: str = ""
    """Reference of the case that the row is about, for whoever leaves out some cases; not shown."""
    keeper: Text = ""
    """Who looks after the case."""
