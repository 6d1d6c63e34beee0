"""One search over what the reader may see: rules, decisions, datasets, requests."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts.models import Council, User
from core.http.templatetags.sekisho import local
from governance.assembly import queries as assembly
from governance.sharing.queries.requests import datasets_visible_to, visible_to

MOST = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """One result."""

    kind: str
    reference: str
    title: str
    url: str


def search(council: Council, user: User, words: str) -> list[Hit]:
    """Up to twenty hits of each kind for ``words`` (two characters are enough); nothing for fewer."""
    words = words.strip()
    if len(words) < 2:
        return []
    slug = council.slug
    titles = Q(title_ja__icontains=words) | Q(title_en__icontains=words)
    hits = [
        Hit(
            _("Request"),
            row.reference,
            local(row, "title"),
            reverse("sharing:request", args=[slug, row.reference]),
        )
        for row in visible_to(user, council).filter(titles | Q(reference__icontains=words))[:MOST]
    ]
    hits += [
        Hit(
            _("Dataset"),
            row.reference,
            local(row, "title"),
            reverse("sharing:dataset", args=[slug, row.reference]),
        )
        for row in datasets_visible_to(user, council).filter(titles | Q(reference__icontains=words))[:MOST]
    ]
    hits += [
        Hit(_("Decision"), row.number, local(row, "title"), f"/c/{slug}/decisions/{row.pk}/")
        for row in assembly.decisions_for(user, council).filter(titles | Q(number__icontains=words))[:MOST]
    ]
    return hits
