"""Who acts for a member, and who holds an office of the council."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q

from core import clock
from core.access import grants
from core.access.roles import Role
from core.accounts.models import Council, Organisation, User
from core.errors import NotNow, Refused
from core.ledger.actions import append
from core.ledger.events import public, sensitive
from core.rulebook.provider import in_force
from governance.members import rules
from governance.members.actions.memberships import locked, subject, take_seat
from governance.members.enums import DelegateKind, MembershipState, OfficeKind
from governance.members.models import Delegate, Membership, Office
from governance.members.permissions import may_keep_offices, permit

DELEGATE_ADDED = sensitive("members.delegate_added")
DELEGATE_ENDED = sensitive("members.delegate_ended")
OFFICE_BEGUN = public("members.office_begun")
OFFICE_ENDED = public("members.office_ended")

ROLE_OF_OFFICE = {OfficeKind.CHAIR: Role.CHAIR, OfficeKind.AUDITOR: Role.AUDITOR}
"""Offices that carry a role on the council."""


@transaction.atomic
def add_delegate(
    membership: Membership,
    *,
    by: User,
    user: User,
    kind: DelegateKind = DelegateKind.REPRESENTATIVE,
    post_ja: str = "",
    post_en: str = "",
) -> Delegate:
    """Let ``user`` act for the member, as representative or deputy."""
    membership = locked(membership)
    permit(by, membership, "add_delegate").or_raise()
    try:
        with transaction.atomic():
            delegate = Delegate.objects.create(
                membership=membership,
                user=user,
                kind=kind,
                post_ja=post_ja,
                post_en=post_en,
                from_on=clock.today(),
            )
    except IntegrityError:
        raise NotNow("already_delegate") from None
    if kind == DelegateKind.REPRESENTATIVE:
        grants.give(Role.REPRESENTATIVE, user, membership.organisation)
    if membership.state != MembershipState.APPLIED:
        grants.give(Role.MEMBER, user, membership.council)
    append(
        DELEGATE_ADDED,
        council=membership.council,
        subject=subject(membership),
        facts={"user": user.pk, "kind": str(kind)},
        by=by,
    )
    return delegate


@transaction.atomic
def end_delegate(delegate: Delegate, *, by: User) -> Delegate:
    """End a delegation today, for instance when a post changes hands."""
    membership = locked(delegate.membership)
    permit(by, membership, "end_delegate").or_raise()
    delegate = Delegate.objects.select_related("user", "membership__council").get(pk=delegate.pk)
    if delegate.until_on is not None:
        raise NotNow("office_ended")
    take_seat(delegate)
    if delegate.kind == DelegateKind.REPRESENTATIVE:
        grants.take(Role.REPRESENTATIVE, delegate.user, membership.organisation)
    append(
        DELEGATE_ENDED,
        council=membership.council,
        subject=subject(membership),
        facts={"user": delegate.user_id},
        by=by,
    )
    return delegate


@transaction.atomic
def appoint_office(
    council: Council,
    *,
    by: User,
    kind: OfficeKind,
    user: User,
    organisation: Organisation | None = None,
    from_on: date | None = None,
    post: tuple[str, str] = ("", ""),
    remainder_of: Office | None = None,
) -> Office:
    """Enter who holds office ``kind`` from ``from_on``, for the term that the rule sets.

    ``post`` (Japanese, English) is given where the office goes with a post (充て職): it then has no end.

    Raises:
        NotNow: a single office (the chair) is taken at that time.
    """
    council = Council.objects.select_for_update().get(pk=council.pk)
    may_keep_offices(by, council).or_raise()
    start = from_on or clock.today()
    end = None
    if not post[0]:
        term = in_force(council, start).get("terms_of_office")
        end = rules.term_end(start, term, remainder_of=remainder_of.until_on if remainder_of else None)
    if end is not None and end < start:
        raise Refused("term_in_the_past")
    _check_free(council, kind, start, end)
    office = Office.objects.create(
        council=council,
        kind=kind,
        user=user,
        organisation=organisation,
        post_ja=post[0],
        post_en=post[1],
        from_on=start,
        until_on=end,
    )
    if kind in ROLE_OF_OFFICE:
        grants.give(ROLE_OF_OFFICE[kind], user, council)
    facts = {"office": str(kind), "user": user.pk, "from": start, "until": end}
    append(OFFICE_BEGUN, council=council, subject=f"office:{council.slug}:{office.pk}", facts=facts, by=by)
    return office


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
def end_office(office: Office, *, by: User, on: date | None = None) -> Office:
    """End a term of office on ``on`` (today unless given) and take the role that came with it."""
    office = (
        Office.objects.select_for_update(of=("self",)).select_related("council", "user").get(pk=office.pk)
    )
    may_keep_offices(by, office.council).or_raise()
    if office.ended_at is not None:
        raise NotNow("office_ended")
    last = on or clock.today()
    if last < office.from_on:
        raise Refused("term_in_the_past")
    office.until_on, office.ended_at = last, clock.now()
    office.save(update_fields=["until_on", "ended_at"])
    if office.kind in ROLE_OF_OFFICE:
        grants.take(ROLE_OF_OFFICE[OfficeKind(office.kind)], office.user, office.council)
    append(
        OFFICE_ENDED,
        council=office.council,
        subject=f"office:{office.council.slug}:{office.pk}",
        facts={"office": office.kind, "user": office.user_id, "until": last},
        by=by,
    )
    return office
