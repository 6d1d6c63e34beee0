"""The story of R-2026-019: one request for the figures of two providers. The board and the steering body have spoken;
the mayor has decided to provide, the board of education has not decided yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from config.demo import moments
from config.demo.people import World
from config.demo.procedure import Item, asked, letter, project, registered, review, sign_all
from core import clock
from governance.sharing.actions import approvals, requests, reviews, seating
from governance.sharing.queries.panels import seated_users
from governance.sharing.queries.requests import line as load_line

PLAY: Mapping[str, Any] = {
    "title_ja": "放課後の見守り地図の作成",
    "title_en": "A map of where children are after school",
    "purpose": "PublicBenefit",
    "purpose_ja": "公園と通学路の時間帯別の人数から、見守りの人手が足りない場所と時間を地図に示し、地域の団体に配る。",
    "purpose_en": "To map, from counts in parks and on school routes, where and when volunteers are needed.",
}
LINES = (("D-05", ["visitors", "gate"]), ("D-02", ["passages_15min"]))
OPINION = "いずれも10人以上の統計であり、個人は識別されず、見守りに役立つと認める。"


def hand_in(world: World) -> Any:
    """Counts of the parks from the mayor, and of the school routes from the board of education, in one request."""
    user = world.users["rep_town"]
    with clock.at(moments.story(5.25)):
        request = requests.draft(
            world.council, by=user, recipient=world.organs["town"], project=project(world, "P-02"), **PLAY
        )
        for reference, items in LINES:
            shape = {"items": items, "form": "third_party", "data_class": "statistical"}
            requests.add_line(request, registered(world, reference), by=user, **shape, **asked())
        requests.submit(request, by=user)
    with clock.at(moments.story(5.4)):
        accepted = requests.pass_formal_check(request, by=world.users["secretary"])
        letter(world, accepted, "acceptance")
        return accepted


def judge(world: World, request: Any) -> list[Item]:
    """The board finds both suitable, the alternate in the seat of law; what the steering body is to decide."""
    with clock.at(moments.story(14)):
        away = seated_users(request).get(user=world.users["reviewer_law"])
        note = "海外出張のため、審査の期間中に出席できない。"
        seating.excuse_member(away, by=world.users["secretary"], reason="absence", note=note)
    with clock.at(moments.story(14.25)):
        review(world, request, {1: "suitable", 2: "suitable"})
        for line in request.lines.order_by("number"):
            reviews.give_opinion(line, by=world.users["secretary"], reasons=OPINION)
        reviews.conclude(request, by=world.users["secretary"])
    lines = [load_line(line.pk) for line in request.lines.order_by("number")]
    with clock.at(moments.story(14.5)):
        for line in lines:
            sign_all(world, line)
    parks, routes = lines
    return [
        Item(parks, what=("公園の利用者数", "visitors of the parks")),
        Item(routes, what=("通学路の通過人数", "passages on school routes")),
    ]


def begin_providing(world: World, request: Any) -> None:
    """The mayor decides for the parks."""
    with clock.at(moments.story(16.5) + timedelta(minutes=10)):
        approvals.accept_provision(
            load_line(request.lines.get(number=1).pk),
            by=world.users["officer_mayor"],
            file_number="汐公園第54号",
            harm="none_feared",
            reasons="10人以上の統計であり、個人の権利利益を害するおそれはない。",
        )
