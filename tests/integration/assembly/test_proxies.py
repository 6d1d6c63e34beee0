"""Proxies go with a holder who is there and has a vote; otherwise they are blank."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import clock
from core.errors import NotPermitted, Refused
from governance.assembly import actions, queries
from governance.assembly.models import Attendance
from governance.assembly.permissions import roles_of
from governance.members import actions as members
from tests.factories.decisions import decision_taken
from tests.integration.assembly.conftest import REPLACED, convened, row_of
from tests.integration.assembly.test_agenda import planned
from tests.integration.assembly.test_votes import table


@pytest.fixture
def given(here):
    """A convened meeting: the first and the third member are there, the first holds the proxy of the second."""
    return with_proxy(here, convened(here, here.assembly))


def with_proxy(w, meeting):
    a, b, c, _d = (member.user for member in w.members)
    for user in (a, c):
        actions.record_attendance(row_of(meeting, user), by=w.secretary, channel="in_person")
    actions.record_attendance(
        row_of(meeting, b), by=w.secretary, channel="proxy", proxy_to=row_of(meeting, a)
    )
    return meeting


def suspend(w, member):
    number = decision_taken(w.council)
    words = {"reason": "違反", "decision_number": number, "until_on": clock.today() + timedelta(days=90)}
    members.suspend(member.membership, by=w.secretary, **words)


def channels(meeting, *people):
    return [row_of(meeting, member.user).channel for member in people]


def test_a_holder_who_lost_the_vote_leaves_blank_proxies(here, given):
    a, b, c, d = here.members
    suspend(here, a)
    actions.record_attendance(row_of(given, d.user), by=here.secretary, channel="in_person")
    meeting = actions.open_meeting(given, by=here.secretary)
    assert (channels(meeting, b), row_of(meeting, b.user).proxy_to) == (["blank_proxy"], None)
    assert "participant" not in roles_of(meeting, a.user)
    motion = actions.put_to_vote(table(here, meeting), by=here.secretary)
    assert queries.asked_to_vote(motion) == {c.user.pk, d.user.pk}
    for row in (row_of(meeting, a.user), row_of(meeting, b.user)):
        with pytest.raises(NotPermitted):
            actions.cast_ballot(motion, by=a.user, attendance=row, choice="for")


def test_a_holder_who_has_to_answer_again_leaves_blank_proxies(here):
    meeting = planned(here, here.assembly)
    meeting = actions.convene(meeting, by=here.secretary)
    a, b = here.members[:2]
    actions.answer_attendance(row_of(meeting, a.user), by=a.user, channel="in_person")
    actions.record_attendance(
        row_of(meeting, b.user), by=here.secretary, channel="proxy", proxy_to=row_of(meeting, a.user)
    )
    later = meeting.starts_at + timedelta(days=1)
    meeting = actions.move_meeting(meeting, by=here.secretary, starts_at=later, place=meeting.place)
    assert channels(meeting, a, b) == ["absent", "blank_proxy"]


def test_a_proxy_stays_with_a_holder_who_is_there(here, given):
    b = here.members[1]
    assert channels(actions.open_meeting(given, by=here.secretary), b) == ["proxy"]
    other = row_of(given, here.members[2].user)
    actions.record_attendance(other, by=here.secretary, channel="absent")
    assert channels(given, b) == ["proxy"], "who leaves releases their own proxies only"


def test_no_proxy_is_given_to_whoever_has_no_vote(here, given):
    suspend(here, here.members[2])
    meeting = actions.open_meeting(given, by=here.secretary)
    without = row_of(meeting, here.members[2].user)
    actions.record_attendance(without, by=here.secretary, channel="in_person")
    with pytest.raises(Refused) as refused:
        actions.record_attendance(
            row_of(meeting, here.members[3].user), by=here.secretary, channel="proxy", proxy_to=without
        )
    assert refused.value.code == "proxy_needs_holder"


def test_a_holder_who_is_not_there_casts_for_nobody(here, given):
    """However the row came about."""
    a, b = here.members[:2]
    meeting = actions.open_meeting(given, by=here.secretary)
    motion = actions.put_to_vote(table(here, meeting), by=here.secretary)
    Attendance.objects.filter(pk=row_of(meeting, a.user).pk).update(channel="written")
    with pytest.raises(NotPermitted):
        actions.cast_ballot(motion, by=a.user, attendance=row_of(meeting, b.user), choice="for")


def test_blank_proxies_that_the_rules_give_to_nobody_are_not_there(here):
    meeting = convened(here, here.assembly)
    a, b, *others = here.members
    for member in (a, b):
        actions.record_attendance(row_of(meeting, member.user), by=here.secretary, channel="in_person")
    for member in others:
        actions.record_attendance(row_of(meeting, member.user), by=here.secretary, channel="blank_proxy")
    assert queries.quorum_of(meeting).present == 4
    REPLACED["voting_methods"] = {"methods": ["show_of_hands", "proxy"], "blank_proxy_to": "invalid"}
    assert (queries.quorum_of(meeting).present, queries.quorum_of(meeting).base) == (2, 4)
    meeting = actions.open_meeting(meeting, by=here.secretary)
    motion = actions.put_to_vote(table(here, meeting), by=here.secretary)
    for member in (a, b):
        actions.cast_ballot(motion, by=member.user, attendance=row_of(meeting, member.user), choice="for")
    result = actions.close_vote(motion, by=here.secretary)
    assert (result.votes_for, result.base, result.is_carried) == (2, 2, True)
