"""The notice of a meeting as a paper (招集通知): when, where, what about, and where its papers are."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import clock
from core.http.dates import era_moment
from core.http.templatetags.sekisho import local
from core.paper import Block, Fact, Facts, Heading, Paper, Table, Text
from governance.assembly.documents.letterhead import chair, contact, sender
from governance.assembly.documents.minutes import meeting_name
from governance.assembly.enums import MeetingForm
from governance.assembly.models import Meeting
from governance.assembly.queries.meetings import on_agenda, rules_of


def convocation(meeting: Meeting) -> Paper:
    """招集通知, to everyone who may vote in the meeting."""
    council, name = meeting.body.council, meeting_name(meeting)
    return Paper(
        title=_("Notice of meeting: %(meeting)s") % {"meeting": name},
        to=(_("To the members of the %(body)s") % {"body": local(meeting.body, "name")},),
        sender=sender(council, chair(council, clock.today())),
        opening=(_("%(meeting)s is convened as follows. Please attend.") % {"meeting": name},),
        blocks=(Facts(tuple(_frame(meeting))), Heading(pgettext("paper", "Agenda")), _agenda(meeting)),
        contact=contact(council),
        is_letter=True,
        author=local(council, "name"),
    )


def _frame(meeting: Meeting) -> Iterator[Fact]:
    on_paper = meeting.form == MeetingForm.CIRCULATED
    label = _("Answers by") if on_paper else pgettext("minutes", "Time")
    yield Fact(label, (era_moment(meeting.starts_at),), strong=True)
    told = (str(meeting.get_form_display()), meeting.place)
    yield Fact(_("Form and place"), (pgettext("list", ", ").join(one for one in told if one),))
    where = _("On the page of the meeting, under “Papers”: a copy for each reader.")
    yield Fact(pgettext("paper", "Papers"), (where,))
    rules = rules_of(meeting)
    if rules.notice is not None and rules.notice_article is not None:
        yield Fact(pgettext("paper", "Basis"), (local(rules.notice_article, "label"),))


def _agenda(meeting: Meeting) -> Block:
    rows = tuple(
        (_("Item %(n)s") % {"n": motion.number}, local(motion, "title"), str(motion.get_kind_display()))
        for motion in on_agenda(meeting)
    )
    if not rows:
        return Text((_("Nothing is on the agenda yet."),))
    return Table((_("No."), pgettext("minutes", "Item"), _("Kind")), rows, numbered=True)
