"""Staff pages: who may open them, writing and publishing a notice, the counter, masked identities."""

from __future__ import annotations

import base64
import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from consent import actions, queries
from consent.models import Consent, NoticeDraft, PaperEntry, PersonHold
from core import clock
from core.accounts.models import IdentityReveal
from core.outbox.models import Job
from governance.assembly.models import Decision
from tests.cast import signed_in
from tests.factories import consents as make
from tests.factories import people
from tests.factories.decisions import decision_taken


@pytest.fixture
def world(cast):
    return cast.shiomi


@pytest.fixture
def version(world):
    return make.notice(world)


@pytest.fixture
def secretary(world):
    return signed_in(world.users["secretary"])


PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def at(name, world, *args):
    return reverse(f"consent:{name}", args=[world.council.slug, *args])


def text(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def pages(world, version):
    hina = world.persons["hina"]
    return {
        "rates": (at("rates", world), 200),
        "notices": (at("notices", world), 200),
        "notice": (at("notice", world, version.notice.reference), 200),
        "begin": (at("begin", world), 403),
        "counter": (at("counter", world), 403),
        "enrol": (at("enrol", world), 403),
        "holds": (at("holds", world), 403),
        "person": (at("person", world, hina.key), 403),
        "paper": (at("paper", world, hina.key, version.notice.reference), 403),
        "place_hold": (at("place_hold", world, hina.key), 403),
        "register_proxy": (at("register_proxy", world, hina.key), 403),
    }


def test_who_opens_what(cast, world, version, secretary):
    auditor, stranger = signed_in(world.users["auditor"]), signed_in(cast.stranger)
    elsewhere = signed_in(cast.nagiura.users["secretary"])
    for name, (address, for_others) in pages(world, version).items():
        assert secretary.get(address).status_code == 200, name
        assert auditor.get(address).status_code == for_others, name
        assert stranger.get(address).status_code == 404, name
        assert elsewhere.get(address).status_code == 404, name


def test_figures_name_nobody(world, version, secretary):
    chihiro = world.persons["chihiro"]
    actions.give(chihiro, version.items.all(), by=chihiro.user)
    page = text(secretary, at("rates", world))
    assert "森川" not in page
    assert str(chihiro.key) not in page
    assert "100%" in page


def test_the_choices_of_one_notice_are_told_apart_by_what_they_are_for(world, secretary):
    bus = world.organisations["bus"].pk
    words = {"ja": "バス路線の見直し", "easy": "バス", "en": "Better bus routes"}
    two = make.notice(
        world, make.choice(world), make.choice(world, "bus", recipient=bus, purpose_words=words)
    )
    chihiro = world.persons["chihiro"]
    actions.give(chihiro, two.items.all(), by=chihiro.user)
    later = make.next_version(
        two.notice_id, world, make.choice(world), make.choice(world, "bus", recipient=bus)
    )
    found = [(row.code, row.purpose_ja, row.agreed) for row in queries.rates(world.council)]
    assert found == [("bus", "健康づくりの研究", 1), ("steps", "健康づくりの研究", 1)], (
        "as the newest version"
    )
    assert later.number == 2
    page = text(secretary, at("rates", world))
    assert page.count(f"{two.notice.reference} bus") >= 1
    assert "健康づくりの研究" in page


def test_what_a_draft_lacks_is_called_by_its_name(world, secretary):
    notice = actions.begin_notice(
        world.council,
        by=world.users["secretary"],
        title_ja="見守り",
        title_en="Watch",
        service_ja="タグ",
        service_en="Tag",
    )
    page = secretary.get(at("notice", world, notice.reference)).content.decode()
    assert "<li>同意項目: " in page
    choice = {
        **make.choice(world),
        "retention_months": None,
        "purpose_words": {"ja": "研究", "en": "Research"},
    }
    actions.draft_version(notice, by=world.users["secretary"], texts=make.texts(), items=[choice])
    page = secretary.get(at("notice", world, notice.reference)).content.decode()
    assert "<li>同意項目 steps 提供先が保管する期間（月）: " in page
    assert "<li>同意項目 steps わかりやすい言葉による目的 やさしい日本語: " in page
    assert "retention_months" not in page


@pytest.fixture
def usual_rules(settings):
    settings.RULEBOOK_PROVIDER = "tests.factories.rules.usual"


def choice_form(world):
    """One thing to agree to, as the secretariat types it."""
    choice = make.choice(world)
    kept = ("code", "provider", "recipient", "dataset", "purpose", "necessity")
    return {name: choice[name] for name in kept} | {
        "kinds": "passages | 通過記録 | {通|とお}った{記録|きろく} | Passages",
        "words_ja": "研究",
        "words_easy": "{研究|けんきゅう}",
        "words_en": "Research",
        "retention_months": 12,
        "storage_country": "JP",
        "valid_months": 12,
    }


def test_a_notice_from_the_first_word_to_its_publication(world, secretary, usual_rules):
    number = decision_taken(world.council)
    begun = secretary.post(
        at("begin", world),
        {"title_ja": "見守り", "title_en": "Watch", "service_ja": "タグ", "service_en": "Tag"},
    )
    notice = queries.notices_of(world.council).get()
    assert begun.url == at("notice", world, notice.reference)
    refused = secretary.post(at("publish", world, notice.reference), {"decision": "汐見協第1号"})
    assert refused.status_code == 422
    typed = {
        f"{block}_{layer}": words for block, layers in make.texts().items() for layer, words in layers.items()
    }
    assert (
        secretary.post(at("texts", world, notice.reference), {**typed, "authoritative": "ja"}).status_code
        == 302
    )
    people.joins(world, "university", representative="rep_university")
    people.joins(world, "city", representative="rep_city")
    assert secretary.post(at("new_choice", world, notice.reference), choice_form(world)).status_code == 302
    assert secretary.post(at("publish", world, notice.reference), {"decision": number}).status_code == 302
    version = queries.current_version(queries.notices_of(world.council).get())
    (decision,) = Decision.objects.filter(council=world.council)
    page = secretary.get(at("notice", world, notice.reference)).content.decode()
    assert f'<a href="/c/shiomi/decisions/{decision.pk}/">{number}</a>' in page
    assert version.items.get().data_items[0]["easy"] == "{通|とお}った{記録|きろく}"
    assert secretary.post(at("revise", world, notice.reference)).status_code == 302
    assert NoticeDraft.objects.get().items[0]["code"] == "steps"
    assert secretary.post(at("drop_choice", world, notice.reference, "steps")).status_code == 302
    assert NoticeDraft.objects.get().items == []


def test_what_was_typed_survives_a_refusal(world, version, secretary):
    actions.revise(version.notice, by=world.users["secretary"])
    answer = secretary.post(
        at("choice", world, version.notice.reference, "steps"), {"code": "steps", "kinds": "broken line"}
    )
    assert answer.status_code == 422
    assert "broken line" in answer.content.decode()


def test_a_person_is_found_by_the_holders_id_alone(world, secretary):
    hina, mayor = world.persons["hina"], world.organs["mayor"]
    found = secretary.post(at("counter", world), {"holder": mayor.pk, "holder_id": " KP-000003 "})
    assert found.url == at("person", world, hina.key)
    unknown = secretary.post(at("counter", world), {"holder": mayor.pk, "holder_id": "森川 陽菜"})
    assert unknown.status_code == 422


def test_identity_is_masked_until_a_reason_is_given(world, secretary):
    hina = world.persons["hina"]
    assert "森川" not in text(secretary, at("person", world, hina.key))
    assert secretary.post(at("reveal", world, hina.key), {"reason": " "}).status_code == 422
    shown = secretary.post(at("reveal", world, hina.key), {"reason": "窓口での本人確認"})
    assert "森川 陽菜" in shown.content.decode()
    assert IdentityReveal.objects.get().reason == "窓口での本人確認"
    assert "森川" not in text(secretary, at("person", world, hina.key))


def paper(**changes):
    return {
        "signed_on": clock.today().isoformat(),
        "witness": "澪標 通",
        "layer": "easy",
        "answer_steps": "give",
        **changes,
    }


def test_rule_12_a_paper_form_with_its_copy_and_a_way_back(world, version, secretary):
    tomi = world.persons["tomi"]
    address = at("paper", world, tomi.key, version.notice.reference)
    assert secretary.post(address, paper(witness="")).status_code == 422
    hostile = SimpleUploadedFile("form.pdf", b"<script>", content_type="application/pdf")
    assert secretary.post(address, paper(scan=hostile)).status_code == 422
    assert not PaperEntry.objects.exists()
    scan = SimpleUploadedFile("form.png", PNG, content_type="image/png")
    assert secretary.post(address, paper(scan=scan)).status_code == 302
    entry = PaperEntry.objects.get()
    page = text(secretary, at("entry", world, entry.pk))
    for word in ("海野 さやか", "澪標 通", hashlib.sha256(PNG).hexdigest(), entry.receipt.number):
        assert word in page
    kept = secretary.get(at("scan", world, entry.pk))
    assert b"".join(kept.streaming_content) == PNG
    assert signed_in(world.users["auditor"]).get(at("scan", world, entry.pk)).status_code == 403
    assert Consent.objects.get(person=tomi).state == "in_force"
    assert secretary.post(at("copy_sent", world, entry.pk)).status_code == 302
    assert secretary.post(at("undo", world, entry.pk)).status_code == 302
    assert Consent.objects.get(person=tomi).state == "withdrawn"
    assert secretary.post(at("undo", world, entry.pk)).status_code == 409


def test_holds_and_proxies_at_the_counter(world, secretary):
    tomi, mayor = world.persons["tomi"], world.organs["mayor"]
    placed = secretary.post(at("place_hold", world, tomi.key), {"kind": "use_stop", "basis": "受付第8号"})
    assert placed.status_code == 302
    hold = PersonHold.objects.get()
    assert "受付第8号" in text(secretary, at("holds", world))
    assert secretary.post(at("lift_hold", world, hold.pk)).status_code == 302
    secretary.post(at("place_hold", world, tomi.key), {"kind": "use_stop", "basis": "受付第9号"})
    listed = secretary.get(at("holds", world)).context["page"]
    assert [row.basis for row in listed] == ["受付第9号", "受付第8号"], "those in place come first"
    later = PersonHold.objects.get(basis="受付第9号")
    assert secretary.post(at("lift_hold", world, later.pk)).status_code == 302
    registered = secretary.post(
        at("register_proxy", world, tomi.key),
        {
            "kind": "voluntary",
            "holder": mayor.pk,
            "holder_id": "KP-000001",
            "basis": "委任状（2026-11-01付）",
        },
    )
    assert registered.status_code == 302
    proxy = queries.agents_of(tomi).get()
    assert secretary.post(at("end_proxy", world, proxy.pk)).status_code == 302


def test_a_new_person_at_the_counter(world, secretary):
    answer = secretary.post(at("enrol", world), {"name": "磯村 花", "birth_date": "1950-02-03"})
    assert answer.status_code == 302
    assert "磯村" not in text(secretary, answer.url)


def test_things_of_another_council_are_not_there(cast, world, version, secretary):
    other = cast.nagiura
    hold = actions.place_hold(
        other.persons["hina"], "use_stop", by=other.users["secretary"], basis="受付第1号"
    )
    assert secretary.post(at("lift_hold", world, hold.pk)).status_code == 404
    assert secretary.get(at("person", world, other.persons["hina"].key)).status_code == 404
    assert secretary.get(at("notice", other, version.notice.reference)).status_code == 404
    hold.refresh_from_db()
    assert hold.lifted_at is None


def test_the_counter_offers_only_the_holders_of_its_own_council(cast, world, secretary, usual_rules):
    there = cast.nagiura
    people.joins(world, "city", representative="rep_city")
    people.joins(there, "city", representative="rep_city")
    offered = set(queries.holders(world.council))
    assert world.organs["mayor"] in offered
    assert offered.isdisjoint(there.organs.values())
    text = secretary.get(at("counter", world)).content.decode()
    assert str(world.organs["mayor"]) in text
    assert there.organisations["city"].name_ja not in text


def test_nobody_is_enrolled_who_is_not_yet_born(world, secretary):
    answer = secretary.post(at("enrol", world), {"name": "磯村 花", "birth_date": "2099-01-01"})
    assert answer.status_code == 422
    assert "生年月日が未来の日付です。" in answer.content.decode()
    assert "磯村 花" in answer.content.decode()
    assert (
        secretary.post(at("enrol", world), {"name": "磯" * 10_000, "birth_date": "1950-02-03"}).status_code
        == 422
    )


def test_what_is_no_longer_asked_is_withdrawn_at_their_word(cast, world, version, secretary):
    ken, clerk = world.persons["ken"], world.users["secretary"]
    given = actions.Paper(clock.today(), "海野")
    actions.record_paper(ken, version, {"steps": "give"}, by=clerk, paper=given)
    consent = Consent.objects.get(person=ken)
    actions.retire(version.notice, by=clerk)
    form = at("withdraw_at_word", world, ken.key, consent.pk)
    assert form in text(secretary, at("person", world, ken.key))
    said = {"signed_on": clock.today().isoformat(), "witness": "海野 さやか", "layer": "ja"}
    assert secretary.post(form, said | {"witness": ""}).status_code == 422
    for user in (cast.nagiura.users["secretary"], world.users["auditor"], cast.stranger):
        assert signed_in(user).post(form, said).status_code in {403, 404}
    answer = secretary.post(form, said)
    entry = PaperEntry.objects.latest("pk")
    assert answer.url == at("entry", world, entry.pk)
    assert (entry.witness, entry.answers) == ("海野 さやか", {"steps": "refuse"})
    copy = text(secretary, answer.url)
    assert (entry.receipt.number in copy, "口頭による撤回" in copy) == (True, True)
    assert (at("undo", world, entry.pk) in copy, "紙の同意書" in copy) == (False, False), "nothing was signed"
    assert secretary.post(at("undo", world, entry.pk)).status_code == 409
    mails = Job.objects.filter(payload__user=ken.user_id).values_list("payload__template", flat=True)
    assert {"consent/paper_copy", "consent/word_copy"} <= set(mails)
    consent.refresh_from_db()
    assert consent.state == "withdrawn"
    assert form not in text(secretary, at("person", world, ken.key))
    assert secretary.post(form, said).status_code == 409
