"""Every state x persona x verb of sharing, against a table reviewed by hand (not read from the code).

The case is the research request of the demo: applicant the university, provider the mayor's office, board of five.
States are set in memory only; who somebody is comes from the database.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from core import clock
from core.access.grants import give
from core.access.roles import Role
from core.accounts.models import User
from governance.sharing.actions import experts
from governance.sharing.models import (
    Condition,
    Dataset,
    Delivery,
    Grant,
    Incident,
    PanelMember,
    SharingRequest,
    StatutoryProvision,
)
from governance.sharing.permissions import (
    may_draft_dataset,
    may_draft_request,
    may_report_incident,
    may_stop_all,
    permit,
    permits,
    roles_of,
)
from governance.sharing.workflows import (
    CONDITION,
    DATASET,
    DELIVERY,
    GRANT,
    INCIDENT,
    LINE,
    REQUEST,
    STATUTORY,
)
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("demo")

PERSONAS = (
    "secretary",
    "approver",
    "chair",
    "auditor",
    "assessor",
    "pia_reviewer",
    "steering_city",
    "rep_university",
    "rep_delivery",
    "officer_mayor",
    "officer_education",
    "reviewer_security",
    "reviewer_ethics",
    "expert",
    "chihiro",
)
SECRETARY, CHAIR, APPLICANT, PROVIDER, REVIEWER, PRESIDING, EXPERT = (
    "secretary",
    "chair",
    "rep_university",
    "officer_mayor",
    "reviewer_security",
    "reviewer_ethics",
    "expert",
)
"""The presiding member does whatever any member of the panel does, too; the expert is from outside. Whoever of
``PERSONAS`` stands in no row of the table may nothing."""
TABLE: dict[str, dict[str, tuple[str, set[str]]]] = {
    "dataset": {
        "edit": ("drafted", {PROVIDER}),
        "register": ("drafted", {PROVIDER}),
        "discard": ("drafted", {PROVIDER}),
        "begin_revision": ("registered suspended", {PROVIDER}),
        "adopt": ("drafted", {PROVIDER}),
        "suspend": ("registered", {PROVIDER, SECRETARY}),
        "resume": ("suspended", {PROVIDER, SECRETARY}),
        "retire": ("registered suspended", {PROVIDER}),
    },
    "request": {
        "edit": ("drafted", {APPLICANT}),
        "submit": ("drafted", {APPLICANT}),
        "return_for_correction": ("submitted", {SECRETARY}),
        "judge_minor": ("submitted", {SECRETARY}),
        "pass_formal_check": ("submitted", {SECRETARY}),
        "return_to_applicant": ("in_review", {SECRETARY}),
        "declare_interest": ("in_review", {REVIEWER}),
        "record_opinion": ("in_review", {REVIEWER}),
        "consolidate": ("in_review", {SECRETARY}),
        "cast_ballot": ("in_review", {REVIEWER}),
        "arrange_sitting": ("in_review", {SECRETARY}),
        "expedite": ("in_review", {SECRETARY}),
        "excuse_member": ("in_review", {SECRETARY, PRESIDING}),
        "reinstate_member": ("in_review", {SECRETARY}),
        "reopen_declaration": ("in_review", {SECRETARY}),
        "call_in": ("in_review", {SECRETARY, PRESIDING}),
        "vote_anew": ("in_review", {SECRETARY, PRESIDING}),
        "extend_circulation": ("in_review", {SECRETARY, PRESIDING}),
        "ask_for_meeting": ("in_review", {REVIEWER}),
        "adopt_without_objection": ("in_review", {SECRETARY}),
        "deliberate": ("in_review", {REVIEWER}),
        "propose_opinion": ("in_review", {SECRETARY, REVIEWER}),
        "ask_question": ("in_review", {SECRETARY, REVIEWER}),
        "answer_question": ("in_review", {APPLICANT}),
        "withdraw_question": ("in_review", {SECRETARY, REVIEWER}),
        "invite_expert": ("in_review", {SECRETARY, PRESIDING}),
        "uninvite_expert": ("in_review", {SECRETARY, PRESIDING}),
        "declare_as_expert": ("in_review", {EXPERT}),
        "comment_as_expert": ("in_review", {EXPERT}),
        "conclude": ("in_review", {SECRETARY}),
        "withdraw": ("drafted submitted in_review", {APPLICANT}),
        "withdraw_rest": ("drafted submitted in_review", {APPLICANT}),
        "lapse": ("drafted submitted in_review", set()),
        "lapse_rest": ("drafted submitted in_review", set()),
        "waive_letter": ("drafted in_review concluded", {SECRETARY}),
        "waive_inquiry": ("in_review", {SECRETARY}),
        "purge_attachment": (
            "drafted submitted in_review concluded withdrawn lapsed",
            {SECRETARY},
        ),
        "follow": ("drafted submitted in_review concluded", {APPLICANT}),
        "ask_reexamination": (
            "drafted submitted in_review concluded withdrawn lapsed",
            {APPLICANT},
        ),
        "tell_change": ("drafted submitted in_review concluded", {APPLICANT}),
    },
    "line": {
        "open_review": ("drafted", {SECRETARY}),
        "return": ("under_review opined", {SECRETARY}),
        "withdraw": ("drafted under_review opined", {APPLICANT}),
        "give_opinion": ("under_review provisional accepted agreed closed", {SECRETARY}),
        "approve_provisionally": ("under_review", {CHAIR}),
        "ratify": ("provisional accepted agreed closed", {SECRETARY, CHAIR}),
        "revoke": ("provisional accepted agreed closed", {SECRETARY, CHAIR}),
        "uphold": ("approved provisional accepted agreed", {SECRETARY, CHAIR}),
        "overturn": ("approved provisional accepted agreed", {SECRETARY, CHAIR}),
        "approve": ("opined", {SECRETARY, CHAIR}),
        "not_approve": ("opined", {SECRETARY, CHAIR}),
        "accept": ("approved provisional", {PROVIDER}),
        "decline": ("approved provisional", {PROVIDER}),
        "decide_anew": ("accepted", {PROVIDER}),
        "take_back": ("accepted", {PROVIDER}),
        "conclude_agreement": ("accepted", {SECRETARY, PROVIDER}),
        "lapse": ("approved accepted", set()),
        "close": ("agreed not_approved", set()),
    },
    "condition": {
        "submit_evidence": ("open", {APPLICANT}),
        "accept_evidence": ("submitted", {SECRETARY}),
        "reject_evidence": ("submitted", {SECRETARY}),
        "waive": ("open submitted waived", {SECRETARY, CHAIR}),
        "reopen": ("waived", {SECRETARY, CHAIR}),
        "ask_for_time": ("open", {APPLICANT}),
        "answer_time": ("open submitted", {SECRETARY}),
        "extend": ("open submitted", {SECRETARY}),
    },
    "grant": {
        "activate": ("awaiting_conditions", set()),
        "revoke": ("awaiting_conditions active suspended", {SECRETARY, CHAIR}),
        "lapse": ("awaiting_conditions", set()),
        "prepare_delivery": ("active", {PROVIDER}),
        "suspend": ("active suspended", {SECRETARY}),
        "resume": ("suspended", {SECRETARY}),
        "call_off_suspension": ("active suspended", {SECRETARY}),
        "call_off_revocation": ("awaiting_conditions active suspended", {SECRETARY, CHAIR}),
        "name_copy": ("active suspended disposal_due", {APPLICANT}),
        "account_for_copy": ("active suspended disposal_due closed", {APPLICANT}),
        "expire": ("active suspended", set()),
        "supersede": ("active suspended", set()),
        "supersede_in_part": ("active suspended", set()),
        "check_measures": ("awaiting_conditions active suspended", {PROVIDER}),
        "take_back": ("awaiting_conditions active suspended", {PROVIDER}),
        "end_agreement": ("awaiting_conditions active suspended", {PROVIDER, SECRETARY}),
        "call_off_end": ("awaiting_conditions active suspended", {PROVIDER, SECRETARY}),
        "give_back": ("active suspended", {APPLICANT}),
        "file_disposal": ("disposal_due", {APPLICANT}),
        "reject_disposal": ("disposal_due", {PROVIDER}),
        "verify_disposal": ("disposal_due", {PROVIDER}),
    },
    "delivery": {
        "finish": ("preparing", set()),
        "release": ("prepared", {PROVIDER}),
        "choose_manner": ("preparing prepared", {PROVIDER}),
        "report_hand_over": ("released", {PROVIDER}),
        "cancel": ("preparing prepared", {PROVIDER}),
        "confirm_receipt": ("released", {APPLICANT}),
    },
    "incident": {
        "rescope": ("reported in_hand", {SECRETARY}),
        "stop": ("reported in_hand", {SECRETARY}),
        "keep_breach": ("reported in_hand settled closed", {SECRETARY, PROVIDER}),
        "take_in_hand": ("reported", {SECRETARY}),
        "settle": ("in_hand", {SECRETARY}),
        "close": ("settled", {SECRETARY}),
    },
    "statutory": {
        "edit": ("drafted", {PROVIDER}),
        "decide": ("drafted", {PROVIDER}),
        "send_back": ("decided", {PROVIDER, SECRETARY}),
        "confirm": ("decided", {PROVIDER, SECRETARY}),
        "drop": ("drafted decided", {PROVIDER}),
        "erase": ("provided dropped", {PROVIDER, SECRETARY}),
    },
}
WORKFLOWS = {w.name: w for w in (DATASET, REQUEST, LINE, CONDITION, GRANT, DELIVERY, INCIDENT, STATUTORY)}


def _objects(cast: Cast) -> dict[str, Any]:
    council = cast.shiomi.council
    grant = Grant.objects.get(council=council, line__request__reference="R-2026-018")
    request = SharingRequest.objects.get(council=council, title_ja__contains="第2期")
    line = request.lines.select_related("request__council", "dataset__provider__organisation").get()
    return {
        "dataset": Dataset.objects.get(council=council, reference="D-01"),
        "request": request,
        "line": line,
        "grant": grant,
        "delivery": Delivery.objects.filter(grant=grant).first(),
        "condition": Condition(
            line=line, owner=cast.shiomi.organisations["university"], reference="C", is_precedent=True
        ),
        "incident": _incident(cast),
        "statutory": StatutoryProvision(
            council=council, provider=cast.shiomi.organs["mayor"], reference="S-1", requester="汐見警察署"
        ),
    }


def _incident(cast: Cast) -> Incident:
    """One that is about D-01."""
    row = Incident.objects.create(
        council=cast.shiomi.council,
        reference="I-1",
        reported_at=clock.now(),
        reported_by=cast.shiomi.users["secretary"],
    )
    row.datasets.add(Dataset.objects.get(council=cast.shiomi.council, reference="D-01"))
    return row


def _people(cast: Cast, request: SharingRequest) -> dict[str, User]:
    """The cast, and somebody from outside whom the board asks about ``request``."""
    outsider = User.objects.create_user("outside@example.org", name="外部 有識")
    experts.invite(request, by=cast.shiomi.users[SECRETARY], user=outsider, reason="専門家であるため。")
    return {**cast.shiomi.users, EXPERT: outsider}


def _expected(persona: str, allowed: set[str]) -> bool:
    return persona in allowed or (persona == PRESIDING and REVIEWER in allowed)


@pytest.mark.parametrize("kind", TABLE)
def test_who_may_do_what_and_when(cast: Cast, kind: str) -> None:
    objects, workflow, wrong = _objects(cast), WORKFLOWS[kind], []
    obj, people = objects[kind], _people(cast, objects["request"])
    for state in workflow.states:
        obj.state = state
        for persona in PERSONAS:
            for verb, may in permits(people[persona], obj, workflow.verbs).items():
                states, allowed = TABLE[kind][verb]
                if bool(may) != (state in states.split() and _expected(persona, allowed)):
                    wrong.append((state, verb, persona, may))
    assert not wrong


def test_the_table_names_every_verb() -> None:
    assert {name: set(w.verbs) for name, w in WORKFLOWS.items()} == {k: set(v) for k, v in TABLE.items()}


@pytest.mark.parametrize("kind", TABLE)
def test_strangers_and_the_parallel_council_may_do_nothing(cast: Cast, kind: str) -> None:
    obj = _objects(cast)[kind]
    people = [AnonymousUser(), cast.stranger, *cast.nagiura.users.values()]
    assert {roles_of(user, obj) for user in people} == {frozenset()}


@pytest.mark.parametrize("kind", TABLE)
def test_the_system_does_only_what_is_the_systems(cast: Cast, kind: str) -> None:
    obj, workflow = _objects(cast)[kind], WORKFLOWS[kind]
    for row in workflow.rows:
        obj.state = row.source
        assert bool(permit(None, obj, row.verb)) == ("system" in row.roles)


def test_a_secretary_who_represents_a_party_is_not_the_secretary_of_the_case(cast: Cast) -> None:
    secretary = cast.shiomi.users["secretary_2"]
    objects = _objects(cast)
    assert "secretary" in roles_of(secretary, objects["request"])
    give(Role.REPRESENTATIVE, secretary, cast.shiomi.organisations["university"])
    assert roles_of(secretary, objects["request"]) == {"applicant", "recipient"}
    assert "secretary" not in roles_of(secretary, objects["line"])
    assert "checker" not in roles_of(secretary, objects["condition"])


def test_a_recused_or_excused_member_and_a_waiting_alternate_are_no_panel(cast: Cast) -> None:
    objects = _objects(cast)
    reviewer = cast.shiomi.users[REVIEWER]
    alternate = cast.shiomi.users["reviewer_law_alternate"]
    assert "panel" in roles_of(reviewer, objects["line"])
    assert "panel" not in roles_of(alternate, objects["request"])
    seat = PanelMember.objects.filter(review__request=objects["request"], user=reviewer)
    excused = {"excused_at": clock.now(), "excused_by": cast.shiomi.users[SECRETARY], "excuse": "absence"}
    for change in ({"is_recused": True}, {"is_recused": False, **excused}):
        seat.update(**change)
        assert "panel" not in roles_of(reviewer, objects["request"])
        assert "panel" not in roles_of(reviewer, objects["line"])


def test_who_may_begin(cast: Cast) -> None:
    users, world = cast.shiomi.users, cast.shiomi
    assert may_draft_dataset(users["officer_mayor"], world.organs["mayor"])
    assert not may_draft_dataset(users["officer_education"], world.organs["mayor"])
    assert may_draft_request(users["rep_university"], world.organisations["university"])
    assert not may_draft_request(users["rep_bus"], world.organisations["university"])
    assert may_report_incident(users["auditor"], world.council)
    assert not may_report_incident(cast.stranger, world.council)
    assert {key for key in users if may_stop_all(users[key], world.council)} == {
        "secretary",
        "secretary_2",
        "chair",
    }
    assert not may_stop_all(cast.nagiura.users["secretary"], world.council)
