"""Requests of the demo, told through the actions: one from draft to disposal, others at every stage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from config.demo import moments, request_emergency, request_map, request_routes
from config.demo.consents import withdraw_hina
from config.demo.people import Cast, World
from config.demo.procedure import (
    asked,
    conclude,
    letter,
    project,
    prove,
    registered,
    review,
    sign_all,
    steering_decision,
)
from core import clock
from core.administration.actions import continue_numbering
from governance.sharing.actions import (
    approvals,
    deliveries,
    disposals,
    experts,
    grants,
    record_books,
    records,
    requests,
    reviews,
    withdrawals,
)
from governance.sharing.queries.requests import line as load_line
from governance.sharing.queries.requests import requests_of

__all__ = ["conclude", "fill", "review", "sign_all", "steering_decision"]

PAPER = (17, 30)
"""The last numbers of this fiscal year's requests that the office gave on paper: before the story, and while both
ways were open."""
RESEARCH: Mapping[str, Any] = {
    "title_ja": "歩数と歩行環境の関係に関する研究",
    "title_en": "Steps and the walking environment",
    "purpose": "AcademicResearch",
    "purpose_ja": (
        "1日の歩数と歩道・公園の配置を比べ、歩きやすいまちの条件を明らかにする。成果は市民に報告する。"
    ),
    "purpose_en": "To compare daily steps with pavements and parks, and to find what makes a town walkable.",
}


PHASE_2: Mapping[str, Any] = {
    "title_ja": "歩数と歩行環境の関係に関する研究（第2期）",
    "title_en": "Steps and the walking environment, second phase",
    "purpose": "AcademicResearch",
    "purpose_ja": (
        "冬期の歩数を加え、坂道や凍結しやすい歩道が歩行に与える影響を調べる。成果は市民に報告する。"
    ),
    "purpose_en": "To add winter, and to see how slopes and icy pavements affect walking.",
}
PARKS: Mapping[str, Any] = {
    "title_ja": "まち歩き地図の作成",
    "title_en": "A walking map",
    "purpose": "PublicBenefit",
    "purpose_ja": "公園の時間帯別の利用者数を用いて、市民が使うまち歩き地図を作成する。",
    "purpose_en": "To draw a walking map for citizens from the numbers of visitors of the parks by hour.",
}
TIMETABLE: Mapping[str, Any] = {
    "title_ja": "通学時間帯のバス運行の見直し",
    "title_en": "Bus timetables at school hours",
    "purpose": "ImproveTransportMobility",
    "purpose_ja": "児童の通学の時間と場所を知り、混雑する便の時刻と停留所の位置を見直す。",
    "purpose_en": "To know when and where children walk to school, and to adjust crowded buses and stops.",
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
            _tell(cast, world)


def _tell(cast: Cast, world: World) -> None:
    first = world is cast.shiomi
    if first:
        _after_paper(world, PAPER[0], step=0)
    _research(cast, world)
    if first:
        beside = request_map.hand_in(world)
        _after_paper(world, PAPER[1], step=5.5)
        request_routes.tell(world, beside)
    line = _second_phase(world)
    if first:
        _ask_expert(cast, world, line)
    _timetable(world)
    if first:
        request_emergency.tell(world)
    _statistics(world)
    if first:
        request_routes.amend(world)
        _book(world)


def _book(world: World) -> None:
    """The health division asks for its yearly book of records; the worker makes it."""
    with clock.at(moments.story(20)):
        organ, year = world.organs["mayor"], clock.fiscal_year(clock.today())
        record_books.request_book(world.council, by=world.users["officer_mayor"], organ=organ, year=year)


def _after_paper(world: World, last: int, *, step: float) -> None:
    with clock.at(moments.story(step)):
        continue_numbering(world.council, "R", by=world.users["secretary"], last=last)


def _research(cast: Cast, world: World) -> None:
    """R: research on steps, with consent as its ground; delivered twice, one withdrawal between, disposed of."""
    line = _draft_research(world)
    with clock.at(moments.story(2)):
        accepted = requests.pass_formal_check(line.request, by=world.users["secretary"])
        letter(world, accepted, "acceptance")
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
    _dispose(world, grant)


def _dispose(world: World, grant: Any) -> None:
    """Given back before its end: the copy accounted for, the certificate filed and verified."""
    with clock.at(moments.story(17)):
        grants.give_back(grant, by=world.users["rep_university"])
    with clock.at(moments.story(17.5)):
        recipient = world.users["rep_university"]
        copy = disposals.name_copy(
            grant, by=recipient, holder="学内の計算機センター", place="汐見大学 本部棟"
        )
        note = "解析用の複製を消去し、センター職員が立ち会った。"
        disposals.account_for_copy(copy, by=recipient, outcome="disposed", done_on=clock.today(), note=note)
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
            project=project(world, "P-01"),
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
            **asked(in_days=7),
        )
        prove(request, by=user)
    with clock.at(moments.story(1)):
        requests.submit(request, by=user)
    return load_line(line.pk)


def steps(world: World) -> Any:
    """The dataset of steps, D-01."""
    return registered(world, "D-01")


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
        return records.confirm_receipt(delivery, by=world.users["rep_university"])


def _withdrawal(cast: Cast, world: World, delivery: Any) -> None:
    """A mother withdraws for her daughter after the first delivery; the university erases the record."""
    if world is not cast.shiomi:
        return
    withdraw_hina(cast)
    for pursuit in delivery.pursuits.filter(answered_at__isnull=True):
        withdrawals.answer(
            pursuit, by=world.users["rep_university"], outcome="deleted", note="研究用データから削除した。"
        )


def _second_phase(world: World) -> Any:
    """R: the next phase of the research, in review: two members have declared and given their opinions."""
    user = world.users["rep_university"]
    with clock.at(moments.story(15)):
        request = requests.draft(
            world.council,
            by=user,
            recipient=world.organs["university"],
            project=project(world, "P-01"),
            **PHASE_2,
        )
        requests.add_line(request, steps(world), by=user, **CONSENTED, **asked())
        prove(request, by=user)
        requests.submit(request, by=user)
    with clock.at(moments.story(16)):
        requests.pass_formal_check(request, by=world.users["secretary"])
    line = request.lines.get()
    with clock.at(moments.story(18)):
        for key in ("reviewer_security", "reviewer_ethics"):
            reviews.declare_interest(request, by=world.users[key], interest="none")
            text = "前回の研究の条件が守られていることを確認した上で、適当と考える。"
            reviews.record_opinion(line, by=world.users[key], judgement="suitable", text=text)
    return line


def _ask_expert(cast: Cast, world: World, line: Any) -> None:
    """The board asks somebody from outside, who has not declared yet."""
    with clock.at(moments.story(18.5)):
        experts.invite(
            line.request,
            by=world.users["secretary"],
            user=cast.expert,
            reason="凍結路面での歩行に関する統計に詳しく、少人数の集計の扱いについて意見を求めるため。",
        )


def _statistics(world: World) -> None:
    """R: visitors of the parks for a walking map, waiting for the formal check."""
    user = world.users["rep_town"]
    with clock.at(moments.story(20)):
        request = requests.draft(world.council, by=user, recipient=world.organs["town"], **PARKS)
        counts = {"items": ["visitors"], "form": "third_party", "data_class": "statistical"}
        requests.add_line(request, registered(world, "D-05"), by=user, **counts, **asked())
        requests.submit(request, by=user)


def _timetable(world: World) -> None:
    """R: a draft whose checklist shows what is missing: no assessment covers it, no notice names the "
    "recipient."""
    user = world.users["rep_bus"]
    with clock.at(moments.story(19)):
        request = requests.draft(
            world.council,
            by=user,
            recipient=world.organs["bus"],
            project=project(world, "P-02"),
            **TIMETABLE,
        )
        raw = {"items": ["tag_id", "detector", "passed_at"], "ground": "consent_69_2_1"}
        shape = {"form": "third_party", "data_class": "personal"}
        requests.add_line(request, registered(world, "D-02"), by=user, **raw, **shape, **asked(36))
