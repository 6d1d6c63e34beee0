"""The door: signing in with password and second factor, one's own account, on a phone and by keyboard.

The story: Unno of the secretariat signs in with the keyboard alone, looks at where she is signed in and at
her second factor, and signs out. Somebody without an account looks at the door.
"""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from config.demo.people import load, password, second_factor_code
from tests.browser.reader import DESK, PHONE

DOOR = ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/accounts/confirm-email/"]
ACCOUNT = [
    "/home/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/2fa/recovery-codes/",
    "/accounts/sessions/",
]


@pytest.mark.parametrize(("language", "theme", "width"), [("ja", "light", PHONE), ("en", "dark", DESK)])
def test_the_door_is_open_to_everyone(read, language, theme, width):
    """Signing in, signing up and a lost password, before anybody is known."""
    reader = read(language=language, theme=theme, width=width)
    for path in DOOR:
        reader.open(path)
        reader.judge()


def sign_in_by_keyboard(page, user):
    """E-mail, password, code; Enter sends each form."""
    page.goto("/accounts/login/")
    page.locator("#id_login").focus()
    page.keyboard.type(user.email)
    page.locator("#id_password").focus()
    page.keyboard.type(password())
    page.keyboard.press("Enter")
    page.wait_for_url("**/2fa/**")
    code = second_factor_code(user)
    cache.delete(f"allauth.mfa.totp.used?user={user.pk}&code={code}")
    page.locator("#id_code").focus()
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/accounts/" not in url)


@pytest.mark.writes_on_get
def test_sign_in_look_around_sign_out(read):
    """Nothing in one's own account needs a mouse, and the way out is one press from every page."""
    user = load().shiomi.users["secretary"]
    assert Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
    reader = read(width=PHONE)
    sign_in_by_keyboard(reader.page, user)
    for path in ACCOUNT:
        reader.open(path)
        reader.judge()
    page = reader.open("/accounts/sessions/")
    page.locator("summary", has_text=user.name).focus()
    page.keyboard.press("Enter")
    assert page.locator(".menu-sheet form button", has_text="ログアウト").is_visible()
    page.locator(".menu-sheet form button", has_text="ログアウト").press("Enter")
    page.wait_for_url("**/")
    assert page.locator(".site-head a", has_text="ログイン").is_visible()
