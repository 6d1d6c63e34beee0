"""Who decides for a child: below the age of the rule a legal representative, and nobody whom the child chose."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from consent import actions, queries
from consent.actions import Entry, Paper
from consent.enums import Route
from consent.models import Consent, ConsentEvent, Proxy
from core import clock
from core.errors import NotPermitted, Refused
from core.ledger.models import LedgerEntry
from tests.cast import signed_in
from tests.factories import consents as make


@pytest.fixture
def world(cast):
    return cast.shiomi


@pytest.fixture
def version(world):
    return make.notice(world)


def register(world, child, agent, kind, **more):
    people, secretary = world.persons, world.users["secretary"]
    return actions.register_proxy(
        people[child], people[agent], kind, by=secretary, basis="戸籍（2026-04-20提示）", **more
    )


def chosen_long_ago(world, child, agent):
    """A registration from before the rule was kept."""
    return Proxy.objects.create(
        principal=world.persons[child],
        agent=world.persons[agent],
        kind="voluntary",
        basis="委任状",
        since=date(2026, 4, 20),
        registered_at=clock.now(),
        registered_by=world.users["secretary"],
    )


def test_a_child_chooses_nobody(world):
    secretary, ren = world.users["secretary"], world.persons["ren"]
    for child, by in ((world.persons["hina"], secretary), (ren, secretary), (ren, ren.user)):
        with pytest.raises(Refused) as refusal:
            actions.register_proxy(child, world.persons["ken"], "voluntary", by=by, basis="委任状")
        assert (refusal.value.code, refusal.value.params) == ("child_chooses_nobody", {"under": 16})
    grown = date(2027, 1, 10)
    assert register(world, "ren", "ken", "voluntary", since=grown)
    assert register(world, "hina", "ken", "assistant")


def test_the_form_says_so(world):
    hina, mayor = world.persons["hina"], world.organs["mayor"]
    client = signed_in(world.users["secretary"])
    address = reverse("consent:register_proxy", args=[world.council.slug, hina.key])
    assert "法定代理人だけが判断できます" in client.get(address).content.decode()
    typed = {"kind": "voluntary", "holder": mayor.pk, "holder_id": "KP-000002", "basis": "委任状"}
    refused = client.post(address, typed)
    assert refused.status_code == 422
    assert "16歳になるまで" in refused.content.decode()
    assert not queries.agents_of(hina).exists()
    assert client.post(address, {**typed, "kind": "statutory"}).status_code == 302


def test_whoever_a_child_chose_before_decides_nothing_any_more(world, version):
    hina, ken = world.persons["hina"], world.persons["ken"]
    proxy = chosen_long_ago(world, "hina", "ken")
    assert queries.acting(ken.user, hina) is None
    assert not queries.may_see(ken.user, hina)
    with pytest.raises(NotPermitted):
        actions.give(hina, version.items.all(), by=ken.user)
    paper = Paper(signed_on=clock.today(), witness="海野")
    with pytest.raises(Refused) as refusal:
        actions.record_paper(
            hina, version, {"steps": "give"}, by=world.users["secretary"], paper=paper, proxy=proxy
        )
    assert refusal.value.code == "proxy_without_authority"
    assert not ConsentEvent.objects.exists()


@pytest.mark.parametrize("word", ["give", "refuse"])
def test_no_registration_is_taken_for_authority_on_paper(world, version, word):
    """Whoever writes an answer down says whose authority it rests on; it is asked there, whatever was asked before."""
    tomi, hina, secretary = world.persons["tomi"], world.persons["hina"], world.users["secretary"]
    helper = register(world, "hina", "chihiro", "assistant")
    elsewhere = register(world, "tomi", "chihiro", "voluntary")
    for person, proxy in ((hina, helper), (hina, elsewhere), (hina, chosen_long_ago(world, "hina", "ken"))):
        entry = Entry(by=secretary, route=Route.COUNTER, proxy=proxy)
        with pytest.raises(Refused) as refusal:
            actions.answer(person, version, {"steps": word}, entry=entry)
        assert refusal.value.code == "proxy_without_authority"
    entry = Entry(by=secretary, route=Route.COUNTER, proxy=elsewhere)
    assert actions.answer(tomi, version, {"steps": word}, entry=entry)


def test_paper_counts_by_the_age_on_the_day_of_its_signature(world, version):
    ren, secretary = world.persons["ren"], world.users["secretary"]
    mother = register(world, "ren", "chihiro", "statutory")
    paper = Paper(signed_on=date(2027, 1, 9), witness="海野")
    with clock.at(clock.on(date(2027, 1, 12), 10)):
        for proxy, code in ((None, "parent_decides"), (mother, "choice_is_over")):
            with pytest.raises((NotPermitted, Refused)) as refusal:
                actions.record_paper(ren, version, {"steps": "give"}, by=secretary, paper=paper, proxy=proxy)
            assert refusal.value.code == code
        own = Paper(signed_on=date(2027, 1, 10), witness="海野")
        actions.record_paper(ren, version, {"steps": "give"}, by=secretary, paper=own)
    assert Consent.objects.get(person=ren).state == "in_force"


def test_nobody_at_the_counter_acts_for_a_child_of_their_own(world, version):
    """A colleague of the secretariat who is a parent: registered, protected against, signing."""
    hina, clerk, colleague = world.persons["hina"], world.users["secretary"], world.users["secretary_2"]
    own = actions.person_for(clerk, world.council)
    words = {"basis": "戸籍（2026-04-20提示）"}

    def refused(code, call):
        with pytest.raises(Refused) as refusal:
            call()
        assert refusal.value.code == code

    refused("own_matter", lambda: actions.register_proxy(hina, own, "statutory", by=clerk, **words))
    mother = register(world, "hina", "chihiro", "statutory")
    proxy = actions.register_proxy(hina, own, "statutory", by=colleague, **words)
    for first, also in ((proxy, ()), (mother, (proxy,))):
        paper = Paper(signed_on=clock.today(), witness="海野", decision="汐見協第9号")
        form = {"paper": paper, "proxy": first, "also": also}
        refused(
            "own_matter",
            lambda given=form: actions.record_paper(hina, version, {"steps": "give"}, by=clerk, **given),
        )
    hold = actions.place_hold(hina, "protection", by=colleague, basis="受付第4号", hidden_from=own)
    refused("own_matter", lambda: actions.lift_hold(hold, by=clerk))
    assert actions.lift_hold(hold, by=colleague).lifted_at


def test_a_parents_paper_that_is_typed_later_ends_when_the_child_answers(world, version):
    ren = world.persons["ren"]
    mother = register(world, "ren", "chihiro", "statutory")
    signed = clock.today()
    with clock.at(clock.now() + timedelta(days=5)):
        paper = Paper(signed_on=signed, witness="海野")
        actions.record_paper(
            ren, version, {"steps": "give"}, by=world.users["secretary"], paper=paper, proxy=mother
        )
    assert Consent.objects.get(person=ren).until == clock.on(date(2027, 1, 10), hour=0)


def test_whether_it_is_a_child_is_said_where_no_date_of_birth_is_kept(cast, world, version):
    clerk, client = world.users["secretary"], signed_in(world.users["secretary"])
    reported = actions.known_to_holder(world.council, world.organs["mayor"], "KP-70")
    address = reverse("consent:register_proxy", args=[world.council.slug, reported.key])
    typed = {"kind": "statutory", "number": str(world.persons["ken"]), "basis": "戸籍謄本"}
    refused = client.post(address, typed)
    assert (refused.status_code, "生年月日" in refused.content.decode()) == (422, True)
    assert client.post(address, {**typed, "born_on": "2099-04-01"}).status_code == 422
    assert client.post(address, {**typed, "born_on": "2018-04-01"}).status_code == 302
    assert queries.parents_needed(reported.__class__.objects.get(pk=reported.pk)) == 1
    assert "2018" not in str(LedgerEntry.objects.get(event="administration.birth_date_added").content)
    ward = actions.known_to_holder(world.council, world.organs["mayor"], "KP-71")
    assert actions.register_proxy(
        ward, world.persons["ken"], "statutory", by=clerk, basis="登記事項証明書（後見）", of_age=True
    )
    page = reverse("consent:person", args=[world.council.slug, ward.key])
    form = reverse("consent:birth_date", args=[world.council.slug, ward.key])
    assert form in client.get(page).content.decode()
    for user in (cast.nagiura.users["secretary"], world.users["auditor"], cast.stranger):
        assert signed_in(user).get(form).status_code in {403, 404}
    assert client.post(form, {"born_on": "1950-02-03"}).status_code == 422, "without identification nothing"
    assert client.post(form, {"born_on": "1950-02-03", "assurance": "high"}).url == page
    assert form not in client.get(page).content.decode()
    assert client.post(form, {"born_on": "1950-02-04", "assurance": "high"}).status_code == 422


def test_a_date_of_birth_that_is_added_later_binds_what_stands(world, version):
    clerk, mother = world.users["secretary"], world.persons["chihiro"]
    young, grown, alone = (
        actions.known_to_holder(world.council, world.organs["mayor"], f"KP-8{n}") for n in range(3)
    )
    for one in (young, grown):
        actions.register_proxy(one, mother, "statutory", by=clerk, basis="戸籍謄本", of_age=True)
        actions.give(one, version.items.all(), by=mother.user)
    actions.give(alone, version.items.all(), by=None, route=Route.FEED)
    before = Consent.objects.get(person=young)
    for one, birth in ((young, date(2011, 4, 1)), (grown, clock.today() - timedelta(365 * 20))):
        actions.keep_birth_date(one, birth, by=clerk, assurance="high")
    actions.keep_birth_date(alone, date(2018, 4, 1), by=clerk, assurance="high")
    bound = Consent.objects.get(person=young)
    assert (bound.until, bound.since, bound.represented) == (
        clock.on(date(2027, 4, 1), hour=0),
        before.since,
        True,
    )
    event = ConsentEvent.objects.get(pk=bound.last_event)
    assert (event.kind, event.until, event.route) == ("shortened", bound.until, "time")
    assert Consent.objects.get(person=grown).state == "in_force", "agreed to for a ward who was of age"
    page = reverse("consent:person", args=[world.council.slug, alone.key])
    assert "保護者によらない" in signed_in(clerk).get(page).content.decode()
    with clock.at(bound.until):
        actions.expire_due()
    assert set(Consent.objects.filter(person=young).values_list("state", flat=True)) == {"requested"}


def test_what_a_parent_agreed_to_ends_where_the_child_answers_by_now(world, version):
    clerk, mother = world.users["secretary"], world.persons["chihiro"]
    child = actions.known_to_holder(world.council, world.organs["mayor"], "KP-80")
    actions.register_proxy(child, mother, "statutory", by=clerk, basis="戸籍謄本", of_age=True)
    actions.give(child, version.items.all(), by=mother.user)
    with clock.at(clock.now() + timedelta(days=60)):
        birth = clock.today() - timedelta(days=30)
        actions.keep_birth_date(child, birth.replace(year=birth.year - 16), by=clerk, assurance="high")
    assert list(
        ConsentEvent.objects.filter(person=child).order_by("sequence").values_list("kind", flat=True)
    ) == [
        "requested",
        "given",
        "expired",
        "requested",
    ]
