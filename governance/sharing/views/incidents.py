"""Incidents and disputes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access.roles import Role
from core.accounts.models import Organ
from core.http.acting import act
from core.http.exports import Columns, export
from core.http.paging import ordered
from core.http.parts import Crumb
from core.http.templatetags.sekisho import local, organ_name
from core.http.views import CouncilRequest, council_view, get_only, post_only
from governance.members.queries import organisations_in
from governance.sharing.actions import incidents as verbs
from governance.sharing.actions import stopping
from governance.sharing.forms.incidents import DecidedForm, FindingForm, IncidentForm, RescopeForm
from governance.sharing.models import Incident
from governance.sharing.permissions import may_stop_all, permit, permits
from governance.sharing.queries.breaches import changes_of, owes, own_holders, unreported_of
from governance.sharing.queries.incidents import (
    disputes_wait,
    own_part_in,
    resumes,
    resumption_article,
    scope_changes,
)
from governance.sharing.queries.requests import datasets_visible_to, incidents_visible_to
from governance.sharing.views import breaches
from governance.sharing.views.looking_up import may_look_up
from governance.sharing.views.step import Step, take

PAGE = 50
SORTS = {"reference": "reference", "title": "title_ja", "state": "state", "reported": "reported_at"}
COLUMNS: Columns = (
    (gettext_lazy("Number"), lambda row: row.reference),
    (gettext_lazy("What happened"), lambda row: local(row, "title")),
    (gettext_lazy("State"), lambda row: row.get_state_display()),
    (gettext_lazy("Reported"), lambda row: row.reported_at),
)
VERBS = ("take_in_hand", "rescope", "stop", "keep_breach", "settle", "close")


def _rows(request: CouncilRequest) -> QuerySet[Incident]:
    return incidents_visible_to(request.user, request.council)


def _url(row: Incident) -> str:
    return reverse("sharing:incident", args=[row.council.slug, row.reference])


def _crumbs(request: CouncilRequest, *more: Crumb) -> tuple[Crumb, ...]:
    return (Crumb(_("Incidents"), reverse("sharing:incidents", args=[request.council.slug])), *more)


@council_view
@get_only
def index(request: CouncilRequest) -> HttpResponseBase:
    """All incidents that the reader may see, newest first unless sorted; as a page or a file."""
    rows = ordered(_rows(request), request.GET.get("sort", ""), SORTS)
    if file := export(request, "incidents", COLUMNS, rows):
        return file
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "may_look_up": may_look_up(request)}
    return render(request, "governance/sharing/incidents/list.html", context)


@council_view
@get_only
def detail(request: CouncilRequest, reference: str) -> HttpResponse:
    """One incident."""
    row = get_object_or_404(_rows(request), reference=reference)
    told = breaches.told(request, row)
    known = {one.kept.holder_id for one in told}
    context = {
        "row": row,
        "verdicts": permits(request.user, row, VERBS),
        "holders": told,
        "further": [
            (organ.pk, organ_name(organ)) for organ in breaches.to_keep(request, row) if organ.pk not in known
        ],
        "unfiled": unreported_of(row),
        "breach_changes": changes_of(row),
        "changes": scope_changes(row),
        "own": own_part_in(request.user, row) if Role.SECRETARY in request.roles else (),
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
        crumbs=_crumbs(request),
        creates=True,
    )
    form = IncidentForm(
        request.POST or None,
        cases=breaches.cases(),
        holders=Organ.objects.filter(organisation__in=organisations_in(request.council)).order_by("pk"),
        datasets=datasets_visible_to(request.user, request.council),
        organisations=organisations_in(request.council),
        stops_all=may_stop_all(request.user, request.council),
    )

    def call(data: dict[str, Any]) -> Incident:
        row = verbs.report(request.council, by=request.user, **_listed(data))
        messages.success(request, _reported(request, row))
        return row

    return take(request, step, form, call, goal=_url)


def _reported(request: CouncilRequest, row: Incident) -> str:
    """What the report did, and who does what next: for the secretary, for who keeps a holder's reports, for others."""
    owed = row.breach_reports.filter(holder__in=own_holders(request.user, row))
    said = [
        _("Reported. The flows within its scope are stopped.")
        if row.stops
        else _("Reported. Provision goes on: whether the dispute stops it is put to the vote of a body."),
        _("Take it in hand next.")
        if permit(request.user, row, "take_in_hand")
        else _(
            "The secretariat takes it in hand. You follow it on this page, and a mail tells you when it is settled."
        ),
        _("What you report to the authority, and by when, stands below.") if any(map(owes, owed)) else "",
    ]
    return " ".join(filter(None, said))


def _listed(data: dict[str, Any]) -> dict[str, Any]:
    """What a form of a scope holds, its rows read."""
    return {**data, **{name: list(data[name]) for name in ("datasets", "organisations")}}


@council_view
def rescope(request: CouncilRequest, reference: str) -> HttpResponse:
    """Correct what it concerns, or its kind."""
    row = _one(request, reference)
    permit(request.user, row, "rescope").or_raise()
    step = Step(
        title=_("Correct scope or kind"),
        action=_("Correct"),
        back=_url(row),
        said=_(
            "Corrected. What it does not concern may flow again; what an incident concerns, or a dispute over which a "
            "body voted so, is stopped."
        )
        if disputes_wait(request.council)
        else _("Corrected. What it does not concern may flow again; what it concerns is stopped."),
        warning=_(
            "What you leave out flows again at once if all else is in order; what you add stops at once, of a dispute "
            "by the vote of a body alone."
        )
        if disputes_wait(request.council)
        else _("What you leave out flows again at once if all else is in order; what you add stops at once."),
        crumbs=_crumbs(request, Crumb(row.reference, _url(row))),
    )
    datasets, organisations = list(row.datasets.all()), list(row.organisations.all())
    form = RescopeForm(
        request.POST or None,
        datasets=datasets_visible_to(request.user, request.council),
        organisations=organisations_in(request.council),
        initial={
            "kind": row.kind,
            "datasets": datasets,
            "organisations": organisations,
            "whole_council": not datasets and not organisations,
        },
    )
    return take(request, step, form, lambda data: verbs.rescope(row, by=request.user, **_listed(data)))


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
    form = FindingForm(
        request.POST or None, resumes=resumes(row) and resumption_article(row.council) is not None
    )
    return take(
        request,
        step,
        form,
        lambda data: verbs.settle(
            row,
            by=request.user,
            finding=data["reason"],
            decision_number=data.get("decision_number", ""),
        ),
    )


@council_view
def stop(request: CouncilRequest, reference: str) -> HttpResponse:
    """Stop provision over a dispute, as a body voted."""
    row = _one(request, reference)
    permit(request.user, row, "stop").or_raise()
    step = Step(
        title=_("Stop provision over the dispute"),
        action=_("Stop provision"),
        back=_url(row),
        said=_("Stopped. Provision within the scope of the dispute resumes when it is settled."),
        warning=_("Everything within the scope of the dispute stops at once."),
        crumbs=_crumbs(request, Crumb(row.reference, _url(row))),
    )
    return take(
        request,
        step,
        DecidedForm(request.POST or None),
        lambda data: stopping.stop(row, by=request.user, **data),
    )


@council_view
@post_only
def close(request: CouncilRequest, reference: str) -> HttpResponse:
    """File away."""
    row = _one(request, reference)
    return act(request, lambda: verbs.close(row, by=request.user), done=_url(row), said=_("Closed."))
