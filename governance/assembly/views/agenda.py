"""Putting an item on the agenda, and changing what it says."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.accounts.models import Organisation
from core.http.acting import fill_in
from core.http.parts import Crumb
from core.http.views import CouncilRequest, council_view
from governance.assembly import actions, queries
from governance.assembly.documents import meeting_name
from governance.assembly.enums import MeetingState
from governance.assembly.forms import MotionForm, MotionWordsForm
from governance.assembly.models import Meeting
from governance.assembly.permissions import permit
from governance.assembly.queries.meetings import keeps_kind
from governance.assembly.views.finding import (
    meeting_crumbs,
    meeting_of,
    meeting_url,
    motion_name,
    motion_of,
    motion_url,
)
from governance.assembly.views.matters import matter_choices, named_matters
from governance.members.queries import memberships


@council_view
def table(request: CouncilRequest, pk: int) -> HttpResponse:
    """Put an item on the agenda; the page that the matter comes from fills in what it knows."""
    meeting = meeting_of(request, pk)
    permit(request.user, meeting, "table_motion").or_raise()
    waiting = queries.waiting_matters(request.user, request.council, meeting.body)
    named = named_matters(request)
    given: dict[str, Any] = {name: request.GET.get(name, "") for name in ("about", "title_ja", "title_en")}
    given["concerned"] = request.GET.getlist("concerned")
    form = MotionForm(
        request.POST or None,
        organisations=Organisation.objects.filter(
            pk__in=memberships(request.council).order_by().values("organisation")
        ).order_by("name_ja"),
        matters=matter_choices(request, waiting, named, _("Waits for this body")),
        initial=given,
    )

    def action(data: dict[str, Any]) -> str:
        chosen = (*waiting, *named)
        own = [pk for one in chosen if one.subject == data["about"] for pk in one.concerned]
        data["concerned"] = [*data["concerned"], *Organisation.objects.filter(pk__in=own)]
        return motion_url(actions.table_motion(meeting, by=request.user, **data))

    title = _("New item")
    context = {
        "name": meeting_name(meeting),
        "title": title,
        "label": _("Put on the agenda"),
        "warning": _told(meeting),
        "elsewhere": queries.to_be_heard(request.user, meeting.body),
        "cancel_url": meeting_url(meeting),
        "crumbs": meeting_crumbs(meeting, Crumb(title)),
    }
    template = "governance/assembly/meeting/table.html"
    return fill_in(
        request, form, action, template=template, context=context, said=_("The item is on the agenda.")
    )


@council_view
def edit(request: CouncilRequest, pk: int, number: int) -> HttpResponse:
    """Change what an item says, before the meeting opens."""
    motion = motion_of(request, pk, number)
    permit(request.user, motion, "edit").or_raise()
    form = MotionWordsForm(
        request.POST or None, initial={name: getattr(motion, name) for name in MotionWordsForm.base_fields}
    )
    if keeps_kind(motion):
        del form.fields["kind"]

    def action(data: dict[str, Any]) -> str:
        return motion_url(actions.edit_motion(motion, by=request.user, **data))

    title = _("Change the item")
    crumbs = (Crumb(motion_name(motion), motion_url(motion)), Crumb(title))
    context = {
        "name": f"{meeting_name(motion.meeting)} {motion_name(motion)}",
        "title": title,
        "label": _("Keep the change"),
        "warning": _told(motion.meeting),
        "cancel_url": motion_url(motion),
        "crumbs": meeting_crumbs(motion.meeting, *crumbs),
    }
    template = "governance/assembly/meeting/verb.html"
    return fill_in(request, form, action, template=template, context=context, said=_("The item is changed."))


def _told(meeting: Meeting) -> str:
    """What follows where the notice has gone out already."""
    if meeting.state != MeetingState.CONVENED:
        return ""
    return _(
        "The meeting is convened. Everyone who may vote gets a mail with the changed agenda; a notice that was drafted "
        "as a document keeps the agenda that it was drafted with."
    )
