"""Signing in elsewhere (OpenID Connect), against a provider that runs in this test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client

from core.access.roles import Role
from core.accounts.models import User
from core.administration import actions
from core.administration.queries import account_of
from tests.cast import Cast
from tests.openid import Provider, answering, apps

OFFICER = "officer@city.example"
OWN = "umi-no-iro-2026"
pytestmark = pytest.mark.writes_on_get


@pytest.fixture
def provider(settings) -> Iterator[dict[str, Any]]:
    with answering() as url:
        settings.SOCIALACCOUNT_PROVIDERS = apps(url)
        settings.OIDC_EMAIL_DOMAINS = ["city.example"]
        settings.OIDC_FACTOR_AMR = ["mfa"]
        settings.OIDC_FACTOR_ACR = ["high"]
        Provider.claims = {"sub": "17", "email": OFFICER, "name": "係 員"}
        yield Provider.claims


def come(client: Client) -> None:
    """To the provider and back."""
    away = client.post("/accounts/oidc/oidc/login/")
    state = parse_qs(urlsplit(away.url).query)["state"][0]
    client.get("/accounts/oidc/oidc/login/callback/", {"code": "c", "state": state})


@pytest.fixture
def officer(cast: Cast) -> User:
    user = actions.account_for(email=OFFICER, name="係 員", by=cast.operator)
    actions.grant_role(Role.AUDITOR, user, cast.shiomi.council, by=cast.operator)
    return user


@pytest.mark.parametrize("claim", [{"amr": ["pwd", "mfa"]}, {"acr": "high"}])
def test_the_invited_officer_comes_in_with_the_citys_factor(provider, officer: User, claim) -> None:
    provider.update(claim)
    visitor = Client()
    come(visitor)
    assert visitor.session["_auth_user_id"] == str(officer.pk)
    assert visitor.get("/c/shiomi/today/").status_code == 200
    assert EmailAddress.objects.get(user=officer).verified
    again = Client()
    come(again)
    assert again.session["_auth_user_id"] == str(officer.pk)


def test_without_the_factor_one_is_enrolled_here(provider, officer: User) -> None:
    provider["amr"] = ["pwd"]
    visitor = Client()
    come(visitor)
    assert visitor.session["_auth_user_id"] == str(officer.pk)
    assert visitor.get("/c/shiomi/today/").url.startswith("/accounts/2fa/")


def test_a_factor_of_another_session_does_not_count(provider, officer: User) -> None:
    first, second = Client(), Client()
    come(first)
    provider["amr"] = ["mfa"]
    come(second)
    assert second.get("/c/shiomi/today/").status_code == 200
    assert first.get("/c/shiomi/today/").url.startswith("/accounts/2fa/")


def test_whoever_took_the_address_before_is_put_out(provider, cast: Cast) -> None:
    form = {"email": OFFICER, "name": "通行 人", "password1": OWN, "password2": OWN}
    Client().post("/accounts/signup/", form)
    usurper = User.objects.get(email=OFFICER)
    visitor = Client()
    come(visitor)
    assert visitor.session["_auth_user_id"] == str(usurper.pk)
    usurper.refresh_from_db()
    assert (usurper.name, usurper.has_usable_password()) == ("係 員", False)
    assert not Authenticator.objects.filter(user=usurper).exists()


@pytest.mark.parametrize("email", ["officer@elsewhere.example", "chihiro@shiomi.example"])
def test_an_address_of_another_domain_leads_to_no_account(provider, cast: Cast, email: str) -> None:
    known = User.objects.filter(email=email).first()
    reader = account_of(email)
    provider |= {"email": email, "email_verified": True, "amr": ["mfa"]}
    visitor = Client()
    come(visitor)
    assert known is None or visitor.session.get("_auth_user_id") != str(known.pk)
    assert account_of(email) == reader, "whoever names the reader of this address must not get the visitor"
