"""Who is invited says whether they come, for themselves or the member they act for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import clock
from core.errors import NotNow, NotPermitted, Refused
from core.ledger.models import LedgerEntry
from governance.assembly import actions, queries
from governance.members import actions as members
from tests.factories import people
from tests.integration.assembly.conftest import REPLACED, convened, row_of
from tests.integration.assembly.test_agenda import composed, mails, planned
from tests.integration.assembly.test_pages import page, text


@pytest.fixture
def base(here):
    return f"/c/{here.council.slug}"


@pytest.fixture
def meeting(here):
    """The assembly's next meeting, convened for a day to come."""
    found = planned(here, here.assembly)
    actions.table_motion(found, by=here.secretary, title_ja="予算案")
    return actions.convene(found, by=here.secretary)


def test_a_member_finds_the_meeting_and_answers_on_the_pages(here, base, meeting):
    voter = here.members[0]
    row = row_of(meeting, voter.user)
    url = f"{base}/meetings/{meeting.pk}/"
    own = f"{url}attendance/{row.pk}/answer/"
    standing = text(page(voter.user, f"{base}/standing/"))
    assert own in standing
    assert "予算案" in standing
    assert f"{url}#answer" in standing, "it waits among what is to do"
    assert own in text(page(voter.user, url))
    form = text(page(voter.user, own))
    assert "予算案" in form
    refused = page(voter.user, own, channel="")
    assert refused.status_code == 422
    assert page(voter.user, own, channel="in_person", who=voter.user.pk).status_code == 302
    row.refresh_from_db()
    assert (row.channel, row.answered_by) == ("in_person", voter.user)
    assert f"{url}#answer" not in text(page(voter.user, f"{base}/standing/"))
    assert LedgerEntry.objects.filter(event="assembly.attendance_answered").exists()
    assert page(voter.user, own, channel="absent", who=voter.user.pk).status_code == 302
    assert "未回答" not in text(page(voter.user, url)).partition('id="attendance"')[0]


def test_nobody_answers_for_another_member(here, there, base, meeting):
    first, second = here.members[0], here.members[1]
    row = row_of(meeting, first.user)
    own = f"{base}/meetings/{meeting.pk}/attendance/{row.pk}/answer/"
    assert page(second.user, own, channel="absent").status_code == 403
    assert page(here.secretary, own, channel="absent").status_code == 403
    assert page(here.stranger, own).status_code == 404
    assert page(there.members[0].user, own).status_code == 404
    assert page(there.secretary, own, channel="absent").status_code == 404
    with pytest.raises(NotPermitted) as other:
        actions.answer_attendance(row, by=second.user, channel="absent")
    assert other.value.code == "not_your_attendance"
    with pytest.raises(NotPermitted):
        actions.answer_attendance(row, by=first.user, channel="in_person", user=second.user)
    row.refresh_from_db()
    assert row.answered_at is None


def test_a_deputy_answers_for_the_member_and_one_who_was_replaced_no_longer(here, meeting):
    member = here.members[0]
    deputy = people.user("deputy-here")
    members.add_delegate(member.membership, by=member.user, user=deputy, kind="deputy")
    row = row_of(meeting, member.user)
    answered = actions.answer_attendance(row, by=deputy, channel="in_person", user=deputy)
    assert (answered.user, answered.answered_by) == (deputy, deputy)
    gone = member.membership.delegates.get(user=deputy)
    members.end_delegate(gone, by=member.user)
    with pytest.raises(NotPermitted):
        actions.answer_attendance(row, by=deputy, channel="absent")


def test_a_proxy_is_given_where_the_rules_allow_it_to_somebody_who_comes(here, base, meeting):
    giver, holder = here.members[0].user, here.members[1].user
    row, other = row_of(meeting, giver), row_of(meeting, holder)
    with pytest.raises(Refused) as nobody:
        actions.answer_attendance(row, by=giver, channel="proxy", proxy_to=other)
    assert nobody.value.code == "proxy_needs_holder"
    actions.answer_attendance(other, by=holder, channel="in_person")
    actions.answer_attendance(row, by=giver, channel="proxy", proxy_to=other)
    assert row_of(meeting, giver).proxy_to == other
    own = f"{base}/meetings/{meeting.pk}/attendance/{row.pk}/answer/"
    assert 'value="proxy"' in text(page(giver, own))
    REPLACED["voting_methods"] = {"methods": ["show_of_hands"]}
    shown = text(page(giver, own))
    assert 'value="proxy"' not in shown
    assert 'value="absent"' in shown
    with pytest.raises(Refused) as closed:
        actions.answer_attendance(row, by=giver, channel="blank_proxy")
    assert closed.value.code == "channel_closed"


def test_another_day_asks_again_and_what_is_on_paper_stays(here, meeting):
    said, paper = here.members[0].user, here.members[1].user
    actions.answer_attendance(row_of(meeting, said), by=said, channel="in_person")
    actions.record_attendance(row_of(meeting, paper), by=here.secretary, channel="written")
    later = meeting.starts_at + timedelta(days=1)
    actions.move_meeting(meeting, by=here.secretary, starts_at=later, place=meeting.place)
    assert (row_of(meeting, said).channel, row_of(meeting, said).answered_at) == ("absent", None)
    assert row_of(meeting, paper).channel == "written"


def test_answers_end_when_the_meeting_opens_and_the_record_takes_their_place(here, base):
    meeting = convened(here, here.assembly)
    users = [member.user for member in here.members]
    for user in users[:3]:
        actions.answer_attendance(row_of(meeting, user), by=user, channel="in_person")
    url = f"{base}/meetings/{meeting.pk}/"
    assert "いない人" in text(page(here.secretary, url)), "who opens checks who is really there"
    recorded = actions.record_attendance(row_of(meeting, users[0]), by=here.secretary, channel="in_person")
    assert recorded.answered_at is None
    actions.record_attendance(row_of(meeting, users[3]), by=here.secretary, channel="in_person")
    actions.open_meeting(meeting, by=here.secretary)
    with pytest.raises(NotNow):
        actions.answer_attendance(row_of(meeting, users[1]), by=users[1], channel="absent")


def test_nobody_has_to_come_to_a_round_of_papers(here, base):
    meeting = convened(here, here.assembly, form="circulated")
    voter = here.members[0].user
    with pytest.raises(NotNow) as papers:
        actions.answer_attendance(row_of(meeting, voter), by=voter, channel="absent")
    assert papers.value.code == "nobody_comes"
    assert "/answer/" not in text(page(voter, f"{base}/meetings/{meeting.pk}/"))


def test_a_reviewer_finds_the_meetings_of_the_board_and_nobody_those_of_others(here, there, base):
    meeting = convened(here, here.board)
    planned(here, here.assembly)
    law = here.reviewers["law"]
    shown = text(page(law, f"{base}/cases/"))
    row = row_of(meeting, law)
    assert f"{base}/meetings/{meeting.pk}/attendance/{row.pk}/answer/" in shown
    member = here.members[0].user
    bodies = {one.meeting.body for one in queries.invitations(member, here.council)}
    assert bodies == {here.assembly}
    assert queries.invitations(there.members[0].user, here.council) == []
    assert queries.invitations(here.stranger, here.council) == []


def test_a_meeting_whose_notice_has_not_gone_out_says_until_when(here, base):
    meeting = planned(here, here.assembly)
    shown = text(page(here.members[0].user, f"{base}/standing/"))
    assert f"{base}/meetings/{meeting.pk}/" in shown
    assert "/answer/" not in shown
    with clock.at(meeting.starts_at + timedelta(days=1)):
        assert f"{base}/meetings/{meeting.pk}/" not in text(page(here.members[0].user, f"{base}/standing/"))


def test_the_mail_that_convenes_asks_for_the_answer(here, meeting):
    body = composed(mails("meeting_convened").filter(payload__user=here.members[0].user.pk).get()).body
    assert "出欠" in body
