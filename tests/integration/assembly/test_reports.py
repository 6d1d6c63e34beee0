"""Reports are heard and not voted on: once the meeting is closed they count, unless they were put off."""

from __future__ import annotations

import pytest
from django.utils import translation

from core.errors import Refused
from governance.assembly import actions, queries
from governance.assembly.documents.minutes import minutes_paper
from governance.assembly.models import Meeting
from tests.integration.assembly.conftest import convened, opened, row_of
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
