"""Dead ends of an account have a way out: closed, a lost factor, a lost invitation."""

from __future__ import annotations

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client

from core.access.queries import roles_on
from core.access.roles import Role
from core.accounts.models import User
from core.administration import actions
from core.administration.enums import KnownBy, ResetReason
from core.errors import NotPermitted, Refused
from core.ledger.models import LedgerEntry
from core.outbox import work
from core.outbox.models import Job
from tests.cast import Cast, password, sign_in, signed_in
from tests.integration.core.test_pages import client

BASE = "/administration/accounts"
NEW = "new@shiomi.example"


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def newcomer(cast: Cast) -> User:
    secretary = cast.shiomi.users["secretary"]
    user = actions.account_for(email=NEW, name="新任 者", by=secretary)
    actions.grant_role(Role.MEMBER, user, cast.shiomi.council, by=secretary)
    return user


def test_a_closed_account_opens_again_with_its_roles(cast: Cast) -> None:
    auditor, operator = cast.shiomi.users["auditor"], client(cast.operator)
    operator.post(f"{BASE}/{auditor.pk}/close/")
    with pytest.raises(Refused, match="account_closed"):
        actions.account_for(email=auditor.email, name="", by=cast.operator)
    assert f"{BASE}/{auditor.pk}/reopen/" in text(operator.get(f"{BASE}/?q={auditor.email}"))
    for other in (cast.shiomi.users["secretary"], cast.nagiura.users["secretary"], cast.stranger):
        assert client(other).post(f"{BASE}/{auditor.pk}/reopen/").status_code == 403
    assert operator.post(f"{BASE}/{auditor.pk}/reopen/").status_code == 302
    auditor.refresh_from_db()
    assert roles_on(auditor, cast.shiomi.council) == {Role.AUDITOR}
    signed_in(auditor)
    assert operator.post(f"{BASE}/{auditor.pk}/reopen/").status_code == 422
    assert LedgerEntry.objects.filter(event="administration.user_reopened").count() == 1


def test_a_lost_factor_is_taken_away_and_the_person_is_told(cast: Cast, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    chair, operator = cast.shiomi.users["chair"], client(cast.operator)
    inside = Client()
    sign_in(inside, chair)
    page = f"{BASE}/{chair.pk}/factor/"
    assert page in text(operator.get(f"{BASE}/?q={chair.email}"))
    assert operator.get(page).status_code == 200
    assert operator.post(page, {"reason": "lost"}).status_code == 422, "how one knows who asks is said"
    assert operator.post(page, {"reason": "lost", "known_by": "called_back"}).status_code == 302
    assert not Authenticator.objects.filter(user=chair).exists()
    assert "/accounts/login/" in inside.get("/home/").url, "whoever holds the factor is out"
    entry = LedgerEntry.objects.get(event="administration.second_factor_reset")
    assert json.loads(bytes(entry.content))["facts"] == {"reason": "lost", "known_by": "called_back"}
    assert work.perform(Job.objects.get(key=f"second-factor-reset:{entry.pk}").pk)
    assert mail.outbox[0].to == [chair.email]
    assert "二段階認証" in mail.outbox[0].subject + mail.outbox[0].body
    assert operator.post(page, {"reason": "lost", "known_by": "called_back"}).status_code == 422


def test_only_an_operator_takes_a_factor_and_never_the_own(cast: Cast) -> None:
    chair, words = cast.shiomi.users["chair"], {"reason": ResetReason.STOLEN, "known_by": KnownBy.IN_PERSON}
    for other in (cast.shiomi.users["secretary"], cast.nagiura.users["secretary"], cast.stranger):
        assert client(other).get(f"{BASE}/{chair.pk}/factor/").status_code == 403
        with pytest.raises(NotPermitted):
            actions.reset_second_factor(chair, by=other, **words)
    with pytest.raises(Refused, match="not_own_factor"):
        actions.reset_second_factor(cast.operator, by=cast.operator, **words)
    assert Authenticator.objects.filter(user=chair).exists()


def test_a_lost_invitation_is_sent_again(cast: Cast, newcomer: User, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    again, secretary = f"{BASE}/{newcomer.pk}/invite/", client(cast.shiomi.users["secretary"])
    roles = "/administration/councils/shiomi/roles/"
    assert again in text(secretary.get(roles))
    assert again in text(client(cast.operator).get(f"{BASE}/?q={NEW}"))
    for other in (cast.nagiura.users["secretary"], cast.shiomi.users["chair"], cast.stranger):
        assert client(other).post(again).status_code == 403
    assert secretary.post(again, headers={"referer": f"http://testserver{roles}"}).url.endswith(roles)
    jobs = Job.objects.filter(key__startswith=f"invitation:{newcomer.pk}:")
    assert [work.perform(job.pk) for job in jobs] == [True, True]
    link = re.search(r"http://localhost:8000(/\S+)", mail.outbox[1].body)
    assert link
    visitor = Client()
    assert visitor.get(link[1], follow=True).status_code == 200
    chosen = {"new_password1": "umikaze-2026-xyz", "new_password2": "umikaze-2026-xyz"}
    assert visitor.post("/administration/invitation/", chosen).status_code == 302
    assert again not in text(secretary.get(roles))
    assert secretary.post(again).status_code == 422


def test_who_looks_after_an_organ_invites_its_officer_again(cast: Cast) -> None:
    keeper = actions.account_for(email=NEW, name="保管 守", by=cast.operator)
    organ = cast.shiomi.organs["mayor"]
    actions.grant_role(Role.DATA_OFFICER, keeper, organ, by=cast.operator)
    page = f"/administration/organisations/{organ.organisation_id}/"
    assert f"{BASE}/{keeper.pk}/invite/" in text(client(cast.operator).get(page))
    with pytest.raises(NotPermitted):
        actions.invite_again(keeper, by=cast.shiomi.users["chair"])
    actions.invite_again(keeper, by=cast.operator)
    with pytest.raises(Refused, match="not_invited"):
        actions.invite_again(cast.stranger, by=cast.operator)


def test_a_mail_that_does_not_come_is_sent_again_by_signing_in(cast: Cast, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    visitor, word = Client(), "nagisa-2026-abc"
    form = {"email": "shimin@example.org", "name": "市民 花子", "password1": word, "password2": word}
    sent = visitor.post("/accounts/signup/", form, follow=True)
    assert sent.redirect_chain[-1][0] == "/accounts/confirm-email/"
    for way in ("/accounts/login/", "/accounts/signup/", "/"):
        assert f'<a href="{way}">' in text(sent).partition("メールが届かないとき")[2]
    council = cast.shiomi.council
    council.contact = "questions@shiomi.example"
    council.save()
    assert 'href="mailto:questions@shiomi.example"' in text(visitor.get("/")), "whom to ask"
    signing_in = {"login": "shimin@example.org", "password": word}
    cache.clear()  # three minutes later
    assert visitor.post("/accounts/login/", signing_in)["Location"] == "/accounts/confirm-email/"
    assert [one.to for one in mail.outbox] == [["shimin@example.org"]] * 2
    assert "/accounts/confirm-email/" in mail.outbox[1].body
    assert visitor.post("/accounts/login/", signing_in)["Location"] == "/accounts/confirm-email/"
    assert len(mail.outbox) == 2, "not within three minutes"


def test_who_signs_in_is_called_by_their_name(cast: Cast) -> None:
    user = cast.shiomi.users["chihiro"]
    signing_in = {"login": user.email, "password": password()}
    shown = text(Client().post("/accounts/login/", signing_in, follow=True))
    assert f"{user.name}さんとしてログインしました。" in shown
