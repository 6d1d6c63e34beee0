"""Offices of the council and the dues of its members: the secretariat's pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.accounts.models import Organisation
from core.administration.actions import Invited
from core.administration.queries import awaiting
from core.http.acting import fill_in
from core.http.parts import Crumb
from core.http.views import CouncilRequest, council_view, get_only
from governance.members import actions, queries
from governance.members.enums import KEPT_APART_NAMES, OfficeKind
from governance.members.forms import ChargeForm, EndForm, HandOverOfficeForm, OfficeForm, ReasonForm
from governance.members.models import Office
from governance.members.permissions import may_charge, may_keep_offices
from governance.members.views.finding import crumbs

FORM = "governance/members/people/form.html"


def _index(request: CouncilRequest) -> str:
    return reverse("members:offices", args=[request.council.slug])


def _page(request: CouncilRequest, title: str, label: str, lead: str = "") -> dict[str, Any]:
    trail = (Crumb(_("Officers"), _index(request)), Crumb(title))
    return {
        "title": title,
        "label": label,
        "lead": lead,
        "cancel_url": _index(request),
        "crumbs": crumbs(request.council, *trail),
    }


def _names(held: Iterable[str]) -> str:
    return ", ".join(str(KEPT_APART_NAMES[word]) for word in held)


@get_only
@council_view
def index(request: CouncilRequest) -> HttpResponse:
    """Every term of office: held, to come and past."""
    today = clock.today()
    rows = list(queries.all_offices(request.council))
    past = [row for row in rows if row.ended_at or (row.until_on and row.until_on < today)]
    held = [row for row in rows if row not in past]
    may = may_keep_offices(request.user, request.council)
    context = {
        "held": held,
        "awaiting": awaiting(row.user for row in held) if may else (),
        "past": past,
        "today": today,
        "may": may,
        "roles": [(row, _names(row.overlaps)) for row in queries.role_overlaps(request.council, today)],
        "unexplained": {row.pk for _user, _words, row in queries.in_one_hand(request.council, today) if row},
        "crumbs": crumbs(request.council, Crumb(_("Officers"))),
    }
    return render(request, "governance/members/office/list.html", context)


@council_view
def appoint(request: CouncilRequest) -> HttpResponse:
    """Enter who holds an office."""
    may_keep_offices(request.user, request.council).or_raise()
    members = queries.memberships(request.council).order_by().values("organisation")
    form = OfficeForm(
        request.POST or None,
        organisations=Organisation.objects.filter(pk__in=members).order_by("name_ja"),
        predecessors=queries.offices_given_up(request.council),
        initial={"from_on": clock.today()},
    )

    def action(data: dict[str, Any]) -> str:
        user = Invited(data.pop("email"), data.pop("name"))
        post = (data.pop("post_ja"), data.pop("post_en"))
        kind = OfficeKind(data.pop("kind"))
        actions.appoint_office(request.council, by=request.user, kind=kind, user=user, post=post, **data)
        return _index(request)

    lead = _("The term follows from the rules in force. An office that goes with a post has no end.")
    context = _page(request, _("Enter an officer"), _("Enter"), lead)
    return fill_in(request, form, action, template=FORM, context=context, said=_("The office is on record."))


def _office(request: CouncilRequest, pk: int) -> Office:
    may_keep_offices(request.user, request.council).or_raise()
    return get_object_or_404(queries.all_offices(request.council), pk=pk, ended_at__isnull=True)


@council_view
def end(request: CouncilRequest, pk: int) -> HttpResponse:
    """End a term of office."""
    office = _office(request, pk)

    def action(data: dict[str, Any]) -> str:
        actions.end_office(office, by=request.user, on=data["on"])
        return _index(request)

    lead = f"{office.get_kind_display()} {office.user.name}"
    return fill_in(
        request,
        EndForm(request.POST or None, initial={"on": clock.today()}),
        action,
        template=FORM,
        context=_page(request, _("End the term of office"), _("End the term"), lead),
        said=_("The term has ended, and with it the rights that came with the office."),
    )


@council_view
def hand_over(request: CouncilRequest, pk: int) -> HttpResponse:
    """The post that the office goes with changed hands."""
    office = _office(request, pk)

    def action(data: dict[str, Any]) -> str:
        user = Invited(data["email"], data["name"])
        more = {"from_on": data["from_on"], "overlap_reason": data["overlap_reason"]}
        actions.hand_over_office(office, by=request.user, user=user, **more)
        return _index(request)

    lead = f"{office.get_kind_display()} {office.user.name} ({office.post_ja})"
    return fill_in(
        request,
        HandOverOfficeForm(request.POST or None, may_invite=True, initial={"from_on": clock.today()}),
        action,
        template=FORM,
        context=_page(request, _("Hand over the post"), _("Hand over"), lead),
        said=_("The post has been handed over."),
    )


@council_view
def explain(request: CouncilRequest, pk: int) -> HttpResponse:
    """Say why an office is in one hand with what is better kept apart from it."""
    office = _office(request, pk)

    def action(data: dict[str, Any]) -> str:
        actions.explain_overlap(office, by=request.user, reason=data["reason"])
        return _index(request)

    title = _("Say why it is in one hand")
    lead = f"{office.get_kind_display()} {office.user.name}"
    context = _page(request, title, _("Keep the reason"), lead)
    form = ReasonForm(request.POST or None, initial={"reason": office.overlap_reason})
    said = _("The reason is on record and stands on the list of officers.")
    return fill_in(request, form, action, template=FORM, context=context, said=said)


@council_view
def charge(request: CouncilRequest) -> HttpResponse:
    """Ask every member for a year's dues."""
    may_charge(request.user, request.council).or_raise()
    today = clock.today()
    form = ChargeForm(
        request.POST or None,
        initial={"fiscal_year": clock.fiscal_year(today), "due_on": clock.fiscal_year_end(today)},
    )
    index_url = reverse("members:index", args=[request.council.slug])

    def action(data: dict[str, Any]) -> str:
        actions.charge_everyone(request.council, by=request.user, **data)
        return index_url

    title = _("Ask for the year's dues")
    lead = _(
        "Every member that has not been asked for this year is asked for the amount that the rules set for its "
        "class, and whoever represents it gets a mail with the amount and the day. Who was asked already is left alone."
    )
    context = _page(request, title, _("Ask for the dues"), lead)
    context |= {"cancel_url": index_url, "crumbs": crumbs(request.council, Crumb(title))}
    said = _("Every member has been asked for the dues of the year; their representatives get a mail.")
    return fill_in(request, form, action, template=FORM, context=context, said=said)
