"""Every state x persona x verb, against a table reviewed by hand (not read from the code)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction

from core.access.roles import Role
from core.accounts.models import User
from core.errors import DomainError
from pia import actions
from pia.enums import State
from pia.models import Assessment
from pia.permissions import permit, roles_of
from pia.workflows import ASSESSMENT
from tests.cast import Cast
from tests.factories import assessments as make

TARO = "secretary_2"
"""Somebody to be assigned."""

PERSONAS = {
    "secretary": {"secretary"},
    "assessor": {"assessor"},
    "pia_reviewer": {"reviewer"},
    "chair": {"owner"},
    "approver": {"owner"},
    "auditor": set(),
    "rep_university": set(),
    "reviewer_law": set(),
}
"""Key of the cast -> roles of the case."""

A, S, R, OWNER = "assessor", "secretary", "reviewer", "owner"
TABLE: dict[str, dict[str, set[str]]] = {
    "answer_threshold": {"threshold": {S, A}},
    "find_not_required": {"threshold": {S}},
    "begin": {"threshold": {S, A}},
    "describe": {"preparing": {A}, "assessing": {A}},
    "start_assessing": {"preparing": {A}},
    "edit_flows": {"assessing": {A}},
    "answer_requirements": {"assessing": {A}},
    "edit_risks": {"assessing": {A}},
    "answer_findings": {"assessing": {A}},
    "submit_for_review": {"assessing": {A}},
    "assign": {"threshold": {S}, "preparing": {S}, "assessing": {S}, "in_review": {S}},
    "return_with_findings": {"in_review": {R}},
    "accept_residual_risk": {"in_review": {OWNER}},
    "approve": {"in_review": {R}},
    "write_summary": {"in_review": {A, S}, "approved": {A, S}},
    "publish_summary": {"approved": {S}},
    "outdate": {"approved": {S, "system"}, "published": {S, "system"}},
    "put_in_place": {"approved": {S, A}, "published": {S, A}, "outdated": {S, A}},
    "revise": {"outdated": {S, A}},
}

Try = Callable[[Assessment, User, Cast], object]
VERBS: dict[str, Try] = {
    "answer_threshold": lambda row, by, cast: actions.answer_threshold(row, by=by, persons=1),
    "find_not_required": lambda row, by, cast: actions.find_not_required(row, by=by, reason="x"),
    "begin": lambda row, by, cast: actions.begin(row, by=by),
    "describe": lambda row, by, cast: actions.describe(row, make.description(cast.shiomi), by=by),
    "start_assessing": lambda row, by, cast: actions.start_assessing(row, by=by),
    "edit_flows": lambda row, by, cast: actions.add_flow(row, make.flow(), by=by),
    "answer_requirements": lambda row, by, cast: actions.answer_requirements(
        row, {"consent": ("met", "x")}, by=by
    ),
    "edit_risks": lambda row, by, cast: actions.add_risk(row, make.risk(), by=by),
    "answer_findings": lambda row, by, cast: actions.answer_finding(row, 0, by=by, answer="x"),
    "submit_for_review": lambda row, by, cast: actions.submit_for_review(row, by=by),
    "assign": lambda row, by, cast: actions.assign(row, Role.ASSESSOR, cast.shiomi.users[TARO], by=by),
    "return_with_findings": lambda row, by, cast: actions.return_with_findings(
        row, by=by, findings=[("risks", "x")]
    ),
    "accept_residual_risk": lambda row, by, cast: actions.accept_residual_risk(row, by=by, statement="x"),
    "approve": lambda row, by, cast: actions.approve(row, by=by),
    "write_summary": lambda row, by, cast: actions.write_summary(row, by=by, summary_ja="x", summary_en="x"),
    "publish_summary": lambda row, by, cast: actions.publish_summary(row, by=by),
    "outdate": lambda row, by, cast: actions.outdate(row, by=by, reason="change", note="x"),
    "put_in_place": lambda row, by, cast: actions.put_in_place(row, 1, by=by, note="x"),
    "revise": lambda row, by, cast: actions.revise(row, by=by),
}


def test_the_reviewed_table_is_the_code_s() -> None:
    written = {(state, verb): roles for verb, states in TABLE.items() for state, roles in states.items()}
    assert written == {(row.source, row.verb): set(row.roles) for row in ASSESSMENT.rows}
    assert set(ASSESSMENT.states) == set(State.values)
    assert set(VERBS) == set(TABLE) == set(ASSESSMENT.verbs)


def outcome(row: Assessment, verb: str, by: User, cast: Cast) -> str:
    """``open`` when permission and state allow (a rule may still refuse), else the code. Nothing is kept."""
    try:
        with transaction.atomic():
            VERBS[verb](row, by, cast)
            transaction.set_rollback(True)
    except DomainError as error:
        return error.code if error.code.startswith("not_") else "open"
    return "open"


def expected(verb: str, state: str, roles: set[str]) -> str:
    states = TABLE[verb]
    if not roles & set().union(*states.values()):
        return "not_your_verb"
    if state not in states:
        return "not_in_this_state"
    return "open" if roles & states[state] else "not_your_verb_now"


@pytest.mark.parametrize("state", State.values)
def test_every_persona_and_verb(state: str, cast: Cast) -> None:
    row = make.in_state(cast.shiomi, state)
    # Independent of the case, also where the case has not been assigned to a reviewer yet.
    if state in ("threshold", "preparing"):
        reviewer = cast.shiomi.users["pia_reviewer"]
        actions.assign(row, Role.REVIEWER, reviewer, by=cast.shiomi.users["secretary"])
    wrong = []
    for key, roles in PERSONAS.items():
        held = roles if state != "not_required" else roles - {"reviewer"}
        user = cast.shiomi.users[key]
        assert roles_of(user, row) == held, key
        for verb in TABLE:
            got, want = outcome(row, verb, user, cast), expected(verb, state, held)
            if got != want:
                wrong.append((key, verb, got, want))
            assert permit(user, row, verb).allowed == (want == "open")
    assert not wrong


@pytest.mark.parametrize("state", ["threshold", "assessing", "in_review", "approved"])
def test_nobody_of_the_other_council_and_no_stranger_has_any_verb(state: str, cast: Cast) -> None:
    row = make.in_state(cast.shiomi, state)
    others = [*cast.nagiura.users.values(), cast.stranger, cast.operator]
    for user in others:
        assert roles_of(user, row) == frozenset()
        assert not any(permit(user, row, verb) for verb in TABLE)
    secretary = cast.nagiura.users["secretary"]
    assert {outcome(row, verb, secretary, cast) for verb in TABLE} == {"not_your_verb"}


def test_the_system_may_only_outdate(cast: Cast) -> None:
    row = make.in_state(cast.shiomi, "approved")
    assert {verb for verb in TABLE if permit(None, row, verb)} == {"outdate"}
