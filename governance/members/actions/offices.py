"""Who holds an office of the council (役員), for which term."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.access import grants
from core.access.roles import Role
from core.accounts.models import Council, Organisation, User
from core.administration.actions import Invited, account_of
from core.errors import NotNow, Refused
from core.ledger.actions import append
from core.ledger.events import public
from core.outbox.rounds import each
from core.rulebook.provider import in_force
from governance.members import queries, rules
from governance.members.enums import OfficeKind
from governance.members.models import Office
from governance.members.permissions import may_keep_offices

OFFICE_BEGUN = public("members.office_begun", _("Office taken up"))
OFFICE_ENDED = public("members.office_ended", _("Office ended"))
OVERLAP_EXPLAINED = public("members.office_overlap_explained", _("Why an office is in one hand with others"))

ROLE_OF_OFFICE = {OfficeKind.CHAIR: Role.CHAIR, OfficeKind.AUDITOR: Role.AUDITOR}
"""Offices that carry a role on the council."""


@transaction.atomic
def appoint_office(
    council: Council,
    *,
    by: User,
    kind: OfficeKind,
    user: User | Invited,
    organisation: Organisation | None = None,
    from_on: date | None = None,
    post: tuple[str, str] = ("", ""),
    remainder_of: Office | None = None,
    overlap_reason: str = "",
) -> Office:
    """Enter who holds office ``kind`` from ``from_on``, for the term that the rule sets.

    ``post`` (Japanese, English) is given where the office goes with a post (充て職): it then has no end. The role
    that comes with the office is held from its first day.

    A substitute for ``remainder_of`` serves the rest of that term.

    Raises:
        NotNow: a single office (the chair) is taken at that time.
        Refused: the term would end before it begins; the bylaws keep an auditor from other offices; or the person has
            what is better kept apart from it (as the secretariat from the chair), and no ``overlap_reason`` is given.
    """
    council = Council.objects.select_for_update().get(pk=council.pk)
    may_keep_offices(by, council).or_raise()
    start = from_on or clock.today()
    end = None if post[0] else _term_end(council, start, remainder_of)
    _check_free(council, kind, start, end)
    account = account_of(user, by=by)
    if not post[0] and remainder_of is None:
        _check_renewal(council, kind, account, start)
    overlaps = _check_overlaps(council, kind, account, (start, end), overlap_reason)
    office = Office.objects.create(
        council=council,
        kind=kind,
        user=account,
        organisation=organisation,
        post_ja=post[0],
        post_en=post[1],
        from_on=start,
        until_on=end,
        term_ends_on=end,
        overlap_reason=overlap_reason.strip() if overlaps else "",
        overlaps=sorted({str(kind), *overlaps}) if overlaps else [],
        overlap_said_on=clock.today() if overlaps else None,
    )
    _begin(office)
    facts: dict[str, Any] = {"office": str(kind), "user": account.pk, "from": start, "until": end}
    facts["overlaps"] = sorted(overlaps)
    append(OFFICE_BEGUN, council=council, subject=f"office:{council.slug}:{office.pk}", facts=facts, by=by)
    return office


def _term_end(council: Council, start: date, remainder_of: Office | None) -> date | None:
    term = in_force(council, start).get("terms_of_office")
    return rules.term_end(start, term, remainder_of=remainder_of.term_ends_on if remainder_of else None)


def _check_renewal(council: Council, kind: OfficeKind, user: User, start: date) -> None:
    """Where the rules allow no reappointment, nobody begins an office the day after a full term in it."""
    eve = start - timedelta(days=1)
    terms = Office.objects.filter(council=council, kind=kind, user=user, until_on=eve)
    terms_held = terms.values_list("from_on", "term_ends_on")
    rules.may_begin_again(terms_held, start, in_force(council, start)).or_raise()


def _check_overlaps(
    council: Council, kind: OfficeKind, user: User, term: tuple[date, date | None], reason: str
) -> frozenset[str]:
    """What ``user`` has on the first day of the term that is better kept apart from the office; with a reason alone.
    What begins later is asked about then (:func:`explain_overlap`)."""
    offices, seats = queries.offices_held(council, user, *term), queries.seats_held(council, user, *term)
    rules.may_also_hold(kind, offices | seats, in_force(council, term[0])).or_raise()
    first = max(clock.today(), term[0])
    held = queries.held_by(council, user, first, first) - {str(ROLE_OF_OFFICE.get(kind))}
    found = rules.in_one_hand({str(kind), *held})
    overlaps = found - {str(kind)} if str(kind) in found else frozenset()
    if overlaps and not reason.strip():
        raise Refused("offices_in_one_hand")
    return overlaps


@transaction.atomic
def explain_overlap(office: Office, *, by: User, reason: str) -> Office:
    """Say why whoever holds an office also has what is better kept apart from it, where that came about later.

    Raises:
        NotNow: the term has ended.
        Refused: no reason.
    """
    row = Office.objects.select_for_update(of=("self",)).select_related("council", "user").get(pk=office.pk)
    may_keep_offices(by, row.council).or_raise()
    if row.ended_at is not None:
        raise NotNow("office_ended")
    if not reason.strip():
        raise Refused("reason_needed")
    today = clock.today()
    first = max(today, row.from_on)
    held = queries.held_by(row.council, row.user, first, first)
    row.overlap_reason, row.overlap_said_on = reason.strip(), today
    row.overlaps = sorted(rules.in_one_hand({*held, str(row.kind)}))
    row.save(update_fields=["overlap_reason", "overlap_said_on", "overlaps"])
    subject = f"office:{row.council.slug}:{row.pk}"
    facts = {"office": row.kind, "user": row.user_id, "overlaps": row.overlaps}
    append(OVERLAP_EXPLAINED, council=row.council, subject=subject, facts=facts, by=by)
    return row


def _begin(office: Office) -> None:
    """Give the role, once the term has begun."""
    role = ROLE_OF_OFFICE.get(OfficeKind(office.kind))
    if role is not None and office.from_on <= clock.today():
        grants.give(role, office.user, office.council)


def _check_free(council: Council, kind: OfficeKind, start: date, end: date | None) -> None:
    """There is one chair at a time; other offices may be shared."""
    if kind != OfficeKind.CHAIR:
        return
    held = Office.objects.filter(council=council, kind=kind).filter(
        Q(until_on__isnull=True) | Q(until_on__gte=start)
    )
    if end is not None:
        held = held.filter(from_on__lte=end)
    if held.exists():
        raise NotNow("office_taken")


@transaction.atomic
def end_office(office: Office, *, by: User | None, on: date | None = None) -> Office:
    """End a term of office on ``on`` (today unless given) and take the role that came with it.

    ``by`` None: its last day has passed.

    Raises:
        NotNow: it has ended already.
        Refused: ``on`` lies before the term, or still ahead.
    """
    office = (
        Office.objects.select_for_update(of=("self",)).select_related("council", "user").get(pk=office.pk)
    )
    if by is not None:
        may_keep_offices(by, office.council).or_raise()
    if office.ended_at is not None:
        raise NotNow("office_ended")
    last = on or clock.today()
    if last < office.from_on:
        raise Refused("term_backwards")
    if last > clock.today():
        raise Refused("end_lies_ahead")
    office.until_on, office.ended_at = last, clock.now()
    office.save(update_fields=["until_on", "ended_at"])
    role = ROLE_OF_OFFICE.get(OfficeKind(office.kind))
    if role is not None and not queries.holds_again(office, clock.today()):
        grants.take(role, office.user, office.council)
    append(
        OFFICE_ENDED,
        council=office.council,
        subject=f"office:{office.council.slug}:{office.pk}",
        facts={"office": office.kind, "user": office.user_id, "until": last},
        by=by,
    )
    return office


@transaction.atomic
def hand_over_office(
    office: Office, *, by: User, user: User | Invited, from_on: date, overlap_reason: str = ""
) -> Office:
    """The post that the office goes with changes hands: ``user`` holds it from ``from_on``, today or before.

    Raises:
        Refused: the predecessor had not begun before that day; or as in :func:`appoint_office`.
    """
    ended = end_office(office, by=by, on=from_on - timedelta(days=1))
    return appoint_office(
        ended.council,
        by=by,
        kind=OfficeKind(ended.kind),
        user=user,
        organisation=ended.organisation,
        from_on=from_on,
        post=(ended.post_ja, ended.post_en),
        overlap_reason=overlap_reason,
    )


def turn_offices() -> int:
    """End the terms whose last day has passed, and give the roles of those that have begun; returns how many ended."""
    today = clock.today()
    over = Office.objects.filter(ended_at__isnull=True, until_on__lt=today)
    ended = each(_run_out, over)
    begun = Office.objects.filter(ended_at__isnull=True, from_on__lte=today, kind__in=ROLE_OF_OFFICE)
    each(_begin, begun.select_related("council", "user"))
    return ended


def _run_out(office: Office) -> None:
    end_office(office, by=None, on=office.until_on)
