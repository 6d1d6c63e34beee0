"""Describing a dataset: its head, its items, the stages of its life."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.errors import NotPermitted
from core.http.acting import fill_in
from core.http.parts import Crumb
from core.http.views import CouncilRequest, council_view
from governance.assembly import queries as assembly
from governance.sharing.actions import datasets as verbs
from governance.sharing.enums import Stage as StageOf
from governance.sharing.forms.datasets import DatasetForm, ItemFormSet
from governance.sharing.forms.lifecycle import STAGE_FORMS
from governance.sharing.permissions import permit
from governance.sharing.queries.datasets import ITEM_FIELDS, stage_contents
from governance.sharing.queries.requests import organs_beginning
from governance.sharing.rules.lifecycle import OF_DATASET
from governance.sharing.views.datasets import crumbs, one, page_url


@council_view
def new(request: CouncilRequest) -> HttpResponse:
    """Draft a dataset for an organ that the reader acts for."""
    organs = organs_beginning(request.user)
    if not organs.exists():
        raise NotPermitted("sharing.not_data_officer")
    form = DatasetForm(request.POST or None, organs=organs, projects=assembly.projects(request.council))

    def save(data: dict[str, Any]) -> str:
        return page_url(verbs.draft(request.council, by=request.user, **data))

    return fill_in(
        request,
        form,
        save,
        template="governance/sharing/datasets/form.html",
        context={"crumbs": crumbs(request, Crumb(_("New dataset")))},
        said=_("The draft is saved. Name its items and declare its lifecycle next."),
        creates=True,
    )


@council_view
def edit(request: CouncilRequest, reference: str) -> HttpResponse:
    """Change a draft."""
    dataset = one(request, reference)
    permit(request.user, dataset, "edit").or_raise()
    form = DatasetForm(
        request.POST or None, instance=dataset, organs=None, projects=assembly.projects(request.council)
    )

    def save(data: dict[str, Any]) -> str:
        return page_url(verbs.edit(dataset, by=request.user, **data))

    context = {
        "dataset": dataset,
        "crumbs": crumbs(request, Crumb(dataset.reference, page_url(dataset)), Crumb(_("Edit"))),
    }
    return fill_in(
        request,
        form,
        save,
        template="governance/sharing/datasets/form.html",
        context=context,
        said=_("Saved."),
    )


@council_view
def items(request: CouncilRequest, reference: str) -> HttpResponse:
    """Name the items of a draft; works row by row without JavaScript."""
    dataset = one(request, reference)
    permit(request.user, dataset, "edit").or_raise()
    initial = [{name: getattr(item, name) for name in ITEM_FIELDS} for item in dataset.items.order_by("pk")]
    formset = ItemFormSet(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        if formset.is_valid():
            chosen = [row for row in (form.cleaned_data for form in formset) if row.get("code")]
            verbs.set_items(dataset, chosen, by=request.user)
            return redirect(page_url(dataset))
        status = 422
    context = {
        "dataset": dataset,
        "formset": formset,
        "crumbs": crumbs(request, Crumb(dataset.reference, page_url(dataset)), Crumb(_("Items"))),
    }
    return render(request, "governance/sharing/datasets/items.html", context, status=status)


@council_view
def stage(request: CouncilRequest, reference: str, code: str) -> HttpResponse:
    """Declare one stage of the lifecycle."""
    dataset = one(request, reference)
    permit(request.user, dataset, "edit").or_raise()
    if code not in StageOf.values:
        raise Http404
    initial = dict(stage_contents(dataset).get(code, {}))
    if own := OF_DATASET.get(code):
        initial[own] = getattr(dataset, own)
    form = STAGE_FORMS[code](request.POST or None, initial=initial)

    def save(data: dict[str, Any]) -> str:
        verbs.declare_stage(dataset, code, by=request.user, **data)
        return page_url(dataset)

    context = {
        "dataset": dataset,
        "stage": StageOf(code).label,
        "crumbs": crumbs(request, Crumb(dataset.reference, page_url(dataset)), Crumb(StageOf(code).label)),
    }
    return fill_in(
        request,
        form,
        save,
        template="governance/sharing/datasets/stage.html",
        context=context,
        said=_("Saved. What is still missing stands at the stage."),
    )
