"""An emergency: on a day of heavy rain the chair approves provisionally and the data may go at once; ratification is
still due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from config.demo import moments
from config.demo.people import World
from config.demo.procedure import asked, project, registered
from core import clock
from governance.assembly import actions as assembly
from governance.sharing.actions import approvals, emergencies, grants, requests
from governance.sharing.queries.requests import line as load_line

EVACUATION: Mapping[str, Any] = {
    "title_ja": "大雨避難時の臨時バスの運行",
    "title_en": "Extra buses for evacuation in heavy rain",
    "purpose": "ProtectionOfPublicSecurity",
    "purpose_ja": "大雨のとき、通学路に残る児童の多い場所へ臨時のバスを回し、安全に避難させる。",
    "purpose_en": "In heavy rain, to send extra buses to where many children are still on their way.",
    "is_emergency": True,
}
REASONS_JA = (
    "大雨警報が発表され、下校中の児童の避難に直ちに要する。提供するのは15分単位・10人以上の統計に限られる。"
)
REASONS_EN = (
    "A heavy rain warning is out, and children on their way home must be brought to safety at once. Only statistics"
    " of 15 minutes and at least ten children are provided."
)


def tell(world: World) -> None:
    """Asked for, provisionally approved, decided and agreed within one day; the board and the steering body
    follow."""
    user = world.users["rep_bus"]
    start = moments.story(20) - timedelta(hours=4)
    with clock.at(start):
        request = requests.draft(
            world.council,
            by=user,
            recipient=world.organs["bus"],
            project=project(world, "P-03"),
            **EVACUATION,
        )
        statistics = {"items": ["passages_15min"], "form": "third_party", "data_class": "statistical"}
        line = requests.add_line(request, registered(world, "D-02"), by=user, **statistics, **asked(1))
        requests.submit(request, by=user)
    with clock.at(start + timedelta(minutes=30)):
        requests.pass_formal_check(request, by=world.users["secretary"])
    with clock.at(start + timedelta(hours=1)):
        _approve(world, load_line(line.pk))
    with clock.at(start + timedelta(hours=2)):
        _go_on(world, load_line(line.pk))


def _approve(world: World, line: Any) -> None:
    chair, number = world.users["chair"], line.request.reference
    decision = assembly.record_decision(
        world.council,
        by=chair,
        title_ja=f"データ利用申請{number}の仮承認（大雨避難）",
        title_en=f"Provisional approval of request {number} (heavy rain)",
        reasons_ja=REASONS_JA,
        reasons_en=REASONS_EN,
        about=f"line:{line.reference}",
        links=[f"request:{number}"],
    )
    emergencies.approve_provisionally(line, by=chair, decision_number=decision.number, reasons=REASONS_JA)


def _go_on(world: World, line: Any) -> None:
    """The board of education decides, a memorandum is signed, and the grant holds until the ratification is due."""
    approvals.accept_provision(
        line,
        by=world.users["officer_education"],
        file_number="汐教委第93号",
        harm="none_feared",
        reasons="児童の避難に直ちに要する統計であり、個人の権利利益を不当に侵害するおそれはない。",
    )
    grants.conclude_agreement(
        load_line(line.pk),
        by=world.users["secretary"],
        kind="memorandum",
        contract_number="緊急時データ提供覚書 第1号",
        signed_on=clock.today(),
        valid_from=clock.today(),
        valid_until=clock.add_months(clock.today(), 1),
    )
