"""The council's work in figures, for everybody: nothing about single reviewers, and no small counts."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.accounts.models import Council
from core.http.exports import export
from core.http.parts import Crumb
from core.http.templatetags.sekisho import local
from core.http.views import get_only
from governance.desk.forms import asked_period
from governance.desk.queries import statistics

SMALLEST = 5
"""Rows that count fewer cases than this are not published."""


@get_only
def show(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The charts without small counts, and the same as CSV or XLSX."""
    council = get_object_or_404(Council, slug=slug)
    form, period = asked_period(request.GET)
    charts = statistics.public_charts(council, period, SMALLEST)
    file = export(request, f"statistics-{slug}", statistics.COLUMNS, statistics.flat(charts))
    if file is not None:
        return file
    context = {
        "council": council,
        "charts": charts,
        "form": form,
        "period": period,
        "smallest": SMALLEST,
        "crumbs": [
            Crumb(_("Public register"), reverse("register:front")),
            Crumb(local(council, "name"), reverse("register:council", args=[slug])),
            Crumb(pgettext("page", "Statistics")),
        ],
    }
    return render(request, "gateway/register/statistics.html", context)
