"""What a minor change may not widen."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from governance.sharing.rules import facts as f
from governance.sharing.rules.minor import widened
from tests.unit.sharing.gate_case import FACTS

LINE = FACTS.line


def entrusted(*names: str) -> f.Line:
    named = tuple(f.Subprocessor(name, "JP", "集計") for name in names)
    return replace(LINE, entrustment=f.Entrustment(own_purpose=False, subprocessors=named))


@pytest.mark.parametrize(
    "changes",
    [{}, {"items": frozenset({"steps"})}, {"use_until": None}, {"storage": None}, {"retention_months": 6}],
)
def test_less_or_the_same_or_another_period_may_be_minor(changes: dict):
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
    ],
)
def test_what_reaches_further_is_named(changes: dict, what: str):
    assert widened(LINE, replace(LINE, **changes)) == (what,)


def test_a_further_subprocessor_reaches_further():
    assert widened(entrusted("A"), entrusted("A")) == ()
    assert widened(entrusted("A"), entrusted("A", "B")) == ("subprocessors",)
    assert widened(LINE, entrusted("A")) == ("subprocessors",)
