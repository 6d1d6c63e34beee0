"""The administration's pages, the second factor at the door, and what watchers of the machine see."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse

from config import reactions
from core import clock
from core.access.queries import roles_on
from core.access.roles import Role
from core.accounts.models import Council, Organisation, User
from core.administration import actions
from core.administration.views.work import KINDS
from core.clients.models import ApiClient
from core.law.models import LawRow
from core.ledger.models import LedgerEntry
from core.outbox import work
from core.outbox.actions import enqueue
from core.outbox.models import Job, JobState
from tests.cast import Cast, enter, password, signed_in

PAGES = ("", "clients/", "clients/new/", "jobs/", "organisations/", "organisations/new/")
OPERATORS = ("councils/new/", "law/new/", "law/new/clock/")


def client(user: User) -> Client:
    return enter(Client(), user)


@pytest.mark.parametrize("page", [*PAGES, *OPERATORS, "councils/shiomi/roles/"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_page_opens_for_the_operator_in_both_languages(cast: Cast, page: str, language: str) -> None:
    visitor = client(cast.operator)
    visitor.cookies["language"] = language
    answer = visitor.get(f"/administration/{page}")
    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_a_secretary_has_the_pages_of_the_own_council(cast: Cast, page: str) -> None:
    assert client(cast.shiomi.users["secretary"]).get(f"/administration/{page}").status_code == 200


def test_who_administers_nothing_finds_nothing(cast: Cast) -> None:
    for user in (cast.shiomi.users["chair"], cast.shiomi.users["chihiro"], cast.stranger):
        visitor = client(user)
        for page in (*PAGES, *OPERATORS, "councils/shiomi/roles/"):
            assert visitor.get(f"/administration/{page}").status_code in (403, 404), page
    for page in PAGES:
        assert Client().get(f"/administration/{page}").status_code == 302


def test_a_secretary_does_not_see_the_neighbours(cast: Cast) -> None:
    visitor = client(cast.shiomi.users["secretary"])
    assert visitor.get("/administration/councils/nagiura/roles/").status_code == 404
    somebody = cast.nagiura.users["auditor"].pk
    answer = visitor.post(f"/administration/councils/nagiura/roles/{somebody}/auditor/end/")
    assert answer.status_code == 404
    assert "凪浦" not in visitor.get("/administration/").content.decode()
    for page in OPERATORS:
        assert visitor.get(f"/administration/{page}").status_code == 403


def test_a_role_is_given_and_ended_on_the_page(cast: Cast) -> None:
    visitor, council = client(cast.shiomi.users["secretary"]), cast.shiomi.council
    page = "/administration/councils/shiomi/roles/"
    given = visitor.post(page, {"email": "STRANGER@elsewhere.example", "role": "auditor"})
    assert (given.status_code, given.url) == (302, page)
    assert roles_on(cast.stranger, council) == {Role.AUDITOR}
    visitor.post(f"{page}{cast.stranger.pk}/auditor/end/")
    assert roles_on(cast.stranger, council) == frozenset()
    assert visitor.post(f"{page}{cast.stranger.pk}/emperor/end/").status_code == 404


def test_somebody_without_an_account_is_invited_and_chooses_a_password(cast: Cast, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    visitor, page = client(cast.shiomi.users["secretary"]), "/administration/councils/shiomi/roles/"
    refused = visitor.post(page, {"email": "new@shiomi.example", "role": "member"})
    assert refused.status_code == 422
    assert "new@shiomi.example" in refused.content.decode(), "what was typed stays"
    visitor.post(page, {"email": "new@shiomi.example", "role": "member", "name": "新任 者"})
    user = User.objects.get(email="new@shiomi.example")
    assert roles_on(user, cast.shiomi.council) == {Role.MEMBER}
    assert work.perform(Job.objects.get(key__startswith=f"invitation:{user.pk}:").pk)
    link = re.search(r"http://localhost:8000(/\S+)", mail.outbox[0].body)
    assert link
    newcomer, form = Client(), "/administration/invitation/"
    assert newcomer.get(link[1]).url == form
    assert newcomer.get(form).status_code == 200
    assert newcomer.post(form, {"new_password1": "short", "new_password2": "short"}).status_code == 422
    chosen = {"new_password1": "umikaze-2026-xyz", "new_password2": "umikaze-2026-xyz"}
    assert newcomer.post(form, chosen).status_code == 302
    assert EmailAddress.objects.get(user=user).verified
    assert Client().get(link[1], follow=True).status_code == 404, "the link works once"
    login = newcomer.post("/accounts/login/", {"login": user.email, "password": "umikaze-2026-xyz"})
    assert login.status_code == 302
    assert newcomer.session["_auth_user_id"] == str(user.pk)


@pytest.mark.parametrize("link", ["1/x-y", "zzzzzzzzzzzzzzzz/x-y", "1-1/x"])
def test_a_false_or_late_invitation_says_to_whom_to_turn(db: None, link: str) -> None:
    shown = Client().get(f"/administration/invitation/{link}/", follow=True)
    assert shown.status_code == 404
    assert "事務局" in shown.content.decode()


def test_the_operator_founds_a_council_with_its_first_secretary(cast: Cast) -> None:
    form = {"slug": "third", "name_ja": "第三", "name_en": "Third", "short_name_ja": "三協"}
    form["secretary"] = "first@third.example"
    nameless = client(cast.operator).post("/administration/councils/new/", form)
    assert nameless.status_code == 422, "somebody who is invited has a name"
    assert not Council.objects.filter(slug="third").exists()
    form["secretary_name"] = "第三 一郎"
    assert client(cast.operator).post("/administration/councils/new/", form).status_code == 302
    council = Council.objects.get(slug="third")
    assert roles_on(User.objects.get(email="first@third.example"), council) == {Role.SECRETARY}
    again = client(cast.operator).post("/administration/councils/new/", form)
    assert again.status_code == 422
    assert Council.objects.filter(slug="third").count() == 1


def test_an_organisation_is_registered(cast: Cast) -> None:
    visitor = client(cast.shiomi.users["secretary"])
    form = {"name_ja": "試験社", "regime": "business", "country": "JP", "corporate_number": "12"}
    assert visitor.post("/administration/organisations/new/", form).status_code == 422
    form["corporate_number"] = "1234567890123"
    page = visitor.post("/administration/organisations/new/", form, follow=True).content.decode()
    assert Organisation.objects.get(corporate_number="1234567890123").organs.count() == 1
    assert "次に行うこと" in page
    assert 'href="/c/shiomi/members/apply/"' in page
    assert "organs/new/" not in page.partition("次に行うこと")[2].partition("</ol>")[0], "it acts as itself"
    town = {"name_ja": "試験町", "regime": "public_body", "country": "JP"}
    page = visitor.post("/administration/organisations/new/", town, follow=True).content.decode()
    assert "organs/new/" in page.partition("次に行うこと")[2].partition("</ol>")[0]
    page = client(cast.operator).get("/administration/organisations/").content.decode()
    assert "システム管理</a>" in page.partition("<h1>")[0]


def test_a_council_is_reached_from_the_menu_of_its_secretariat_only(cast: Cast) -> None:
    link = 'href="/administration/councils/shiomi/roles/"'
    assert link in client(cast.shiomi.users["secretary"]).get("/c/shiomi/rules/").content.decode()
    assert link not in client(cast.shiomi.users["chair"]).get("/c/shiomi/rules/").content.decode()


def test_every_kind_of_background_work_has_a_word() -> None:
    assert set(KINDS) == {*work.BUILT_IN, *reactions.HANDLERS}


def test_a_key_is_shown_once_and_ended_on_the_page(cast: Cast) -> None:
    visitor, world = client(cast.shiomi.users["rep_city"]), cast.shiomi
    form = {"council": world.council.pk, "organisation": world.organisations["city"].pk, "name": "city OS"}
    form |= {"scopes": ["decide"], "per_minute": "60"}
    late = visitor.post("/administration/clients/new/", form | {"expires_on": "2020-01-01"})
    assert late.status_code == 422
    assert list(late.context["form"].errors) == ["expires_on"], "the error stands at its field"
    assert "プロセスごとに数え" in late.content.decode(), "what the rate means where several answer"
    shown = visitor.post("/administration/clients/new/", form)
    made = ApiClient.objects.get()
    assert re.search(rf"{made.prefix}_[\w-]{{43}}", shown.content.decode())
    assert "no-store" in shown["Cache-Control"]
    listing = visitor.get("/administration/clients/").content.decode()
    assert made.prefix in listing
    assert not re.search(rf"{made.prefix}_[\w-]{{43}}", listing)
    foreign = form | {"organisation": cast.nagiura.organisations["city"].pk}
    assert visitor.post("/administration/clients/new/", foreign).status_code == 422
    assert (
        client(cast.shiomi.users["rep_bus"]).post(f"/administration/clients/{made.pk}/end/").status_code
        == 404
    )
    visitor.post(f"/administration/clients/{made.pk}/end/")
    made.refresh_from_db()
    assert made.revoked_at is not None


def test_stuck_work_is_tried_again_or_given_up_by_who_looks_after_it(cast: Cast) -> None:
    with transaction.atomic():
        jobs = {
            world.council.slug: enqueue("nothing", key=world.council.slug, council=world.council, payload={})
            for world in cast.worlds
        }
    for job in jobs.values():
        work.perform(job.pk)
    visitor = client(cast.shiomi.users["secretary"])
    page = visitor.get("/administration/jobs/").content.decode()
    assert "no_handler" in page
    assert "nagiura" not in page
    silent = ("裏側の処理が1分以上動いていません", "時刻による処理が1分以上動いていません")
    assert [word in page for word in silent] == [True, True]
    work.alive("worker")
    page = visitor.get("/administration/jobs/").content.decode()
    assert [word in page for word in silent] == [False, True]
    assert visitor.post(f"/administration/jobs/{jobs['nagiura'].pk}/retry/").status_code == 404
    visitor.post(f"/administration/jobs/{jobs['shiomi'].pk}/retry/")
    assert Job.objects.get(key="shiomi").state == JobState.WAITING
    visitor.post(f"/administration/jobs/{jobs['shiomi'].pk}/cancel/")
    assert Job.objects.get(key="shiomi").state == JobState.CANCELLED
    assert visitor.post(f"/administration/jobs/{jobs['shiomi'].pk}/retry/").status_code == 409
    assert LedgerEntry.objects.filter(event__startswith="administration.job_").count() == 2


def test_what_failed_alike_is_tried_again_or_given_up_at_once(cast: Cast) -> None:
    """After a night without a mail server: not one by one, not what went well, and nothing of another council."""
    with transaction.atomic():
        jobs = [
            enqueue("mail", key=f"{world.council.slug}-{number}", council=world.council, payload={"user": 0})
            for world in cast.worlds
            for number in range(3)
        ]
    for job in jobs:
        assert work.perform(job.pk) is False
    Job.objects.filter(key="shiomi-1").update(state=JobState.WAITING)
    Job.objects.filter(key="shiomi-2").update(state=JobState.WAITING, attempts=0)
    visitor, other = (client(world.users["secretary"]) for world in cast.worlds)
    assert "止まっている裏側の処理があります" in visitor.get("/administration/").content.decode()
    assert "届けられませんでした" in visitor.get("/c/shiomi/today/").content.decode()
    page = visitor.get("/administration/jobs/")
    rows = [(one.kind, word, house.slug, one.many, one.stuck) for one, word, house in page.context["failed"]]
    assert rows == [("mail", "メール", "shiomi", 2, 1)]
    assert "汐見スマートシティ推進協議会" in page.content.decode()
    one = page.context["failed"][0][0].one
    assert other.post(f"/administration/jobs/{one}/retry/all/").status_code == 404
    assert visitor.post(f"/administration/jobs/{one}/retry/all/").status_code == 302
    here = Job.objects.filter(council="shiomi")
    assert list(here.values_list("state", "attempts").distinct()) == [("waiting", 0)]
    assert visitor.post(f"/administration/jobs/{one}/retry/all/").status_code == 409, (
        "nothing failed any more"
    )
    here.update(state=JobState.STUCK)
    assert visitor.post(f"/administration/jobs/{one}/cancel/all/").status_code == 302
    assert set(here.values_list("state", flat=True)) == {JobState.CANCELLED}
    assert set(Job.objects.filter(council="nagiura").values_list("state", flat=True)) == {JobState.STUCK}
    facts = LedgerEntry.objects.filter(event__startswith="administration.job_")
    assert {json.loads(bytes(entry.content))["facts"]["many"] for entry in facts} == {2, 3}


def test_the_operator_changes_law_from_a_day_on(cast: Cast) -> None:
    visitor = client(cast.operator)
    row = LawRow.objects.filter(kind="clock", valid_from__isnull=False, valid_to=None).first()
    row = row or LawRow.objects.filter(valid_from__isnull=False, valid_to=None).first()
    assert row is not None
    change = f"/administration/law/{row.pk}/change/"
    page = visitor.get(change)
    assert row.code in page.content.decode()
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    form = {name: value for name, value in page.context["form"].initial.items() if value is not None}
    form |= {"label_ja": "改", "source": "官報", "valid_from": tomorrow}
    wrong = visitor.post(change, form | {"amount": "long"})
    assert wrong.status_code == 422
    assert "官報" in wrong.content.decode()
    shown = visitor.post(change, form | {"preview": "1"})
    assert shown.status_code == 200
    assert LawRow.objects.filter(code=row.code).count() == 1
    kept = visitor.post(change, form)
    assert kept.status_code == 302
    row.refresh_from_db()
    assert row.valid_to == clock.today()
    assert LedgerEntry.objects.filter(event="administration.law_enacted").count() == 1


def test_who_acts_for_others_must_enrol_a_second_factor(cast: Cast) -> None:
    user = cast.shiomi.users["secretary"]
    Authenticator.objects.filter(user=user).delete()
    visitor = signed_in(user)
    answer = visitor.get("/administration/")
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("mfa_index"))
    assert visitor.get("/accounts/2fa/").status_code == 200
    assert visitor.get("/accounts/2fa/totp/activate/").status_code in (200, 302)
    posted = visitor.post("/administration/organisations/new/", {"name_ja": "x"})
    assert posted.status_code == 302
    assert "next=%2Fhome%2F" in posted.url


def test_who_came_in_without_the_second_factor_must_show_it(cast: Cast) -> None:
    visitor = Client()
    visitor.force_login(cast.operator, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = visitor.get("/administration/?a=b")
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("mfa_reauthenticate"))
    assert "%3Fa%3Db" in answer.url
    assert signed_in(cast.operator).get("/administration/").status_code == 200


def test_citizens_do_without(cast: Cast) -> None:
    assert signed_in(cast.shiomi.users["chihiro"]).get("/home/").url != reverse("mfa_index")


def test_who_only_votes_needs_one_too(cast: Cast) -> None:
    visitor = enter(Client(), cast.shiomi.users["steering_bus"], shown=False)
    assert visitor.get("/home/").url.startswith(reverse("mfa_reauthenticate"))


def test_a_role_that_is_given_takes_the_open_session_along(cast: Cast) -> None:
    visitor = signed_in(cast.stranger)
    assert visitor.get("/home/").status_code == 200
    actions.grant_role(Role.AUDITOR, cast.stranger, cast.shiomi.council, by=None)
    assert visitor.get("/home/").url.startswith(reverse("mfa_index"))


def test_seeds_of_second_factors_are_sealed(cast: Cast) -> None:
    from config.demo.people import seed

    row = Authenticator.objects.get(user=cast.operator, type=Authenticator.Type.TOTP)
    assert seed(cast.operator) not in json.dumps(row.data)


def test_the_machine_is_alive_and_says_what_it_lacks(db: None) -> None:
    assert Client().get("/healthz").content == b"ok\n"
    assert Client().get("/favicon.ico").url.endswith("icon.svg"), "asked for beside what is no page"
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "ok"
    assert answer.json()["worker"] == "down"
    work.alive("worker")
    found = Client().get("/readyz").json()
    assert (found["worker"], found["clock"]) == ("ok", "down"), (
        "sealing and the night's work have a worker of their own"
    )


def test_the_language_switch_is_remembered_for_mails(cast: Cast) -> None:
    visitor = client(cast.stranger)
    visitor.post("/language/", {"language": "en", "next": "/home/"})
    cast.stranger.refresh_from_db()
    assert cast.stranger.language == "en"
    visitor.post("/language/", {"language": "xx"})
    cast.stranger.refresh_from_db()
    assert cast.stranger.language == "en"


ENTERED = ("手続きできませんでした", "何も保存されて", "入力した内容")
"""What only somebody is told who sent something."""


def test_who_only_looked_is_told_whose_page_it_is(cast: Cast) -> None:
    reader = signed_in(cast.shiomi.users["rep_bus"])
    for path in ("today/", "today/others/", "statistics/"):
        answer = reader.get(f"/c/shiomi/{path}")
        shown = answer.content.decode()
        assert answer.status_code == 403
        assert not [words for words in ENTERED if words in shown]
        assert "ほかの方のページです" in shown
        assert "監事" in shown
        assert 'href="/home/"' in shown.partition("次にできること")[2]


def test_who_sent_something_is_told_that_it_was_not_stored(cast: Cast) -> None:
    member = signed_in(cast.shiomi.users["rep_bus"])
    answer = member.post("/c/shiomi/projects/new/", {"title_ja": "事業", "vision": "a", "plan": "b"})
    assert answer.status_code == 403
    assert "手続きできませんでした" in answer.content.decode()
    assert "入力した内容" in answer.content.decode()


def test_citizens_sign_up_and_confirm_their_address(db: None, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    visitor = Client()
    form = {"email": "shimin@example.org", "name": "市民 花子"}
    form |= {"password1": "nagisa-2026-abc", "password2": "nagisa-2026-abc"}
    assert visitor.post("/accounts/signup/", form).status_code == 302
    assert "_auth_user_id" not in visitor.session
    assert mail.outbox[0].subject == "メールアドレスの確認のお願い"
    assert "アカウントの開設の申込みがありました" in mail.outbox[0].body
    link = re.search(r"http://\S+?(/accounts/confirm-email/\S+)", mail.outbox[0].body)
    assert link
    visitor.post(link[1])
    visitor.post("/accounts/login/", {"login": "shimin@example.org", "password": "nagisa-2026-abc"})
    assert User.objects.get(pk=visitor.session["_auth_user_id"]).email == "shimin@example.org"


def test_a_forgotten_password_is_chosen_anew(cast: Cast, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    visitor = Client()
    user = cast.shiomi.users["chihiro"]
    visitor.post("/accounts/password/reset/", {"email": user.email})
    assert mail.outbox[0].subject == "新しいパスワードの設定"
    assert "パスワードの再設定の申込みがありました" in mail.outbox[0].body
    assert "testserver" not in re.sub(r"http://\S+", "", mail.outbox[0].body)
    link = re.search(r"http://\S+?(/accounts/password/reset/key/\S+)", mail.outbox[0].body)
    assert link
    form = visitor.get(link[1], follow=True)
    target = form.redirect_chain[-1][0] if form.redirect_chain else link[1]
    visitor.post(target, {"password1": "minato-2026-abc", "password2": "minato-2026-abc"})
    user.refresh_from_db()
    assert user.check_password("minato-2026-abc")
    assert not user.check_password(password())


def test_guessing_passwords_closes_the_door_for_a_while(cast: Cast) -> None:
    from django.core.cache import cache

    cache.clear()
    user, visitor = cast.shiomi.users["chihiro"], Client()
    for _attempt in range(11):
        visitor.post("/accounts/login/", {"login": user.email, "password": "wrong-password-1"})
    visitor.post("/accounts/login/", {"login": user.email, "password": password()})
    assert "_auth_user_id" not in visitor.session
    cache.clear()
