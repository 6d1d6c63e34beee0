"""The link of an invitation: choosing a password, which also verifies the e-mail address."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import base36_to_int, int_to_base36
from django.utils.module_loading import import_string
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from core.access.queries import councils_of, objects_with, roles_on
from core.access.roles import Role
from core.accounts.models import Council, Organ, Organisation, User
from core.administration.forms import COUNCIL_ROLES
from core.http.templatetags.sekisho import local


class Tokens(PasswordResetTokenGenerator):
    """Ends with its use (the password changes) and after settings.PASSWORD_RESET_TIMEOUT."""

    key_salt = "core.administration.invitation"


tokens = Tokens()
KEPT = "invitation"
"""Where the session keeps the link that was followed."""


def words(user: User, context: dict[str, Any]) -> dict[str, Any]:
    """The link, who invites, and for which councils and parts, for the mail ``core/invitation``
    (config.reactions.MAILS)."""
    path = reverse("administration:invitation", args=[int_to_base36(user.pk), tokens.make_token(user)])
    inviter = User.objects.filter(pk=context.get("by") or 0).first()
    councils = list(councils_around(user))
    return {
        "url": settings.BASE_URL + path,
        "inviter": inviter.name if inviter else "",
        "councils": councils,
        "council": councils[0] if councils else None,
        "parts": parts_of(user),
    }


def councils_around(user: User) -> QuerySet[Council]:
    """Councils that gave ``user`` a role, or named them for one to come."""
    named: QuerySet[Council] = import_string(settings.COUNCILS_NAMING)(user)
    return (councils_of(user) | named).distinct().order_by("pk")


def parts_of(user: User) -> list[str]:
    """What ``user`` does for whom, by the roles they hold."""
    labels = dict(COUNCIL_ROLES)
    held: list[tuple[Any, Any]] = [
        (council, labels[role])
        for council in councils_of(user).order_by("pk")
        for role in sorted(roles_on(user, council))
        if role in labels
    ]
    for row in Organisation.objects.filter(pk__in=objects_with(user, Organisation, Role.REPRESENTATIVE)):
        held.append((row, gettext("representative")))
    for organ in Organ.objects.filter(pk__in=objects_with(user, Organ, Role.DATA_OFFICER)):
        held.append((organ, gettext("data officer")))
    return [gettext("%(name)s: %(role)s") % {"name": local(one, "name"), "role": role} for one, role in held]


def _invited(number: str, token: str) -> User | None:
    try:
        user = User.objects.filter(pk=base36_to_int(number), is_active=True).first()
    except ValueError:
        return None
    return user if user is not None and tokens.check_token(user, token) else None


@never_cache
def follow(request: HttpRequest, number: str, token: str) -> HttpResponse:
    """The link of the mail: the token moves into the session, so that the address of the form is no secret."""
    request.session[KEPT] = {"number": number, "token": token}
    return redirect("administration:choose_password")


@never_cache
@sensitive_post_parameters()
def accept(request: HttpRequest) -> HttpResponse:
    """Choose the password, then sign in with it. A link that is over says to whom to turn."""
    kept = request.session.get(KEPT, {})
    user = _invited(kept.get("number", ""), kept.get("token", ""))
    if user is None:
        return render(request, "core/administration/invitation_over.html", status=404)
    form = SetPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            EmailAddress.objects.filter(user=user, email=user.email).update(verified=True)
        del request.session[KEPT]
        messages.success(request, gettext("Your password is kept. Sign in with it."))
        return redirect("account_login")
    status = 422 if request.method == "POST" else 200
    return render(request, "core/administration/invitation.html", {"form": form}, status=status)
