"""Law in the database: shipped with the migrations, written by the operator alone, never half."""

from __future__ import annotations

import json
from datetime import date, timedelta

import msgspec
import pytest
from django.db import IntegrityError, transaction

from core.accounts.models import User
from core.administration.actions import enact_law
from core.errors import Invalid, NotPermitted
from core.http.texts import known
from core.law import actions, queries, shipped
from core.law.changing import contradicted
from core.law.models import LawRow
from core.law.values import ClassRule, Ground, LawTable, RecordRule
from core.ledger.actions import GLOBAL
from core.ledger.models import Epoch, LedgerEntry

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
GROUND = {
    "code": "consent_27_1",
    "law": "appi",
    "article": "27-1",
    "providers": ["business"],
    "recipients": ["business"],
    "forms": ["third_party"],
    "data_classes": ["personal"],
    "needs_consent": True,
    "valid_from": "2028-07-16",
    "source": "令和8年法律第56号",
    "confidence": "secondary",
}


@pytest.fixture
def operator() -> User:
    return User.objects.create_user("operator-of-law@example.org", is_staff=True)


def test_the_shipped_law_is_there_after_migrating():
    assert queries.in_force(TODAY) == shipped.table(TODAY)


def test_one_query_loads_the_law(django_assert_num_queries):
    with django_assert_num_queries(1):
        queries.in_force(TODAY)


def test_loading_twice_changes_nothing():
    before = LawRow.history.count()
    assert actions.load_law_tables() == 0
    assert LawRow.history.count() == before


def test_a_shipped_row_that_was_damaged_is_repaired():
    LawRow.objects.filter(code="consent_27_1").update(label_ja="")
    assert actions.load_law_tables() == 1
    assert LawRow.objects.get(code="consent_27_1").label_ja == "本人の同意"


def test_the_operators_row_follows_the_one_before(operator: User):
    actions.write("ground", GROUND, by=operator)
    day = date(2028, 7, 16)
    assert queries.in_force(day - timedelta(days=1)).grounds["consent_27_1"].recipients > {"business"}
    assert queries.in_force(day).grounds["consent_27_1"].recipients == {"business"}
    assert LawRow.objects.get(code="consent_27_1", valid_from=date(2023, 4, 1)).valid_to == date(2028, 7, 15)
    assert {row.history_user for row in LawRow.history.filter(code="consent_27_1")[:2]} == {operator}


def test_loading_leaves_the_operators_rows_alone(operator: User):
    actions.write("ground", GROUND, by=operator)
    assert actions.load_law_tables() == 0
    assert queries.in_force(date(2029, 1, 1)).grounds["consent_27_1"].providers == {"business"}


def test_the_operator_corrects_a_row_in_place(operator: User):
    actions.write("ground", GROUND, by=operator)
    row = actions.write("ground", GROUND | {"label_en": "Consent"}, by=operator)
    assert LawRow.objects.filter(code="consent_27_1").count() == 2
    value = queries.value_of(row)
    assert isinstance(value, Ground)
    assert value.label_en == "Consent"


def test_an_announcement_has_no_first_day(operator: User):
    row = actions.write(
        "announcement",
        {"code": "x", "law": "appi", "number": "X", "promulgated_on": "2026-07-17", "source": "官報"},
        by=operator,
    )
    assert row.valid_from is None
    assert "x" in {one.code for one in queries.in_force(TODAY).announced}


@pytest.mark.parametrize(
    ("kind", "change", "code"),
    [
        ("mood", {}, "law_no_such_kind"),
        ("ground", {"forms": ["gift"]}, "law_wrong_shape"),
        ("ground", {"surprise": 1}, "law_wrong_shape"),
        ("ground", {"source": ""}, "law_without_source"),
    ],
)
def test_a_wrong_row_is_refused_and_nothing_kept(operator: User, kind: str, change: dict, code: str):
    before = LawRow.objects.count()
    with pytest.raises(Invalid) as refused:
        actions.write(kind, GROUND | change, by=operator)
    assert refused.value.code == code
    assert known(code)
    assert LawRow.objects.count() == before
    assert LawRow.objects.get(code="consent_27_1").valid_to is None


def test_only_the_operator_writes_law():
    secretary = User.objects.create_user("somebody@example.org")
    with pytest.raises(NotPermitted) as refused:
        actions.write("ground", GROUND, by=secretary)
    assert known(refused.value.code)


def test_one_row_of_a_code_begins_on_a_day():
    row = LawRow.objects.get(code="consent_27_1")
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_rows_are_listed_by_kind():
    assert set(queries.rows("clock").values_list("kind", flat=True)) == {"clock"}
    assert queries.rows().count() == len(shipped.rows())


def test_enacting_law_leaves_evidence_and_moves_the_global_epoch(operator: User):
    before = Epoch.objects.filter(scope=GLOBAL).values_list("value", flat=True).first() or 0
    row = enact_law("ground", GROUND, by=operator)
    entry = LedgerEntry.objects.get(event="administration.law_enacted")
    assert json.loads(bytes(entry.content))["facts"]["code"] == row.code
    assert Epoch.objects.get(scope=GLOBAL).value == before + 1


def test_nobody_else_enacts_law():
    somebody = User.objects.create_user("somebody@example.org")
    with pytest.raises(NotPermitted):
        enact_law("ground", GROUND, by=somebody)
    assert not LedgerEntry.objects.filter(event="administration.law_enacted").exists()


def test_what_was_announced_and_is_enacted_is_not_announced_again(operator: User):
    kind, announced = next((kind, one) for kind, one in shipped.rows() if one.valid_from is None)
    value = queries.value_of(LawRow.objects.get(kind=kind, code=announced.code))
    actions.write(kind, msgspec.to_builtins(value) | {"valid_from": "2028-07-16"}, by=operator)
    assert actions.load_law_tables() == 0
    assert LawRow.objects.get(kind=kind, code=announced.code).valid_from == date(2028, 7, 16)
    left = LawRow(kind=kind, code=announced.code, origin="shipped", confidence="verified", content={})
    left.save()
    assert actions.load_law_tables() == 1, "what an earlier version announced again goes"
    assert LawRow.objects.filter(kind=kind, code=announced.code).count() == 1


def test_no_row_is_written_that_another_code_would_pass_over(operator: User):
    rows = queries.all_values()
    assert not [one.code for one in rows if contradicted(rows, one)], "the shipped rows add up"
    shipped_rule = next(one for one in rows if isinstance(one, ClassRule))
    mine = msgspec.to_builtins(shipped_rule) | {"code": "mine", "valid_from": "2028-07-16"}
    with pytest.raises(Invalid, match="law_says_otherwise") as refused:
        actions.write("class_rule", mine, by=operator)
    assert refused.value.params == {"row": shipped_rule.code}
    assert known("law_says_otherwise")
    actions.write("class_rule", msgspec.to_builtins(shipped_rule) | {"valid_to": "2028-07-15"}, by=operator)
    assert actions.write("class_rule", mine, by=operator).code == "mine"
    assert contradicted(rows, msgspec.structs.replace(shipped_rule, code="later", valid_from=None)) is None


def test_a_row_entered_before_a_later_one_of_its_code_ends_on_its_eve(operator: User):
    later, earlier = {**GROUND, "valid_from": "2028-07-16"}, {**GROUND, "valid_from": "2028-04-01"}
    actions.write("ground", {**later, "article": "27-2"}, by=operator)
    row = actions.write("ground", earlier, by=operator)
    assert row.valid_to == date(2028, 7, 15)
    rows = [one for one in queries.all_values() if one.code != GROUND["code"] or one.valid_from is None]
    both = [
        queries.value_of(LawRow.objects.get(code=GROUND["code"], valid_from=day))
        for day in (date(2028, 7, 16), date(2028, 4, 1))
    ]
    open_ended = [msgspec.structs.replace(one, valid_to=None) for one in both]
    table = LawTable.of([*rows, *open_ended], date(2028, 8, 1))
    assert table.grounds[GROUND["code"]].article == "27-2", "whatever came in last, the later one counts"


def test_two_records_for_the_same_parties_and_ground_are_not_written(operator: User):
    rows = queries.all_values()
    shipped_rule = next(one for one in rows if isinstance(one, RecordRule))
    mine = msgspec.to_builtins(shipped_rule) | {"code": "mine", "valid_from": "2028-07-16"}
    with pytest.raises(Invalid, match="law_says_otherwise"):
        actions.write("record_rule", mine, by=operator)
