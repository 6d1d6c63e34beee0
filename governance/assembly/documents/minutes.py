"""The minutes as a paper (議事録): who took part and how, the quorum, each item with its result, what was said."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.accounts.models import Council
from core.errors import ArticleRef
from core.http.dates import civil, clock_time, english, era_date
from core.http.templatetags.sekisho import local
from core.paper import Block, Fact, Facts, Heading, Paper, Table, Text
from governance.assembly.documents.letterhead import sender
from governance.assembly.enums import Channel, MeetingForm, MotionState, TallyMethod
from governance.assembly.models import Attendance, Meeting, Motion, Tally
from governance.assembly.queries.meetings import attendances, quorum_of, rules_of
from governance.assembly.queries.voting import answers, chair_on, presider_of


def meeting_name(meeting: Meeting) -> str:
    """第3回幹事会; Steering body, meeting 3."""
    return _("%(body)s, meeting %(n)s") % {"body": local(meeting.body, "name"), "n": meeting.number}


def minutes_paper(meeting: Meeting, barred: Collection[int] = (), excluded: Collection[int] = ()) -> Paper:
    """The minutes in the language in force; results of the items numbered in ``barred`` are left out, and of those in
    ``excluded`` everything, with the course of the meeting, which speaks of all."""
    council: Council = meeting.body.council
    return Paper(
        title=_("Minutes: %(meeting)s") % {"meeting": meeting_name(meeting)},
        sender=sender(council),
        author=local(council, "name"),
        is_signed_off=True,
        blocks=(
            Facts(tuple(_frame(meeting))),
            Heading(pgettext("minutes", "Items")),
            _items(meeting, barred, excluded),
            Heading(pgettext("minutes", "Course of the meeting")),
            *(_course(meeting) if not excluded else (Text((_("(left out of this copy)"),)),)),
            *_confirmed(meeting),
        ),
    )


def _frame(meeting: Meeting) -> Iterator[Fact]:
    opened, closed = meeting.opened_at or meeting.starts_at, meeting.closed_at
    hours = clock_time(opened) + (f" – {clock_time(closed)}" if closed else "")
    yield Fact(pgettext("minutes", "Time"), (f"{era_date(civil(opened))} {hours}",))
    form = str(meeting.get_form_display())
    yield Fact(_("Form and place"), (pgettext("list", ", ").join(x for x in (form, meeting.place) if x),))
    yield Fact(_("Presided by"), (_presider(meeting),))
    quorum, article = quorum_of(meeting), rules_of(meeting).quorum_article
    told = _("%(present)s of %(base)s take part; %(needed)s are needed.") % {
        "present": quorum.present,
        "base": quorum.base,
        "needed": quorum.needed,
    }
    yield Fact(pgettext("minutes", "Quorum"), (told,), notes=(local(article, "label"),) if article else ())
    yield from _answers(meeting) if meeting.form == MeetingForm.CIRCULATED else _attendance(meeting)


def _attendance(meeting: Meeting) -> Iterator[Fact]:
    rows = list(attendances(meeting))
    for channel, label in Channel.choices:
        people = tuple(_voter(row) for row in rows if row.channel == channel and row.weight)
        if people:
            yield Fact(str(label), people)


def _answers(meeting: Meeting) -> Iterator[Fact]:
    """In a round of papers nobody is there or absent: who answered, and who did not."""
    found, rows = answers(meeting), list(attendances(meeting))
    for is_in, label in ((True, pgettext("minutes", "Answered")), (False, pgettext("minutes", "No answer"))):
        people = tuple(_voter(row) for row in rows if found.get(row.pk) is is_in)
        if people:
            yield Fact(label, people)


def _presider(meeting: Meeting) -> str:
    """Who presided, and that it was in the chair's place where it was (議長職務代理)."""
    found = meeting.presided_by
    if found is None:
        return "–"
    chair = chair_on(meeting, civil(meeting.opened_at or meeting.starts_at))
    if chair is None or chair == found:
        return str(found)
    return _("%(name)s, in the place of %(chair)s") % {"name": found, "chair": chair}


def _stood_in(motion: Motion) -> str:
    """Who presided over the item where whoever presided over the meeting took no part in it; empty else."""
    meeting = motion.meeting
    key = presider_of(motion)
    if meeting.presided_by is None or key == meeting.presided_by_id or motion.state == MotionState.WITHDRAWN:
        return ""
    row = attendances(meeting).filter(user=key).first() if key else None
    if row is None:
        return ""
    words = {"name": row.user, "chair": meeting.presided_by}
    return _("Presided over by %(name)s, in the place of %(chair)s, who took no part") % words


def _voter(row: Attendance) -> str:
    """名前（団体、受任者 ...）."""
    of = row.membership.organisation if row.membership else row.appointment and row.appointment.organisation
    told = [local(of, "name")] if of else []
    if row.proxy_to is not None:
        told.append(_("proxy held by %(name)s") % {"name": row.proxy_to.user})
    name = str(row.user or "")
    within = pgettext("list", ", ").join(told)
    return _("%(name)s (%(of)s)") % {"name": name, "of": within} if told else name


def _items(meeting: Meeting, barred: Collection[int], excluded: Collection[int]) -> Block:
    rows = tuple(
        (_("Item %(n)s") % {"n": motion.number}, _("(left out of this copy)"), "")
        if motion.number in excluded
        else (
            _("Item %(n)s") % {"n": motion.number},
            _titled(motion),
            _outcome(motion, motion.number in barred),
        )
        for motion in meeting.motions.select_related("tally", "overruling")
    )
    if not rows:
        return Text((_("There were no items."),))
    heads = (_("No."), pgettext("minutes", "Item"), pgettext("minutes", "Result"))
    return Table(heads, rows, numbered=True)


def _titled(motion: Motion) -> str:
    decided = motion.decisions.first()
    told = [str(motion.get_kind_display()), *([decided.number] if decided else [])]
    return f"{local(motion, 'title')}\n{pgettext('list', ', ').join(told)}"


def _outcome(motion: Motion, hidden: bool) -> str:
    """The result with the rule behind it, and who took no part."""
    lines = [_("(not shown: you take no part in this item)")] if hidden else list(_result(motion))
    recused = [str(row.attendance.user) for row in motion.recusals.select_related("attendance__user")]
    if recused:
        lines.append(_("Recused: %(names)s") % {"names": pgettext("list", ", ").join(recused)})
    if instead := _stood_in(motion):
        lines.append(instead)
    return "\n".join(lines)


def _result(motion: Motion) -> Iterator[str]:
    tally, overruling = getattr(motion, "tally", None), getattr(motion, "overruling", None)
    yield str(motion.get_state_display())
    if motion.outcome:
        yield motion.outcome
    if tally:
        yield _counts(tally)
        if tally.article:
            yield local(ArticleRef(**tally.article), "label")
    if overruling:
        yield _("Why not as voted: %(reason)s") % {"reason": overruling.reason}


def _counts(tally: Tally) -> str:
    if tally.method == TallyMethod.NO_OBJECTION:
        return str(tally.get_method_display())
    told = _("For %(pro)s, against %(contra)s, abstained %(abstained)s; %(needed)s carry it.") % {
        "pro": tally.votes_for,
        "contra": tally.votes_against,
        "abstained": tally.abstained,
        "needed": tally.needed,
    }
    return told + (" " + _("The chair decided the tie.") if tally.is_by_chair else "")


def _course(meeting: Meeting) -> Iterator[Block]:
    text = (english() and meeting.minutes_en) or meeting.minutes
    yield Text(tuple(line for line in text.splitlines() if line.strip()))


def _confirmed(meeting: Meeting) -> Iterator[Block]:
    if meeting.minutes_approved_at and meeting.minutes_approved_by:
        on = era_date(civil(meeting.minutes_approved_at))
        told = f"{meeting.minutes_approved_by}　{on}"
        yield Facts((Fact(_("Approved by the presiding chair"), (told,)),))
