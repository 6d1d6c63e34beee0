"""The page of a dataset and its verbs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from consent.rules.dpv import CATEGORIES
from core import clock
from core.http import codes
from core.http.acting import act
from core.http.parts import Crumb, Fact
from core.http.templatetags.sekisho import local, organ_name
from core.http.texts import sentence
from core.http.views import CouncilRequest, council_view, get_only, post_only
from governance.sharing.actions import datasets as verbs
from governance.sharing.enums import DatasetState
from governance.sharing.enums import Stage as StageOf
from governance.sharing.enums.datasets import Sensitivity
from governance.sharing.forms.choices import TRIGGERS, label
from governance.sharing.forms.steps import ReasonForm
from governance.sharing.models import Dataset, DatasetItem
from governance.sharing.permissions import permit, permits, roles_of
from governance.sharing.queries.datasets import why_suspended
from governance.sharing.queries.evidence import of_dataset
from governance.sharing.queries.requests import declarations_visible_to, organs_asking, to_ask_for
from governance.sharing.rules.licences import address
from governance.sharing.rules.sensitivity import OPEN
from governance.sharing.views import field_changes
from governance.sharing.views.datasets_changes import revision_context
from governance.sharing.views.evidence import timeline
from governance.sharing.views.lifecycle import stages_of
from governance.sharing.views.naming import licence, period
from governance.sharing.views.step import Step, take
from pia import queries as pia

VERBS = ("edit", "register", "begin_revision", "adopt", "discard", "suspend", "resume", "retire")
TONES = {1: "off", 2: "info", 3: "warn"}
"""Sensitivity -> tone of its chip."""


def page_url(dataset: Dataset) -> str:
    """Address of the dataset's page."""
    return reverse("sharing:dataset", args=[dataset.council.slug, dataset.reference])


def one(request: CouncilRequest, reference: str) -> Dataset:
    """The dataset if the reader may see it, else 404."""
    return get_object_or_404(declarations_visible_to(request.user, request.council), reference=reference)


def crumbs(request: CouncilRequest, *more: Crumb) -> list[Crumb]:
    """Datasets > D-01 > ..."""
    return [Crumb(_("Datasets"), reverse("sharing:datasets", args=[request.council.slug])), *more]


@council_view
@get_only
def detail(request: CouncilRequest, reference: str) -> HttpResponse:
    """One dataset: items, lifecycle, and the requests for it that the reader may see."""
    dataset = one(request, reference)
    context = {
        "dataset": dataset,
        "items": _items(dataset),
        "assessments": _assessments(dataset),
        "stages": stages_of(dataset) if not dataset.is_open or dataset.stages.exists() else [],
        "stage_links": [(code, StageOf(code).label) for code in StageOf.values],
        "facts": _facts(dataset),
        "open_facts": _open_facts(dataset) if dataset.is_open else [],
        "verdicts": permits(request.user, dataset, VERBS),
        "stop_reason": _stop_reason(request, dataset),
        "may_ask": organs_asking(request.user).exists()
        and to_ask_for(request.user, request.council).filter(pk=dataset.pk).exists(),
        "crumbs": crumbs(request, Crumb(dataset.reference)),
        "revision": getattr(dataset, "revision", None),
        **(revision_context(dataset) if dataset.revises else {}),
        "field_changes": field_changes.of_dataset(request, dataset),
        **timeline(request, of_dataset(dataset), dataset.reference, whole_case=False),
    }
    return render(request, "governance/sharing/datasets/detail.html", context)


def _stop_reason(request: CouncilRequest, dataset: Dataset) -> str:
    """Why it is suspended, for the provider and the secretariat."""
    if dataset.state != DatasetState.SUSPENDED or not roles_of(request.user, dataset) & {
        "provider",
        "secretary",
    }:
        return ""
    return why_suspended(dataset)


def open_instead(request: CouncilRequest, dataset: Dataset) -> HttpResponse:
    """Whoever asks for open data is led to where it is."""
    said = sentence(
        "sharing.open_data_needs_no_request", {"dataset": dataset.reference, "link": dataset.link}
    )
    messages.info(request, said)
    return redirect(page_url(dataset))


def _facts(dataset: Dataset) -> list[Fact]:
    """What is known of the dataset as a whole; what is not filled is left out."""
    organ, project = dataset.provider, dataset.project
    found = [
        Fact(_("Provider"), organ_name(organ)),
        Fact(_("Legal regime of the provider"), organ.get_regime_display()),
        Fact(_("Project"), f"{project.reference} {local(project, 'title')}" if project else ""),
        Fact(_("Keywords"), dataset.keywords),
        Fact(_("The data cover"), period(dataset)),
        Fact(_("Concerns"), pgettext("list", ", ").join(label(TRIGGERS, code) for code in dataset.triggers)),
        Fact(
            _("Declaration"),
            _("Version %(number)s") % {"number": dataset.version},
            reverse("sharing:dataset_versions", args=[dataset.council.slug, dataset.reference]),
        )
        if not dataset.revises and dataset.registered_at
        else Fact("", ""),
        Fact(_("Persons"), "" if dataset.persons is None else f"{dataset.persons:,}"),
    ]
    return [fact for fact in found if fact.value]


def _items(dataset: Dataset) -> list[tuple[DatasetItem, str, str]]:
    """Each item with its category in words and the tone of its sensitivity."""
    return [
        (item, codes.name(item.category, CATEGORIES), TONES[item.sensitivity])
        for item in dataset.items.order_by("pk")
    ]


def _assessments(dataset: Dataset) -> dict[str, str] | None:
    """Where the privacy impact assessment stands, for a dataset that speaks of persons; None for others.

    ``counts`` the reference of one that counts today; ``hint`` why one is wise although none does.
    """
    classes = {item.data_class for item in dataset.items.all()}
    if dataset.revises or not classes - OPEN:
        return None
    rows = pia.coverage(dataset.council, dataset=dataset.reference, on=clock.today())
    counts = next((row.reference for row in rows if row.counts), "")
    sensitive = any(item.sensitivity == Sensitivity.HIGH for item in dataset.items.all())
    return {"counts": counts, "hint": "sensitive" if sensitive and not counts else ""}


def _open_facts(dataset: Dataset) -> list[Fact]:
    """Under which licence open data may be taken, and where from."""
    return [
        Fact(_("Licence"), licence(dataset) or "–", address(dataset.licence)),
        Fact(_("Where to get it"), dataset.link or "–", dataset.link),
    ]


@council_view
@post_only
def register(request: CouncilRequest, reference: str) -> HttpResponse:
    """Put the draft into the catalogue."""
    dataset = one(request, reference)
    said = _("The dataset is registered.")
    return act(request, lambda: verbs.register(dataset, by=request.user), done=page_url(dataset), said=said)


@council_view
def resume(request: CouncilRequest, reference: str) -> HttpResponse:
    """Let it flow again, with a reason."""
    dataset = one(request, reference)
    permit(request.user, dataset, "resume").or_raise()
    step = Step(
        title=_("Resume the dataset"),
        action=_("Resume"),
        back=page_url(dataset),
        said=_("The dataset may flow again."),
        crumbs=tuple(crumbs(request, Crumb(dataset.reference, page_url(dataset)))),
    )
    form = ReasonForm(request.POST or None)
    return take(request, step, form, lambda data: verbs.resume(dataset, by=request.user, **data))


@council_view
@post_only
def retire(request: CouncilRequest, reference: str) -> HttpResponse:
    """End the dataset."""
    dataset = one(request, reference)
    said = _("The dataset is retired.")
    return act(request, lambda: verbs.retire(dataset, by=request.user), done=page_url(dataset), said=said)


@council_view
def suspend(request: CouncilRequest, reference: str) -> HttpResponse:
    """Stop every flow of the dataset, with a reason."""
    dataset = one(request, reference)
    permit(request.user, dataset, "suspend").or_raise()

    step = Step(
        title=_("Suspend the dataset"),
        warning=_("Every flow of this dataset stops at once, until it is resumed."),
        action=_("Suspend"),
        back=page_url(dataset),
        said=_("The dataset is suspended."),
        crumbs=tuple(crumbs(request, Crumb(dataset.reference, page_url(dataset)))),
    )
    form = ReasonForm(request.POST or None)
    return take(request, step, form, lambda data: verbs.suspend(dataset, by=request.user, **data))
