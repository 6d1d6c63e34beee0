"""What an item or a decision can be about. Rooms above know most of it and are asked by name
(``config.reactions``: ``MATTERS`` lists what waits for a body, ``MATTER_NAMES`` says what a kind of subject is called,
``BRIEFS`` what whoever votes on it reads).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from core.access.queries import Someone
from core.accounts.models import Council, User
from core.http.dates import civil, short
from core.http.templatetags.sekisho import local
from governance.assembly.models import Body, Meeting, Motion
from governance.assembly.queries.bodies import project, running_projects
from governance.assembly.queries.decisions import decision_subject, decisions_for
from governance.assembly.queries.exclusions import barred, is_barred, wholes
from governance.assembly.rules.bodies import AMENDMENT
from governance.members import queries as members
from governance.members.enums import OPEN_STATES, MembershipState
from governance.rulebook import queries as rulebook


@dataclass(frozen=True, slots=True)
class Matter:
    """A subject and what people call it; ``concerned`` are the keys of the organisations whose own matter it is."""

    subject: str
    name: str
    concerned: tuple[int, ...] = ()
    url: str = ""
    """Where it is put into effect once it is decided."""
    waits: bool = False
    """Does it wait for its decision there?"""


@dataclass(frozen=True, slots=True)
class Brief:
    """What whoever votes on a matter reads before: facts, and the opinion given on it."""

    facts: tuple[tuple[str, str], ...]
    number: str = ""
    state: str = ""
    state_label: str = ""
    reasons: str = ""
    remark: str = ""
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """An open review, or a place on its panel; ``name`` and ``url`` are empty where it is closed to the reader."""

    name: str = ""
    url: str = ""
    has_voted: bool = False


def open_places(reader: User, user: User, body: Body) -> list[Place]:
    """The places of ``user`` on panels of ``body`` whose review is open, as ``reader`` may know them."""
    found: list[Place] = []
    for name in getattr(import_module(settings.REACTIONS), "PLACES", ()):
        ask: Callable[[User, User, Council, str], Iterator[Place]] = import_string(name)
        found += ask(reader, user, body.council, body.code)
    return found


def to_be_heard(user: Someone, body: Body) -> list[Place]:
    """What waits for ``body`` and is put before a meeting on a page of its own, as far as ``user`` may see it."""
    found: list[Place] = []
    for name in getattr(import_module(settings.REACTIONS), "TO_BE_HEARD", ()):
        ask: Callable[[Someone, Council, str], Iterator[Place]] = import_string(name)
        found += ask(user, body.council, body.code)
    return found


def unfinished_at(meeting: Meeting) -> list[str]:
    """What was voted on at ``meeting`` in another procedure and has not come to its end there, as people call it."""
    found: list[str] = []
    for name in getattr(import_module(settings.REACTIONS), "UNFINISHED", ()):
        ask: Callable[[Meeting], list[str]] = import_string(name)
        found += ask(meeting)
    return found


def waiting_matters(user: Someone, council: Council, body: Body | None = None) -> list[Matter]:
    """What waits for ``body`` (any body when None), as far as ``user`` may see it."""
    found: list[Matter] = []
    for name in getattr(import_module(settings.REACTIONS), "MATTERS", ()):
        ask: Callable[[Someone, Council, str], Iterator[Matter]] = import_string(name)
        found += ask(user, council, body.code if body else "")
    hidden = frozenset(barred(user, council))
    return [one for one in found if hidden.isdisjoint(wholes(one.subject))]


def project_matters(council: Council) -> list[Matter]:
    """The projects that run."""
    return [Matter(f"project:{one.reference}", _project(one)) for one in running_projects(council)]


def rule_matters(council: Council) -> list[Matter]:
    """The amendments of the rules that are in work, and the further rule documents."""
    amendments = rulebook.open_amendments(council).order_by("drafted_at", "pk")
    drafts = rulebook.further_drafts(council)
    return [*map(_amendment, amendments), *(_document(row.code, text) for row, text in drafts)]


def member_matters(council: Council) -> list[Matter]:
    """The members, and those who applied."""
    rows = members.memberships(council).filter(state__in=OPEN_STATES).select_related("council")
    return [_membership(row) for row in rows]


def matter_called(user: Someone, council: Council, subject: str) -> Matter | None:
    """The matter behind ``subject``; None where ``council`` has none of that name that ``user`` may see."""
    kind, _colon, reference = subject.partition(":")
    if not reference or is_barred(user, council, subject):
        return None
    if kind == "project":
        found = project(council, reference)
        return Matter(subject, _project(found)) if found else None
    if kind == "amendment":
        rows = rulebook.amendments_visible_to(user).filter(instrument__council=council)
        return next((one for row in rows if (one := _amendment(row)).subject == subject), None)
    if kind == "document":
        drafts = {row.code: text for row, text in rulebook.further_drafts(council)}
        known = drafts.get(reference) or rulebook.instruments(council).filter(code=reference).first()
        return _document(reference, known) if known else None
    if kind == "membership":
        return next((one for one in member_matters(council) if one.subject == subject), None)
    if kind == "decision":
        return _decision(user, council, subject)
    name = getattr(import_module(settings.REACTIONS), "MATTER_NAMES", {}).get(kind)
    if name is None:
        return None
    ask: Callable[[Someone, Council, str], Matter | None] = import_string(name)
    return ask(user, council, reference)


def brief_of(reader: User, motion: Motion) -> Brief | None:
    """What ``reader`` reads before they vote on the item; None where the room of its matter tells them nothing."""
    kind, _colon, reference = motion.subject.partition(":")
    name = getattr(import_module(settings.REACTIONS), "BRIEFS", {}).get(kind)
    if name is None or is_barred(reader, motion.meeting.body.council, motion.subject):
        return None
    ask: Callable[[User, Meeting, str], Brief | None] = import_string(name)
    return ask(reader, motion.meeting, reference)


def _amendment(row: Any) -> Matter:
    words = {"title": local(row.instrument, "title"), "day": short(civil(row.drafted_at))}
    name = _("Amendment of %(title)s, begun on %(day)s") % words
    return Matter(f"{AMENDMENT}{row.instrument.code}-{row.pk}", name)


def _document(code: str, known: Any) -> Matter:
    return Matter(f"document:{code}", _("Rule document: %(title)s") % {"title": local(known, "title")})


def _membership(row: Any) -> Matter:
    asked = _("Application of %(name)s for membership") if row.state == MembershipState.APPLIED else ""
    name = (asked or _("Membership of %(name)s")) % {"name": local(row.organisation, "name")}
    return Matter(members.membership_subject(row), name, (row.organisation_id,))


def _project(found: object) -> str:
    return _("Project %(reference)s: %(title)s") % {
        "reference": getattr(found, "reference", ""),
        "title": local(found, "title"),
    }


def _decision(user: Someone, council: Council, subject: str) -> Matter | None:
    year, _colon, number = subject.removeprefix("decision:").partition(":")
    rows = decisions_for(user, council).filter(number=number)
    found = next((one for one in rows if str(one.fiscal_year) == year), None)
    if found is None or decision_subject(found) != subject:
        return None
    return Matter(
        subject, _("Decision %(number)s: %(title)s") % {"number": number, "title": local(found, "title")}
    )
