"""Signing up in the middle of agreeing: the answers, and the way to them, are not lost."""

from __future__ import annotations

import io
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from consent import actions
from consent.enums import ConsentState
from consent.models import Consent
from tests.cast import signed_in
from tests.factories import consents as make

WORD = "nagisa-2026-abc"
HIDDEN = re.compile(r'name="next"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="next"')


@pytest.fixture
def version(cast):
    return make.notice(cast.shiomi)


def place(version):
    return [version.notice.council.slug, version.notice.reference]


def choose(client, version, word="give", **more):
    address = reverse("my:choose", args=[*place(version), "steps"])
    return client.post(address, {"answer": word, **more})


def text(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def signed_up(client, version):
    """Through the sign-in page to the sign-up, by the links and hidden fields that stand there."""
    door = client.get(choose(client, version).url).url
    assert door.startswith("/accounts/login/?next=")
    link = re.search(r'href="(/accounts/signup/[^"]*)"', text(client, door))
    assert link
    form = text(client, link[1]).partition('action="/accounts/signup/"')[2]
    hidden = HIDDEN.search(form)
    assert hidden
    typed = {"email": "shimin@example.org", "name": "市民 花子", "password1": WORD, "password2": WORD}
    sent = client.post("/accounts/signup/", {**typed, "next": hidden[1] or hidden[2]})
    assert sent.status_code == 302
    return re.search(r"http://\S+?(/accounts/confirm-email/\S+)", mail.outbox[-1].body)[1]


def test_signing_up_while_agreeing_leads_back_to_the_answers(db, settings, version):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client = Client()
    confirmed = client.post(signed_up(client, version))
    assert confirmed.url == reverse("my:check", args=place(version))
    assert "まだ" in text(client, confirmed.url)
    client.post(reverse("my:send", args=place(version)))
    consent = Consent.objects.get(item__version=version)
    assert (consent.state, consent.person.user.email) == (ConsentState.IN_FORCE, "shimin@example.org")


def test_the_receipt_of_whom_the_council_keeps_no_name_says_so(db, settings, version):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client = Client()
    client.post(signed_up(client, version))
    client.post(reverse("my:send", args=place(version)))
    receipt = Consent.objects.get(item__version=version).person.receipts.get()
    shown = text(client, reverse("my:receipt", args=[receipt.number]))
    assert "<dd>本人（氏名の登録なし）</dd>" in shown
    assert f"<dd>{receipt.person}</dd>" not in shown
    paper = client.get(reverse("my:receipt_pdf", args=[receipt.number])).content
    printed = "".join(one.extract_text() for one in PdfReader(io.BytesIO(paper)).pages)
    assert "市民" not in printed, "nobody checked what the account is called"
    machine = client.get(reverse("my:receipt_json", args=[receipt.number])).content.decode()
    assert "市民" not in machine
    assert "本人（氏名" not in machine


def test_confirming_in_another_browser_signs_nobody_in(db, settings, version):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    first, second = Client(), Client()
    link = signed_up(first, version)
    assert second.post(link).url.startswith("/accounts/login/")
    assert "_auth_user_id" not in second.session
    second.post("/accounts/login/", {"login": "shimin@example.org", "password": WORD})
    assert 'href="/my/"' in text(second, "/home/"), "My page is open to everybody without a role"
    first.post("/accounts/login/", {"login": "shimin@example.org", "password": WORD})
    assert reverse("my:check", args=place(version)) in text(first, "/my/"), (
        "the answers wait in her own browser"
    )


def test_my_page_leads_on_to_answers_that_were_not_sent(version, cast):
    client, check = signed_in(cast.stranger), reverse("my:check", args=place(version))
    assert check not in text(client, "/my/")
    choose(client, version)
    assert check in text(client, "/my/")
    client.post(reverse("my:send", args=place(version)))
    assert check not in text(client, "/my/")


def test_answers_that_nobody_asks_for_any_more_are_not_offered(version, cast):
    client = signed_in(cast.stranger)
    choose(client, version)
    actions.retire(version.notice, by=cast.shiomi.users["secretary"])
    assert reverse("my:check", args=place(version)) not in text(client, "/my/")


def test_answers_for_somebody_else_wait_under_their_name(version, cast):
    world = cast.shiomi
    daughter, secretary = world.persons["hina"], world.users["secretary"]
    actions.register_proxy(daughter, world.persons["chihiro"], "statutory", by=secretary, basis="戸籍謄本")
    client, tail = signed_in(world.users["chihiro"]), f"?for={daughter.key}"
    choose(client, version, **{"for": str(daughter.key)})
    shown = text(client, "/my/")
    assert reverse("my:check", args=place(version)) + tail in shown
    stranger = signed_in(cast.stranger)
    stranger.cookies["answers"] = client.cookies["answers"].value
    assert str(daughter.key) not in text(stranger, "/my/")
