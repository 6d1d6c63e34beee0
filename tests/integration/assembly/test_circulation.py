"""A round of papers: who has answered, nobody is absent, and the vote waits for everybody until its day and hour."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from core import clock
from core.access.roles import Role
from core.errors import NotNow, Refused
from governance.assembly import actions, queries
from governance.assembly.documents.minutes import minutes_paper
from governance.assembly.queries.voting import answers, is_voted_on
from governance.desk.queries.works import today, votes
from tests.cast import enter
from tests.integration.assembly.conftest import opened, row_of
from tests.integration.assembly.test_pages import page, text
from tests.integration.assembly.test_votes import table


@pytest.fixture
def url(here):
    return f"/c/{here.council.slug}/meetings/"


def going_round(w, body, days=5):
    """A round of papers that has begun and asks for answers within ``days``."""
    ends = clock.now() + timedelta(days=days)
    meeting = actions.plan_meeting(body, by=w.secretary, starts_at=ends, form="circulated")
    actions.convene(meeting, by=w.secretary)
    meeting = actions.open_meeting(meeting, by=w.secretary, presided_by=w.chair)
    motion = actions.table_motion(meeting, by=w.secretary, title_ja="補正予算の案")
    return meeting, actions.put_to_vote(motion, by=w.secretary)


def vote(motion, user):
    actions.cast_ballot(motion, by=user, attendance=row_of(motion.meeting, user), choice="for")


def test_the_votes_begin_together_and_nobody_is_asked_before(here, url):
    meeting = actions.plan_meeting(
        here.assembly, by=here.secretary, starts_at=clock.now() + timedelta(days=5), form="circulated"
    )
    for kind in ("resolution", "report"):
        actions.table_motion(meeting, by=here.secretary, title_ja="補正予算の案", kind=kind)
    actions.convene(meeting, by=here.secretary)
    voter, path = here.members[0].user, f"{url}{meeting.pk}/"
    for shown in (path, f"/c/{here.council.slug}/standing/"):
        assert "表決はまだ始まっていません" in text(page(voter, shown))
        assert "未回答" not in text(page(voter, shown))
    secretary = frozenset({Role.SECRETARY})
    assert any(work.action == "表決を始める" for work in today(here.council, here.secretary, secretary))
    assert "表決を始める" in text(page(here.secretary, path))
    assert page(here.secretary, f"{path}open/", go="1").status_code == 302
    assert [one.state for one in meeting.motions.all()] == ["voting", "tabled"]
    meeting.motions.filter(number=1).update(state="tabled")
    waits = [
        one for one in today(here.council, here.secretary, secretary) if one.url.endswith("items/1/#vote")
    ]
    assert len(waits) == 1, "what was not put to the vote with the others"
    meeting.motions.filter(number=1).update(state="voting")
    (work,) = votes(here.council, voter)
    assert work.due == meeting.starts_at.astimezone(clock.TOKYO).date()
    assert 'id="vote"' not in text(page(voter, f"{path}items/2/")), "nothing to do, no heading"


def test_whoever_begins_the_votes_reads_what_waits_for_a_colleague(here, url):
    ends, about = clock.now() + timedelta(days=5), "request:R-2026-001"
    meeting = actions.plan_meeting(here.assembly, by=here.secretary, starts_at=ends, form="circulated")
    for subject in (about, ""):
        actions.table_motion(meeting, by=here.secretary, title_ja="補正予算の案", about=subject)
    actions.convene(meeting, by=here.secretary)
    actions.exclude(here.council, by=here.chair, user=here.secretary, subjects=[about], interest="family")
    told = enter(Client(), here.secretary).post(f"{url}{meeting.pk}/open/", follow=True)
    assert "1件の議案の表決は、利益相反のない別の事務局職員が始めます" in text(told)
    assert [one.state for one in meeting.motions.order_by("number")] == ["tabled", "voting"]


def test_what_goes_round_is_voted_on_from_the_notice_on(here, there):
    ends, about = clock.now() + timedelta(days=5), "document:travel"
    meeting = actions.plan_meeting(here.assembly, by=here.secretary, starts_at=ends, form="circulated")
    actions.table_motion(meeting, by=here.secretary, title_ja="旅費細則の案", about=about)
    assert not is_voted_on(here.council, about)
    actions.convene(meeting, by=here.secretary)
    assert (is_voted_on(here.council, about), is_voted_on(there.council, about)) == (True, False)
    actions.cancel_meeting(meeting, by=here.secretary, reason="案を見直すため。")
    assert not is_voted_on(here.council, about)


def test_nobody_is_absent_and_answers_come_in(here, url):
    meeting, motion = going_round(here, here.assembly)
    voter = here.members[0].user
    for reader in (here.secretary, voter):
        shown = text(page(reader, f"{url}{meeting.pk}/")).partition("<main")[2]
        assert "欠席" not in shown
        assert "未回答" in shown
        assert "回答済" not in shown
        assert "回答期限" in shown
        assert "/attendance/" not in shown
    vote(motion, voter)
    assert answers(meeting) == {row_of(meeting, one.user).pk: one.user == voter for one in here.members}
    assert "回答済" in text(page(here.secretary, f"{url}{meeting.pk}/"))
    assert "回答済" in text(page(voter, f"/c/{here.council.slug}/standing/"))


def test_a_second_item_asks_again_and_an_alternate_is_not_asked(here, url):
    meeting, motion = going_round(here, here.board)
    law, alternate = here.reviewers["law"], here.reviewers["alternate"]
    vote(motion, law)
    assert answers(meeting)[row_of(meeting, law).pk]
    assert row_of(meeting, alternate).pk not in answers(meeting)
    assert "回答の必要はありません" in text(page(here.secretary, f"{url}{meeting.pk}/"))
    second = actions.table_motion(meeting, by=here.secretary, title_ja="要綱の案")
    actions.put_to_vote(second, by=here.secretary)
    assert not answers(meeting)[row_of(meeting, law).pk]


def test_the_vote_waits_for_everybody_until_its_day(here, url):
    meeting, motion = going_round(here, here.assembly)
    for member in here.members[:3]:
        vote(motion, member.user)
    item = f"{url}{meeting.pk}/items/1/"
    shown = text(page(here.secretary, item))
    assert "items/1/close/" not in shown
    assert "1名がまだ回答していません" in shown
    with pytest.raises(NotNow) as early:
        actions.close_vote(motion, by=here.secretary)
    assert (early.value.code, early.value.params["count"]) == ("papers_still_go_round", 1)
    with clock.at(meeting.starts_at):
        assert actions.close_vote(motion, by=here.secretary).is_carried


def test_the_vote_closes_as_soon_as_everybody_has_answered(here, url):
    meeting, motion = going_round(here, here.assembly)
    for member in here.members:
        vote(motion, member.user)
    assert "items/1/close/" in text(page(here.secretary, f"{url}{meeting.pk}/items/1/"))
    actions.close_vote(motion, by=here.secretary)


def test_the_minutes_say_who_answered(here):
    meeting, motion = going_round(here, here.assembly)
    for member in here.members[:3]:
        vote(motion, member.user)
    with clock.at(meeting.starts_at):
        actions.close_vote(motion, by=here.secretary)
        meeting = actions.close_meeting(meeting, by=here.secretary)
    facts = {fact.label: fact.lines for fact in minutes_paper(meeting).blocks[0].rows}
    assert len(facts["回答済み"]) == 3
    assert len(facts["未回答"]) == 1
    assert "欠席" not in facts


def test_the_secretariat_is_led_to_a_vote_that_can_be_closed(here):
    meeting, motion = going_round(here, here.assembly)
    assert not queries.votes_to_close(here.council, here.secretary)
    with clock.at(meeting.starts_at):
        assert queries.votes_to_close(here.council, here.secretary) == [motion]
        works = today(here.council, here.secretary, frozenset({Role.SECRETARY}))

        assert any(work.url.endswith(f"/meetings/{meeting.pk}/items/1/#vote") for work in works)
    assert not queries.votes_to_close(here.council, here.secretary)


def test_whoever_is_excluded_is_not_led_to_the_vote(here):
    meeting, motion = going_round(here, here.assembly)
    subject = "request:R-2026-001"
    type(motion).objects.filter(pk=motion.pk).update(subject=subject)
    actions.exclude(here.council, by=here.chair, user=here.secretary, subjects=[subject], interest="family")
    with clock.at(meeting.starts_at):
        assert not queries.votes_to_close(here.council, here.secretary)
        assert queries.votes_to_close(here.council, here.chair)
        works = today(here.council, here.secretary, frozenset({Role.SECRETARY}))
    assert not any(f"/meetings/{meeting.pk}/items/" in work.url for work in works)


def test_papers_that_go_round_ask_everybody(here, url):
    """Nobody was asked whether they object, so that nobody can have been silent."""
    meeting, motion = going_round(here, here.assembly)
    second = actions.table_motion(meeting, by=here.secretary, title_ja="要綱の案")
    for item in (motion, second):
        with pytest.raises(Refused) as refused:
            actions.no_objection(item, by=here.chair)
        assert refused.value.code == "papers_ask_everybody"
    assert "/items/2/put/" in text(page(here.secretary, f"{url}{meeting.pk}/items/2/"))
    assert "/items/2/no-objection/" not in text(page(here.secretary, f"{url}{meeting.pk}/items/2/"))


def test_no_answer_comes_after_the_last_day(here, url):
    meeting, motion = going_round(here, here.assembly)
    second = actions.table_motion(meeting, by=here.secretary, title_ja="要綱の案")
    late = here.members[0].user
    item = f"{url}{meeting.pk}/items/1/"
    assert 'name="choice"' in text(page(late, item))
    with clock.at(meeting.starts_at):
        assert queries.asked_to_vote(motion) == frozenset()
        assert 'name="choice"' not in text(page(late, item))
        for by in (late, here.secretary):
            with pytest.raises(NotNow) as refused:
                actions.cast_ballot(motion, by=by, attendance=row_of(meeting, late), choice="for")
            assert refused.value.code == "answers_are_over"
        with pytest.raises(NotNow) as refused:
            actions.put_to_vote(second, by=here.secretary)
        assert refused.value.code == "answers_are_over"
    vote(motion, late)


def test_an_item_that_too_few_answered_is_put_off_and_the_round_ends(here, url):
    meeting, motion = going_round(here, here.assembly)
    item, defer = f"{url}{meeting.pk}/items/1/", "/items/1/defer/"
    vote(motion, here.members[0].user)
    assert defer not in text(page(here.secretary, item))
    with pytest.raises(NotNow) as early:
        actions.defer_motion(motion, by=here.secretary)
    assert early.value.code == "vote_goes_on"
    with clock.at(meeting.starts_at):
        with pytest.raises(Refused) as few:
            actions.close_vote(motion, by=here.secretary)
        assert few.value.code == "no_quorum"
        assert defer in text(page(here.secretary, item))
        assert actions.defer_motion(motion, by=here.secretary).state == "deferred"
        meeting = actions.close_meeting(meeting, by=here.secretary)
    assert [is_in for is_in in answers(meeting).values() if is_in] == [True]


def test_a_vote_that_can_be_counted_is_not_put_off(here):
    meeting, motion = going_round(here, here.assembly)
    for member in here.members[:2]:
        vote(motion, member.user)
    with clock.at(meeting.starts_at), pytest.raises(NotNow) as counted:
        actions.defer_motion(motion, by=here.secretary)
    assert counted.value.code == "vote_goes_on"
    held = actions.put_to_vote(table(here, opened(here, here.assembly)), by=here.secretary)
    with pytest.raises(NotNow):
        actions.defer_motion(held, by=here.secretary)
