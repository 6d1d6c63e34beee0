"""How allauth is fitted to the house."""

from __future__ import annotations

import base64
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.http import HttpRequest

from core import crypto
from core.accounts.models import User
from core.administration import actions, queries
from core.http.middleware import PROVIDER_FACTOR

PURPOSE = "mfa.authenticator.data"


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    """Seeds of second factors are sealed at rest."""

    def encrypt(self, text: str) -> str:
        """Sealed with the newest key."""
        return base64.b64encode(crypto.seal(text.encode(), purpose=PURPOSE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What :meth:`encrypt` sealed."""
        return crypto.unseal(base64.b64decode(encrypted_text), purpose=PURPOSE).decode()


class Provider(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """A sign-in elsewhere (OpenID Connect): what of it is believed is said in the settings."""

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """An address that the provider vouches for leads to the account with it, in the domains that are its own."""
        for address in sociallogin.email_addresses:
            email = address.email.lower()
            if address.verified and _is_its_own(email):
                user = queries.account_of(email) or queries.account_unproven(email)
                if user is not None:
                    return user, email
        return None

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Before somebody is let in: whose account it is, and whether a second factor was shown over there. What the
        provider says of addresses that are not its own counts for nothing: who has one confirms it by mail."""
        for address in sociallogin.email_addresses:
            address.verified = address.verified and _is_its_own(address.email)
        if sociallogin.state.get("process") == AuthProcess.LOGIN:
            shown = _factor_shown(sociallogin.account.extra_data)
            request.session[PROVIDER_FACTOR] = sociallogin.account.uid if shown else ""
        email = sociallogin._did_authenticate_by_email  # noqa: SLF001 - allauth tells it nowhere else
        if email and sociallogin.user:
            told = sociallogin.provider.extract_common_fields(sociallogin.account.extra_data)
            actions.prove_address(sociallogin.user, email=email, name=str(told.get("name") or "")[:100])
            sociallogin.user.refresh_from_db()

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Somebody new is called as they are over there."""
        user: User = super().populate_user(request, sociallogin, data)
        user.name = str(data.get("name") or "")[:100]
        return user


def _is_its_own(email: str) -> bool:
    """Is the provider trusted to know who reads ``email``?"""
    return email.lower().partition("@")[2] in settings.OIDC_EMAIL_DOMAINS


def _factor_shown(told: dict[str, Any]) -> bool:
    """Does the token of the provider say that a second factor was shown (OpenID Connect Core, ``acr`` and ``amr``)?"""
    claims = told.get("id_token") or {}
    methods = claims.get("amr") or []
    by_method = isinstance(methods, list) and bool(set(settings.OIDC_FACTOR_AMR).intersection(methods))
    return by_method or claims.get("acr") in settings.OIDC_FACTOR_ACR
