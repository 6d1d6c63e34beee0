"""One search over what the reader may see: requests, datasets, grants, deliveries, decisions, documents, items of
meetings, projects, assessments, members and rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import clock
from core.accounts.models import Council, User
from core.http.templatetags.sekisho import local
from governance.assembly import queries as assembly
from governance.desk.queries.ranking import found
from governance.members import queries as members
from governance.rulebook import queries as rulebook
from governance.sharing.queries.deliveries import deliveries_visible_to, grants_visible_to
from governance.sharing.queries.requests import datasets_visible_to, visible_to
from pia import queries as pia

MOST = 20
"""Hits of one kind."""
FEWEST = 2
"""Characters that are searched for: two are a word in Japanese."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One result."""

    kind: str
    reference: str
    title: str
    url: str
    rank: int = 0
    """How well it fits, the best first (:mod:`governance.desk.queries.ranking`)."""


def search(council: Council, user: User, words: str) -> list[Hit]:
    """Up to :data:`MOST` hits of each kind for ``words``, the best fits first, else kind by kind; nothing for fewer
    than :data:`FEWEST` characters."""
    words = words.replace("\0", " ").strip()  # PostgreSQL takes no NUL, and nothing that is searched has one
    if len(words) < FEWEST:
        return []
    return sorted((hit for kind in KINDS for hit in kind(council, user, words)), key=lambda hit: hit.rank)


def _titled(rows: QuerySet[Any], words: str, *references: str) -> QuerySet[Any]:
    """Those that have ``words`` in a title in either language, or in one of the fields ``references``."""
    return found(rows, words, "title_ja", "title_en", *references)


def _rules(council: Council, _user: User, words: str) -> Iterator[Hit]:
    rows = rulebook.provisions_in_force(council, clock.today())
    for row in found(rows, words, "heading_ja", "heading_en", "text_ja", "text_en")[:MOST]:
        document = row.edition.instrument
        title = local(row, "heading") or local(row, "text")
        url = reverse("rulebook:article", args=[council.slug, document.code, row.provision.key])
        yield Hit(_("Rules"), f"{local(document, 'short')}{local(row, 'label')}", title, url, row.rank)


def _requests(council: Council, user: User, words: str) -> Iterator[Hit]:
    names = ("applicant__name_ja", "applicant__name_en")
    for row in _titled(visible_to(user, council), words, "reference", *names)[:MOST]:
        url = reverse("sharing:request", args=[council.slug, row.reference])
        yield Hit(_("Request"), row.reference, local(row, "title"), url, row.rank)


def _datasets(council: Council, user: User, words: str) -> Iterator[Hit]:
    for row in _titled(datasets_visible_to(user, council), words, "reference")[:MOST]:
        url = reverse("sharing:dataset", args=[council.slug, row.reference])
        yield Hit(_("Dataset"), row.reference, local(row, "title"), url, row.rank)


def _grants(council: Council, user: User, words: str) -> Iterator[Hit]:
    for row in found(grants_visible_to(user, council), words, "reference")[:MOST]:
        url = reverse("sharing:grant", args=[council.slug, row.reference])
        yield Hit(_("Grant"), row.reference, local(row.line.request, "title"), url, row.rank)


def _deliveries(council: Council, user: User, words: str) -> Iterator[Hit]:
    for row in found(deliveries_visible_to(user, council).order_by("-pk"), words, "reference")[:MOST]:
        url = reverse("sharing:delivery", args=[council.slug, row.reference])
        yield Hit(_("Delivery"), row.reference, local(row.grant.line.request, "title"), url, row.rank)


def _decisions(council: Council, user: User, words: str) -> Iterator[Hit]:
    for row in _titled(assembly.decisions_for(user, council), words, "number")[:MOST]:
        url = reverse("assembly:decision", args=[council.slug, row.pk])
        yield Hit(_("Decision"), row.number, local(row, "title"), url, row.rank)


def _documents(council: Council, user: User, words: str) -> Iterator[Hit]:
    fields = ("number", "draft__title_ja", "draft__title_en")
    for row in found(assembly.documents_for(user, council), words, *fields)[:MOST]:
        url = reverse("assembly:document", args=[council.slug, row.pk])
        yield Hit(pgettext("issued", "Document"), row.number, local(row.draft, "title"), url, row.rank)


def _items(council: Council, user: User, words: str) -> Iterator[Hit]:
    for row in _titled(assembly.motions_for(user, council).order_by("-pk"), words)[:MOST]:
        url = reverse("assembly:motion", args=[council.slug, row.meeting_id, row.number])
        yield Hit(_("Agenda item"), local(row.meeting.body, "name"), local(row, "title"), url, row.rank)


def _projects(council: Council, _user: User, words: str) -> Iterator[Hit]:
    for row in _titled(assembly.projects(council), words, "reference")[:MOST]:
        url = reverse("assembly:project", args=[council.slug, row.reference])
        yield Hit(_("Project"), row.reference, local(row, "title"), url, row.rank)


def _assessments(council: Council, user: User, words: str) -> Iterator[Hit]:
    rows = _titled(pia.visible_to(user, council), words, "reference").order_by("reference", "revision")
    newest = {row.reference: row for row in rows}
    for row in sorted(newest.values(), key=lambda row: row.rank)[:MOST]:
        url = reverse("pia:show", args=[council.slug, row.reference])
        yield Hit(_("PIA"), row.reference, local(row, "title"), url, row.rank)


def _members(council: Council, user: User, words: str) -> Iterator[Hit]:
    rows = members.visible_to(user).filter(council=council)
    for row in found(rows, words, "organisation__name_ja", "organisation__name_en")[:MOST]:
        url = reverse("members:show", args=[council.slug, row.pk])
        yield Hit(pgettext("organisation", "Member"), "", local(row.organisation, "name"), url, row.rank)


KINDS: tuple[Callable[[Council, User, str], Iterator[Hit]], ...] = (
    _requests,
    _datasets,
    _grants,
    _deliveries,
    _decisions,
    _documents,
    _items,
    _projects,
    _assessments,
    _members,
    _rules,
)
"""In the order in which equal fits are shown: cases first, and what is found in the many words of the rules last."""
