"""A vote that begins while the meeting closes, a last day that moves into the term of a successor: one waits."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from core import clock
from core.errors import NotNow
from governance.assembly import actions
from governance.assembly.models import Appointment
from tests.factories import assembly, people
from tests.integration.assembly import conftest
from tests.together import Deed

pytestmark = [pytest.mark.postgres, pytest.mark.fresh_database("assembly")]


@pytest.fixture
def here(fresh_database: None, settings) -> SimpleNamespace:
    settings.RULEBOOK_PROVIDER = assembly.PROVIDER
    return assembly.world_of("here")


def test_a_meeting_does_not_close_over_a_vote_that_begins(here):
    meeting = conftest.opened(here, here.assembly)
    motion = actions.table_motion(meeting, by=here.secretary, title_ja="議案")
    vote = Deed(lambda: actions.put_to_vote(motion, by=here.secretary), hold=True).held()
    closing = Deed(lambda: actions.close_meeting(meeting, by=here.secretary)).waiting()
    assert vote.end().state == "voting"
    refused = closing.end()
    assert isinstance(refused, NotNow)
    assert refused.code == "items_in_the_vote"
    meeting.refresh_from_db()
    assert meeting.state == "open"


def test_a_vote_is_not_counted_while_somebody_leaves(here):
    meeting = conftest.opened(here, here.assembly, present=[member.user for member in here.members[:2]])
    motion = actions.table_motion(meeting, by=here.secretary, title_ja="議案")
    actions.put_to_vote(motion, by=here.secretary)
    row = conftest.row_of(meeting, here.members[0].user)
    leaves = Deed(
        lambda: actions.record_attendance(row, by=here.secretary, channel="absent"), hold=True
    ).held()
    count = Deed(lambda: actions.close_vote(motion, by=here.secretary)).waiting()
    leaves.end()
    assert getattr(count.end(), "code", "") == "no_quorum"


def test_a_last_day_is_not_moved_into_a_term_that_begins_meanwhile(here):
    held = Appointment.objects.get(user=here.reviewers["law"])
    last = clock.today() + timedelta(days=10)
    held = actions.end_appointment(held, by=here.secretary, reason="転出", on=last)
    new = people.user("successor")
    begins = last + timedelta(days=1)
    appointed = Deed(
        lambda: actions.appoint(here.seats["law"], by=here.secretary, user=new, from_on=begins), hold=True
    ).held()
    later = begins + timedelta(days=10)
    moved = Deed(lambda: actions.end_appointment(held, by=here.secretary, reason="転出", on=later)).waiting()
    assert appointed.end().from_on == begins
    refused = moved.end()
    assert isinstance(refused, NotNow)
    assert refused.code == "seat_taken"
