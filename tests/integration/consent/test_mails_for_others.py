"""Mails where somebody decides for another: to whoever has the authority, and in words that are true for them."""

from __future__ import annotations

import pytest
from django.core import mail
from django.urls import reverse

from consent import actions, queries
from core.outbox.models import Job
from core.outbox.work import perform
from tests.cast import signed_in
from tests.factories import consents as make


@pytest.fixture
def world(cast):
    return cast.shiomi


@pytest.fixture
def version(world):
    return make.notice(world)


@pytest.fixture
def child(world):
    """陽菜, for whom her mother and Ken are registered as parents."""
    secretary = world.users["secretary"]
    for name in ("chihiro", "ken"):
        actions.register_proxy(
            world.persons["hina"], world.persons[name], "statutory", by=secretary, basis="戸籍謄本"
        )
    return world.persons["hina"]


def told(template):
    return list(
        Job.objects.filter(kind="mail", payload__template=f"consent/{template}").values_list(
            "payload__user", flat=True
        )
    )


def test_for_a_child_those_get_the_mail_who_decide_and_are_not_hidden(world, version, child):
    mother, ken, secretary = world.users["chihiro"], world.users["ken"], world.users["secretary"]
    actions.give(child, version.items.all(), by=mother)
    assert set(told("receipt")) == {mother.pk, ken.pk}
    actions.place_hold(child, "protection", by=secretary, basis="受付第9号", hidden_from=world.persons["ken"])
    Job.objects.filter(kind="mail").delete()
    actions.revoke(child, version.items.all(), by=secretary, decision="汐見協第1号")
    assert told("revoked") == [mother.pk]
    job = Job.objects.get(kind="mail", payload__template="consent/revoked")
    path = job.payload["references"]["path"]
    assert path == reverse("my:history") + f"?for={child.key}"
    assert signed_in(mother).get(path).status_code == 200


def test_the_mail_says_that_it_is_about_somebody_else(world, version, child, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    actions.give(child, version.items.all(), by=world.users["chihiro"])
    mine = world.persons["chihiro"]
    actions.give(mine, version.items.all(), by=mine.user)
    jobs = Job.objects.filter(kind="mail", payload__template="consent/receipt")
    for job in jobs.filter(payload__user=mine.user_id).order_by("pk"):
        assert perform(job.pk)
    assert ["代わりに判断する方" in one.body for one in mail.outbox] == [True, False]


def test_whoever_is_registered_is_told_and_a_ward_is_told_the_truth(world, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    secretary, ken = world.users["secretary"], world.persons["ken"]
    chihiro = world.persons["chihiro"]
    for kind in ("statutory", "voluntary"):
        actions.register_proxy(ken, chihiro, kind, by=secretary, basis="書類 2026-04-02")
    assert told("proxy_agent") == [chihiro.user_id] * 2
    assert told("proxy_registered") == [ken.user_id] * 2
    for job in Job.objects.filter(kind="mail", payload__template="consent/proxy_registered").order_by("pk"):
        assert perform(job.pk)
    assert ["誤りがあるときは" in one.body for one in mail.outbox] == [True, False]


def test_whoever_acts_lays_it_down_on_their_own_page(world, child):
    ken = world.users["ken"]
    client, page = signed_in(ken), reverse("my:proxies")
    (proxy,) = [one for one in queries.agents_of(child) if one.agent.user_id == ken.pk]
    form = reverse("my:proxy_end", args=[proxy.pk])
    assert form in client.get(page).content.decode()
    assert form not in signed_in(world.users["chihiro"]).get(page).content.decode()
    assert client.post(form).status_code == 302
    proxy.refresh_from_db()
    assert proxy.ended_by == ken
    assert form not in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("name", "word", "says"),
    [
        ("chihiro", "give", "次回の提供から"),
        ("stranger", "give", "利用者番号が結び付いてから"),
        ("chihiro", "refuse", "後からいつでも同意できます"),
    ],
)
def test_after_answering_it_is_said_what_comes_next(cast, world, version, name, word, says):
    client = signed_in(cast.stranger if name == "stranger" else world.users[name])
    place = [world.council.slug, version.notice.reference]
    client.post(reverse("my:choose", args=[*place, "steps"]), {"answer": word})
    shown = client.post(reverse("my:send", args=place), follow=True).content.decode()
    assert says in shown


def test_figures_for_the_public_leave_out_whom_no_provider_knows(cast, world, version):
    own = actions.person_for(cast.stranger, world.council)
    actions.give(own, version.items.all(), by=cast.stranger)
    chihiro = world.persons["chihiro"]
    actions.give(chihiro, version.items.all(), by=chihiro.user)
    (rate,) = queries.rates(world.council)
    assert (rate.agreed, rate.known) == (2, 1)


def test_where_the_account_is_closed_whoever_decides_is_told(world, version):
    ren, mother = world.persons["ren"], world.persons["chihiro"]
    actions.register_proxy(ren, mother, "statutory", by=world.users["secretary"], basis="戸籍謄本")
    ren.user.is_active = False
    ren.user.save()
    actions.give(ren, version.items.all(), by=mother.user)
    assert told("receipt") == [mother.user_id]
