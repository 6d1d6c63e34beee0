"""What the council's rule says of parents is kept: an objection stops the others, and several agree together."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from consent import actions, queries
from consent.actions import Paper
from consent.models import Consent, ConsentEvent, PaperEntry, Receipt
from core import clock
from core.errors import NotPermitted, Refused
from core.rulebook.values import Rulebook, Setting
from tests.cast import signed_in
from tests.factories import consents as make
from tests.factories import rules

RULE: dict[str, Any] = {}
OBJECTION, SETTLED = "汐見協第1号", "異議取下げ（受付2026-12-01）"


def provider(council: Any, on: Any) -> Rulebook:
    """The usual rules, with what a test says of parents."""
    return rules.rulebook(council.slug, on, proxy_age={"under": 16, **RULE})


def settings_in_force(council: Any, on: Any, codes: Any) -> dict[str, Setting]:
    """Some settings of :func:`provider`."""
    known = provider(council, on).settings
    return {code: known[code] for code in codes if code in known}


@pytest.fixture
def rule(settings, monkeypatch):
    """Says what the council's rule asks of parents."""
    settings.RULEBOOK_PROVIDER = f"{__name__}.provider"

    def say(**values):
        for name, value in values.items():
            monkeypatch.setitem(RULE, name, value)

    return say


@pytest.fixture
def world(cast, rule):
    return cast.shiomi


@pytest.fixture
def version(world):
    return make.notice(world)


@pytest.fixture
def hina(world):
    """A child with both parents registered."""
    for parent in ("chihiro", "ken"):
        register(world, parent)
    return world.persons["hina"]


def register(world, parent, child="hina"):
    return actions.register_proxy(
        world.persons[child],
        world.persons[parent],
        "statutory",
        by=world.users["secretary"],
        basis="戸籍（2026-04-20提示）",
    )


def by(person, parent):
    return queries.agents_of(person).get(agent=parent)


def items(version):
    return list(queries.items_of(version.items.values("pk")))


def stands(person):
    return {one.item.code: one.state for one in queries.of_person(person)}


def objected(world, person, version):
    """One parent agreed, the other objected, and the secretariat ended the consent."""
    actions.give(person, items(version), by=world.users["chihiro"])
    actions.revoke(person, items(version), by=world.users["secretary"], decision=OBJECTION)


def on_paper(world, person, version, word="give", parents=("chihiro",), **more):
    first, *others = [by(person, world.persons[parent]) for parent in parents]
    return actions.record_paper(
        person,
        version,
        {item.code: word for item in version.items.all()},
        by=world.users["secretary"],
        paper=Paper(signed_on=clock.today(), witness="海野", **more),
        proxy=first,
        also=others,
    )


def refused(code, call):
    with pytest.raises(Refused) as refusal:
        call()
    assert refusal.value.code == code


def test_after_an_objection_no_parent_agrees_again(world, hina, version):
    objected(world, hina, version)
    for parent in ("chihiro", "ken"):
        refused("parent_objects", lambda who=world.users[parent]: actions.give(hina, items(version), by=who))
    refused("parent_objects", lambda: on_paper(world, hina, version))
    refused("parent_objects", lambda: on_paper(world, hina, version, parents=("chihiro", "ken")))
    assert stands(hina) == {"steps": "revoked"}


def test_nor_when_asked_anew_nor_by_another_name_or_notice(world, hina, version):
    objected(world, hina, version)
    secretary, mother = world.users["secretary"], world.users["chihiro"]
    second = make.next_version(version.notice_id, world)
    actions.ask(second, [hina], by=secretary)
    assert stands(hina) == {"steps": "requested"}
    refused("parent_objects", lambda: actions.give(hina, items(second), by=mother))
    twin = make.twin_of(world, items(version)[0], code="again")
    third = make.next_version(version.notice_id, world, make.choice(world, "steps2"))
    for other in (third, twin):
        refused("parent_objects", lambda one=other: actions.give(hina, items(one), by=mother))
    elsewhere = make.notice(world, make.choice(world, "bus", recipient=world.organisations["bus"].pk))
    assert actions.give(hina, items(elsewhere), by=mother), "another use was not objected to"


def test_the_counter_records_it_once_the_objection_is_settled(world, hina, version):
    objected(world, hina, version)
    on_paper(world, hina, version, decision=SETTLED)
    assert stands(hina) == {"steps": "in_force"}
    assert ConsentEvent.objects.get(person=hina, kind="given", route="counter").decision == SETTLED
    assert actions.renew(hina, items(version), by=world.users["chihiro"]), "settled is settled"
    objected_again = actions.revoke(hina, items(version), by=world.users["secretary"], decision="汐見協第1号")
    assert objected_again
    refused("parent_objects", lambda: actions.give(hina, items(version), by=world.users["chihiro"]))


def test_a_settlement_about_less_settles_no_more(world, hina, version):
    objected(world, hina, version)
    steps = make.choice(world)["data_items"][:1]
    less = make.notice(world, make.choice(world, "less", data_items=steps))
    on_paper(world, hina, less, decision=SETTLED)
    refused("parent_objects", lambda: actions.give(hina, items(version), by=world.users["chihiro"]))
    assert actions.renew(hina, items(less), by=world.users["chihiro"])


def test_refusing_and_withdrawing_stay_open_to_each_parent(world, hina, version):
    objected(world, hina, version)
    for parent in ("chihiro", "ken"):
        assert actions.refuse(hina, items(version), by=world.users[parent])
    assert stands(hina) == {"steps": "refused"}
    refused("parent_objects", lambda: actions.give(hina, items(version), by=world.users["chihiro"]))


def test_where_the_rule_does_not_hold_an_objection_nothing_is_stopped(world, hina, version, rule):
    rule(objection_holds=False)
    objected(world, hina, version)
    assert actions.give(hina, items(version), by=world.users["chihiro"])


def test_a_grown_up_is_not_stopped_by_what_somebody_objected_to(world, version):
    chihiro, tomi = world.persons["chihiro"], world.persons["tomi"]
    actions.register_proxy(
        tomi, chihiro, "statutory", by=world.users["secretary"], basis="登記事項証明書（後見）"
    )
    objected(world, tomi, version)
    assert actions.give(tomi, items(version), by=chihiro.user)


def question(version, person):
    place = [version.notice.council.slug, version.notice.reference, "steps"]
    return f"{reverse('my:question', args=place)}?for={person.key}"


@pytest.mark.parametrize(("parents", "code"), [(1, "異議"), (2, "2人の親権者")])
def test_the_question_says_why_and_offers_what_is_open(world, hina, version, rule, parents, code):
    if parents == 1:
        objected(world, hina, version)
    rule(parents=parents)
    client = signed_in(world.users["chihiro"])
    page = client.get(question(version, hina)).content.decode()
    assert code in page
    assert 'value="give"' not in page
    assert 'value="refuse"' in page
    place = [world.council.slug, version.notice.reference]
    client.post(reverse("my:choose", args=[*place, "steps"]), {"answer": "give", "for": hina.key})
    sent = client.post(reverse("my:send", args=place), {"for": hina.key}, follow=True).content.decode()
    assert code in sent
    assert "in_force" not in stands(hina).values()
    own = client.get(question(version, hina).partition("?")[0]).content.decode()
    assert 'value="give"' in own, "for herself she may"


def test_two_parents_sign_one_form(world, hina, version, rule):
    rule(parents=2)
    for parent in ("chihiro", "ken"):
        who = world.users[parent]
        refused("parents_sign_together", lambda one=who: actions.give(hina, items(version), by=one))
    refused("parents_sign_together", lambda: on_paper(world, hina, version))
    refused("parents_sign_together", lambda: on_paper(world, hina, version, parents=("ken", "ken")))
    entry = on_paper(world, hina, version, parents=("chihiro", "ken"))
    assert [one.agent for one in entry.also_signed.all()] == [world.persons["ken"]]
    assert stands(hina) == {"steps": "in_force"}
    refused("parents_sign_together", lambda: actions.renew(hina, items(version), by=world.users["ken"]))
    assert actions.withdraw(hina, items(version), by=world.users["ken"]), "alone and at once"
    assert stands(hina) == {"steps": "withdrawn"}
    on_paper(world, hina, version, "refuse", parents=("ken",))


def test_who_signs_with_a_parent_has_the_authority_too(world, hina, version, rule):
    rule(parents=2)
    secretary, ken, tomi = world.users["secretary"], world.persons["ken"], world.persons["tomi"]
    actions.register_proxy(hina, tomi, "assistant", by=secretary, basis="申出書")
    refused("proxy_without_authority", lambda: on_paper(world, hina, version, parents=("chihiro", "tomi")))
    actions.place_hold(hina, "protection", by=secretary, basis="受付第4号", hidden_from=ken)
    refused("proxy_without_authority", lambda: on_paper(world, hina, version, parents=("chihiro", "ken")))
    assert not PaperEntry.objects.exists()
    assert not Receipt.objects.exists()


def test_where_one_parent_is_registered_it_is_said_who_is_missing(world, version, rule):
    rule(parents=2)
    hina, mother = world.persons["hina"], world.users["chihiro"]
    register(world, "chihiro")
    with pytest.raises(Refused) as refusal:
        actions.give(hina, items(version), by=mother)
    assert (refusal.value.code, refusal.value.params) == ("parent_missing", {"needed": 2, "registered": 1})
    refused("parent_missing", lambda: on_paper(world, hina, version))
    on_paper(world, hina, version, decision="汐見協第14号（単独親権）")
    assert stands(hina) == {"steps": "in_force"}
    with pytest.raises(NotPermitted):
        actions.give(hina, items(version), by=world.users["ken"])


def test_a_consent_that_one_parent_gave_before_stays_until_it_ends(world, hina, version, rule):
    actions.give(hina, items(version), by=world.users["chihiro"])
    rule(parents=2)
    assert Consent.objects.get(person=hina).state == "in_force"


def form(world, person, version):
    address = reverse("consent:paper", args=[world.council.slug, person.key, version.notice.reference])
    typed = {
        "signed_on": clock.today().isoformat(),
        "witness": "海野 さやか",
        "layer": "ja",
        "answer_steps": "give",
    }
    return address, typed


def test_the_form_asks_for_both_signatures_and_the_entry_shows_them(world, hina, version, rule):
    rule(parents=2)
    client, (address, typed) = signed_in(world.users["secretary"]), form(world, hina, version)
    page = client.get(address).content.decode()
    assert 'name="also"' in page
    assert 'name="decision"' in page
    mother, father = (by(hina, world.persons[parent]) for parent in ("chihiro", "ken"))
    one = client.post(address, {**typed, "proxy": mother.pk})
    assert one.status_code == 422
    assert "海野 さやか" in one.content.decode()
    assert client.post(address, {**typed, "also": [mother.pk, father.pk]}).status_code == 302
    entry = PaperEntry.objects.get()
    shown = client.get(reverse("consent:entry", args=[world.council.slug, entry.pk])).content.decode()
    assert str(world.persons["ken"].key)[:8] in shown


def test_the_form_takes_the_settled_objection(world, hina, version):
    objected(world, hina, version)
    client, (address, typed) = signed_in(world.users["secretary"]), form(world, hina, version)
    page = client.get(address).content.decode()
    assert 'name="also"' not in page, "one parent is enough here"
    typed["proxy"] = by(hina, world.persons["chihiro"]).pk
    assert client.post(address, typed).status_code == 422
    assert client.post(address, {**typed, "decision": SETTLED}).status_code == 302
    assert stands(hina) == {"steps": "in_force"}


def test_a_grown_ups_form_asks_for_neither(world, version):
    address, _typed = form(world, world.persons["tomi"], version)
    page = signed_in(world.users["secretary"]).get(address).content.decode()
    assert 'name="also"' not in page
    assert 'name="decision"' not in page


def test_the_councils_keep_their_rules_apart(cast, world, hina, version):
    """An objection in one council says nothing in the other."""
    objected(world, hina, version)
    there = cast.nagiura
    register(there, "chihiro")
    other = make.notice(there)
    assert actions.give(there.persons["hina"], items(other), by=there.users["chihiro"])
    assert queries.objection_stands(hina, items(version)[0])
    assert not queries.objection_stands(there.persons["hina"], items(other)[0])
