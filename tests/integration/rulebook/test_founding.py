"""A new council drafts its first rule documents, changes them, and puts them in force; documents that come later."""

from __future__ import annotations

import pytest

from core.access.roles import Role
from core.errors import Invalid, NotNow, NotPermitted, Refused
from core.ledger.models import LedgerEntry
from governance.rulebook import actions, queries
from governance.rulebook.rules import notation
from tests.factories import people
from tests.factories.decisions import decision_taken, decision_voted
from tests.integration.rulebook.conftest import FOUNDED, WORDS
from tests.integration.rulebook.test_pages import client_of

ADOPTED = {"on": FOUNDED.isoformat(), "adopted_ja": "設立総会（令和7年4月1日）第1号議案", "adopted_en": ""}
MAJORITY = '{"threshold" = {"numerator" = 1, "denominator" = 2, "strict" = true, "base" = "present"}}'
OWN = """code = "travel"
title_ja = "旅費細則"
title_en = "Rules on travel"
short_ja = "旅費細則"
short_en = "Travel rules"

[[units]]
key = "travel"
level = "article"
heading_ja = "旅費"
heading_en = "Travel"
reason_ja = "支払の基準を定めるため。"
reason_en = "To say what is paid."

[[units]]
key = "travel.main"
level = "paragraph"
text_ja = "旅費は、実費とする。"
text_en = "Travel is paid at cost."
"""


@pytest.fixture
def young(db, today):
    return people.council("wakaba")


@pytest.fixture
def secretary(young):
    return people.with_role("wakaba-secretary", Role.SECRETARY, young)


def codes(council) -> list[str]:
    return list(council.founding_texts.values_list("code", flat=True))


def test_the_secretariat_drafts_changes_and_puts_the_first_documents_in_force(young, secretary):
    reader, base = client_of(secretary), f"/c/{young.slug}/rules/"
    assert f"{base}first/" in reader.get(base).content.decode()
    broken = reader.post(f"{base}first/", WORDS | {"city_ja": ""})
    assert broken.status_code == 422
    assert "Shiomi City Hall" in broken.content.decode()
    assert reader.post(f"{base}first/", WORDS).status_code == 302
    assert codes(young) == ["bylaws", "data_rules", "participation", "board_charter", "crisis"]
    assert not queries.instruments(young).exists(), "drafts bind nobody"
    page = reader.get(f"{base}first/participation/")
    text = (
        page.context["form"].initial["text"].replace("標準の仕様により連携すること。", "仕様を公開すること。")
    )
    change = {"text": text, "revision": page.context["form"].initial["revision"]}
    assert reader.post(f"{base}first/participation/", change).status_code == 302
    late = reader.post(f"{base}first/participation/", change | {"text": text.replace("仕様", "規格")})
    assert late.status_code == 409, "a colleague's change is not written over"
    assert "規格を公開すること。" in late.content.decode()
    assert reader.post(f"{base}first/crisis/drop/").status_code == 302
    assert reader.post(f"{base}first/new/", {"text": OWN}).status_code == 302
    assert "旅費細則" in reader.get(f"{base}first/").content.decode()
    unsaid = reader.post(f"{base}first/", ADOPTED | {"adopted_ja": ""})
    assert unsaid.status_code == 422
    unread = reader.post(f"{base}first/", ADOPTED)
    assert unread.status_code == 422, "another day than today is read in words first"
    assert "令和7年4月1日" in unread.content.decode()
    assert reader.post(f"{base}first/", ADOPTED | {"on": "2036-12-01"}).status_code == 422
    assert reader.post(f"{base}first/", ADOPTED | {"told": FOUNDED.isoformat()}).status_code == 302
    assert codes(young) == []
    assert sorted(queries.instruments(young).values_list("code", flat=True)) == [
        "board_charter",
        "bylaws",
        "data_rules",
        "participation",
        "travel",
    ]
    first = queries.last_edition(queries.instruments(young).get(code="participation"))
    assert (first.number, first.effective_on, first.reason_ja) == (1, FOUNDED, ADOPTED["adopted_ja"])
    assert "仕様を公開すること。" in notation.write(queries.document_of(first))
    assert ADOPTED["adopted_ja"] in reader.get(f"{base}participation/").content.decode()
    assert reader.get(f"{base}first/").status_code == 302
    assert f"{base}first/" not in reader.get(base).content.decode()
    assert LedgerEntry.objects.filter(event="rulebook.founding_text_drafted").count() == 7


def test_defects_are_told_by_line_and_what_was_typed_stays(young, secretary):
    reader, url = client_of(secretary), f"/c/{young.slug}/rules/first/new/"
    answer = reader.post(url, {"text": OWN.replace('text_en = "Travel is paid at cost."\n', "")})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "15行目" in page
    assert "実費とする" in page
    assert "4行目" in reader.post(url, {"text": OWN.replace("short_ja =", "short_ja")}).content.decode()
    assert codes(young) == []


def test_nobody_else_drafts_or_puts_in_force(young, secretary, here):
    member = people.with_role("wakaba-member", Role.MEMBER, young)
    actions.begin_founding(young, by=secretary, placeholders=WORDS)
    base = f"/c/{young.slug}/rules/"
    for path, data in (
        ("first/", ADOPTED),
        ("first/new/", {"text": OWN}),
        ("first/crisis/", {"text": OWN}),
        ("first/crisis/drop/", {"go": "1"}),
        ("new/", {"text": OWN}),
    ):
        assert client_of(member).post(base + path, data).status_code == 403, path
        assert client_of(here.secretary).post(base + path, data).status_code == 404, path
    with pytest.raises(NotPermitted):
        actions.put_founding_in_force(young, by=member, on=FOUNDED, adopted_ja="総会")
    assert len(codes(young)) == 5
    assert not queries.instruments(young).exists()


def test_what_the_drafts_refuse(young, secretary):
    own = notation.read(OWN)
    with pytest.raises(Refused, match="founding_empty"):
        actions.put_founding_in_force(young, by=secretary, on=FOUNDED, adopted_ja="総会")
    actions.begin_founding(young, by=secretary, placeholders=WORDS)
    with pytest.raises(NotNow, match="founding_begun"):
        actions.begin_founding(young, by=secretary, placeholders=WORDS)
    with pytest.raises(Invalid, match="founding_unexplained"):
        actions.put_founding_in_force(young, by=secretary, on=FOUNDED, adopted_ja=" ")
    actions.keep_founding_text(young, by=secretary, document=own)
    with pytest.raises(NotNow, match="document_code_taken"):
        actions.keep_founding_text(young, by=secretary, document=own)
    with pytest.raises(NotNow, match="founding_first"):
        actions.adopt_document(young, by=secretary, document=own, decision_number="1", effective_on=FOUNDED)
    twice = notation.read(OWN.replace('level = "paragraph"', 'level = "paragraph"\nbasis = ["pledge"]'))
    actions.keep_founding_text(young, by=secretary, document=twice, code="travel")
    with pytest.raises(Refused, match="text_fixed_elsewhere"):
        actions.put_founding_in_force(young, by=secretary, on=FOUNDED, adopted_ja="総会")
    assert not queries.instruments(young).exists()


def test_what_is_missing_is_told_before_and_what_could_never_be_amended_is_refused(young, secretary, today):
    actions.keep_founding_text(young, by=secretary, document=notation.read(OWN))
    with pytest.raises(Refused, match="edition_too_far"):
        actions.put_founding_in_force(young, by=secretary, on=today.replace(year=2036), adopted_ja="総会")
    reader, url = client_of(secretary), f"/c/{young.slug}/rules/first/"
    shown = reader.get(url).content.decode()
    assert "会員の種別" in shown
    assert "participation" in shown
    form = ADOPTED | {"on": today.isoformat()}
    assert reader.post(url, form | {"told": today.isoformat()}).status_code == 422
    form |= {"is_sure": "on"}
    unread = reader.post(url, form)
    assert (unread.status_code, "本日" in unread.content.decode()) == (422, True)
    form |= {"told": today.isoformat()}
    refused = reader.post(url, form)
    assert refused.status_code == 422
    assert "改正することができません" in refused.content.decode()
    voting = OWN.replace(
        'level = "paragraph"', f'level = "paragraph"\nsettings.ordinary_majority = {MAJORITY}'
    )
    actions.keep_founding_text(young, by=secretary, document=notation.read(voting), code="travel")
    assert reader.post(url, form).status_code == 302


def test_a_further_document_rests_on_a_decision_that_was_voted_on(here, there, today):
    reader, base = client_of(here.secretary), f"/c/{here.council.slug}/rules/"
    assert f"{base}new/" in reader.get(base).content.decode()
    form = {"text": OWN, "effective_on": today.isoformat()}
    for number in ("", "なし", decision_taken(here.council)):
        assert reader.post(f"{base}new/", form | {"decision_number": number}).status_code == 422
    number = decision_voted(here.council)
    early = form | {"decision_number": number, "effective_on": FOUNDED.isoformat()}
    assert reader.post(f"{base}new/", early).status_code == 422
    assert reader.post(f"{base}new/", form | {"decision_number": number}).status_code == 302
    made = queries.last_edition(here.instrument("travel"))
    assert (made.number, made.decision_number) == (1, number)
    assert reader.post(f"{base}new/", form | {"decision_number": number}).status_code == 409
    assert not queries.instruments(there.council).filter(code="travel").exists()
    assert client_of(here.member).get(f"{base}travel/").status_code == 200
    assert f"{base}new/" not in client_of(here.member).get(base).content.decode()
