"""What the secretariat and the chair set up, decide and put on paper, on the pages."""

from __future__ import annotations

from datetime import timedelta

import icalendar
import pytest

from core import clock
from core.errors import NotNow, Refused
from core.outbox.models import Job
from core.outbox.work import perform
from governance.assembly import actions, queries
from governance.assembly.documents import minutes_paper
from governance.assembly.models import Body, Decision, Draft
from governance.members import actions as members
from tests.factories import people
from tests.integration.assembly.conftest import convened, opened, row_of
from tests.integration.assembly.test_pages import page, text


@pytest.fixture
def base(here):
    return f"/c/{here.council.slug}"


def closed(w, body):
    """A meeting at which one item was carried, with minutes that whoever presided has approved."""
    meeting = opened(w, body)
    motion = actions.table_motion(meeting, by=w.secretary, title_ja="予算")
    actions.no_objection(motion, by=w.secretary)
    meeting = actions.close_meeting(meeting, by=w.secretary)
    meeting = actions.write_minutes(meeting, by=w.secretary, minutes="原案のとおり可決した。")
    return actions.approve_minutes(meeting, by=meeting.presided_by)


def test_a_body_is_set_up_with_seats_and_an_alternate(here, base):
    form = {"name_ja": "運営部会", "name_en": "", "code": "operations", "kind": "organ"}
    assert page(here.secretary, f"{base}/bodies/new/", **form | {"code": "new"}).status_code == 422
    answer = page(here.secretary, f"{base}/bodies/new/", **form)
    assert answer.status_code == 302
    taken = page(here.secretary, f"{base}/bodies/new/", **form)
    assert taken.status_code == 409
    assert "運営部会" in text(taken)
    url = answer["Location"]
    seat = {"expertise": "law", "is_chair": "on", "is_required": "on"}
    assert page(here.secretary, f"{url}seats/new/", **seat).status_code == 302
    assert page(here.secretary, f"{url}seats/new/", **seat).status_code == 409
    first = Body.objects.get(code="operations").seats.get()
    other = {"expertise": "law", "alternate_of": first.pk}
    assert page(here.secretary, f"{url}seats/new/", **other).status_code == 302
    assert page(here.secretary, f"{url}seats/new/", **other).status_code == 409
    foreign = {"expertise": "law", "alternate_of": here.seats["law"].pk}
    assert page(here.secretary, f"{url}seats/new/", **foreign).status_code == 422
    assert "欠員" in text(page(here.secretary, url))


def test_an_alternate_has_no_alternate(here):
    with pytest.raises(Refused) as refused:
        actions.add_seat(here.board, by=here.secretary, expertise="law", alternate_of=here.seats["alternate"])
    assert refused.value.code == "alternate_of_alternate"


def test_who_left_a_seat_stays_in_its_history(here, base):
    held = queries.appointments_of(here.board, clock.today()).get(seat=here.seats["citizen1"])
    actions.end_appointment(held, by=here.secretary, reason="転居")
    shown = text(page(here.auditor, f"{base}/bodies/ethics_board/"))
    assert "過去の委員" in shown
    assert "citizen1-here" in shown
    assert "転居" not in shown


def test_a_project_is_finished_once(here, base):
    project = actions.open_project(here.council, by=here.secretary, title_ja="健幸ポイント")
    url = f"{base}/projects/{project.reference}/"
    assert "事業を終了する" in text(page(here.secretary, url))
    assert "事業を終了する" not in text(page(here.members[0].user, url))
    assert page(here.secretary, f"{url}finish/", go="1").status_code == 302
    assert page(here.secretary, f"{url}finish/", go="1").status_code == 409


def test_the_chair_decides_alone_and_the_next_meeting_hears_of_it(here, base):
    form = {"title_ja": "大雨時の提供", "reasons_ja": "緊急を要する。", "visibility": "public"}
    url = f"{base}/decisions/new/"
    assert "会長専決：軽微な申請" in text(page(here.chair, url))
    refused = page(here.chair, url, **form | {"rests_on": "chair:major"})
    assert refused.status_code == 422
    assert "緊急を要する。" in text(refused)
    assert page(here.chair, url, **form | {"rests_on": "chair:minor", "reasons_ja": ""}).status_code == 422
    project = actions.open_project(here.council, by=here.secretary, title_ja="健幸ポイント")
    about = f"project:{project.reference}"
    assert "健幸ポイント" in text(page(here.chair, url))
    unknown = page(here.chair, url, **form | {"rests_on": "chair:minor", "about": "line:R-2026-001-1"})
    assert (unknown.status_code, Decision.objects.count()) == (422, 0)
    answer = page(here.chair, url, **form | {"rests_on": "chair:minor", "about": about})
    assert answer.status_code == 302
    decision = Decision.objects.get()
    assert (decision.authority, decision.subject) == ("chair", about)
    assert "次の会議に報告します" in text(page(here.secretary, answer["Location"]))
    meeting = convened(here, here.assembly)
    board = convened(here, here.board)
    agenda = f"{base}/meetings/{meeting.pk}/"
    assert decision.number in text(page(here.secretary, agenda))
    assert decision.number not in text(page(here.secretary, f"{base}/meetings/{board.pk}/"))
    assert page(here.members[0].user, f"{agenda}reports/{decision.pk}/", go="1").status_code == 403
    assert page(here.secretary, f"{agenda}reports/{decision.pk}/", go="1").status_code == 302
    assert page(here.secretary, f"{agenda}reports/{decision.pk}/", go="1").status_code == 409
    assert queries.unreported(here.council) == []
    motion = meeting.motions.get()
    assert (motion.kind, motion.text_ja) == ("report", "緊急を要する。")
    actions.defer_motion(motion, by=here.secretary)
    assert queries.unreported(here.council) == [decision]


def test_only_what_the_chair_decided_alone_is_reported(here):
    meeting = opened(here, here.assembly)
    motion = actions.table_motion(meeting, by=here.secretary, title_ja="予算")
    actions.no_objection(motion, by=here.secretary)
    decision = actions.record_decision(
        here.council, by=here.secretary, title_ja="予算", reasons_ja="妥当", motion=motion
    )
    with pytest.raises(Refused) as refused:
        actions.report_decision(decision, by=here.secretary, meeting=meeting)
    assert refused.value.code == "not_the_chairs_own"


def test_a_decision_is_superseded_by_another_that_rests_on_its_own_item(here, base):
    meeting = opened(here, here.assembly)
    for title in ("予算", "補正予算"):
        actions.no_objection(
            actions.table_motion(meeting, by=here.secretary, title_ja=title), by=here.secretary
        )
    first, second = meeting.motions.order_by("number")
    old = actions.record_decision(
        here.council,
        by=here.secretary,
        title_ja="予算",
        reasons_ja="妥当",
        about="project:P-01",
        motion=first,
    )
    url = f"{base}/decisions/{old.pk}/supersede/"
    shown = text(page(here.secretary, url))
    assert "補正予算" in shown
    form = {"title_ja": "補正予算", "reasons_ja": "増額", "visibility": "public", "about": "project:P-01"}
    assert page(here.secretary, url, **form | {"rests_on": f"motion:{first.pk}"}).status_code == 422
    assert page(here.secretary, url, **form | {"rests_on": f"motion:{second.pk}"}).status_code == 302
    new = Decision.objects.get(supersedes=old)
    assert (new.motion, new.subject) == (second, "project:P-01")
    assert new.number in text(page(here.secretary, f"{base}/decisions/{old.pk}/"))
    assert page(here.secretary, url).status_code == 409
    assert "記録できる決定はありません" in text(page(here.secretary, f"{base}/decisions/new/"))


def test_minutes_are_signed_numbered_and_filed(here, base):
    meeting = closed(here, here.assembly)
    url = f"{base}/meetings/{meeting.pk}/minutes/"
    shown = text(page(here.secretary, f"{url}record/"))
    assert "原案のとおり可決した。" in shown
    assert "第1号" in shown
    assert page(here.members[0].user, f"{url}send/", go="1").status_code == 403
    answer = page(here.secretary, f"{url}send/", go="1")
    assert answer.status_code == 302
    assert page(here.secretary, f"{url}send/", go="1").status_code == 409
    draft = queries.minutes_draft(meeting)
    actions.return_draft(draft, by=here.approver, reason="議長名の誤り")
    assert "議長名の誤り" in text(page(here.secretary, f"{url}record/"))
    assert page(here.secretary, f"{url}send/", go="1").status_code == 302
    draft = Draft.objects.get(replaces=draft)
    actions.sign_draft(draft, by=here.approver)
    draft = actions.sign_draft(draft, by=here.chair)
    for job in Job.objects.filter(kind="document"):
        perform(job.pk)
    draft.document.refresh_from_db()
    assert sorted(file.stored.name for file in draft.document.files.all()) == [
        "he協発第1号.docx",
        "he協発第1号.pdf",
        "he協発第1号_en.docx",
        "he協発第1号_en.pdf",
    ]
    seen = text(page(here.members[0].user, f"{url}record/"))
    assert draft.document.number in seen
    assert page(here.members[0].user, f"{base}/documents/{draft.document.pk}/").status_code == 200
    with pytest.raises(NotNow):
        actions.draft_minutes(meeting, by=here.secretary)


def test_minutes_say_who_took_part_how_and_who_did_not(here):
    meeting = opened(
        here, here.board, present=[user for name, user in here.reviewers.items() if name != "law"]
    )
    motion = actions.table_motion(meeting, by=here.secretary, title_ja="審査意見")
    away = here.reviewers["citizen2"]
    actions.recuse(motion, by=here.secretary, attendance=row_of(meeting, away), interest="adviser")
    paper = minutes_paper(meeting)
    assert paper.title == "第1回審査会 議事録"
    channels = {fact.label: fact.lines for fact in paper.blocks[0].rows}
    assert "law-here" in channels["欠席"]
    assert "alternate-here" in channels["会場"]
    assert "除斥・回避：citizen2-here" in paper.blocks[2].rows[0][2]
    assert "顧問" not in str(paper)


def test_who_is_recused_sees_no_count_of_the_item(here, base):
    meeting = opened(here, here.board)
    motion = actions.table_motion(meeting, by=here.secretary, title_ja="審査意見")
    away = here.reviewers["citizen2"]
    actions.recuse(motion, by=here.secretary, attendance=row_of(meeting, away), interest="adviser")
    actions.no_objection(motion, by=here.reviewers["ethics"])
    actions.close_meeting(meeting, by=here.secretary)
    record = f"{base}/meetings/{meeting.pk}/minutes/record/"
    assert "除斥・回避のため表示しません" in text(page(away, record))
    assert "異議なし" not in text(page(away, record))
    assert "異議なし" in text(page(here.reviewers["law"], record))
    agenda = page(away, f"{base}/meetings/{meeting.pk}/")
    assert agenda.context["motions"] == [(motion, None)]
    assert page(here.reviewers["law"], f"{base}/meetings/{meeting.pk}/").context["motions"][0][1]


def test_a_deputy_sits_for_a_member(here, base):
    member, deputy = here.members[0], people.user("deputy")
    members.add_delegate(member.membership, by=member.user, user=deputy, kind="deputy")
    meeting = convened(here, here.assembly)
    row = row_of(meeting, member.user)
    url = f"{base}/meetings/{meeting.pk}/attendance/{row.pk}/"
    stranger = {"who": here.stranger.pk, "channel": "in_person"}
    assert page(here.secretary, url, **stranger).status_code == 422
    assert page(here.secretary, url, who=deputy.pk, channel="in_person").status_code == 302
    assert row_of(meeting, deputy).channel == "in_person"


def test_a_meeting_goes_into_a_calendar(here, base):
    meeting = convened(here, here.assembly)
    answer = page(here.members[0].user, f"{base}/meetings/{meeting.pk}/calendar/")
    assert answer["Content-Type"].startswith("text/calendar")
    event = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")[0]
    assert event["DTSTART"].dt == meeting.starts_at.replace(microsecond=0)
    assert str(event["LOCATION"]) == "市役所"
    assert clock.now() - event["DTSTAMP"].dt < timedelta(minutes=5)


def test_a_calendar_learns_that_the_meeting_was_moved_and_cancelled(here, base):
    here.council.contact = "kyogikai@example.jp"
    here.council.save()
    meeting = convened(here, here.assembly)

    def told():
        answer = page(here.members[0].user, f"{base}/meetings/{meeting.pk}/calendar/")
        file = icalendar.Calendar.from_ical(answer.content)
        event = file.walk("VEVENT")[0]
        words = (str(file["METHOD"]), str(event["STATUS"]), str(event["ORGANIZER"]), str(event["LOCATION"]))
        return str(event["UID"]), int(event["SEQUENCE"]), *words

    by_mail = "mailto:kyogikai@example.jp"
    uid, *first = told()
    assert first == [0, "PUBLISH", "CONFIRMED", by_mail, "市役所"]
    actions.move_meeting(meeting, by=here.secretary, starts_at=meeting.starts_at, place="文化会館")
    assert told() == (uid, 1, "PUBLISH", "CONFIRMED", by_mail, "文化会館")
    actions.cancel_meeting(meeting, by=here.secretary, reason="台風のため。")
    assert told() == (uid, 2, "PUBLISH", "CANCELLED", by_mail, "文化会館")


def test_who_may_not(here, there, base):
    meeting = closed(here, here.assembly)
    project = actions.open_project(here.council, by=here.secretary, title_ja="健幸ポイント")
    decision = actions.record_decision(
        here.council, by=here.chair, title_ja="提供", reasons_ja="緊急", risk="minor"
    )
    member = here.members[0].user
    forms = ["bodies/new/", "bodies/ethics_board/seats/new/", "decisions/new/"]
    forms.append(f"decisions/{decision.pk}/supersede/")
    for url in forms:
        assert page(member, f"{base}/{url}").status_code == 403, url
        assert page(there.secretary, f"{base}/{url}").status_code == 404, url
    verbs = [f"projects/{project.reference}/finish/", f"meetings/{meeting.pk}/minutes/send/"]
    for url in verbs:
        assert page(member, f"{base}/{url}", go="1").status_code == 403, url
        assert page(there.secretary, f"{base}/{url}", go="1").status_code == 404, url
    for url in (f"meetings/{meeting.pk}/minutes/record/", f"meetings/{meeting.pk}/calendar/"):
        assert page(there.secretary, f"{base}/{url}").status_code == 404, url
    ahead = convened(here, here.board)
    assert page(member, f"{base}/meetings/{ahead.pk}/calendar/").status_code == 404
    assert page(here.secretary, f"{base}/meetings/{ahead.pk}/minutes/record/").status_code == 404


def test_today_names_empty_seats_and_what_is_to_be_reported(here, base):
    held = queries.appointments_of(here.board, clock.today()).get(seat=here.seats["law"])
    actions.end_appointment(held, by=here.secretary, reason="転居")
    decision = actions.record_decision(
        here.council, by=here.chair, title_ja="提供", reasons_ja="緊急", risk="minor"
    )
    shown = text(page(here.secretary, f"{base}/today/"))
    assert "欠員" in shown
    assert "専決の報告" in shown
    assert decision.number in shown
