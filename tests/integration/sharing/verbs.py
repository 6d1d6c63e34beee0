"""What people of a council do to a request, its grant and its deliveries, by name; ``m`` is the council at work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction

from config.demo import procedure, requests
from core import clock
from core.accounts.models import User
from core.errors import DomainError
from governance.assembly import actions as assembly
from governance.assembly import queries as assembly_queries
from governance.assembly.enums import Channel
from governance.sharing.actions import (
    approvals,
    ballot_rounds,
    conditions,
    datasets,
    deliveries,
    disposals,
    emergencies,
    endings,
    expedited,
    grants,
    incidents,
    questions,
    records,
    reviews,
    revoking,
    seating,
    sittings,
    suspensions,
    withdrawals,
)
from governance.sharing.actions import requests as verbs
from governance.sharing.models import Condition, Incident
from governance.sharing.queries.panels import current_review, seated_users
from governance.sharing.queries.questions import open_questions
from governance.sharing.queries.seats import empty_seats
from tests.factories import sharing


@dataclass(frozen=True)
class Verb:
    """A deed, who does it rightly, and what of the council it needs to be there."""

    deed: Callable[[Any, User], Any]
    rightly: str
    needs: str


VERBS: dict[str, Verb] = {}


def verb(rightly: str, *, needs: str) -> Callable[[Any], Any]:
    def keep(deed: Any) -> Any:
        VERBS[deed.__name__] = Verb(deed, rightly, needs)
        return deed

    return keep


@verb("rep_university", needs="room")
def draft(m: Any, by: User) -> Any:
    m.request = verbs.draft(
        m.world.council, by=by, recipient=m.world.organs["university"], **requests.RESEARCH
    )
    procedure.prove(m.request, by=by)
    fields = {**requests.CONSENTED, **m.terms, **procedure.asked()}
    return verbs.add_line(m.request, procedure.registered(m.world, "D-01"), by=by, **fields)


@verb("rep_university", needs="line")
def ask_for_more(m: Any, by: User) -> Any:
    return verbs.edit_line(m.line, by=by, items=["daily_steps", "age_band"][: 1 + len(m.line.items) % 2])


@verb("rep_university", needs="line")
def change_purpose(m: Any, by: User) -> Any:
    other = "ImproveHealthcare" if m.request.purpose == "AcademicResearch" else "AcademicResearch"
    return verbs.edit(m.request, by=by, purpose=other)


@verb("rep_university", needs="line")
def remove_line(m: Any, by: User) -> Any:
    return verbs.remove_line(m.line, by=by)


@verb("rep_university", needs="line")
def submit(m: Any, by: User) -> Any:
    return verbs.submit(m.request, by=by)


@verb("rep_university", needs="line")
def take_back(m: Any, by: User) -> Any:
    return verbs.withdraw(m.request, by=by)


@verb("rep_university", needs="line")
def take_back_the_rest(m: Any, by: User) -> Any:
    return verbs.withdraw_rest(m.request, by=by)


@verb("secretary", needs="line")
def pass_formal_check(m: Any, by: User) -> Any:
    return verbs.pass_formal_check(m.request, by=by)


@verb("secretary", needs="line")
def ask_for_correction(m: Any, by: User) -> Any:
    return verbs.return_for_correction(m.request, by=by, reason="保存期間の記載がない。")


@verb("secretary", needs="line")
def send_back(m: Any, by: User) -> Any:
    return verbs.return_to_applicant(m.request, by=by, reason="安全管理措置の説明が足りない。")


@verb("reviewer_law", needs="line")
def declare(m: Any, by: User) -> Any:
    return reviews.declare_interest(m.request, by=by, interest="none")


@verb("reviewer_law", needs="line")
def declare_an_interest(m: Any, by: User) -> Any:
    return reviews.declare_interest(m.request, by=by, interest="adviser")


@verb("reviewer_law", needs="line")
def opine(m: Any, by: User) -> Any:
    return reviews.record_opinion(m.line, by=by, judgement=m.finding, text="確認した。")


@verb("reviewer_law", needs="line")
def ask(m: Any, by: User) -> Any:
    return questions.ask(m.request, by=by, text="保存場所はどこですか。", line=m.line)


@verb("rep_university", needs="line")
def answer(m: Any, by: User) -> Any:
    return [
        questions.answer(row, by=by, text="学内のサーバです。") for row in open_questions(m.request)
    ] or None


@verb("secretary", needs="line")
def withdraw_question(m: Any, by: User) -> Any:
    return [questions.withdraw(row, by=by) for row in open_questions(m.request)] or None


@verb("secretary", needs="line")
def consolidate(m: Any, by: User) -> Any:
    return reviews.consolidate(m.request, by=by)


@verb("reviewer_law", needs="line")
def ask_for_meeting(m: Any, by: User) -> Any:
    return sittings.ask_for_meeting(m.request, by=by)


@verb("secretary", needs="line")
def circulate(m: Any, by: User) -> Any:
    return sittings.circulate(m.request, by=by, until=clock.today() + timedelta(days=7))


@verb("secretary", needs="line")
def excuse(m: Any, by: User) -> Any:
    """The member of law cannot come, or whoever sits for them."""
    seats = seated_users(m.request).filter(expertise="law")
    return [seating.excuse_member(seat, by=by, reason="illness") for seat in seats] or None


@verb("secretary", needs="line")
def call_in(m: Any, by: User) -> Any:
    review = current_review(m.request)
    return [seating.call_in(seat, by=by) for seat in (empty_seats(review) if review else ())] or None


@verb("reviewer_ethics", needs="line")
def vote_anew(m: Any, by: User) -> Any:
    return ballot_rounds.vote_anew(m.request, by=by, reason="意見が成立しなかったため。")


@verb("secretary", needs="line")
def extend(m: Any, by: User) -> Any:
    until = clock.today() + timedelta(days=40)
    return ballot_rounds.extend_circulation(m.request, by=by, until=until, reason="回答が足りないため。")


@verb("secretary", needs="line")
def expedite(m: Any, by: User) -> Any:
    review = current_review(m.request)
    members = expedited.candidates(review)[:1] if review else []
    return expedited.expedite(m.request, by=by, members=members)


@verb("secretary", needs="line")
def adopt_without_objection(m: Any, by: User) -> Any:
    return sittings.adopt_without_objection(m.line, by=by, finding=m.finding)


@verb("reviewer_law", needs="line")
def vote(m: Any, by: User) -> Any:
    return reviews.cast_ballot(m.line, by=by, choice=m.finding)


@verb("reviewer_security", needs="line")
def vote_against(m: Any, by: User) -> Any:
    return reviews.cast_ballot(m.line, by=by, choice="unsuitable")


@verb("secretary", needs="line")
def give_opinion(m: Any, by: User) -> Any:
    asked = [{"text": "結果を報告すること。", "precedent": True, "due_days": 30}]
    reasons = {"reasons": "同意の範囲内である。"}
    try:
        with transaction.atomic():
            return reviews.give_opinion(m.line, by=by, **reasons)
    except DomainError:
        return reviews.give_opinion(m.line, by=by, conditions=asked, **reasons)


@verb("secretary", needs="line")
def conclude(m: Any, by: User) -> Any:
    return reviews.conclude(m.request, by=by)


def tabled(m: Any) -> Any:
    """An open meeting of the steering body with the line on its agenda."""
    secretary, now = m.users["secretary"], clock.now()
    body = assembly_queries.body(m.world.council, "steering")
    about = f"line:{m.line.reference}"
    with clock.at(now - timedelta(days=9)):
        meeting = assembly.plan_meeting(body, by=secretary, starts_at=now, place="第2会議室")
        motion = assembly.table_motion(
            meeting, by=secretary, title_ja="利用承認", about=about, concerned=[m.request.applicant]
        )
        assembly.convene(meeting, by=secretary)
    for seat in meeting.attendances.all():
        assembly.record_attendance(seat, by=secretary, channel=Channel.IN_PERSON)
    assembly.open_meeting(meeting, by=secretary)
    return motion


def nobody_objects(m: Any, motion: Any) -> None:
    """The item is put to the vote and carried."""
    assembly.put_to_vote(motion, by=m.users["secretary"])
    assembly.no_objection(motion, by=m.users["secretary"])


def steering(m: Any) -> str:
    """A meeting of the steering body about the line; nobody objects."""
    secretary, motion, about = m.users["secretary"], tabled(m), f"line:{m.line.reference}"
    nobody_objects(m, motion)
    words = {"title_ja": "利用承認", "reasons_ja": "審査会の意見のとおり。", "motion": motion, "about": about}
    return str(assembly.record_decision(m.world.council, by=secretary, **words).number)


def alone(m: Any) -> str:
    """A decision of the chair alone."""
    words = {"title_ja": "会長専決", "reasons_ja": "急を要する。", "about": f"line:{m.line.reference}"}
    return str(assembly.record_decision(m.world.council, by=m.users["chair"], **words).number)


@verb("secretary", needs="line")
def approve(m: Any, by: User) -> Any:
    return approvals.approve(m.line, by=by, decision_number=steering(m), reasons="意見のとおり。")


@verb("chair", needs="line")
def approve_alone(m: Any, by: User) -> Any:
    return approvals.approve(m.line, by=by, decision_number=alone(m), reasons="急を要する。")


@verb("secretary", needs="line")
def not_approve(m: Any, by: User) -> Any:
    return approvals.not_approve(m.line, by=by, decision_number=steering(m), reasons="必要性が乏しい。")


@verb("rep_university", needs="line")
def call_it_an_emergency(m: Any, by: User) -> Any:
    return verbs.edit(m.request, by=by, is_emergency=True)


@verb("chair", needs="line")
def approve_provisionally(m: Any, by: User) -> Any:
    return emergencies.approve_provisionally(m.line, by=by, decision_number=alone(m), reasons="大雨。")


@verb("secretary", needs="line")
def ratify(m: Any, by: User) -> Any:
    return emergencies.ratify(m.line, by=by, decision_number=steering(m))


@verb("secretary", needs="line")
def refuse_to_ratify(m: Any, by: User) -> Any:
    return emergencies.revoke(m.line, by=by, decision_number=steering(m), reasons="必要がなくなった。")


@verb("officer_mayor", needs="line")
def accept(m: Any, by: User) -> Any:
    words = {"file_number": "汐健第1号", "harm": "none_feared", "reasons": "同意がある。"}
    return approvals.accept_provision(m.line, by=by, **words)


@verb("officer_mayor", needs="line")
def accept_in_part(m: Any, by: User) -> Any:
    words = {"file_number": "汐健第2号", "harm": "none_feared", "reasons": "必要な項目に限る。"}
    return approvals.accept_provision(m.line, by=by, items=["daily_steps"], **words)


@verb("officer_mayor", needs="line")
def decline(m: Any, by: User) -> Any:
    words = {"file_number": "汐健第3号", "harm": "none_feared", "reasons": "業務に支障がある。"}
    return approvals.decline_provision(m.line, by=by, **words)


FEARED = {"file_number": "汐健第4号", "harm": "feared", "reasons": "再識別のおそれがある。"}


@verb("officer_mayor", needs="line")
def take_provision_back(m: Any, by: User) -> Any:
    return endings.take_back(m.line, by=by, **FEARED)


@verb("officer_mayor", needs="grant")
def take_grant_back(m: Any, by: User) -> Any:
    return endings.take_back_grant(m.grant, by=by, **FEARED)


@verb("officer_mayor", needs="grant")
def end_agreement(m: Any, by: User) -> Any:
    return endings.end_agreement(m.grant, by=by, reason="合意により解約した。")


@verb("secretary", needs="line")
def agree(m: Any, by: User) -> Any:
    return grants.conclude_agreement(
        m.line,
        by=by,
        kind="contract",
        contract_number="契約 第1号",
        signed_on=clock.today(),
        valid_from=clock.today(),
        valid_until=clock.fiscal_year_end(max(clock.today(), m.line.use_from or clock.today())),
    )


@verb("rep_university", needs="line")
def show_evidence(m: Any, by: User) -> Any:
    for row in Condition.objects.filter(line=m.line, state="open"):
        conditions.submit_evidence(row, by=by, evidence="報告書を提出した。")


@verb("secretary", needs="line")
def accept_evidence(m: Any, by: User) -> Any:
    for row in Condition.objects.filter(line=m.line, state="submitted"):
        conditions.accept_evidence(row, by=by)


@verb("secretary", needs="line")
def reject_evidence(m: Any, by: User) -> Any:
    for row in Condition.objects.filter(line=m.line, state="submitted"):
        conditions.reject_evidence(row, by=by, note="根拠が足りない。")


@verb("officer_mayor", needs="grant")
def prepare(m: Any, by: User) -> Any:
    return deliveries.prepare(m.grant, by=by)


@verb("officer_mayor", needs="delivery")
def write_list(m: Any, by: User) -> Any:
    return deliveries.write_list(m.delivery)


@verb("officer_mayor", needs="delivery")
def release(m: Any, by: User) -> Any:
    return deliveries.release(m.delivery, by=by)


@verb("officer_mayor", needs="delivery")
def cancel(m: Any, by: User) -> Any:
    return deliveries.cancel(m.delivery, by=by)


@verb("rep_university", needs="delivery")
def confirm_receipt(m: Any, by: User) -> Any:
    return records.confirm_receipt(m.delivery, by=by)


@verb("rep_university", needs="delivery")
def answer_withdrawals(m: Any, by: User) -> Any:
    for pursuit in m.delivery.pursuits.all():
        withdrawals.answer(pursuit, by=by, outcome="deleted")


@verb("secretary", needs="grant")
def suspend(m: Any, by: User) -> Any:
    return suspensions.suspend(m.grant, by=by, reason="点検")


@verb("secretary", needs="grant")
def resume(m: Any, by: User) -> Any:
    return suspensions.resume(m.grant, by=by, reason="点検が済んだ。")


@verb("secretary", needs="grant")
def revoke(m: Any, by: User) -> Any:
    return revoking.revoke(m.grant, by=by, decision_number=steering(m), reason="目的外の利用があった。")


@verb("rep_university", needs="grant")
def give_back(m: Any, by: User) -> Any:
    return grants.give_back(m.grant, by=by)


@verb("rep_university", needs="grant")
def file(m: Any, by: User) -> Any:
    words = {"method": "erase", "disposed_on": clock.today(), "witness": "課長", "description": "消去した。"}
    return disposals.file(m.grant, by=by, **words)


@verb("officer_mayor", needs="grant")
def reject(m: Any, by: User) -> Any:
    return disposals.reject(m.grant, by=by, note="記録の写しがない。")


@verb("officer_mayor", needs="grant")
def verify(m: Any, by: User) -> Any:
    return disposals.verify(m.grant, by=by)


@verb("rep_university", needs="world")
def report(m: Any, by: User) -> Any:
    about = [procedure.registered(m.world, "D-01")]
    return incidents.report(m.world.council, by=by, title_ja="誤送信", description="宛先。", datasets=about)


@verb("secretary", needs="world")
def settle(m: Any, by: User) -> Any:
    for row in Incident.objects.filter(council=m.world.council).exclude(state__in=["settled", "closed"]):
        number = sharing.resuming(m.world, row)
        incidents.settle(
            incidents.take_in_hand(row, by=by), by=by, finding="影響なし。", decision_number=number
        )


@verb("officer_mayor", needs="world")
def suspend_dataset(m: Any, by: User) -> Any:
    return datasets.suspend(procedure.registered(m.world, "D-01"), by=by, reason="点検")


@verb("officer_mayor", needs="world")
def resume_dataset(m: Any, by: User) -> Any:
    return datasets.resume(procedure.registered(m.world, "D-01"), by=by, reason="点検が済んだ。")
