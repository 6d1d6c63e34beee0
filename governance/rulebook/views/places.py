"""Where a page of the rulebook is: whose document, which edition or amendment, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.access.queries import Someone
from core.accounts.models import Council
from core.http.numbers import number_of
from core.http.parts import Crumb, Tab
from core.http.templatetags.sekisho import local
from core.http.views import CouncilRequest
from governance.rulebook import queries
from governance.rulebook.models import Amendment, Edition, Instrument


def language() -> str:
    """The language of the reader, ja or en."""
    return "en" if (get_language() or "ja").startswith("en") else "ja"


def instrument_of(request: CouncilRequest, code: str) -> Instrument:
    """The rule document ``code`` of this council; 404 otherwise."""
    visible = queries.visible_to(request.user).filter(council=request.council)
    return get_object_or_404(visible, code=code)


def amendment_of(request: CouncilRequest, pk: int) -> Amendment:
    """The amendment of this council; 404 otherwise."""
    visible = queries.amendments_visible_to(request.user).filter(instrument__council=request.council)
    return get_object_or_404(visible, pk=pk)


def edition_of(instrument: Instrument, number: str) -> Edition:
    """The edition ``number`` of ``instrument``; 404 otherwise."""
    return get_object_or_404(queries.editions(instrument), number=number_of(number))


def replays_of(request: CouncilRequest, instrument: Instrument) -> str:
    """Where the reader finds the past cases judged under ``instrument`` while it was drafted; empty where none were."""
    find = cast("Callable[[Someone, Council, str], str]", import_string(settings.REPLAYS_OF_DOCUMENT))
    return find(request.user, request.council, instrument.code)


def crumbs(request: CouncilRequest, *further: Crumb) -> list[Crumb]:
    """Rules, then ``further``."""
    return [Crumb(_("Rules"), reverse("rulebook:index", args=[request.council.slug])), *further]


def instrument_crumb(instrument: Instrument, *, linked: bool = True) -> Crumb:
    """The rule document."""
    url = reverse("rulebook:read", args=[instrument.council.slug, instrument.code]) if linked else ""
    return Crumb(local(instrument, "title"), url)


def in_work(request: CouncilRequest) -> tuple[str, Crumb]:
    """What the names of a draft's addresses begin with, and the page of all drafts: the first rule documents, or, in a
    council that has some, further ones."""
    slug = request.council.slug
    if queries.instruments(request.council).exists():
        return "further_", Crumb(_("Further rule documents"), reverse("rulebook:add", args=[slug]))
    return "founding_", Crumb(_("First rule documents"), reverse("rulebook:found", args=[slug]))


def tabs(request: CouncilRequest, current: str) -> list[Tab]:
    """The three lists of the rulebook, and the law that stands above them."""
    slug = request.council.slug
    pages = (
        ("index", _("Rule documents")),
        ("settings", _("What the rules fix")),
        ("amendments", _("Amendments")),
    )
    own = [Tab(label, reverse(f"rulebook:{name}", args=[slug]), name == current) for name, label in pages]
    return [*own, Tab(_("Law tables"), reverse("law"))]
