"""The papers of a meeting as one book: the agenda, every case on it, and what was attached; a copy for one reader.

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
from governance.sharing.documents import naming
from governance.sharing.documents.case import Stages, case_parts
from governance.sharing.models import IndividualOpinion, SharingRequest

LONG = 600
"""Characters of an item's own text from which it begins a page."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the agenda: its own papers, the case it is about, and whether this copy leaves it out. ``motion`` is
    its key; None for a case that is no item."""

    number: int
    title: str
    kind: str
    text: str
    case: SharingRequest | None = None
    motion: int | None = None
    left_out: bool = False
    opinions: tuple[IndividualOpinion, ...] | None = None
    """The members' own opinions that this copy shows; None where it shows nothing of the deliberation."""


@dataclass(frozen=True, slots=True)
class Annex:
    """A file of a case. ``leaves`` are its pages, which the PDF of the book has after its sheet; None where they are
    not put in, for the reason ``why_not``."""

    file: int
    """The key of the attachment."""
    number: int
    case: str
    title: str
    name: str
    digest: str
    pages: int = 0
    leaves: bytes | None = None
    why_not: str = ""

    @property
    def heading(self) -> str:
        """The heading of its sheet, as a bookmark has it: blanks do not come in rows."""
        return " ".join([_("Annex %(n)s") % {"n": self.number}, self.case, *self.title.split()])


@dataclass(frozen=True, slots=True)
class Copy:
    """A meeting's papers for one reader. Cases under review that are no item of the agenda have the number 0."""

    meeting: Any
    reader: str
    items: tuple[Item, ...]
    stages: Stages
    annexes: tuple[Annex, ...] = ()


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
    told: dict[int, str] = {}
    for item in copy.items:
        if item.left_out:
            continue
        case = item.case if item.case is not None and item.case.pk not in told else None
        if item.number:
            fresh = case is not None or len(item.text) > LONG
            yield Heading(f"{_number(item)} {item.title}", fresh=fresh)
        if item.text:
            yield Text(tuple(line for line in item.text.splitlines() if line.strip()))
        if case is not None:
            told[case.pk] = _number(item)
            under = bool(item.number)
            yield from case_parts(case, stages=copy.stages, opinions=item.opinions, under_item=under)
        elif item.case is not None:
            words = {"case": item.case.reference, "item": told[item.case.pk]}
            yield Text((_("The papers of %(case)s stand at %(item)s.") % words,))
    yield from _annexes(copy.annexes)


def _annexes(annexes: Sequence[Annex]) -> Iterator[Block]:
    """What was attached to the cases, and a sheet for each file whose pages follow it."""
    if not annexes:
        return
    yield Heading(_("Attached files"), fresh=True)
    rows = tuple(
        (
            _("Annex %(n)s") % {"n": one.number},
            f"{one.case}\n{one.title}",
            one.name,
            _where(one),
            naming.digest(one.digest),
        )
        for one in annexes
    )
    heads = (_("No."), _("Request"), _("File"), _("In these papers"), _("SHA-256"))
    yield Table(heads, rows)
    for one in annexes:
        if one.leaves is not None:
            yield Heading(one.heading, fresh=True)
            yield Facts(
                (
                    Fact(_("File"), (one.name,)),
                    Fact(pgettext("paper", "Pages"), (str(one.pages),)),
                    Fact(_("SHA-256"), (naming.digest(one.digest),)),
                )
            )
            yield Text((_("The pages of this file follow here in the PDF of these papers."),))


def _where(annex: Annex) -> str:
    if annex.leaves is None:
        return annex.why_not
    return _("Pages after its sheet: %(n)s") % {"n": annex.pages}


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
    yield Table((_("No."), pgettext("minutes", "Item"), _("Kind")), rows, numbered=True)
    if not all(item.number for item in items):
        yield Text((_("Cases with “–” are before the board, but no item of this meeting: for information."),))
