"""What came of an item for discussion is noted on its page, while the meeting is open and until its minutes stand."""

from __future__ import annotations

from django.utils import translation

from core.errors import NotNow, Refused
from governance.assembly import actions
from governance.assembly.documents.minutes import minutes_paper
from governance.assembly.models import Meeting, Motion
from governance.assembly.permissions import may_note
from tests.integration.assembly.conftest import convened, opened
from tests.integration.assembly.test_pages import page, text
from tests.integration.assembly.test_votes import table


def address(motion: Motion) -> str:
    meeting = motion.meeting
    return f"/c/{meeting.body.council.slug}/meetings/{meeting.pk}/items/{motion.number}/"


def fresh(motion: Motion) -> Motion:
    return Motion.objects.get(pk=motion.pk)


def test_the_outcome_is_noted_in_the_meeting_and_printed(here):
    meeting = opened(here, here.assembly)
    item, left = (table(here, meeting, kind="consultation") for _ in range(2))
    url = address(item)
    assert f"{url}outcome/" in text(page(here.secretary, url))
    assert page(here.secretary, f"{url}outcome/", outcome=" ").status_code == 422
    assert page(here.secretary, f"{url}outcome/", outcome="秋に再度協議する。").status_code == 302
    assert "秋に再度協議する。" in text(page(here.secretary, url))
    actions.close_meeting(meeting, by=here.secretary)
    assert [fresh(one).state for one in (item, left)] == ["concluded", "deferred"]
    assert page(here.secretary, f"{address(left)}outcome/", outcome="了承した。").status_code == 302
    assert page(here.secretary, f"{url}outcome/", outcome="資料を加える。").status_code == 302
    assert fresh(left).state == "concluded"
    with translation.override("ja"):
        printed = str(minutes_paper(Meeting.objects.get(pk=meeting.pk)))
    assert all(words in printed for words in ("秋に再度協議する。", "資料を加える。", "了承した。"))


def test_nothing_is_noted_before_the_meeting_nor_once_its_minutes_stand(here):
    meeting = convened(here, here.assembly)
    item = table(here, meeting, kind="consultation")
    verdict = may_note(here.secretary, fresh(item))
    assert (verdict.code, verdict.error) == ("outcome_with_the_meeting", NotNow)
    assert page(here.secretary, f"{address(item)}outcome/", outcome="了承").status_code == 409
    Meeting.objects.filter(pk=meeting.pk).update(state="minutes_approved")
    assert not may_note(here.secretary, fresh(item))
    assert fresh(item).outcome == ""


def test_only_items_for_discussion_and_only_by_who_runs_the_meeting(here, there):
    meeting = opened(here, here.assembly)
    item, voted = table(here, meeting, kind="consultation"), table(here, meeting)
    assert may_note(here.secretary, voted).error is Refused
    assert f"{address(voted)}outcome/" not in text(page(here.secretary, address(voted)))
    member = here.members[0].user
    assert page(member, f"{address(item)}outcome/", outcome="了承").status_code == 403
    assert page(there.secretary, f"{address(item)}outcome/", outcome="了承").status_code == 404
    assert f"{address(item)}outcome/" not in text(page(member, address(item)))
