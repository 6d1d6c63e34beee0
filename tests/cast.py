"""The people of the tests: two parallel councils with the same cast, so that leaks show.

Ask for the fixture ``cast``; sign somebody in with ``client = signed_in(cast.shiomi.users["secretary"])``.
"""

from __future__ import annotations

import time
from types import SimpleNamespace

from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from config.demo.people import Cast, World, load, password, second_factor_code
from core.accounts.models import User

__all__ = ["UNDRAWN", "Cast", "World", "enter", "load", "password", "sign_in", "signed_in"]

UNDRAWN = SimpleNamespace(render_to_string=lambda *_words, **_more: "")
"""In the place of ``django.shortcuts.loader``: pages are not drawn, since who may open them is known before and other
tests draw each of them. Papers and mails are drawn."""


def sign_in(client: Client, user: User) -> HttpResponse:
    """Sign in on the real pages: password, then the second factor where the account has one."""
    answer = client.post("/accounts/login/", {"login": user.email, "password": password()})
    if Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        assert answer.status_code == 302, "the password was not accepted"
        door = answer.url
        for _attempt in range(2):  # a code may end on its way
            code = second_factor_code(user)
            cache.delete(
                f"allauth.mfa.totp.used?user={user.pk}&code={code}"
            )  # tests are faster than 30 seconds
            answer = client.post(door, {"code": code})
            if answer.status_code == 302:
                break
    assert answer.status_code == 302, "not signed in"
    assert client.session.get("_auth_user_id") == str(user.pk)
    return answer


def enter(client: Client, user: User, *, shown: bool = True) -> Client:
    """The short way in, for tests that are not about signing in: the session says both factors were ``shown``."""
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    factor = {"method": "mfa", "at": time.time(), "type": "totp"}
    session["account_authentication_methods"] = [factor] if shown else []
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def signed_in(user: User | None, **options: object) -> Client:
    """A client of ``user`` by the short way in, with the second factor where there is one; None stays anonymous."""
    client = Client(**options)
    if user is not None:
        enter(client, user, shown=Authenticator.objects.filter(user=user).exists())
    return client
