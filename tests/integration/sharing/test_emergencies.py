"""Emergency approval: data may go before the board has spoken, and only until the ratification is due."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock
from core.errors import Invalid, NotNow, Refused
from core.http.dates import civil
from core.outbox.models import Job
from governance.assembly import actions as assembly
from governance.assembly.models import Draft
from governance.assembly.queries import body
from governance.sharing.actions import conditions, deliveries, emergencies, papers, reviews
from governance.sharing.actions.agenda import put_all_before
from governance.sharing.models import SharingRequest, StoredVerdict
from governance.sharing.queries.drafted import is_still_told
from governance.sharing.queries.emergencies import ratify_by
from governance.sharing.queries.stages import AFTER_REVIEW, requests_by_stage
from governance.sharing.queries.statistics import open_by_age
from governance.sharing.views.decisions import own_decisions
from governance.sharing.views.queue import narrowed
from tests.cast import signed_in
from tests.integration.sharing.machine import CouncilAtWork
from tests.integration.sharing.test_clock import done, fails, wait


def the_board_finds(council: CouncilAtWork, finding: str) -> None:
    council.finding = finding
    for _ in range(3):
        for name, who in council.boards_turn():
            council.act(name, who)
    assert council.line.outcomes.get().judgement == finding


def refused_at_approval(council: CouncilAtWork) -> bool:
    """Is the last answer that was kept for the approval a no?"""
    kept = StoredVerdict.objects.filter(line=council.line, moment="approval").order_by("pk")
    return [one.is_allowed for one in kept] == [True, False]


def test_data_may_go_at_once(flowing_early: CouncilAtWork) -> None:
    council = flowing_early
    assert (council.line.state, council.grant.state) == ("agreed", "active")
    done(council, "release")
    assert council.delivery.state == "released"


def test_an_emergency_approval_not_ratified_in_time(flowing_early: CouncilAtWork) -> None:
    council = flowing_early
    done(council, "release")
    done(council, "prepare", "write_list")
    due = ratify_by(council.line)
    assert due is not None
    wait(council, (due - council.now.date()).days)
    assert council.line.state == "agreed", "the ten business days are not over"
    council.now += timedelta(days=1)
    assert "approval" in fails(council), "the gate does not wait for the clock's work"
    wait(council, 0)
    assert council.line.state == "not_approved"
    assert refused_at_approval(council), "a replay counts it"
    assert council.grant.state == "disposal_due"
    assert council.grant.disposal_due_on is not None
    assert council.delivery.state == "cancelled"
    told = {job.payload["user"] for job in Job.objects.filter(key__startswith="sharing:provisional_ended:")}
    keys = ("rep_university", "officer_mayor", "secretary", "chair", "reviewer_law")
    assert told >= {council.users[key].pk for key in keys}
    assert emergencies.lapse_unratified() == 0
    assert council.act("ratify") is None
    done(council, "file", "verify")
    assert (council.grant.state, council.line.state) == ("closed", "not_approved")


def test_a_suspended_grant_ends_with_the_lapse(flowing_early: CouncilAtWork) -> None:
    council = flowing_early
    done(council, "suspend")
    wait(council, 40)
    assert (council.line.state, council.grant.state) == ("not_approved", "disposal_due")


def test_what_nobody_provided_lapses_all_the_same(provisional: CouncilAtWork) -> None:
    council = provisional
    wait(council, 5)
    assert council.line.state == "provisional"
    notice = notices_of(council).get()
    assert notice.state == "in_approval"
    wait(council, 40)
    assert council.line.state == "not_approved"
    assert "approval" in fails(council)
    notice.refresh_from_db()
    assert (notice.state, is_still_told(notice)) == ("returned", False), "nobody signs what has lapsed"


def test_nobody_ratifies_after_the_deadline_though_the_clock_has_not_run(provisional: CouncilAtWork) -> None:
    council = provisional
    the_board_finds(council, "suitable")
    done(council, "conclude")
    secretary, due = council.users["secretary"], ratify_by(council.line)
    with clock.at(council.now):
        for days, codes in ((1, ["sharing.meeting_after_ratification"]), (0, [])):
            starts_at = clock.on(due + timedelta(days), 10)
            meeting = assembly.plan_meeting(
                body(council.world.council, "steering"), by=secretary, starts_at=starts_at
            )
            refused = put_all_before([council.request], by=secretary, meeting=meeting)
            assert [error.code for error in refused.values()] == codes
    council.now += timedelta(days=20)
    with clock.at(council.now), pytest.raises(NotNow, match="ratification_overdue"):
        emergencies.ratify(council.line, by=council.users["secretary"], decision_number="x")


def test_the_board_judges_afterwards_and_the_body_named_by_the_rule_ratifies(
    provisional: CouncilAtWork,
) -> None:
    council = provisional
    assert council.act("ratify") is None, "not before the board has given its opinion"
    assert council.act("conclude") is None, "the board has not given its opinion"
    the_board_finds(council, "suitable")
    assert council.line.state == "provisional"
    assert council.act("give_opinion") is None, "once"
    done(council, "ratify", "conclude", "accept", "agree", "prepare", "write_list")
    wait(council, 1)
    done(council, "release")


def test_ratification_meets_the_line_where_it_has_come_and_binds_conditions(
    flowing_early: CouncilAtWork,
) -> None:
    council = flowing_early
    the_board_finds(council, "conditional")
    assert council.line.state == "agreed"
    done(council, "ratify")
    assert (council.line.state, council.grant.state) == ("agreed", "active")
    assert council.line.conditions.get().is_precedent
    assert "conditions" in blocks(council), "the condition is met first"
    for name in ("show_evidence", "accept_evidence"):
        council.act(name)
    done(council, "release")
    wait(council, 40)
    assert council.line.state == "agreed"


def test_a_case_is_open_until_its_provisional_approval_is_ratified(flowing_early: CouncilAtWork) -> None:
    council, secretary = flowing_early, signed_in(flowing_early.users["secretary"])
    here, stages = council.world.council, list(AFTER_REVIEW)

    def told() -> tuple[list[str], int, int]:
        """Where the case is found, how many wait for the council, and the days of its age."""
        with clock.at(council.now + timedelta(days=3)), CaptureQueriesContext(connection) as asked:
            counted, rows = requests_by_stage(here), SharingRequest.objects.filter(pk=council.request.pk)
            assert len(asked) == 2
            found = [one for one in ("open", *stages) if narrowed(rows, {"state": one}, here)]
            assert sum(past for _cases, past in open_by_age(here)) == counted["council"]
            ((_row, days, _outcomes),) = secretary.get("/c/shiomi/requests/").context["rows"]
        return found, counted["council"], days

    the_board_finds(council, "suitable")
    done(council, "conclude")
    assert (council.line.state, council.request.state) == ("agreed", "concluded")
    (found, waiting, days), begun = told(), civil(council.request.submitted_at)
    assert (found, waiting, days) == (["open", "council"], 1, (civil(council.now) - begun).days + 3)
    council.now += timedelta(days=1)
    done(council, "ratify")
    assert told() == ([], 0, (civil(council.now) - begun).days)


def notices_of(council: CouncilAtWork) -> QuerySet[Draft]:
    about = f"line:{council.line.reference}"
    return Draft.objects.filter(council=council.world.council, subject=about, kind="approval")


def test_the_provisional_notice_is_called_back_once_the_approval_is_ratified(
    provisional: CouncilAtWork,
) -> None:
    council = provisional
    first = notices_of(council).get()
    assert (first.state, is_still_told(first)) == ("in_approval", True)
    the_board_finds(council, "suitable")
    done(council, "ratify")
    first.refresh_from_db()
    assert (first.state, first.returned_by) == ("returned", council.users["secretary"])
    assert council.line.approvals.get().ratified_by.number in first.return_reason
    newer = notices_of(council).exclude(pk=first.pk).get()
    approval = council.line.approvals.get()
    assert [first.decision, newer.decision] == [approval.decision, approval.ratified_by]
    with clock.at(council.now), pytest.raises(IntegrityError), transaction.atomic():
        papers.draft_approval_notice(approval, by=council.users["secretary"])
    assert (newer.state, is_still_told(newer), is_still_told(first)) == ("in_approval", True, False)


def blocks(council: CouncilAtWork) -> set[str]:
    with clock.at(council.now), pytest.raises(Refused) as refused:
        deliveries.release(council.delivery, by=council.users["officer_mayor"])
    return {refused.value.code.rpartition(".")[0].rpartition(".")[2]}


def test_an_emergency_ends_when_the_board_speaks_against_it(flowing_early: CouncilAtWork) -> None:
    council = flowing_early
    the_board_finds(council, "unsuitable")
    assert council.act("release") is None


def test_the_body_may_refuse_and_says_why(flowing_early: CouncilAtWork) -> None:
    council = flowing_early
    with clock.at(council.now), pytest.raises(Invalid, match="reason_missing"):
        emergencies.revoke(council.line, by=council.users["secretary"], decision_number="x", reasons=" ")
    done(council, "refuse_to_ratify")
    assert (council.line.state, council.grant.state) == ("not_approved", "disposal_due")
    assert refused_at_approval(council), "a replay counts it"
    assert council.delivery.state == "cancelled"
    assert not council.line.approvals.order_by("pk").last().is_approved
    assert notices_of(council).get().state == "returned", "nobody is told of it any more"


def test_an_applicant_who_takes_the_request_back_ends_the_emergency(flowing_early: CouncilAtWork) -> None:
    council = flowing_early
    done(council, "take_back")
    assert (council.request.state, council.line.state) == ("withdrawn", "not_approved")
    assert council.grant.state == "disposal_due"


def test_an_ordinary_approval_is_not_ratified(prepared: CouncilAtWork) -> None:
    council = prepared
    with clock.at(council.now), pytest.raises(NotNow, match="not_provisional"):
        emergencies.ratify(council.line, by=council.users["secretary"], decision_number="x")
    assert council.act("refuse_to_ratify") is None
    assert council.act("give_opinion") is None


def test_only_an_emergency_is_approved_before_the_board_has_spoken(beginning: CouncilAtWork) -> None:
    council = beginning
    done(council, "draft", "submit", "pass_formal_check")
    words = {"by": council.users["chair"], "decision_number": "x", "reasons": "大雨。"}
    with clock.at(council.now), pytest.raises(Refused, match="not_an_emergency"):
        emergencies.approve_provisionally(council.line, **words)


def the_board_asks(council: CouncilAtWork, *asked: dict[str, object]) -> None:
    """The board finds the line suitable with the conditions ``asked``."""
    for _ in range(3):
        for name, who in council.boards_turn():
            if name != "give_opinion":
                council.act(name, who)
    words = {"by": council.users["secretary"], "reasons": "報告を条件とする。"}
    assert council.do(lambda: reviews.give_opinion(council.line, conditions=list(asked), **words))


MONTHLY = {"text": "毎月報告すること。", "precedent": False, "due_days": 30, "repeats_months": 1}


def test_a_condition_of_an_emergency_comes_back_like_any_other(flowing_early: CouncilAtWork) -> None:
    council = flowing_early
    council.finding = "conditional"
    the_board_asks(council, MONTHLY)
    done(council, "ratify")
    rows = council.line.conditions.order_by("due_on")
    assert [row.occurrence for row in rows] == list(range(1, rows.count() + 1))
    assert rows.count() > 1
    assert rows.last().due_on <= council.grant.ends_on


def test_a_condition_bound_before_the_grant_opens_comes_back_once(provisional: CouncilAtWork) -> None:
    council = provisional
    council.finding = "conditional"
    the_board_asks(council, MONTHLY)
    done(council, "ratify")
    assert council.line.conditions.count() == 1
    done(council, "conclude", "accept", "agree")
    numbers = list(council.line.conditions.values_list("occurrence", flat=True))
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert len(numbers) > 1


def test_the_decision_that_ratified_does_not_waive_the_conditions_it_set(
    flowing_early: CouncilAtWork,
) -> None:
    council = flowing_early
    the_board_finds(council, "conditional")
    done(council, "ratify")
    number = council.line.approvals.get().ratified_by.number
    assert number not in dict(own_decisions(council.line))
    words = {"by": council.users["chair"], "decision_number": number}
    with clock.at(council.now), pytest.raises(Invalid, match="decision_used_already"):
        conditions.waive(council.line.conditions.get(), **words)


def test_the_chair_is_told_of_an_emergency_and_led_to_its_decision(beginning: CouncilAtWork) -> None:
    council = beginning
    done(council, "draft", "call_it_an_emergency", "submit", "pass_formal_check")
    told = Job.objects.filter(key__startswith="sharing:emergency_begun:")
    assert {job.payload["user"] for job in told} == {council.users["chair"].pk}
    chair, line = signed_in(council.users["chair"]), council.line.reference
    with clock.at(council.now):
        assert re.search(rf'<span class="kind">緊急</span>.*?{line}', page(chair, "today/"), re.DOTALL)
        led = page(chair, f"requests/{council.request.reference}/lines/1/approve-provisionally/")
        way = re.search(r'href="/c/shiomi/(decisions/new/[^"]+)"', led)
        assert way is not None
        assert re.search(rf'<option value="line:{line}"[^>]* selected', page(chair, way[1]))
        assert f'value="line:{line}"' in page(chair, "decisions/new/"), "it is offered without the link too"
    done(council, "approve_provisionally")
    with clock.at(council.now):
        assert '<span class="kind">緊急</span>' not in page(chair, "today/")


def test_an_ordinary_request_is_no_business_of_the_chair_alone(checked: CouncilAtWork) -> None:
    assert not Job.objects.filter(key__startswith="sharing:emergency_begun:")
    chair = signed_in(checked.users["chair"])
    with clock.at(checked.now):
        assert '<span class="kind">緊急</span>' not in page(chair, "today/")
        assert f'value="line:{checked.line.reference}"' not in page(chair, "decisions/new/")


def test_the_ratification_is_carried_onto_the_agenda(provisional: CouncilAtWork) -> None:
    council = provisional
    line, base = council.line, f"/c/{council.world.council.slug}"
    path = f"{base}/requests/{line.request.reference}/lines/{line.number}/ratify/"
    the_board_finds(council, "suitable")
    with clock.at(council.now):
        secretary = signed_in(council.users["secretary"])
        shown = secretary.get(path).content.decode()
        links = [html.unescape(url) for url in re.findall(r'href="([^"]+)"', shown) if "about=" in url]
        assert links, "a meeting is named or planned with the matter"
        for link in links:
            asked = parse_qs(urlsplit(link).query)
            assert asked["about"] == [f"line:{line.reference}"]
            assert asked["title_en"][0].startswith("Ratification")
        told = secretary.get(f"{base}/requests/{line.request.reference}/").content.decode()
        plans = [
            html.unescape(url) for url in re.findall(r'href="([^"]+)"', told) if "/meetings/plan/" in url
        ]
        assert plans
        assert all("about=line" in url for url in plans)


def page(person: Client, path: str) -> str:
    answer = person.get(f"/c/shiomi/{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_came_of_an_emergency_opens_with_the_declaration_of_a_member(
    flowing_early: CouncilAtWork,
) -> None:
    """Data flow before the board has spoken: grant, delivery, record and chain ask for the declaration, too."""
    council = flowing_early
    done(council, "release")
    user, reference = council.users["reviewer_law"], council.request.reference
    pages = [f"grants/{council.grant.reference}/", f"deliveries/{council.delivery.reference}/"]
    record, chain = f"{pages[1]}record.pdf", f"chain/{reference}/"
    asked = "governance/sharing/requests/declare_first.html"
    with clock.at(council.now):
        client = signed_in(user)
        for page in (*pages, chain):
            answer = client.get(f"/c/shiomi/{page}", follow=True)
            assert asked in [one.name for one in answer.templates], page
            assert f"{reference}/declare/" in answer.content.decode(), page
        assert client.get(f"/c/shiomi/{record}").status_code == 409
        reviews.declare_interest(council.request, by=user, interest="none")
        for page in (*pages, chain, record):
            answer = client.get(f"/c/shiomi/{page}")
            assert answer.status_code == 200, page
            assert asked not in [one.name for one in answer.templates], page
