"""An amendment: every state x persona x verb, against a table reviewed by hand (not read from the code)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction

from core import clock
from core.accounts.models import User
from core.errors import DomainError
from governance.rulebook import actions, queries
from governance.rulebook.enums import AmendmentState
from governance.rulebook.models import Amendment
from governance.rulebook.permissions import may_draft, permit, roles_of
from governance.rulebook.rules.outline import Unit
from governance.rulebook.workflows import AMENDMENT
from tests.cast import Cast, World

pytestmark = pytest.mark.begins_with("ready")

PERSONAS = {
    "secretary": {"secretary"},
    "approver": {"approver"},
    "chair": {"chair", "member"},
    "auditor": {"auditor"},
    "assessor": {"assessor"},
    "pia_reviewer": {"reviewer"},
    "rep_university": {"member"},
    "officer_mayor": {"member"},
    "reviewer_ethics": {"reviewer"},
    "steering_city": {"member"},
    "chihiro": set(),
}
"""Key of the cast -> roles on the amendment."""

SECRETARY = {"secretary"}
LONG = "長" * 20_000
"""Longer than a provision may be: who asks is asked before what is sent."""
VERBS: dict[str, Callable[[Amendment, User], object]] = {
    "edit_provision": lambda row, by: actions.edit_provision(row, "name.main", by=by, text_ja=LONG),
    "insert_provision": lambda row, by: actions.insert_provision(
        row, [Unit("x", "paragraph", text_ja=LONG, text_en="Added.")], after="name.main", by=by
    ),
    "remove_provision": lambda row, by: actions.remove_provision(row, "name", by=by),
    "set_setting": lambda row, by: actions.set_setting(
        row, "convening.main", "notice_of_meeting", {"days": "many"}, by=by
    ),
    "release_setting": lambda row, by: actions.release_setting(
        row, "convening.main", "notice_of_meeting", by=by
    ),
    "rebase": lambda row, by: actions.rebase_amendment(row, by=by),
    "adopt": lambda row, by: actions.adopt_amendment(
        row, by=by, decision_number="x", effective_on=clock.today()
    ),
    "withdraw": lambda row, by: actions.withdraw_amendment(row, by=by),
}
TABLE: dict[str, dict[str, set[str]]] = {
    "edit_provision": {"drafted": SECRETARY},
    "insert_provision": {"drafted": SECRETARY},
    "remove_provision": {"drafted": SECRETARY},
    "set_setting": {"drafted": SECRETARY},
    "release_setting": {"drafted": SECRETARY},
    "rebase": {"drafted": SECRETARY},
    "adopt": {"drafted": SECRETARY},
    "withdraw": {"drafted": SECRETARY},
}


def test_the_reviewed_table_is_the_code_s() -> None:
    written = {(state, verb): roles for verb, states in TABLE.items() for state, roles in states.items()}
    assert written == {(row.source, row.verb): set(row.roles) for row in AMENDMENT.rows}
    assert set(VERBS) == set(TABLE) == set(AMENDMENT.verbs)


def in_state(world: World, state: str) -> Amendment:
    """An amendment of the bylaws in ``state``."""
    secretary, bylaws = world.users["secretary"], queries.instruments(world.council).get(code="bylaws")
    row = actions.draft_amendment(bylaws, by=secretary)
    if state == AmendmentState.WITHDRAWN:
        actions.withdraw_amendment(row, by=secretary)
    elif state == AmendmentState.ADOPTED:  # as if it had led to the edition that it began with
        Amendment.objects.filter(pk=row.pk).update(state=state, edition=row.base)
    return Amendment.objects.select_related("instrument__council").get(pk=row.pk)


def outcome(row: Amendment, verb: str, by: User) -> str:
    """``open`` when permission and state allow (a rule may still refuse), else the code. Nothing is kept."""
    try:
        with transaction.atomic():
            VERBS[verb](row, by)
            transaction.set_rollback(True)
    except DomainError as error:
        return error.code if error.code.startswith("not_") else "open"
    return "open"


def expected(verb: str, state: str, roles: set[str]) -> str:
    states = TABLE[verb]
    if not roles & set().union(*states.values()):
        return "not_your_verb"
    return "open" if roles & states.get(state, set()) else "not_in_this_state"


@pytest.mark.parametrize("state", AmendmentState.values)
def test_every_persona_and_verb(state: str, cast: Cast) -> None:
    row, wrong = in_state(cast.shiomi, state), []
    assert row.state == state
    for key, roles in PERSONAS.items():
        user = cast.shiomi.users[key]
        assert roles_of(user, row) == roles, key
        for verb in TABLE:
            got, want = outcome(row, verb, user), expected(verb, state, roles)
            if got != want:
                wrong.append((key, verb, got, want))
            assert permit(user, row, verb).allowed == (want == "open")
    assert not wrong


def test_nobody_of_the_other_council_and_no_stranger_has_any_verb(cast: Cast) -> None:
    row = in_state(cast.shiomi, "drafted")
    for user in (*cast.nagiura.users.values(), cast.stranger, cast.operator):
        assert roles_of(user, row) == frozenset()
        assert not any(permit(user, row, verb) for verb in TABLE)
        assert not may_draft(user, cast.shiomi.council)
    secretary = cast.nagiura.users["secretary"]
    assert {outcome(row, verb, secretary) for verb in TABLE} == {"not_your_verb"}


def test_the_secretariat_alone_begins(cast: Cast) -> None:
    users = cast.shiomi.users
    assert {key for key in users if may_draft(users[key], cast.shiomi.council)} == {
        "secretary",
        "secretary_2",
    }
