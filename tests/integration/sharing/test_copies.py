"""Whose copy of a meeting's papers shows a case, and who counts as an organisation's own person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from core import clock
from governance.assembly import actions as assembly
from governance.assembly import queries
from governance.sharing.actions import reviews
from governance.sharing.permissions import reads_file, reads_in_copy, roles_of, works_for
from tests.integration.sharing.machine import CouncilAtWork

CHAIR = "reviewer_ethics"


def meeting_of(council: CouncilAtWork, body: str) -> Any:
    secretary = council.users["secretary"]
    with clock.at(council.now):
        found = queries.body(council.world.council, body)
        planned = assembly.plan_meeting(found, by=secretary, starts_at=council.now + timedelta(days=9))
        assembly.convene(planned, by=secretary)
    return planned


@pytest.mark.parametrize(
    ("who", "shown"),
    [
        ("rep_university", False),
        ("officer_mayor", False),
        ("reviewer_law", True),
        ("secretary", True),
        ("chair", True),
        ("chihiro", False),
    ],
)
def test_whose_copy_shows_a_case(voting: CouncilAtWork, who: str, shown: bool) -> None:
    meeting = meeting_of(voting, "steering")
    assert reads_in_copy(voting.users[who], voting.request, meeting) is shown


def test_who_sits_in_the_deciding_body_reads_the_case_there_and_nobody_of_the_other_council(
    voting: CouncilAtWork, cast: Any
) -> None:
    meeting = meeting_of(voting, "steering")
    there = [seat.user for seat in meeting.attendances.select_related("user")]
    assert there
    assert all(
        reads_in_copy(user, voting.request, meeting) for user in there if not _party(user, voting.request)
    )
    for user in cast.nagiura.users.values():
        assert not reads_in_copy(user, voting.request, meeting)
    assert not reads_in_copy(AnonymousUser(), voting.request, meeting)


def _party(user: Any, request: Any) -> bool:
    return bool(roles_of(user, request) & {"applicant", "recipient", "provider"})


def test_a_member_without_a_declaration_or_recused_has_no_file_and_no_copy(checked: CouncilAtWork) -> None:
    meeting = meeting_of(checked, "ethics_board")
    member = checked.users[CHAIR]
    assert reads_file(member, checked.request).code == "sharing.declare_first"
    assert not reads_in_copy(member, checked.request, meeting)
    with clock.at(checked.now):
        reviews.declare_interest(checked.request, by=member, interest="adviser", note="顧問である。")
    assert reads_file(member, checked.request).code == "sharing.not_on_panel"
    assert not reads_in_copy(member, checked.request, meeting)


def test_nobody_in_particular_works_for_nobody(voting: CouncilAtWork) -> None:
    applicant = voting.request.applicant
    assert works_for(voting.users["rep_university"], applicant, voting.world.council)
    assert not works_for(AnonymousUser(), applicant, voting.world.council)
