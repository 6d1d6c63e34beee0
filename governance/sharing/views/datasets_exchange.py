"""Datasets to and from other catalogues: DCAT-AP in JSON-LD out; DCAT or CKAN in."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from consent.rules.dpv import CATEGORIES
from core.errors import NotPermitted
from core.http import codes
from core.http.parts import Crumb, Fact
from core.http.views import CouncilRequest, council_view, get_only
from governance.sharing.actions.datasets_exchange import take_over
from governance.sharing.documents import datasets as documents
from governance.sharing.enums import DataClass, DatasetState
from governance.sharing.enums.datasets import Sensitivity
from governance.sharing.forms.choices import COUNTRIES, PURPOSES, label
from governance.sharing.forms.datasets_exchange import ImportForm
from governance.sharing.queries.requests import datasets_visible_to, organs_beginning
from governance.sharing.rules.described import Description, Understood
from governance.sharing.views.datasets import crumbs, one, page_url
from governance.sharing.views.naming import licence, period


def _json_ld(name: str, document: dict[str, Any]) -> HttpResponse:
    text = json.dumps(document, ensure_ascii=False, indent=2)
    answer = HttpResponse(text, content_type="application/ld+json; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.jsonld") or "attachment"
    return answer


@council_view
@get_only
def export(request: CouncilRequest, reference: str) -> HttpResponse:
    """One dataset as DCAT-AP."""
    dataset = one(request, reference)
    return _json_ld(f"{request.council.slug}-{dataset.reference}", documents.document(dataset))


@council_view
@get_only
def export_all(request: CouncilRequest) -> HttpResponse:
    """The registered datasets of the council as a DCAT-AP catalogue."""
    rows = datasets_visible_to(request.user, request.council).filter(state=DatasetState.REGISTERED)
    rows = rows.select_related("council").prefetch_related("items", "stages").order_by("reference")
    return _json_ld(f"{request.council.slug}-catalogue", documents.catalogue(request.council, rows))


@council_view
def take_in(request: CouncilRequest) -> HttpResponse:
    """Read a document, show what was understood and what was not, and make a draft of it on the second press."""
    organs = organs_beginning(request.user)
    if not organs.exists():
        raise NotPermitted("sharing.not_data_officer")
    form = ImportForm(request.POST or None, request.FILES or None, organs=organs)
    read = request.method == "POST" and form.is_valid()
    if read and request.POST.get("step") == "make":
        found = form.understood.description
        dataset = take_over(request.council, found, by=request.user, provider=form.cleaned_data["provider"])
        messages.success(
            request, _("The draft is made. Check it, and declare what the document did not carry.")
        )
        return redirect(page_url(dataset))
    context: dict[str, Any] = {
        "form": form,
        "understood": form.understood if read else None,
        "crumbs": crumbs(request, Crumb(_("Take over from another catalogue"))),
    }
    if read:
        context |= _preview(form.understood)
    status = 422 if request.method == "POST" and not read else 200
    return render(request, "governance/sharing/datasets/import.html", context, status=status)


def _preview(found: Understood) -> dict[str, Any]:
    return {
        "facts": [fact for fact in _told(found, found.description) if fact.value],
        "items": [
            (
                item,
                DataClass(item.data_class).label,
                codes.name(item.category, CATEGORIES),
                Sensitivity(item.sensitivity).label,
            )
            for item in found.description.items
        ],
    }


def _told(found: Understood, data: Description) -> list[Fact]:
    """What was understood, in words."""
    comma = pgettext("list", ", ")
    return [
        Fact(_("Title (Japanese)"), data.title_ja),
        Fact(_("Title (English)"), data.title_en),
        Fact(_("Description (Japanese)"), data.description_ja),
        Fact(_("Description (English)"), data.description_en),
        Fact(_("Published there by"), found.publisher),
        Fact(_("Number there"), found.identifier),
        Fact(_("Keywords"), comma.join(data.keywords)),
        Fact(_("The data cover"), period(data)),
        Fact(
            _("Purposes stated when the data were acquired"),
            comma.join(label(PURPOSES, one) for one in data.purposes),
        ),
        Fact(_("Kept for (months)"), data.retention_months),
        Fact(_("Countries where it is stored"), comma.join(label(COUNTRIES, one) for one in data.countries)),
        Fact(_("Open data"), _("Yes") if data.is_open else _("No")),
        Fact(_("Licence"), licence(data)),
        Fact(_("Where to get it"), data.link),
    ]
