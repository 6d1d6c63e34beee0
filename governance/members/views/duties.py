"""Duties of a member that the secretariat finds settled."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from core.http.acting import fill_in
from core.http.dates import short
from core.http.parts import Crumb, Fact
from core.http.templatetags.sekisho import local
from core.http.views import CouncilRequest
from governance.members import actions, queries
from governance.members.forms import ReasonForm
from governance.members.models import Membership
from governance.members.permissions import may_settle
from governance.members.views.finding import address, crumbs, member_view


@member_view
def settle(request: CouncilRequest, membership: Membership, duty: int) -> HttpResponse:
    """Find that a duty need not be done any more, and say why."""
    may_settle(request.user, membership).or_raise()
    row = get_object_or_404(queries.duties_of(membership), pk=duty, settled_at=None)
    title, goal = _("Settle the duty"), address(membership) + "#duties"

    def do(data: dict[str, Any]) -> str:
        actions.settle_duty(row, by=request.user, reason=data["reason"])
        return goal

    context = {
        "membership": membership,
        "title": title,
        "warning": _(
            "The duty no longer keeps the organisation from providing or receiving data. What it is about stays as it "
            "is: a condition that is overdue while its grant runs, or an answer to a withdrawal, is put on record "
            "again in the coming night."
        ),
        "follows": [Fact(row.get_kind_display(), f"{row.shown} {short(row.due_on)}")],
        "held": None,
        "cancel_url": goal,
        "crumbs": crumbs(
            membership.council,
            Crumb(local(membership.organisation, "name"), address(membership)),
            Crumb(title),
            inside=bool(request.roles),
        ),
    }
    template, said = "governance/members/membership/verb.html", _("The duty is settled.")
    return fill_in(
        request, ReasonForm(request.POST or None), do, template=template, context=context, said=said
    )
