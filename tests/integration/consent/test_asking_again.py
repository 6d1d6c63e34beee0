"""The council asks those of an ended version again, by its page; and the mail leads to the question."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from consent import actions, queries
from consent.models import Consent, ConsentEvent
from core import clock
from core.errors import NotNow, NotPermitted
from core.outbox.models import Job, JobState
from core.outbox.work import perform
from tests.cast import signed_in
from tests.factories import consents as make
from tests.integration.consent.test_staff_pages import at

DECISION = "汐見協第1号"


@pytest.fixture
def world(cast):
    return cast.shiomi


@pytest.fixture
def version(world):
    return make.notice(world)


@pytest.fixture
def secretary(world):
    return world.users["secretary"]


@pytest.fixture
def ended(world, version, secretary):
    """Three agreed, one said no; then the version was found defective, and its consents were ended."""
    for name in ("chihiro", "ken"):
        actions.give(world.persons[name], version.items.all(), by=world.users[name])
    known = actions.known_to_holder(world.council, world.organs["mayor"], "U-1")
    actions.give(known, version.items.all(), by=None, route="feed")
    no = actions.known_to_holder(world.council, world.organs["mayor"], "U-2")
    actions.refuse(no, version.items.all(), by=None, route="feed")
    actions.invalidate(version, by=secretary, decision=DECISION)
    assert perform(Job.objects.get(kind="defective_notice").pk)
    return version


def corrected(version, world):
    return make.next_version(version.notice_id, world)


def asked(version):
    return ConsentEvent.objects.filter(item__version=version, kind="requested")


def test_those_of_an_ended_version_are_asked_from_the_notices_page(world, ended, secretary):
    client, page = signed_in(secretary), at("notice", world, ended.notice.reference)
    form = at("ask_again", world, ended.notice.reference, 1)
    assert form not in client.get(page).content.decode(), "there is nothing new to ask yet"
    assert client.post(form).status_code == 409
    newer = corrected(ended, world)
    assert form in client.get(page).content.decode()
    ken = world.persons["ken"]
    actions.place_hold(ken, "use_stop", by=secretary, basis="受付第3号")
    assert client.post(form).status_code == 302
    assert form not in client.get(page).content.decode(), "the worker is at it"
    client.post(form)
    job = Job.objects.get(kind="ask_again")
    assert perform(job.pk)
    job.refresh_from_db()
    assert (job.state, job.progress, job.total) == (JobState.DONE, 2, 2)
    people = {event.person.key for event in asked(newer)}
    assert len(people) == 2, "nobody who said no, and nobody who is held"
    chihiro = world.persons["chihiro"]
    assert chihiro.key in people
    assert ken.key not in people
    mail = Job.objects.get(kind="mail", key__startswith=f"consent:asked:{chihiro.pk}:")
    where = reverse("my:agree", args=[world.council.slug, ended.notice.reference])
    assert mail.payload["references"]["path"] == where
    assert where in signed_in(chihiro.user).get("/my/").content.decode()
    assert client.post(form).status_code == 409, "nobody is asked twice"


def test_who_said_no_to_all_that_is_left_is_not_counted(world, secretary):
    bus = make.choice(world, "bus", recipient=world.organisations["bus"].pk)
    both = make.notice(world, make.choice(world), bus)
    for name, word in (("chihiro", "refuse"), ("ken", "give")):
        person = world.persons[name]
        actions.answer(person, both, {"steps": "give", "bus": word}, entry=actions.Entry(by=person.user))
    actions.invalidate(both, by=secretary, decision=DECISION)
    assert perform(Job.objects.get(kind="defective_notice").pk)
    current = make.next_version(both.notice_id, world, bus)
    [again] = queries.again_of(both.notice)
    assert (again.left, again.alone) == (1, 1)
    page = signed_in(secretary).get(at("notice", world, both.notice.reference)).content.decode()
    assert "ほかに1人は、現在尋ねている内容にすでに回答" in page
    actions.ask_again(both, by=secretary)
    assert perform(Job.objects.get(kind="ask_again").pk)
    assert [event.person for event in asked(current)] == [world.persons["ken"]]
    assert queries.again_of(both.notice) == []


def test_the_work_ends_where_the_version_is_no_longer_asked(world, ended, secretary):
    newer = corrected(ended, world)
    actions.ask_again(ended, by=secretary)
    actions.retire(newer.notice, by=secretary)
    assert perform(Job.objects.get(kind="ask_again").pk)
    assert not asked(newer).exists()


def test_only_the_secretariat_of_the_council_asks_again(cast, world, ended):
    corrected(ended, world)
    for user in (cast.shiomi.users["auditor"], cast.nagiura.users["secretary"]):
        with pytest.raises(NotPermitted):
            actions.ask_again(ended, by=user)


def test_work_that_got_stuck_is_taken_up_again(world, ended, secretary):
    corrected(ended, world)
    actions.ask_again(ended, by=secretary)
    Job.objects.filter(kind="ask_again").update(state=JobState.STUCK)
    actions.ask_again(ended, by=secretary)
    assert Job.objects.get(kind="ask_again").state == JobState.WAITING


def test_after_its_period_the_mail_leads_to_the_question(world, version, secretary):
    chihiro = world.persons["chihiro"]
    actions.give(chihiro, version.items.all(), by=chihiro.user)
    over = Consent.objects.get(person=chihiro).until + timedelta(seconds=1)
    with clock.at(over):
        actions.expire_due()
    mail = Job.objects.get(kind="mail", payload__template="consent/expired_asked")
    question = mail.payload["references"]["path"]
    shown = signed_in(chihiro.user).get(question)
    assert (shown.status_code, reverse("my:agree", args=[world.council.slug, version.notice.reference])) == (
        200,
        question,
    )


def test_after_the_last_question_the_mail_leads_to_what_happened(world, version, secretary):
    chihiro = world.persons["chihiro"]
    actions.give(chihiro, version.items.all(), by=chihiro.user)
    actions.retire(version.notice, by=secretary)
    with clock.at(Consent.objects.get(person=chihiro).until + timedelta(seconds=1)):
        actions.expire_due()
    mail = Job.objects.get(kind="mail", payload__template="consent/expired")
    assert mail.payload["references"]["path"] == reverse("my:history")


def test_an_unasked_version_has_nobody_to_ask(version, secretary):
    with pytest.raises(NotNow) as refusal:
        actions.ask_again(version, by=secretary)
    assert refusal.value.code == "nothing_newer_to_ask"
    assert queries.again_of(version.notice) == []
