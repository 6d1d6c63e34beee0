"""From the notice of a meeting to a counted vote."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import clock
from core.errors import NotNow, NotPermitted, Refused
from core.outbox.models import Job
from governance.assembly import actions, queries
from governance.assembly.enums import MeetingForm
from governance.assembly.models import Recusal
from governance.members import actions as members
from tests.factories.decisions import decision_taken
from tests.integration.assembly.conftest import REPLACED, convened, join, opened, row_of


def table(w, meeting, **options):
    return actions.table_motion(meeting, by=w.secretary, title_ja="議案", **options)


def vote(meeting, motion, **by_user):
    for user, choice in by_user["cast"].items():
        actions.cast_ballot(motion, by=user, attendance=row_of(meeting, user), choice=choice)


def test_a_notice_that_is_too_late_is_refused_with_the_article(here):
    soon = actions.plan_meeting(here.assembly, by=here.secretary, starts_at=clock.now() + timedelta(days=7))
    with pytest.raises(Refused) as refused:
        actions.convene(soon, by=here.secretary)
    assert (refused.value.code, refused.value.article.provision) == ("notice_too_late", "notice_of_meeting")
    meeting = convened(here, here.assembly)
    assert (meeting.state, meeting.number, meeting.attendances.count()) == ("convened", 2, 4)
    assert Job.objects.filter(key__startswith="meeting_convened").count() == 4


def test_the_meeting_opens_only_with_a_quorum(here):
    meeting = convened(here, here.assembly)
    actions.record_attendance(row_of(meeting, here.members[0].user), by=here.secretary, channel="in_person")
    with pytest.raises(Refused) as refused:
        actions.open_meeting(meeting, by=here.secretary)
    assert (refused.value.code, refused.value.params["needed"]) == ("no_quorum", 2)
    actions.record_attendance(row_of(meeting, here.members[1].user), by=here.secretary, channel="written")
    assert queries.quorum_of(meeting).met
    assert actions.open_meeting(meeting, by=here.secretary).presided_by == here.chair


def test_a_vote_is_carried_by_the_rule_and_cites_it(here):
    meeting = opened(here, here.assembly)
    motion = table(here, meeting, about="request:R-2026-001/1")
    actions.put_to_vote(motion, by=here.chair)
    users = [member.user for member in here.members]
    vote(meeting, motion, cast={users[0]: "for", users[1]: "for", users[2]: "for", users[3]: "against"})
    result = actions.close_vote(motion, by=here.chair)
    assert (result.votes_for, result.base, result.needed, result.is_carried) == (3, 4, 3, True)
    assert (result.article["provision"], result.quorum_present) == ("ordinary_majority", 4)
    assert [m.pk for m in queries.carried_motions(here.council, "request:R-2026-001/1")] == [motion.pk]


def test_equal_votes_wait_for_whoever_presides(here):
    meeting = opened(here, here.assembly)
    motion = actions.put_to_vote(table(here, meeting), by=here.secretary)
    users = [member.user for member in here.members]
    vote(meeting, motion, cast={users[0]: "for", users[1]: "for", users[2]: "against", users[3]: "against"})
    with pytest.raises(Refused) as refused:
        actions.close_vote(motion, by=here.secretary)
    assert refused.value.code == "casting_vote_needed"
    with pytest.raises(NotPermitted):
        actions.close_vote(motion, by=here.secretary, casting_vote="for")
    result = actions.close_vote(motion, by=here.chair, casting_vote="for")
    assert (result.is_carried, result.is_by_chair) == (True, True)


def test_expulsion_needs_two_thirds(here):
    meeting = opened(here, here.assembly)
    motion = actions.put_to_vote(table(here, meeting, matter="expulsion"), by=here.chair)
    users = [member.user for member in here.members]
    vote(meeting, motion, cast={users[0]: "for", users[1]: "for", users[2]: "against", users[3]: "abstain"})
    result = actions.close_vote(motion, by=here.chair)
    assert (result.is_carried, result.needed, result.article["provision"]) == (False, 3, "special_majority")


def test_no_objection_is_a_vote_of_everyone_there_where_the_rule_allows_it(here):
    meeting = opened(here, here.assembly, present=[m.user for m in here.members[:3]])
    motion = table(here, meeting)
    result = actions.no_objection(motion, by=here.chair)
    assert (result.method, result.votes_for, result.base) == ("no_objection", 3, 3)
    REPLACED["voting_methods"] = {"methods": ["show_of_hands"]}
    with pytest.raises(Refused):
        actions.no_objection(table(here, meeting), by=here.chair)


def test_nobody_votes_on_the_matter_of_their_own_organisation(here):
    meeting = opened(here, here.assembly)
    own = here.members[0]
    motion = table(here, meeting, concerned=[own.organisation])
    actions.put_to_vote(motion, by=here.secretary)
    assert Recusal.objects.get(motion=motion).attendance.user == own.user
    with pytest.raises(Refused) as refused:
        actions.cast_ballot(motion, by=own.user, attendance=row_of(meeting, own.user), choice="for")
    assert refused.value.code == "recused_here"
    users = [member.user for member in here.members[1:]]
    vote(meeting, motion, cast={users[0]: "for", users[1]: "for"})
    result = actions.close_vote(motion, by=here.secretary)
    assert (result.base, result.quorum_base, result.channels["recused"], result.is_carried) == (3, 3, 1, True)


def test_proxies_vote_with_their_holder_and_blank_ones_with_the_presider(here):
    a, b, c, d = (member.user for member in here.members)
    meeting = convened(here, here.assembly)
    actions.record_attendance(row_of(meeting, a), by=here.secretary, channel="in_person")
    for user, channel, holder in ((b, "proxy", row_of(meeting, a)), (c, "blank_proxy", None)):
        actions.record_attendance(row_of(meeting, user), by=here.secretary, channel=channel, proxy_to=holder)
    with pytest.raises(Refused) as chain:
        actions.record_attendance(
            row_of(meeting, d), by=here.secretary, channel="proxy", proxy_to=row_of(meeting, b)
        )
    assert chain.value.code == "proxy_needs_holder"
    meeting = actions.open_meeting(meeting, by=here.secretary, presided_by=a)
    motion = actions.put_to_vote(table(here, meeting), by=here.secretary)
    actions.cast_ballot(motion, by=a, attendance=row_of(meeting, a), choice="for")
    with pytest.raises(NotPermitted):
        actions.cast_ballot(motion, by=c, attendance=row_of(meeting, b), choice="against")
    result = actions.close_vote(motion, by=a)
    assert (result.votes_for, result.channels) == (
        3,
        {"absent": 1, "blank_proxy": 1, "in_person": 1, "proxy": 1},
    )


def test_a_holder_who_leaves_leaves_blank_proxies_behind_and_the_quorum_is_tested_again(here):
    a, b, c, _d = (member.user for member in here.members)
    meeting = convened(here, here.assembly)
    actions.record_attendance(row_of(meeting, a), by=here.secretary, channel="in_person")
    actions.record_attendance(
        row_of(meeting, b), by=here.secretary, channel="proxy", proxy_to=row_of(meeting, a)
    )
    with pytest.raises(Refused) as refused:
        actions.record_attendance(
            row_of(meeting, a), by=here.secretary, channel="proxy", proxy_to=row_of(meeting, c)
        )
    assert refused.value.code == "proxy_needs_holder"
    meeting = actions.open_meeting(meeting, by=here.secretary)
    motion = actions.put_to_vote(table(here, meeting), by=here.secretary)
    actions.record_attendance(row_of(meeting, a), by=here.secretary, channel="absent")
    assert row_of(meeting, b).channel == "blank_proxy"
    with pytest.raises(Refused) as gone:
        actions.close_vote(motion, by=here.secretary)
    assert gone.value.code == "no_quorum"


def test_a_ballot_is_cast_once_by_the_right_hand_while_the_vote_is_open(here):
    meeting = opened(here, here.assembly, present=[m.user for m in here.members[:3]])
    motion = table(here, meeting)
    a, absent = here.members[0].user, here.members[3].user
    with pytest.raises(NotNow):
        actions.cast_ballot(motion, by=a, attendance=row_of(meeting, a), choice="for")
    actions.put_to_vote(motion, by=here.secretary)
    actions.cast_ballot(motion, by=a, attendance=row_of(meeting, a), choice="for")
    with pytest.raises(NotNow) as twice:
        actions.cast_ballot(motion, by=here.secretary, attendance=row_of(meeting, a), choice="against")
    assert twice.value.code == "voted_already"
    with pytest.raises(Refused) as not_there:
        actions.cast_ballot(motion, by=absent, attendance=row_of(meeting, absent), choice="for")
    assert not_there.value.code == "not_present"
    with pytest.raises(NotPermitted):
        actions.cast_ballot(motion, by=here.auditor, attendance=row_of(meeting, a), choice="for")
    with pytest.raises(NotNow):
        actions.close_meeting(meeting, by=here.secretary)


def test_the_alternate_sits_when_the_legal_member_is_recused(here):
    people = here.reviewers
    meeting = opened(
        here, here.board, present=[people[n] for n in ("security", "law", "ethics", "citizen1", "alternate")]
    )
    motion = table(here, meeting)
    with pytest.raises(Refused) as not_seated:
        actions.cast_ballot(
            actions.put_to_vote(table(here, meeting), by=here.secretary),
            by=people["alternate"],
            attendance=row_of(meeting, people["alternate"]),
            choice="for",
        )
    assert not_seated.value.code == "not_present"
    actions.recuse(motion, by=people["law"], attendance=row_of(meeting, people["law"]), interest="adviser")
    assert queries.quorum_of(meeting, motion).met
    actions.put_to_vote(motion, by=people["ethics"])
    vote(
        meeting,
        motion,
        cast={people["security"]: "for", people["ethics"]: "for", people["citizen1"]: "against"},
    )
    result = actions.close_vote(motion, by=people["ethics"])
    assert (result.votes_for, result.base, result.is_carried) == (2, 4, False)


def test_without_the_required_expertise_there_is_no_vote(here):
    people = here.reviewers
    meeting = opened(here, here.board, present=[people[n] for n in ("security", "law", "ethics", "citizen1")])
    motion = table(here, meeting)
    actions.recuse(motion, by=here.secretary, attendance=row_of(meeting, people["law"]), interest="funding")
    with pytest.raises(Refused) as refused:
        actions.put_to_vote(motion, by=here.secretary)
    assert (refused.value.code, refused.value.params["lacking"]) == ("expertise_lacking", "law")


def test_one_may_recuse_oneself_but_nobody_else(here):
    meeting = opened(here, here.assembly)
    motion = table(here, meeting)
    a, b = here.members[0].user, here.members[1].user
    with pytest.raises(NotPermitted):
        actions.recuse(motion, by=a, attendance=row_of(meeting, b), interest="other")
    actions.recuse(motion, by=a, attendance=row_of(meeting, a), interest="other")
    assert [v.key for v in queries.voters(meeting, motion) if v.recused] == [row_of(meeting, a).pk]


def test_papers_may_circulate_in_place_of_a_meeting(here):
    ends = clock.now() + timedelta(days=5)
    meeting = actions.plan_meeting(
        here.assembly, by=here.secretary, starts_at=ends, form=MeetingForm.CIRCULATED
    )
    actions.open_meeting(actions.convene(meeting, by=here.secretary), by=here.secretary)
    meeting.refresh_from_db()
    motion = actions.put_to_vote(table(here, meeting), by=here.secretary)
    vote(meeting, motion, cast={here.members[0].user: "for"})
    with clock.at(ends), pytest.raises(Refused):
        actions.close_vote(motion, by=here.secretary)
    vote(meeting, motion, cast={here.members[1].user: "for"})
    with clock.at(ends):
        assert actions.close_vote(motion, by=here.secretary).channels == {"absent": 2, "written": 2}


def test_who_was_suspended_since_the_notice_has_no_vote_and_who_joined_has(here):
    meeting = convened(here, here.assembly)
    members.suspend(
        here.members[0].membership,
        by=here.secretary,
        reason="違反",
        decision_number=decision_taken(here.council),
        until_on=clock.today() + timedelta(days=90),
    )
    late = join(here, "late")
    for member in (here.members[1], here.members[2]):
        actions.record_attendance(row_of(meeting, member.user), by=here.secretary, channel="in_person")
    actions.open_meeting(meeting, by=here.secretary)
    weights = {row.user: row.weight for row in meeting.attendances.all()}
    assert (weights[here.members[0].user], weights[late.user]) == (0, 1)


def test_votes_are_those_that_the_rules_of_the_day_give(here):
    classes = [{"code": "full", "votes": 2, "dues": 50000}, {"code": "supporting", "votes": 1, "dues": 0}]
    REPLACED["membership_classes"] = {"classes": classes}
    meeting = convened(here, here.assembly)
    assert {row.weight for row in meeting.attendances.all()} == {2}


def test_a_result_on_which_a_decision_rests_is_not_set_aside(here):
    meeting = opened(here, here.assembly)
    motion = table(here, meeting)
    actions.no_objection(motion, by=here.secretary)
    words = {"title_ja": "決定", "reasons_ja": "可決のとおり。"}
    decision = actions.record_decision(here.council, by=here.secretary, motion=motion, **words)
    with pytest.raises(NotNow, match="overruled_too_late"):
        actions.overrule(motion, by=here.chair, reason="拍手")
    with pytest.raises(Refused, match="a_body_decided"):
        actions.supersede_decision(decision, by=here.chair, risk="minor", **words)


def test_an_amendment_of_the_rules_is_voted_on_as_that(here):
    meeting = convened(here, here.assembly)
    with pytest.raises(Refused, match="amendment_matter"):
        actions.table_motion(meeting, by=here.secretary, title_ja="改正", about="amendment:bylaws-1")
    words = {"title_ja": "改正", "about": "amendment:bylaws-1", "matter": "amendment"}
    motion = actions.table_motion(meeting, by=here.secretary, **words)
    with pytest.raises(Refused, match="amendment_matter"):
        actions.edit_motion(motion, by=here.secretary, title_ja="改正案", matter="ordinary")


def test_an_overruling_keeps_the_tally_and_its_reason(here):
    meeting = opened(here, here.assembly)
    motion = actions.put_to_vote(table(here, meeting), by=here.secretary)
    result = actions.close_vote(motion, by=here.secretary)
    assert not result.is_carried
    with pytest.raises(NotPermitted):
        actions.overrule(motion, by=here.secretary, reason="拍手")
    with pytest.raises(Refused):
        actions.overrule(motion, by=here.chair, reason="")
    actions.overrule(motion, by=here.chair, reason="拍手による可決を確認")
    motion.refresh_from_db()
    assert (motion.state, motion.tally.is_carried) == ("carried", False)
    with pytest.raises(NotNow):
        actions.overrule(motion, by=here.chair, reason="再度")


def test_minutes_are_written_then_approved_by_whoever_presided(here):
    meeting = opened(here, here.assembly)
    left = table(here, meeting)
    actions.close_meeting(meeting, by=here.secretary)
    left.refresh_from_db()
    assert left.state == "deferred"
    assert list(queries.waiting_for_minutes(here.council)) == [meeting]
    with pytest.raises(Refused):
        actions.approve_minutes(meeting, by=here.chair)
    actions.write_minutes(meeting, by=here.secretary, minutes="第1号議案は継続審議とした。")
    with pytest.raises(NotPermitted):
        actions.approve_minutes(meeting, by=here.secretary)
    assert actions.approve_minutes(meeting, by=here.chair).state == "minutes_approved"
    with pytest.raises(NotNow):
        actions.write_minutes(meeting, by=here.secretary, minutes="書き換え")


def test_a_cancelled_meeting_tells_those_who_had_the_notice(here):
    meeting = convened(here, here.assembly)
    with pytest.raises(Refused):
        actions.cancel_meeting(meeting, by=here.secretary, reason="")
    assert actions.cancel_meeting(meeting, by=here.secretary, reason="台風").state == "cancelled"
    assert Job.objects.filter(key__startswith="meeting_cancelled").count() == 4


def test_meetings_are_seen_by_their_people_alone(here, there):
    board, general = convened(here, here.board), convened(here, here.assembly)
    seen = {
        "secretary": queries.meetings_for(here.secretary, here.council),
        "reviewer": queries.meetings_for(here.reviewers["law"], here.council),
        "member": queries.meetings_for(here.members[0].user, here.council),
        "other": queries.meetings_for(there.secretary, there.council),
    }
    assert {name: set(found) for name, found in seen.items()} == {
        "secretary": {board, general},
        "reviewer": {board, general},
        "member": {general},
        "other": set(),
    }


def test_items_are_deferred_or_withdrawn_before_the_vote(here):
    meeting = opened(here, here.assembly)
    put_off, taken_back = table(here, meeting), table(here, meeting)
    assert actions.defer_motion(put_off, by=here.chair).state == "deferred"
    with pytest.raises(NotPermitted):
        actions.withdraw_motion(taken_back, by=here.chair)
    assert actions.withdraw_motion(taken_back, by=here.secretary).state == "withdrawn"
    with pytest.raises(NotNow):
        actions.put_to_vote(put_off, by=here.chair)


def test_a_vote_needs_an_open_meeting_and_a_rule(here):
    waiting = table(here, convened(here, here.assembly))
    with pytest.raises(NotNow) as early:
        actions.put_to_vote(waiting, by=here.secretary)
    assert early.value.code == "meeting_not_open"
    motion = actions.put_to_vote(table(here, opened(here, here.assembly)), by=here.secretary)
    REPLACED["ordinary_majority"] = None
    with pytest.raises(Refused) as unruled:
        actions.close_vote(motion, by=here.secretary)
    assert unruled.value.code == "no_majority_rule"


def test_a_vote_that_has_begun_is_not_carried_without_objection_once_somebody_voted(here):
    meeting = opened(here, here.assembly)
    motion = actions.put_to_vote(table(here, meeting), by=here.secretary)
    vote(meeting, motion, cast={here.members[0].user: "against"})
    with pytest.raises(NotNow):
        actions.no_objection(motion, by=here.chair)
    unheard = actions.put_to_vote(table(here, meeting), by=here.secretary)
    assert actions.no_objection(unheard, by=here.chair).is_carried


def test_the_rules_close_channels_and_somebody_must_preside(here):
    meeting = convened(here, here.assembly)
    first, second = here.members[0].user, here.members[1].user
    actions.record_attendance(row_of(meeting, first), by=here.secretary, channel="in_person")
    actions.record_attendance(row_of(meeting, second), by=here.secretary, channel="written")
    with pytest.raises(Refused) as outsider:
        actions.open_meeting(meeting, by=here.secretary, presided_by=second)
    assert outsider.value.code == "nobody_presides"
    with pytest.raises(Refused) as himself:
        actions.record_attendance(
            row_of(meeting, first), by=here.secretary, channel="proxy", proxy_to=row_of(meeting, first)
        )
    assert himself.value.code == "proxy_needs_holder"
    REPLACED["voting_methods"] = {"methods": ["show_of_hands"]}
    with pytest.raises(Refused) as closed:
        actions.record_attendance(row_of(meeting, second), by=here.secretary, channel="written")
    assert closed.value.code == "channel_closed"


def test_the_chair_approves_the_minutes_once_whoever_presided_has_left(here):
    member = here.members[0]
    meeting = convened(here, here.assembly)
    for one in here.members:
        actions.record_attendance(row_of(meeting, one.user), by=here.secretary, channel="in_person")
    meeting = actions.open_meeting(meeting, by=here.secretary, presided_by=member.user)
    actions.close_meeting(meeting, by=here.secretary)
    actions.write_minutes(meeting, by=here.secretary, minutes="全議案を可決した。")
    with pytest.raises(NotPermitted):
        actions.approve_minutes(meeting, by=here.chair)
    members.end_delegate(member.membership.delegates.get(), by=here.secretary)
    for by in (member.user, here.members[1].user, here.secretary):
        with pytest.raises(NotPermitted):
            actions.approve_minutes(meeting, by=by)
    assert actions.approve_minutes(meeting, by=here.chair).minutes_approved_by == here.chair


def test_a_deputy_may_sit_for_the_member(here):
    meeting = convened(here, here.assembly)
    row = row_of(meeting, here.members[0].user)
    actions.record_attendance(row, by=here.secretary, channel="in_person", user=here.stranger)
    assert row_of(meeting, here.stranger).pk == row.pk
