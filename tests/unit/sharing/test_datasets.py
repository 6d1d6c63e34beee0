"""What is declared of a dataset: its lifecycle, how sensitive it is, its licence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.rules.dpv import CATEGORIES
from core.law.values import IDENTIFIABLE
from governance.sharing.enums import DataClass, Stage
from governance.sharing.forms.lifecycle import CHOICES, STAGE_FORMS, label_of
from governance.sharing.rules import licences, lifecycle
from governance.sharing.rules.sensitivity import LEAST, OPEN, least

PUBLISHED = {
    line
    for line in (Path(__file__).parent.parent / "consent" / "dpv-2.3" / "pd.txt").read_text().splitlines()
    if not line.startswith("#")
}
FULL = {
    stage: {name: ["other"] for name in lifecycle.CODED[stage]} | dict.fromkeys(lifecycle.TEXTS[stage], "文")
    for stage in lifecycle.CODED
}


def test_every_category_is_a_term_of_the_vocabulary():
    assert {name.removeprefix("pd:") for name in CATEGORIES} <= PUBLISHED
    assert all(name.startswith("pd:") and ja and en for name, (ja, en) in CATEGORIES.items())


def test_every_stage_has_its_form_and_every_field_its_label():
    assert set(lifecycle.CODED) == set(Stage.values) == set(STAGE_FORMS)
    for stage, form in STAGE_FORMS.items():
        own = {lifecycle.OF_DATASET[stage]} if stage in lifecycle.OF_DATASET else set()
        assert set(form.base_fields) == set(lifecycle.fields_of(stage)) | own
        assert all(label_of(name, stage) for name in form.base_fields)
        assert all(name in CHOICES for name in lifecycle.CODED[stage])


def test_a_stage_is_declared_when_nothing_of_it_is_missing():
    assert lifecycle.declared(FULL, purposes=["PublicBenefit"], months=12) == set(lifecycle.CODED)
    assert lifecycle.declared(FULL, purposes=[], months=12) == {"acquire", "store", "dispose"}
    assert lifecycle.declared(FULL, purposes=["PublicBenefit"], months=None) == {"acquire", "use", "dispose"}
    assert lifecycle.declared({}, purposes=["PublicBenefit"], months=12) == set()


@pytest.mark.parametrize("stage", list(lifecycle.CODED))
@pytest.mark.parametrize("empty", [None, "", []])
def test_each_field_is_missed_by_name(stage, empty):
    for name in (*lifecycle.CODED[stage], *lifecycle.TEXTS[stage]):
        content = {**FULL[stage], name: empty}
        assert lifecycle.missing(stage, content, purposes=["x"], months=1) == (name,)


def test_a_text_of_blanks_is_no_text():
    content = {**FULL["use"], "text_ja": " \n　"}
    assert lifecycle.missing("use", content, purposes=["x"], months=1) == ("text_ja",)


def test_the_english_text_may_be_missing():
    for stage in lifecycle.CODED:
        assert "text_en" in lifecycle.fields_of(stage)
        assert "text_en" not in lifecycle.missing(stage, FULL[stage], purposes=["x"], months=1)


@given(st.sampled_from(DataClass.values), st.sampled_from(["", *CATEGORIES]))
def test_sensitivity_follows_the_class_and_never_falls_below_it(data_class, category):
    floor = least(data_class, category)
    assert LEAST[data_class] <= floor <= 3
    assert (floor == 1) == (LEAST[data_class] == 1)


def test_special_care_and_health_are_high():
    assert least("special_care") == 3
    assert least("personal") == 2
    assert least("personal", "pd:Health") == 3
    assert least("statistical", "pd:Health") == 1
    assert not OPEN & IDENTIFIABLE


@pytest.mark.parametrize("code", list(licences.LICENCES))
def test_licences_are_known_by_address_code_and_name(code):
    assert licences.recognised(licences.address(code)) == code
    assert licences.recognised(licences.address(code).replace("https:", "http:").rstrip("/")) == code
    assert licences.recognised(code.lower()) == code
    assert licences.name(code, "ja")
    assert licences.name(code, "en")


def test_a_licence_of_their_own_stays_as_it_is_written():
    assert licences.recognised(" 汐見市独自の条件 ") == "汐見市独自の条件"
    assert licences.name("汐見市独自の条件", "en") == "汐見市独自の条件"
    assert licences.address("汐見市独自の条件") == ""
    assert licences.recognised("cc-by") == "CC-BY-4.0"
