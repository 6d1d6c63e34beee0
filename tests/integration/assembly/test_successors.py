"""Who acts for a member changes between the notice and the vote: the vote goes with the member."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import clock
from core.errors import NotPermitted
from governance.assembly import actions, queries
from governance.assembly.permissions import roles_of
from governance.members import actions as members
from tests.factories import people
from tests.integration.assembly.conftest import opened, row_of
from tests.integration.assembly.test_pages import page, text
from tests.integration.assembly.test_votes import table


def handed_over(w, member):
    """The post of whoever acts for ``member`` changes hands; the one who acts from now on."""
    new = people.user(f"successor-{member.user.email}")
    members.hand_over_post(member.membership.delegates.get(user=member.user), by=w.secretary, user=new)
    return new


def papers(w):
    """A round of papers of the assembly that was called and has not begun."""
    ends = clock.now() + timedelta(days=5)
    meeting = actions.plan_meeting(w.assembly, by=w.secretary, starts_at=ends, form="circulated")
    return actions.convene(meeting, by=w.secretary)


def asked(w, meeting):
    motion = actions.table_motion(meeting, by=w.secretary, title_ja="予算案")
    return actions.put_to_vote(motion, by=w.secretary)


def cast(motion, by, row):
    return actions.cast_ballot(motion, by=by, attendance=row, choice="for")


def test_the_successor_votes_in_a_round_of_papers_and_the_predecessor_does_not(here):
    meeting, member = papers(here), here.members[0]
    row = row_of(meeting, member.user)
    new = handed_over(here, member)
    meeting = actions.open_meeting(meeting, by=here.secretary)
    row.refresh_from_db()
    assert row.user == new
    motion = asked(here, meeting)
    assert new.pk in queries.asked_to_vote(motion)
    assert member.user.pk not in queries.asked_to_vote(motion)
    with pytest.raises(NotPermitted):
        cast(motion, member.user, row)
    assert cast(motion, new, row).cast_by == new


def test_the_vote_goes_with_the_member_while_it_runs(here):
    meeting, member = papers(here), here.members[0]
    motion = asked(here, actions.open_meeting(meeting, by=here.secretary))
    row = row_of(meeting, member.user)
    new = handed_over(here, member)
    assert "participant" not in roles_of(meeting, member.user)
    assert "participant" in roles_of(meeting, new)
    assert (queries.votes_open_to(new, here.council), queries.votes_open_to(member.user, here.council)) == (
        [motion],
        [],
    )
    item = f"/c/{here.council.slug}/meetings/{meeting.pk}/items/{motion.number}/"
    assert f'name="attendance" value="{row.pk}"' in text(page(new, item))
    with pytest.raises(NotPermitted):
        cast(motion, member.user, row)
    cast(motion, new, row)
    row.refresh_from_db()
    assert row.user == new, "the minutes name who voted"


def test_a_member_without_anybody_at_the_notice_votes_by_whoever_is_named_later(here):
    member = here.members[0]
    members.end_delegate(member.membership.delegates.get(), by=here.secretary)
    meeting = papers(here)
    row = meeting.attendances.get(membership=member.membership)
    assert row.user is None
    named = people.user("named-later")
    members.add_delegate(member.membership, by=here.secretary, user=named)
    meeting = actions.open_meeting(meeting, by=here.secretary)
    assert cast(asked(here, meeting), named, row).cast_by == named


def test_whoever_was_excluded_leaves_no_recusal_to_the_successor(here):
    """Who is kept from a matter by their own interest is not in the vote any more."""
    meeting, member = opened(here, here.assembly), here.members[0]
    row = row_of(meeting, member.user)
    about = "request:R-2026-001/1"
    actions.exclude(here.council, by=here.secretary, user=member.user, subjects=[about], interest="family")
    new = handed_over(here, member)
    motion = actions.put_to_vote(table(here, meeting, about=about), by=here.secretary)
    assert not motion.recusals.exists()
    assert cast(motion, new, row).cast_by == new


def test_a_deputy_on_record_stays_and_the_successor_recuses_themselves(here):
    meeting, member = opened(here, here.assembly), here.members[0]
    row = row_of(meeting, member.user)
    deputy = people.user("deputy-here")
    members.add_delegate(member.membership, by=member.user, user=deputy, kind="deputy")
    actions.record_attendance(row, by=here.secretary, channel="in_person", user=deputy)
    new = handed_over(here, member)
    motion = asked(here, meeting)
    with pytest.raises(NotPermitted):
        actions.recuse(motion, by=new, attendance=row, interest="other")
    with pytest.raises(NotPermitted):
        cast(motion, new, row)
    members.end_delegate(member.membership.delegates.get(user=deputy), by=here.secretary)
    item = f"/c/{here.council.slug}/meetings/{meeting.pk}/items/{motion.number}/recuse/"
    assert f'value="{row.pk}"' in text(page(new, item))
    actions.recuse(motion, by=new, attendance=row, interest="other")
