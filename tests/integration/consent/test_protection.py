"""A protective measure placed on the page says from whom the records are closed, and closes them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from consent import actions, queries
from consent.models import PersonHold
from core import clock
from core.administration.actions import enrol_person
from core.errors import Refused
from tests.cast import signed_in
from tests.factories import consents as make

MISSING = "誰に対して記録を非公開にするか"


@pytest.fixture
def world(cast):
    return cast.shiomi


@pytest.fixture
def secretary(world):
    return signed_in(world.users["secretary"])


@pytest.fixture
def hina(world):
    """A child for whom both parents are registered."""
    for parent in ("chihiro", "ken"):
        actions.register_proxy(
            world.persons["hina"],
            world.persons[parent],
            "statutory",
            by=world.users["secretary"],
            basis="戸籍（2026-04-20提示）",
        )
    return world.persons["hina"]


def at(name, world, *args):
    return reverse(f"consent:{name}", args=[world.council.slug, *args])


def place(client, world, person, **typed):
    form = {"kind": "protection", "basis": "受付第4号", **typed}
    return client.post(at("place_hold", world, person.key), form)


def opens(user, version, hina):
    """What of the child's ``user`` opens."""
    client = signed_in(user)
    place = [version.notice.council.slug, version.notice.reference, "steps"]
    tail = f"?for={hina.key}"
    found = {
        "question": client.get(reverse("my:question", args=place) + tail).status_code == 200,
        "receipts": client.get(reverse("my:receipts") + tail).status_code == 200,
        "history": client.get(reverse("my:history") + tail).status_code == 200,
        "home": "陽菜" in client.get(reverse("my:home")).content.decode(),
        "where data went": hina in queries.principals_of(user),
    }
    return {name for name, open_ in found.items() if open_}


def test_the_parent_named_on_the_page_is_shut_out_at_once(world, secretary, hina):
    version, ken = make.notice(world), world.persons["ken"]
    assert opens(ken.user, version, hina)
    page = secretary.get(at("place_hold", world, hina.key)).content.decode()
    assert f'value="{ken.key}"' in page
    assert "森川" not in page, "masked, as everywhere at the counter"
    assert place(secretary, world, hina, closed_to=str(ken.key)).status_code == 302
    assert PersonHold.objects.get().hidden_from == ken
    assert opens(ken.user, version, hina) == set()
    assert opens(world.users["chihiro"], version, hina)


def test_somebody_who_is_not_registered_is_found_by_the_holders_id(world, secretary, hina):
    mayor = world.organs["mayor"].pk
    placed = place(secretary, world, hina, closed_to="somebody", holder=mayor, holder_id="KP-000002")
    assert placed.status_code == 302
    known = queries.person_by_holder(world.council, world.organs["mayor"], "KP-000002")
    assert PersonHold.objects.get().hidden_from == known
    for typed in ({"holder": mayor}, {"holder_id": "KP-000002"}, {"holder": mayor, "holder_id": "KP-999999"}):
        assert place(secretary, world, hina, closed_to="somebody", **typed).status_code == 422
    assert PersonHold.objects.count() == 1


def test_somebody_whom_no_holder_knows_is_found_by_their_mark(world, secretary, hina):
    parent = enrol_person(world.council, by=world.users["secretary"], identifiers={"name": "汐見 一"})
    typed = {"closed_to": "somebody", "number": str(parent)}
    both = place(secretary, world, hina, **typed, holder=world.organs["mayor"].pk, holder_id="KP-000002")
    assert both.status_code == 422
    assert place(secretary, world, hina, **typed).status_code == 302
    assert PersonHold.objects.get().hidden_from == parent


def test_nobody_is_guessed(world, secretary, hina):
    answer = place(secretary, world, hina)
    assert answer.status_code == 422
    assert MISSING in answer.content.decode()
    ken, mayor = str(world.persons["ken"].key), world.organs["mayor"].pk
    for typed in (
        {"kind": "use_stop", "closed_to": ken},
        {"kind": "use_stop", "closed_to": "nobody"},
        {"kind": "death", "holder": mayor, "holder_id": "KP-000002"},
        {"closed_to": "nobody", "holder_id": "KP-000002"},
        {"closed_to": "nobody", "number": "a1b2c3d4"},
        {"closed_to": ken, "holder": mayor, "holder_id": "KP-000001"},
        {"closed_to": str(world.persons["tomi"].key)},
    ):
        assert place(secretary, world, hina, **typed).status_code == 422, typed
    assert not PersonHold.objects.exists()
    assert place(secretary, world, hina, closed_to="nobody").status_code == 302
    assert PersonHold.objects.get().hidden_from is None


def test_the_secretariat_alone_reads_from_whom(cast, world, secretary, hina):
    ken = world.persons["ken"]
    place(secretary, world, hina, closed_to=str(ken.key))
    link = f'href="{at("person", world, ken.key)}"'
    pages = [at("holds", world), at("person", world, hina.key)]
    for address in pages:
        assert link in secretary.get(address).content.decode()
    for reader in (world.users["auditor"], cast.nagiura.users["secretary"], cast.stranger, ken.user):
        for address in pages:
            assert signed_in(reader).get(address).status_code in (403, 404)
    home = signed_in(world.users["chihiro"]).get(reverse("my:home")).content.decode()
    assert str(ken.key)[:8] not in home


def test_nobody_of_another_council_is_named(cast, world, secretary, hina):
    there = cast.nagiura
    typed = {"holder": there.organs["mayor"].pk, "holder_id": "KP-000002"}
    assert place(secretary, world, hina, closed_to="somebody", **typed).status_code == 422
    assert place(secretary, world, hina, closed_to=str(there.persons["ken"].key)).status_code == 422
    elsewhere = signed_in(there.users["secretary"])
    assert place(elsewhere, world, hina, closed_to=str(world.persons["ken"].key)).status_code == 404
    for other in (there.persons["ken"], hina):
        with pytest.raises(Refused) as refusal:
            actions.place_hold(
                hina, "protection", by=world.users["secretary"], basis="受付第4号", hidden_from=other
            )
        assert refusal.value.code == "proxy_not_another"
    assert not PersonHold.objects.exists()


def test_nobody_at_the_counter_opens_what_concerns_themselves(cast, world):
    """A clerk from whom a child is protected, and who is registered as the child's parent: a colleague opens all."""
    clerk, colleague, hina = world.users["secretary"], world.users["secretary_2"], world.persons["hina"]
    version, own = make.notice(world), actions.person_for(clerk, world.council)
    mother = actions.register_proxy(hina, world.persons["chihiro"], "statutory", by=clerk, basis="戸籍謄本")
    paper = actions.Paper(clock.today(), "海野")
    entry = actions.record_paper(hina, version, {"steps": "give"}, by=clerk, paper=paper, proxy=mother)
    reader, other = signed_in(clerk), signed_in(colleague)
    consent, link = hina.consents.get(), hina.links.first()
    pages = [
        at("person", world, hina.key),
        at("paper", world, hina.key, version.notice.reference),
        at("place_hold", world, hina.key),
        at("register_proxy", world, hina.key),
        at("link", world, hina.key),
        at("revoke", world, hina.key, consent.pk),
        at("entry", world, entry.pk),
    ]
    assert {reader.get(page).status_code for page in pages} == {200}
    hold = actions.place_hold(hina, "protection", by=colleague, basis="受付第4号", hidden_from=own)
    assert {reader.get(page).status_code for page in pages} == {422}
    assert {other.get(page).status_code for page in pages} == {200}
    verbs = [
        ("reveal", hina.key),
        ("unlink", hina.key, link.pk),
        ("end_proxy", mother.pk),
        ("lift_hold", hold.pk),
    ]
    verbs += [(name, entry.pk) for name in ("scan", "copy_sent", "undo")]
    for name, *args in verbs:
        answer = reader.get(at(name, world, *args)) if name == "scan" else reader.post(at(name, world, *args))
        assert (answer.status_code, "ほかの職員" in answer.content.decode()) == (422, True), name
    assert str(hina) not in reader.get(at("holds", world)).content.decode()
    assert str(hina) not in reader.get(at("counter", world)).content.decode()
    assert str(hina) in other.get(at("counter", world)).content.decode()
    assert reader.post(at("counter", world), {"number": str(hina)}).status_code == 422
    assert reader.get(at("person", world, own.key)).status_code == 422


def test_nobody_at_the_counter_acts_where_they_are_the_parent(cast, world):
    clerk, colleague, hina = world.users["secretary"], world.users["secretary_2"], world.persons["hina"]
    version, own = make.notice(world), actions.person_for(clerk, world.council)
    mother = actions.register_proxy(hina, world.persons["chihiro"], "statutory", by=clerk, basis="戸籍謄本")
    paper = actions.Paper(clock.today(), "海野")
    entry = actions.record_paper(hina, version, {"steps": "give"}, by=clerk, paper=paper, proxy=mother)
    item = hina.consents.get().item
    actions.register_proxy(hina, own, "statutory", by=colleague, basis="戸籍謄本")
    for call in (
        lambda: actions.revoke(hina, [item], by=clerk, decision="汐見協第1号"),
        lambda: actions.place_hold(hina, "use_stop", by=clerk, basis="受付第5号"),
        lambda: actions.end_proxy(mother, by=clerk),
        lambda: actions.send_copy(entry, by=clerk),
    ):
        with pytest.raises(Refused) as refusal:
            call()
        assert refusal.value.code == "own_matter"
