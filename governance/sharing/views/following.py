"""From a request or grant to the next request: copy, change, renewal, re-examination; and changes only told."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.http.acting import fill_in
from core.http.dates import short
from core.http.parts import Crumb
from core.http.views import CouncilRequest, council_view, post_only
from governance.sharing.actions import following
from governance.sharing.forms.following import ChangeForm, FollowForm, ReexaminationForm
from governance.sharing.models import SharingRequest
from governance.sharing.permissions import permit
from governance.sharing.queries.deliveries import grants_visible_to
from governance.sharing.queries.reexamining import refused_lines
from governance.sharing.queries.requests import granted_lines
from governance.sharing.queries.succession import follower
from governance.sharing.views import naming
from governance.sharing.views.addresses import crumbs, one_request, page_url
from governance.sharing.views.step import Step, take


def _source(request: CouncilRequest, reference: str) -> tuple[SharingRequest, int | None]:
    """The request that ``reference`` names, itself or by one of its grants, and the line of that grant."""
    grant = grants_visible_to(request.user, request.council).filter(reference=reference).first()
    if grant is None:
        return one_request(request, reference), None
    return one_request(request, grant.line.request.reference), grant.line.number


@council_view
def follow(request: CouncilRequest, reference: str) -> HttpResponse:
    """Say what changes; the new request begins filled in, and is reviewed like any other."""
    row, number = _source(request, reference)
    permit(request.user, row, "follow").or_raise()
    lines = [(line, follower(line)) for line in granted_lines(row)]
    shown = [
        (line.number, f"{line.reference} {naming.titled(line.dataset)}")
        for line, later in lines
        if later is None
    ]
    offered = [number for number, _name in shown]
    chosen = [number] if number in offered else offered
    form = FollowForm(request.POST or None, lines=shown, initial={"lines": chosen})

    def begin(data: dict[str, Any]) -> str:
        made = following.follow(row, by=request.user, kind=data["kind"], lines=frozenset(data["lines"]))
        return page_url(made)

    return fill_in(
        request,
        form,
        begin,
        template="governance/sharing/requests/follow.html",
        context={
            "row": row,
            "lines": shown,
            "followed": [
                (line.reference, later.reference, page_url(later.request)) for line, later in lines if later
            ],
            "crumbs": crumbs(row, Crumb(_("Change or renew"))),
        },
        said=_(
            "The draft is filled in from what was granted. Change what is to be different, then hand it in."
        ),
    )


@council_view
def reexamine(request: CouncilRequest, reference: str) -> HttpResponse:
    """Ask again for what was refused, with new reasons; what the rule does not open says why."""
    row = one_request(request, reference)
    permit(request.user, row, "ask_reexamination").or_raise()
    refused = refused_lines(row)
    offered = [
        (
            one.line.number,
            _("%(line)s (by %(day)s)")
            % {"line": f"{one.line.reference} {naming.titled(one.line.dataset)}", "day": short(one.until)},
        )
        for one in refused
        if one.verdict and one.until
    ]
    form = ReexaminationForm(
        request.POST or None, lines=offered, initial={"lines": [number for number, _name in offered]}
    )

    def begin(data: dict[str, Any]) -> str:
        made = following.ask_reexamination(
            row, by=request.user, lines=frozenset(data["lines"]), reasons=data["reasons"]
        )
        return page_url(made)

    return fill_in(
        request,
        form,
        begin,
        template="governance/sharing/requests/reexamine.html",
        context={
            "row": row,
            "refused": refused,
            "offered": offered,
            "crumbs": crumbs(row, Crumb(_("Re-examination"))),
        },
        said=_("The draft asks for the same again. Change what is to be different, then hand it in."),
    )


@council_view
@post_only
def copy(request: CouncilRequest, reference: str) -> HttpResponse:
    """A new draft that asks for the same."""
    row = one_request(request, reference)
    made = following.copy(row, by=request.user)
    return redirect(page_url(made))


@council_view
def tell_change(request: CouncilRequest, reference: str) -> HttpResponse:
    """変更届."""
    row = one_request(request, reference)
    permit(request.user, row, "tell_change").or_raise()
    step = Step(
        title=_("Tell a change of contact or form"),
        action=_("Tell it"),
        back=f"{page_url(row)}?tab=record",
        said=_("The change is recorded; the secretariat and the provider are told."),
        lead=_("Nothing is reviewed. Another purpose, item, recipient, place or period needs a new request."),
        crumbs=crumbs(row),
    )
    return take(
        request,
        step,
        ChangeForm(request.POST or None),
        lambda data: following.tell_change(row, by=request.user, **data),
    )
