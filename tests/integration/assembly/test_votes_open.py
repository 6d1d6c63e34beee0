"""Who hears that a vote is open, and finds it on the first page until it is cast."""

from __future__ import annotations

import pytest

from core.outbox.models import Job
from governance.assembly import actions, queries
from tests.integration.assembly.conftest import convened, opened, row_of
from tests.integration.assembly.test_agenda import composed, mails
from tests.integration.assembly.test_pages import page, text

TITLE = "補正予算の案"


@pytest.fixture
def base(here):
    return f"/c/{here.council.slug}"


def voting(w, meeting, **options):
    motion = actions.table_motion(meeting, by=w.secretary, title_ja=TITLE, **options)
    return actions.put_to_vote(motion, by=w.secretary)


def on_paper(w, body):
    """A round of papers that has begun; nobody has answered yet."""
    return actions.open_meeting(convened(w, body, form="circulated"), by=w.secretary)


def told():
    return {job.payload["user"] for job in mails("vote_open")}


def test_a_member_finds_the_vote_until_it_is_cast(here, base):
    meeting = opened(here, here.assembly)
    motion = voting(here, meeting)
    voter = here.members[0].user
    ballot = f"{base}/meetings/{meeting.pk}/items/1/#vote"
    assert TITLE in text(page(voter, f"{base}/standing/"))
    assert ballot in text(page(voter, f"{base}/standing/"))
    assert told() == {member.user.pk for member in here.members}
    said = composed(mails("vote_open").get(payload__user=voter.pk))
    assert said.subject == "表決のお願い 総会"
    assert TITLE in said.body
    assert ballot in said.body
    actions.cast_ballot(motion, by=voter, attendance=row_of(meeting, voter), choice="for")
    assert ballot not in text(page(voter, f"{base}/standing/"))
    assert ballot in text(page(here.members[1].user, f"{base}/standing/"))
    actions.close_vote(motion, by=here.chair)
    assert ballot not in text(page(here.members[1].user, f"{base}/standing/"))


def test_nobody_is_asked_before_the_vote_or_who_is_not_there(here, there, base):
    present = [member.user for member in here.members[:3]]
    meeting = opened(here, here.assembly, present=present)
    motion = actions.table_motion(meeting, by=here.secretary, title_ja=TITLE)
    assert not told()
    assert queries.votes_open_to(present[0], here.council) == []
    actions.put_to_vote(motion, by=here.secretary)
    assert told() == {user.pk for user in present}
    assert [one.pk for one in queries.votes_open_to(present[0], here.council)] == [motion.pk]
    assert queries.votes_open_to(present[0], there.council) == []
    assert queries.votes_open_to(here.members[3].user, here.council) == []
    assert queries.votes_open_to(there.members[0].user, here.council) == []


def asked_on(user, path) -> bool:
    """Does the page lead to the vote on the item? It may stand on the agenda all the same."""
    found = text(page(user, path))
    assert f"{TITLE}</strong>" in found or "#vote" not in found
    return "#vote" in found


def test_the_recused_and_the_excluded_neither_see_nor_hear_of_it(here, base):
    meeting = opened(here, here.assembly)
    own, excluded = here.members[0], here.members[1]
    actions.exclude(
        here.council, by=here.secretary, user=excluded.user, subjects=["request:R-1"], interest="family"
    )
    voting(here, meeting, about="request:R-1", concerned=[own.organisation])
    assert told() == {member.user.pk for member in here.members[2:]}
    for member in (own, excluded):
        assert not asked_on(member.user, f"{base}/standing/")
    assert TITLE not in text(page(excluded.user, f"{base}/standing/")), "not even on the agenda"
    assert asked_on(here.members[2].user, f"{base}/standing/")


def test_whoever_recuses_themselves_later_is_asked_no_more(here):
    meeting = opened(here, here.assembly)
    motion, voter = voting(here, meeting), here.members[0].user
    actions.recuse(motion, by=voter, attendance=row_of(meeting, voter), interest="adviser")
    assert queries.votes_open_to(voter, here.council) == []


def test_a_proxy_votes_for_its_principal(here):
    holder, principal = here.members[0].user, here.members[1].user
    meeting = convened(here, here.assembly)
    for member in (here.members[0], *here.members[2:]):
        actions.record_attendance(row_of(meeting, member.user), by=here.secretary, channel="in_person")
    actions.record_attendance(
        row_of(meeting, principal), by=here.secretary, channel="proxy", proxy_to=row_of(meeting, holder)
    )
    meeting = actions.open_meeting(meeting, by=here.secretary)
    motion = voting(here, meeting)
    assert principal.pk not in told()
    actions.cast_ballot(motion, by=holder, attendance=row_of(meeting, holder), choice="for")
    assert queries.votes_open_to(holder, here.council) == [motion], "the principal's is still to be cast"
    actions.cast_ballot(motion, by=holder, attendance=row_of(meeting, principal), choice="for")
    assert queries.votes_open_to(holder, here.council) == []


def test_in_a_round_of_papers_everybody_is_asked_and_an_alternate_only_for_a_recused_principal(here, base):
    meeting = on_paper(here, here.board)
    motion = voting(here, meeting)
    alternate, law = here.reviewers["alternate"], here.reviewers["law"]
    assert told() == {user.pk for user in here.reviewers.values()} - {alternate.pk}
    assert asked_on(law, f"{base}/cases/")
    assert not asked_on(alternate, f"{base}/cases/")
    actions.recuse(motion, by=here.secretary, attendance=row_of(meeting, law), interest="family")
    assert not asked_on(law, f"{base}/cases/")
    assert asked_on(alternate, f"{base}/cases/")
    assert alternate.pk in told()


def test_the_mail_goes_out_once(here):
    meeting = opened(here, here.assembly)
    motion = voting(here, meeting)
    assert Job.objects.filter(key__startswith=f"vote_open:{motion.pk}:").count() == 4


def test_the_ballot_names_item_meeting_and_body(here, base):
    meeting = opened(here, here.assembly)
    project = actions.open_project(here.council, by=here.secretary, title_ja="健幸ポイント")
    voting(here, meeting, about=f"project:{project.reference}")
    shown = text(page(here.members[0].user, f"{base}/meetings/{meeting.pk}/items/1/"))
    main = shown.partition("<main")[2]
    assert f"第1回総会の第1号議案「{TITLE}」について表決します" in main
    assert "健幸ポイント" in main, "what it is about, in words"
