"""The council's catalogue of datasets: searched, filtered, sorted and exported by its address."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core.http.exports import Columns, export
from core.http.templatetags.sekisho import local, organ_name
from core.http.views import CouncilRequest, council_view, get_only
from governance.assembly import queries as assembly
from governance.sharing.documents.naming import listed
from governance.sharing.enums import DataClass
from governance.sharing.enums.datasets import Sensitivity
from governance.sharing.forms.datasets_catalogue import CatalogueForm
from governance.sharing.models import Dataset
from governance.sharing.queries.datasets import catalogue, providers
from governance.sharing.queries.requests import organs_of
from governance.sharing.views.naming import licence, period

PAGE = 50


def classes(dataset: Dataset) -> str:
    """The classes of its items, each once."""
    found = dict.fromkeys(item.data_class for item in dataset.items.all())
    return pgettext("list", ", ").join(str(DataClass(one).label) for one in found)


def sensitivity(dataset: Dataset) -> str:
    """That of its heaviest item; empty where it has none yet."""
    heaviest = getattr(dataset, "sensitivity", None)
    return str(Sensitivity(heaviest).label) if heaviest else ""


COLUMNS: Columns = (
    (gettext_lazy("Number"), lambda row: row.reference),
    (gettext_lazy("Dataset"), lambda row: local(row, "title")),
    (gettext_lazy("Description"), lambda row: local(row, "description")),
    (gettext_lazy("Provider"), lambda row: organ_name(row.provider)),
    (
        gettext_lazy("Legal regime of the provider"),
        lambda row: str(row.provider.get_regime_display()),
    ),
    (gettext_lazy("Project"), lambda row: local(row.project, "title") if row.project else ""),
    (gettext_lazy("Items"), lambda row: listed(local(item, "label") for item in row.items.all())),
    (gettext_lazy("Class"), classes),
    (gettext_lazy("Sensitivity"), sensitivity),
    (gettext_lazy("Persons"), lambda row: row.persons),
    (gettext_lazy("Kept for (months)"), lambda row: row.retention_months),
    (gettext_lazy("The data cover"), period),
    (gettext_lazy("Open data"), lambda row: str(_("Yes") if row.is_open else _("No"))),
    (gettext_lazy("Licence"), licence),
    (gettext_lazy("Where to get it"), lambda row: row.link),
    (gettext_lazy("State"), lambda row: str(row.get_state_display())),
    (gettext_lazy("Registered"), lambda row: row.registered_at),
)


@council_view
@get_only
def index(request: CouncilRequest) -> HttpResponseBase:
    """The catalogue as far as the reader may see it; ``?format=csv`` or ``xlsx`` for a file of the same list."""
    form = CatalogueForm(
        request.GET,
        providers=providers(request.council),
        projects=assembly.projects(request.council),
    )
    rows = catalogue(request.user, request.council, form.asked(request.GET.get("sort", "")))
    if file := export(request, f"{request.council.slug}-datasets", COLUMNS, rows):
        return file
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page_obj": page,
        "rows": [(row, classes(row), sensitivity(row), organ_name(row.provider)) for row in page],
        "filtered": any(request.GET.get(name) for name in form.fields),
        "may_draft": organs_of(request.user).exists(),
    }
    return render(request, "governance/sharing/datasets/list.html", context)
