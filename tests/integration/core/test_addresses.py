"""Whose account an e-mail address is: of whoever showed that they read it, and of nobody who merely typed it."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from core.access.queries import roles_on
from core.access.roles import Role
from core.accounts.models import User
from core.administration import actions, queries
from core.errors import Invalid
from core.outbox.models import Job
from governance.members.forms import PersonForm
from tests.cast import Cast, enter, sign_in
from tests.integration.core.test_pages import client

OFFICER = "officer@city.example"
OWN = "umi-no-iro-2026"
ROLES = "/administration/councils/shiomi/roles/"


@pytest.fixture
def usurper(cast: Cast) -> User:
    """Somebody signs up with an address of the city, with a password of their own."""
    form = {"email": OFFICER, "name": "通行 人", "password1": OWN, "password2": OWN}
    Client().post("/accounts/signup/", form)
    return User.objects.get(email=OFFICER)


def test_a_role_does_not_go_to_whoever_typed_the_address_first(cast: Cast, usurper: User) -> None:
    TOTP.activate(usurper, "ABCDEFGHIJKLMNOP")
    session = enter(Client(), usurper)
    session.get("/home/")
    secretary, form = client(cast.shiomi.users["secretary"]), {"email": OFFICER, "role": "auditor"}
    assert secretary.post(ROLES, form).status_code == 422, "there is nobody yet, so a name is asked for"
    usurper.refresh_from_db()
    assert usurper.has_usable_password()
    assert secretary.post(ROLES, form | {"name": "係 員"}).status_code == 302
    usurper.refresh_from_db()
    assert roles_on(usurper, cast.shiomi.council) == {Role.AUDITOR}
    assert (usurper.name, usurper.has_usable_password()) == ("係 員", False)
    assert not Authenticator.objects.filter(user=usurper).exists()
    assert "/accounts/login/" in session.get("/home/").url
    EmailAddress.objects.filter(user=usurper).update(verified=True)
    again = Client()
    again.post("/accounts/login/", {"login": OFFICER, "password": OWN})
    assert "_auth_user_id" not in again.session
    assert Job.objects.filter(key__startswith=f"invitation:{usurper.pk}:").count() == 1


def test_who_was_invited_is_not_invited_again_by_the_next_role(cast: Cast) -> None:
    secretary = cast.shiomi.users["secretary"]
    user = actions.account_for(email=OFFICER, name="係 員", by=secretary)
    assert actions.account_for(email=OFFICER.upper(), name="", by=secretary) == user
    assert Job.objects.filter(key__startswith=f"invitation:{user.pk}:").count() == 1


def test_a_confirmed_second_address_leads_to_its_account(cast: Cast) -> None:
    user = cast.shiomi.users["chihiro"]
    EmailAddress.objects.create(user=user, email=OFFICER, verified=True)
    assert queries.account_of(OFFICER) == user
    sign_in(Client(), user)


def test_forms_count_an_unconfirmed_account_as_none(cast: Cast, usurper: User) -> None:
    assert "email" in PersonForm({"email": OFFICER}, may_invite=False).errors
    assert "name" in PersonForm({"email": OFFICER}, may_invite=True).errors
    assert not PersonForm({"email": cast.stranger.email}, may_invite=False).errors
    with pytest.raises(Invalid, match="name_missing"):
        actions.account_for(email=OFFICER, name=" ", by=cast.operator)


def test_the_first_secretary_is_not_a_usurper(cast: Cast, usurper: User) -> None:
    form = {"slug": "third", "name_ja": "第三", "name_en": "Third", "short_name_ja": "三協"}
    form |= {"secretary": OFFICER, "secretary_name": "第三 一郎"}
    assert client(cast.operator).post("/administration/councils/new/", form).status_code == 302
    usurper.refresh_from_db()
    assert not usurper.has_usable_password()


def test_who_installed_the_product_keeps_the_password(cast: Cast) -> None:
    operator = User.objects.create_superuser("installed@city.example", OWN)
    assert actions.account_for(email=operator.email, name="x", by=cast.operator) == operator
    operator.refresh_from_db()
    assert operator.check_password(OWN)
