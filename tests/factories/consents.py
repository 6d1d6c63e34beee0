"""Notices and persons for tests of consent, reached through the actions."""

from __future__ import annotations

from typing import Any

from config.demo.people import World
from consent import actions
from consent.models import ConsentItem, NoticeVersion
from consent.rules.notices import BLOCKS
from tests.factories.decisions import by_usual_rules, decision_taken


def texts(word: str = "本文") -> dict[str, dict[str, str]]:
    return {
        block: {"ja": f"{word}。", "easy": f"{{{word}|よみ}}です。", "en": f"{block}."} for block in BLOCKS
    }


def choice(world: World, code: str = "steps", **changes: Any) -> dict[str, Any]:
    return {
        "code": code,
        "provider": world.organs["mayor"].pk,
        "recipient": world.organisations["university"].pk,
        "dataset": "D-01",
        "data_items": [
            {
                "code": "daily_steps",
                "ja": "1日の歩数",
                "easy": "{歩|ある}いた{数|かず}",
                "en": "Steps per day",
            },
            {"code": "age_band", "ja": "年代", "easy": "{年齢|ねんれい}", "en": "Age band"},
        ],
        "purpose": "AcademicResearch",
        "purpose_words": {
            "ja": "健康づくりの研究",
            "easy": "{健康|けんこう}の{研究|けんきゅう}",
            "en": "Health research",
        },
        "necessity": "optional",
        "retention_months": 12,
        "storage_country": "JP",
        "valid_months": 24,
        **changes,
    }


def notice(world: World, *items: dict[str, Any]) -> NoticeVersion:
    """A published notice with one choice, or with ``items``."""
    secretary = world.users["secretary"]
    made = actions.begin_notice(
        world.council,
        by=secretary,
        title_ja="健幸ポイントの歩数の提供",
        title_en="Steps of Health Points",
        service_ja="しおみ健幸ポイント",
        service_en="Shiomi Health Points",
    )
    return next_version(made.pk, world, *items)


def twin_of(world: World, item: ConsentItem, **changes: Any) -> NoticeVersion:
    """A notice of its own that asks about the same use as ``item``."""
    same = {name: getattr(item, name) for name in ("dataset", "data_items", "purpose", "purpose_words")}
    parties = {"provider": item.provider_id, "recipient": item.recipient_id}
    return notice(world, choice(world, **(same | parties | changes)))


def next_version(notice_pk: int, world: World, *items: dict[str, Any]) -> NoticeVersion:
    """The next version of a notice."""
    from consent.models import Notice

    secretary, made = world.users["secretary"], Notice.objects.get(pk=notice_pk)
    actions.draft_version(made, by=secretary, texts=texts(), items=list(items) or [choice(world)])
    with by_usual_rules():
        number = decision_taken(world.council)
    return actions.publish_version(made, by=secretary, decision=number)
