"""One search over what the reader may see: requests, datasets, grants, deliveries, decisions, documents, items of
meetings, projects, assessments, members and rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import clock
from core.accounts.models import Council, User
from core.http.templatetags.sekisho import local
from governance.assembly import queries as assembly
from governance.members import queries as members
from governance.rulebook import queries as rulebook
from governance.sharing.queries.datasets import spellings
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


def search(council: Council, user: User, words: str) -> list[Hit]:
    """Up to :data:`MOST` hits of each kind for ``words``; nothing for fewer than :data:`FEWEST` characters."""
    words = words.strip()
    if len(words) < FEWEST:
        return []
    return [hit for kind in KINDS for hit in kind(council, user, words)]


def _has(words: str, *fields: str) -> Q:
    """One of ``fields`` has ``words``, as typed or in plain width."""
    found = Q()
    for spelling in spellings(words):
        for field in fields:
            found |= Q(**{f"{field}__icontains": spelling})
    return found


def _titled(words: str, *references: str) -> Q:
    """A title in either language or one of the fields ``references`` has ``words``."""
    return _has(words, "title_ja", "title_en", *references)


def _rules(council: Council, _user: User, words: str) -> Iterator[Hit]:
    for row in rulebook.provisions_with(council, clock.today(), words)[:MOST]:
        document = row.edition.instrument
        title = local(row, "heading") or local(row, "text")
        url = reverse("rulebook:article", args=[council.slug, document.code, row.provision.key])
        yield Hit(_("Rules"), f"{local(document, 'short')}{local(row, 'label')}", title, url)


def _requests(council: Council, user: User, words: str) -> Iterator[Hit]:
    names = ("applicant__name_ja", "applicant__name_en")
    for row in visible_to(user, council).filter(_titled(words, "reference", *names))[:MOST]:
        url = reverse("sharing:request", args=[council.slug, row.reference])
        yield Hit(_("Request"), row.reference, local(row, "title"), url)


def _datasets(council: Council, user: User, words: str) -> Iterator[Hit]:
    for row in datasets_visible_to(user, council).filter(_titled(words, "reference"))[:MOST]:
        url = reverse("sharing:dataset", args=[council.slug, row.reference])
        yield Hit(_("Dataset"), row.reference, local(row, "title"), url)


def _grants(council: Council, user: User, words: str) -> Iterator[Hit]:
    for row in grants_visible_to(user, council).filter(_has(words, "reference"))[:MOST]:
        url = reverse("sharing:grant", args=[council.slug, row.reference])
        yield Hit(_("Grant"), row.reference, local(row.line.request, "title"), url)


def _deliveries(council: Council, user: User, words: str) -> Iterator[Hit]:
    for row in deliveries_visible_to(user, council).filter(_has(words, "reference")).order_by("-pk")[:MOST]:
        url = reverse("sharing:delivery", args=[council.slug, row.reference])
        yield Hit(_("Delivery"), row.reference, local(row.grant.line.request, "title"), url)


def _decisions(council: Council, user: User, words: str) -> Iterator[Hit]:
    for row in assembly.decisions_for(user, council).filter(_titled(words, "number"))[:MOST]:
        url = reverse("assembly:decision", args=[council.slug, row.pk])
        yield Hit(_("Decision"), row.number, local(row, "title"), url)


def _documents(council: Council, user: User, words: str) -> Iterator[Hit]:
    rows = assembly.documents_for(user, council)
    for row in rows.filter(_has(words, "number", "draft__title_ja", "draft__title_en"))[:MOST]:
        url = reverse("assembly:document", args=[council.slug, row.pk])
        yield Hit(pgettext("issued", "Document"), row.number, local(row.draft, "title"), url)


def _items(council: Council, user: User, words: str) -> Iterator[Hit]:
    for row in assembly.motions_for(user, council).filter(_titled(words)).order_by("-pk")[:MOST]:
        url = reverse("assembly:motion", args=[council.slug, row.meeting_id, row.number])
        yield Hit(_("Agenda item"), local(row.meeting.body, "name"), local(row, "title"), url)


def _projects(council: Council, _user: User, words: str) -> Iterator[Hit]:
    for row in assembly.projects(council).filter(_titled(words, "reference"))[:MOST]:
        url = reverse("assembly:project", args=[council.slug, row.reference])
        yield Hit(_("Project"), row.reference, local(row, "title"), url)


def _assessments(council: Council, user: User, words: str) -> Iterator[Hit]:
    rows = pia.visible_to(user, council).filter(_titled(words, "reference")).order_by("reference", "revision")
    newest = {row.reference: row for row in rows}
    for row in list(newest.values())[:MOST]:
        url = reverse("pia:show", args=[council.slug, row.reference])
        yield Hit(_("PIA"), row.reference, local(row, "title"), url)


def _members(council: Council, user: User, words: str) -> Iterator[Hit]:
    named = _has(words, "organisation__name_ja", "organisation__name_en")
    for row in members.visible_to(user).filter(named, council=council)[:MOST]:
        url = reverse("members:show", args=[council.slug, row.pk])
        yield Hit(pgettext("organisation", "Member"), "", local(row.organisation, "name"), url)


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
"""In the order in which they are shown: cases first, and what is found in the many words of the rules last."""
