"""The papers of a meeting as one book: the agenda, then every case on it; a copy for one reader.

A reader who is recused from a case, or acts for one of its parties, gets a copy in which the case is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import clock
from core.http.dates import civil, clock_time, era_date
from core.http.templatetags.sekisho import local
from core.paper import Block, Fact, Facts, Heading, Paper, Table, Text
from governance.assembly.documents.letterhead import contact, sender
from governance.assembly.documents.minutes import meeting_name
from governance.sharing.documents.case import Stages, case_parts
from governance.sharing.models import IndividualOpinion, SharingRequest

LONG = 600
"""Characters of an item's own text from which it begins a page."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the agenda: its own papers, the case it is about, and whether this copy leaves it out."""

    number: int
    title: str
    kind: str
    text: str
    case: SharingRequest | None = None
    left_out: bool = False
    opinions: tuple[IndividualOpinion, ...] | None = None
    """The members' own opinions that this copy shows; None where it shows nothing of the deliberation."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A meeting's papers for one reader. Cases under review that are no item of the agenda have the number 0."""

    meeting: Any
    reader: str
    items: tuple[Item, ...]
    stages: Stages


def book(copy: Copy) -> Paper:
    """The book in the language in force."""
    meeting = copy.meeting
    council = meeting.body.council
    now = clock.now()
    made = f"{era_date(civil(now))} {clock_time(now)}"
    return Paper(
        title=_("Papers: %(meeting)s") % {"meeting": meeting_name(meeting)},
        sender=sender(council),
        opening=(_("Copy for %(reader)s, as of %(moment)s.") % {"reader": copy.reader, "moment": made},),
        blocks=tuple(_parts(copy)),
        contact=contact(council),
        is_book=True,
        author=local(council, "name"),
    )


def _parts(copy: Copy) -> Iterator[Block]:
    yield Heading(pgettext("paper", "Agenda"))
    yield _frame(copy.meeting)
    yield from _agenda(copy.items)
    told = set()
    for item in copy.items:
        if item.left_out:
            continue
        if item.text:
            yield Heading(f"{_number(item)} {item.title}", fresh=len(item.text) > LONG)
            yield Text(tuple(line for line in item.text.splitlines() if line.strip()))
        if item.case is not None and item.case.pk not in told:
            told.add(item.case.pk)
            yield from case_parts(item.case, stages=copy.stages, opinions=item.opinions)


def _number(item: Item) -> str:
    return _("Item %(n)s") % {"n": item.number} if item.number else "–"


def _frame(meeting: Any) -> Block:
    starts = meeting.starts_at
    place = meeting.place or str(meeting.get_form_display())
    return Facts(
        (
            Fact(pgettext("minutes", "Time"), (f"{era_date(civil(starts))} {clock_time(starts)}",)),
            Fact(_("Form and place"), (place,)),
        )
    )


def _agenda(items: Sequence[Item]) -> Iterator[Block]:
    if not items:
        yield Text((_("There were no items."),))
        return
    hidden = _("(left out of this copy)")
    rows = tuple((_number(item), hidden if item.left_out else item.title, item.kind) for item in items)
    yield Table((_("No."), pgettext("minutes", "Item"), _("Kind")), rows)
    if not all(item.number for item in items):
        yield Text((_("Cases with “–” are before the board, but no item of this meeting: for information."),))
