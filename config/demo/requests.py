"""Requests of the demo, told through the actions: one from draft to disposal, others at every stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from config.demo import moments
from config.demo.consents import withdraw_hina
from config.demo.people import Cast, World
from core import clock
from governance.assembly import actions as assembly
from governance.assembly import queries as assembly_queries
from governance.assembly.enums import Channel
from governance.sharing.actions import (
    approvals,
    deliveries,
    disposals,
    grants,
    requests,
    reviews,
    withdrawals,
)
from governance.sharing.queries.panels import seated_users
from governance.sharing.queries.requests import dataset, requests_of
from governance.sharing.queries.requests import line as load_line

SAFE = ["access_control", "access_log", "encryption", "training", "no_reidentification", "separation"]
RESEARCH: Mapping[str, Any] = {
    "title_ja": "歩数と歩行環境の関係に関する研究",
    "title_en": "Steps and the walking environment",
    "purpose": "AcademicResearch",
    "purpose_ja": "1日の歩数と歩道・公園の配置を比べ、歩きやすいまちの条件を明らかにする。成果は市民に報告する。",
    "purpose_en": "To compare daily steps with pavements and parks, and to find what makes a town walkable.",
}


PHASE_2: Mapping[str, Any] = {
    "title_ja": "歩数と歩行環境の関係に関する研究（第2期）",
    "title_en": "Steps and the walking environment, second phase",
    "purpose": "AcademicResearch",
    "purpose_ja": "冬期の歩数を加え、坂道や凍結しやすい歩道が歩行に与える影響を調べる。成果は市民に報告する。",
    "purpose_en": "To add winter, and to see how slopes and icy pavements affect walking.",
}
PARKS: Mapping[str, Any] = {
    "title_ja": "まち歩き地図の作成",
    "title_en": "A walking map",
    "purpose": "PublicBenefit",
    "purpose_ja": "公園の一覧を用いて、市民が使うまち歩き地図を作成する。",
    "purpose_en": "To draw a walking map for citizens from the list of parks.",
}
ROUTES: Mapping[str, Any] = {
    "title_ja": "通学路の通過記録を用いた配送経路の安全化",
    "title_en": "Safer delivery routes from school route passages",
    "purpose": "ImproveTransportMobility",
    "purpose_ja": "児童の通行が多い時間と場所を避けた配送経路を作成し、通学路の安全を高める。",
    "purpose_en": "To route deliveries around the hours and places where many children walk.",
}
CONSENTED: Mapping[str, Any] = {
    "items": ["daily_steps", "age_band", "school_district"],
    "form": "third_party",
    "data_class": "personal",
    "ground": "consent_69_2_1",
    "ground_reason": "健康づくり事業の同意説明書による。",
}


def fill(cast: Cast) -> None:
    """Tell the stories where a council has no requests yet."""
    for world in cast.worlds:
        if not requests_of(world.council).exists():
            _research(cast, world)
            _second_phase(world)
            _statistics(world)
            _routes(world)


def _project(world: World, reference: str) -> Any:
    return assembly_queries.project(world.council, reference)


def _asked(months: int = 12) -> dict[str, Any]:
    start = clock.today() + timedelta(days=1)
    end = clock.fiscal_year_end(start)
    return {
        "use_from": start,
        "use_until": end,
        "retention_months": months,
        "disposal_method": "erase",
        "disposal_by": end + timedelta(days=30),
        "storage": ["JP"],
        "safeguards": SAFE,
        "evidenced": ["access_log"],
    }


def _research(cast: Cast, world: World) -> None:
    """R: research on steps, with consent as its ground; delivered twice, one withdrawal between, disposed of."""
    line = _draft_research(world)
    with clock.at(moments.story(2)):
        requests.pass_formal_check(line.request, by=world.users["secretary"])
    with clock.at(moments.story(3)):
        review(world, line.request, {line.number: "suitable"})
    with clock.at(moments.story(4)):
        conclude(
            world,
            line,
            reasons="利用目的が明確で、同意の範囲内である。",
            remark="10人未満の区分は秘匿すること。",
        )
    number = steering_decision(world, line, step=5)
    with clock.at(moments.story(6)):
        grant = _agree(world, line, number)
    first = _deliver(world, grant, step=7)
    with clock.at(moments.story(10)):
        _withdrawal(cast, world, first)
    _deliver(world, grant, step=13)
    with clock.at(moments.story(17)):
        grants.give_back(grant, by=world.users["rep_university"])
    with clock.at(moments.story(18)):
        disposals.file(
            grant,
            by=world.users["rep_university"],
            method="erase",
            disposed_on=clock.today(),
            witness="情報基盤センター長",
            description="研究用サーバの暗号化領域を鍵ごと消去し、複製がないことを確認した。",
        )
    with clock.at(moments.story(19)):
        disposals.verify(grant, by=world.users["officer_mayor"], note="消去記録の写しを確認した。")


def _draft_research(world: World) -> Any:
    user = world.users["rep_university"]
    with clock.at(moments.story(0)):
        request = requests.draft(
            world.council,
            by=user,
            recipient=world.organs["university"],
            project=_project(world, "P-01"),
            **RESEARCH,
        )
        line = requests.add_line(
            request,
            steps(world),
            by=user,
            items=["daily_steps", "age_band", "school_district"],
            form="third_party",
            data_class="personal",
            ground="consent_69_2_1",
            ground_reason="健康づくり事業の同意説明書による。",
            **_asked(),
        )
    with clock.at(moments.story(1)):
        requests.submit(request, by=user)
    return load_line(line.pk)


def steps(world: World) -> Any:
    """The dataset of steps, D-01."""
    found = dataset(world.council, "D-01")
    assert found is not None
    return found


def review(world: World, request: Any, findings: Mapping[int, str], *, recused: Sequence[str] = ()) -> None:
    """The board declares, gives opinions, opens them and votes; ``findings`` by line number for everybody."""
    absent = {world.users[key].pk for key in recused}
    while waiting := seated_users(request).filter(declared_at__isnull=True):
        for member in waiting:
            interest = "adviser" if member.user_id in absent else "none"
            reviews.declare_interest(request, by=member.user, interest=interest)
    lines = list(request.lines.filter(number__in=findings))
    for member in seated_users(request):
        for line in lines:
            finding = findings[line.number]
            text = "同意の範囲、保存期間及び安全管理措置を確認した。"
            reviews.record_opinion(line, by=member.user, judgement=finding, text=text)
    reviews.consolidate(request, by=world.users["secretary"])
    for member in seated_users(request):
        for line in lines:
            reviews.cast_ballot(line, by=member.user, choice=findings[line.number])


def conclude(world: World, line: Any, *, reasons: str, remark: str = "", asked: Sequence[Any] = ()) -> None:
    """Fix the board's opinion on the only line, sign its document, close the review."""
    reviews.give_opinion(line, by=world.users["secretary"], reasons=reasons, remark=remark, conditions=asked)
    reviews.conclude(line.request, by=world.users["secretary"])
    sign_all(world, line)


def sign_all(world: World, line: Any) -> None:
    """The line of approval signs every draft about ``line``."""
    for draft in assembly_queries.drafts_about(world.council, f"line:{line.reference}"):
        while draft.state == "in_approval":
            office = draft.line[draft.signatures.count()]
            signer = "approver" if office == "secretariat_head" else "chair"
            draft = assembly.sign_draft(draft, by=world.users[signer])


def steering_decision(world: World, line: Any, *, step: int) -> str:
    """The steering body meets, nobody objects, and the decision gets its number."""
    secretary = world.users["secretary"]
    body = assembly_queries.body(world.council, "steering")
    assert body is not None
    starts = moments.story(step)
    with clock.at(starts - timedelta(days=9)):
        meeting = assembly.plan_meeting(body, by=secretary, starts_at=starts, place="汐見市役所 第2会議室")
        motion = assembly.table_motion(
            meeting,
            by=secretary,
            title_ja=f"データ利用申請{line.request.reference}の利用承認について",
            title_en=f"Approval of request {line.request.reference}",
            about=f"line:{line.reference}",
            concerned=[line.request.applicant],
        )
        assembly.convene(meeting, by=secretary)
    with clock.at(starts):
        for seat in meeting.attendances.all():
            assembly.record_attendance(seat, by=secretary, channel=Channel.IN_PERSON)
        assembly.open_meeting(meeting, by=secretary)
        assembly.put_to_vote(motion, by=secretary)
        assembly.no_objection(motion, by=secretary)
        assembly.close_meeting(meeting, by=secretary)
        decision = assembly.record_decision(
            world.council,
            by=secretary,
            title_ja=f"データ利用申請{line.request.reference}の利用承認",
            title_en=f"Approval of request {line.request.reference}",
            reasons_ja="審査会の意見のとおり承認する。",
            reasons_en="Approved as the board advised.",
            motion=motion,
            about=f"line:{line.reference}",
            links=[f"request:{line.request.reference}"],
        )
        approvals.approve(
            line, by=secretary, decision_number=decision.number, reasons="審査会の意見のとおり承認する。"
        )
    sign_all(world, line)
    return str(decision.number)


def _agree(world: World, line: Any, number: str) -> Any:
    approvals.accept_provision(
        line,
        by=world.users["officer_mayor"],
        file_number="汐健第112号",
        harm="none_feared",
        reasons="本人の同意があり、権利利益を不当に侵害するおそれはない。",
    )
    end = clock.fiscal_year_end(clock.today())
    return grants.conclude_agreement(
        line,
        by=world.users["secretary"],
        kind="contract",
        contract_number="データ利用契約 第8号",
        signed_on=clock.today(),
        valid_from=clock.today(),
        valid_until=end,
    )


def _deliver(world: World, grant: Any, *, step: int) -> Any:
    with clock.at(moments.story(step)):
        delivery = deliveries.prepare(grant, by=world.users["officer_mayor"])
        deliveries.write_list(delivery)
        deliveries.release(delivery, by=world.users["officer_mayor"])
        return deliveries.confirm_receipt(delivery, by=world.users["rep_university"])


def _withdrawal(cast: Cast, world: World, delivery: Any) -> None:
    """A mother withdraws for her daughter after the first delivery; the university erases the record."""
    if world is not cast.shiomi:
        return
    withdraw_hina(cast)
    for pursuit in delivery.pursuits.filter(answered_at__isnull=True):
        withdrawals.answer(
            pursuit, by=world.users["rep_university"], outcome="deleted", note="研究用データから削除した。"
        )


def _second_phase(world: World) -> None:
    """R: the next phase of the research, in review: two members have declared and given their opinions."""
    user = world.users["rep_university"]
    with clock.at(moments.story(15)):
        request = requests.draft(
            world.council,
            by=user,
            recipient=world.organs["university"],
            project=_project(world, "P-01"),
            **PHASE_2,
        )
        asked = {**_asked(), "use_until": clock.fiscal_year_end(clock.today())}
        requests.add_line(request, steps(world), by=user, **CONSENTED, **asked)
        requests.submit(request, by=user)
    with clock.at(moments.story(16)):
        requests.pass_formal_check(request, by=world.users["secretary"])
    line = request.lines.get()
    with clock.at(moments.story(18)):
        for key in ("reviewer_security", "reviewer_ethics"):
            reviews.declare_interest(request, by=world.users[key], interest="none")
            text = "前回の研究の条件が守られていることを確認した上で、適当と考える。"
            reviews.record_opinion(line, by=world.users[key], judgement="suitable", text=text)


def _statistics(world: World) -> None:
    """R: a list of parks for a walking map, waiting for the formal check."""
    user = world.users["rep_town"]
    with clock.at(moments.story(20)):
        request = requests.draft(world.council, by=user, recipient=world.organs["town"], **PARKS)
        parks = dataset(world.council, "D-04")
        assert parks is not None
        asked = {"items": ["park"], "form": "third_party", "data_class": "non_personal", **_asked()}
        requests.add_line(request, parks, by=user, **asked)
        requests.submit(request, by=user)


def _routes(world: World) -> None:
    """R: a draft whose checklist shows what is missing: the assessment is in review, no notice names the recipient."""
    user = world.users["rep_delivery"]
    with clock.at(moments.story(19)):
        request = requests.draft(
            world.council,
            by=user,
            recipient=world.organs["delivery"],
            project=_project(world, "P-02"),
            **ROUTES,
        )
        tags = dataset(world.council, "D-02")
        assert tags is not None
        asked = {**_asked(36), "items": ["tag_id", "detector", "passed_at"], "ground": "consent_69_2_1"}
        requests.add_line(request, tags, by=user, form="third_party", data_class="personal", **asked)
