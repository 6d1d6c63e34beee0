"""Provisions required by law: one that a second person has checked, one that waits for the provider's decision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from config.demo import moments
from config.demo.people import Cast, World
from core import clock
from governance.sharing.actions import statutory
from governance.sharing.queries.statutory import statutory_visible_to

POLICE: Mapping[str, Any] = {
    "requester": "汐見警察署長",
    "requester_regime": "public_body",
    "statute": "刑事訴訟法",
    "article": "第197条第2項",
    "data_class": "personal",
}
HIT_AND_RUN: Mapping[str, Any] = {
    **POLICE,
    "letter": "汐見刑第214号",
    "what": "令和8年10月14日15時から16時までの、検知器2か所（沖見橋、港町公民館前）の通過記録。",
    "persons": 3,
}
BICYCLE: Mapping[str, Any] = {
    **POLICE,
    "letter": "汐見刑第251号",
    "what": "令和8年11月16日7時から9時までの、検知器1か所（浜通り交差点）の通過記録。",
}
JUDGEMENT = (
    "ひき逃げ事件の捜査関係事項照会である。目撃した可能性のある児童の保護者に連絡するために必要であり、日時及び場所を"
    "限っている。照会の範囲を超える記録は提供しない。"
)


def fill(cast: Cast) -> None:
    """Once, in the first council."""
    world = cast.shiomi
    if not statutory_visible_to(world.users["secretary"], world.council).exists():
        _provided(world)
        _asked(world, BICYCLE, step=19)


def _asked(world: World, asked: Mapping[str, Any], *, step: float) -> Any:
    with clock.at(moments.story(step)):
        officer, asked_on = world.users["officer_education"], clock.today() - timedelta(days=1)
        return statutory.draft(
            world.council, world.organs["education"], by=officer, asked_on=asked_on, **asked
        )


def _provided(world: World) -> None:
    row = _asked(world, HIT_AND_RUN, step=10)
    with clock.at(moments.story(10.5)):
        row = statutory.decide(
            row,
            by=world.users["officer_education"],
            file_number="汐教委第79号",
            judgement=JUDGEMENT,
            told="not_told",
            told_reason="捜査に支障を及ぼすおそれがあるため。",
            holds_looked_at=True,
            held=0,
        )
    with clock.at(moments.story(11)):
        statutory.confirm(row, by=world.users["secretary"])
