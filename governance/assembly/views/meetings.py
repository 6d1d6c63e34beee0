"""Meetings: planning, attendance, quorum, agenda, minutes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from core import clock
from core.http.acting import act, fill_in
from core.http.dates import civil
from core.http.exports import Columns, export
from core.http.paging import ordered
from core.http.parts import Crumb
from core.http.templatetags.sekisho import local
from core.http.texts import Text
from core.http.views import CouncilRequest, council_view, get_only, post_only
from governance.assembly import actions, queries
from governance.assembly.documents import meeting_name
from governance.assembly.enums import Channel, MeetingForm, MeetingState, MotionKind, MotionState
from governance.assembly.forms import (
    MeetingPlaceForm,
    MeetingPlanForm,
    MinutesForm,
    ReasonForm,
)
from governance.assembly.models import Body, Meeting
from governance.assembly.permissions import keeps, permit, permits
from governance.assembly.queries.invitations import takes_answers
from governance.assembly.queries.meetings import (
    attendances,
    notice_in_time,
    notice_rule,
    opens_today,
    own_rows,
    rules_of,
)
from governance.assembly.queries.voting import answers
from governance.assembly.rules.bodies import BOARD
from governance.assembly.rules.convening import first_day_of_meeting, last_day_of_notice
from governance.assembly.views.finding import meeting_crumbs, meeting_of, meeting_url

VERBS = (
    "convene",
    "table_motion",
    "record_attendance",
    "open",
    "close",
    "write_minutes",
    "approve_minutes",
    "move",
    "cancel",
)

PER_PAGE = 50
"""Rows of a page."""
NEWEST = ("-starts_at", "-pk")
SORTS = {"meeting": "body__name_ja", "when": "starts_at", "place": "place", "state": "state"}
COLUMNS: Columns = (
    (gettext_lazy("Meeting"), meeting_name),
    (gettext_lazy("Body"), lambda row: local(row.body, "name")),
    (gettext_lazy("When"), lambda row: row.starts_at),
    (pgettext_lazy("meeting", "Form"), lambda row: row.get_form_display()),
    (gettext_lazy("Place"), lambda row: row.place),
    (gettext_lazy("State"), lambda row: row.get_state_display()),
    (gettext_lazy("Minutes approved"), lambda row: row.minutes_approved_at),
)


@get_only
@council_view
def index(request: CouncilRequest) -> HttpResponseBase:
    """Meetings to come and those held; both as one file."""
    found, sort = queries.meetings_for(request.user, request.council), request.GET.get("sort", "")
    if file := export(request, "meetings", COLUMNS, ordered(found, sort, SORTS, first=NEWEST)):
        return file
    ahead = [MeetingState.PLANNED, MeetingState.CONVENED, MeetingState.OPEN]
    held = ordered(found.exclude(state__in=ahead), sort, SORTS, first=NEWEST)
    coming = ordered(found.filter(state__in=ahead), sort, SORTS, first=("starts_at", "pk"))
    page = Paginator(held, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "ahead": [(meeting_name(row), row) for row in coming],
        "page": page,
        "held": [(meeting_name(row), row) for row in page],
        "ahead_files": "" if page.object_list else "csv xlsx",
        "bodies": queries.bodies(request.council),
        "may": keeps(request.user, request.council, "plan_meeting"),
    }
    return render(request, "governance/assembly/meeting/list.html", context)


@council_view
def plan(request: CouncilRequest, code: str) -> HttpResponse:
    """Plan the next meeting of a body."""
    keeps(request.user, request.council, "plan_meeting").or_raise()
    body = get_object_or_404(Body, council=request.council, code=code)
    form = MeetingPlanForm(request.POST or None)

    def action(data: dict[str, Any]) -> str:
        meeting = actions.plan_meeting(
            body, by=request.user, starts_at=form.starts_at(), place=data["place"], form=data["form"]
        )
        if "about" in request.GET:  # the matter that asked for the meeting comes on its agenda next
            return f"{meeting_url(meeting, 'table')}?{request.GET.urlencode()}"
        return meeting_url(meeting)

    index_url = reverse("assembly:meetings", args=[request.council.slug])
    return fill_in(
        request,
        form,
        action,
        template="governance/assembly/meeting/plan.html",
        context={
            "body": body,
            "notice_rule": notice_rule(body),
            "cancel_url": index_url,
            "crumbs": [Crumb(_("Meetings"), index_url), Crumb(_("Plan a meeting"))],
        },
        said=_("The meeting is planned. Put the items on the agenda, then send the notice."),
        creates=True,
    )


@get_only
@council_view
def show(request: CouncilRequest, pk: int) -> HttpResponse:
    """One meeting: what is next, agenda, who takes part, the quorum at this moment, minutes."""
    meeting = meeting_of(request, pk)
    hidden = queries.barred(request.user, request.council)
    barred = set(meeting.motions.filter(recusals__attendance__user=request.user).values_list("pk", flat=True))
    may = permits(request.user, meeting, VERBS)
    excluded = queries.items_kept_from(request.user, meeting).exists()
    hears = may["table_motion"].allowed and meeting.body.code != BOARD
    context = {
        "meeting": meeting,
        "name": meeting_name(meeting),
        "motions": [
            (motion, None if motion.pk in barred else getattr(motion, "tally", None))
            for motion in meeting.motions.exclude(subject__in=hidden).select_related("tally")
        ],
        "unshown": meeting.motions.filter(subject__in=hidden).count(),
        "reads_minutes": not excluded,
        "rows": attendances(meeting),
        "answers": answers(meeting) if meeting.form == MeetingForm.CIRCULATED else {},
        "own": own_rows(request.user, meeting) if takes_answers(meeting) else [],
        "records": may["record_attendance"].allowed and meeting.form == MeetingForm.HELD,
        "announced": _announced(meeting),
        "may": may,
        "unreported": queries.unreported(request.council, request.user) if hears else [],
        "quorum": queries.quorum_of(meeting) if meeting.state in ("convened", "open") else None,
        "rules": rules_of(meeting),
        "channels": Channel.choices,
        "crumbs": meeting_crumbs(meeting),
        "today": clock.today(),
        "opens": opens_today(meeting),
        **_notice(request, meeting),
    }
    return render(request, "governance/assembly/meeting/show.html", context)


def _announced(meeting: Meeting) -> int:
    """How many said themselves that they come: who opens the meeting sees who is really there."""
    said = attendances(meeting).filter(answered_at__isnull=False)
    return said.filter(channel__in=(Channel.IN_PERSON, Channel.ONLINE)).count()


def _notice(request: CouncilRequest, meeting: Meeting) -> dict[str, Any]:
    """The notice as a paper: its last day by the rule, the draft for those who see it, the document once issued."""
    rules, draft = rules_of(meeting), queries.convocation_draft(meeting)
    day, held = civil(meeting.starts_at), meeting.form == MeetingForm.HELD
    issued = queries.documents_for(request.user, request.council, queries.convocation_subject(meeting))
    sees = (
        draft is not None and queries.drafts_for(request.user, request.council).filter(pk=draft.pk).exists()
    )
    return {
        "too_late": notice_in_time(meeting) if meeting.state == MeetingState.PLANNED else None,
        "earliest": first_day_of_meeting(clock.today(), rules.notice),
        "notice_by": last_day_of_notice(day, rules.notice) if rules.notice and held else None,
        "notice": issued[0] if issued else None,
        "notice_draft": draft if sees else None,
        "may_notify": permit(request.user, meeting, "draft_convocation").allowed
        and queries.standing_convocation(meeting) is None,
        "notice_outdated": draft is not None
        and draft.state == "approved"
        and queries.standing_convocation(meeting) is None,
    }


def _button(verb: str, said: Text) -> Any:
    """A verb that needs no input."""
    action = {"convene": actions.convene, "close": actions.close_meeting}[verb]

    @post_only
    @council_view
    def view(request: CouncilRequest, pk: int) -> HttpResponse:
        meeting = meeting_of(request, pk)
        return act(request, lambda: action(meeting, by=request.user), done=meeting_url(meeting), said=said)

    return view


convene = _button("convene", gettext_lazy("The notice of meeting is on its way to everyone who may vote."))
close = _button("close", gettext_lazy("The meeting is closed. Write the minutes next."))


@post_only
@council_view
def open_meeting(request: CouncilRequest, pk: int) -> HttpResponse:
    """Open the meeting; where papers go round, the votes on its items begin with it."""
    meeting, by = meeting_of(request, pk), request.user
    if meeting.form != MeetingForm.CIRCULATED:
        opened = _("The meeting is open.")
        return act(
            request, lambda: actions.open_meeting(meeting, by=by), done=meeting_url(meeting), said=opened
        )
    actions.begin_votes(meeting, by=by)
    messages.success(request, _begun(meeting))
    return redirect(meeting_url(meeting))


def _begun(meeting: Meeting) -> str:
    """What is said once the votes of a round of papers have begun: also of the items that whoever began them may not
    run."""
    waiting = meeting.motions.filter(kind=MotionKind.RESOLUTION, state=MotionState.TABLED).count()
    if not waiting:
        return _("The votes have begun, and everybody who is asked is told.")
    return ngettext(
        "The round is open. %(count)d item waits for a colleague without an interest, who begins the vote on it.",
        "The round is open. %(count)d items wait for a colleague without an interest, who begins the votes on them.",
        waiting,
    ) % {"count": waiting}


@post_only
@council_view
def approve_minutes(request: CouncilRequest, pk: int) -> HttpResponse:
    """Approve the minutes that were read."""
    meeting, read = meeting_of(request, pk), request.POST.get("read", "")
    return act(
        request,
        lambda: actions.approve_minutes(meeting, by=request.user, revision=read),
        done=meeting_url(meeting),
        said=_("The minutes are approved and final."),
    )


def _form_page(
    request: CouncilRequest,
    meeting: Meeting,
    form: Any,
    action: Any,
    title: str,
    said: str,
    label: str,
    warning: str = "",
    page: str = "verb",
    **more: Any,
) -> HttpResponse:
    return fill_in(
        request,
        form,
        action,
        template=f"governance/assembly/meeting/{page}.html",
        context={
            "meeting": meeting,
            "name": meeting_name(meeting),
            "title": title,
            "label": label,
            "warning": warning,
            **more,
            "cancel_url": meeting_url(meeting),
            "crumbs": meeting_crumbs(meeting, Crumb(title)),
        },
        said=said,
    )


@council_view
def move(request: CouncilRequest, pk: int) -> HttpResponse:
    """Hold the meeting on another day, at another time or place."""
    meeting = meeting_of(request, pk)
    permit(request.user, meeting, "move").or_raise()
    starts = meeting.starts_at.astimezone(clock.TOKYO)
    given = {"day": starts.date(), "time": starts.time(), "place": meeting.place}
    form = MeetingPlaceForm(request.POST or None, initial=given)

    def action(data: dict[str, Any]) -> str:
        starts_at, place = form.starts_at(), data["place"]
        return meeting_url(actions.move_meeting(meeting, by=request.user, starts_at=starts_at, place=place))

    told, title = meeting.state == MeetingState.CONVENED, _("Move the meeting")
    said = _("The meeting is moved; everyone who may vote is told.") if told else _("The meeting is moved.")
    warning = _(
        "The meeting is convened. Everyone who may vote gets a mail with the new day, time and place; another day "
        "needs the whole period of notice again. A notice that was issued as a document has to be drafted anew."
    )
    first = notice_rule(meeting.body) if meeting.form == MeetingForm.HELD else None
    warning = warning if told else ""
    return _form_page(
        request, meeting, form, action, title, said, title, warning, page="move", notice_rule=first
    )


@council_view
def cancel(request: CouncilRequest, pk: int) -> HttpResponse:
    """Cancel a meeting that has not begun."""
    meeting = meeting_of(request, pk)
    permit(request.user, meeting, "cancel").or_raise()

    def action(data: dict[str, Any]) -> str:
        return meeting_url(actions.cancel_meeting(meeting, by=request.user, reason=data["reason"]))

    title = _("Cancel the meeting")
    said = _("The meeting is cancelled; those who had the notice are told.")
    return _form_page(request, meeting, ReasonForm(request.POST or None), action, title, said, title)


@council_view
def minutes(request: CouncilRequest, pk: int) -> HttpResponse:
    """Write the minutes."""
    meeting = meeting_of(request, pk)
    permit(request.user, meeting, "write_minutes").or_raise()

    def action(data: dict[str, Any]) -> str:
        actions.write_minutes(meeting, by=request.user, **data)
        return meeting_url(meeting) + "#minutes"

    written = {"minutes": meeting.minutes, "minutes_en": meeting.minutes_en}
    written["revision"] = meeting.minutes_revision
    form = MinutesForm(request.POST or None, initial=written)
    said = _("The minutes are kept. Whoever presided approves them.")
    return _form_page(request, meeting, form, action, _("Minutes"), said, _("Keep the minutes"))
