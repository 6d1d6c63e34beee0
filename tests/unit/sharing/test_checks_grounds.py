"""Finer points of the legal ground: what the law asks besides, and what a council leaves unused."""

from __future__ import annotations

import pytest

from core.rulebook import values as rules
from tests.unit.sharing.reasons import BY_COMPANY, BY_SCHOOL, OPT_OUT, TO_COMPANY, situation


def reason(code: str, **changes) -> str:
    return situation(**changes).check(code).reason


def test_opt_out_is_no_ground_for_special_care_data():
    assert reason("legal_ground", **OPT_OUT) == "valid"
    assert reason("legal_ground", **OPT_OUT, line__data_class="special_care") == "not_for_this_case"


@pytest.mark.parametrize(
    "changes",
    [
        {"line__ground": "statistics_69_2_4", "line__ground_reason": "X"},
        {"line__ground": "statute_69_1", "line__form": "statutory", "line__statute": "X"},
        TO_COMPANY
        | {"line__ground": "academic_27_1_7", "line__ground_reason": "X", "recipient__academic": True},
        BY_SCHOOL | {"line__ground": "academic_publication_27_1_5"},
        BY_SCHOOL | {"line__ground": "joint_research_27_1_6", "line__joint_research": "共同研究契約第3号"},
    ],
)
def test_grounds_that_are_valid(changes: dict):
    assert reason("legal_ground", **changes) == "valid"


def test_where_no_provision_opens_it_opt_out_is_shut():
    assert reason("legal_ground", **OPT_OUT | {"settings": {"legal_grounds": None}}) == "not_used_by_rules"


def test_a_council_may_shut_out_other_grounds_too():
    shut = {"legal_grounds": rules.LegalGrounds(frozenset({"special_reason_69_2_4"}))}
    stated = {"line__ground": "special_reason_69_2_4", "line__ground_reason": "X"}
    assert reason("legal_ground", **stated) == "valid"
    assert reason("legal_ground", **stated, settings=shut) == "not_used_by_rules"


@pytest.mark.parametrize("ground", ["academic_publication_27_1_5", "joint_research_27_1_6"])
def test_what_an_academic_provider_may_give_no_company_may(ground: str):
    """Items 5 and 6 of art. 27(1) hold only where the provider itself is an academic institution."""
    stated = BY_COMPANY | {"line__ground": ground, "line__joint_research": "X", "recipient__academic": True}
    assert reason("legal_ground", **stated) == "provider_not_academic"
