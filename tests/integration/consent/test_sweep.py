"""A notice: every state x persona x verb, against a table reviewed by hand (not read from the code)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction

from consent import actions
from consent.enums import NoticeState
from consent.models import Notice, NoticeVersion
from consent.permissions import notice_roles, permit_notice
from consent.workflows import NOTICE
from core.accounts.models import User
from core.errors import DomainError
from tests.cast import Cast
from tests.factories import consents as make

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
"""Key of the cast -> roles on the notice."""

SECRETARY = {"secretary"}
TABLE: dict[str, dict[str, set[str]]] = {
    "draft_version": {"drafted": SECRETARY, "published": SECRETARY},
    "publish_version": {"drafted": SECRETARY, "published": SECRETARY},
    "retire": {"published": SECRETARY},
    "invalidate": {"published": SECRETARY, "retired": SECRETARY},
}

VERBS: dict[str, Callable[[NoticeVersion, User], object]] = {
    "draft_version": lambda version, by: actions.draft_version(version.notice, by=by, texts={}, items=[]),
    "publish_version": lambda version, by: actions.publish_version(version.notice, by=by, decision="x"),
    "retire": lambda version, by: actions.retire(version.notice, by=by),
    "invalidate": lambda version, by: actions.invalidate(version, by=by, decision="x"),
}


def test_the_reviewed_table_is_the_code_s() -> None:
    written = {(state, verb): roles for verb, states in TABLE.items() for state, roles in states.items()}
    assert written == {(row.source, row.verb): set(row.roles) for row in NOTICE.rows}
    assert set(NOTICE.states) == set(NoticeState.values)
    assert set(VERBS) == set(TABLE) == set(NOTICE.verbs)


def in_state(cast: Cast, state: str) -> NoticeVersion:
    """A version of a notice of 汐見 in ``state``, with the next one in draft."""
    version, secretary = make.notice(cast.shiomi), cast.shiomi.users["secretary"]
    actions.revise(version.notice, by=secretary)
    if state == NoticeState.RETIRED:
        actions.retire(version.notice, by=secretary)
    else:
        Notice.objects.filter(pk=version.notice_id).update(state=state)
    return NoticeVersion.objects.select_related("notice__council").get(pk=version.pk)


def outcome(version: NoticeVersion, verb: str, by: User) -> str:
    """``open`` when permission and state allow (a rule may still refuse), else the code. Nothing is kept."""
    try:
        with transaction.atomic():
            VERBS[verb](version, by)
            transaction.set_rollback(True)
    except DomainError as error:
        return error.code if error.code.startswith("not_") else "open"
    return "open"


def expected(verb: str, state: str, roles: set[str]) -> str:
    states = TABLE[verb]
    if not roles & set().union(*states.values()):
        return "not_your_verb"
    return "open" if roles & states.get(state, set()) else "not_in_this_state"


@pytest.mark.parametrize("state", NoticeState.values)
def test_every_persona_and_verb(state: str, cast: Cast) -> None:
    version, wrong = in_state(cast, state), []
    assert version.notice.state == state
    for key, roles in PERSONAS.items():
        user = cast.shiomi.users[key]
        assert notice_roles(user, version.notice) == roles, key
        for verb in TABLE:
            got, want = outcome(version, verb, user), expected(verb, state, roles)
            if got != want:
                wrong.append((key, verb, got, want))
            assert permit_notice(user, version.notice, verb).allowed == (want == "open")
    assert not wrong


def test_nobody_of_the_other_council_and_no_stranger_has_any_verb(cast: Cast) -> None:
    version = in_state(cast, "published")
    for user in (*cast.nagiura.users.values(), cast.stranger, cast.operator):
        assert notice_roles(user, version.notice) == frozenset()
        assert not any(permit_notice(user, version.notice, verb) for verb in TABLE)
    secretary = cast.nagiura.users["secretary"]
    assert {outcome(version, verb, secretary) for verb in TABLE} == {"not_your_verb"}
