"""Incidents of the demo: a closed one in the first council, an open one in the second."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from config.demo.people import Cast, World
from config.demo.procedure import registered
from core import clock
from governance.sharing.actions import incidents
from governance.sharing.queries.requests import incidents_visible_to

MAIL: Mapping[str, Any] = {
    "title_ja": "健幸ポイントの案内メールの誤送信",
    "title_en": "A newsletter sent to the wrong address",
    "description": "提供開始の案内メール1通を、登録された宛先と異なる宛先に送信した。"
    "本文は案内文のみで、氏名、歩数その他の記録は含まれていない。",
}
FINDING = (
    "宛先の入力の誤りによる。受信者に連絡し、開封せずに削除したことを確かめた。本文に歩数等の記録はなく、本人の権利利益を"
    "害するおそれが大きい場合に当たらないため、個人情報保護委員会への漏えい等報告は要しない。"
    "再発を防ぐため、宛先は登録簿からのみ選ぶ手順に改めた。"
)
SENSOR: Mapping[str, Any] = {
    "title_ja": "勾配測定器の設定誤り",
    "title_en": "A slope sensor set up wrongly",
    "description": "測定器1台の設定に誤りがあり、公開した勾配の値の一部が実際と異なるおそれがある。範囲を調べている。",
}


def fill(cast: Cast) -> None:
    """Once for each council."""
    for world, tell in ((cast.shiomi, _closed), (cast.nagiura, _open)):
        if not incidents_visible_to(world.users["secretary"], world.council).exists():
            tell(world)


def _closed(world: World) -> None:
    secretary, reported = world.users["secretary"], clock.on(date(2026, 10, 8), 11)
    with clock.at(reported):
        row = incidents.report(
            world.council, by=world.users["officer_mayor"], datasets=[registered(world, "D-01")], **MAIL
        )
    with clock.at(reported + timedelta(hours=1)):
        incidents.take_in_hand(row, by=secretary)
    with clock.at(reported + timedelta(days=5)):
        incidents.settle(row, by=secretary, finding=FINDING)
    with clock.at(reported + timedelta(days=7)):
        incidents.close(row, by=secretary)


def _open(world: World) -> None:
    reported = clock.on(date(2026, 11, 18), 10)
    with clock.at(reported):
        row = incidents.report(
            world.council, by=world.users["officer_mayor"], datasets=[registered(world, "D-03")], **SENSOR
        )
    with clock.at(reported + timedelta(hours=2)):
        incidents.take_in_hand(row, by=world.users["secretary"])
