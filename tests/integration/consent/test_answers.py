"""A person's answers: given, refused, put off, withdrawn, renewed; receipts; evidence."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consent import actions, queries
from consent.actions import Entry
from consent.enums import Route
from consent.models import Consent, ConsentEvent, Receipt
from core import canonical, clock
from core.errors import Invalid, NotNow, NotPermitted, Refused
from core.ledger.models import Epoch, LedgerEntry
from core.outbox.models import Job
from core.outbox.work import perform
from tests.factories import consents as make


@pytest.fixture
def version(cast):
    return make.notice(cast.shiomi)


@pytest.fixture
def chihiro(cast):
    return cast.shiomi.persons["chihiro"]


def kinds(person):
    rows = ConsentEvent.objects.filter(person=person).order_by("sequence")
    return list(rows.values_list("kind", flat=True))


def state(person, version):
    return queries.state_of(person, [item.pk for item in version.items.all()], clock.now()).state


def test_giving_writes_the_question_and_the_answer_and_a_receipt(version, chihiro):
    receipt = actions.give(chihiro, version.items.all(), by=chihiro.user)
    assert kinds(chihiro) == ["requested", "given"]
    assert state(chihiro, version) == "in_force"
    assert receipt.digest == canonical.digest(receipt.document)
    entry = LedgerEntry.objects.get(event="consent.receipt_issued")
    assert json.loads(bytes(entry.content))["facts"]["document"] == receipt.digest


def asked(verb, *args, **named):
    with CaptureQueriesContext(connection) as statements:
        verb(*args, **named)
    return len(statements)


def test_a_page_of_many_choices_takes_as_many_statements_as_one(cast, version):
    world = cast.shiomi
    person, by = world.persons["chihiro"], world.persons["chihiro"].user
    many = make.notice(world, *(make.choice(world, code) for code in ("one", "two", "three", "four")))
    first, all_of_it = [list(queries.items_of(one.items.values("pk"))) for one in (version, many)]
    assert len(all_of_it) == 4
    given = asked(actions.give, person, first, by=by)
    assert asked(actions.give, person, all_of_it, by=by) == given
    assert kinds(person) == ["requested"] * 5 + ["given"] * 5
    assert asked(actions.give, person, first, by=by) == asked(actions.give, person, all_of_it, by=by) == given
    assert kinds(person)[-5:] == ["renewed"] * 5
    assert len(LedgerEntry.objects.filter(event__startswith="consent.", subject__startswith="consent:")) == 15


def test_evidence_of_a_consent_holds_no_personal_data(version, chihiro):
    actions.give(chihiro, version.items.all(), by=chihiro.user)
    written = b"".join(
        bytes(entry.content) for entry in LedgerEntry.objects.filter(event__startswith="consent.")
    )
    for word in ("森川", "千尋", chihiro.user.email):
        assert word.encode() not in written
    assert not re.search(rb"(?<![0-9a-f])1985(?![0-9a-f])", written), (
        "the year of birth; digits of keys do not count"
    )
    assert str(chihiro.key).encode() in written


def test_consent_events_leave_the_epoch_alone(version, chihiro, cast):
    before = Epoch.objects.filter(scope=cast.shiomi.council.slug).values_list("value", flat=True).first()
    actions.give(chihiro, version.items.all(), by=chihiro.user)
    after = Epoch.objects.filter(scope=cast.shiomi.council.slug).values_list("value", flat=True).first()
    assert before == after


def test_withdrawing_takes_effect_at_once_and_asks_for_no_reason(version, chihiro):
    items = list(version.items.all())
    actions.give(chihiro, items, by=chihiro.user)
    receipt = actions.withdraw(chihiro, items, by=chihiro.user)
    assert state(chihiro, version) == "withdrawn"
    assert not queries.in_force(items and [items[0].pk], at=clock.now()).exists()
    assert "ConsentWithdrawn" in json.dumps(receipt.document)


def test_refusing_is_recorded_with_a_receipt(version, chihiro):
    receipt = actions.refuse(chihiro, version.items.all(), by=chihiro.user)
    assert kinds(chihiro) == ["requested", "refused"]
    assert "ConsentRefused" in json.dumps(receipt.document)


def test_deciding_later_is_a_state_and_gives_no_receipt(version, chihiro):
    assert actions.defer(chihiro, version.items.all(), by=chihiro.user) is None
    assert state(chihiro, version) == "deferred"
    assert not Receipt.objects.filter(person=chihiro).exists()


def test_refusing_what_is_in_force_withdraws_it(version, chihiro):
    actions.give(chihiro, version.items.all(), by=chihiro.user)
    actions.refuse(chihiro, version.items.all(), by=chihiro.user)
    assert kinds(chihiro)[-1] == "withdrawn"


def test_agreeing_again_renews_and_moves_the_end(version, chihiro):
    actions.give(chihiro, version.items.all(), by=chihiro.user)
    first = Consent.objects.get(person=chihiro).until
    with clock.at(clock.now() + timedelta(days=40)):
        actions.renew(chihiro, version.items.all(), by=chihiro.user)
    assert kinds(chihiro)[-1] == "renewed"
    assert Consent.objects.get(person=chihiro).until > first


def test_who_withdrew_can_agree_again(version, chihiro):
    for verb in (actions.give, actions.withdraw, actions.give):
        verb(chihiro, list(version.items.all()), by=chihiro.user)
    assert state(chihiro, version) == "in_force"


def test_all_choices_of_a_page_are_one_transaction_and_one_receipt(cast, chihiro):
    world = cast.shiomi
    version = make.notice(
        world, make.choice(world), make.choice(world, "bus", recipient=world.organisations["bus"].pk)
    )
    receipt = actions.answer(
        chihiro, version, {"steps": "give", "bus": "refuse"}, entry=Entry(by=chihiro.user)
    )
    assert len(receipt.document["dpv:hasRecordOfActivity"]) == 2
    assert dict(Consent.objects.filter(person=chihiro).values_list("item__code", "state")) == {
        "steps": "in_force",
        "bus": "refused",
    }


def test_a_wrong_answer_stores_nothing(version, chihiro):
    for words in ({}, {"steps": "yes"}, {"elsewhere": "give"}, {"steps": "give", "elsewhere": "give"}):
        with pytest.raises(Invalid):
            actions.answer(chihiro, version, words, entry=Entry(by=chihiro.user))
    assert not ConsentEvent.objects.filter(person=chihiro).exists()


def test_sending_the_same_page_twice_is_once(version, chihiro):
    entry = Entry(by=chihiro.user, idempotency_key="page:1")
    first = actions.answer(chihiro, version, {"steps": "give"}, entry=entry)
    again = actions.answer(chihiro, version, {"steps": "give"}, entry=entry)
    assert first == again
    assert kinds(chihiro) == ["requested", "given"]


def test_nobody_answers_for_another(version, chihiro, cast):
    for user in (cast.shiomi.users["ken"], cast.shiomi.users["secretary"], cast.stranger, cast.operator):
        with pytest.raises(NotPermitted):
            actions.give(chihiro, version.items.all(), by=user)
    assert not ConsentEvent.objects.exists()


def test_an_older_version_is_not_answered_any_more(version, chihiro, cast):
    make.next_version(version.notice_id, cast.shiomi)
    with pytest.raises(NotNow) as refusal:
        actions.give(chihiro, version.items.all(), by=chihiro.user)
    assert refusal.value.code == "notice_not_asked"


def test_an_answer_to_a_new_version_takes_the_place_of_the_old_one(version, chihiro, cast):
    actions.give(chihiro, version.items.all(), by=chihiro.user)
    second = make.next_version(version.notice_id, cast.shiomi)
    old, new = version.items.get(), second.items.get()
    assert old.choice == new.choice
    assert queries.in_force([old.pk], at=clock.now()).count() == 1
    actions.refuse(chihiro, [new], by=chihiro.user)
    assert queries.in_force([old.pk, new.pk], at=clock.now()).count() == 0
    assert Consent.objects.filter(person=chihiro).count() == 1


def test_deciding_later_about_a_new_version_leaves_the_consent_in_force(version, chihiro, cast):
    actions.give(chihiro, version.items.all(), by=chihiro.user)
    second = make.next_version(version.notice_id, cast.shiomi)
    actions.defer(chihiro, second.items.all(), by=chihiro.user)
    assert state(chihiro, version) == "in_force"


def test_a_retired_notice_is_not_asked_but_consents_stay(version, chihiro, cast):
    actions.give(chihiro, version.items.all(), by=chihiro.user)
    actions.retire(version.notice, by=cast.shiomi.users["secretary"])
    assert state(chihiro, version) == "in_force"
    with pytest.raises(NotNow):
        actions.give(cast.shiomi.persons["ken"], version.items.all(), by=cast.shiomi.users["ken"])


def test_a_synchronisation_never_revives_a_consent(version, chihiro):
    actions.give(chihiro, version.items.all(), by=None, route=Route.FEED)
    actions.withdraw(chihiro, list(version.items.all()), by=chihiro.user)
    with pytest.raises(Refused) as refusal:
        actions.give(chihiro, version.items.all(), by=None, route=Route.FEED)
    assert refusal.value.code == "no_revival"
    assert state(chihiro, version) == "withdrawn"


def test_a_withdrawal_reported_by_the_app_wins(version, chihiro):
    actions.give(chihiro, version.items.all(), by=chihiro.user)
    actions.withdraw(chihiro, list(version.items.all()), by=None, route=Route.FEED)
    assert state(chihiro, version) == "withdrawn"


def test_nobody_is_asked_twice_about_the_same_version(version, chihiro, cast):
    secretary = cast.shiomi.users["secretary"]
    assert actions.ask(version, [chihiro], by=secretary) == 1
    actions.defer(chihiro, version.items.all(), by=chihiro.user)
    assert actions.ask(version, [chihiro], by=secretary) == 0
    second = make.next_version(version.notice_id, cast.shiomi)
    assert actions.ask(second, [chihiro], by=secretary) == 1
    assert state(chihiro, second) == "requested"


def test_time_ends_a_consent_once(version, chihiro):
    actions.give(chihiro, version.items.all(), by=chihiro.user)
    until = Consent.objects.get(person=chihiro).until
    with clock.at(until - timedelta(seconds=1)):
        assert actions.expire_due() == 0
    with clock.at(until):
        assert queries.state_of(chihiro, [version.items.get().pk], until).state == "expired"
        assert queries.fallen_out([version.items.get().pk], at=until) == {"expired": 1}
        assert actions.expire_due() == 1
        assert actions.expire_due() == 0
    assert kinds(chihiro)[-1] == "expired"


def test_a_consent_lasts_as_long_as_the_shortest_limit(cast, chihiro):
    world = cast.shiomi
    last = clock.add_months(clock.today(), 3)
    version = make.notice(world, make.choice(world, valid_until=last.isoformat()))
    actions.give(chihiro, version.items.all(), by=chihiro.user)
    assert Consent.objects.get(person=chihiro).until == clock.end_of(last)


def test_what_another_party_ends_rests_on_a_decision(version, chihiro, cast):
    secretary = cast.shiomi.users["secretary"]
    actions.give(chihiro, version.items.all(), by=chihiro.user)
    with pytest.raises(Invalid):
        actions.revoke(chihiro, version.items.all(), by=secretary, decision=" ")
    with pytest.raises(NotPermitted):
        actions.revoke(chihiro, version.items.all(), by=cast.shiomi.users["auditor"], decision="汐見協第1号")
    actions.revoke(chihiro, version.items.all(), by=secretary, decision="汐見協第1号")
    assert state(chihiro, version) == "revoked"


def test_a_defective_notice_ends_every_consent_under_it(version, chihiro, cast):
    secretary = cast.shiomi.users["secretary"]
    actions.give(chihiro, version.items.all(), by=chihiro.user)
    actions.invalidate(version, by=secretary, decision="汐見協第1号")
    assert state(chihiro, version) == "invalidated"
    assert Consent.objects.get(person=chihiro).state == "in_force", "counts as invalid before it is ended"
    assert perform(Job.objects.get(kind="defective_notice").pk)
    assert Consent.objects.get(person=chihiro).state == "invalidated"
    assert state(chihiro, version) == "invalidated"


def test_dates_in_the_past_are_refused(cast, chihiro):
    world = cast.shiomi
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    version = make.notice(world, make.choice(world, valid_until=yesterday))
    with pytest.raises(Refused) as refusal:
        actions.give(chihiro, version.items.all(), by=chihiro.user)
    assert refusal.value.code == "choice_is_over"
    assert isinstance(clock.now(), datetime)
