"""A citizen's pages, by the test client, which has no JavaScript: each rule of conduct is a test."""

from __future__ import annotations

import io
import re

import pytest
from django.urls import reverse
from pypdf import PdfReader

from consent import actions, queries
from consent.enums import ConsentState, EventKind, NoticeState
from consent.models import Consent, ConsentEvent
from consent.templatetags.phrases import CHIPS
from core import clock
from core.accounts.models import SubjectLink
from core.ledger import offline
from tests.cast import sign_in, signed_in
from tests.factories import consents as make


@pytest.fixture
def version(cast):
    return make.notice(cast.shiomi)


@pytest.fixture
def two(cast):
    world = cast.shiomi
    return make.notice(
        world, make.choice(world), make.choice(world, "bus", recipient=world.organisations["bus"].pk)
    )


@pytest.fixture
def chihiro(cast):
    return cast.shiomi.persons["chihiro"]


def place(version):
    return (version.notice.council.slug, version.notice.reference)


def question(version, code="steps"):
    return reverse("my:question", args=[*place(version), code])


def choose(client, version, word, code="steps", **more):
    return client.post(reverse("my:choose", args=[*place(version), code]), {"answer": word, **more})


def send(client, version, **more):
    return client.post(reverse("my:send", args=place(version)), more)


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_notice_can_be_read_before_signing_in(client, version, settings):
    settings.RULEBOOK_PROVIDER = "tests.factories.rules.usual"
    assert "1日の歩数" in page(client, reverse("my:notice", args=place(version)))
    assert "1日の歩数" in page(client, question(version))
    assert version.notice.title_ja in page(client, reverse("my:notices"))
    here = reverse("my:notice", args=place(version))
    english = (
        '<p lang="en">Steps per day, Age band</p>',
        '<p lang="en">Health research</p>',
        '<p lang="en">purpose.</p>',
    )
    assert "委託" in page(client, here), "on whose account the council manages consents"
    assert [words in page(client, here) for words in english] == [False] * 3
    assert [words in page(client, f"{here}?both=1") for words in english] == [True] * 3
    assert version.digest in page(client, here)
    client.cookies["layer"] = "easy"
    assert version.digest not in page(client, here)
    del client.cookies["layer"]
    client.cookies["language"] = "en"
    assert '<p lang="ja">健康づくりの研究</p>' in page(client, f"{here}?both=1")
    del client.cookies["language"]


def test_who_has_agreed_to_nothing_is_led_to_what_is_asked(chihiro, version):
    shown = page(signed_in(chihiro.user), reverse("my:home"))
    assert f'class="button primary" href="{reverse("my:notices")}"' in shown


def test_rule_1_accept_and_refuse_are_equal(client, version):
    buttons = re.findall(
        r'<button class="([^"]*)" name="answer" value="(\w+)"', page(client, question(version))
    )
    looks = {word: look for look, word in buttons}
    assert looks["give"] == looks["refuse"]
    assert [word for _look, word in buttons] == ["give", "refuse", "defer"]


def test_rule_2_nothing_is_ticked_beforehand(client, version):
    text = page(client, question(version))
    assert 'type="checkbox"' not in text
    assert 'type="radio"' not in text
    assert " checked" not in text
    assert " autofocus" not in text


def test_rule_3_withdrawing_takes_no_more_steps_than_giving(version, chihiro):
    client = signed_in(chihiro.user)
    giving = [choose(client, version, "give"), send(client, version)]
    consent = Consent.objects.get(person=chihiro)
    stopping = [
        client.post(reverse("my:switch", args=[consent.pk]), {"on": "0"}),
        client.post(reverse("my:withdraw_confirm", args=[consent.pk])),
    ]
    assert all(step.status_code == 302 for step in giving + stopping)
    assert len(stopping) <= len(giving)
    consent.refresh_from_db()
    assert consent.state == "withdrawn"


def test_whom_no_provider_knows_is_told_that_nothing_flows(version, chihiro):
    client = signed_in(chihiro.user)
    choose(client, version, "give")
    send(client, version)
    words = "利用者番号ともまだ結び付いていない"
    council = chihiro.council
    type(council).objects.filter(pk=council.pk).update(
        office_ja="協議会の事務局", contact="office@example.jp"
    )
    home = page(client, "/my/").partition("<main")[2]
    assert "お問い合わせ及び苦情は、協議会の事務局で受け付けます" in re.sub(
        r"<rp>.*?</rp>|<rt>.*?</rt>|</?ruby>", "", home
    )
    assert 'href="mailto:office@example.jp"' in home, "who has a complaint reads where it goes"
    assert SubjectLink.objects.filter(person=chihiro, unlinked_at__isnull=True).exists()
    assert words not in page(client, "/my/")
    SubjectLink.objects.filter(person=chihiro).update(unlinked_at=clock.now())
    assert words in page(client, "/my/")


def test_rule_4_effect_first_and_no_reason(version, chihiro):
    actions.give(chihiro, version.items.all(), by=chihiro.user)
    client, consent = signed_in(chihiro.user), Consent.objects.get(person=chihiro)
    address = reverse("my:withdraw", args=[consent.pk])
    text = page(client, address)
    assert text.index(version.texts["withdrawal"]["ja"]) < text.index(
        reverse("my:withdraw_confirm", args=[consent.pk])
    )
    form = text[text.index('action="' + reverse("my:withdraw_confirm", args=[consent.pk])) :]
    assert "<textarea" not in form
    assert 'type="text"' not in form
    consent.refresh_from_db()
    assert consent.state == "in_force", "looking at the page withdraws nothing"


def test_rule_5_one_prompt_and_later_is_a_state(version, chihiro, cast):
    actions.ask(version, [chihiro], by=cast.shiomi.users["secretary"])
    client = signed_in(chihiro.user)
    prompt = reverse("my:agree", args=place(version)) + '"'
    assert prompt in page(client, reverse("my:home"))
    assert choose(client, version, "defer").status_code == 302
    assert Consent.objects.get(person=chihiro).state == "deferred"
    assert prompt not in page(client, reverse("my:home"))
    assert actions.ask(version, [chihiro], by=cast.shiomi.users["secretary"]) == 0


def test_rule_6_data_purpose_recipient_before_the_buttons(client, version):
    text = page(client, question(version))
    buttons = text.index('name="answer"')
    for word in ("1日の歩数", "年代", "健康づくりの研究", "汐見大学", "健康づくり課", "24"):
        assert text.index(word) < buttons, word
    head = text[text.index("<main") : buttons]
    assert "<details" not in head, "nothing has to be opened first"


def test_rule_7_refusing_an_optional_purpose_blocks_nothing(two, chihiro):
    client = signed_in(chihiro.user)
    choose(client, two, "refuse")
    choose(client, two, "give", "bus")
    send(client, two)
    states = dict(Consent.objects.filter(person=chihiro).values_list("item__code", "state"))
    assert states == {"steps": "refused", "bus": "in_force"}
    assert client.get(reverse("my:home")).status_code == 200


def test_rule_8_each_purpose_and_recipient_has_its_own_control(two, client):
    first, second = page(client, question(two)), page(client, question(two, "bus"))
    assert first.count('value="give"') == second.count('value="give"') == 1
    assert "しおみ海浜バス" in second
    assert "しおみ海浜バス" not in first
    assert 'value="all"' not in first


def test_rule_9_receipt_at_once_in_three_forms(version, chihiro):
    client = signed_in(chihiro.user)
    choose(client, version, "give")
    address = send(client, version).url
    receipt = chihiro.receipts.get()
    assert receipt.number in address
    assert receipt.number in page(client, address)
    machine = client.get(reverse("my:receipt_json", args=[receipt.number])).json()
    assert machine["document"] == receipt.document
    assert offline.verify(machine, keys=machine["keys"])
    machine["document"]["dpv:hasIdentifier"] = "ZZZZ-ZZZZ-ZZZZ"
    with pytest.raises(offline.DoesNotHold):
        offline.verify(machine, keys=machine["keys"])
    paper = client.get(reverse("my:receipt_pdf", args=[receipt.number]))
    assert receipt.number in "".join(one.extract_text() for one in PdfReader(io.BytesIO(paper.content)).pages)
    code = client.get(reverse("my:receipt_code", args=[receipt.number]))
    assert b'xmlns="http://www.w3.org/2000/svg"' in code.content, "else no browser shows it as an image"
    assert code["Content-Type"] == "image/svg+xml"
    assert b"<svg" in code.content


def test_rule_10_bodies_by_their_public_names(client, version):
    text = page(client, question(version))
    assert "公立大学法人汐見大学" in text
    assert "汐見市" in text


def test_rule_11_losing_the_session_keeps_the_answers(client, version, chihiro):
    assert choose(client, version, "give").status_code == 302
    check = reverse("my:check", args=place(version))
    assert client.get(check).url.startswith("/accounts/login/")
    sign_in(client, chihiro.user)
    assert "1日の歩数" in page(client, check)
    client.cookies.pop("sessionid")
    lost = send(client, version)
    assert lost.url.startswith("/accounts/login/")
    assert not ConsentEvent.objects.exists()
    sign_in(client, chihiro.user)
    assert send(client, version).status_code == 302
    assert Consent.objects.get(person=chihiro).state == "in_force"


def test_nothing_is_recorded_before_the_answers_are_sent(version, chihiro):
    client = signed_in(chihiro.user)
    choose(client, version, "give")
    page(client, reverse("my:check", args=place(version)))
    assert not ConsentEvent.objects.exists()


def test_sending_twice_is_once(version, chihiro):
    client = signed_in(chihiro.user)
    choose(client, version, "give")
    cookie = client.cookies["answers"].value
    first = send(client, version)
    client.cookies["answers"] = cookie
    assert send(client, version).url == first.url
    assert chihiro.receipts.count() == 1
    client.cookies["answers"] = cookie
    choose(client, version, "give")
    assert send(client, version).url == first.url
    client.cookies["answers"] = cookie
    choose(client, version, "refuse")
    assert send(client, version).url != first.url, "a changed answer is not the one that was sent"
    assert Consent.objects.get(person=chihiro).state == "withdrawn"
    choose(client, version, "defer")
    assert Consent.objects.get(person=chihiro).state == "withdrawn", "deciding later takes back no no"


def test_a_forged_cookie_is_no_answer(version, chihiro):
    client = signed_in(chihiro.user)
    client.cookies["answers"] = '{"1:":{"steps":"give"}}:forged'
    assert send(client, version).url == reverse("my:agree", args=place(version))
    assert not ConsentEvent.objects.exists()


def test_whoever_was_never_known_becomes_a_person_by_answering(version, cast):
    client = signed_in(cast.stranger)
    choose(client, version, "give")
    assert send(client, version).status_code == 302
    assert queries.persons_of(cast.stranger).get().council == cast.shiomi.council


def test_others_see_nothing_of_mine(version, chihiro, cast):
    receipt = actions.give(chihiro, version.items.all(), by=chihiro.user)
    consent = Consent.objects.get(person=chihiro)
    for user in (cast.shiomi.users["ken"], cast.shiomi.users["secretary"], cast.nagiura.users["chihiro"]):
        client = signed_in(user)
        for name, args in (
            ("receipt", [receipt.number]),
            ("receipt_json", [receipt.number]),
            ("receipt_code", [receipt.number]),
            ("withdraw", [consent.pk]),
        ):
            assert client.get(reverse(f"my:{name}", args=args)).status_code == 404, (user, name)
        assert client.post(reverse("my:withdraw_confirm", args=[consent.pk])).status_code == 404
        assert client.get(reverse("my:home") + f"?for={chihiro.key}").status_code in (200, 404)
        assert client.get(question(version) + f"?for={chihiro.key}").status_code == 404
    assert queries.state_of(chihiro, [consent.item_id], clock.now()).state == "in_force"


@pytest.mark.parametrize("name", ["home", "history", "receipts", "proxies", "notices"])
@pytest.mark.parametrize("layer", ["standard", "easy"])
def test_every_page_reads_in_every_layer(name, layer, version, chihiro):
    actions.give(chihiro, version.items.all(), by=chihiro.user)
    client = signed_in(chihiro.user)
    client.cookies["layer"] = layer
    client.cookies["furigana"] = "on"
    for language in ("ja", "en"):
        text = client.get(reverse(f"my:{name}"), headers={"accept-language": language}).content.decode()
        assert "{" not in re.sub(r"<(script|meta)[^>]*>", "", text.split("<main")[1].split("</main>")[0])


def test_plain_words_and_furigana(client, version):
    client.cookies["layer"], client.cookies["furigana"] = "easy", "on"
    text = page(client, question(version))
    assert "<ruby>健康<rp>（</rp><rt>けんこう</rt><rp>）</rp></ruby>" in text
    client.cookies["furigana"] = "off"
    assert "けんこう" not in page(client, question(version))


def test_states_are_told_in_plain_words_too(version, chihiro):
    consent = actions.give(chihiro, version.items.all(), by=chihiro.user)
    client = signed_in(chihiro.user)
    home, history = reverse("my:home"), reverse("my:history")
    assert "同意中" in page(client, home)
    client.cookies["layer"], client.cookies["furigana"] = "easy", "on"
    shown = page(client, home).partition("<main")[2]
    assert "同意中" not in shown
    assert "「はい」と <ruby>答<rp>（</rp><rt>こた</rt>" in shown
    assert "「はい」と" in page(client, history)
    assert consent
    assert CHIPS.keys() >= {*ConsentState.values, *EventKind.values, *NoticeState.values}


def test_furigana_without_plain_words(client, version):
    client.cookies["furigana"] = "on"
    assert "<ruby>目的<rp>（</rp><rt>もくてき</rt><rp>）</rp></ruby>" in page(client, question(version))
    client.cookies["furigana"] = "off"
    assert "もくてき" not in page(client, question(version))


def test_hostile_words_in_a_notice_stay_words(client, cast):
    version = make.notice(
        cast.shiomi,
        make.choice(
            cast.shiomi,
            data_items=[{"code": "x", "ja": "<script>x</script>{<b>|y}", "easy": "", "en": ""}],
        ),
    )
    client.cookies["furigana"] = "on"
    text = page(client, question(version))
    assert "<script>x" not in text
    assert "<ruby><b>" not in text


@pytest.fixture
def daughter(cast):
    """陽菜, for whom her mother answers."""
    world = cast.shiomi
    hina = world.persons["hina"]
    actions.register_proxy(
        hina, world.persons["chihiro"], "statutory", by=world.users["secretary"], basis="戸籍謄本"
    )
    return hina


def test_the_question_says_for_whom_it_is_answered_and_for_whom_else_one_may(version, chihiro, daughter):
    client = signed_in(chihiro.user)
    own = page(client, question(version))
    assert "ご自身について回答します" in own
    other = f"{question(version)}?for={daughter.key}"
    assert f'href="{other}"' in own
    for_her = page(client, other)
    assert "ご自身について回答します" not in for_her
    assert f'href="{question(version)}"' in for_her


def test_the_question_says_what_was_answered_before(version, chihiro):
    client = signed_in(chihiro.user)
    assert "これまでの回答" not in page(client, question(version))
    choose(client, version, "give")
    send(client, version)
    assert "これまでの回答" in page(client, question(version))


def test_the_receipt_names_the_person_and_whoever_answered(version, chihiro, daughter):
    client = signed_in(chihiro.user)
    choose(client, version, "give", **{"for": str(daughter.key)})
    address = send(client, version, **{"for": str(daughter.key)}).url
    shown = page(client, address)
    paper = PdfReader(io.BytesIO(client.get(f"{address}pdf/").content)).pages[0].extract_text()
    for name in (daughter.identifiers["name"], chihiro.identifiers["name"]):
        assert name in shown
        assert name.replace(" ", "") in paper.replace(" ", "")


def test_receipts_of_those_for_whom_one_acts_are_kept_in_the_list(version, chihiro, daughter):
    own = actions.give(chihiro, version.items.all(), by=chihiro.user)
    hers = actions.refuse(daughter, version.items.all(), by=chihiro.user)
    gone = actions.withdraw(chihiro, list(version.items.all()), by=chihiro.user)
    client = signed_in(chihiro.user)
    text = page(client, reverse("my:receipts"))
    places = [text.index(reverse("my:receipt", args=[one.number])) for one in (gone, own, hers)]
    assert places == sorted(places), "one's own first"
    assert f"{daughter.identifiers['name']}" in text
    rows = re.findall(r"<tr>.*?</tr>", text, re.DOTALL)
    said = {one.number: next(row for row in rows if one.number in row) for one in (own, hers, gone)}
    for receipt, word in ((own, ">同意<"), (hers, "同意しない"), (gone, "撤回")):
        assert word in said[receipt.number], said[receipt.number]
    tail = f"?for={daughter.key}"
    for name in ("home", "history"):
        assert reverse("my:receipts") + tail in page(client, reverse(f"my:{name}") + tail)
    alone = page(client, reverse("my:receipts") + tail)
    assert hers.number in alone
    assert own.number not in alone


def test_everybody_finds_their_own_user_number_and_nobody_elses(version, chihiro, daughter, cast):
    numbers = {
        one: {link.identifier for link in SubjectLink.objects.filter(person=one)}
        for one in (chihiro, daughter)
    }
    assert all(numbers.values())
    shown = page(signed_in(chihiro.user), reverse("my:home"))
    assert {number for one in numbers.values() for number in one if number in shown} == numbers[chihiro]


def test_only_the_receipt_of_a_consent_says_how_it_is_stopped(version, chihiro):
    given = actions.give(chihiro, version.items.all(), by=chihiro.user)
    gone = actions.withdraw(chihiro, list(version.items.all()), by=chihiro.user)
    client, words = signed_in(chihiro.user), "やめたいとき"
    for receipt, says in ((given, True), (gone, False)):
        address = reverse("my:receipt", args=[receipt.number])
        paper = PdfReader(io.BytesIO(client.get(f"{address}pdf/").content)).pages[0].extract_text()
        assert (words in page(client, address)) == (words in paper.replace(" ", "")) == says


def test_receipts_of_others_are_not_listed(version, chihiro, daughter, cast):
    hers = actions.give(daughter, version.items.all(), by=chihiro.user)
    for user in (cast.shiomi.users["ken"], cast.nagiura.users["chihiro"]):
        client = signed_in(user)
        assert hers.number not in page(client, reverse("my:receipts"))
        assert client.get(reverse("my:receipts") + f"?for={daughter.key}").status_code == 404
