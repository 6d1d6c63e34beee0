"""Every state, role and verb of an amendment, illegal ones included."""

import itertools

import pytest

from core.access.roles import Role
from core.errors import NotNow, NotPermitted
from governance.rulebook.enums import AmendmentState
from governance.rulebook.workflows import AMENDMENT

LEADS_TO = {
    "edit_provision": "drafted",
    "insert_provision": "drafted",
    "remove_provision": "drafted",
    "set_setting": "drafted",
    "release_setting": "drafted",
    "rebase": "drafted",
    "adopt": "adopted",
    "withdraw": "withdrawn",
}
CASES = list(itertools.product(AmendmentState.values, (*Role, "nobody"), LEADS_TO))


def test_the_table_has_these_states_and_verbs():
    assert set(AMENDMENT.states) == set(AmendmentState.values)
    assert set(AMENDMENT.verbs) == set(LEADS_TO)
    assert AMENDMENT.initial == AmendmentState.DRAFTED


@pytest.mark.parametrize(("state", "role", "verb"), CASES)
def test_who_may_do_what_when(state, role, verb):
    verdict = AMENDMENT.permit(state, verb, {str(role)})
    if role != Role.SECRETARY:
        assert verdict.error is NotPermitted
    elif state != AmendmentState.DRAFTED:
        assert verdict.error is NotNow
    else:
        assert verdict.allowed
        assert AMENDMENT.after(state, verb) == LEADS_TO[verb]
