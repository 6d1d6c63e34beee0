"""Rule documents of both councils: the model documents, in force from the day of foundation."""

from __future__ import annotations

from config.demo import moments
from config.demo.people import Cast, World
from core import clock
from governance.rulebook.actions import (
    begin_founding,
    draft_amendment,
    edit_provision,
    put_founding_in_force,
)
from governance.rulebook.queries import instruments


def fill(cast: Cast) -> None:
    """Adopt the model documents where a council has none yet."""
    for world in cast.worlds:
        if not instruments(world.council).exists():
            _adopt(world)
            _draft(world)


def _adopt(world: World) -> None:
    city = world.organisations["city"]
    council = world.council
    placeholders = {
        "city_ja": city.name_ja,
        "city_en": city.name_en,
        "secretariat_ja": council.office_ja,
        "secretariat_en": council.office_en,
    }
    with clock.at(clock.on(moments.founded(), 9)):
        secretary, on = world.users["secretary"], moments.founded()
        begin_founding(council, by=secretary, placeholders=placeholders)
        put_founding_in_force(
            council,
            by=secretary,
            on=on,
            adopted_ja="設立総会において議決した。",
            adopted_en="Adopted by the founding assembly.",
        )


def _draft(world: World) -> None:
    """An amendment in work: drills twice a year instead of once."""
    crisis = instruments(world.council).get(code="crisis")
    secretary = world.users["secretary"]
    with clock.at(clock.on(moments.LAST, 9)):
        amendment = draft_amendment(
            crisis,
            by=secretary,
            reason_ja="昨年度の訓練で連絡の遅れが見つかり、回数を増やして確かめる必要があるため。",
            reason_en="Last year's drill showed delays in contact, which more frequent drills should mend.",
        )
        edit_provision(
            amendment,
            "drill.main",
            by=secretary,
            text_ja="協議会は、毎年度2回以上、この要領に基づく訓練を行う。",
            text_en="At least twice in each fiscal year the council holds a drill under these rules.",
        )
