"""Meetings: what is next, who is there, what was carried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db.models import Q, QuerySet

from core import clock
from core.access.queries import Someone, objects_with
from core.access.roles import Role
from core.accounts.models import Council, User
from core.clock import TOKYO
from core.errors import ALLOWED, ArticleRef, NotNow, Verdict
from core.rulebook.provider import in_force
from governance.assembly.enums import Channel, MeetingForm, MeetingState, MotionKind, MotionState
from governance.assembly.models import Attendance, Ballot, Body, Exclusion, Meeting, Motion
from governance.assembly.queries.exclusions import kept_from
from governance.assembly.rules import tally
from governance.assembly.rules.bodies import ASSEMBLY, MeetingRules, rules_for
from governance.assembly.rules.convening import first_day_of_meeting, in_time
from governance.members.queries import acting_for, all_delegates

THERE = (Channel.IN_PERSON, Channel.ONLINE)
SEES_ALL = (Role.SECRETARY, Role.CHAIR, Role.AUDITOR, Role.APPROVER)


def meetings_for(user: Someone, council: Council) -> QuerySet[Meeting]:
    """Meetings that ``user`` may see, newest first: all for those who run or audit the council; for others those
    of their bodies, of the general assembly, and those whose minutes are approved (the board's excepted)."""
    found = Meeting.objects.filter(body__council=council).select_related("body")
    if not objects_with(user, Council, *SEES_ALL).filter(content_object_id=council.pk).exists():
        own = objects_with(user, Body)
        open_to_all = Q(body__code=ASSEMBLY)
        found = found.filter(Q(body__in=own) | open_to_all | Q(attendances__user_id=user.pk)).distinct()
    return found.order_by("-starts_at", "-pk")


def next_meetings(council: Council, after: datetime) -> QuerySet[Meeting]:
    """Meetings planned or convened that begin after ``after``, the nearest first."""
    return (
        Meeting.objects.filter(
            body__council=council,
            state__in=[MeetingState.PLANNED, MeetingState.CONVENED],
            starts_at__gte=after,
        )
        .select_related("body")
        .order_by("starts_at")
    )


def meetings_to_come(body: Body) -> QuerySet[Meeting]:
    """Meetings of ``body`` that are not over: planned, convened or open, the nearest first."""
    states = [MeetingState.PLANNED, MeetingState.CONVENED, MeetingState.OPEN]
    return Meeting.objects.filter(body=body, state__in=states, form="held").order_by("starts_at")


def held_meetings(council: Council) -> QuerySet[Meeting]:
    """Meetings that were held, or are being held."""
    begun = (MeetingState.OPEN, MeetingState.CLOSED, MeetingState.MINUTES_APPROVED)
    return Meeting.objects.filter(body__council=council, state__in=begun)


def waiting_for_minutes(council: Council) -> QuerySet[Meeting]:
    """Meetings that are closed and whose minutes are not approved yet, the oldest first."""
    return (
        Meeting.objects.filter(body__council=council, state=MeetingState.CLOSED)
        .select_related("body")
        .order_by("closed_at")
    )


def rules_of(meeting: Meeting, matter: str = "ordinary") -> MeetingRules:
    """The rules that the meeting follows on its day for an item about ``matter``."""
    day = (meeting.opened_at or meeting.starts_at).astimezone(TOKYO).date()
    return rules_for(meeting.body.code, matter, in_force(meeting.body.council, day))


def notice_rule(body: Body) -> tuple[date, ArticleRef] | None:
    """The earliest day on which ``body`` can meet if the notice goes out today, with the article; None without a
    rule on it."""
    rules = rules_for(body.code, "ordinary", in_force(body.council, clock.today()))
    if rules.notice is None or rules.notice_article is None:
        return None
    return first_day_of_meeting(clock.today(), rules.notice), rules.notice_article


def notice_in_time(meeting: Meeting) -> Verdict:
    """Would a notice that goes out today be in time? A round of papers needs none."""
    if meeting.form != MeetingForm.HELD:
        return ALLOWED
    rules = rules_of(meeting)
    return in_time(
        clock.today(), meeting.starts_at.astimezone(TOKYO).date(), rules.notice, rules.notice_article
    )


def opens_today(meeting: Meeting) -> Verdict:
    """Has the day come on which the meeting may open? A round of papers begins when it is sent."""
    day = meeting.starts_at.astimezone(TOKYO).date()
    if meeting.form != MeetingForm.HELD or clock.today() >= day:
        return ALLOWED
    return Verdict(False, "meeting_is_later", {"day": day.isoformat()}, error=NotNow)


def attendances(meeting: Meeting) -> QuerySet[Attendance]:
    """Who may vote in the meeting, in the order of seats or names."""
    return (
        Attendance.objects.filter(meeting=meeting)
        .select_related(
            "user", "appointment__seat", "appointment__user", "membership__organisation", "proxy_to__user"
        )
        .order_by("appointment__seat__order", "appointment_id", "membership__organisation__name_ja")
    )


def own_rows(user: Someone, meeting: Meeting) -> QuerySet[Attendance]:
    """The voters that ``user`` answers for: their own seat, and the members they act for today."""
    acts = acting_for(user, meeting.body.council)
    own = Q(appointment__isnull=False, user_id=user.pk or 0) | Q(membership__in=acts)
    return attendances(meeting).filter(own, weight__gt=0)


def acting_users(council: Council) -> dict[int, list[int]]:
    """Who acts today for each member of ``council``, representatives first."""
    found: dict[int, list[int]] = {}
    for delegate in all_delegates(council).order_by("-kind", "pk"):
        found.setdefault(delegate.membership_id, []).append(delegate.user_id)
    return found


def who_sits(row: Attendance, acting: Mapping[int, Sequence[int]]) -> int | None:
    """Key of the user who sits for the voter: as it is written down, for a member as long as they act for it, then
    the first of those who do (``acting``, from :func:`acting_users`)."""
    users = acting.get(row.membership_id or 0, ())
    if row.appointment_id is not None or row.user_id in users:
        return row.user_id
    return users[0] if users else None


def sat_for(user: Someone, meeting: Meeting) -> list[Attendance]:
    """The voters for whom ``user`` sits today; nobody who has lost the vote."""
    acting = acting_users(meeting.body.council)
    rows = attendances(meeting).filter(weight__gt=0)
    return [row for row in rows if user.pk is not None and who_sits(row, acting) == user.pk]


def voted_for(user: Someone, meeting: Meeting) -> set[int]:
    """Keys of the voters whose ballots ``user`` casts: those they sit for, and whose proxy those hold who are there."""
    own = sat_for(user, meeting)
    there = [row.pk for row in own if row.channel in THERE]
    given = attendances(meeting).filter(proxy_to__in=there).values_list("pk", flat=True)
    return {row.pk for row in own} | set(given)


def called_to(meeting: Meeting) -> list[User]:
    """Who may vote in the meeting and is excluded from no item of it, so that its papers may show them all."""
    council = meeting.body.council
    subjects = [one for one in on_agenda(meeting).values_list("subject", flat=True) if one]
    kept = Exclusion.objects.filter(council=council, subject__in=subjects, lifted_at__isnull=True)
    rows = attendances(meeting).filter(user__isnull=False, weight__gt=0)
    return [row.user for row in rows.exclude(user__in=kept.values("user")) if row.user is not None]


def on_agenda(meeting: Meeting) -> QuerySet[Motion]:
    """The items in their order, without those that were taken off."""
    return Motion.objects.filter(meeting=meeting).exclude(state=MotionState.WITHDRAWN).order_by("number")


def keeps_kind(motion: Motion) -> bool:
    """Was the item put there by a procedure that says what it is for: a report, or a case of the board?"""
    return bool(motion.subject) and motion.kind != MotionKind.RESOLUTION


def voters(meeting: Meeting, motion: Motion | None = None) -> tuple[tally.Voter, ...]:
    """Who may vote, one per seat, as the rules want it; with ``motion`` its recusals are in."""
    return tally.seated(everyone(meeting, motion))


def everyone(meeting: Meeting, motion: Motion | None = None) -> tuple[tally.Voter, ...]:
    """Who may vote, alternates beside those whose seat they take. A proxy in the hands of somebody who is recused from
    ``motion`` speaks for nobody there, and a blank one only where the rules give it to the chair."""
    rows = list(attendances(meeting))
    recused = set(motion.recusals.values_list("attendance_id", flat=True)) if motion else set()
    by_seat = {row.appointment.seat_id: row.pk for row in rows if row.appointment is not None}
    found = tuple(_voter(row, by_seat, row.pk in recused) for row in rows)
    blank = any(one.channel == "blank_proxy" for one in found)
    mute = blank and not rules_of(meeting).blank_proxy_to_chair
    return tuple(
        replace(one, channel="absent", by=None)
        if one.by in recused or (mute and one.channel == "blank_proxy")
        else one
        for one in found
    )


def _voter(row: Attendance, by_seat: dict[int, int], recused: bool) -> tally.Voter:
    seat = row.appointment.seat if row.appointment else None
    channel: tally.Channel = row.channel  # type: ignore[assignment]
    return tally.Voter(
        key=row.pk,
        weight=row.weight,
        channel=channel,
        expertise=seat.expertise if seat else "member",
        chair=seat.is_chair if seat else False,
        recused=recused,
        by=row.proxy_to_id,
        alternate_of=by_seat.get(seat.alternate_of_id) if seat and seat.alternate_of_id else None,
    )


def quorum_of(meeting: Meeting, motion: Motion | None = None) -> tally.Quorum:
    """The quorum at this moment: of the meeting, or of one item after recusal."""
    rules = rules_of(meeting, motion.matter if motion else "ordinary")
    present = voters(meeting, motion)
    if rules.quorum is None:
        here = sum(voter.sits for voter in present)
        return tally.Quorum(here, len(present), 1)
    return tally.quorum(present, rules.quorum, recused_leave_base=rules.recused_leave_base)


def ballots_of(motion: Motion) -> dict[int, tally.Choice]:
    """Ballots cast, by attendance."""
    rows = Ballot.objects.filter(motion=motion).values_list("attendance_id", "choice")
    return dict(rows)  # type: ignore[arg-type]


def own_attendances(user: Someone, motion: Motion) -> list[Attendance]:
    """Whose ballots ``user`` casts on ``motion`` and has not yet: their own, and proxies they hold; none of whoever is
    recused, nor a proxy in their hands."""
    rows = attendances(motion.meeting).filter(pk__in=voted_for(user, motion.meeting))
    done = Ballot.objects.filter(motion=motion).values("attendance_id")
    barred = motion.recusals.values("attendance_id")
    return list(rows.exclude(pk__in=done).exclude(Q(pk__in=barred) | Q(proxy_to__in=barred)))


def carried_motions(council: Council, subject: str) -> QuerySet[Motion]:
    """Items about ``subject`` (a public reference) that were carried, newest first."""
    return motions_about(council, subject).filter(state=MotionState.CARRIED)


def motions_about(council: Council, subject: str) -> QuerySet[Motion]:
    """Items about ``subject`` in whatever state, newest first."""
    return (
        Motion.objects.filter(meeting__body__council=council, subject=subject)
        .select_related("meeting__body", "tally")
        .order_by("-tabled_at", "-pk")
    )


def motions_for(user: Someone, council: Council) -> QuerySet[Motion]:
    """Items of the meetings that ``user`` may see, none about a matter from which ``user`` is excluded."""
    rows = Motion.objects.filter(meeting__in=meetings_for(user, council).order_by().values("pk"))
    return rows.filter(~kept_from(user, council)).select_related("meeting__body")


def live_items(council: Council, subject: str) -> QuerySet[Motion]:
    """Items to discuss or decide ``subject`` that are on an agenda or were decided, newest first; none that was taken
    off, put off, or went with a meeting that was called off."""
    return _live(motions_about(council, subject)).exclude(kind=MotionKind.REPORT)


def _live(items: QuerySet[Motion]) -> QuerySet[Motion]:
    items = items.exclude(state__in=(MotionState.WITHDRAWN, MotionState.DEFERRED))
    return items.exclude(meeting__state=MeetingState.CANCELLED)


def meeting(pk: int) -> Meeting:
    """One meeting with its body, council and who planned it."""
    return Meeting.objects.select_related("body__council", "planned_by").get(pk=pk)


def reported_subjects(council: Council) -> frozenset[str]:
    """What a meeting has heard a report about, or will by its agenda; what was put off does not count."""
    rows = Motion.objects.filter(meeting__body__council=council, kind=MotionKind.REPORT)
    return frozenset(_live(rows).values_list("subject", flat=True))


def live_subjects(council: Council) -> frozenset[str]:
    """What :func:`live_items` are about."""
    rows = Motion.objects.filter(meeting__body__council=council).exclude(kind=MotionKind.REPORT)
    return frozenset(_live(rows).values_list("subject", flat=True))
