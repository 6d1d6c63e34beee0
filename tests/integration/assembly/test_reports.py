"""Reports are heard and not voted on: once the meeting is closed they count, unless they were put off."""

from __future__ import annotations

import pytest
from django.utils import translation

from core.errors import Refused
from governance.assembly import actions, queries
from governance.assembly.documents.minutes import minutes_paper
from governance.assembly.models import Meeting
from tests.integration.assembly.conftest import convened, opened, row_of
from tests.integration.assembly.test_agenda import planned
from tests.integration.assembly.test_pages import page, text
from tests.integration.assembly.test_votes import table


@pytest.fixture
def decision(here):
    """What the chair decided alone."""
    words = {"title_ja": "大雨", "reasons_ja": "避難のため。"}
    return actions.record_decision(here.council, by=here.chair, **words)


def reported(w, decision):
    """An open meeting on whose agenda the decision is."""
    meeting = convened(w, w.assembly)
    for member in w.members:
        actions.record_attendance(row_of(meeting, member.user), by=w.secretary, channel="in_person")
    item = actions.report_decision(decision, by=w.secretary, meeting=meeting)
    return actions.open_meeting(meeting, by=w.secretary), item


def test_a_report_is_heard_once_the_meeting_is_closed(here, decision):
    meeting, item = reported(here, decision)
    left = table(here, meeting)
    actions.close_meeting(meeting, by=here.secretary)
    for motion, state in ((item, "concluded"), (left, "deferred")):
        motion.refresh_from_db()
        assert motion.state == state
    assert queries.unreported(here.council) == []
    assert item.subject in queries.reported_subjects(here.council)
    with translation.override("ja"):
        assert "報告済" in str(minutes_paper(Meeting.objects.get(pk=meeting.pk)))
    shown = text(page(here.secretary, f"/c/{here.council.slug}/meetings/{meeting.pk}/"))
    assert "報告済" in shown


def test_a_report_is_still_to_come_until_the_meeting_is_over(here, decision):
    url = f"/c/{here.council.slug}/decisions/{decision.pk}/"
    meeting, _item = reported(here, decision)
    shown = text(page(here.members[0].user, url))
    assert "報告予定" in shown
    assert "報告済" not in shown
    actions.close_meeting(meeting, by=here.secretary)
    shown = text(page(here.members[0].user, url))
    assert "報告済" in shown
    assert "報告予定" not in shown


def test_a_report_falls_with_a_meeting_that_was_called_off(here, decision):
    meeting = planned(here, here.assembly)
    actions.report_decision(decision, by=here.secretary, meeting=meeting)
    actions.cancel_meeting(meeting, by=here.secretary, reason="台風のため")
    shown = text(page(here.secretary, f"/c/{here.council.slug}/decisions/{decision.pk}/"))
    assert "報告予定" not in shown
    assert "中止" in shown
    assert "次の会議に報告します" in shown


def test_the_decision_leads_to_the_meetings_that_can_hear_it(here, decision):
    base = f"/c/{here.council.slug}"
    url, plan = f"{base}/decisions/{decision.pk}/", f"{base}/meetings/plan/{here.assembly.code}/"
    assert plan in text(page(here.secretary, url)), "no meeting is planned yet"
    assert plan not in text(page(here.members[0].user, url))
    meeting, board = planned(here, here.assembly), planned(here, here.board)
    shown = text(page(here.secretary, url))
    assert plan not in shown
    for one, leads in ((meeting, True), (board, False)):
        assert (f'href="{base}/meetings/{one.pk}/"' in shown) is leads
    put = f"{base}/meetings/{meeting.pk}/reports/{decision.pk}/"
    assert put in shown
    assert put not in text(page(here.members[0].user, url))
    assert page(here.secretary, put, go="1").status_code == 302
    assert put not in text(page(here.secretary, url))


def test_a_report_that_was_put_off_is_reported_again(here, decision):
    meeting, item = reported(here, decision)
    actions.defer_motion(item, by=here.secretary)
    actions.close_meeting(meeting, by=here.secretary)
    assert queries.unreported(here.council) == [decision]


@pytest.mark.parametrize("kind", ["report", "consultation"])
def test_nobody_votes_on_a_report_or_an_item_for_discussion(here, kind):
    meeting = opened(here, here.assembly)
    item = table(here, meeting, kind=kind)
    for verb in (actions.put_to_vote, actions.no_objection):
        with pytest.raises(Refused) as refused:
            verb(item, by=here.secretary)
        assert refused.value.code == "not_for_decision"
    path = f"/c/{here.council.slug}/meetings/{meeting.pk}/items/{item.number}/"
    shown = text(page(here.secretary, path))
    assert f"{path}vote/" not in shown
    assert f"{path}no-objection/" not in shown
    assert "過半数" not in shown
