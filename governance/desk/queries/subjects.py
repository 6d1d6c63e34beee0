"""What the evidence log speaks of: the words for its kinds of object, and the page of each that a reader may open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consent import queries as consent
from core.accounts.models import Council, User
from core.http.templatetags.sekisho import local
from core.http.texts import Text
from core.ledger import queries as ledger
from core.ledger.models import LedgerEntry
from governance.assembly import queries as assembly
from governance.desk.queries.actors import Actors
from governance.desk.queries.names import names
from governance.members import queries as members
from governance.rulebook import queries as rulebook
from governance.sharing.queries.deliveries import deliveries_visible_to, grants_visible_to
from governance.sharing.queries.requests import declarations_visible_to, incidents_visible_to, visible_to
from governance.sharing.queries.statutory import statutory_visible_to
from pia import queries as pia

KINDS: Mapping[str, Text] = {
    "request": _("Request"),
    "line": _("Line"),
    "condition": _("Condition"),
    "grant": _("Grant"),
    "delivery": _("Delivery"),
    "dataset": _("Dataset"),
    "incident": _("Incident or dispute"),
    "statutory": _("Provision required by law"),
    "replay": _("Check of past cases"),
    "lookup": _("Look-up of records"),
    "reshuffle": _("Hand-over of posts"),
    "meeting": _("Meeting"),
    "decision": _("Decision"),
    "draft": _("Draft for approval"),
    "document": _("Document"),
    "body": _("Body"),
    "project": _("Project"),
    "membership": _("Membership"),
    "office": _("Office"),
    "founding": _("Draft of a rule document"),
    "edition": _("Edition"),
    "amendment": _("Amendment"),
    "assessment": _("PIA"),
    "notice": _("Notice"),
    "consent": _("Answer about consent"),
    "receipt": _("Receipt of consent"),
    "paper": _("Consent on paper"),
    "import": _("Older consents"),
    "hold": _("Hold"),
    "proxy": _("Proxy"),
    "feed": _("Feed of consents"),
    "person": _("Person"),
    "organisation": _("Organisation"),
    "organ": _("Organ"),
    "council": _("Council"),
    "user": _("User"),
    "client": _("Key of a machine"),
    "endpoint": _("Address of a machine"),
    "job": _("Message"),
}
"""``request`` of ``request:R-2026-018``."""


@dataclass(frozen=True, slots=True)
class Door:
    """Where objects of a kind are found, as far as a user sees them: by which field, from which part of their name."""

    rows: Callable[[User, Council], QuerySet[Any]]
    address: str
    field: str = "reference"
    key: Callable[[str], str] = str
    name: str = ""
    """The field by which people know it where its number says nothing to them; ``name`` of an ``organisation``."""


def _last(tail: str) -> str:
    return tail.rpartition(":")[2]


DOORS: Mapping[str, Door] = {
    "request": Door(visible_to, "sharing:request", key=lambda tail: tail.partition("/")[0]),
    "line": Door(visible_to, "sharing:request", key=lambda tail: tail.rpartition("-")[0]),
    "condition": Door(
        visible_to, "sharing:request", key=lambda tail: tail.partition("-C")[0].rpartition("-")[0]
    ),
    "grant": Door(grants_visible_to, "sharing:grant"),
    "delivery": Door(deliveries_visible_to, "sharing:delivery"),
    "dataset": Door(declarations_visible_to, "sharing:dataset"),
    "incident": Door(incidents_visible_to, "sharing:incident"),
    "statutory": Door(statutory_visible_to, "sharing:statutory"),
    "assessment": Door(pia.visible_to, "pia:show"),
    "notice": Door(lambda user, council: consent.notices_of(council), "consent:notice"),
    "project": Door(lambda user, council: assembly.projects(council), "assembly:project"),
    "body": Door(lambda user, council: assembly.bodies(council), "assembly:body", "code", _last, "name"),
    "draft": Door(assembly.drafts_for, "assembly:draft", "pk", _last, "title"),
    "membership": Door(
        lambda user, council: members.memberships(council), "members:show", "pk", _last, "organisation"
    ),
    "edition": Door(
        lambda user, council: rulebook.instruments(council),
        "rulebook:read",
        "code",
        lambda tail: tail.rpartition("-")[0],
    ),
    "amendment": Door(
        lambda user, council: rulebook.amendments_in_order(user, council),
        "rulebook:amendment",
        "pk",
        lambda tail: tail.rpartition("-")[2],
    ),
}


def parts(council: Council, subject: str) -> tuple[Text, str]:
    """The word for the kind of ``subject`` and its number, without the council's name; the bare name where the kind has
    no word."""
    kind, _colon, tail = subject.partition(":")
    if kind not in KINDS:
        return "", subject
    return KINDS[kind], tail.removeprefix(f"{council.slug}:")


@dataclass(frozen=True, slots=True)
class Told:
    """A row of the log: what happened to what, by number or name, and where the reader may open it."""

    entry: LedgerEntry
    what: Text
    kind: Text
    number: str
    url: str
    actor: Text


def told(council: Council, user: User, entries: Sequence[LedgerEntry]) -> list[Told]:
    """``entries`` as the page shows them."""
    open_to = pages(council, user, [entry.subject for entry in entries])
    named = names(council, [entry.subject for entry in entries])
    actors = Actors(council)
    actors.learn(entries)
    found = []
    for entry in entries:
        kind, number = parts(council, entry.subject)
        page = open_to.get(entry.subject, NOWHERE)
        name = page.name or named.get(entry.subject, number)
        found.append(Told(entry, ledger.words(entry), kind, name, page.url, actors.of(entry)))
    return found


class Page(NamedTuple):
    """Where an object is found, and what it is called there."""

    url: str
    name: str = ""


NOWHERE = Page("")


def pages(council: Council, user: User, subjects: Iterable[str]) -> dict[str, Page]:
    """The page of each of ``subjects`` that ``user`` may open; one statement per kind of object."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for subject in set(subjects):
        kind, _colon, tail = subject.partition(":")
        by_kind[kind].append(tail)
    found: dict[str, Page] = {}
    for kind, tails in by_kind.items():
        if kind in DOORS:
            found |= {f"{kind}:{tail}": page for tail, page in _behind(DOORS[kind], council, user, tails)}
    found |= _meetings(council, user, by_kind["meeting"]) | _decisions(council, user, by_kind["decision"])
    return found | _documents(council, user, by_kind["document"])


def _behind(door: Door, council: Council, user: User, tails: list[str]) -> Iterator[tuple[str, Page]]:
    keys = {tail: door.key(tail) for tail in tails}
    rows = door.rows(user, council).filter(**{f"{door.field}__in": set(keys.values())}).order_by()
    names = {str(getattr(row, door.field)): _name(row, door) for row in rows}
    for tail, key in keys.items():
        if key in names:
            yield tail, Page(reverse(door.address, args=[council.slug, key]), names[key])


def _name(row: Any, door: Door) -> str:
    if door.name == "organisation":
        return local(row.organisation, "name")
    return local(row, door.name) if door.name else ""


def _meetings(council: Council, user: User, tails: list[str]) -> dict[str, Page]:
    """``meeting:shiomi:steering:3``, and its items (``…:3:1``), which stand on the page of the meeting."""
    named = {tail: tuple(tail.split(":")[1:3]) for tail in tails}
    if not named:
        return {}
    rows = assembly.meetings_for(user, council).filter(
        body__code__in={code for code, *_rest in named.values()}
    )
    found = {(row.body.code, str(row.number)): row for row in rows.select_related("body").distinct()}
    return {
        f"meeting:{tail}": Page(
            reverse("assembly:meeting", args=[council.slug, found[name].pk]), _meeting(found[name], tail)
        )
        for tail, name in named.items()
        if name in found
    }


def _meeting(meeting: Any, tail: str) -> str:
    """第3回幹事会, with the number of the item where ``tail`` is one's."""
    name = gettext("%(body)s, meeting %(n)s") % {"body": local(meeting.body, "name"), "n": meeting.number}
    item = tail.split(":")[3:4]
    return gettext("%(meeting)s, item %(n)s") % {"meeting": name, "n": item[0]} if item else name


def _decisions(council: Council, user: User, tails: list[str]) -> dict[str, Page]:
    """``decision:2026:汐見協第24号``, by its number and title."""
    if not tails:
        return {}
    rows = assembly.decisions_for(user, council)
    rows = rows.filter(number__in={_last(tail) for tail in tails})
    made = {f"{row.fiscal_year}:{row.number}": row for row in rows}
    return {
        f"decision:{tail}": Page(
            reverse("assembly:decision", args=[council.slug, made[tail].pk]),
            f"{made[tail].number} {local(made[tail], 'title')}",
        )
        for tail in tails
        if tail in made
    }


def _documents(council: Council, user: User, tails: list[str]) -> dict[str, Page]:
    """``document:2026:汐見協第24号``, by its number and title."""
    if not tails:
        return {}
    drafts = assembly.drafts_for(user, council).filter(document__number__in={_last(tail) for tail in tails})
    issued = {f"{row.document.fiscal_year}:{row.document.number}": row for row in drafts}
    return {
        f"document:{tail}": Page(
            reverse("assembly:document", args=[council.slug, issued[tail].document.pk]),
            f"{_last(tail)} {local(issued[tail], 'title')}",
        )
        for tail in tails
        if tail in issued
    }
