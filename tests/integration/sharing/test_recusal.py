"""Recusal that really hides: of members of the board, its chair included, and of the secretariat's staff."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import get_resolver

from config.demo import procedure
from config.demo.requests import CONSENTED
from core import clock
from core.access.grants import give
from core.access.roles import Role
from core.errors import DomainError, Invalid, NotNow, NotPermitted
from core.outbox.models import Job
from governance.assembly import actions as assembly
from governance.assembly import queries as assembly_queries
from governance.assembly.enums import Channel
from governance.sharing import notices
from governance.sharing.actions import handling, papers, requests, reviews
from governance.sharing.models import PanelMember, SecondCheck
from governance.sharing.permissions import has_part_in, permit, reads_file, reads_in_copy, roles_of
from governance.sharing.queries.chairing import acting_chair
from governance.sharing.queries.facts_decisions import panel, seated
from governance.sharing.queries.panels import current_review, is_recused, recused_from
from governance.sharing.queries.requests import visible_to
from tests.cast import enter
from tests.integration.sharing.machine import CouncilAtWork
from tests.integration.sharing.test_clock import done

CHAIR = "reviewer_ethics"
EVERYTHING = (Role.SECRETARY, Role.CHAIR, Role.APPROVER, Role.AUDITOR)


def checked(council: CouncilAtWork) -> CouncilAtWork:
    done(council, "draft", "submit", "pass_formal_check")
    return council


def recuse(council: CouncilAtWork, who: str = CHAIR) -> None:
    words = {"by": council.users[who], "interest": "adviser", "note": "顧問である。"}
    with clock.at(council.now):
        reviews.declare_interest(council.request, **words)


def addresses(council: CouncilAtWork) -> list[str]:
    """Every address of the case: each pattern of a request or of a line, and the chain."""
    values = {
        "reference": council.request.reference,
        "number": 1,
        "pk": 1,
        "form": "pdf",
        "kind": "acceptance",
        "key": "what",
    }
    found = [f"/c/shiomi/chain/{council.request.reference}/"]
    for name, (patterns, *_rest) in get_resolver("governance.sharing.urls").reverse_dict.lists():
        for pattern in patterns[0]:
            if isinstance(name, str) and pattern[0].startswith("requests/%(reference)s/"):
                found.append(f"/c/shiomi/{pattern[0] % values}")
    return found


def test_every_address_of_the_case_is_closed_to_the_recused_chair(beginning: CouncilAtWork, client) -> None:
    """Also where they keep, chair, sign for and audit the council."""
    council = checked(beginning)
    user = council.users[CHAIR]
    for role in EVERYTHING:
        give(role, user, council.world.council)
    assert {"secretary", "chair", "panel"} <= roles_of(user, council.request)
    recuse(council)
    assert roles_of(user, council.request) == frozenset()
    enter(client, user)
    paths = addresses(council)
    assert len(paths) > 25
    for path in paths:
        answers = {client.get(path).status_code, client.post(path, {}).status_code}
        assert answers <= {404, 405}, path
    for path in ("today/", "requests/", "search/?q=歩行", "cases/", "decisions/", "drafts/"):
        page = client.get(f"/c/shiomi/{path}").content.decode()
        assert council.request.title_ja not in page, path


def reviewed_anew(council: CouncilAtWork) -> CouncilAtWork:
    """A member who keeps, chairs, signs for and audits the council was recused; then a new review has opened."""
    checked(council)
    for role in EVERYTHING:
        give(role, council.users[CHAIR], council.world.council)
    recuse(council)
    done(council, "send_back", "submit", "pass_formal_check")
    return council


def test_a_recusal_lasts_until_the_next_declaration(beginning: CouncilAtWork, client) -> None:
    """The review that opens anew opens nothing: they find their seat among their cases, and declare."""
    council = reviewed_anew(beginning)
    user, request = council.users[CHAIR], council.request
    assert roles_of(user, request) <= {"panel", "presiding"}
    assert is_recused(user, request)
    assert request.pk in recused_from(user)
    assert reads_file(user, request).code == "sharing.declare_first"
    enter(client, user)
    declaring = f"/c/shiomi/requests/{request.reference}/declare/"
    with clock.at(council.now):
        for path in addresses(council):
            if path != declaring:
                answers = {client.get(path).status_code, client.post(path, {}).status_code}
                assert answers <= {404, 405}, path
        for path in ("today/", "requests/", "search/?q=歩行", "decisions/", "drafts/"):
            page = client.get(f"/c/shiomi/{path}").content.decode()
            assert request.title_ja not in page, path
        assert declaring in client.get("/c/shiomi/cases/").content.decode()
        assert client.get(declaring).status_code == 200
        client.post(declaring, {"interest": "none"})
        assert {"secretary", "chair", "panel"} <= roles_of(user, request)
        assert not is_recused(user, request)
        assert request.pk not in recused_from(user)
        assert client.get(f"/c/shiomi/requests/{request.reference}/").status_code == 200


@pytest.mark.parametrize("roles", [(), EVERYTHING])
def test_who_is_not_on_the_later_panel_stays_recused(
    beginning: CouncilAtWork, roles: tuple[Role, ...]
) -> None:
    council = checked(beginning)
    user, request, world = council.users[CHAIR], council.request, council.world
    for role in roles:
        give(role, user, world.council)
    recuse(council)
    done(council, "send_back", "submit", "pass_formal_check")
    current_review(request).panel.filter(user=user).delete()
    assert not visible_to(user, world.council).filter(pk=request.pk).exists()
    assert reads_file(user, request).code == "sharing.not_on_panel"
    assert has_part_in(user, request), "no outside expert either"
    with clock.at(council.now):
        board = assembly_queries.body(world.council, "ethics_board")
        starts = council.now + timedelta(days=9)
        meeting = assembly.plan_meeting(board, by=world.users["secretary"], starts_at=starts)
        assembly.convene(meeting, by=world.users["secretary"])
    assert meeting.attendances.filter(user=user).exists()
    assert not reads_in_copy(user, request, meeting)


def test_no_mail_of_the_case_goes_to_whoever_is_recused(beginning: CouncilAtWork) -> None:
    """Not in any of their offices, nor for the new seat, until they have declared anew."""
    council = reviewed_anew(beginning)
    user, request, line = council.users[CHAIR], council.request, council.line
    request.is_emergency = True
    sent = Job.objects.order_by("-pk").values_list("pk", flat=True).first()
    told = Job.objects.filter(pk__gt=sent, kind="mail", payload__user=user.pk)
    others = Job.objects.filter(pk__gt=sent, kind="mail", payload__user=council.users["chair"].pk)
    with clock.at(council.now):
        notices.emergency_begun(request)
        notices.provisional_ended(line)
        notices.request_withdrawn(request, [user, council.users["chair"]])
    assert others.count() == 3
    assert not told.exists()
    with clock.at(council.now):
        reviews.declare_interest(request, by=user, interest="none")
        notices.provisional_ended(line)
    assert told.count() == 1


def test_a_draft_is_made_in_the_name_of_a_secretary_who_is_not_recused(beginning: CouncilAtWork) -> None:
    """The chair decides in an emergency; whoever opened the review has been recused since."""
    council = reviewed_anew(beginning)
    request = council.request
    request.reviews.update(opened_by=council.users[CHAIR])
    assert papers._drafter(council.line, council.users["chair"]) == council.users["secretary"]


def test_who_is_recused_is_kept_from_what_a_later_submission_adds(beginning: CouncilAtWork) -> None:
    council = checked(beginning)
    recuse(council)
    done(council, "send_back")
    applicant, user = council.users["rep_university"], council.users[CHAIR]
    with clock.at(council.now):
        fields = {**CONSENTED, **procedure.asked()}
        line = requests.add_line(
            council.request, procedure.registered(council.world, "D-01"), by=applicant, **fields
        )
    done(council, "submit", "pass_formal_check")
    assert assembly_queries.is_barred(user, council.world.council, f"line:{line.reference}")
    other = council.users["reviewer_law"]
    assert not assembly_queries.is_barred(other, council.world.council, f"line:{line.reference}")


def test_the_list_of_cases_tells_the_recused_nothing(beginning: CouncilAtWork, client) -> None:
    council = beginning
    checked(council)
    enter(client, council.users[CHAIR])
    with clock.at(council.now):
        assert council.request.reference in client.get("/c/shiomi/cases/").content.decode()
        declare = f"/c/shiomi/requests/{council.request.reference}/declare/"
        answer = client.post(declare, {"interest": "adviser", "note": "顧問である。"}, follow=True)
    assert "の審査には加わりません" in answer.content.decode(), "what follows, once"
    with clock.at(council.now):
        page = client.get("/c/shiomi/cases/").content.decode()
    assert "改めて申告できるように" in page
    assert council.request.reference not in page
    assert council.request.applicant.name_ja not in page


def test_the_recused_find_no_draft_and_have_nothing_to_sign(voting: CouncilAtWork) -> None:
    council = voting
    user, world = council.users["reviewer_citizen_1"], council.world.council
    subject = f"line:{council.line.reference}"
    give(Role.APPROVER, user, world)
    for name, who in council.due():
        council.act(name, who)
    drafts = assembly_queries.drafts_for(user, world).filter(subject=subject)
    assert drafts.exists()
    with clock.at(council.now):
        assembly.exclude(world, by=user, user=user, subjects=[subject], interest="family")
        assert not drafts.all().exists()
        assert not [draft for draft in assembly_queries.to_sign(user, world) if draft.subject == subject]
        assembly.readmit(world, by=user, user=user, subjects=[subject])
    assert drafts.all().exists()


def test_the_chair_is_replaced_by_the_rule_and_cannot_undo_it(beginning: CouncilAtWork) -> None:
    council = checked(beginning)
    review = current_review(council.request)
    assert acting_chair(seated(review)).user == council.users[CHAIR]
    recuse(council)
    assert acting_chair(seated(review)).user == council.users["reviewer_security"], "the first seat"
    seats = PanelMember.objects.filter(review=review)
    seats.filter(user=council.users["reviewer_citizen_2"]).update(is_deputy=True)
    deputy = acting_chair(seated(review))
    assert deputy.user == council.users["reviewer_citizen_2"], "the deputy before others"
    chairs = [seat.member for seat in panel(council.line).seats if seat.chair]
    assert chairs == [str(deputy.pk)]
    with clock.at(council.now), pytest.raises(DomainError):
        reviews.declare_interest(council.request, by=council.users[CHAIR], interest="none")
    recuse(council, "reviewer_citizen_2")
    assert acting_chair(seated(review)).user == council.users["reviewer_security"]


def test_a_new_submission_and_a_new_declaration_let_a_member_in_again(beginning: CouncilAtWork) -> None:
    council = checked(beginning)
    recuse(council)
    user, world = council.users[CHAIR], council.world.council
    subject = f"request:{council.request.reference}"
    assert assembly_queries.is_barred(user, world, subject)
    done(council, "send_back", "submit", "pass_formal_check")
    assert assembly_queries.is_barred(user, world, subject), "until they have declared"
    with clock.at(council.now):
        reviews.declare_interest(council.request, by=user, interest="none")
    assert not assembly_queries.is_barred(user, world, subject)
    assert "panel" in roles_of(user, council.request)


def test_an_item_of_the_boards_meeting_is_hidden_from_who_is_recused(
    beginning: CouncilAtWork, client
) -> None:
    council = checked(beginning)
    recuse(council)
    secretary, subject = council.users["secretary"], f"request:{council.request.reference}"
    body = assembly_queries.body(council.world.council, "ethics_board")
    starts = council.now + timedelta(days=9)
    with clock.at(council.now):
        meeting = assembly.plan_meeting(body, by=secretary, starts_at=starts)
        words = {"title_ja": "歩行環境の件", "text_ja": "審議する。", "about": subject}
        motion = assembly.table_motion(meeting, by=secretary, **words)
        assembly.convene(meeting, by=secretary)
    with clock.at(starts):
        for seat in meeting.attendances.all():
            assembly.record_attendance(seat, by=secretary, channel=Channel.IN_PERSON)
        assembly.open_meeting(meeting, by=secretary)
        base = f"/c/shiomi/meetings/{meeting.pk}/"
        enter(client, council.users[CHAIR])
        for path in (base, f"{base}calendar/"):
            assert "歩行環境の件" not in client.get(path).content.decode(), path
        assert client.get(f"{base}items/{motion.number}/").status_code == 404
        with pytest.raises(DomainError):
            assembly.defer_motion(motion, by=council.users[CHAIR])
        enter(client, council.users["reviewer_security"])
        assert "歩行環境の件" in client.get(base).content.decode()
        with pytest.raises(DomainError):
            assembly.defer_motion(motion, by=council.users["reviewer_law"])
        deferred = assembly.defer_motion(motion, by=council.users["reviewer_security"])
        assert deferred.state == "deferred", "the first in the order of seats presides over it"


def test_staff_with_an_interest_act_only_after_another_person_has_checked(beginning: CouncilAtWork) -> None:
    council = beginning
    done(council, "draft", "submit")
    mine, other, request = council.users["secretary"], council.users["secretary_2"], council.request
    with clock.at(council.now):
        handling.record_interest(request, by=other, user=mine, interest="employer")
        with pytest.raises(NotNow, match="interest_on_record"):
            handling.record_interest(request, by=mine, user=mine, interest="family")
        with pytest.raises(NotPermitted, match="second_person_needed"):
            requests.pass_formal_check(request, by=mine)
        check = handling.ask_for_check(request, by=mine, verb="pass_formal_check")
        with pytest.raises(NotPermitted, match="check_by_another"):
            handling.confirm_check(check, by=mine)
        with pytest.raises(NotPermitted):
            handling.confirm_check(check, by=council.users["rep_university"])
        handling.confirm_check(check, by=other)
        with pytest.raises(NotNow, match="checked_already"):
            handling.confirm_check(check, by=other)
        assert not permit(mine, request, "return_for_correction"), "the check is for one step"
        requests.pass_formal_check(request, by=mine)
    council.reload()
    assert council.request.state == "in_review"
    assert not permit(mine, council.request, "consolidate")
    assert permit(other, council.request, "consolidate"), "who has no interest needs nobody"


def test_who_may_put_an_interest_of_staff_on_record(beginning: CouncilAtWork) -> None:
    council = beginning
    done(council, "draft", "submit")
    mine, request = council.users["secretary"], council.request
    with clock.at(council.now):
        with pytest.raises(DomainError, match="no_check_needed"):
            handling.ask_for_check(request, by=mine, verb="pass_formal_check")
        with pytest.raises(DomainError, match="not_of_the_secretariat"):
            handling.record_interest(request, by=mine, user=council.users["rep_bus"], interest="family")
        with pytest.raises(DomainError, match="interest_missing"):
            handling.record_interest(request, by=mine, user=mine, interest="none")
        for who in ("rep_university", "reviewer_law", "neighbour", "stranger"):
            with pytest.raises(NotPermitted):
                handling.record_interest(request, by=council.users[who], user=mine, interest="family")


def test_the_check_is_asked_and_given_on_the_page(beginning: CouncilAtWork, client) -> None:
    council = beginning
    done(council, "draft", "submit")
    base = f"/c/shiomi/requests/{council.request.reference}/"
    mine, other = council.users["secretary"], council.users["secretary_2"]
    with clock.at(council.now):
        enter(client, mine)
        client.post(f"{base}interest/", {"user": mine.pk, "interest": "employer"})
        assert "確認を依頼" in client.get(f"{base}?tab=review").content.decode()
        client.post(f"{base}checks/ask/", {"verb": "pass_formal_check"})
        check = SecondCheck.objects.get()
        enter(client, other)
        assert "別の職員による確認" in client.get("/c/shiomi/today/").content.decode()
        client.post(f"{base}checks/{check.pk}/confirm/")
        enter(client, mine)
        assert client.post(f"{base}pass/").status_code == 302
    council.reload()
    assert council.request.state == "in_review"


def test_another_reason_is_said_before_it_takes_somebody_out_of_the_case(beginning: CouncilAtWork) -> None:
    council = checked(beginning)
    words = {"by": council.users[CHAIR], "interest": "other"}
    with clock.at(council.now), pytest.raises(Invalid, match="interest_unexplained"):
        reviews.declare_interest(council.request, **words, note=" ")
    with clock.at(council.now):
        assert reviews.declare_interest(council.request, **words, note="旧知である。").declared_at is not None
