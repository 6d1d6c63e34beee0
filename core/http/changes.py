"""Changes of fields on screen, as the histories of mutable rows keep them: one reading and one component for all.

A help for readers, never the evidence (a history misses what is written in bulk). A page names the histories, the
fields and their words; who may read the object, and since when, is for the page to say. Nothing is read until a reader
asks for the changes (``?page=``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from django.core.paginator import Page, Paginator
from django.db.models import Field, QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.canonical import same
from core.crypto.fields import SealedJSONField, SealedTextField
from core.http.dates import civil, short
from core.http.texts import Text

PAGE = 50
MOST = 1000
"""Savings that are read of one history: of a longer one the newest are told."""
Kind = Literal["added", "changed", "removed"]
KINDS: Mapping[str, Kind] = {"+": "added", "~": "changed", "-": "removed"}
BY_ITSELF = gettext_lazy("Done by the system")
Said = Callable[[str, Any], str | None]


def _unsaid(name: str, value: Any) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one row, saved otherwise than it was. ``hidden``: that it changed is told, not what it said."""

    when: datetime
    who: Text
    where: Text
    field: Text
    before: str
    after: str
    kind: Kind = "changed"
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """The history of one kind of row. ``fields`` are told in this order; ``where`` names the row that a record of the
    history is about; ``names`` call fields otherwise than the model does; ``said`` puts a value that is there into
    words, or leaves it (None) to the choices of its field; of ``secret`` fields no value is shown."""

    rows: QuerySet[Any]
    fields: Sequence[str]
    where: Callable[[Any], Text]
    names: Mapping[str, Text] = field(default_factory=dict)
    said: Said = _unsaid
    secret: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """Changes, the newest first. ``is_cut``: there are older ones that were not read; ``lead`` says what this reader is
    told, where that is not everything."""

    changes: Sequence[Change]
    is_cut: bool = False
    lead: Text = ""


@dataclass(frozen=True, slots=True)
class Section:
    """What the component draws: a page of changes, or without one the link that asks for the first."""

    page: Page[Change] | None
    is_cut: bool = False
    lead: Text = ""


def section(request: HttpRequest, read: Callable[[], Told]) -> Section:
    """The page of changes that ``?page=`` asks for; nothing is read where it asks for none."""
    asked = request.GET.get("page")
    if asked is None:
        return Section(None)
    found = read()
    return Section(Paginator(found.changes, PAGE).get_page(asked), found.is_cut, found.lead)


def changes(
    *sources: Source, since: datetime | None = None, further: Iterable[Change] = (), lead: Text = ""
) -> Told:
    """What the histories tell, with what is known ``further``, the newest first: one statement for each source.
    ``since``: only what was saved after that moment."""
    found, is_cut = [*further], False
    for source in sources:
        records = list(source.rows.select_related("history_user").order_by("-history_id")[: MOST + 1])
        is_cut = is_cut or len(records) > MOST
        found += _told(source, records)
    seen = [one for one in found if since is None or one.when > since]
    return Told(sorted(seen, key=lambda one: one.when, reverse=True), is_cut, lead)


def _told(source: Source, records: Sequence[Any]) -> list[Change]:
    """The newest first, and the fields of one saving in their order."""
    former: dict[Any, Any] = {}
    told = []
    for record in reversed(records):
        told.append([*_saved(source, former.get(record.id), record)])
        former[record.id] = record
    return [one for saving in reversed(told) for one in saving]


def _saved(source: Source, former: Any, record: Any) -> Iterator[Change]:
    """What one record changed; nothing where what stood there before was never kept."""
    kind = KINDS[record.history_type]
    if kind == "changed" and former is None:
        return
    old, new = (record, None) if kind == "removed" else (None if kind == "added" else former, record)
    who = str(record.history_user) if record.history_user else BY_ITSELF
    for name in source.fields:
        known = record._meta.get_field(name)
        before, after = _value(old, known), _value(new, known)
        if same(before, after) or (kind != "changed" and (before is False or after is False)):
            continue  # a box that was never ticked tells nothing of a row that comes or goes
        hidden = name in source.secret or isinstance(known, SealedTextField | SealedJSONField)
        words = ("", "") if hidden else (_shown(source, known, before), _shown(source, known, after))
        called = source.names.get(name) or capfirst(str(known.verbose_name))
        yield Change(record.history_date, who, source.where(record), called, *words, kind, hidden)


def _value(record: Any, known: Field[Any, Any]) -> Any:
    return None if record is None else getattr(record, known.attname)


def _shown(source: Source, known: Field[Any, Any], value: Any) -> str:
    if same(value, None):
        return "–"
    words = source.said(known.name, value)
    return in_words(known, value) if words is None else words


def in_words(known: Field[Any, Any], value: Any) -> str:
    """A value as its field has it in words: the choice, yes or no, the day, the codes of a list."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return short(civil(value))
    if isinstance(value, list):
        return _(", ").join(str(one) for one in value)
    if isinstance(value, dict):
        return " / ".join(f"{key}: {text}" for key, text in value.items())
    return str(dict(known.flatchoices).get(value, value))
