"""The public register as anybody reads it: the front page, and the rules of each council."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from core.rulebook import provider
from governance.rulebook import actions, queries
from tests.cast import load
from tests.factories.decisions import decision_voted

pytestmark = pytest.mark.django_db


@pytest.fixture
def shiomi(db):
    from config.demo import rules

    cast = load()
    rules.fill(cast)
    return cast.shiomi


def get(name: str, *args: object, **query: str):
    return Client().get(reverse(f"register:{name}", args=args), query)


def test_the_front_page_says_what_this_is_and_names_the_councils(shiomi):
    for language, words in (("ja", "データが動く前に、確かめる"), ("en", "Before data moves, it is checked")):
        page = Client().get("/", headers={"accept-language": language}).content.decode()
        assert words in page
        assert reverse("register:council", args=["shiomi"]) in page


def test_anybody_reads_the_rules(shiomi):
    assert "協議会規約" in get("council", "shiomi").content.decode()
    assert "データ取扱規程" in get("rules", "shiomi").content.decode()
    page = get("read", "shiomi", "data_rules").content.decode()
    assert "（意見の尊重）" in page
    assert "意見を聞き置くだけにさせず" in page
    assert "規約第14条" in get("settings", "shiomi").content.decode()


def test_there_is_nothing_to_change_on_public_pages(shiomi):
    page = get("read", "shiomi", "bylaws").content.decode()
    assert "/c/shiomi/" not in page
    assert "改正案" not in get("rules", "shiomi").content.decode()


def test_machines_read_what_the_rules_fix(shiomi):
    answer = get("settings_json", "shiomi").json()
    rules = provider.in_force(shiomi.council, clock.today())
    assert answer["settings"]["notice_of_meeting"]["value"] == {"days": 7, "business": False}
    assert answer["settings"]["notice_of_meeting"]["article"]["label_ja"] == "規約第13条第1項"
    assert set(answer["settings"]) == set(rules.settings)
    assert set(answer["basis"]) == set(rules.basis)


def test_former_and_coming_editions_can_be_read(shiomi):
    secretary = shiomi.users["secretary"]
    instrument = queries.instruments(shiomi.council).get(code="bylaws")
    draft = actions.draft_amendment(instrument, by=secretary)
    assert "作成中" not in get("rules", "shiomi").content.decode()
    actions.edit_provision(draft, "purpose.main", by=secretary, text_ja="新しい目的とする。")
    tomorrow = clock.today() + timedelta(days=1)
    actions.adopt_amendment(
        draft,
        by=secretary,
        decision_number=decision_voted(shiomi.council, "amendment"),
        effective_on=tomorrow,
    )
    assert "新しい目的とする。" not in get("read", "shiomi", "bylaws").content.decode()
    assert "新しい目的とする。" in get("read", "shiomi", "bylaws", edition="2").content.decode()


def test_what_is_not_there_is_not_found(shiomi):
    assert get("council", "nowhere").status_code == 404
    assert get("read", "shiomi", "nothing").status_code == 404
    assert get("read", "shiomi", "bylaws", edition="9").status_code == 404
    assert Client().post(reverse("register:rules", args=["shiomi"])).status_code == 405
