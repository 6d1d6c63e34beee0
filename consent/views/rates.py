"""Consent rates: who agreed, refused, withdrew, as figures; nobody is named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from consent import queries
from core.accounts.models import Organ
from core.http.dates import MONTHS_EN, english
from core.http.exports import Columns, export
from core.http.paging import arranged
from core.http.parts import Bar, Crumb, Figure, Tab
from core.http.templatetags.sekisho import local
from core.http.views import CouncilRequest, council_view, get_only

SORTS: dict[str, Callable[[queries.ChoiceRate], Any]] = {
    "choice": lambda row: (row.notice, row.code),
    "dataset": lambda row: row.dataset,
    "recipient": lambda row: local(row, "recipient"),
    "agreed": lambda row: row.agreed,
    "known": lambda row: row.known,
    "percent": lambda row: row.percent,
    "refused": lambda row: row.refused,
    "withdrawn": lambda row: row.withdrawn,
    "ended": lambda row: row.ended,
    "deferred": lambda row: row.deferred,
    "waiting": lambda row: row.waiting,
}
COLUMNS: Columns = (
    (gettext_lazy("Notice"), lambda row: row.notice),
    (gettext_lazy("Choice"), lambda row: row.code),
    (gettext_lazy("Purpose"), lambda row: local(row, "purpose")),
    (gettext_lazy("Dataset"), lambda row: row.dataset),
    (gettext_lazy("Recipient"), lambda row: local(row, "recipient")),
    (gettext_lazy("In force"), lambda row: row.agreed),
    (gettext_lazy("Known to the provider"), lambda row: row.known),
    (gettext_lazy("Share of answers"), lambda row: row.percent),
    (gettext_lazy("Refused"), lambda row: row.refused),
    (gettext_lazy("Withdrawn"), lambda row: row.withdrawn),
    (gettext_lazy("Ended"), lambda row: row.ended),
    (gettext_lazy("Later"), lambda row: row.deferred),
    (gettext_lazy("Waiting"), lambda row: row.waiting),
)


def tabs(request: CouncilRequest, current: str) -> list[Tab]:
    """The parts of the consent pages."""
    council = request.council.slug
    shown = [("rates", _("Rates")), ("notices", _("Notices")), ("feeds", _("Kept by holders"))]
    if "secretary" in request.roles:
        shown += [("counter", _("Counter and paper")), ("holds", _("Holds"))]
    found = [
        Tab(label, reverse(f"consent:{name}", args=[council]), current=name == current)
        for name, label in shown
    ]
    for organ in queries.organs_kept(request.user, request.council):
        label = _("Ended: %(whose)s") % {"whose": local(organ, "name")}
        found.append(Tab(label, endings_url(request, organ), current=current == f"endings {organ.pk}"))
    return found


def endings_url(request: CouncilRequest, organ: Organ) -> str:
    """Where a provider reads what has ended."""
    return reverse("consent:endings", args=[request.council.slug, organ.pk])


def crumbs(request: CouncilRequest, *more: tuple[str, str]) -> list[Crumb]:
    """The way to a consent page."""
    first = Crumb(_("Consents"), reverse("consent:rates", args=[request.council.slug]))
    return [first, *(Crumb(label, url) for label, url in more)]


def _month(first: date) -> str:
    return MONTHS_EN[first.month - 1][:3] if english() else f"{first.month}月"


@council_view
@get_only
def rates(request: CouncilRequest) -> HttpResponseBase:
    """Figures per choice, as a table or a file, and how they moved over a year."""
    rows = queries.rates(request.council)
    shown = arranged(rows, request.GET.get("sort", ""), SORTS)
    if file := export(request, "consents", COLUMNS, shown):
        return file
    months = queries.trend(request.council)
    agreed = sum(row.agreed for row in rows)
    figures = [
        Figure(agreed, pgettext("number of consents", "in force")),
        Figure(sum(row.refused for row in rows), pgettext("number of consents", "refused")),
        Figure(sum(row.withdrawn for row in rows), pgettext("number of consents", "withdrawn")),
        Figure(
            queries.ending_soon(request.council, days=30),
            pgettext("number of consents", "end within 30 days"),
        ),
    ]
    bars = [Bar(f"{row.notice} {row.code} {local(row, 'recipient')}", row.agreed, "ok") for row in rows]
    context = {
        "rows": shown,
        "figures": figures,
        "bars": bars,
        "given": [(_month(month.first), month.given) for month in months],
        "withdrawn": [(_month(month.first), month.withdrawn) for month in months],
        "tabs": tabs(request, "rates"),
    }
    return render(request, "consent/consents/rates.html", context)
