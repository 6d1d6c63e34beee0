"""The law as dated rows: in force by date, indexed rightly, complete, cited and honest about its sources."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import get_args

import msgspec
import pytest
from msgspec.structs import replace

from core.accounts.enums import Regime as RegimeChoices
from core.law import changing, shipped, values, words
from core.law.enums import Confidence, RowKind
from core.law.values import LawTable, citation

TODAY = date(2026, 11, 23)
TABLE = shipped.table(TODAY)
REGIMES = get_args(values.Regime)


def test_words_are_those_of_the_database():
    assert set(REGIMES) == set(RegimeChoices.values)
    assert set(values.KINDS) == set(RowKind.values)
    assert set(get_args(values.Confidence)) == set(Confidence.values)


def test_every_row_says_where_it_comes_from_and_what_it_is():
    for kind, row in shipped.rows():
        assert row.source, row.code
        if kind != "article":
            assert row.label_ja, row.code
            assert row.label_en, row.code


def test_codes_are_unique_within_a_kind():
    keys = [(kind, row.code) for kind, row in shipped.rows()]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(("days", "found"), [(-1, False), (0, True), (10, True), (11, False)])
def test_a_row_is_law_from_its_first_to_its_last_day(days: int, found: bool):
    first = date(2026, 4, 1)
    row = replace(TABLE.grounds["consent_27_1"], valid_from=first, valid_to=first + timedelta(days=10))
    assert bool(LawTable.of([row], first + timedelta(days=days)).grounds) == found


def test_what_is_announced_changes_nothing():
    assert {row.number.partition("（")[0] for row in TABLE.announced} == {"令和8年法律第56号"}
    assert {row.code: row.in_force_by for row in TABLE.announced}["appi_2026_56_penalties"] == date(
        2027, 1, 17
    )
    assert shipped.table(date(2035, 1, 1)).announced == TABLE.announced
    assert shipped.table(date(2020, 1, 1)).grounds == {}


def codes(provider: str, recipient: str, form: str, data_class: str) -> set[str]:
    return {row.code for row in TABLE.grounds_for(provider, recipient, form, data_class)}


def test_a_company_needs_consent_or_an_exception():
    assert codes("business", "business", "third_party", "personal") == {
        "consent_27_1",
        "life_27_1_2",
        "public_health_27_1_3",
        "academic_publication_27_1_5",
        "joint_research_27_1_6",
        "academic_27_1_7",
        "opt_out_27_2",
    }


def test_opt_out_is_barred_for_special_care_data():
    assert "opt_out_27_2" not in codes("business", "business", "third_party", "special_care")


def test_a_city_gives_to_a_university_on_its_own_grounds():
    assert codes("public_body", "specified_corporation", "third_party", "personal") == {
        "purpose_69_1",
        "consent_69_2_1",
        "public_need_69_2_3",
        "statistics_69_2_4",
        "benefit_69_2_4",
        "special_reason_69_2_4",
    }


def test_inside_an_organ_it_is_use_and_between_organs_provision():
    """Art. 69(2): item 2 is use inside the body that holds the data, item 3 provision to another."""
    inside = codes("public_body", "public_body", "internal_use", "personal")
    between = codes("public_body", "public_body", "third_party", "personal")
    assert ("internal_69_2_2" in inside, "public_need_69_2_3" in inside) == (True, False)
    assert ("internal_69_2_2" in between, "public_need_69_2_3" in between) == (False, True)
    assert codes("business", "business", "internal_use", "personal") == set()


def test_an_assembly_receives_for_its_duty_and_provides_by_its_ordinance():
    """Art. 2(11), item 2 leaves assemblies out, but for art. 69(2), item 3."""
    assert "public_need_69_2_3" in codes("public_body", "assembly", "third_party", "personal")
    assert codes("assembly", "public_body", "statutory", "personal") == {"statute_assembly"}
    assert codes("assembly", "business", "entrustment", "personal") == {"entrustment_assembly"}
    for code in ("public_need_69_2_3", "statute_assembly", "entrustment_assembly"):
        assert TABLE.grounds[code].confidence == "unverified"


def test_pseudonymised_data_has_no_ground_to_a_third_party():
    for provider, recipient in product(REGIMES, REGIMES):
        assert codes(provider, recipient, "third_party", "pseudonymised") == set()


@pytest.mark.parametrize("provider", ["business", "specified_corporation", "public_body"])
def test_a_ground_never_stands_where_the_class_is_barred(provider: str):
    for recipient, form, data_class in product(
        REGIMES, get_args(values.TransferForm), get_args(values.DataClass)
    ):
        rule = TABLE.class_rule(data_class, form, provider)
        if rule is None or rule.requirement == "barred":
            assert codes(provider, recipient, form, data_class) == set()


@pytest.mark.parametrize(
    ("data_class", "form", "provider", "requirement"),
    [
        ("pseudonymised", "third_party", "business", "barred"),
        ("pseudonymised", "entrustment", "business", "open"),
        ("anonymised", "third_party", "business", "publication_record"),
        ("anonymised", "third_party", "public_body", "public_procedure"),
        ("person_related", "third_party", "business", "confirm_recipient_consent"),
        ("statistical", "third_party", "public_body", "open"),
        ("personal", "joint_use", "public_body", "barred"),
    ],
)
def test_classes_and_forms(data_class: str, form: str, provider: str, requirement: str):
    rule = TABLE.class_rule(data_class, form, provider)
    assert rule is not None
    assert rule.requirement == requirement


def test_what_the_table_does_not_know_is_not_there():
    assert TABLE.class_rule("pseudonymised", "third_party", "assembly") is None
    assert TABLE.article("mood", "business") is None
    assert TABLE.record_for("provider", "business", "business", "custom") is None


@pytest.mark.parametrize("regime", REGIMES)
@pytest.mark.parametrize(
    "check",
    [
        "purpose",
        "transfer_form",
        "data_class",
        "legal_ground",
        "consent",
        "foreign_recipient",
        "provider_decision",
    ],
)
def test_every_check_of_law_cites_an_article_for_every_provider(check: str, regime: str):
    assert TABLE.article(check, regime) is not None


@pytest.mark.parametrize("side", ["provider", "recipient"])
def test_every_ground_has_its_record_on_both_sides(side: str):
    for ground in TABLE.grounds.values():
        for provider, recipient in product(sorted(ground.providers), sorted(ground.recipients)):
            rule = TABLE.record_for(side, provider, recipient, ground.code)
            assert rule is not None, (ground.code, provider, recipient)
            assert TABLE.record_items[rule.record]


def test_the_record_of_a_provision_on_consent():
    rule = TABLE.record_for("provider", "business", "specified_corporation", "consent_27_1")
    assert rule is not None
    assert not rule.exempt
    items = TABLE.record_items[rule.record]
    assert [item.code.partition(".")[2] for item in items if item.required] == [
        "consent",
        "recipient",
        "person",
        "items",
    ]


def test_giving_to_a_city_asks_no_record_by_law():
    rule = TABLE.record_for("provider", "business", "public_body", "consent_27_1")
    assert rule is not None
    assert rule.exempt


def test_clocks_name_their_unit():
    assert (TABLE.clocks["disclosure_public"].amount, TABLE.clocks["disclosure_public"].extendable_by) == (
        30,
        30,
    )
    assert (TABLE.clocks["provision_record"].amount, TABLE.clocks["provision_record"].unit) == (3, "years")


@pytest.mark.parametrize(
    ("law", "article", "ja", "en"),
    [
        ("appi", "27-1", "個人情報保護法第27条第1項", "APPI art. 27(1)"),
        ("appi", "27-1-5", "個人情報保護法第27条第1項第5号", "APPI art. 27(1), item 5"),
        ("appi", "30_3", "個人情報保護法第30条の3", "APPI art. 30-3"),
        ("appi_rules", "20", "個人情報保護法施行規則第20条", "APPI Enforcement Rules art. 20"),
        ("assembly_ordinance", "", "議会の個人情報保護条例", "Assembly's Privacy Ordinance"),
        ("other", "1", "other第1条", "other art. 1"),
    ],
)
def test_citations(law: str, article: str, ja: str, en: str):
    reference = citation(law, article)
    assert (reference.label_ja, reference.label_en) == (ja, en)


def test_a_breach_clock_and_case_for_every_regime_that_reports():
    for regime in ("business", "public_body", "specified_corporation", "foreign"):
        over = [row.persons_over for row in TABLE.breach_cases if regime in row.regimes]
        assert max(over) == (100 if regime == "public_body" else 1000)
        clocks = {
            row.amount for row in TABLE.clocks.values() if regime in row.regimes and "breach" in row.code
        }
        assert clocks == {5, 30, 60}
    assert TABLE.record_items["breach_report"][0].code == "breach_report.summary"
    assert len(TABLE.record_items["breach_report"]) == 9


def test_parental_authority_after_a_divorce_is_law_since_april_2026():
    day = date(2026, 4, 1)
    rows = [row for _, row in shipped.rows() if row.code == "civil_parental_authority"]
    assert [values.in_force(row, on) for row in rows for on in (day - timedelta(days=1), day)] == [
        False,
        True,
    ]


def test_a_row_that_is_written_ends_the_one_before_and_is_announced_no_more():
    old = replace(TABLE.grounds["consent_27_1"], valid_from=date(2023, 4, 1))
    announced = replace(old, valid_from=None, label_ja="改正後")
    other = TABLE.grounds["opt_out_27_2"]
    new = replace(old, valid_from=date(2028, 7, 16), label_ja="改正後")
    ended, kept, put = changing.written([old, announced, other], new)
    assert ended == replace(old, valid_to=date(2028, 7, 15))
    assert (kept, put) == (other, new)
    assert changing.written([old], announced) == (old, announced)
    assert changing.written([ended], new) == (ended, new)
    assert changing.written([old], replace(old, label_ja="訂正")) == (replace(old, label_ja="訂正"),)


def test_every_part_and_every_code_of_a_row_has_a_word():
    for kind, made in values.KINDS.items():
        for part in msgspec.structs.fields(made):
            assert part.name in words.FIELDS, (kind, part.name)
    for _kind, row in shipped.rows():
        for part, value in msgspec.structs.asdict(row).items():
            codes = value if isinstance(value, frozenset) else {value} if part in words.VALUES else set()
            if part not in ("grounds", "law"):
                assert all(str(words.word(part, code)) != code for code in codes if code), (row.code, part)


def test_a_record_rule_names_its_grounds():
    rule = TABLE.record_for("provider", "business", "business", "opt_out_27_2")
    told = [value for _name, value in words.content(rule, {"opt_out_27_2": "オプトアウト"})]
    assert "オプトアウト" in told
