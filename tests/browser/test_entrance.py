"""The door: signing in with password and second factor, one's own account, on a phone and by keyboard.

The story: Unno of the secretariat signs in with the keyboard alone, looks at where she is signed in and at
her second factor, and signs out. Somebody without an account looks at the door.
"""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from csp.constants import SELF
from django.core.cache import cache

from config.demo.people import load, password, second_factor_code
from tests.browser.reader import DESK, PHONE
from tests.openid import Provider, answering, apps

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


KEPT_HERE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}
"""A device that keeps passkeys and knows its owner by finger or PIN."""


@pytest.mark.writes_on_get
def test_a_passkey_opens_the_door_by_itself(read):
    """Unno keeps a passkey on her machine; the next day she types nothing, and it counts as the second factor."""
    user = load().shiomi.users["secretary"]
    reader = read()
    page = reader.page
    machine = page.context.new_cdp_session(page)
    machine.send("WebAuthn.enable")
    machine.send("WebAuthn.addVirtualAuthenticator", {"options": KEPT_HERE})
    sign_in_by_keyboard(page, user)
    reader.open("/accounts/2fa/webauthn/add/")
    page.locator("#id_password").fill(password())
    page.keyboard.press("Enter")
    page.wait_for_url("**/2fa/webauthn/add/")
    reader.judge()
    page.locator("#id_passwordless").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: not url.endswith("/add/"))
    assert Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).count() == 1
    page.context.clear_cookies()
    reader.open("/accounts/login/")
    page.locator("#passkey_login").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
    reader.open("/c/shiomi/today/")
    assert page.url.endswith("/c/shiomi/today/"), "nobody asks for a code"


@pytest.mark.writes_on_get
def test_the_citys_own_door_may_be_on_another_host(read, settings, monkeypatch):
    """Chromium holds each address that a form leads to against the page's policy: the other host has to be named."""
    page = read(language="en").page
    with answering() as issuer, answering() as door:
        settings.SOCIALACCOUNT_PROVIDERS = apps(issuer)
        monkeypatch.setattr(Provider, "door", door)

        def go_on(*named):
            directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
            settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": directives | {"form-action": [SELF, *named]}}
            page.goto("/accounts/oidc/oidc/login/")
            page.get_by_role("button", name="Continue").click(no_wait_after=True)

        with page.expect_console_message(lambda message: "form-action" in message.text):
            go_on(issuer)
        go_on(issuer, door)
        page.wait_for_url(f"{door}/login?**")
