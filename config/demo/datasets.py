"""Datasets of the demo: two of personal data with their lifecycle declared, two open ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from config.demo import moments
from config.demo.people import Cast, World
from core import clock
from core.accounts.models import User
from governance.sharing.actions import datasets as verbs
from governance.sharing.queries.requests import datasets_of

STEPS: Mapping[str, Any] = {
    "title_ja": "しおみ健幸ポイント 歩数・参加記録",
    "title_en": "Shiomi Wellness Points: steps and participation",
    "description_ja": "健康づくり事業の参加者が歩数計アプリで記録した1日の歩数と、参加の記録。",
    "description_en": "Daily steps recorded by participants of the wellness programme, and their participation.",
    "purposes": ["ImprovePublicServices", "ImproveHealthcare", "AcademicResearch"],
    "persons": 8214,
    "retention_months": 60,
    "triggers": [],
}
STEPS_ITEMS = (
    ("daily_steps", "1日の歩数", "Daily steps", "personal", "pd:PhysicalHealth"),
    ("age_band", "年代", "Age band", "personal", "pd:AgeRange"),
    ("school_district", "小学校区", "School district", "personal", "pd:Location"),
)
TAGS: Mapping[str, Any] = {
    "title_ja": "通学路見守りタグ 通過記録",
    "title_en": "School route tags: passages",
    "description_ja": "児童が携帯する見守りタグが検知器を通過した記録。氏名は含まない。",
    "description_en": "Passages of the tags that school children carry, by detector. No names.",
    "purposes": ["ProtectionOfPublicSecurity"],
    "persons": 1926,
    "retention_months": 12,
    "triggers": ["children", "location"],
}
TAGS_ITEMS = (
    ("tag_id", "タグの仮の番号", "Pseudonymous tag id", "personal", "pd:UID"),
    ("detector", "検知器", "Detector", "personal", "pd:Location"),
    ("passed_at", "通過時刻", "Time of passage", "personal", "pd:TravelHistory"),
    (
        "passages_15min",
        "15分ごとの通過人数（10人以上）",
        "Passages per 15 minutes (10 or more)",
        "statistical",
        "",
    ),
)
LIFECYCLE: Mapping[str, tuple[str, str]] = {
    "acquire": (
        "本人（児童は保護者）の申込みにより、専用の端末から自動で取得する。",
        "同意に基づく取得。利用目的は申込書に明示。",
    ),
    "use": (
        "担当課の職員のみが、事業の運営と効果の検証に利用する。",
        "利用者ごとの権限設定、アクセス記録の保存。",
    ),
    "store": ("国内のデータセンターに暗号化して保管する。", "保管場所は日本国内。鍵は担当課が管理する。"),
    "dispose": ("保存期間の満了後、復元できない方法で消去する。", "消去の記録を残し、課長が確認する。"),
}
OPEN = (
    ("歩道の勾配", "Slope of pavements", "slope", "勾配", "Slope"),
    ("公園一覧", "List of parks", "park", "公園", "Park"),
)


def fill(cast: Cast) -> None:
    """Register the datasets of both councils, in this order: D-01 steps, D-02 tags, D-03 and D-04 open."""
    for world in cast.worlds:
        if not datasets_of(world.council).exists():
            with clock.at(clock.on(moments.assessed(), 9)):
                _fill(world)


def _fill(world: World) -> None:
    mayor, education = world.users["officer_mayor"], world.users["officer_education"]
    _register(world, mayor, "mayor", STEPS, STEPS_ITEMS)
    _register(world, education, "education", TAGS, TAGS_ITEMS)
    for title_ja, title_en, code, label_ja, label_en in OPEN:
        head = {
            "title_ja": title_ja,
            "title_en": title_en,
            "purposes": ["PublicBenefit"],
            "persons": 0,
            "retention_months": 120,
            "is_open": True,
            "licence": "CC BY 4.0",
        }
        _register(world, mayor, "mayor", head, ((code, label_ja, label_en, "non_personal", ""),))


def _register(
    world: World,
    officer: User,
    organ: str,
    head: Mapping[str, Any],
    items: Sequence[tuple[str, str, str, str, str]],
) -> None:
    dataset = verbs.draft(world.council, by=officer, provider=world.organs[organ], **head)
    names = ("code", "label_ja", "label_en", "data_class", "category")
    verbs.set_items(dataset, [dict(zip(names, item, strict=True)) for item in items], by=officer)
    for stage, (how, ground) in LIFECYCLE.items():
        verbs.declare_stage(dataset, stage, by=officer, how=how, ground=ground)
    verbs.register(dataset, by=officer)
