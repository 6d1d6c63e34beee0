"""Two notices in force ask about the same use: what the person said last counts, on whichever page it was said."""

from __future__ import annotations

import pytest
from django.urls import reverse

from consent import actions, queries
from consent.actions import Entry
from consent.actions.imports import Earlier, import_consents
from consent.enums import Route
from consent.models import Consent, ConsentEvent, Receipt
from core import clock
from core.errors import Refused
from tests.cast import signed_in
from tests.factories import consents as make


@pytest.fixture
def world(cast):
    return cast.shiomi


@pytest.fixture
def chihiro(world):
    return world.persons["chihiro"]


@pytest.fixture
def first(world):
    return make.notice(world)


@pytest.fixture
def second(world):
    steps = make.choice(world)["data_items"][:1]
    return make.notice(world, make.choice(world, "again", data_items=steps))


def items(version):
    return list(queries.items_of(version.items.values("pk")))


def state(person, version):
    return queries.state_of(person, [item.pk for item in version.items.all()], clock.now()).state


def both_given(chihiro, first, second):
    for version in (first, second):
        actions.give(chihiro, items(version), by=chihiro.user)


def test_a_withdrawal_ends_the_same_use_under_the_other_notice(chihiro, first, second):
    both_given(chihiro, first, second)
    actions.withdraw(chihiro, items(second), by=chihiro.user)
    assert (state(chihiro, first), state(chihiro, second)) == ("withdrawn", "withdrawn")
    covering = [item.pk for version in (first, second) for item in items(version)]
    assert not queries.in_force(covering, at=clock.now()).exists()
    told = Receipt.objects.filter(person=chihiro).order_by("pk").values_list("version", flat=True)
    assert set(list(told)[-2:]) == {first.pk, second.pk}, "a receipt for each notice"


def test_a_refusal_ends_it_as_well_and_the_last_word_counts(chihiro, first, second):
    actions.give(chihiro, items(first), by=chihiro.user)
    actions.refuse(chihiro, items(second), by=chihiro.user)
    assert state(chihiro, first) == "withdrawn"
    actions.give(chihiro, items(first), by=chihiro.user)
    assert state(chihiro, first) == "in_force"


def test_deciding_later_ends_nothing(chihiro, first, second):
    actions.give(chihiro, items(first), by=chihiro.user)
    actions.defer(chihiro, items(second), by=chihiro.user)
    assert state(chihiro, first) == "in_force"


@pytest.mark.parametrize(
    "change",
    [
        {"purpose": "ServiceProvision"},
        {"dataset": "D-02"},
        {"data_items": [{"code": "gps_trace", "ja": "位置", "easy": "{位置|いち}", "en": "Places"}]},
    ],
)
def test_another_use_goes_on(world, chihiro, first, change):
    other = make.notice(world, make.choice(world, "other", **change))
    both_given(chihiro, first, other)
    actions.withdraw(chihiro, items(other), by=chihiro.user)
    assert state(chihiro, first) == "in_force"


def test_another_recipient_goes_on(world, chihiro, first):
    other = make.notice(world, make.choice(world, recipient=world.organisations["bus"].pk))
    both_given(chihiro, first, other)
    actions.withdraw(chihiro, items(other), by=chihiro.user)
    assert state(chihiro, first) == "in_force"


def test_choices_side_by_side_in_one_notice_are_answered_apart(world, chihiro):
    steps = make.choice(world)["data_items"][:1]
    version = make.notice(world, make.choice(world), make.choice(world, "less", data_items=steps))
    answers = {"steps": "refuse", "less": "give"}
    actions.answer(chihiro, version, answers, entry=Entry(by=chihiro.user))
    assert Consent.objects.get(person=chihiro, item__code="less").state == "in_force"


def test_a_decision_that_revokes_one_revokes_the_other(world, chihiro, first, second):
    both_given(chihiro, first, second)
    actions.revoke(chihiro, items(second), by=world.users["secretary"], decision="汐見協第9号")
    assert (state(chihiro, first), state(chihiro, second)) == ("revoked", "revoked")


def test_a_withdrawal_in_the_holders_app_ends_the_other_with_its_record_number(chihiro, first, second):
    both_given(chihiro, first, second)
    entry = Entry(by=None, route=Route.FEED, record_number="APP-7", idempotency_key="once")
    actions.answer(chihiro, second, {"again": "refuse"}, entry=entry)
    actions.answer(chihiro, second, {"again": "refuse"}, entry=entry)
    ended = ConsentEvent.objects.get(person=chihiro, kind="withdrawn", item__version=first)
    assert (ended.route, ended.record_number) == (Route.FEED, "APP-7")


def test_no_synchronisation_revives_under_another_notice(world, chihiro, first, second):
    actions.give(chihiro, items(first), by=chihiro.user)
    actions.withdraw(chihiro, items(first), by=chihiro.user)
    entry = Entry(by=None, route=Route.FEED, record_number="APP-8", idempotency_key="late")
    with pytest.raises(Refused):
        actions.answer(chihiro, second, {"again": "give"}, entry=entry)
    held = actions.imports.known_to_holder(world.council, world.organs["mayor"], "H-1")
    actions.give(held, items(first), by=None, route=Route.FEED)
    actions.refuse(held, items(first), by=None, route=Route.FEED)
    [item] = items(second)
    rows = [Earlier("H-1", clock.now())]
    assert import_consents(item, rows, by=world.users["secretary"], decision="汐見協第9号") == 0


def test_the_pages_say_which_other_consent_ends(world, chihiro, first, second):
    both_given(chihiro, first, second)
    reader = signed_in(chihiro.user)
    consent = Consent.objects.get(person=chihiro, item__version=second)
    page = reader.get(reverse("my:withdraw", args=[consent.pk])).content.decode()
    assert first.notice.reference in page
    where = [world.council.slug, second.notice.reference]
    page = reader.get(reverse("my:agree", args=where)).content.decode()
    assert first.notice.reference in page
    reader.post(reverse("my:choose", args=[*where, "again"]), {"answer": "refuse"})
    page = reader.get(reverse("my:check", args=where)).content.decode()
    assert first.notice.reference in page
    alone = make.notice(world, make.choice(world, purpose="ServiceProvision"))
    page = reader.get(reverse("my:agree", args=[world.council.slug, alone.notice.reference])).content.decode()
    assert first.notice.reference not in page
