"""What a minor change may not widen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from governance.sharing.rules import facts as f
from governance.sharing.rules.minor import widened
from tests.unit.sharing.gate_case import FACTS

DAY = timedelta(days=1)
LINE = replace(FACTS.line, disposal_by=FACTS.line.use_until + timedelta(days=30))


def entrusted(*named: f.Subprocessor, own: bool = False) -> f.Line:
    return replace(LINE, entrustment=f.Entrustment(own_purpose=own, subprocessors=named))


A, B = f.Subprocessor("A", "JP", "集計"), f.Subprocessor("B", "JP", "保管")


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"items": frozenset({"steps"})},
        {"use_until": LINE.use_until - DAY},
        {"storage": None},
        {"retention_months": 6},
        {"disposal_by": LINE.disposal_by - DAY},
        {"safeguards": LINE.safeguards | {"insurance"}},
    ],
)
def test_less_or_the_same_may_be_minor(changes: dict):
    assert widened(LINE, replace(LINE, **changes)) == ()


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"items": LINE.items | {"gps"}}, "items"),
        ({"purpose": "B"}, "purpose"),
        ({"form": "entrustment"}, "form"),
        ({"data_class": "special_care"}, "data_class"),
        ({"ground": "special_reason_69_2_4"}, "ground"),
        ({"storage": frozenset({"JP", "US"})}, "storage"),
        ({"use_until": LINE.use_until + DAY}, "use_until"),
        ({"use_until": None}, "use_until"),
        ({"retention_months": LINE.retention_months + 1}, "retention_months"),
        ({"retention_months": None}, "retention_months"),
        ({"disposal_method": "return"}, "disposal_method"),
        ({"disposal_by": LINE.disposal_by + DAY}, "disposal_by"),
        ({"safeguards": frozenset()}, "safeguards"),
        ({"foreign": f.ForeignTransfer(route="consent")}, "foreign_route"),
    ],
)
def test_what_reaches_further_is_named(changes: dict, what: str):
    assert widened(LINE, replace(LINE, **changes)) == (what,)


def test_a_further_subprocessor_reaches_further():
    assert widened(entrusted(A, B), entrusted(B, A)) == ()
    assert widened(entrusted(A, B), entrusted(A)) == ()
    for more in (entrusted(A, B), entrusted(replace(A, country="US")), entrusted(replace(A, task="分析"))):
        assert widened(entrusted(A), more) == ("subprocessors",)
    assert widened(entrusted(A, B), entrusted(A, replace(B, of=1))) == ("subprocessors",)
    assert widened(LINE, entrusted(A)) == ("subprocessors",)


def test_a_purpose_of_its_own_reaches_further():
    assert widened(entrusted(A), entrusted(A, own=True)) == ("own_purpose",)
    assert widened(entrusted(A, own=True), entrusted(A, own=True)) == ()


def test_only_a_renewal_lasts_longer_and_keeps_no_longer_after_its_end():
    month = timedelta(days=30)
    later = replace(LINE, use_until=LINE.use_until + month, disposal_by=LINE.disposal_by + month)
    assert widened(LINE, later) == ("use_until", "disposal_by")
    assert widened(LINE, later, renewal=True) == ()
    assert widened(LINE, replace(later, disposal_by=later.disposal_by + DAY), renewal=True) == (
        "disposal_by",
    )
    assert widened(LINE, replace(later, disposal_by=None), renewal=True) == ()
