"""Requests that nobody touches lapse by the clock, after a warning and with a notice (申請の失効); and what was
approved and never came to a grant, once the period of use is over (承認の失効)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from core import clock
from core.outbox.rounds import each
from governance.sharing import notices
from governance.sharing.actions import approvals, editing
from governance.sharing.actions.history import save
from governance.sharing.actions.locking import locked, record
from governance.sharing.actions.requests import end_with_decided, take_back_lines
from governance.sharing.actions.reviews import break_off
from governance.sharing.enums import events
from governance.sharing.models import RequestLine, SharingRequest
from governance.sharing.permissions import permit
from governance.sharing.queries import idle
from governance.sharing.queries.decided import decided_lines
from governance.sharing.workflows import REQUEST


@transaction.atomic
def warn(request: SharingRequest) -> bool:
    """Tell the applicant, once for each time that the request was left alone, when it will lapse."""
    row = locked(request)
    due, (_days, ahead) = idle.lapses_on(row), idle.rule_for(row)
    if row.state not in idle.OPEN_STATES or due is None or idle.is_warned(row):
        return False
    if due > clock.today() + timedelta(days=ahead):
        return False
    SharingRequest.objects.filter(pk=row.pk).update(lapse_warned_on=clock.today())
    notices.request_lapses_soon(row, due)
    return True


@transaction.atomic
def lapse(request: SharingRequest) -> bool:
    """The warning has run and still nobody has touched the request: it lapses, with all that was under way. What is
    decided of it stays."""
    row = locked(request)
    due = idle.lapses_on(row)
    if row.state not in idle.OPEN_STATES or due is None or not idle.is_warned(row) or clock.today() < due:
        return False
    touched, kept = idle.last_touched(row), decided_lines(row)
    if kept:
        _lapse_rest(row, touched, kept)
        return True
    permit(None, row, "lapse").or_raise()
    editing.release(row)
    break_off(row, by=None)
    take_back_lines(row, None)
    row.state = REQUEST.after(row.state, "lapse")
    row.due_on = None
    save(row, None)
    record(row, events.REQUEST_LAPSED, None, untouched_since=touched)
    notices.request_lapsed(row)
    return True


def _lapse_rest(row: SharingRequest, touched: date, kept: list[str]) -> None:
    """What is not decided lapses; the request is concluded with what is."""
    permit(None, row, "lapse_rest").or_raise()
    end_with_decided(row, "lapse_rest", None)
    record(row, events.REQUEST_REST_LAPSED, None, lines=kept, untouched_since=touched)
    notices.request_rest_lapsed(row, kept)


def lapse_untouched() -> int:
    """Warn, and let lapse what the rule says; how many lapsed. Harmless to repeat."""
    return each(_lapse_or_warn, idle.idle())


def _lapse_or_warn(request: SharingRequest) -> bool:
    if lapse(request):
        return True
    warn(request)
    return False


@transaction.atomic
def lapse_line(line: RequestLine) -> bool:
    """The council approved the use and its period has passed without an agreement: the approval is without effect."""
    row = approvals.locked(line)
    over = idle.over_on(row)
    if over is None or clock.today() <= over or not permit(None, row, "lapse").allowed:
        return False
    approvals.move(row, "lapse", None)
    approvals.record(row, events.LINE_LAPSED, None, until=over)
    notices.line_lapsed(row, over)
    return True


def lapse_lines() -> int:
    """Let every approved line lapse whose period is over; how many. Harmless to repeat."""
    return each(lapse_line, idle.lines_over())
