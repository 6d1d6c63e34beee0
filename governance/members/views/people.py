"""Who acts for a member: naming, ending, and posts that change hands."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from core.access.roles import Role
from core.administration.actions import Invited
from core.administration.queries import account_of
from core.http.acting import act, fill_in
from core.http.parts import Crumb
from core.http.templatetags.sekisho import local
from core.http.views import CouncilRequest, post_only
from governance.members import actions, queries
from governance.members.enums import OPEN_STATES, DelegateKind, MembershipState
from governance.members.forms import DelegateForm, PersonForm
from governance.members.models import Delegate, Membership
from governance.members.permissions import permit
from governance.members.views.finding import address, crumbs, member_view


def _page(request: CouncilRequest, membership: Membership, title: str, lead: str) -> dict[str, Any]:
    trail = (Crumb(local(membership.organisation, "name"), address(membership)), Crumb(title))
    return {
        "title": title,
        "lead": lead,
        "cancel_url": address(membership),
        "crumbs": crumbs(membership.council, *trail, inside=bool(request.roles)),
    }


@member_view
def add(request: CouncilRequest, membership: Membership) -> HttpResponse:
    """Name somebody who acts for the member."""
    permit(request.user, membership, "add_delegate").or_raise()
    may_invite = Role.SECRETARY in request.roles

    def action(data: dict[str, Any]) -> str:
        user = Invited(data.pop("email"), data.pop("name"))
        kind = DelegateKind(data.pop("kind"))
        actions.add_delegate(membership, by=request.user, user=user, kind=kind, **data)
        return address(membership) + "#people"

    title = _("Name somebody who acts for the member")
    return fill_in(
        request,
        DelegateForm(
            request.POST or None, may_invite=may_invite, has_left=membership.state not in OPEN_STATES
        ),
        action,
        template="governance/members/people/form.html",
        context=_page(request, membership, title, local(membership.organisation, "name"))
        | {"label": _("Name them")},
        said=_named(request, membership),
    )


def _named(request: CouncilRequest, membership: Membership) -> str:
    """When whoever is named acts, and what mail they get."""
    said = (
        _("They are on record, and act for the organisation once it is admitted.")
        if membership.state == MembershipState.APPLIED
        else _("They act for the member from today.")
    )
    if account_of(request.POST.get("email", "")) is None:
        said += " " + _("A mail that opens an account for them is on its way.")
    return said


def _delegate(membership: Membership, delegate: int) -> Delegate:
    return get_object_or_404(queries.delegates(membership), pk=delegate)


@post_only
@member_view
def end(request: CouncilRequest, membership: Membership, delegate: int) -> HttpResponse:
    """End a delegation today."""
    found = _delegate(membership, delegate)
    return act(
        request,
        lambda: actions.end_delegate(found, by=request.user),
        done=address(membership) + "#people",
        said=_("They no longer act for the member."),
    )


@member_view
def hand_over(request: CouncilRequest, membership: Membership, delegate: int) -> HttpResponse:
    """The post changed hands: who follows acts for the member, in the same way."""
    permit(request.user, membership, "end_delegate").or_raise()
    found = _delegate(membership, delegate)

    def action(data: dict[str, Any]) -> str:
        actions.hand_over_post(found, by=request.user, user=Invited(data["email"], data["name"]))
        return address(membership) + "#people"

    lead = _("%(name)s no longer acts for the member; who follows in the post does, from today.")
    return fill_in(
        request,
        PersonForm(request.POST or None, may_invite=Role.SECRETARY in request.roles),
        action,
        template="governance/members/people/form.html",
        context=_page(request, membership, _("Hand over the post"), lead % {"name": found.user.name})
        | {"label": _("Hand over")},
        said=_("The post has been handed over."),
    )
