"""The list of assessments, and opening a new one."""

from __future__ import annotations

import csv
from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.http.acting import fill_in
from core.http.exports import harmless
from core.http.parts import Crumb
from core.http.views import CouncilRequest, council_view, get_only
from pia import actions, queries
from pia.enums import State
from pia.forms import FilterForm, OpenForm
from pia.models import Assessment
from pia.permissions import permit_open

PER_PAGE = 50


@get_only
@council_view
def index(request: CouncilRequest) -> HttpResponse:
    """The newest revisions, filtered, sorted and exported by the address."""
    form = FilterForm(request.GET, states=list(State.choices))
    asked = form.cleaned_data if form.is_valid() else {"q": "", "state": ""}
    rows = queries.listed(
        request.user,
        request.council,
        state=asked["state"],
        words=asked["q"],
        sort=request.GET.get("sort", ""),
    )
    if request.GET.get("format") == "csv":
        return _csv(rows)
    context = {
        "form": form,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "may_open": permit_open(request.user, request.council),
        "filtered": bool(asked["q"] or asked["state"]),
    }
    return render(request, "pia/assessment/list.html", context)


def _csv(rows: Iterable[Assessment]) -> HttpResponse:
    """The list for a spreadsheet (UTF-8 with BOM); cells that look like formulas are defused."""
    response = HttpResponse(
        "\ufeff",
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="assessments.csv"'},
    )
    writer = csv.writer(response)
    writer.writerow(["reference", "revision", "title_ja", "title_en", "dataset", "state", "valid_until"])
    for row in rows:
        cells = [row.reference, row.revision, row.title_ja, row.title_en, row.dataset_reference, row.state]
        cells.append(row.valid_until or "")
        writer.writerow([harmless(cell) for cell in cells])
    return response


@council_view
def new(request: CouncilRequest) -> HttpResponse:
    """Open an assessment."""
    permit_open(request.user, request.council).or_raise()
    where = {"council": request.council.slug}
    back = reverse("pia:index", kwargs=where)
    crumbs = [Crumb(_("PIAs"), back), Crumb(_("New assessment"))]

    def call(data: dict[str, str]) -> str:
        row = actions.open_assessment(request.council, by=request.user, **data)
        return reverse("pia:threshold", kwargs={**where, "reference": row.reference})

    return fill_in(
        request,
        OpenForm(request.POST or None),
        call,
        template="pia/assessment/new.html",
        context={"crumbs": crumbs, "cancel_url": back},
        said=_("The assessment is open. Answer the threshold questions next."),
        creates=True,
    )
