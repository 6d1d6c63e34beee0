"""Datasets of the demo: two of personal data with their lifecycle declared, two open ones, and one "
"of figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from config.demo import moments
from config.demo.dataset_texts import STEPS_LIFECYCLE, TAGS_LIFECYCLE, VISITORS_LIFECYCLE
from config.demo.people import Cast, World
from config.demo.procedure import project, registered
from core import clock
from core.accounts.models import User
from governance.sharing.actions import datasets as verbs
from governance.sharing.actions import datasets_revising as revising
from governance.sharing.queries.requests import datasets_of

STEPS: Mapping[str, Any] = {
    "title_ja": "しおみ健幸ポイント 歩数・参加記録",
    "title_en": "Shiomi Wellness Points: steps and participation",
    "description_ja": "健康づくり事業の参加者が歩数計アプリで記録した1日の歩数と、参加の記録。",
    "description_en": (
        "Daily steps recorded by participants of the wellness programme, and their participation."
    ),
    "keywords": "健康づくり、歩数、健幸ポイント",
    "covers_from": date(2024, 4, 1),
    "persons": 8214,
    "triggers": [],
}
STEPS_ITEMS = (
    ("daily_steps", "1日の歩数", "Daily steps", "personal", "pd:PhysicalHealth", 2),
    ("age_band", "年代", "Age band", "personal", "pd:AgeRange", 2),
    ("school_district", "小学校区", "School district", "personal", "pd:Location", 2),
)
TAGS: Mapping[str, Any] = {
    "title_ja": "通学路見守りタグ 通過記録",
    "title_en": "School route tags: passages",
    "description_ja": "児童が携帯する見守りタグが検知器を通過した記録。氏名は含まない。",
    "description_en": "Passages of the tags that school children carry, by detector. No names.",
    "keywords": "通学路、見守り、児童、交通安全",
    "covers_from": date(2025, 4, 7),
    "persons": 1926,
    "triggers": ["children", "location"],
}
TAGS_ITEMS = (
    ("tag_id", "タグの仮の番号", "Pseudonymous tag id", "personal", "pd:UID", 3),
    ("detector", "検知器", "Detector", "personal", "pd:Location", 3),
    ("passed_at", "通過時刻", "Time of passage", "personal", "pd:TravelHistory", 3),
    (
        "passages_15min",
        "15分ごとの通過人数（10人以上）",
        "Passages per 15 minutes (10 or more)",
        "statistical",
        "",
        1,
    ),
)
VISITORS: Mapping[str, Any] = {
    "title_ja": "公園の時間帯別利用者数",
    "title_en": "Visitors of the parks by hour",
    "description_ja": "主な公園の入口で数えた1時間ごとの人数。10人未満の時間帯は秘匿している。",
    "description_en": (
        "Persons counted each hour at the gates of the larger parks. Hours with fewer than 10 are left out."
    ),
    "keywords": "公園、人流、統計",
    "covers_from": date(2025, 10, 1),
    "triggers": [],
}
VISITORS_ITEMS = (
    ("visitors", "1時間ごとの人数（10人以上）", "Persons per hour (10 or more)", "statistical", "", 1),
    ("gate", "入口", "Gate", "non_personal", "", 1),
)
OPEN: Sequence[tuple[Mapping[str, Any], Sequence[tuple[Any, ...]]]] = (
    (
        {
            "title_ja": "歩道の勾配",
            "title_en": "Slope of pavements",
            "description_ja": (
                "市道の歩道を10m区間ごとに測った縦断勾配。車椅子やベビーカーの経路案内に使える。"
            ),
            "description_en": (
                "Longitudinal slope of municipal pavements in sections of 10 m, for guiding "
                "wheelchairs and prams."
            ),
            "keywords": "歩道、バリアフリー、勾配",
            "covers_from": date(2025, 6, 2),
            "covers_until": date(2025, 9, 30),
            "licence": "CC-BY-4.0",
            "link": "https://opendata.example.jp/shiomi/pavement-slope",
        },
        (
            ("slope", "勾配", "Slope", "non_personal", "", 1),
            ("section", "区間", "Section", "non_personal", "", 1),
        ),
    ),
    (
        {
            "title_ja": "公園一覧",
            "title_en": "List of parks",
            "description_ja": "市内の都市公園の名称、位置、面積、便所・ベンチ・水飲み場の有無。",
            "description_en": (
                "Name, place and size of the city's parks, and whether they have toilets, benches and "
                "drinking water."
            ),
            "keywords": "公園、緑地",
            "covers_from": date(2026, 1, 1),
            "licence": "PDL-1.0",
            "link": "https://opendata.example.jp/shiomi/parks",
        },
        (("park", "公園", "Park", "non_personal", "", 1), ("area", "面積", "Area", "non_personal", "", 1)),
    ),
)


def fill(cast: Cast) -> None:
    """Register the datasets of both councils, in this order: D-01 steps, D-02 tags, D-03 and D-04 "
    "open, D-05 visitors."""
    for world in cast.worlds:
        if not datasets_of(world.council).exists():
            with clock.at(clock.on(moments.assessed(), 9)):
                _fill(world)
            with clock.at(clock.on(moments.revised(), 10)):
                _revise(world)


def _fill(world: World) -> None:
    mayor, education = world.users["officer_mayor"], world.users["officer_education"]
    _register(
        world, mayor, "mayor", {**STEPS, "project": project(world, "P-01")}, STEPS_ITEMS, STEPS_LIFECYCLE
    )
    _register(
        world, education, "education", {**TAGS, "project": project(world, "P-02")}, TAGS_ITEMS, TAGS_LIFECYCLE
    )
    for head, items in OPEN:
        _register(world, mayor, "mayor", {**head, "is_open": True}, items, {})
    _register(world, mayor, "mayor", VISITORS, VISITORS_ITEMS, VISITORS_LIFECYCLE)


def _revise(world: World) -> None:
    """D-02 once more: a plan for incidents is there now. Nothing in it has to be assessed anew."""
    officer = world.users["officer_education"]
    draft = revising.begin(registered(world, "D-02"), by=officer)
    store = TAGS_LIFECYCLE["store"]
    planned = {**store, "measures": [*store["measures"], "incident_plan"]}
    verbs.declare_stage(draft, "store", by=officer, **planned)
    revising.adopt(draft, by=officer, reason="事故時の対応計画を策定し、安全管理措置に加えた。")


def _register(
    world: World,
    officer: User,
    organ: str,
    head: Mapping[str, Any],
    items: Sequence[tuple[Any, ...]],
    lifecycle: Mapping[str, Mapping[str, Any]],
) -> None:
    dataset = verbs.draft(world.council, by=officer, provider=world.organs[organ], **head)
    names = ("code", "label_ja", "label_en", "data_class", "category", "sensitivity")
    verbs.set_items(dataset, [dict(zip(names, item, strict=True)) for item in items], by=officer)
    for stage, content in lifecycle.items():
        verbs.declare_stage(dataset, stage, by=officer, **content)
    verbs.register(dataset, by=officer)
