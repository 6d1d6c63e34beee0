"""The agenda and the day of a meeting until it opens: changed, taken off, moved; and who is told."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from core import clock
from core.errors import NotNow, NotPermitted, Refused
from core.ledger.models import LedgerEntry
from core.outbox import mail
from core.outbox.models import Job
from core.outbox.work import Work
from governance.assembly import actions, queries
from governance.assembly.enums import MeetingForm
from tests.cast import enter
from tests.integration.assembly.conftest import convened, opened
from tests.integration.assembly.test_pages import page, text

WORDS = {"title_ja": "補正予算", "text_ja": "増額する。", "kind": "resolution", "matter": "ordinary"}


@pytest.fixture
def base(here):
    return f"/c/{here.council.slug}"


def planned(w, body, days=20):
    starts = clock.on(clock.today() + timedelta(days=days), 14)
    return actions.plan_meeting(body, by=w.secretary, starts_at=starts, place="市役所")


def mails(template):
    return Job.objects.filter(payload__template=f"governance/assembly/{template}")


def composed(job):
    return mail.compose(Work(job.pk, job.kind, job.key, job.council, job.payload, uuid4(), 1))


def test_an_item_is_changed_and_taken_off_until_the_meeting_opens(here, base):
    meeting = planned(here, here.assembly)
    actions.table_motion(meeting, by=here.secretary, title_ja="予算")
    url = f"{base}/meetings/{meeting.pk}/items/1/"
    shown = text(page(here.secretary, url))
    assert f"{url}edit/" in shown
    assert f"{url}withdraw/" in shown
    assert f"{url}edit/" not in text(page(here.members[0].user, url))
    assert 'value="予算"' in text(page(here.secretary, f"{url}edit/"))
    refused = page(here.secretary, f"{url}edit/", **WORDS | {"title_ja": ""})
    assert refused.status_code == 422
    assert "増額する。" in text(refused)
    assert page(here.chair, f"{url}edit/", **WORDS | {"matter": "amendment"}).status_code == 302
    motion = meeting.motions.get()
    assert (motion.title_ja, motion.text_ja, motion.matter) == ("補正予算", "増額する。", "amendment")
    assert page(here.secretary, f"{url}withdraw/", go="1").status_code == 302
    motion.refresh_from_db()
    assert motion.state == "withdrawn"
    assert f"{url}edit/" not in text(page(here.secretary, url))
    assert page(here.secretary, f"{url}edit/", **WORDS).status_code == 409
    assert not mails("agenda_changed").exists(), "nobody had a notice"


def test_who_may_not_change_an_item(here, there, base):
    meeting = planned(here, here.assembly)
    actions.table_motion(meeting, by=here.secretary, title_ja="予算")
    url = f"{base}/meetings/{meeting.pk}/items/1/"
    for path, data in (("edit/", WORDS), ("withdraw/", {"go": "1"})):
        assert page(here.members[0].user, url + path, **data).status_code == 403
        assert page(there.secretary, url + path, **data).status_code == 404
    with pytest.raises(NotPermitted):
        actions.edit_motion(meeting.motions.get(), by=here.auditor, title_ja="別の議案")


def test_an_open_meeting_keeps_its_agenda(here, base):
    meeting = opened(here, here.assembly)
    motion = actions.table_motion(meeting, by=here.secretary, title_ja="予算")
    with pytest.raises(NotNow, match="meeting_has_begun"):
        actions.edit_motion(motion, by=here.secretary, title_ja="別の議案")
    answer = page(here.secretary, f"{base}/meetings/{meeting.pk}/items/1/edit/", **WORDS)
    assert answer.status_code == 409
    assert "会議は開会後であるか" in text(answer)


def test_a_report_stays_a_report(here, base):
    meeting = planned(here, here.assembly)
    decision = actions.record_decision(
        here.council, by=here.chair, title_ja="提供", reasons_ja="緊急", risk="minor"
    )
    motion = actions.report_decision(decision, by=here.secretary, meeting=meeting)
    with pytest.raises(Refused, match="kind_is_given"):
        actions.edit_motion(motion, by=here.secretary, title_ja="提供", kind="resolution")
    url = f"{base}/meetings/{meeting.pk}/items/1/edit/"
    assert 'name="kind"' not in text(page(here.secretary, url))
    assert page(here.secretary, url, title_ja="提供の報告", matter="ordinary").status_code == 302
    motion.refresh_from_db()
    assert (motion.title_ja, motion.kind) == ("提供の報告", "report")


def test_whoever_had_the_notice_hears_of_a_changed_agenda(here, base):
    meeting = planned(here, here.assembly)
    motion = actions.table_motion(meeting, by=here.secretary, title_ja="予算", about="request:R-1")
    meeting = actions.convene(meeting, by=here.secretary)
    kept = here.members[1].user
    actions.exclude(here.council, by=kept, user=kept, subjects=["request:R-1"], interest="family")
    edit = f"{base}/meetings/{meeting.pk}/items/1/edit/"
    assert "変更後の議案をメールで知らせます" in text(page(here.secretary, edit))
    assert page(here.secretary, edit, **WORDS).status_code == 302
    assert page(here.secretary, edit, **WORDS).status_code == 302, "nothing has changed"
    told = {job.payload["user"] for job in mails("agenda_changed")}
    assert told == {member.user.pk for member in here.members} - {kept.pk}
    said = composed(mails("agenda_changed").first())
    assert said.subject.startswith("議案の変更のお知らせ 総会 令和")
    assert "第1号議案の内容を変更しました" in said.body
    assert "1. 補正予算" in said.body
    actions.withdraw_motion(motion, by=here.secretary)
    gone = composed(mails("agenda_changed").order_by("-pk").first())
    assert "取り下げました" in gone.body
    assert "補正予算" not in gone.body
    actions.table_motion(meeting, by=here.secretary, title_ja="事業報告")
    came = composed(mails("agenda_changed").order_by("-pk").first())
    assert "第2号議案を追加しました" in came.body
    assert "2. 事業報告" in came.body
    assert LedgerEntry.objects.filter(event="assembly.motion_edited").count() == 1


def test_a_planned_meeting_is_moved(here, there, base):
    meeting = planned(here, here.assembly)
    url = f"{base}/meetings/{meeting.pk}/"
    assert f"{url}move/" in text(page(here.secretary, url))
    assert f"{url}move/" not in text(page(here.members[0].user, url))
    day = clock.today() + timedelta(days=25)
    form = {"day": day.isoformat(), "time": "10:30", "place": "文化会館"}
    assert 'value="市役所"' in text(page(here.secretary, f"{url}move/"))
    assert page(here.members[0].user, f"{url}move/", **form).status_code == 403
    assert page(there.secretary, f"{url}move/", **form).status_code == 404
    over = form | {"day": (clock.today() - timedelta(days=1)).isoformat()}
    assert page(here.secretary, f"{url}move/", **over).status_code == 422
    assert page(here.secretary, f"{url}move/", **form).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.starts_at, meeting.place) == (clock.on(day) + timedelta(minutes=30), "文化会館")
    assert not mails("meeting_moved").exists(), "nobody had a notice"
    assert LedgerEntry.objects.filter(event="assembly.meeting_moved").count() == 1


def test_a_convened_meeting_needs_its_notice_again_and_everybody_is_told(here, base):
    meeting = actions.convene(planned(here, here.assembly), by=here.secretary)
    url = f"{base}/meetings/{meeting.pk}/move/"
    before = meeting.starts_at
    soon = {"day": (clock.today() + timedelta(days=3)).isoformat(), "time": "14:00", "place": "市役所"}
    refused = page(here.secretary, url, **soon)
    assert refused.status_code == 422
    assert "規約（notice_of_meeting）" in text(refused)
    meeting.refresh_from_db()
    assert meeting.starts_at == before
    later = clock.on(clock.today() + timedelta(days=30), 9)
    form = {"day": later.date().isoformat(), "time": "09:00", "place": "文化会館"}
    assert page(here.secretary, url, **form).status_code == 302
    jobs = mails("meeting_moved")
    assert {job.payload["user"] for job in jobs} == {member.user.pk for member in here.members}
    said = composed(jobs.first())
    assert "9時00分" in said.subject
    assert "変更前：" in said.body
    assert "14時00分" in said.body
    assert "文化会館" in said.body


def test_another_place_on_the_same_day_needs_no_new_period(here):
    meeting = convened(here, here.assembly)
    moved = actions.move_meeting(meeting, by=here.secretary, starts_at=meeting.starts_at, place="文化会館")
    assert moved.place == "文化会館"
    assert mails("meeting_moved").count() == 4
    actions.move_meeting(moved, by=here.secretary, starts_at=moved.starts_at, place="文化会館")
    assert LedgerEntry.objects.filter(event="assembly.meeting_moved").count() == 1, "nothing has changed"


def test_a_meeting_that_has_begun_or_is_called_off_is_not_moved(here):
    meeting = opened(here, here.assembly)
    with pytest.raises(NotNow):
        actions.move_meeting(meeting, by=here.secretary, starts_at=clock.now() + timedelta(days=30))
    off = actions.cancel_meeting(planned(here, here.assembly), by=here.secretary, reason="会場の都合")
    with pytest.raises(NotNow):
        actions.move_meeting(off, by=here.secretary, starts_at=clock.now() + timedelta(days=30))


def test_the_numbered_notice_is_drafted_anew_for_the_new_day(here, base):
    meeting = actions.convene(planned(here, here.assembly), by=here.secretary)
    draft = actions.draft_convocation(meeting, by=here.secretary)
    later = clock.on(clock.today() + timedelta(days=30), 9)
    with pytest.raises(NotNow, match="notice_shows_old_day"):
        actions.move_meeting(meeting, by=here.secretary, starts_at=later, place="市役所")
    for signer in (here.approver, here.chair):
        draft = actions.sign_draft(draft, by=signer)
    assert draft.state == "approved"
    url = f"{base}/meetings/{meeting.pk}/"
    assert f"{url}notice/" not in text(page(here.secretary, url))
    meeting = actions.move_meeting(meeting, by=here.secretary, starts_at=later, place="市役所")
    shown = text(enter(Client(), here.secretary).get(url))
    assert "変更前のものです" in shown
    assert f"{url}notice/" in shown
    actions.draft_convocation(meeting, by=here.secretary)
    assert queries.standing_convocation(meeting) is not None


def test_the_mail_convenes_and_says_that_the_numbered_notice_follows(here, base):
    meeting = actions.convene(planned(here, here.assembly), by=here.secretary)
    said = composed(mails("meeting_convened").first())
    assert said.subject.endswith("）14時00分")
    assert "文書番号を付した招集通知を発行する場合は、別途お送りします" in said.body
    assert "場所： 市役所" in said.body
    assert "メールで招集をお知らせしました" in text(
        page(here.members[0].user, f"{base}/meetings/{meeting.pk}/")
    )


def test_a_round_of_papers_asks_nobody_to_come_and_has_no_day_of_notice(here, base):
    meeting = actions.plan_meeting(
        here.assembly, by=here.secretary, starts_at=clock.now(), form=MeetingForm.CIRCULATED
    )
    url = f"{base}/meetings/{meeting.pk}/"
    assert page(here.secretary, url).context["notice_by"] is None
    actions.convene(meeting, by=here.secretary)
    said = composed(mails("meeting_convened").first())
    assert said.subject.startswith("書面による議決のお知らせ")
    assert "招集" not in said.subject + said.body
    assert "出欠" not in said.body


def test_the_list_of_bodies_tells_the_last_meeting_from_the_next(here, base):
    ahead = planned(here, here.assembly)
    (row,) = [
        one for one in page(here.secretary, f"{base}/bodies/").context["rows"] if one.body == here.assembly
    ]
    assert (row.last, row.next) == (None, ahead.starts_at), "a meeting to come is not the last one"
    held = opened(here, here.assembly)
    answer = page(here.secretary, f"{base}/bodies/")
    (row,) = [one for one in answer.context["rows"] if one.body == here.assembly]
    assert (row.last, row.next) == (held.starts_at, ahead.starts_at)
    assert "前回の会議" in text(answer)
    assert "次回の会議" in text(answer)


def test_opening_is_offered_on_the_day(here, base):
    meeting = actions.convene(planned(here, here.assembly), by=here.secretary)
    url = f"{base}/meetings/{meeting.pk}/"
    assert f"{url}open/" not in text(page(here.secretary, url))
    with clock.at(meeting.starts_at):
        assert f"{url}open/" in text(page(here.secretary, url))


def test_a_day_whose_notice_is_too_late_is_told_while_planning_and_moving(here, base):
    earliest = clock.today() + timedelta(days=8)
    shown = text(page(here.secretary, f"{base}/meetings/plan/assembly/"))
    assert f'datetime="{earliest.isoformat()}"' in shown, (
        "the earliest day by the rule is told before a day is typed"
    )
    assert "notice_of_meeting" in shown
    early = planned(here, here.assembly, days=3)
    url = f"{base}/meetings/{early.pk}/"
    shown = text(page(here.secretary, url))
    assert "招集通知の期限を過ぎています" in shown
    assert f'datetime="{earliest.isoformat()}"' in shown
    assert f'datetime="{earliest.isoformat()}"' in text(page(here.secretary, f"{url}move/"))
    assert page(here.secretary, f"{url}convene/", go="1").status_code == 422
    actions.move_meeting(early, by=here.secretary, starts_at=clock.on(earliest, 14), place="市役所")
    assert "招集通知の期限を過ぎています" not in text(page(here.secretary, url))
    papers = actions.plan_meeting(here.assembly, by=here.secretary, starts_at=clock.now(), form="circulated")
    assert "招集通知の期限を過ぎています" not in text(page(here.secretary, f"{base}/meetings/{papers.pk}/"))
