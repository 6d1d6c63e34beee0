"""Who hears that the board's vote on a case is open, and finds it among the cases until it is cast."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from core import clock
from core.outbox.models import Job
from governance.sharing.actions import reviews, sittings
from governance.sharing.queries.sittings import ballots_open_to
from tests.cast import enter
from tests.integration.sharing.machine import CouncilAtWork
from tests.integration.sharing.test_sittings import SEATS, opened, planned


def _told(until: str) -> set[int]:
    rows = Job.objects.filter(payload__template="governance/sharing/ballots_open", payload__due=until)
    return {job.payload["user"] for job in rows}


def test_papers_that_circulate_ask_everybody_who_has_a_vote(voting: CouncilAtWork) -> None:
    council, user = voting, voting.users["reviewer_law"]
    page = f"/c/shiomi/requests/{council.request.reference}/lines/{council.line.number}/ballot/"
    with clock.at(council.now):
        assert {council.users[key].pk for key in SEATS} <= _told(council.request.due_on.isoformat())
        assert page in enter(Client(), user).get("/c/shiomi/cases/").content.decode()
        assert (
            page not in enter(Client(), council.users["secretary"]).get("/c/shiomi/today/").content.decode()
        )
        until = clock.today() + timedelta(days=7)
        sittings.circulate(council.request, by=council.users["secretary"], until=until)
        assert user.pk in _told(until.isoformat())
        reviews.cast_ballot(council.line, by=user, choice="suitable")
        assert page not in enter(Client(), user).get("/c/shiomi/cases/").content.decode()
    with clock.at(council.now + timedelta(days=9)):
        assert ballots_open_to(council.users["reviewer_security"], council.world.council) == []


def test_at_a_meeting_those_who_are_there_are_asked_while_it_is_open(voting: CouncilAtWork) -> None:
    council = voting
    there, away = council.users["reviewer_law"], council.users["reviewer_citizen_1"]
    meeting = planned(council)
    with clock.at(council.now):
        sittings.put_before_meeting(council.request, by=council.users["secretary"], meeting=meeting)
        assert ballots_open_to(there, council.world.council) == []
    opened(council, meeting, SEATS[:3])
    with clock.at(council.now):
        assert [line for line, _sitting in ballots_open_to(there, council.world.council)] == [council.line]
        assert ballots_open_to(away, council.world.council) == []
