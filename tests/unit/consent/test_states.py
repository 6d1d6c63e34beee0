"""States: every state x verb x role against a table written by hand, the fold, answers, prompts."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.enums import ConsentState, EventKind, NoticeState
from consent.rules.states import answers, fold, prompted_once
from consent.workflows import CONSENT, KIND_OF, NEVER_ASKED, NOTICE, VERB_OF
from core.access.roles import Role
from core.errors import NotNow, NotPermitted

ROLES = ("person", "agent", "counter", "feed", "secretary", "system")
OWN = {"person", "agent", "counter", "feed"}
ENDED = ("none", "refused", "withdrawn", "revoked", "expired", "invalidated")

ALLOWED: dict[tuple[str, str], tuple[str, set[str]]] = {
    **{(state, "ask"): ("requested", OWN | {"secretary", "system"}) for state in ENDED},
    ("requested", "ask"): ("requested", {"secretary", "system"}),
    ("deferred", "ask"): ("requested", {"secretary", "system"}),
    ("requested", "defer"): ("deferred", OWN),
    ("requested", "refuse"): ("refused", OWN),
    ("deferred", "refuse"): ("refused", OWN),
    ("requested", "give"): ("in_force", OWN),
    ("deferred", "give"): ("in_force", OWN),
    ("in_force", "renew"): ("in_force", OWN),
    ("in_force", "shorten"): ("in_force", {"system"}),
    ("in_force", "withdraw"): ("withdrawn", OWN),
    ("in_force", "revoke"): ("revoked", {"secretary"}),
    ("in_force", "expire"): ("expired", {"system"}),
    ("in_force", "invalidate"): ("invalidated", {"system"}),
}


@pytest.mark.parametrize(
    ("state", "verb", "role"), list(product(CONSENT.states, CONSENT.verbs, (*ROLES, "stranger")))
)
def test_every_state_verb_and_role(state, verb, role):
    target, roles = ALLOWED.get((state, verb), ("", set()))
    verdict = CONSENT.permit(state, verb, [role])
    assert verdict.allowed == (role in roles)
    if target:
        assert CONSENT.after(state, verb) == target
    else:
        with pytest.raises(NotNow):
            CONSENT.after(state, verb)
    if role == "stranger":
        assert verdict.error is NotPermitted


def test_states_and_kinds_are_those_of_the_tables():
    assert set(CONSENT.states) == {*ConsentState.values, NEVER_ASKED}
    assert set(KIND_OF.values()) == set(EventKind.values)
    assert set(NOTICE.states) == set(NoticeState.values)
    assert {VERB_OF[kind] for kind in EventKind.values} == set(CONSENT.verbs)


NOTICE_LEADS_TO = {
    ("drafted", "draft_version"): "drafted",
    ("published", "draft_version"): "published",
    ("drafted", "publish_version"): "published",
    ("published", "publish_version"): "published",
    ("published", "retire"): "retired",
    ("published", "invalidate"): "published",
    ("retired", "invalidate"): "retired",
}
"""Each verb is the secretariat's; who that is, tests/integration/consent/test_sweep.py asks real people."""


@pytest.mark.parametrize(
    ("state", "verb", "role"), list(product(NOTICE.states, NOTICE.verbs, (*Role, "system", "nobody")))
)
def test_every_state_verb_and_role_of_a_notice(state, verb, role):
    target, verdict = NOTICE_LEADS_TO.get((state, verb)), NOTICE.permit(state, verb, [str(role)])
    if role != Role.SECRETARY:
        assert verdict.error is NotPermitted
    elif target is None:
        assert verdict.error is NotNow
        with pytest.raises(NotNow):
            NOTICE.after(state, verb)
    else:
        assert verdict.allowed
        assert NOTICE.after(state, verb) == target


@given(st.lists(st.sampled_from(EventKind.values), max_size=12))
def test_the_fold_allows_exactly_what_the_table_allows(kinds):
    state = NEVER_ASKED
    for place, kind in enumerate(kinds):
        row = CONSENT.row(state, VERB_OF[kind])
        if row is None:
            with pytest.raises(NotNow):
                fold(kinds[: place + 1])
            return
        state = row.target
        assert fold(kinds[: place + 1]) == state


@given(st.sampled_from(CONSENT.states), st.sampled_from(["give", "refuse", "defer"]))
def test_an_answer_is_always_open_and_leads_where_it_says(state, word):
    goal = {"give": "in_force", "refuse": "refused", "defer": "deferred"}[word]
    reached = state
    for verb in answers(state, word):
        reached = CONSENT.after(reached, verb)
    if state == "in_force":
        goal = {"give": "in_force", "refuse": "withdrawn", "defer": "in_force"}[word]
    elif word == "defer" and state in ("refused", "withdrawn", "revoked"):
        goal = state
    assert reached == goal


def test_nobody_is_prompted_twice_for_one_version():
    assert prompted_once([], 1, by_person=False)
    assert prompted_once([1, 2], 3, by_person=False)
    assert not prompted_once([1, 2], 2, by_person=False)
    assert prompted_once([1, 2], 2, by_person=True)
