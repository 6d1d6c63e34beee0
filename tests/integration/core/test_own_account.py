"""Everybody says how they are called, and whoever acts for nobody closes their own account."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client

from consent import actions
from consent.models import Consent, Receipt
from consent.queries import is_alive, of_person
from core.accounts.models import User
from core.administration.actions import close_own_account
from core.errors import Refused
from core.ledger.models import LedgerEntry
from tests.cast import Cast, password
from tests.integration.core.test_pages import client


def text(answer) -> str:
    return answer.content.decode()


def test_a_name_is_given_at_sign_up_and_changed_later(cast: Cast, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    form = {"email": "shimin@example.org", "password1": "nagisa-2026-abc", "password2": "nagisa-2026-abc"}
    assert Client().post("/accounts/signup/", form).status_code == 200
    assert not User.objects.filter(email="shimin@example.org").exists(), "the name is missing"
    assert Client().post("/accounts/signup/", form | {"name": "市民 花子"}).status_code == 302
    assert User.objects.get(email="shimin@example.org").name == "市民 花子"
    assert len(mail.outbox) == 1
    visitor = client(cast.stranger)
    assert cast.stranger.name in text(visitor.get("/accounts/name/"))
    assert visitor.post("/accounts/name/", {"name": "  "}).status_code == 422
    assert visitor.post("/accounts/name/", {"name": " 通行 人 "}).status_code == 302
    cast.stranger.refresh_from_db()
    assert cast.stranger.name == "通行 人"
    entry = LedgerEntry.objects.get(event="administration.user_named")
    assert "通行" not in bytes(entry.content).decode()
    assert "/accounts/login/" in Client().get("/accounts/name/").url


def test_a_citizen_withdraws_everything_and_closes_the_account(demo: None, cast: Cast) -> None:
    citizen, person = cast.shiomi.users["chihiro"], cast.shiomi.persons["chihiro"]
    alive = [row for row in of_person(person) if is_alive(row)]
    assert alive
    children = set(
        Consent.objects.filter(state="in_force").exclude(person=person).values_list("pk", flat=True)
    )
    visitor, before = client(citizen), Receipt.objects.filter(person=person).count()
    page = text(visitor.get("/my/close/"))
    assert "/my/close/withdraw/" in page
    assert "/my/close/confirm/" in page
    assert "/my/close/" in text(visitor.get("/my/"))
    assert visitor.get("/my/close/confirm/").status_code == 405
    assert visitor.post("/my/close/withdraw/").url == "/my/receipts/"
    assert not [row for row in of_person(person) if is_alive(row)]
    assert Receipt.objects.filter(person=person).count() > before
    assert (
        set(Consent.objects.filter(pk__in=children, state="in_force").values_list("pk", flat=True))
        == children
    )
    assert "/my/close/withdraw/" not in text(visitor.get("/my/close/"))
    assert visitor.post("/my/close/confirm/").url == "/"
    assert "_auth_user_id" not in visitor.session
    again = Client()
    again.post("/accounts/login/", {"login": citizen.email, "password": password()})
    assert "_auth_user_id" not in again.session
    assert actions.withdraw_everything(citizen) == []


def test_who_leaves_the_consents_keeps_them_in_force(demo: None, cast: Cast) -> None:
    citizen, person = cast.shiomi.users["chihiro"], cast.shiomi.persons["chihiro"]
    alive = {row.pk for row in of_person(person) if is_alive(row)}
    client(citizen).post("/my/close/confirm/")
    assert {row.pk for row in of_person(person) if is_alive(row)} == alive


@pytest.mark.parametrize("key", ["secretary", "steering_bus"])
def test_who_acts_for_somebody_ends_that_first(cast: Cast, key: str) -> None:
    user = cast.shiomi.users[key]
    visitor = client(user)
    assert "/my/close/confirm/" not in text(visitor.get("/my/close/"))
    assert visitor.post("/my/close/confirm/").status_code == 422
    user.refresh_from_db()
    assert user.is_active
    with pytest.raises(Refused, match="holds_roles"):
        close_own_account(cast.operator)
