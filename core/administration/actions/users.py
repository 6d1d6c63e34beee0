"""Accounts of people who act for somebody. Citizens sign up by themselves."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import transaction

from core.accounts.models import User
from core.administration import events, permissions, queries
from core.administration.enums import KnownBy, ResetReason
from core.errors import Invalid, Refused
from core.ledger import actions as ledger
from core.outbox.actions import enqueue


@transaction.atomic
def create_user(
    *,
    email: str,
    name: str,
    by: User | None,
    password: str | None = None,
    verified: bool = False,
    is_operator: bool = False,
    language: str = "ja",
) -> User:
    """An account; without ``password`` it is opened by the link of the invitation.

    Raises:
        Refused: the address has an account.
    """
    (permissions.operate(by) if is_operator else permissions.keep_any_council(by)).or_raise()
    email = email.strip().lower()
    if User.objects.filter(email=email).exists():
        raise Refused("email_taken")
    user = User.objects.create_user(email, password, name=name, is_staff=is_operator, language=language)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=verified)
    ledger.append(events.USER_INVITED, council=None, subject=f"user:{user.pk}", by=by)
    return user


@transaction.atomic
def invite_user(*, email: str, name: str, by: User | None, language: str = "ja") -> User:
    """An account whose owner gets a mail to choose a password; reading that mail verifies the address."""
    user = create_user(email=email, name=name, by=by, language=language)
    _send_invitation(user, by=by)
    return user


@transaction.atomic
def account_for(*, email: str, name: str, by: User | None) -> User:
    """The open account of whoever reads this address; they are invited where there is none.

    Somebody may have signed up with an address that is not theirs: such an account counts as none. It is taken from
    whoever opened it, and the reader of the address is invited.

    Raises:
        Invalid: there is no account, and no name to invite.
        Refused: the account with this address is closed.
    """
    found = queries.account_of(email)
    if found is not None:
        return found
    if queries.is_closed(email):
        raise Refused("account_closed")
    if not name.strip():
        raise Invalid("name_missing")
    usurped = queries.account_unproven(email)
    if usurped is None:
        return invite_user(email=email, name=name.strip(), by=by)
    return _invite_instead(usurped, name=name.strip(), by=by)


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody named by address, and by name where they have no account yet."""

    email: str
    name: str


def account_of(whom: User | Invited, *, by: User | None) -> User:
    """The account of ``whom``, as :func:`account_for` finds or opens it."""
    return account_for(email=whom.email, name=whom.name, by=by) if isinstance(whom, Invited) else whom


def _invite_instead(user: User, *, name: str, by: User | None) -> User:
    user = User.objects.select_for_update().get(pk=user.pk)
    permissions.keep_any_council(by).or_raise()
    _take_over(user, name=name)
    ledger.append(events.USER_INVITED, council=None, subject=f"user:{user.pk}", by=by)
    _send_invitation(user, by=by)
    return user


def _take_over(user: User, *, name: str) -> None:
    """Nothing of whoever opened the account stays: no password, no factor, no session, no other way in."""
    user.name = name
    user.set_unusable_password()
    user.save(update_fields=["name", "password"])
    _lock_out(user)
    SocialAccount.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)


@transaction.atomic
def prove_address(user: User, *, email: str, name: str) -> None:
    """A provider that is trusted with ``email`` says that whoever signs in reads it, and is called ``name``. Whoever
    opened the account before without showing that is put out."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if queries.account_unproven(email) == user:
        _take_over(user, name=name)
    EmailAddress.objects.filter(user=user, email=email.lower()).update(verified=True)


def _lock_out(user: User) -> None:
    """End every session and every second factor of ``user``."""
    for session in UserSession.objects.filter(user=user):
        session.end()
    Authenticator.objects.filter(user=user).delete()


def _send_invitation(user: User, *, by: User | None) -> None:
    """One mail that says who invites; the key differs each time, so that it can be sent again."""
    key = f"invitation:{user.pk}:{secrets.token_hex(8)}"
    enqueue(
        "mail", key=key, payload={"template": "core/invitation", "user": user.pk, "by": by.pk if by else None}
    )


@transaction.atomic
def invite_again(user: User, *, by: User | None) -> None:
    """Send the link once more to somebody who has not used it: it got lost, or its three days are over.

    Raises:
        Refused: nobody waits for an invitation.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    permissions.look_after_person(by, user).or_raise()
    if user.pk not in queries.awaiting([user]):
        raise Refused("not_invited")
    ledger.append(events.USER_INVITED, council=None, subject=f"user:{user.pk}", by=by)
    _send_invitation(user, by=by)


@transaction.atomic
def deactivate_user(user: User, *, by: User | None) -> None:
    """Close an account: it cannot sign in and holds no role; what it did stays."""
    user = User.objects.select_for_update().get(pk=user.pk)
    permissions.operate(by).or_raise()
    if by is not None and by.pk == user.pk:
        raise Refused("not_oneself")
    user.is_active = False
    user.save(update_fields=["is_active"])
    ledger.append(events.USER_DEACTIVATED, council=None, subject=f"user:{user.pk}", by=by)


@transaction.atomic
def reopen_user(user: User, *, by: User | None) -> None:
    """Open a closed account again, with the roles that nobody ended meanwhile."""
    user = User.objects.select_for_update().get(pk=user.pk)
    permissions.operate(by).or_raise()
    if user.is_active:
        raise Refused("account_open")
    user.is_active = True
    user.save(update_fields=["is_active"])
    ledger.append(events.USER_REOPENED, council=None, subject=f"user:{user.pk}", by=by)


@transaction.atomic
def reset_second_factor(user: User, *, reason: ResetReason, known_by: KnownBy, by: User | None) -> None:
    """Take every second factor from somebody who lost it; the next sign-in asks them to set one up.

    They are told by mail, so that whoever did not ask for it can speak up.

    Raises:
        Refused: there is no factor, or it is one's own.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    permissions.operate(by).or_raise()
    if by is not None and by.pk == user.pk:
        raise Refused("not_own_factor")
    if not Authenticator.objects.filter(user=user).exists():
        raise Refused("no_second_factor")
    _lock_out(user)
    entry = ledger.append(
        events.SECOND_FACTOR_RESET,
        council=None,
        subject=f"user:{user.pk}",
        facts={"reason": str(reason), "known_by": str(known_by)},
        by=by,
    )
    payload = {"template": "core/second_factor_reset", "user": user.pk}
    enqueue("mail", key=f"second-factor-reset:{entry.pk}", payload=payload)


@transaction.atomic
def name_oneself(user: User, *, name: str) -> User:
    """How somebody wants to be called on the pages, from now on."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if not name.strip():
        raise Invalid("own_name_missing")
    user.name = name.strip()
    user.save(update_fields=["name"])
    ledger.append(events.USER_NAMED, council=None, subject=f"user:{user.pk}", by=user)
    return user


@transaction.atomic
def close_own_account(user: User) -> None:
    """Somebody who acts for nobody closes their own account; what they did stays.

    Raises:
        Refused: they hold a role, which others count on.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    permissions.close_oneself(user).or_raise()
    user.is_active = False
    user.save(update_fields=["is_active"])
    _lock_out(user)
    ledger.append(events.USER_DEACTIVATED, council=None, subject=f"user:{user.pk}", by=user)
