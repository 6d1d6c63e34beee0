"""The secretariat's bulk actions on the queue: hand cases over, remind."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from core.access.queries import holders
from core.access.roles import Role
from core.errors import Invalid, NotPermitted, Refused
from core.http.acting import act, explained
from core.http.numbers import number_of
from core.http.templatetags.sekisho import local
from core.http.views import CouncilRequest, council_view, post_only
from governance.assembly import queries as assembly
from governance.assembly.documents import meeting_name
from governance.sharing.actions import keeping as verbs
from governance.sharing.actions.agenda import put_all_before
from governance.sharing.forms.sittings import TogetherForm
from governance.sharing.queries.requests import visible_to
from governance.sharing.views.addresses import page_url
from governance.sharing.views.step import Missing, Step, take


def _reminded(count: int) -> str:
    if not count:
        return _(
            "Nobody was reminded: the cases wait neither for an applicant nor for a member of the board."
        )
    said = ngettext("%(count)s person is reminded.", "%(count)s people are reminded.", count)
    return said % {"count": count}


@council_view
def before_meeting(request: CouncilRequest) -> HttpResponse:
    """Put the cases that are ticked on the agenda of one meeting, all of them or none."""
    if Role.SECRETARY not in request.roles:
        raise NotPermitted("not_your_verb", verb="table_motion")
    asked = (request.POST if request.method == "POST" else request.GET).getlist("case")
    seen = visible_to(request.user, request.council).select_related("council")
    rows = {row.reference: row for row in seen.filter(reference__in=asked).order_by("pk")}
    ahead = {str(one.pk): one for one in assembly.next_meetings(request.council, clock.now())}
    form = TogetherForm(
        request.POST or None,
        cases=[(name, f"{name} {local(row, 'title')}") for name, row in rows.items()],
        meetings=[(key, meeting_name(one)) for key, one in ahead.items()],
        initial={"case": list(rows)},
    )

    def save(data: dict[str, Any]) -> None:
        chosen = [rows[name] for name in data["case"]]
        refused = put_all_before(chosen, by=request.user, meeting=ahead[data["meeting"]])
        if refused:
            told = [f"{name} ({explained(error)})" for name, error in refused.items()]
            raise Refused("sharing.not_all_before_meeting", cases=" / ".join(told))

    return take(request, _step(request, is_planned=bool(ahead)), form, save)


def _step(request: CouncilRequest, *, is_planned: bool) -> Step:
    meetings = reverse("assembly:meetings", args=[request.council.slug])
    missing = Missing(
        title=_("No meeting is planned."),
        text=_("Plan the meeting before which the requests are to come, then choose them again."),
        url=meetings,
        label=_("Meetings"),
    )
    return Step(
        title=_("Put the requests before a meeting"),
        action=_("Put them on the agenda"),
        back=reverse("sharing:requests", args=[request.council.slug]),
        said=_("The requests are on the agenda."),
        lead=_(
            "A request in review comes before the board; a line with an opinion, before the body that decides it. All "
            "of them are put on the agenda, or none."
        ),
        missing=None if is_planned else missing,
    )


@council_view
@post_only
def together(request: CouncilRequest) -> HttpResponse:
    """Do one thing to every case that is ticked, or to the one from whose page it is asked (``back``)."""
    if Role.SECRETARY not in request.roles:
        raise NotPermitted("not_your_verb", verb="assign")
    rows = visible_to(request.user, request.council).select_related("council")
    chosen = list(rows.filter(reference__in=request.POST.getlist("case")).order_by("pk"))
    goal = reverse("sharing:requests", args=[request.council.slug])
    if not chosen:
        raise Invalid("sharing.none_chosen")
    if "back" in request.POST:
        goal = page_url(chosen[0])
    if request.POST.get("do") == "meeting":
        asked = urlencode([("case", row.reference) for row in chosen])
        return redirect(f"{reverse('sharing:together_before', args=[request.council.slug])}?{asked}")
    if request.POST.get("do") == "remind":
        messages.success(request, _reminded(verbs.remind_all(chosen, by=request.user)))
        return redirect(goal)
    staff = holders(Role.SECRETARY, request.council)
    user = get_object_or_404(staff, pk=number_of(request.POST.get("keeper", "")) or 0)
    if "back" in request.POST:
        goal += "?tab=review#keeper"
    said = ngettext("%(count)s case is handed over.", "%(count)s cases are handed over.", len(chosen))
    return act(
        request,
        lambda: verbs.assign_all(chosen, by=request.user, user=user),
        done=goal,
        said=said % {"count": len(chosen)},
    )
