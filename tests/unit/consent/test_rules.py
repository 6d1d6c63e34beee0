"""Validity, representation, completeness of notices."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.demo import notice_steps
from consent.rules.notices import BLOCKS, LAYERS, LONGEST_EASY_SENTENCE, problems, without_ruby
from consent.rules.representation import (
    Agent,
    able_to_choose,
    able_to_consent,
    has_authority,
    is_parent_of_child,
    parents_agree,
)
from consent.rules.validity import Validity, age, birthday
from core import clock

GIVEN = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
TEXTS = {block: {"ja": "本文。", "easy": "本文です。", "en": "Text."} for block in BLOCKS}
ITEM = {
    "code": "steps",
    "dataset": "D-01",
    "provider": 1,
    "recipient": 2,
    "data_items": [{"code": "steps", "ja": "歩数", "easy": "歩数", "en": "steps"}],
    "purpose": "AcademicResearch",
    "purpose_words": {"ja": "研究", "easy": "研究", "en": "research"},
    "retention_months": 12,
    "storage_country": "JP",
    "valid_months": 24,
    "valid_until": None,
}


def day(moment):
    return moment.astimezone(clock.TOKYO)


def test_months_are_counted_to_the_end_of_the_day_in_tokyo():
    assert day(Validity(item_months=24).until(GIVEN)) == day(clock.end_of(date(2028, 11, 22)))


def test_the_last_day_counts():
    assert Validity(item_until=date(2027, 3, 31)).until(GIVEN) == clock.end_of(date(2027, 3, 31))


def test_no_limit_is_no_end():
    assert Validity().until(GIVEN) is None


def test_a_childs_consent_ends_when_the_child_answers():
    assert day(Validity(item_months=24, own_answer_from=date(2027, 1, 10)).until(GIVEN)).isoformat() == (
        "2027-01-10T00:00:00+09:00"
    )


@given(
    st.none() | st.integers(1, 60),
    st.none() | st.dates(date(2026, 11, 23), date(2030, 1, 1)),
    st.none() | st.integers(1, 60),
)
def test_the_shortest_limit_wins(months, until, rule):
    alone = [
        Validity(item_months=months).until(GIVEN),
        Validity(item_until=until).until(GIVEN),
        Validity(rule_months=rule).until(GIVEN),
    ]
    both = Validity(months, until, rule).until(GIVEN)
    assert both == min((one for one in alone if one), default=None)


@given(st.dates(date(1920, 1, 1), date(2026, 11, 22)), st.integers(0, 100))
def test_age_turns_on_the_birthday(born, years):
    turned = birthday(born, years)
    assert age(born, turned) == years
    assert age(born, turned - timedelta(days=1)) == years - 1


def test_born_on_a_leap_day():
    assert birthday(date(2012, 2, 29), 16) == date(2028, 2, 29)
    assert birthday(date(2012, 2, 29), 15) == date(2027, 2, 28)


TODAY = date(2026, 11, 22)
CHILD, TEEN, ADULT = date(2016, 5, 20), date(2010, 1, 1), date(1948, 3, 28)


def agent(kind="statutory", **changes):
    return Agent(**{"kind": kind, "since": date(2026, 4, 1), **changes})


@pytest.mark.parametrize(
    ("who", "born", "may"),
    [
        (agent(), CHILD, True),
        (agent(), TEEN, False),
        (agent(), ADULT, True),
        (agent(), None, True),
        (agent("voluntary"), ADULT, True),
        (agent("voluntary"), CHILD, False),
        (agent("voluntary"), TEEN, True),
        (agent("voluntary"), None, True),
        (agent("assistant"), ADULT, False),
        (agent("assistant"), CHILD, False),
        (agent(hidden=True), CHILD, False),
        (agent(ended=True), CHILD, False),
        (agent(until=TODAY), CHILD, True),
        (agent(until=TODAY - timedelta(days=1)), CHILD, False),
        (agent(since=TODAY + timedelta(days=1)), CHILD, False),
    ],
)
def test_who_has_authority(who, born, may):
    assert has_authority(who, born=born, under=16, on=TODAY) is may


@pytest.mark.parametrize(
    ("kind", "born", "may"),
    [
        ("voluntary", CHILD, False),
        ("voluntary", TEEN, True),
        ("voluntary", None, True),
        ("statutory", CHILD, True),
        ("assistant", CHILD, True),
    ],
)
def test_below_the_age_nobody_chooses_who_decides(kind, born, may):
    verdict = able_to_choose(kind=kind, born=born, under=16, on=TODAY)
    assert verdict.allowed is may
    assert may or (verdict.code, verdict.params) == ("child_chooses_nobody", {"under": 16})


@pytest.mark.parametrize(
    ("as_agent", "born", "may"),
    [
        (True, CHILD, True),
        (False, CHILD, False),
        (False, TEEN, True),
        (False, ADULT, True),
        (False, None, True),
    ],
)
def test_who_may_agree_alone(as_agent, born, may):
    verdict = able_to_consent(as_agent=as_agent, born=born, under=16, on=TODAY)
    assert verdict.allowed is may
    assert may or verdict.code == "parent_decides"


@pytest.mark.parametrize(
    ("kind", "born", "is_one"),
    [
        ("statutory", CHILD, True),
        ("statutory", ADULT, False),
        ("statutory", None, False),
        ("voluntary", CHILD, False),
    ],
)
def test_who_decides_as_a_parent(kind, born, is_one):
    assert is_parent_of_child(kind, born=born, under=16, on=TODAY) is is_one


@pytest.mark.parametrize(
    ("needed", "signed", "registered", "opposed", "code"),
    [
        (1, 1, 1, False, "ok"),
        (1, 1, 2, True, "parent_objects"),
        (2, 2, 2, False, "ok"),
        (2, 2, 2, True, "parent_objects"),
        (2, 1, 2, False, "parents_sign_together"),
        (2, 1, 1, False, "parent_missing"),
    ],
)
def test_parents_agree_together_and_not_against_each_other(needed, signed, registered, opposed, code):
    verdict = parents_agree(needed=needed, signed=signed, registered=registered, opposed=opposed)
    assert (verdict.allowed, verdict.code) == (code == "ok", code)


def test_16_on_the_very_day():
    assert not able_to_consent(as_agent=False, born=date(2011, 1, 10), under=16, on=date(2027, 1, 9))
    assert able_to_consent(as_agent=False, born=date(2011, 1, 10), under=16, on=date(2027, 1, 10))


def test_a_complete_notice_has_no_problem():
    assert problems(TEXTS, [ITEM]) == ()


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize("layer", LAYERS)
def test_each_block_is_asked_in_each_layer(block, layer):
    texts = {**TEXTS, block: {**TEXTS[block], layer: " "}}
    (found,) = problems(texts, [ITEM])
    assert (found.code, found.field) == ("notice_block_empty", f"{block}.{layer}")


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"dataset": ""}, "choice_incomplete", "item.steps.dataset"),
        ({"provider": None}, "choice_incomplete", "item.steps.provider"),
        ({"recipient": None}, "choice_incomplete", "item.steps.recipient"),
        ({"data_items": []}, "choice_incomplete", "item.steps.data_items"),
        ({"retention_months": 0}, "choice_incomplete", "item.steps.retention_months"),
        ({"storage_country": ""}, "choice_incomplete", "item.steps.storage_country"),
        ({"purpose": "Analytics"}, "purpose_unknown", "item.steps.purpose"),
        ({"purpose_words": {"ja": "研究", "en": "x"}}, "choice_incomplete", "item.steps.purpose_words.easy"),
        ({"valid_months": None}, "choice_without_end", "item.steps"),
    ],
)
def test_what_a_choice_may_not_lack(changes, code, field):
    (found,) = problems(TEXTS, [{**ITEM, **changes}])
    assert (found.code, found.field) == (code, field)


def test_a_notice_asks_something_and_nothing_twice():
    assert [one.code for one in problems(TEXTS, [])] == ["notice_without_choice"]
    assert "choice_code_twice" in {one.code for one in problems(TEXTS, [ITEM, ITEM])}


def test_plain_words_come_in_short_sentences():
    long = {**TEXTS, "use": {**TEXTS["use"], "easy": "あ" * (LONGEST_EASY_SENTENCE + 1)}}
    assert [one.code for one in problems(long, [ITEM])] == ["easy_sentence_long"]
    split = {**TEXTS, "use": {**TEXTS["use"], "easy": "あ" * LONGEST_EASY_SENTENCE + "。あ"}}
    assert problems(split, [ITEM]) == ()


def test_furigana_does_not_count():
    assert without_ruby("{漢字|かんじ}を{読|よ}む") == "漢字を読む"


def test_the_demos_notice_is_complete():
    assert problems(notice_steps.TEXTS, [ITEM]) == ()
