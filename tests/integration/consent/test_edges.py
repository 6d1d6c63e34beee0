"""Edges: what is refused, and that nothing is lost or stored by it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from consent import actions, queries, tasks
from consent.actions import Earlier, Paper
from consent.models import Consent, ConsentEvent, NoticeDraft
from consent.permissions import roles_of
from core import clock
from core.errors import Invalid, NotNow, NotPermitted, Refused
from tests.cast import signed_in
from tests.factories import consents as make
from tests.factories.decisions import by_usual_rules, decision_replaced, decision_taken


@pytest.fixture
def world(cast):
    return cast.shiomi


@pytest.fixture
def version(world):
    return make.notice(world)


def place(version):
    return (version.notice.council.slug, version.notice.reference)


def test_paper_of_an_older_version_never_replaces_a_newer_answer(world, version):
    tomi, secretary = world.persons["tomi"], world.users["secretary"]
    second = make.next_version(version.notice_id, world)
    paper = Paper(signed_on=clock.today(), witness="海野")
    actions.record_paper(tomi, second, {"steps": "refuse"}, by=secretary, paper=paper)
    with pytest.raises(NotNow) as refusal:
        actions.record_paper(tomi, version, {"steps": "give"}, by=secretary, paper=paper)
    assert refusal.value.code == "newer_answer"
    assert Consent.objects.get(person=tomi).state == "refused"


def test_only_whoever_has_authority_signs_for_another(world, version):
    tomi, secretary = world.persons["tomi"], world.users["secretary"]
    paper = Paper(signed_on=clock.today(), witness="海野")
    helper = actions.register_proxy(tomi, world.persons["chihiro"], "assistant", by=secretary, basis="申出書")
    agent = actions.register_proxy(tomi, world.persons["ken"], "voluntary", by=secretary, basis="委任状")
    with pytest.raises(Refused):
        actions.record_paper(tomi, version, {"steps": "give"}, by=secretary, paper=paper, proxy=helper)
    entry = actions.record_paper(tomi, version, {"steps": "give"}, by=secretary, paper=paper, proxy=agent)
    assert entry.signed_as == "voluntary"
    assert ConsentEvent.objects.get(kind="given").proxy == agent


def test_a_parents_signature_counts_only_within_their_authority(world, version):
    hina, secretary, today = world.persons["hina"], world.users["secretary"], clock.today()
    ended = actions.register_proxy(
        hina,
        world.persons["chihiro"],
        "statutory",
        by=secretary,
        basis="戸籍謄本",
        since=today - timedelta(days=100),
        until=today - timedelta(days=1),
    )
    paper = Paper(signed_on=today, witness="海野")
    with pytest.raises(Refused) as refusal:
        actions.record_paper(hina, version, {"steps": "give"}, by=secretary, paper=paper, proxy=ended)
    assert refusal.value.code == "proxy_without_authority"


def test_whoever_a_child_is_protected_from_signs_nothing_for_it(world, version):
    hina, secretary, father = world.persons["hina"], world.users["secretary"], world.persons["ken"]
    proxy = actions.register_proxy(hina, father, "statutory", by=secretary, basis="戸籍謄本")
    page = reverse("consent:paper", args=[world.council.slug, hina.key, version.notice.reference])
    assert f'value="{proxy.pk}"' in signed_in(secretary).get(page).content.decode()
    actions.place_hold(hina, "protection", by=secretary, basis="受付第4号", hidden_from=father)
    assert f'value="{proxy.pk}"' not in signed_in(secretary).get(page).content.decode()
    paper = Paper(signed_on=clock.today(), witness="海野")
    with pytest.raises(Refused) as refusal:
        actions.record_paper(hina, version, {"steps": "give"}, by=secretary, paper=paper, proxy=proxy)
    assert refusal.value.code == "proxy_without_authority"


def test_nobody_types_their_own_form(world, version):
    secretary = world.users["secretary"]
    own = actions.person_for(secretary, world.council)
    assert actions.person_for(secretary, world.council) == own
    with pytest.raises(Refused) as refusal:
        actions.record_paper(
            own, version, {"steps": "give"}, by=secretary, paper=Paper(clock.today(), "海野")
        )
    assert refusal.value.code == "own_matter"


def test_a_copy_is_sent_once_and_an_agent_may_lay_the_office_down(world, version):
    tomi, secretary = world.persons["tomi"], world.users["secretary"]
    entry = actions.record_paper(
        tomi, version, {"steps": "refuse"}, by=secretary, paper=Paper(clock.today(), "海野")
    )
    actions.send_copy(entry, by=secretary)
    with pytest.raises(NotNow):
        actions.send_copy(entry, by=secretary)
    with pytest.raises(NotNow, match="nothing_to_undo"):
        actions.undo_paper(entry, by=secretary)
    proxy = actions.register_proxy(tomi, world.persons["chihiro"], "voluntary", by=secretary, basis="委任状")
    with pytest.raises(NotPermitted):
        actions.end_proxy(proxy, by=world.users["ken"])
    assert actions.end_proxy(proxy, by=world.users["chihiro"]).ended_by == world.users["chihiro"]


def test_holds_are_named_and_only_protection_hides(world):
    tomi, secretary = world.persons["tomi"], world.users["secretary"]
    with pytest.raises(Invalid):
        actions.place_hold(tomi, "mood", by=secretary, basis="受付第1号")
    with pytest.raises(Refused):
        actions.place_hold(
            tomi, "use_stop", by=secretary, basis="受付第1号", hidden_from=world.persons["ken"]
        )
    assert not queries.holds(world.council, at=clock.now()).exists()


def test_publishing_asks_for_a_draft_and_a_decision(world, version):
    secretary, notice = world.users["secretary"], version.notice
    with pytest.raises(NotNow):
        actions.publish_version(notice, by=secretary, decision="汐見協第1号")
    actions.revise(notice, by=secretary)
    with pytest.raises(NotNow) as refusal:
        actions.revise(notice, by=secretary)
    assert refusal.value.code == "draft_open"
    with pytest.raises(Invalid):
        actions.publish_version(notice, by=secretary, decision=" ")
    with pytest.raises(NotPermitted):
        actions.publish_version(notice, by=world.users["chair"], decision="汐見協第1号")
    assert NoticeDraft.objects.exists()


def _publish(world, version, number):
    actions.revise(version.notice, by=world.users["secretary"])
    actions.publish_version(version.notice, by=world.users["secretary"], decision=number)


def _revoke(world, version, number):
    person = world.persons["chihiro"]
    actions.give(person, version.items.all(), by=person.user)
    actions.revoke(person, version.items.all(), by=world.users["secretary"], decision=number)


def _invalidate(world, version, number):
    actions.invalidate(version, by=world.users["secretary"], decision=number)


def _take_over(world, version, number):
    rows = [Earlier("U-1", clock.now())]
    begun = {"by": world.users["secretary"], "decision": number, "rows": rows}
    actions.begin_take_over(version.items.get(), "U-1,2026-06-01", **begun)


@pytest.mark.parametrize("act", [_publish, _revoke, _invalidate, _take_over])
def test_what_rests_on_a_decision_names_one_that_stands_and_is_about_it(cast, world, version, act):
    own = f"notice:{version.notice.reference}"
    with by_usual_rules():
        right = decision_taken(world.council, about="" if act is _revoke else own)
        wrong = {
            "汐見協第999号": "decision_unknown",
            decision_taken(cast.nagiura.council): "decision_unknown",
            decision_replaced(world.council): "decision_superseded",
            decision_taken(world.council, about="project:P-99"): "decision_about_else",
        }
    for number, code in wrong.items():
        with pytest.raises(Refused, match=code), transaction.atomic():
            act(world, version, number)
    act(world, version, right)


def test_withdrawing_nothing_and_two_pages_at_once_are_refused(world, version):
    chihiro = world.persons["chihiro"]
    with pytest.raises(Invalid):
        actions.withdraw(chihiro, [], by=chihiro.user)
    with pytest.raises(NotNow):
        actions.withdraw(chihiro, list(version.items.all()), by=chihiro.user)
    other = make.notice(world)
    with pytest.raises(Invalid):
        actions.give(chihiro, [version.items.get(), other.items.get()], by=chihiro.user)
    assert not ConsentEvent.objects.exists()


def test_roles_by_route(cast, world):
    chihiro, secretary = world.persons["chihiro"], world.users["secretary"]
    assert roles_of(chihiro.user, chihiro) == {"person"}
    assert roles_of(secretary, chihiro) == frozenset()
    assert roles_of(secretary, chihiro, route="counter") == {"secretary", "counter"}
    assert roles_of(secretary, chihiro, route="time") == {"secretary"}
    assert roles_of(world.users["auditor"], chihiro, route="counter") == frozenset()
    assert roles_of(cast.nagiura.users["secretary"], chihiro, route="counter") == frozenset()
    assert roles_of(None, chihiro, route="feed") == {"feed"}
    assert roles_of(None, chihiro, route="time") == {"system"}
    assert roles_of(None, chihiro) == frozenset()


def test_the_clock_calls_the_task(world, version):
    chihiro = world.persons["chihiro"]
    actions.give(chihiro, version.items.all(), by=chihiro.user)
    with clock.at(clock.now() + timedelta(days=1000)):
        assert tasks.expire_due() == 1
    assert Consent.objects.get().state == "expired"


def test_addresses_that_lead_nowhere(client, world, version):
    slug, reference = place(version)
    for address in (
        reverse("my:agree", args=[slug, "N-99"]),
        reverse("my:question", args=[slug, reference, "elsewhere"]),
        reverse("my:notice", args=["nagiura", reference]),
        reverse("my:notice_version", args=[slug, reference, 9]),
        reverse("my:question", args=[slug, reference, "steps"]) + "?for=nobody",
        reverse("my:question", args=[slug, reference, "steps"]) + f"?for={world.council.pk:032x}",
    ):
        assert client.get(address).status_code == 404, address
    assert client.post(reverse("my:choose", args=[slug, reference, "elsewhere"])).status_code == 404


def test_a_retired_notice_asks_nothing_but_can_be_read(client, world, version):
    actions.retire(version.notice, by=world.users["secretary"])
    assert client.get(reverse("my:agree", args=place(version))).status_code == 409
    page = client.get(reverse("my:notice", args=place(version)))
    assert page.status_code == 200
    assert reverse("my:agree", args=place(version)) not in page.content.decode()


def test_a_strange_answer_brings_the_question_back(client, version):
    address = reverse("my:choose", args=[*place(version), "steps"])
    assert client.post(address, {"answer": "all"}).url == reverse(
        "my:question", args=[*place(version), "steps"]
    )
    assert client.post(address, {"answer": "defer"}).url == reverse("my:notices")
    assert not ConsentEvent.objects.exists()


def test_a_refused_answer_waits_on_the_page(world, version):
    client = signed_in(world.users["ren"])
    client.post(reverse("my:choose", args=[*place(version), "steps"]), {"answer": "give"})
    answer = client.post(reverse("my:send", args=place(version)), follow=True)
    assert "保護者" in answer.content.decode()
    assert not ConsentEvent.objects.exists()
    assert reverse("my:send", args=place(version)) in answer.content.decode(), "the answer is still there"


def test_the_check_page_leads_back_to_what_is_missing(world, version):
    client = signed_in(world.users["chihiro"])
    check = client.get(reverse("my:check", args=place(version)))
    assert check.url == reverse("my:question", args=[*place(version), "steps"])
    assert client.post(reverse("my:send", args=place(version))).url == reverse(
        "my:agree", args=place(version)
    )


def test_a_parent_answers_on_the_pages_for_a_child(world, version):
    hina = world.persons["hina"]
    actions.register_proxy(
        hina, world.persons["chihiro"], "statutory", by=world.users["secretary"], basis="戸籍"
    )
    client, tail = signed_in(world.users["chihiro"]), f"?for={hina.key}"
    page = client.get(reverse("my:question", args=[*place(version), "steps"]) + tail).content.decode()
    assert "森川 陽菜" in page
    chosen = client.post(
        reverse("my:choose", args=[*place(version), "steps"]), {"answer": "give", "for": hina.key}
    )
    assert chosen.url.endswith(tail)
    assert "森川 陽菜" in client.get(chosen.url).content.decode()
    sent = client.post(reverse("my:send", args=place(version)), {"for": hina.key})
    assert client.get(sent.url).status_code == 200
    consent = Consent.objects.get()
    assert (consent.person, consent.state) == (hina, "in_force")
    switched = client.post(reverse("my:switch", args=[consent.pk]) + tail, {"on": "1"})
    assert switched.url == reverse("my:agree", args=place(version)) + tail
    assert client.get(reverse("my:history") + tail).status_code == 200
