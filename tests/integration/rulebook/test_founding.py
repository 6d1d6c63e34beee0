"""A new council drafts its first rule documents, changes them, and puts them in force; documents that come later."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest

from core import clock
from core.access.roles import Role
from core.errors import Invalid, NotNow, NotPermitted, Refused
from core.ledger import queries as ledger
from core.ledger.models import LedgerEntry
from governance.assembly import queries as assembly
from governance.assembly.actions import put_to_vote
from governance.rulebook import actions, queries
from governance.rulebook.actions import founding_texts
from governance.rulebook.rules import notation
from tests.factories import people
from tests.factories.decisions import decision_taken, decision_voted, item_before
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
OWN_TYPED = {
    "code": "travel",
    "title_ja": "旅費細則",
    "title_en": "Rules on travel",
    "short_ja": "旅費細則",
    "short_en": "Travel rules",
    "heading_ja": "旅費",
    "heading_en": "Travel",
    "text_ja": "旅費は、実費とする。",
    "text_en": "Travel is paid at cost.",
    "reason_ja": "支払の基準を定めるため。",
    "reason_en": "To say what is paid.",
}


@pytest.fixture
def young(db, today):
    return people.council("wakaba")


@pytest.fixture
def secretary(young):
    return people.with_role("wakaba-secretary", Role.SECRETARY, young)


def codes(council) -> list[str]:
    return list(council.founding_texts.values_list("code", flat=True))


def who_adopted_them_and_when_is_said(reader, base):
    unsaid = reader.post(f"{base}first/", ADOPTED | {"adopted_ja": ""})
    assert unsaid.status_code == 422
    unread = reader.post(f"{base}first/", ADOPTED)
    assert unread.status_code == 422, "another day than today is read in words first"
    assert "令和7年4月1日" in unread.content.decode()
    assert reader.post(f"{base}first/", ADOPTED | {"on": "2036-12-01"}).status_code == 422


def test_the_secretariat_drafts_changes_and_puts_the_first_documents_in_force(young, secretary):
    reader, base = client_of(secretary), f"/c/{young.slug}/rules/"
    assert f"{base}first/" in reader.get(base).content.decode()
    broken = reader.post(f"{base}first/", WORDS | {"city_ja": ""})
    assert broken.status_code == 422
    assert "Shiomi City Hall" in broken.content.decode()
    assert reader.post(f"{base}first/", WORDS).status_code == 302
    assert codes(young) == ["bylaws", "data_rules", "participation", "board_charter", "crisis"]
    assert not queries.instruments(young).exists(), "drafts bind nobody"
    page = reader.get(f"{base}first/participation/file/")
    text = (
        page.context["form"].initial["text"].replace("標準の仕様により連携すること。", "仕様を公開すること。")
    )
    change = {"text": text, "revision": page.context["form"].initial["revision"]}
    assert reader.post(f"{base}first/participation/file/", change).status_code == 302
    late = reader.post(f"{base}first/participation/file/", change | {"text": text.replace("仕様", "規格")})
    assert late.status_code == 409, "a colleague's change is not written over"
    assert "規格を公開すること。" in late.content.decode()
    assert reader.post(f"{base}first/crisis/drop/").status_code == 302
    assert reader.post(f"{base}first/new/file/", {"text": OWN}).status_code == 302
    assert "旅費細則" in reader.get(f"{base}first/").content.decode()
    who_adopted_them_and_when_is_said(reader, base)
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


def test_the_first_documents_are_read_and_changed_article_by_article(young, secretary):
    actions.begin_founding(young, by=secretary, placeholders=WORDS)
    reader, base = client_of(secretary), f"/c/{young.slug}/rules/first/"
    page = reader.get(f"{base}bylaws/").content.decode()
    assert "汐見市役所内" in page
    assert "[[units]]" not in page
    assert f"{base}bylaws/convening.main/settings/notice_of_meeting/" in page

    def change(path: str, **typed):
        form = reader.get(base + path).context["form"]
        known = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
        return reader.post(base + path, {k: v for k, v in (known | typed).items() if v not in (None, False)})

    def draft(code="bylaws"):
        return notation.read(young.founding_texts.get(code=code).text)

    stale = reader.get(f"{base}bylaws/office.main/edit/").context["form"].initial
    assert change("bylaws/convening.main/settings/notice_of_meeting/", days=10).status_code == 302
    assert draft().unit("convening.main").settings == {"notice_of_meeting": {"business": False, "days": 10}}
    late = reader.post(f"{base}bylaws/office.main/edit/", stale | {"text_ja": "事務所を駅前に置く。"})
    assert late.status_code == 409, "a colleague's change is not written over"
    assert "事務所を駅前に置く。" in late.content.decode()
    moved = change("bylaws/office.main/edit/", text_ja="事務所を駅前に置く。")
    assert moved.url == f"{base}bylaws/#office.main"
    assert draft().unit("office.main").text_ja == "事務所を駅前に置く。"
    added = {"level": "paragraph", "text_ja": "支所を置くことができる。", "text_en": "It may have a branch."}
    assert change("bylaws/office.main/add/", **added).url == f"{base}bylaws/#added_1"
    assert reader.post(f"{base}bylaws/added_1/remove/").status_code == 302
    assert draft().unit("added_1") is None
    assert reader.post(f"{base}bylaws/convening.main/settings/notice_of_meeting/release/").status_code == 302
    refused = reader.post(f"{base}bylaws/office.main/remove/")
    assert (refused.status_code, bool(draft().unit("office.main"))) == (422, True)
    assert change("bylaws/names/", title_ja="汐見スマートシティ協議会規約").status_code == 302
    assert "汐見スマートシティ協議会規約" in reader.get(base).content.decode()
    assert reader.get(f"{base}bylaws.toml").content.decode() == young.founding_texts.get(code="bylaws").text
    assert reader.post(f"{base}new/", OWN_TYPED | {"code": "first"}).status_code == 422
    assert reader.post(f"{base}new/", OWN_TYPED).url == f"{base}travel/"
    assert draft("travel").unit("added_1.main").text_ja == "旅費は、実費とする。"


def test_defects_are_told_by_line_and_what_was_typed_stays(young, secretary):
    reader, url = client_of(secretary), f"/c/{young.slug}/rules/first/new/file/"
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
        ("first/new/", OWN_TYPED),
        ("first/new/file/", {"text": OWN}),
        ("first/crisis/file/", {"text": OWN}),
        ("first/crisis/names/", {"title_ja": "x"}),
        ("first/crisis/purpose.main/edit/", {"text_ja": "x"}),
        ("first/crisis/purpose/add/", {"text_ja": "x"}),
        ("first/crisis/purpose/remove/", {"go": "1"}),
        ("first/crisis/purpose.main/settings/breach_clock/", {"full_days": "1"}),
        ("first/crisis/purpose.main/settings/breach_clock/release/", {"go": "1"}),
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
        assert reader.post(f"{base}new/file/", form | {"decision_number": number}).status_code == 422
    number = decision_voted(here.council)
    early = form | {"decision_number": number, "effective_on": FOUNDED.isoformat()}
    assert reader.post(f"{base}new/file/", early).status_code == 422
    assert reader.post(f"{base}new/file/", form | {"decision_number": number}).status_code == 302
    made = queries.last_edition(here.instrument("travel"))
    assert (made.number, made.decision_number) == (1, number)
    assert reader.post(f"{base}new/file/", form | {"decision_number": number}).status_code == 409
    assert not queries.instruments(there.council).filter(code="travel").exists()
    assert client_of(here.member).get(f"{base}travel/").status_code == 200
    assert f"{base}new/" not in client_of(here.member).get(base).content.decode()


def test_a_further_document_is_drafted_article_by_article_and_adopted_by_a_decision(here, there, today):
    base = f"/c/{here.council.slug}/rules/"
    reader, voter, stranger = client_of(here.secretary), client_of(here.member), client_of(there.secretary)
    assert reader.post(f"{base}new/", OWN_TYPED | {"code": "bylaws"}).status_code == 409
    assert reader.post(f"{base}new/", OWN_TYPED | {"code": "file"}).status_code == 422
    assert reader.post(f"{base}new/", OWN_TYPED).url == f"{base}new/travel/"
    for path in (f"{base}new/", base):
        assert f"{base}new/travel/" in reader.get(path).content.decode()
    reads = voter.get(f"{base}new/travel/").content.decode()
    assert "旅費は、実費とする。" in reads, "whoever votes on it reads it"
    assert "/edit/" not in reads
    assert voter.get(f"{base}new/").status_code == 403
    for page in (
        "added_1.main/edit/",
        "added_1.main/settings/breach_clock/",
        "names/",
        "file/",
        "adopt/",
        "drop/",
    ):
        known = {"text": OWN, "text_ja": "x", "full_days": "1"}
        assert voter.post(f"{base}new/travel/{page}", known).status_code == 403, page
        assert stranger.post(f"{base}new/travel/{page}", known).status_code == 404, page
    seen = reader.get(f"{base}new/travel/adopt/").context["form"].initial
    words = reader.get(f"{base}new/travel/added_1.main/edit/").context["form"].initial
    typed = words | {"text_ja": "旅費は、定額とする。"}
    moved = reader.post(f"{base}new/travel/added_1.main/edit/", typed)
    assert moved.url == f"{base}new/travel/#added_1.main"
    assert [one.subject for one in assembly.rule_matters(here.council)] == ["document:travel"]
    number = decision_voted(here.council)
    adopt = {"decision_number": number, "effective_on": today.isoformat()}
    assert reader.post(f"{base}new/travel/adopt/", adopt | {"revision": seen["revision"]}).status_code == 409
    adopt["revision"] = reader.get(f"{base}new/travel/adopt/").context["form"].initial["revision"]
    assert reader.post(f"{base}new/travel/adopt/", adopt | {"decision_number": "なし"}).status_code == 422
    assert reader.post(f"{base}new/travel/adopt/", adopt).url == f"{base}travel/"
    made = queries.last_edition(here.instrument("travel"))
    assert (made.number, made.decision_number) == (1, number)
    assert "旅費は、定額とする。" in notation.write(queries.document_of(made))
    assert codes(here.council) == []
    assert assembly.matter_called(here.member, here.council, "document:travel").name == "規程：旅費細則"


def test_a_further_draft_fixes_nothing_that_stands_elsewhere_unless_it_is_taken_out_there(here):
    pledge = notation.read(OWN.replace('level = "paragraph"', 'level = "paragraph"\nbasis = ["pledge"]'))
    with pytest.raises(Refused, match="text_fixed_beside"):
        actions.keep_founding_text(here.council, by=here.secretary, document=pledge)
    row = actions.keep_founding_text(here.council, by=here.secretary, document=notation.read(OWN))
    quorum = queries.document_of(queries.last_edition(here.instrument())).unit("quorum.main").settings
    fixed = ("travel.main", "assembly_quorum", quorum["assembly_quorum"])
    with pytest.raises(Refused, match="text_fixed_beside") as refused:
        founding_texts.set_setting(row, *fixed, by=here.secretary)
    assert refused.value.params == {"setting": "assembly_quorum", "document": "bylaws"}
    assert refused.value.article.provision == "quorum.main"
    out = actions.draft_amendment(here.instrument(), by=here.secretary)
    actions.release_setting(out, "quorum.main", "assembly_quorum", by=here.secretary)
    row = founding_texts.set_setting(row, *fixed, by=here.secretary)
    actions.withdraw_amendment(out, by=here.secretary)
    row = founding_texts.edit_provision(row, "travel.main", by=here.secretary, text_ja="旅費は、定額とする。")
    assert founding_texts.release_setting(row, *fixed[:2], by=here.secretary)


def test_a_further_document_is_adopted_as_it_was_voted_on(here, today):
    row = actions.keep_founding_text(here.council, by=here.secretary, document=notation.read(OWN))
    number = decision_voted(here.council, about="document:travel")
    adopt = {"by": here.secretary, "decision_number": number, "effective_on": today}
    with clock.at(clock.now() + timedelta(minutes=5)):
        row = founding_texts.edit_provision(
            row, "travel.main", by=here.secretary, text_ja="旅費は、定額とする。"
        )
        with pytest.raises(Refused, match="document_not_as_voted"):
            actions.adopt_draft(row, **adopt)
        with pytest.raises(Refused, match="document_not_as_voted"):
            actions.adopt_document(here.council, document=notation.read(row.text), **adopt)
        row = founding_texts.edit_provision(
            row, "travel.main", by=here.secretary, text_ja="旅費は、実費とする。"
        )
        assert actions.adopt_draft(row, **adopt).decision_number == number


def otherwise(row, by):
    return founding_texts.edit_provision(row, "travel.main", by=by, text_ja="旅費は、定額とする。")


def test_of_two_decisions_of_one_number_the_one_about_the_draft_tells_when_it_was_voted_on(here, today):
    row = actions.keep_founding_text(here.council, by=here.secretary, document=notation.read(OWN))
    number = decision_voted(here.council, about="document:travel")
    with clock.at(clock.on(date(2027, 5, 10))):
        otherwise(row, here.secretary)
        assert decision_taken(here.council) == number, "numbers begin anew"
        again = {"decision_number": number, "effective_on": date(2027, 5, 10)}
        with pytest.raises(Refused, match="document_not_as_voted"):
            actions.adopt_draft(row, by=here.secretary, **again)


def test_a_draft_is_held_against_what_was_voted_on_under_its_former_code(here, today):
    row = actions.keep_founding_text(here.council, by=here.secretary, document=notation.read(OWN))
    number = decision_voted(here.council)
    adopt = {"by": here.secretary, "decision_number": number, "effective_on": today}
    trips = notation.read(OWN.replace('"travel"', '"trips"', 1).replace("実費", "定額"))
    with clock.at(clock.now() + timedelta(minutes=5)):
        row = actions.keep_founding_text(here.council, by=here.secretary, document=trips, code="travel")
        assert [one.event for one in ledger.history("founding:travel")] == [
            "rulebook.founding_text_drafted",
            "rulebook.founding_text_dropped",
        ]
        with pytest.raises(Refused, match="document_not_as_voted"):
            actions.adopt_draft(row, **adopt)
    with clock.at(clock.now() + timedelta(minutes=9)):
        adopt["decision_number"] = decision_voted(here.council)
        assert actions.adopt_draft(row, **adopt).instrument.code == "trips"


def test_a_text_that_is_voted_on_stays_until_the_vote_is_over(here, today):
    row = actions.keep_founding_text(here.council, by=here.secretary, document=notation.read(OWN))
    trips = notation.read(OWN.replace('"travel"', '"trips"', 1))
    other = actions.keep_founding_text(here.council, by=here.secretary, document=trips)
    motion = item_before(here.council, "assembly", about="document:travel")
    assert otherwise(row, here.secretary), "it is not in the vote yet"
    put_to_vote(motion, by=here.secretary)
    reader, base = client_of(here.secretary), f"/c/{here.council.slug}/rules/new/travel/"
    assert reader.post(f"{base}drop/", follow=True).status_code == 409
    own = {"by": here.secretary, "document": notation.read(OWN)}
    for change in (
        lambda: otherwise(row, here.secretary),
        lambda: actions.keep_founding_text(here.council, code="travel", **own),
        lambda: actions.keep_founding_text(here.council, code="trips", **own),
        lambda: actions.drop_founding_text(here.council, by=here.secretary, code="travel"),
    ):
        with pytest.raises(NotNow, match="text_in_vote"):
            change()
    assert codes(here.council) == ["travel", "trips"]
    assert otherwise(other, here.secretary), "the vote is about another"


def test_what_is_adopted_from_a_file_leaves_no_draft_behind(here, today):
    actions.keep_founding_text(here.council, by=here.secretary, document=notation.read(OWN))
    with clock.at(clock.now() + timedelta(minutes=5)):
        number = decision_voted(here.council, about="document:travel")
        form = {"text": OWN, "effective_on": today.isoformat(), "decision_number": number}
        url = f"/c/{here.council.slug}/rules/new/file/"
        assert client_of(here.secretary).post(url, form).status_code == 302
    assert codes(here.council) == []


def test_two_further_drafts_do_not_fix_the_same(here):
    out = actions.draft_amendment(here.instrument(), by=here.secretary)
    actions.release_setting(out, "quorum.main", "assembly_quorum", by=here.secretary)
    quorum = queries.document_of(queries.last_edition(here.instrument())).unit("quorum.main").settings
    fixed = ("travel.main", "assembly_quorum", quorum["assembly_quorum"])
    for code in ("travel", "trips"):
        text = notation.read(OWN.replace('"travel"', f'"{code}"', 1))
        row = actions.keep_founding_text(here.council, by=here.secretary, document=text)
        if code == "travel":
            founding_texts.set_setting(row, *fixed, by=here.secretary)
    with pytest.raises(Refused, match="text_fixed_in_draft") as refused:
        founding_texts.set_setting(row, *fixed, by=here.secretary)
    assert refused.value.params == {"setting": "assembly_quorum", "document": "travel"}
    held = notation.read(here.council.founding_texts.get(code="travel").text)
    renamed = msgspec.structs.replace(held, code="journeys")
    assert actions.keep_founding_text(here.council, by=here.secretary, document=renamed, code="travel")
