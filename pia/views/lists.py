"""The list of assessments, and opening a new one."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.http.acting import fill_in
from core.http.exports import Columns, export
from core.http.parts import Crumb
from core.http.templatetags.sekisho import local
from core.http.views import CouncilRequest, council_view, get_only
from pia import actions, queries
from pia.enums import State
from pia.forms import FilterForm, OpenForm
from pia.permissions import permit_open

PER_PAGE = 50
COLUMNS: Columns = (
    (gettext_lazy("Number"), lambda row: row.reference),
    (gettext_lazy("Revision"), lambda row: row.revision),
    (gettext_lazy("Title"), lambda row: local(row, "title")),
    (gettext_lazy("Dataset"), lambda row: row.dataset_reference),
    (gettext_lazy("State"), lambda row: row.get_state_display()),
    (gettext_lazy("Valid until"), lambda row: row.valid_until),
)


@get_only
@council_view
def index(request: CouncilRequest) -> HttpResponseBase:
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
    if file := export(request, "assessments", COLUMNS, rows):
        return file
    context = {
        "form": form,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "may_open": permit_open(request.user, request.council),
        "filtered": bool(asked["q"] or asked["state"]),
    }
    return render(request, "pia/assessment/list.html", context)


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
