"""The public register: what this is, which councils use it, and the rules that bind them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from core import canonical, clock
from core.accounts.models import Council
from core.errors import ArticleRef
from core.http.parts import Crumb, Link, Tab
from core.http.templatetags.sekisho import local
from core.http.views import get_only
from gateway.register.lists import LISTS
from governance.rulebook import queries
from governance.rulebook.documents.tables import fixed, resting
from governance.rulebook.rules.reading import lay_out

CHAIN = (
    (pgettext_lazy("chain", "Article"), "article", gettext_lazy("The rules say how.")),
    (pgettext_lazy("chain", "Board"), "body", gettext_lazy("Independent people look.")),
    (pgettext_lazy("chain", "PIA"), "pia", gettext_lazy("Risks are found and reduced.")),
    (pgettext_lazy("chain", "Notice"), "notice", gettext_lazy("People are told in plain words.")),
    (pgettext_lazy("chain", "Consent"), "consent", gettext_lazy("They agree, or not.")),
    (pgettext_lazy("chain", "Request"), "request", gettext_lazy("Someone asks to use data.")),
    (pgettext_lazy("chain", "Opinion"), "review", gettext_lazy("The board gives its opinion.")),
    (pgettext_lazy("chain", "Approval"), "decision", gettext_lazy("The council decides.")),
    (pgettext_lazy("chain", "Provider"), "provider", gettext_lazy("The holder decides by law.")),
    (pgettext_lazy("chain", "Agreement"), "agreement", gettext_lazy("A contract binds.")),
    (pgettext_lazy("chain", "Delivery"), "delivery", gettext_lazy("Only then data moves.")),
    (pgettext_lazy("chain", "Disposal"), "disposal", gettext_lazy("At the end it is deleted.")),
)
"""What a use of data rests on, from the article to the disposal."""


def _council(slug: str) -> Council:
    return get_object_or_404(Council, slug=slug)


def _language() -> str:
    return "en" if (get_language() or "ja").startswith("en") else "ja"


def _crumbs(council: Council, *further: Crumb) -> list[Crumb]:
    own = reverse("register:council", args=[council.slug]) if further else ""
    return [
        Crumb(_("Public register"), reverse("register:front")),
        Crumb(local(council, "name"), own),
        *further,
    ]


def _tabs(council: Council, current: str) -> list[Tab]:
    pages = (("rules", _("Rule documents")), ("settings", _("What the rules fix")))
    return [
        Tab(label, reverse(f"register:{name}", args=[council.slug]), name == current) for name, label in pages
    ]


@get_only
def front(request: HttpRequest) -> HttpResponse:
    """What this is, in one screen, and the councils that use it."""
    links = [Link(kind, icon, note=note) for kind, icon, note in CHAIN]
    councils = Council.objects.order_by("name_ja")
    return render(request, "gateway/register/front.html", {"links": links, "councils": councils})


@get_only
def council(request: HttpRequest, slug: str) -> HttpResponse:
    """What a council publishes."""
    found = _council(slug)
    shelf = queries.shelf(found, clock.today())
    lists = [(key, label) for key, (label, _build) in LISTS.items()]
    context = {"council": found, "rows": shelf, "lists": lists, "crumbs": _crumbs(found)}
    return render(request, "gateway/register/council.html", context)


@get_only
def rules(request: HttpRequest, slug: str) -> HttpResponse:
    """The rule documents of a council, with the editions in force and to come."""
    found = _council(slug)
    context = {
        "council": found,
        "rows": queries.shelf(found, clock.today()),
        "tabs": _tabs(found, "rules"),
        "crumbs": _crumbs(found, Crumb(_("Rules"))),
    }
    return render(request, "gateway/register/rules/list.html", context)


@get_only
def read(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One rule document: the edition in force, or the one asked for."""
    found = _council(slug)
    instrument = get_object_or_404(queries.instruments(found), code=code)
    editions = list(queries.editions(instrument))
    current = queries.edition_on(instrument, clock.today())
    asked = request.GET.get("edition", "")
    chosen = [edition for edition in editions if str(edition.number) == asked] if asked else [current]
    if not chosen or chosen[0] is None:
        raise Http404
    edition = chosen[0]
    context: dict[str, Any] = {
        "council": found,
        "instrument": instrument,
        "edition": edition,
        "editions": editions,
        "force": queries.force(edition, clock.today(), current),
        "chapters": lay_out(queries.document_of(edition), _language()),
        "crumbs": _crumbs(
            found,
            Crumb(_("Rules"), reverse("register:rules", args=[slug])),
            Crumb(local(instrument, "title")),
        ),
    }
    return render(request, "gateway/register/rules/read.html", context)


@get_only
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """What the rules of a council fix today, with the article for each."""
    found = _council(slug)
    in_force = queries.in_force(found, clock.today())

    def url_of(article: ArticleRef) -> str:
        path = reverse("register:read", args=[slug, article.instrument])
        return f"{path}?edition={article.edition}#{article.provision}"

    context = {
        "council": found,
        "day": clock.today(),
        "fixed": fixed(in_force, url_of),
        "bases": resting(in_force, url_of),
        "tabs": _tabs(found, "settings"),
        "crumbs": _crumbs(found, Crumb(_("Rules"))),
    }
    return render(request, "gateway/register/rules/settings.html", context)


@get_only
def settings_json(request: HttpRequest, slug: str) -> JsonResponse:
    """The same for machines: every setting with its value and the provision behind it."""
    found = _council(slug)
    in_force = queries.in_force(found, clock.today())
    answer = {
        "council": slug,
        "on": in_force.on,
        "settings": {
            code: {"value": setting.value, "article": setting.article}
            for code, setting in in_force.settings.items()
        },
        "basis": in_force.basis,
        "editions": in_force.editions,
    }
    return JsonResponse(canonical.plain(answer), json_dumps_params={"ensure_ascii": False})
