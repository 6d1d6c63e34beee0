"""Who comes to a meeting: the answer of a voter, and the record of the secretariat."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from core.accounts.models import User
from core.http.acting import fill_in
from core.http.parts import Crumb
from core.http.texts import Text
from core.http.views import CouncilRequest, council_view, get_only
from governance.assembly import actions, queries
from governance.assembly.documents import meeting_name
from governance.assembly.enums import Channel, MeetingState
from governance.assembly.forms import AnswerForm, AttendanceForm
from governance.assembly.models import Attendance, Meeting
from governance.assembly.permissions import answers_for, permit
from governance.assembly.queries.meetings import attendances, rules_of
from governance.assembly.rules import tally
from governance.assembly.views.finding import meeting_crumbs, meeting_of, meeting_url, motion_of
from governance.members.queries import delegates

SAID: dict[Channel, Text] = {
    Channel.IN_PERSON: pgettext_lazy("answer", "I come"),
    Channel.ONLINE: pgettext_lazy("answer", "I take part online"),
    Channel.WRITTEN: pgettext_lazy("answer", "I vote in writing, on the page of each item"),
    Channel.PROXY: pgettext_lazy("answer", "I give my proxy to another voter who comes"),
    Channel.BLANK_PROXY: pgettext_lazy("answer", "I give my proxy to the chair"),
    Channel.ABSENT: pgettext_lazy("answer", "I do not come"),
}
"""What a voter says, in the order of the page."""


@council_view
def attend(request: CouncilRequest, pk: int, row: int) -> HttpResponse:
    """Record how one voter takes part."""
    meeting = meeting_of(request, pk)
    attendance = get_object_or_404(Attendance, pk=row, meeting=meeting)
    permit(request.user, meeting, "record_attendance").or_raise()
    holders = attendances(meeting).exclude(pk=row)
    form = AttendanceForm(request.POST or None, **_given(attendance, holders, attendance.channel))
    return _page(
        request, attendance, form, actions.record_attendance, "attend", _("The attendance is on record.")
    )


@get_only
@council_view
def quorum(request: CouncilRequest, pk: int) -> HttpResponse:
    """The quorum at this moment, of an open meeting or one of its items, as the page asks again and again; nothing
    where it is still what the page shows (``seen``)."""
    meeting, number = meeting_of(request, pk), request.GET.get("item", "")
    motion = motion_of(request, pk, int(number)) if number.isascii() and number.isdigit() else None
    if motion is not None and motion.recusals.filter(attendance__user=request.user).exists():
        raise Http404
    found = queries.quorum_of(meeting, motion)
    if meeting.state == MeetingState.OPEN and request.GET.get("seen") == found.seen:
        return HttpResponse(status=204)
    rules = rules_of(meeting, motion.matter if motion else "ordinary")
    context = {"meeting": meeting, "motion": motion, "quorum": found, "article": rules.quorum_article}
    return render(request, "governance/assembly/meeting/_quorum.html", context)


@council_view
def answer(request: CouncilRequest, pk: int, row: int) -> HttpResponse:
    """Say whether one comes, or give a proxy, for oneself or the member one acts for."""
    meeting = meeting_of(request, pk)
    attendance = get_object_or_404(Attendance, pk=row, meeting=meeting)
    permit(request.user, meeting, "answer").or_raise()
    answers_for(request.user, attendance).or_raise()
    there = attendances(meeting).filter(channel__in=[Channel.IN_PERSON, Channel.ONLINE]).exclude(pk=row)
    said = attendance.channel if attendance.answered_at or attendance.channel != Channel.ABSENT else None
    form = AnswerForm(
        request.POST or None, channels=_open_channels(meeting), **_given(attendance, there, said)
    )
    return _page(
        request, attendance, form, actions.answer_attendance, "answer", _("Your answer is on record.")
    )


def _open_channels(meeting: Meeting) -> list[tuple[str, Text]]:
    methods = rules_of(meeting).methods
    return [(str(one), words) for one, words in SAID.items() if tally.channel_open(str(one), methods)]


def _given(attendance: Attendance, holders: QuerySet[Attendance], channel: str | None) -> dict[str, Any]:
    """Who may sit, who may hold the proxy, and what is on record."""
    initial = {"who": attendance.user, "channel": channel, "proxy_to": attendance.proxy_to}
    return {"people": _who_may_sit(attendance), "holders": holders, "initial": initial}


def _page(
    request: CouncilRequest, attendance: Attendance, form: AttendanceForm, verb: Any, page: str, said: str
) -> HttpResponse:
    meeting, who = attendance.meeting, _voter_name(attendance)
    if "proxy_to" in form.fields:
        form.fields["proxy_to"].label_from_instance = _voter_name  # type: ignore[attr-defined]

    def action(data: dict[str, Any]) -> str:
        verb(
            attendance,
            by=request.user,
            channel=Channel(data["channel"]),
            proxy_to=data.get("proxy_to"),
            user=data.get("who"),
        )
        return meeting_url(meeting) + "#attendance"

    context = {
        "meeting": meeting,
        "name": meeting_name(meeting),
        "who": who,
        "items": queries.on_agenda(meeting).exclude(
            subject__in=queries.barred(request.user, request.council)
        ),
        "cancel_url": meeting_url(meeting),
        "crumbs": meeting_crumbs(meeting, Crumb(who)),
    }
    template = f"governance/assembly/meeting/{page}.html"
    return fill_in(request, form, action, template=template, context=context, said=said)


def _who_may_sit(row: Attendance) -> QuerySet[User] | None:
    """Who acts for the member; None for a seat, which is one person's."""
    if row.membership is None:
        return None
    return User.objects.filter(pk__in=delegates(row.membership).values("user")).order_by("name")


def _voter_name(row: Attendance) -> str:
    if row.membership is not None:
        return f"{row.membership.organisation} ({row.user.name if row.user else '-'})"
    return str(row.user)
