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
    actions.revoke(chihiro, items(second), by=world.users["secretary"], decision="汐見協第1号")
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
    assert import_consents(item, rows, by=world.users["secretary"], decision="汐見協第1号") == 0


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


def renamed(world, first, *items):
    """The next version of ``first``, whose change is material: the choice has another code."""
    return make.next_version(first.notice_id, world, *(items or (make.choice(world, "steps2"),)))


def test_a_refusal_under_a_new_name_ends_what_was_agreed_under_the_old_one(world, chihiro, first):
    actions.give(chihiro, items(first), by=chihiro.user)
    second = renamed(world, first)
    page = signed_in(chihiro.user).get(reverse("my:agree", args=[world.council.slug, first.notice.reference]))
    assert f"{first.notice.reference} v1" in page.content.decode(), "said before it is answered"
    actions.refuse(chihiro, items(second), by=chihiro.user)
    assert (state(chihiro, first), state(chihiro, second)) == ("withdrawn", "refused")
    covering = [item.pk for version in (first, second) for item in items(version)]
    assert not queries.in_force(covering, at=clock.now()).exists()


def test_a_withdrawal_under_the_old_name_ends_the_new_one(world, chihiro, first):
    actions.give(chihiro, items(first), by=chihiro.user)
    second = renamed(world, first)
    actions.give(chihiro, items(second), by=chihiro.user)
    assert (state(chihiro, first), state(chihiro, second)) == ("in_force", "in_force")
    actions.withdraw(chihiro, items(first), by=chihiro.user)
    assert (state(chihiro, first), state(chihiro, second)) == ("withdrawn", "withdrawn")
    told = Receipt.objects.filter(person=chihiro).order_by("pk").values_list("version", flat=True)
    assert list(told)[-2:] == [first.pk, second.pk], "a receipt for each version"


def test_no_synchronisation_revives_under_a_new_name(world, chihiro, first):
    actions.give(chihiro, items(first), by=chihiro.user)
    actions.withdraw(chihiro, items(first), by=chihiro.user)
    second = renamed(world, first)
    entry = Entry(by=None, route=Route.FEED, record_number="APP-9", idempotency_key="renamed")
    with pytest.raises(Refused) as refusal:
        actions.answer(chihiro, second, {"steps2": "give"}, entry=entry)
    assert refusal.value.code == "no_revival"
    assert state(chihiro, second) == ""
    actions.give(chihiro, items(second), by=chihiro.user)
    assert state(chihiro, second) == "in_force", "the person may"


def test_a_decision_revokes_under_both_names_once(world, chihiro, first):
    actions.give(chihiro, items(first), by=chihiro.user)
    second = renamed(world, first)
    actions.give(chihiro, items(second), by=chihiro.user)
    both = [*items(first), *items(second)]
    actions.revoke(chihiro, both, by=world.users["secretary"], decision="汐見協第1号")
    assert (state(chihiro, first), state(chihiro, second)) == ("revoked", "revoked")


def two(world):
    return make.choice(world), make.choice(world, "less", data_items=make.choice(world)["data_items"][:1])


def test_side_by_side_is_apart_also_when_answered_in_different_versions(world, chihiro):
    first = make.notice(world, *two(world))
    actions.give(chihiro, items(first), by=chihiro.user)
    second = make.next_version(first.notice_id, world, *two(world))
    actions.answer(chihiro, second, {"less": "give"}, entry=Entry(by=chihiro.user))
    [steps] = [item for item in items(first) if item.code == "steps"]
    actions.withdraw(chihiro, [steps], by=chihiro.user)
    stands = {one.item.code: one.state for one in queries.of_person(chihiro)}
    assert stands == {"steps": "withdrawn", "less": "in_force"}


def test_side_by_side_is_apart_where_the_second_came_later(world, chihiro, first):
    actions.give(chihiro, items(first), by=chihiro.user)
    second = make.next_version(first.notice_id, world, *two(world))
    actions.answer(chihiro, second, {"less": "give"}, entry=Entry(by=chihiro.user))
    actions.withdraw(chihiro, items(first), by=chihiro.user)
    stands = {one.item.code: one.state for one in queries.of_person(chihiro)}
    assert stands == {"steps": "withdrawn", "less": "in_force"}


def test_what_a_new_version_no_longer_asks_ends_with_a_no_to_all_it_asks(world, chihiro):
    first = make.notice(world, *two(world))
    actions.give(chihiro, items(first), by=chihiro.user)
    second = make.next_version(first.notice_id, world)
    actions.refuse(chihiro, items(second), by=chihiro.user)
    stands = {one.item.code: one.state for one in queries.of_person(chihiro)}
    assert stands == {"steps": "withdrawn", "less": "withdrawn"}
