"""Every state x role x verb, against a reviewed table, illegal ones included."""

from __future__ import annotations

import pytest

from core.access import grants
from core.access.roles import Role
from governance.assembly import actions
from governance.assembly.permissions import permit, permits
from governance.assembly.workflows import DRAFT, MEETING, MOTION, PROJECT
from tests.integration.assembly.conftest import convened, letter

RUN = {"secretary", "chair"}
MAY = {
    "project": {
        ("running", "edit"): {"secretary"},
        ("running", "finish"): {"secretary"},
    },
    "meeting": {
        ("planned", "convene"): RUN,
        ("planned", "table_motion"): RUN,
        ("planned", "cancel"): RUN,
        ("planned", "move"): {"secretary"},
        ("convened", "table_motion"): RUN,
        ("convened", "draft_convocation"): {"secretary"},
        ("convened", "answer"): {"member"},
        ("convened", "record_attendance"): {"secretary"},
        ("convened", "open"): RUN,
        ("convened", "cancel"): RUN,
        ("convened", "move"): {"secretary"},
        ("open", "table_motion"): RUN,
        ("open", "record_attendance"): {"secretary"},
        ("open", "close"): RUN,
        ("closed", "write_minutes"): {"secretary"},
        ("closed", "approve_minutes"): {"chair"},
        ("minutes_approved", "draft_minutes"): {"secretary"},
    },
    "motion": {
        ("tabled", "recuse"): RUN | {"member"},
        ("tabled", "put_to_vote"): RUN,
        ("tabled", "no_objection"): RUN,
        ("tabled", "note_outcome"): RUN,
        ("deferred", "note_outcome"): RUN,
        ("concluded", "note_outcome"): RUN,
        ("tabled", "defer"): RUN,
        ("tabled", "edit"): RUN,
        ("tabled", "withdraw"): RUN | {"system"},
        ("voting", "withdraw"): {"system"},
        ("voting", "recuse"): RUN | {"member"},
        ("voting", "no_objection"): RUN,
        ("voting", "cast_ballot"): {"secretary", "member"},
        ("voting", "carry"): RUN,
        ("voting", "lose"): RUN,
        ("carried", "overrule"): {"chair"},
        ("lost", "overrule"): {"chair"},
    },
    "draft": {
        ("drafted", "circulate"): {"secretary"},
        ("in_approval", "sign"): {"approver"},
        ("in_approval", "return"): {"approver"},
        ("in_approval", "call_back"): {"system"},
        ("in_approval", "issue"): {"system"},
        ("returned", "draft_again"): {"secretary"},
    },
}


def subject(w, table):
    if table is PROJECT:
        return actions.open_project(w.council, by=w.secretary, title_ja="事業")
    if table is DRAFT:
        return actions.prepare_draft(
            w.council,
            by=w.secretary,
            kind="letter",
            about="",
            papers=letter("通知", "本文"),
            circulate=False,
        )
    meeting = convened(w, w.assembly)
    return meeting if table is MEETING else actions.table_motion(meeting, by=w.secretary, title_ja="議案")


@pytest.mark.parametrize("table", [PROJECT, MEETING, MOTION, DRAFT], ids=lambda table: table.name)
def test_every_state_role_and_verb(here, there, table):
    grants.give(Role.SECRETARY, here.auditor, there.council)
    obj = subject(here, table)
    persons = {
        "secretary": here.secretary,
        "chair": here.chair,
        "approver": here.approver,
        "auditor": here.auditor,
        "member": here.members[0].user,
        "reviewer": here.reviewers["law"],
        "stranger": here.stranger,
        "other secretary": there.secretary,
        "system": None,
    }
    for state in table.states:
        obj.state = state
        found = {role: permits(person, obj, table.verbs) for role, person in persons.items()}
        for verb in table.verbs:
            wanted = MAY[table.name].get((state, verb), set())
            allowed = {role for role, verdicts in found.items() if verdicts[verb]}
            assert allowed == wanted, (state, verb)


def test_the_chair_of_the_board_presides_there_and_the_council_chair_does_not(here):
    meeting = convened(here, here.board)
    assert permit(here.reviewers["ethics"], meeting, "open")
    assert not permit(here.chair, meeting, "open")
    meeting.presided_by = here.reviewers["law"]
    assert permit(here.reviewers["law"], meeting, "open")
    assert not permit(here.reviewers["ethics"], meeting, "open")
