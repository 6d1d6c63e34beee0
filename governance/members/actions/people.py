"""Who acts for a member: representatives, deputies, and posts that change hands."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.access import grants
from core.access.queries import roles_on
from core.access.roles import Role
from core.accounts.models import User
from core.administration.actions import Invited, account_of
from core.administration.queries import awaiting
from core.errors import NotNow
from core.ledger.actions import append
from core.ledger.events import sensitive
from governance.members import notices
from governance.members.actions.memberships import ask_for_pledge, locked, subject, take_seat
from governance.members.actions.unbinding import unbind
from governance.members.enums import DelegateKind, MembershipState
from governance.members.models import Delegate, Membership
from governance.members.permissions import may_name, permit
from governance.members.queries import joined, officers_of, represents_elsewhere

DELEGATE_ADDED = sensitive("members.delegate_added", _("Representative or deputy of a member named"))
DELEGATE_ENDED = sensitive("members.delegate_ended", _("Representative or deputy of a member ended"))


@transaction.atomic
def add_delegate(
    membership: Membership,
    *,
    by: User,
    user: User | Invited,
    kind: DelegateKind = DelegateKind.REPRESENTATIVE,
    post_ja: str = "",
    post_en: str = "",
) -> Delegate:
    """Let ``user`` act for the member, as representative or deputy.

    A representative binds the organisation everywhere from the admission on, or at once where one of its own names
    them; until then they act in this application alone.

    Raises:
        NotPermitted: a representative of an organisation that other councils rely on is named by its own.
        NotNow: they act for the member already, or nothing is left to settle.
    """
    membership = locked(membership)
    permit(by, membership, "add_delegate").or_raise()
    may_name(by, membership, kind).or_raise()
    account = account_of(user, by=by)
    try:
        with transaction.atomic():
            delegate = Delegate.objects.create(
                membership=membership,
                user=account,
                kind=kind,
                post_ja=post_ja,
                post_en=post_en,
                from_on=clock.today(),
            )
    except IntegrityError:
        raise NotNow("already_delegate") from None
    binds = kind == DelegateKind.REPRESENTATIVE and _binds(membership, by)
    if binds:
        grants.give(Role.REPRESENTATIVE, account, membership.organisation)
    if membership.state in (MembershipState.ADMITTED, MembershipState.SUSPENDED):
        grants.give(Role.MEMBER, account, membership.council)
    facts = {"user": account.pk, "kind": str(kind)}
    append(DELEGATE_ADDED, council=membership.council, subject=subject(membership), facts=facts, by=by)
    if membership.state == MembershipState.APPLIED and kind == DelegateKind.REPRESENTATIVE and account != by:
        ask_for_pledge(
            membership, [] if awaiting([account]) else [account]
        )  # the first page leads who is invited
    if binds and not _is_own(by, membership):
        notices.representative_named(delegate)
    return delegate


def _is_own(by: User, membership: Membership) -> bool:
    return Role.REPRESENTATIVE in roles_on(by, membership.organisation)


def _binds(membership: Membership, by: User) -> bool:
    """Does what ``by`` says of a representative hold beyond this application?"""
    return membership.state != MembershipState.APPLIED or _is_own(by, membership)


@transaction.atomic
def end_delegate(delegate: Delegate, *, by: User) -> Delegate:
    """End a delegation today, for instance when a post changes hands."""
    membership = locked(delegate.membership)
    permit(by, membership, "end_delegate").or_raise()
    delegate = Delegate.objects.select_related("user", "membership__council").get(pk=delegate.pk)
    if delegate.until_on is not None:
        raise NotNow("office_ended")
    take_seat(delegate)
    if not _binds(membership, by):
        unbind(delegate)
    elif delegate.kind == DelegateKind.REPRESENTATIVE and not represents_elsewhere(delegate):
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
def seat_officers() -> int:
    """Let everybody in who keeps the data of an organ of a member, whenever they were named; how many were not yet."""
    found = 0
    for membership in joined().select_related("council", "organisation").order_by("pk"):
        for officer in officers_of(membership):
            if Role.MEMBER not in roles_on(officer, membership.council):
                grants.give(Role.MEMBER, officer, membership.council)
                found += 1
    return found


@transaction.atomic
def hand_over_post(delegate: Delegate, *, by: User, user: User | Invited) -> Delegate:
    """The post changes hands (充て職): ``user`` acts for the member from today, with the same post and kind."""
    may_name(by, delegate.membership, delegate.kind).or_raise()
    gone = end_delegate(delegate, by=by)
    return add_delegate(
        gone.membership,
        by=by,
        user=user,
        kind=DelegateKind(gone.kind),
        post_ja=gone.post_ja,
        post_en=gone.post_en,
    )
