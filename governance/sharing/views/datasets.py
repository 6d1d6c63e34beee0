"""The council's catalogue, and describing a dataset."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import NotPermitted
from core.http.acting import act, fill_in
from core.http.parts import Crumb, Fact
from core.http.views import CouncilRequest, council_view, get_only, post_only
from governance.sharing.actions import datasets as verbs
from governance.sharing.enums import DatasetState
from governance.sharing.enums import Stage as StageOf
from governance.sharing.forms.choices import PURPOSES, TRIGGERS, label
from governance.sharing.forms.datasets import DatasetForm, ItemFormSet, StageForm
from governance.sharing.forms.steps import ReasonForm
from governance.sharing.models import Dataset
from governance.sharing.permissions import permit
from governance.sharing.queries.requests import datasets_visible_to, organs_of
from governance.sharing.views.lifecycle import stages_of
from governance.sharing.views.naming import party
from governance.sharing.views.step import Step, take

PAGE = 50


def page_url(dataset: Dataset) -> str:
    """Address of the dataset's page."""
    return reverse("sharing:dataset", args=[dataset.council.slug, dataset.reference])


def _one(request: CouncilRequest, reference: str) -> Dataset:
    return get_object_or_404(datasets_visible_to(request.user, request.council), reference=reference)


def _crumbs(request: CouncilRequest, *more: Crumb) -> list[Crumb]:
    return [Crumb(_("Datasets"), reverse("sharing:datasets", args=[request.council.slug])), *more]


@council_view
@get_only
def catalogue(request: CouncilRequest) -> HttpResponse:
    """The catalogue, by state and words."""
    rows = datasets_visible_to(request.user, request.council).order_by("reference")
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()
    if state in DatasetState.values:
        rows = rows.filter(state=state)
    if words:
        rows = rows.filter(title_ja__icontains=words) | rows.filter(title_en__icontains=words)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "states": DatasetState.choices,
        "state": state,
        "q": words,
        "may_draft": organs_of(request.user).exists(),
    }
    return render(request, "governance/sharing/datasets/list.html", context)


@council_view
@get_only
def detail(request: CouncilRequest, reference: str) -> HttpResponse:
    """One dataset: items, lifecycle, and the requests for it that the reader may see."""
    dataset = _one(request, reference)
    declared = set(dataset.stages.values_list("stage", flat=True))
    context = {
        "dataset": dataset,
        "items": dataset.items.order_by("pk"),
        "stages": stages_of(dataset),
        "stage_links": [(code, StageOf(code).label, code in declared) for code in StageOf.values],
        "facts": _facts(dataset),
        "verdicts": {
            verb: permit(request.user, dataset, verb)
            for verb in ("edit", "register", "suspend", "resume", "retire")
        },
        "crumbs": _crumbs(request, Crumb(dataset.reference)),
    }
    return render(request, "governance/sharing/datasets/detail.html", context)


def _facts(dataset: Dataset) -> list[Fact]:
    return [
        Fact(_("Provider"), party(dataset.provider)),
        Fact(
            _("Purposes at acquisition"), "、".join(label(PURPOSES, code) for code in dataset.purposes) or "–"
        ),
        Fact(_("Concerns"), "、".join(label(TRIGGERS, code) for code in dataset.triggers) or "–"),
        Fact(_("Persons"), "–" if dataset.persons is None else f"{dataset.persons:,}"),
        Fact(_("Kept for (months)"), dataset.retention_months or "–"),
        Fact(_("Open data"), f"{_('Yes')} {dataset.licence}" if dataset.is_open else _("No")),
    ]


@council_view
def new(request: CouncilRequest) -> HttpResponse:
    """Draft a dataset for an organ that the reader acts for."""
    organs = organs_of(request.user)
    if not organs.exists():
        raise NotPermitted("sharing.not_data_officer")
    form = DatasetForm(request.POST or None, organs=organs)

    def save(data: dict[str, Any]) -> str:
        return page_url(verbs.draft(request.council, by=request.user, **data))

    return fill_in(
        request,
        form,
        save,
        template="governance/sharing/datasets/form.html",
        context={"crumbs": _crumbs(request, Crumb(_("New dataset")))},
        said=_("The draft is saved. Name its items and declare its lifecycle next."),
    )


@council_view
def edit(request: CouncilRequest, reference: str) -> HttpResponse:
    """Change a draft."""
    dataset = _one(request, reference)
    permit(request.user, dataset, "edit").or_raise()
    form = DatasetForm(request.POST or None, instance=dataset, organs=None)

    def save(data: dict[str, Any]) -> str:
        return page_url(verbs.edit(dataset, by=request.user, **data))

    context = {
        "dataset": dataset,
        "crumbs": _crumbs(request, Crumb(dataset.reference, page_url(dataset)), Crumb(_("Edit"))),
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
    dataset = _one(request, reference)
    permit(request.user, dataset, "edit").or_raise()
    initial = [
        {name: getattr(item, name) for name in ("code", "label_ja", "label_en", "data_class", "category")}
        for item in dataset.items.order_by("pk")
    ]
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
        "crumbs": _crumbs(request, Crumb(dataset.reference, page_url(dataset)), Crumb(_("Items"))),
    }
    return render(request, "governance/sharing/datasets/items.html", context, status=status)


@council_view
def stage(request: CouncilRequest, reference: str, code: str) -> HttpResponse:
    """Declare one stage of the lifecycle."""
    dataset = _one(request, reference)
    permit(request.user, dataset, "edit").or_raise()
    if code not in StageOf.values:
        raise Http404
    row = dataset.stages.filter(stage=code).first()
    form = StageForm(request.POST or None, initial={"how": row.how, "ground": row.ground} if row else None)

    def save(data: dict[str, Any]) -> str:
        verbs.declare_stage(dataset, code, by=request.user, **data)
        return page_url(dataset)

    context = {
        "dataset": dataset,
        "stage": StageOf(code).label,
        "crumbs": _crumbs(request, Crumb(dataset.reference, page_url(dataset)), Crumb(StageOf(code).label)),
    }
    return fill_in(
        request,
        form,
        save,
        template="governance/sharing/datasets/stage.html",
        context=context,
        said=_("Declared."),
    )


@council_view
@post_only
def register(request: CouncilRequest, reference: str) -> HttpResponse:
    """Put the draft into the catalogue."""
    dataset = _one(request, reference)
    said = _("The dataset is registered.")
    return act(request, lambda: verbs.register(dataset, by=request.user), done=page_url(dataset), said=said)


@council_view
@post_only
def resume(request: CouncilRequest, reference: str) -> HttpResponse:
    """Let it flow again."""
    dataset = _one(request, reference)
    said = _("The dataset may flow again.")
    return act(request, lambda: verbs.resume(dataset, by=request.user), done=page_url(dataset), said=said)


@council_view
@post_only
def retire(request: CouncilRequest, reference: str) -> HttpResponse:
    """End the dataset."""
    dataset = _one(request, reference)
    said = _("The dataset is retired.")
    return act(request, lambda: verbs.retire(dataset, by=request.user), done=page_url(dataset), said=said)


@council_view
def suspend(request: CouncilRequest, reference: str) -> HttpResponse:
    """Stop every flow of the dataset, with a reason."""
    dataset = _one(request, reference)
    permit(request.user, dataset, "suspend").or_raise()

    step = Step(
        title=_("Suspend the dataset"),
        warning=_("Every flow of this dataset stops at once, until it is resumed."),
        action=_("Suspend"),
        back=page_url(dataset),
        said=_("The dataset is suspended."),
        crumbs=tuple(_crumbs(request, Crumb(dataset.reference, page_url(dataset)))),
    )
    form = ReasonForm(request.POST or None)
    return take(request, step, form, lambda data: verbs.suspend(dataset, by=request.user, **data))
