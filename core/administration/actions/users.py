"""Accounts of people who act for somebody. Citizens sign up by themselves."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import transaction

from core.accounts.models import User
from core.administration import events, permissions
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
    enqueue("mail", key=f"invitation:{user.pk}", payload={"template": "core/invitation", "user": user.pk})
    return user


@transaction.atomic
def account_for(*, email: str, name: str, by: User | None) -> User:
    """The open account with this address; its owner is invited where there is none.

    Raises:
        Invalid: there is no account, and no name to invite.
    """
    found = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if found is not None:
        return found
    if not name.strip():
        raise Invalid("name_missing")
    return invite_user(email=email, name=name.strip(), by=by)


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
