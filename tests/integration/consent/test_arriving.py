"""How a holder's id comes to a person: from the holder's app, at the counter; and two persons who are one."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from consent import actions, queries
from consent.actions import Earlier
from consent.models import Consent, ConsentEvent, CounterCode, Handover, Proxy, Receipt
from core import clock
from core.accounts.models import Person, SubjectLink
from core.administration.actions import enrol_person
from core.clients import keys
from core.clients.enums import Scope
from core.errors import Refused
from core.ledger.models import LedgerEntry
from core.outbox.models import Job
from tests.cast import signed_in
from tests.factories import consents as make
from tests.integration.consent.test_machine_endpoints import key_of, post, report
from tests.integration.consent.test_staff_pages import at


@pytest.fixture(autouse=True)
def fresh_minute(monkeypatch):
    monkeypatch.setattr(keys, "gauge", keys.Gauge())


@pytest.fixture
def world(cast):
    return cast.shiomi


@pytest.fixture
def version(world):
    return make.notice(world)


@pytest.fixture
def key(world):
    return key_of(world, Scope.CONSENT)


@pytest.fixture
def secretary(world):
    return signed_in(world.users["secretary"])


def handed(world, key, holder_id="KP-1", **more):
    status, told = post(
        "/consent/handovers", {"organ": world.organs["mayor"].pk, "holder_id": holder_id, **more}, key
    )
    assert status == 200, told
    return re.search(r"/my/arrive/\S+/", told["url"])[0]


def linked(world, holder_id="KP-1"):
    return queries.person_by_holder(world.council, world.organs["mayor"], holder_id)


def reported(version, key, **changes):
    status, told = post("/consent/answers", report(version, **changes), key)
    assert status == 200, told


def test_what_the_app_reported_is_seen_and_withdrawn_by_whom_it_hands_over(cast, world, version, key):
    reported(version, key)
    address = handed(world, key)
    assert Client().get(address).url.startswith("/accounts/login/?next=/my/arrive/")
    client = signed_in(cast.stranger)
    assert "KP-1" not in client.get(address).content.decode()
    assert linked(world).user is None, "opening the page links nothing"
    assert client.post(address).url == "/my/"
    assert linked(world).user == cast.stranger
    consent = Consent.objects.get(state="in_force")
    assert reverse("my:switch", args=[consent.pk]) in client.get("/my/").content.decode()
    client.post(reverse("my:withdraw_confirm", args=[consent.pk]))
    consent.refresh_from_db()
    assert consent.state == "withdrawn"
    told = LedgerEntry.objects.filter(event="consent.handed_over").get()
    assert "KP-1" not in json.dumps(json.loads(bytes(told.content)))


def test_a_hand_over_counts_once_and_for_an_hour(cast, world, key):
    address = handed(world, key)
    assert signed_in(cast.stranger).post(address).status_code == 302
    again = signed_in(world.users["ken"]).get(address)
    assert again.status_code == 409
    assert "もう一度開いて" in again.content.decode()
    late = handed(world, key, "KP-2")
    Handover.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert signed_in(cast.stranger).get(late).status_code == 409
    assert linked(world, "KP-2") is None


def test_the_app_leads_to_the_question_and_the_answer_says_so(cast, world, version, key):
    reference = version.notice.reference
    client = signed_in(cast.stranger)
    question = client.post(handed(world, key, notice=reference, assurance="substantial")).url
    assert question == reverse("my:agree", args=[world.council.slug, reference])
    client.post(reverse("my:choose", args=[world.council.slug, reference, "steps"]), {"answer": "give"})
    client.post(reverse("my:send", args=[world.council.slug, reference]))
    event = ConsentEvent.objects.get(kind="given")
    assert (event.route, event.assurance) == ("handover", "substantial")
    assert event.person == linked(world)


def test_a_machine_hands_over_for_its_own_organs_and_notices_alone(cast, world, version, key):
    nagiura = cast.nagiura
    for body in (
        {"organ": world.organs["bus"].pk, "holder_id": "x"},
        {"organ": world.organs["mayor"].pk, "holder_id": "x", "notice": "N-99"},
    ):
        assert post("/consent/handovers", body, key)[0] == 404
    body = {"organ": world.organs["mayor"].pk, "holder_id": "x", "notice": version.notice.reference}
    assert post("/consent/handovers", body, key_of(nagiura, Scope.CONSENT))[0] == 404
    assert post("/consent/handovers", body, key_of(world, Scope.DECIDE))[0] == 403


def test_what_was_said_on_the_page_counts_with_what_the_app_reported(cast, world, key):
    both = make.notice(
        world, make.choice(world), make.choice(world, "bus", recipient=world.organisations["bus"].pk)
    )
    reported(both, key, answers={"steps": "give"})
    own = actions.person_for(cast.stranger, world.council)
    actions.answer(own, both, {"steps": "refuse", "bus": "give"}, entry=actions.Entry(by=cast.stranger))
    before = Receipt.objects.get(person=own)
    Consent.objects.filter(person=own, state="in_force").update(until=clock.now() + timedelta(days=9))
    client = signed_in(cast.stranger)
    assert client.post(handed(world, key)).status_code == 302
    person = linked(world)
    states = dict(Consent.objects.filter(person=person).values_list("item__code", "state"))
    assert states == {"steps": "withdrawn", "bus": "in_force"}, (
        "a no of either wins, an agreement is carried over"
    )
    assert Consent.objects.get(person=person, state="in_force").until < clock.now() + timedelta(days=10)
    own.refresh_from_db()
    assert (own.user, own.joined_into, person.user) == (None, person, cast.stranger)
    assert before.number in client.get(reverse("my:receipts")).content.decode()
    assert client.get(reverse("my:receipt", args=[before.number])).status_code == 200
    assert LedgerEntry.objects.filter(event="consent.persons_joined").count() == 1


def test_a_consent_past_its_end_is_not_carried_over(cast, world, version, key):
    reported(version, key, answers={"steps": "defer"})
    own, now = actions.person_for(cast.stranger, world.council), clock.now()
    actions.give(own, version.items.all(), by=cast.stranger)
    Consent.objects.filter(person=own).update(since=now - timedelta(9), until=now - timedelta(1))
    assert signed_in(cast.stranger).post(handed(world, key)).status_code == 302
    assert Consent.objects.get(person=linked(world)).state == "deferred", "it is asked anew"


def test_a_no_in_the_app_is_not_overcome_by_what_was_said_here(cast, world, version, key):
    reported(version, key)
    reported(version, key, answers={"steps": "refuse"}, idempotency_key="report-0002")
    actions.give(actions.person_for(cast.stranger, world.council), version.items.all(), by=cast.stranger)
    signed_in(cast.stranger).post(handed(world, key))
    assert Consent.objects.get(person=linked(world)).state == "withdrawn"


def test_a_no_of_the_one_who_is_joined_is_written_on_the_one_who_stays(cast, world, version, key):
    own, item = actions.person_for(cast.stranger, world.council), version.items.get()
    twin = make.notice(world, make.choice(world, "again"))
    reported(version, key, answers={"steps": "defer"})
    actions.give(own, [item], by=cast.stranger)
    actions.revoke(own, [item], by=world.users["secretary"], decision="汐見協第1号")
    assert signed_in(cast.stranger).post(handed(world, key)).status_code == 302
    person = linked(world)
    assert Consent.objects.get(person=person, choice=item.choice).state == "refused"
    assert queries.objection_stands(person, item)
    for late, code, number in ((version, "steps", "report-0008"), (twin, "again", "report-0009")):
        body = report(late, answers={code: "give"}, idempotency_key=number)
        assert post("/consent/answers", body, key)[1]["code"] == "no_revival"
    rows = [Earlier("KP-1", clock.now())]
    for one in (item, twin.items.get()):
        assert actions.import_consents(one, rows, by=world.users["secretary"], decision="汐見協第1号") == 0
    actions.give(person, [item], by=cast.stranger)
    assert not queries.objection_stands(person, item)
    assert not queries.said_no(twin.items.all(), [person.pk]).exists(), "the last word counts"


def test_an_id_of_somebody_else_is_not_taken(cast, world, key):
    client = signed_in(cast.stranger)
    chihiro = world.persons["chihiro"]
    theirs = chihiro.links.get(holder=world.organs["mayor"]).identifier
    refused = client.post(handed(world, key, theirs))
    assert (refused.status_code, "ほかの方のページ" in refused.content.decode()) == (422, True)
    assert linked(world, theirs) == chihiro
    mine = signed_in(chihiro.user).post(handed(world, key, "KP-9"))
    assert "別の利用者番号" in mine.content.decode()


def test_a_childs_id_does_not_become_the_parents(cast, world, version, key):
    reported(version, key, answers={"steps": "refuse"})
    child = linked(world)
    parent = actions.person_for(cast.stranger, world.council)
    born, clerk = date(2018, 4, 1), world.users["secretary"]
    actions.register_proxy(child, parent, "statutory", by=clerk, basis="戸籍謄本", born_on=born)
    refused = signed_in(cast.stranger).post(handed(world, key))
    assert (refused.status_code, "法定代理人" in refused.content.decode()) == (422, True)
    child.refresh_from_db()
    assert child.user is None


def test_who_acts_for_whom_and_holds_go_on_with_the_one_who_stays(cast, world, version, key):
    clerk = world.users["secretary"]
    reported(version, key)
    own = actions.person_for(cast.stranger, world.council)
    other = enrol_person(world.council, by=clerk, identifiers={"name": "汐見 一"})
    acts = actions.register_proxy(other, own, "voluntary", by=clerk, basis="委任状", until=clock.today())
    chosen = actions.register_proxy(own, other, "voluntary", by=clerk, basis="委任状 2")
    kept = actions.place_hold(other, "protection", by=clerk, basis="受付第4号", hidden_from=own)
    stop = actions.place_hold(own, "use_stop", by=clerk, basis="受付第5号")
    mails = Job.objects.filter(kind="mail").count()
    assert signed_in(cast.stranger).post(handed(world, key)).status_code == 302
    person = linked(world)
    told = Job.objects.filter(kind="mail", key__contains="consent:proxy_").count()
    for old, new in (
        (acts, Proxy.objects.get(principal=other, agent=person)),
        (chosen, Proxy.objects.get(principal=person, agent=other)),
    ):
        old.refresh_from_db()
        assert (old.ended_by, new.ended_at, new.basis) == (cast.stranger, None, old.basis)
        assert (new.since, new.until, new.registered_by) == (old.since, old.until, clerk)
    assert told <= mails
    for old in (kept, stop):
        old.refresh_from_db()
        assert old.lifted_at
    assert queries.holds_on(other).get(lifted_at=None).hidden_from == person
    assert queries.hold_of(person, clock.now()) == stop.since


def test_a_registration_that_holds_goes_on_where_the_like_of_it_lapsed(world, version, key):
    clerk, ken = world.users["secretary"], world.persons["ken"]
    reported(version, key, answers={"steps": "defer"})
    known, other = linked(world), enrol_person(world.council, by=clerk, identifiers={"name": "汐見 一"})
    lapsed = {"since": clock.today() - timedelta(9), "until": clock.today() - timedelta(1)}
    for one, term in ((known, lapsed), (other, {})):
        actions.register_proxy(one, ken, "voluntary", by=clerk, basis="委任状", **term)
        actions.register_proxy(world.persons["chihiro"], one, "voluntary", by=clerk, basis="委任状", **term)
    actions.register_proxy(other, ken, "assistant", by=clerk, basis="申出書", **lapsed)
    held = actions.register_proxy(known, ken, "assistant", by=clerk, basis="申出書")
    actions.link_at_counter(
        other, world.organs["mayor"], "KP-1", by=clerk, assurance="high", same_as=known.key
    )
    going_on = Proxy.objects.filter(ended_at=None).filter(Q(principal=known) | Q(agent=known))
    assert [one.until for one in going_on] == [None] * 3
    assert held in going_on
    assert Proxy.objects.filter(until=lapsed["until"], ended_by=clerk).count() == 3


def test_who_acts_for_the_other_is_not_the_other(cast, world, version, key):
    reported(version, key)
    own, known = actions.person_for(cast.stranger, world.council), linked(world)
    actions.register_proxy(own, known, "assistant", by=world.users["secretary"], basis="申出書")
    refused = signed_in(cast.stranger).post(handed(world, key))
    assert (refused.status_code, "別々の方" in refused.content.decode()) == (422, True)


def test_whom_a_parent_no_longer_decides_for_takes_over_their_own_id(cast, world, version, key):
    clerk, mayor = world.users["secretary"], world.organs["mayor"]
    young = enrol_person(world.council, by=clerk, identifiers={"birth_date": "2012-01-10"})
    actions.link_at_counter(young, mayor, "KP-1", by=clerk, assurance="high")
    actions.register_proxy(young, world.persons["ken"], "statutory", by=clerk, basis="戸籍謄本")
    assert signed_in(cast.stranger).post(handed(world, key)).status_code == 422
    with clock.at(clock.on(date(2028, 1, 11), 10)):
        assert signed_in(cast.stranger).post(handed(world, key)).status_code == 302
    assert linked(world).user == cast.stranger


def test_a_childs_consent_goes_on_by_the_parent_who_gave_it(cast, world, version, key):
    clerk, hina = (
        world.users["secretary"],
        enrol_person(world.council, by=world.users["secretary"], identifiers={"birth_date": "2018-04-01"}),
    )
    mother = actions.register_proxy(hina, world.persons["chihiro"], "statutory", by=clerk, basis="戸籍謄本")
    actions.give(hina, version.items.all(), by=world.users["chihiro"])
    reported(version, key, answers={"steps": "defer"})
    known = linked(world)
    actions.link_at_counter(
        hina, world.organs["mayor"], "KP-1", by=clerk, assurance="high", same_as=known.key
    )
    event = ConsentEvent.objects.get(person=known, kind="given")
    assert (event.proxy.agent, event.proxy.principal) == (mother.agent, known)
    hina.refresh_from_db()
    assert hina.identifiers, "what the former was told by stays with them"


def test_the_counter_links_an_id_with_an_identification(cast, world, version, key, secretary):
    reported(version, key)
    enrolled = enrol_person(world.council, by=world.users["secretary"], identifiers={"name": "汐見 一"})
    form = at("link", world, enrolled.key)
    assert form in secretary.get(at("person", world, enrolled.key)).content.decode()
    typed = {"holder": world.organs["mayor"].pk, "holder_id": "KP-1"}
    assert secretary.post(form, typed).status_code == 422, "without identification nothing is linked"
    known, typed = linked(world), {**typed, "assurance": "high"}
    asked = secretary.post(form, typed)
    assert (asked.status_code, str(known.key) in asked.content.decode()) == (409, True), (
        "said before they are one"
    )
    elsewhere = {**typed, "same_as": str(world.persons["ken"].key)}
    assert secretary.post(form, elsewhere).status_code == 409
    known.refresh_from_db()
    assert not known.joined.exists()
    assert secretary.post(form, {**typed, "same_as": str(known.key)}).url == at("person", world, known.key)
    known.refresh_from_db()
    assert known.identifiers == {"name": "汐見 一"}
    again = secretary.post(form, typed)
    assert again.status_code == 422, "the former page leads nowhere any more"
    assert at("person", world, known.key) in secretary.get(at("person", world, enrolled.key)).content.decode()
    fresh = enrol_person(world.council, by=world.users["secretary"])
    typed["holder_id"] = "KP-2"
    secretary.post(at("link", world, fresh.key), {**typed, "assurance": "substantial"})
    assert SubjectLink.objects.get(person=fresh).method == "counter"


def test_after_two_are_one_everything_is_done_on_the_one_who_stays(cast, world, version, key, secretary):
    clerk = world.users["secretary"]
    reported(version, key, answers={"steps": "defer"})
    former = enrol_person(world.council, by=clerk, identifiers={"name": "汐見 一"})
    paper = actions.Paper(clock.today(), "海野")
    entry = actions.record_paper(former, version, {"steps": "give"}, by=clerk, paper=paper)
    person = linked(world)
    actions.link_at_counter(
        former, world.organs["mayor"], "KP-1", by=clerk, assurance="high", same_as=person.key
    )
    assert Consent.objects.get(person=person).state == "in_force"
    for call in (
        lambda: actions.record_paper(former, version, {"steps": "refuse"}, by=clerk, paper=paper),
        lambda: actions.place_hold(former, "use_stop", by=clerk, basis="受付第5号"),
        lambda: actions.register_proxy(former, world.persons["ken"], "voluntary", by=clerk, basis="委任状"),
        lambda: actions.revoke(former, version.items.all(), by=clerk, decision="汐見協第1号"),
    ):
        with pytest.raises(Refused) as refusal:
            call()
        assert refusal.value.code == "joined_before"
    page = secretary.get(at("person", world, former.key)).content.decode()
    for verb in ("paper", "place_hold", "register_proxy", "link"):
        more = [version.notice.reference] if verb == "paper" else []
        assert at(verb, world, former.key, *more) not in page
        assert (
            at(verb, world, person.key, *more)
            in secretary.get(at("person", world, person.key)).content.decode()
        )
    actions.undo_paper(entry, by=clerk)
    assert Consent.objects.get(person=person).state == "withdrawn"


def test_who_was_born_on_another_day_is_somebody_else(cast, world, version, key, secretary):
    clerk, mayor = world.users["secretary"], world.organs["mayor"]
    first, second = (
        enrol_person(world.council, by=clerk, identifiers={"birth_date": day})
        for day in ("1950-02-03", "1950-02-04")
    )
    actions.link_at_counter(first, mayor, "KP-1", by=clerk, assurance="high")
    typed = {"holder": mayor.pk, "holder_id": "KP-1", "assurance": "high", "same_as": str(first.key)}
    refused = secretary.post(at("link", world, second.key), typed)
    assert (refused.status_code, "生年月日が異な" in refused.content.decode()) == (422, True)


def test_nobody_else_links_at_the_counter(cast, world, secretary):
    person = world.persons["ken"]
    for user in (cast.nagiura.users["secretary"], world.users["chihiro"], cast.stranger):
        assert signed_in(user).get(at("link", world, person.key)).status_code in {403, 404}
    own = actions.person_for(world.users["secretary"], world.council)
    typed = {"holder": world.organs["mayor"].pk, "holder_id": "KP-1", "assurance": "high"}
    make.notice(world)
    assert secretary.post(at("link", world, own.key), typed).status_code == 422


def test_somebody_is_found_by_the_code_that_they_read_out_once(cast, world, version, secretary):
    actions.give(actions.person_for(cast.stranger, world.council), version.items.all(), by=cast.stranger)
    own = Person.objects.get(user=cast.stranger)
    client = signed_in(cast.stranger)
    assert reverse("my:code", args=[world.council.slug]) in client.get("/my/").content.decode()
    shown = client.post(reverse("my:code", args=[world.council.slug])).content.decode()
    code = re.search(r"<code>(\w{4}-\w{4})</code>", shown)[1]
    counter = at("counter", world)
    elsewhere = signed_in(cast.nagiura.users["secretary"])
    assert elsewhere.post(at("counter", cast.nagiura), {"number": code}).status_code == 422
    assert secretary.post(counter, {"number": code.lower()}).url == at("person", world, own.key)
    assert secretary.post(counter, {"number": code}).status_code == 422
    assert not CounterCode.objects.exists()
    for number in (Receipt.objects.get(person=own).number, str(own)):
        assert secretary.post(counter, {"number": number}).url == at("person", world, own.key)
    holder = world.organs["mayor"].pk
    for typed in ({}, {"holder": holder}, {"holder": holder, "holder_id": "1", "number": "2"}):
        assert secretary.post(counter, typed).status_code == 422
    assert client.post(reverse("my:code", args=[cast.nagiura.council.slug])).status_code == 404


def test_who_acts_is_named_by_a_number_too(cast, world, secretary):
    keeper = world.users["secretary"]
    agent = enrol_person(world.council, by=keeper, identifiers={"name": "汐見 一"})
    ken = world.persons["ken"]
    typed = {"kind": "voluntary", "number": str(agent), "basis": "委任状 2026-04-02"}
    assert secretary.post(at("register_proxy", world, ken.key), typed).status_code == 302
    assert queries.agents_of(ken).filter(agent=agent).exists()
