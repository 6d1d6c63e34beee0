"""Slips on the panel, set right by the secretariat: an excuse that was a mistake, a declaration to be made anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.http.parts import Fact
from core.http.views import CouncilRequest, View, council_view
from governance.sharing.actions import slips as verbs
from governance.sharing.forms.steps import ReasonForm
from governance.sharing.models import PanelMember
from governance.sharing.permissions import permit
from governance.sharing.views.addresses import crumbs
from governance.sharing.views.seating import place_of
from governance.sharing.views.step import Step, take


def _reinstating(member: PanelMember) -> Step:
    return Step(
        title=_("Reinstate %(name)s") % {"name": member.user.name},
        action=_("Reinstate"),
        back="",
        said=_("The member takes part again."),
        lead=_(
            "For whoever was excused by mistake, until the opinions are opened. The excuse stays on record beside it."
        ),
        warning=_(
            "Whoever was called in for the member waits in reserve again, and what they had begun to write is removed."
        ),
    )


def _declaring_anew(member: PanelMember) -> Step:
    return Step(
        title=_("Have %(name)s declare anew") % {"name": member.user.name},
        action=_("Open the declaration again"),
        back="",
        said=_("The member is asked to declare anew."),
        lead=_(
            "For a slip in the declaration, until the opinions are opened. What was declared stays on record."
        ),
        warning=_(
            "The file is closed to the member until they declare. Their opinion becomes a draft again, and whoever was "
            "called in because of the declaration waits in reserve."
        ),
        facts=(
            Fact(_("Declared so far"), f"{member.get_interest_display()} {member.interest_note}".strip()),
        ),
    )


def _page(verb: str, words: Callable[[PanelMember], Step], action: Callable[..., PanelMember]) -> View:
    @council_view
    def view(request: CouncilRequest, reference: str, pk: int) -> HttpResponse:
        row, member, back = place_of(request, reference, pk)
        permit(request.user, row, verb).or_raise()
        step = replace(words(member), back=back, crumbs=crumbs(row))
        form = ReasonForm(request.POST or None)
        return take(request, step, form, lambda data: action(member, by=request.user, **data))

    return view


reinstate = _page("reinstate_member", _reinstating, verbs.reinstate_member)
reopen_declaration = _page("reopen_declaration", _declaring_anew, verbs.reopen_declaration)
