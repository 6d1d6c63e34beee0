"""The board deliberates after its opinions were opened; the secretariat looks after cases."""

from __future__ import annotations

import pytest
from django.test import Client

from core import clock
from core.errors import DomainError, Invalid, NotNow, NotPermitted
from core.outbox.models import Job
from governance.sharing.actions import deliberation, handling, keeping
from governance.sharing.documents.opinions import board_opinion
from governance.sharing.models import CaseKeeper, PanelMember
from governance.sharing.queries.keeping import loads, overdue_members
from governance.sharing.views.addresses import page_url
from tests.cast import enter
from tests.integration.sharing.machine import CouncilAtWork
from tests.integration.sharing.test_clock import done


def test_members_write_to_each_other_and_nobody_else_reads_it(voting: CouncilAtWork, client) -> None:
    council = voting
    base = f"/c/shiomi/requests/{council.request.reference}/"
    with clock.at(council.now):
        enter(client, council.users["reviewer_law"])
        assert client.post(f"{base}lines/1/note/", {"text": "集計の単位を確かめたい。"}).status_code == 302
        enter(client, council.users["reviewer_ethics"])
        assert "集計の単位を確かめたい。" in client.get(f"{base}board/").content.decode()
        for who in ("rep_university", "officer_mayor"):
            enter(client, council.users[who])
            for path in (base, f"{base}?tab=review", f"{base}?tab=record"):
                assert "集計の単位" not in client.get(path).content.decode(), (who, path)
            assert client.post(f"{base}lines/1/note/", {"text": "x"}).status_code in (403, 404)
        recused = council.users["reviewer_citizen_1"]
        PanelMember.objects.filter(review__request=council.request, user=recused).update(is_recused=True)
        enter(client, recused)
        assert client.post(f"{base}lines/1/note/", {"text": "x"}).status_code == 404
        with pytest.raises(Invalid, match="note_empty"):
            deliberation.write_note(council.line, by=council.users["reviewer_law"], text=" ")


def test_a_review_is_not_offered_to_be_concluded_before_each_line_has_its_opinion(
    voting: CouncilAtWork, client
) -> None:
    council = voting
    board = f"/c/shiomi/requests/{council.request.reference}/board/"
    with clock.at(council.now):
        enter(client, council.users["secretary"])
        assert "審査を終結する" not in client.get(board).content.decode()
    council.everybody_votes()
    done(council, "give_opinion")
    with clock.at(council.now):
        assert "審査を終結する" in client.get(board).content.decode()


def test_the_opinion_is_fixed_from_the_common_draft(voting: CouncilAtWork, client) -> None:
    council = voting
    base = f"/c/shiomi/requests/{council.request.reference}/lines/1/"
    with clock.at(council.now):
        enter(client, council.users["reviewer_ethics"])
        words = {"reasons": "同意の範囲内である。", "remark": "10人未満は秘匿すること。"}
        assert client.post(f"{base}opinion/draft/", words).status_code == 302
    council.everybody_votes()
    with clock.at(council.now):
        enter(client, council.users["secretary"])
        page = client.get(f"{base}opinion/").content.decode()
        assert "同意の範囲内である。" in page
        assert "10人未満は秘匿すること。" in page
        with pytest.raises(Invalid, match="reason_missing"):
            deliberation.propose(council.line, by=council.users["secretary"], reasons=" ")


def test_dissent_is_printed_without_the_name_unless_asked(voting: CouncilAtWork) -> None:
    council = voting
    law, ethics = council.users["reviewer_law"], council.users["reviewer_ethics"]
    with clock.at(council.now):
        deliberation.dissent(council.line, by=law, text="必要性に疑いが残る。")
        deliberation.dissent(council.line, by=ethics, text="期間が長い。", is_named=True)
        with pytest.raises(Invalid, match="note_empty"):
            deliberation.dissent(council.line, by=law, text="")
    for name, who in council.due():
        council.act(name, who)
    with clock.at(council.now):
        printed = str(board_opinion(council.line.outcomes.get()))
        with pytest.raises(NotNow, match="line_not_under_review"):
            deliberation.dissent(council.line, by=law, text="遅い。")
    assert "必要性に疑いが残る。" in printed
    assert law.name not in printed
    assert f"期間が長い。（{ethics.name}）" in printed


def test_nobody_deliberates_before_the_opinions_are_open(beginning: CouncilAtWork) -> None:
    council = beginning
    done(council, "draft", "submit", "pass_formal_check", "declare")
    with clock.at(council.now), pytest.raises(NotNow, match="not_consolidated"):
        deliberation.write_note(council.line, by=council.users["reviewer_law"], text="待てない。")


def test_a_case_is_handed_over_and_whoever_it_waits_for_reminded(beginning: CouncilAtWork, client) -> None:
    council = beginning
    done(council, "draft", "submit", "pass_formal_check", "declare", "opine")
    mine, other, request = council.users["secretary"], council.users["secretary_2"], council.request
    waiting = {row.user for row in overdue_members(request)}
    assert council.users["reviewer_law"] not in waiting
    assert council.users["reviewer_ethics"] in waiting
    busy = {load.user: (load.cases, load.to_declare, load.to_opine) for load in loads(request.council)}
    assert busy[council.users["reviewer_law"]] == (1, 0, 0)
    assert busy[council.users["reviewer_ethics"]] == (1, 1, 1)
    with clock.at(council.now):
        enter(client, mine)
        words = {"case": [request.reference], "keeper": other.pk, "do": "assign"}
        assert client.post("/c/shiomi/requests/together/", words).status_code == 302
        assert CaseKeeper.objects.get().user == other
        assert other.name in client.get("/c/shiomi/requests/").content.decode()
        page = page_url(request)
        own = client.get(f"{page}?tab=review").content.decode()
        assert f"担当: {other.name}" in own
        assert client.post("/c/shiomi/requests/together/", words | {"keeper": "abc"}).status_code == 404
        back = client.post("/c/shiomi/requests/together/", words | {"keeper": mine.pk, "back": "1"})
        assert back.url == f"{page}?tab=review#keeper"
        assert CaseKeeper.objects.get().user == mine
        for _twice in range(2):
            again = {"case": [request.reference], "do": "remind"}
            assert client.post("/c/shiomi/requests/together/", again).status_code == 302
        told = Job.objects.filter(key__startswith="sharing:case_waits:")
        assert {job.payload["user"] for job in told} == {user.pk for user in waiting}
        assert told.count() == len(waiting), "once a day"
        assert client.post("/c/shiomi/requests/together/", {"do": "remind"}).status_code == 422


def test_who_looks_after_a_case_is_of_the_secretariat_and_has_no_interest(beginning: CouncilAtWork) -> None:
    council = beginning
    done(council, "draft", "submit")
    mine, other, request = council.users["secretary"], council.users["secretary_2"], council.request
    with clock.at(council.now):
        handling.record_interest(request, by=mine, user=other, interest="family")
        with pytest.raises(Invalid, match="keeper_with_interest"):
            keeping.assign(request, by=mine, user=other)
        with pytest.raises(NotPermitted, match="keeper_by_another"):
            keeping.assign(request, by=other, user=mine)
        page = enter(Client(), other).get(f"/c/shiomi/requests/{request.reference}/?tab=review")
        assert 'value="assign"' not in page.content.decode()
        with pytest.raises(Invalid, match="not_of_the_secretariat"):
            keeping.assign(request, by=mine, user=council.users["rep_bus"])
        for who in ("reviewer_law", "rep_university", "neighbour"):
            with pytest.raises(NotPermitted):
                keeping.assign(request, by=council.users[who], user=mine)
            with pytest.raises(DomainError):
                keeping.remind(request, by=council.users[who])


def test_who_votes_reads_the_draft_that_is_voted_on(voting: CouncilAtWork, client) -> None:
    council = voting
    base = f"/c/shiomi/requests/{council.request.reference}/lines/1/"
    asked = {"text": "集計の手順書を提出すること。", "precedent": True, "due_days": 30}
    words = {"reasons": "同意の範囲内である。", "remark": "小さな区分は秘匿する。", "conditions": [asked]}
    with clock.at(council.now):
        enter(client, council.users["reviewer_law"])
        assert "まだ案がありません" in client.get(f"{base}ballot/").content.decode()
        deliberation.propose(council.line, by=council.users["secretary"], **words)
        page = client.get(f"{base}ballot/").content.decode()
        for text in (words["reasons"], words["remark"], asked["text"], "承認の日から30日以内"):
            assert text in page
        seat = PanelMember.objects.get(review__request=council.request, user=council.users["reviewer_law"])
        PanelMember.objects.filter(pk=seat.pk).update(declared_at=None, interest="")
        assert words["reasons"] not in client.get(f"{base}ballot/").content.decode(), "declares first"
        declared = {"declared_at": seat.declared_at, "interest": seat.interest}
        PanelMember.objects.filter(pk=seat.pk).update(**declared, is_recused=True)
        assert client.get(f"{base}ballot/").status_code == 404
        PanelMember.objects.filter(pk=seat.pk).update(is_recused=False)


def test_whoever_drafts_the_opinion_reads_the_individual_ones(voting: CouncilAtWork, client) -> None:
    council = voting
    draft = f"/c/shiomi/requests/{council.request.reference}/lines/1/opinion/draft/"
    given = council.line.individual_opinions.all()
    ethics = council.users["reviewer_ethics"]
    seat = PanelMember.objects.filter(review__request=council.request, user=ethics)
    declared = seat.values("declared_at", "interest").get()
    with clock.at(council.now):
        for who in ("secretary", "reviewer_ethics"):
            enter(client, council.users[who])
            page = client.get(draft).content.decode()
            assert page.count("個別意見：") == given.count() > 1, who
            assert all(one.text in page for one in given), who
        seat.update(declared_at=None, interest="")
        assert client.get(draft).status_code == 403, (
            "declares first, and reads neither opinions nor draft before"
        )
        seat.update(**declared, is_recused=True)
        assert client.get(draft).status_code == 404
        seat.update(is_recused=False)


def test_no_individual_opinion_is_shown_to_a_drafter_before_they_are_open(
    checked: CouncilAtWork, client
) -> None:
    council = checked
    done(council, "declare", "opine")
    with clock.at(council.now):
        enter(client, council.users["secretary"])
        page = client.get(f"/c/shiomi/requests/{council.request.reference}/lines/1/opinion/draft/")
        assert council.line.individual_opinions.exists()
        assert "個別意見：" not in page.content.decode()
