"""The secretariat's bulk actions on the queue: hand cases over, remind."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.access.queries import holders
from core.access.roles import Role
from core.errors import Invalid
from core.http.acting import act
from core.http.numbers import number_of
from core.http.views import CouncilRequest, council_view, post_only
from governance.sharing.actions import keeping as verbs
from governance.sharing.queries.requests import visible_to
from governance.sharing.views.addresses import page_url


def _reminded(count: int) -> str:
    if not count:
        return _(
            "Nobody was reminded: the cases wait neither for an applicant nor for a member of the board."
        )
    said = ngettext("%(count)s person is reminded.", "%(count)s people are reminded.", count)
    return said % {"count": count}


@council_view
@post_only
def together(request: CouncilRequest) -> HttpResponse:
    """Do one thing to every case that is ticked, or to the one from whose page it is asked (``back``)."""
    rows = visible_to(request.user, request.council).select_related("council")
    chosen = list(rows.filter(reference__in=request.POST.getlist("case")).order_by("pk"))
    goal = reverse("sharing:requests", args=[request.council.slug])
    if not chosen:
        raise Invalid("sharing.none_chosen")
    if "back" in request.POST:
        goal = page_url(chosen[0])
    if request.POST.get("do") == "remind":
        messages.success(request, _reminded(verbs.remind_all(chosen, by=request.user)))
        return redirect(goal)
    staff = holders(Role.SECRETARY, request.council)
    user = get_object_or_404(staff, pk=number_of(request.POST.get("keeper", "")) or 0)
    said = ngettext("%(count)s case is handed over.", "%(count)s cases are handed over.", len(chosen))
    return act(
        request,
        lambda: verbs.assign_all(chosen, by=request.user, user=user),
        done=goal,
        said=said % {"count": len(chosen)},
    )
