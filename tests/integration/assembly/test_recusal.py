"""Who takes no part in an item: no vote by a proxy in their hands, nothing of what whoever presides does."""

from __future__ import annotations

import pytest
from django.utils import translation

from core.access.roles import Role
from core.errors import NotPermitted, Refused
from core.outbox.models import Job
from governance.assembly import actions, notices, queries
from governance.assembly.documents.minutes import minutes_paper
from governance.assembly.models import Meeting, Recusal
from governance.assembly.permissions import permit
from tests.factories import people
from tests.integration.assembly.conftest import convened, opened, row_of
from tests.integration.assembly.test_pages import page, text
from tests.integration.assembly.test_votes import table

PRESIDING = ("put_to_vote", "no_objection", "defer")


def presided_by_the_concerned(w):
    """The first member presides over a meeting of three, and the item is a matter of their organisation."""
    meeting = convened(w, w.assembly)
    for member in w.members[:3]:
        actions.record_attendance(row_of(meeting, member.user), by=w.secretary, channel="in_person")
    meeting = actions.open_meeting(meeting, by=w.secretary, presided_by=w.members[0].user)
    return meeting, table(w, meeting, concerned=[w.members[0].organisation])


def path_of(w, motion):
    return f"/c/{w.council.slug}/meetings/{motion.meeting_id}/items/{motion.number}/"


@pytest.fixture
def by_proxy(here):
    """An item in the vote whose recused voter holds the proxy of another."""
    a, b, c, d = (member.user for member in here.members)
    meeting = convened(here, here.assembly)
    for user in (a, c, d):
        actions.record_attendance(row_of(meeting, user), by=here.secretary, channel="in_person")
    actions.record_attendance(
        row_of(meeting, b), by=here.secretary, channel="proxy", proxy_to=row_of(meeting, a)
    )
    meeting = actions.open_meeting(meeting, by=here.secretary)
    motion = table(here, meeting, concerned=[here.members[0].organisation])
    return actions.put_to_vote(motion, by=here.secretary)


def test_who_is_recused_does_not_vote_by_the_proxy_they_hold(here, by_proxy):
    a, b, c, d = (member.user for member in here.members)
    for by in (a, here.secretary):
        with pytest.raises(Refused) as refused:
            actions.cast_ballot(by_proxy, by=by, attendance=row_of(by_proxy.meeting, b), choice="for")
        assert refused.value.code == "recused_here"
    assert queries.asked_to_vote(by_proxy) == {c.pk, d.pk}
    assert f'name="attendance" value="{row_of(by_proxy.meeting, b).pk}"' not in text(
        page(a, path_of(here, by_proxy))
    )
    assert f'name="attendance" value="{row_of(by_proxy.meeting, c).pk}"' in text(
        page(c, path_of(here, by_proxy))
    )


def test_a_proxy_in_the_hands_of_the_recused_speaks_for_nobody(here, by_proxy):
    for member in here.members[2:]:
        row = row_of(by_proxy.meeting, member.user)
        actions.cast_ballot(by_proxy, by=member.user, attendance=row, choice="for")
    result = actions.close_vote(by_proxy, by=here.secretary)
    assert (result.votes_for, result.base, result.quorum_present, result.quorum_base) == (2, 2, 2, 3)


def test_who_is_recused_gives_no_casting_vote(here):
    meeting, motion = presided_by_the_concerned(here)
    a, b, c, _d = (member.user for member in here.members)
    actions.put_to_vote(motion, by=here.secretary)
    actions.cast_ballot(motion, by=b, attendance=row_of(meeting, b), choice="for")
    actions.cast_ballot(motion, by=c, attendance=row_of(meeting, c), choice="against")
    assert "casting_vote" not in text(page(a, path_of(here, motion)))
    with pytest.raises(NotPermitted):
        actions.close_vote(motion, by=a, casting_vote="for")
    with pytest.raises(NotPermitted):
        actions.close_vote(motion, by=here.secretary, casting_vote="for")
    assert "casting_vote" in text(page(b, path_of(here, motion)))
    result = actions.close_vote(motion, by=b, casting_vote="for")
    assert (result.is_carried, result.is_by_chair) == (True, True)
    motion.refresh_from_db()
    with pytest.raises(NotPermitted):
        actions.overrule(motion, by=a, reason="異なる。")
    assert permit(b, motion, "overrule")


def test_who_is_concerned_presides_over_nothing_of_the_item(here):
    """Before the vote begins, too, while no recusal is on record yet; the next in the order stands in."""
    meeting, motion = presided_by_the_concerned(here)
    a, b, c, _d = (member.user for member in here.members)
    assert not Recusal.objects.exists()
    for verb in PRESIDING:
        assert not permit(a, motion, verb), verb
        assert permit(b, motion, verb), verb
        assert not permit(c, motion, verb), verb
    with pytest.raises(NotPermitted):
        actions.no_objection(motion, by=a)
    with pytest.raises(NotPermitted):
        actions.recuse(motion, by=a, attendance=row_of(meeting, b), interest="other")
    assert actions.no_objection(motion, by=b).is_carried
    assert permit(a, table(here, meeting), "put_to_vote")


def test_the_chair_of_the_council_does_not_preside_over_their_own_matter(here):
    """Who presides by office has no vote in the assembly, and is recused with their organisation all the same."""
    own = here.members[3]
    meeting = convened(here, here.assembly)
    for member in here.members[:3]:
        actions.record_attendance(row_of(meeting, member.user), by=here.secretary, channel="in_person")
    meeting = actions.open_meeting(meeting, by=here.secretary)
    assert meeting.presided_by == here.chair
    here.council.offices.filter(user=here.chair).update(organisation=own.organisation)
    motion = table(here, meeting, concerned=[own.organisation])
    assert not permit(here.chair, motion, "no_objection")
    assert permit(here.members[0].user, motion, "no_objection")


def test_blank_proxies_go_with_whoever_stands_in(here):
    a, b, c, d = (member.user for member in here.members)
    meeting = convened(here, here.assembly)
    for user in (a, b):
        actions.record_attendance(row_of(meeting, user), by=here.secretary, channel="in_person")
    for user in (c, d):
        actions.record_attendance(row_of(meeting, user), by=here.secretary, channel="blank_proxy")
    meeting = actions.open_meeting(meeting, by=here.secretary, presided_by=a)
    motion = table(here, meeting, concerned=[here.members[0].organisation])
    actions.put_to_vote(motion, by=here.secretary)
    actions.cast_ballot(motion, by=b, attendance=row_of(meeting, b), choice="for")
    assert actions.close_vote(motion, by=b).votes_for == 3


def test_who_is_not_recused_presides_as_ever(here):
    meeting = opened(here, here.assembly)
    motion = table(here, meeting, concerned=[here.members[0].organisation])
    assert permit(here.chair, motion, "put_to_vote")
    assert not permit(here.members[1].user, motion, "put_to_vote")


def minutes_of(meeting):
    with translation.override("ja"):
        paper = minutes_paper(Meeting.objects.get(pk=meeting.pk))
        return str(paper)


def test_the_minutes_name_who_stood_in_for_an_item_and_for_whom(here):
    meeting, motion = presided_by_the_concerned(here)
    a, b = here.members[0].user, here.members[1].user
    assert actions.no_objection(motion, by=b).is_carried
    other = table(here, meeting)
    actions.no_objection(other, by=a)
    told = minutes_of(meeting)
    assert told.count(f"{a.name}が加わらなかったため、{b.name}が代理") == 1


def test_the_minutes_name_who_presided_in_the_place_of_an_absent_chair(here):
    meeting, _motion = presided_by_the_concerned(here)
    a = here.members[0].user
    assert meeting.presided_by == a != here.chair
    assert f"{a.name}（{here.chair.name}の代理）" in minutes_of(meeting)
    as_ever = opened(here, here.board)
    assert "の代理）" not in minutes_of(as_ever)


SUBJECT = "line:R-2026-001-1"


@pytest.fixture
def minuted(here):
    """A closed meeting with an item about a case; a member, the auditor and a second secretary are excluded from it."""
    other = people.with_role("secretary-other", Role.SECRETARY, here.council)
    out = [here.members[0].user, here.auditor, other]
    for user in out:
        actions.exclude(here.council, by=user, user=user, subjects=[SUBJECT], interest="family")
    meeting = opened(here, here.assembly)
    for title, about in (("歩行環境の件", SUBJECT), ("事業計画", "")):
        motion = actions.table_motion(meeting, by=here.secretary, title_ja=title, about=about)
        actions.no_objection(motion, by=here.chair)
    meeting = actions.close_meeting(meeting, by=here.chair)
    return actions.write_minutes(
        meeting, by=here.secretary, minutes="歩行環境の件について説明があった。"
    ), out


def test_minutes_leave_out_the_item_from_which_somebody_is_excluded(here, minuted):
    meeting, out = minuted
    base = f"/c/{here.council.slug}/meetings/{meeting.pk}/"
    told = "1件の議案は表示していません"
    assert told in text(page(out[0], base)), "why the numbers leave one out"
    assert told not in text(page(here.secretary, base))
    for path in (base, f"{base}minutes/record/"):
        for user in out:
            shown = text(page(user, path))
            assert "歩行環境" not in shown, path
            assert "事業計画" in shown, path
        assert "歩行環境の件について" in text(page(here.secretary, path)), path
    copy = text(page(here.auditor, f"{base}minutes/record/"))
    assert copy.count("この写しでは省略") == 2, "the item, and the course of the meeting"


def test_the_papers_of_the_meeting_are_closed_to_whoever_is_excluded_from_an_item(here, minuted):
    meeting, out = minuted
    member = here.members[1].user
    actions.approve_minutes(meeting, by=here.chair)
    draft = actions.draft_minutes(meeting, by=here.secretary)
    assert out[0].pk not in draft.addressee_users
    assert member.pk in draft.addressee_users
    actions.exclude(here.council, by=member, user=member, subjects=[SUBJECT], interest="family")
    assert draft in queries.drafts_for(here.secretary, here.council)
    assert queries.to_sign(here.approver, here.council) == [draft]
    for office in (here.approver, here.chair):
        draft = actions.sign_draft(draft, by=office)
    assert list(queries.documents_for(here.members[2].user, here.council)) == [draft.document]
    for user in (member, here.auditor, out[2]):
        assert draft not in queries.drafts_for(user, here.council)
        assert list(queries.documents_for(user, here.council)) == []


def test_whoever_is_excluded_from_an_item_does_not_sign_the_minutes(here, minuted):
    meeting, _out = minuted
    """Nor are they told that a signature is waited for, or that the paper is there."""
    user, other = here.approver, people.with_role("approver-other", Role.APPROVER, here.council)
    actions.exclude(here.council, by=user, user=user, subjects=[SUBJECT], interest="family")
    actions.approve_minutes(meeting, by=here.chair)
    draft = actions.draft_minutes(meeting, by=here.secretary)
    assert queries.to_sign(user, here.council) == []
    told = Job.objects.filter(payload__template="governance/assembly/draft_waits")
    assert set(told.values_list("payload__user", flat=True)) == {other.pk}
    for office in (other, here.chair):
        draft = actions.sign_draft(draft, by=office)
    late = here.members[1].user
    actions.exclude(here.council, by=late, user=late, subjects=[SUBJECT], interest="family")
    notices.document_ready(draft.document)
    told = Job.objects.filter(payload__template="governance/assembly/document_ready")
    assert late.pk in draft.addressee_users
    assert set(told.values_list("payload__user", flat=True)) == {one.user.pk for one in here.members[2:]}


def test_whoever_is_excluded_from_an_item_writes_neither_notice_nor_minutes(here, minuted):
    meeting, out = minuted
    secretary = out[2]
    url = f"/c/{here.council.slug}/meetings/{meeting.pk}/minutes/"
    with pytest.raises(NotPermitted) as refused:
        actions.write_minutes(meeting, by=secretary, minutes="別の記録")
    assert refused.value.code == "excluded_from_item"
    assert f'href="{url}"' not in text(page(secretary, f"/c/{here.council.slug}/meetings/{meeting.pk}/"))
    assert page(secretary, url).status_code == 403
    assert page(here.secretary, url).status_code == 200
    actions.approve_minutes(meeting, by=here.chair)
    with pytest.raises(NotPermitted):
        actions.draft_minutes(meeting, by=secretary)
    assert actions.draft_minutes(meeting, by=here.secretary)
