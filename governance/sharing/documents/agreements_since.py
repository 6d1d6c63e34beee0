"""What became of an agreement after it was concluded: its text stays as it was signed, and this stands below it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.http.dates import civil
from core.paper import Block, Heading, Table, Text
from governance.sharing.documents.naming import day
from governance.sharing.models import Agreement, Condition, ConditionExtension
from governance.sharing.queries.conditions import waived

Change = tuple[date, str]


def first_day(row: Condition) -> date | None:
    """The day of a condition as it was agreed: a day moves only after the grant has opened."""
    moved = row.extensions.order_by("pk").first()
    return moved.from_on if moved else row.due_on


def since(made: Agreement, *, is_kept: bool) -> Iterator[Block]:
    """What changed since ``made`` was concluded, in order of days; nothing where nothing did. Where the text as it was
    concluded ``is_kept`` not, as of older agreements, this says so."""
    if not is_kept:
        yield Text(
            (_("The text as it was concluded was not kept; the one above is drawn from today's record."),)
        )
    rows = sorted((*_conditions(made), *_approvals(made), *_end(made)), key=lambda row: row[0])
    if rows:
        yield Heading(pgettext("agreement", "Changes after the conclusion"), level=3)
        yield Table(
            (pgettext("agreement", "Day"), _("What changed")),
            tuple((day(on), told) for on, told in rows),
            caption=_("The text above is the one that was concluded. Since then:") if is_kept else "",
            numbered=True,
        )


def _conditions(made: Agreement) -> Iterator[Change]:
    """Days that moved, and what was waived."""
    rows = ConditionExtension.objects.filter(condition__line=made.line_id).select_related("condition")
    for one in rows.order_by("pk"):
        days = {"text": one.condition.text, "before": day(one.from_on), "after": day(one.to_on)}
        told = _("The day of the condition “%(text)s” was moved from %(before)s to %(after)s.") % days
        yield civil(one.extended_at), told
    for row in Condition.objects.filter(waived(), line=made.line_id).select_related("waiving_decision"):
        decision = row.waiving_decision
        assert decision is not None
        told = _("The condition “%(text)s” was waived by decision %(number)s.")
        yield decision.decided_on, told % {"text": row.text, "number": decision.number}


def _approvals(made: Agreement) -> Iterator[Change]:
    """Decisions on which the approval rests from a later day on; conditions of theirs bind besides."""
    told = _("The approval rests on decision %(number)s; the conditions that it adds bind besides.")
    later = Q(recorded_at__gt=made.recorded_at) | Q(ratified_by__recorded_at__gt=made.recorded_at)
    rows = made.line.approvals.filter(later, is_approved=True).select_related("decision", "ratified_by")
    for row in rows.order_by("pk"):
        decision = row.ratified_by or row.decision
        yield decision.decided_on, told % {"number": decision.number}


def _end(made: Agreement) -> Iterator[Change]:
    if made.terminated_from is not None and made.terminated_at is not None:
        told = _("The agreement was ended before its last day, with effect from %(day)s.")
        yield civil(made.terminated_at), told % {"day": day(made.terminated_from)}
