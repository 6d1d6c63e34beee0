"""Incidents and disputes."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access.roles import Role
from core.http.acting import act
from core.http.parts import Crumb
from core.http.views import CouncilRequest, council_view, get_only, post_only
from governance.sharing.actions import incidents as verbs
from governance.sharing.forms.steps import IncidentForm, ReasonForm
from governance.sharing.models import Incident
from governance.sharing.permissions import permit
from governance.sharing.queries.requests import datasets_visible_to, incidents_visible_to
from governance.sharing.views.step import Step, take

PAGE = 50


def _rows(request: CouncilRequest) -> QuerySet[Incident]:
    return incidents_visible_to(request.user, request.council)


def _url(row: Incident) -> str:
    return reverse("sharing:incident", args=[row.council.slug, row.reference])


def _crumbs(request: CouncilRequest, *more: Crumb) -> tuple[Crumb, ...]:
    return (Crumb(_("Incidents"), reverse("sharing:incidents", args=[request.council.slug])), *more)


@council_view
@get_only
def index(request: CouncilRequest) -> HttpResponse:
    """All incidents that the reader may see, newest first."""
    page = Paginator(_rows(request).order_by("-pk"), PAGE).get_page(request.GET.get("page"))
    return render(request, "governance/sharing/incidents/list.html", {"page_obj": page})


@council_view
@get_only
def detail(request: CouncilRequest, reference: str) -> HttpResponse:
    """One incident."""
    row = get_object_or_404(_rows(request), reference=reference)
    context = {
        "row": row,
        "verdicts": {verb: permit(request.user, row, verb) for verb in ("take_in_hand", "settle", "close")},
        "is_secretary": Role.SECRETARY in request.roles,
        "crumbs": _crumbs(request, Crumb(row.reference)),
    }
    return render(request, "governance/sharing/incidents/detail.html", context)


@council_view
def report(request: CouncilRequest) -> HttpResponse:
    """Report what happened."""
    step = Step(
        title=_("Report an incident or dispute"),
        action=_("Report"),
        back=reverse("sharing:incidents", args=[request.council.slug]),
        said=_("Reported. The secretariat takes it in hand; flows within its scope are stopped."),
        crumbs=_crumbs(request),
    )
    form = IncidentForm(request.POST or None, datasets=datasets_visible_to(request.user, request.council))

    def save(data: dict[str, Any]) -> None:
        verbs.report(request.council, by=request.user, **{**data, "datasets": list(data["datasets"])})

    return take(request, step, form, save)


def _one(request: CouncilRequest, reference: str) -> Incident:
    return get_object_or_404(_rows(request), reference=reference)


@council_view
@post_only
def take_in_hand(request: CouncilRequest, reference: str) -> HttpResponse:
    """The secretariat takes charge."""
    row = _one(request, reference)
    said = _("Taken in hand.")
    return act(request, lambda: verbs.take_in_hand(row, by=request.user), done=_url(row), said=said)


@council_view
def settle(request: CouncilRequest, reference: str) -> HttpResponse:
    """Record the finding."""
    row = _one(request, reference)
    permit(request.user, row, "settle").or_raise()
    step = Step(
        title=_("Settle"),
        action=_("Record the finding"),
        back=_url(row),
        said=_("Settled. What it had stopped may flow again if all else is in order."),
        crumbs=_crumbs(request, Crumb(row.reference, _url(row))),
    )
    form = ReasonForm(request.POST or None)
    return take(request, step, form, lambda data: verbs.settle(row, by=request.user, finding=data["reason"]))


@council_view
@post_only
def close(request: CouncilRequest, reference: str) -> HttpResponse:
    """File away."""
    row = _one(request, reference)
    return act(request, lambda: verbs.close(row, by=request.user), done=_url(row), said=_("Closed."))
