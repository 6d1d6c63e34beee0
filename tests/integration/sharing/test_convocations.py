"""招集通知: in time by the rule of the board, as a mail with place and agenda, and as a document along its line."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from core import clock
from core.errors import NotNow, NotPermitted, Refused
from core.outbox.models import Job
from core.paper import thaw
from governance.assembly import actions, queries
from governance.assembly.notices import words_of_meeting
from tests.cast import Cast, enter

pytestmark = pytest.mark.usefixtures("demo")

ITEM = "データ利用申請R-2026-032の審査について"


def planned(cast: Cast, days: int) -> Any:
    w = cast.shiomi
    body, starts = queries.body(w.council, "ethics_board"), clock.on(clock.today() + timedelta(days=days), 14)
    meeting = actions.plan_meeting(body, by=w.users["secretary"], starts_at=starts, place="第1会議室")
    words = {"title_ja": ITEM, "text_ja": "審議する。", "about": "request:R-2026-032"}
    actions.table_motion(meeting, by=w.users["secretary"], **words)
    return meeting


def test_the_charter_says_how_long_before_the_board_is_convened(cast: Cast) -> None:
    secretary = cast.shiomi.users["secretary"]
    with pytest.raises(Refused, match="notice_too_late") as told:
        actions.convene(planned(cast, 3), by=secretary)
    assert told.value.article.provision == "meetings.notice"
    assert actions.convene(planned(cast, 4), by=secretary).state == "convened"


def test_the_mail_says_place_and_agenda_without_what_the_reader_is_kept_from(cast: Cast) -> None:
    w = cast.shiomi
    meeting = actions.convene(planned(cast, 9), by=w.users["secretary"])
    kept, other = w.users["reviewer_law"], w.users["reviewer_security"]
    actions.exclude(w.council, by=kept, user=kept, subjects=["request:R-2026-032"], interest="family")
    jobs = Job.objects.filter(
        payload__template="governance/assembly/meeting_convened", payload__meeting=meeting.pk
    )
    assert {kept.pk, other.pk} <= {job.payload["user"] for job in jobs}
    context = {"meeting": meeting.pk, "url": "http://localhost/meeting/"}
    said = words_of_meeting(other, context)
    assert (said["place"], said["agenda"]) == ("第1会議室", [f"1. {ITEM}"])
    assert words_of_meeting(kept, context)["agenda"] == []
    nothing = {"place": "", "agenda": [], "before": None, "asks": False, "circulated": False}
    assert words_of_meeting(other, {"url": ""}) == nothing


def test_the_document_goes_along_its_line_and_not_to_who_is_kept_from_an_item(cast: Cast) -> None:
    w, secretary = cast.shiomi, cast.shiomi.users["secretary"]
    meeting = planned(cast, 9)
    with pytest.raises(NotNow):
        actions.draft_convocation(meeting, by=secretary)
    meeting = actions.convene(meeting, by=secretary)
    kept = w.users["reviewer_law"]
    actions.exclude(w.council, by=kept, user=kept, subjects=["request:R-2026-032"], interest="family")
    for who in ("reviewer_security", "auditor", "rep_university"):
        with pytest.raises(NotPermitted):
            actions.draft_convocation(meeting, by=w.users[who])
    draft = actions.draft_convocation(meeting, by=secretary)
    paper = thaw(draft.context, "ja")
    words = f"{paper.title}{paper.opening}{paper.blocks}"
    for word in ("招集通知", "第1会議室", ITEM):
        assert word in words, word
    with pytest.raises(NotNow, match="convocation_on_its_way"):
        actions.draft_convocation(meeting, by=secretary)
    draft = actions.return_draft(draft, by=w.users["approver"], reason="場所")
    draft = actions.draft_convocation(meeting, by=secretary)
    for who in ("approver", "chair"):
        if draft.state == "in_approval":
            draft = actions.sign_draft(draft, by=w.users[who])
    assert draft.state == "approved"
    assert w.users["reviewer_security"].pk in draft.addressee_users
    assert kept.pk not in draft.addressee_users
    page = f"/c/shiomi/meetings/{meeting.pk}/"
    assert draft.document.number in enter(Client(), w.users["reviewer_security"]).get(page).content.decode()
    assert draft.document.number not in enter(Client(), kept).get(page).content.decode()


def test_the_page_offers_it_to_the_secretariat_alone(cast: Cast) -> None:
    w = cast.shiomi
    meeting = actions.convene(planned(cast, 9), by=w.users["secretary"])
    page = f"/c/shiomi/meetings/{meeting.pk}/"
    secretary, member = (enter(Client(), w.users[who]) for who in ("secretary", "reviewer_security"))
    assert f"{page}notice/" in secretary.get(page).content.decode()
    assert f"{page}notice/" not in member.get(page).content.decode()
    assert member.post(f"{page}notice/").status_code == 403
    assert enter(Client(), cast.nagiura.users["secretary"]).post(f"{page}notice/").status_code == 404
    answer = secretary.post(f"{page}notice/")
    assert "/drafts/" in answer["Location"]
    shown = secretary.get(page).content.decode()
    assert answer["Location"] in shown
    assert f"{page}notice/" not in shown
