"""The second factor cannot be walked around: no other door, and no new factor by the password alone."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from config.demo.people import second_factor_code, seed
from core.accounts.models import User
from tests.cast import Cast, password

SHOW = reverse("mfa_reauthenticate")
WITHOUT = [
    "/accounts/reauthenticate/",
    "/accounts/2fa/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/2fa/recovery-codes/",
    "/accounts/2fa/recovery-codes/generate/",
    "/accounts/2fa/totp/deactivate/",
    "/accounts/email/",
    "/accounts/password/change/",
]


def by_password_alone(user: User) -> Client:
    """A session from before the factor was enrolled: it began with a real sign-in by password."""
    Authenticator.objects.filter(user=user).delete()
    visitor = Client()
    visitor.post("/accounts/login/", {"login": user.email, "password": password()})
    assert visitor.session["_auth_user_id"] == str(user.pk)
    TOTP.activate(user, seed(user))
    RecoveryCodes.activate(user)
    return visitor


def test_there_is_no_door_beside_the_sign_in(cast: Cast) -> None:
    visitor = Client()
    form = {"username": cast.operator.email, "password": password(), "next": "/administration/"}
    assert visitor.post("/admin/login/", form).status_code == 404
    assert "_auth_user_id" not in visitor.session
    visitor.post("/accounts/login/", {"login": cast.operator.email, "password": password()})
    assert "_auth_user_id" not in visitor.session, "the password alone opens nothing"


@pytest.mark.parametrize("path", WITHOUT)
def test_the_password_alone_changes_nothing_of_an_account_with_a_factor(cast: Cast, path: str) -> None:
    visitor = by_password_alone(cast.operator)
    for answer in (visitor.get(path), visitor.post(path, {"password": password()})):
        assert (answer.status_code, answer.url.partition("?")[0]) == (302, SHOW)
    assert Authenticator.objects.filter(user=cast.operator).count() == 2


@pytest.mark.writes_on_get
def test_the_factor_opens_the_account_and_the_way_out_is_never_closed(cast: Cast) -> None:
    user = cast.shiomi.users["secretary"]
    visitor = by_password_alone(user)
    assert visitor.get(SHOW).status_code == 200
    code = second_factor_code(user)
    cache.delete(f"allauth.mfa.totp.used?user={user.pk}&code={code}")
    shown = visitor.post(f"{SHOW}?next=/accounts/2fa/recovery-codes/", {"code": code})
    assert shown.url == "/accounts/2fa/recovery-codes/"
    assert visitor.get(shown.url).status_code == 200
    leaver = by_password_alone(user)
    leaver.post("/accounts/logout/")
    assert "_auth_user_id" not in leaver.session


def test_a_citizen_who_has_a_factor_shows_it_too(cast: Cast) -> None:
    visitor = by_password_alone(cast.shiomi.users["chihiro"])
    assert visitor.get("/my/").status_code == 200
    assert visitor.get("/accounts/2fa/").url.startswith(SHOW)
