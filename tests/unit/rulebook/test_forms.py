"""The form of a setting is made from the type of its kind: what it shows is what it gives back."""

import pytest

from core.rulebook.values import EXPERTISE, KINDS, parse
from governance.assembly.enums import Expertise
from governance.rulebook.documents.fields import FIELDS
from governance.rulebook.documents.settings import LABELS, describe
from governance.rulebook.documents.words import CHECKS as CHECK_WORDS
from governance.rulebook.forms.provisions import WordsForm
from governance.rulebook.forms.settings import SettingForm
from governance.rulebook.rules.faults import CHECKS
from governance.rulebook.rules.shipped import model_documents

USUAL = {
    code: value
    for document in model_documents()
    for unit in document.units
    for code, value in unit.settings.items()
}


def sent(form: SettingForm) -> dict:
    """What a browser sends when nothing is changed."""
    found = {}
    for name, field in form.fields.items():
        value = form.get_initial_for_field(field, name)
        if value is not None and value is not False:
            found[name] = value
    return found


@pytest.mark.parametrize("code", sorted(KINDS))
def test_an_unchanged_form_gives_the_value_back(code):
    shown = SettingForm(code=code, value=USUAL[code], initial={"revision": 0})
    form = SettingForm(sent(shown), code=code)
    assert form.is_valid(), form.errors
    assert parse(code, form.value()) == parse(code, USUAL[code])


@pytest.mark.parametrize("code", sorted(KINDS))
def test_an_empty_form_begins_with_what_the_kind_says_itself(code):
    form = SettingForm(code=code)
    assert len(form.fields) > 1
    assert "revision" in form.fields


@pytest.mark.parametrize("code", sorted(KINDS))
def test_every_part_has_a_label_of_its_own(code):
    names = {name.rsplit("__", 1)[-1] for name in SettingForm(code=code).fields} - {"revision"}
    assert names <= set(FIELDS)


@pytest.mark.parametrize("code", sorted(KINDS))
def test_every_setting_has_a_name_and_a_sentence(code):
    assert str(LABELS[code])
    assert describe(parse(code, USUAL[code]))


def test_every_check_has_a_name():
    assert set(CHECK_WORDS) == CHECKS


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("law, 1\n\n citizen、2 ", [{"expertise": "law", "seats": 1}, {"expertise": "citizen", "seats": 2}]),
        ("law, one", [{"expertise": "law", "seats": "one"}]),
        ("law", [{"expertise": "law"}]),
    ],
)
def test_rows_are_typed_with_commas(typed, value):
    form = SettingForm({"seats": typed, "revision": 0}, code="board_composition")
    assert form.is_valid()
    assert form.value() == {"seats": value}


@pytest.mark.parametrize("code", ["board_composition", "board_quorum"])
def test_no_rule_asks_for_what_no_seat_can(code):
    """A charter that asked for another expertise could never be met."""
    assert tuple(Expertise.values) == EXPERTISE
    name = {"board_composition": "seats", "board_quorum": "required"}[code]
    known = sent(SettingForm(code=code, value=USUAL[code], initial={"revision": 0}))
    form = SettingForm(known | {name: "law, 1\nmedicine, 1"}, code=code)
    assert not form.is_valid()
    assert "medicine" in str(form.errors[name])
    assert "data_ethics" in str(form.errors[name])
    assert "data_ethics" in str(form.fields[name].help_text)
    assert SettingForm(known | {name: "law, 1\nmember, 1"}, code=code).is_valid()


@pytest.mark.parametrize(
    ("level", "fields"),
    [
        ("chapter", {"heading_ja", "heading_en"}),
        ("article", {"heading_ja", "heading_en", "reason_ja", "reason_en"}),
        ("paragraph", {"text_ja", "text_en", "reason_ja", "reason_en"}),
        ("item", {"text_ja", "text_en", "reason_ja", "reason_en"}),
    ],
)
def test_a_provision_is_asked_for_the_texts_of_its_level(level, fields):
    assert set(WordsForm(level=level).fields) == fields | {"revision"}
