"""The notice about school route tags: the parents' consents to a study, and a second version that asks for the
delivery firm as well."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from config.demo import notice_tags as text
from config.demo.bodies import number_of
from config.demo.past_decisions import TAGS_NOTICES
from config.demo.people import Cast, World
from consent import actions, queries
from consent.actions import Earlier
from core import clock

PERSONS: int = settings.DEMO_PERSONS
CHILDREN = 0.240_75
"""Children with a tag for each of the ``persons``: 1,926 for 8,000."""
DATASET = "D-02"
SERVICE = text.SERVICE_JA
FIRST, SECOND = date(2026, 6, 15), date(2026, 10, 16)
LAST_DAY = date(2027, 3, 31)


def fill(cast: Cast, persons: int = PERSONS) -> None:
    """The first council alone has this notice."""
    known = queries.notices_of(cast.shiomi.council)
    if not known.filter(service_ja=SERVICE).exists():
        _fill(cast.shiomi, round(persons * CHILDREN))


@transaction.atomic
def _fill(world: World, children: int) -> None:
    notice, study = begin(world, children)
    routes = _choice(world, "routes", "delivery", text.ROUTES_WORDS)
    firm = world.organisations["delivery"]
    change = text.CHANGE[0].format(delivery=firm.name_ja), text.CHANGE[1].format(delivery=firm.name_en)
    second = _publish(world, notice, SECOND, [study, routes], number_of(world, TAGS_NOTICES[1]), change)
    _asked_anew(world, second.items.get(code="routes"), max(children // 60, 2))


def begin(world: World, children: int) -> tuple[Any, dict[str, Any]]:
    """The notice with its first version, which asks for the study alone, and that choice."""
    secretary = world.users["secretary"]
    with clock.at(clock.on(FIRST - timedelta(days=18))):
        notice = actions.begin_notice(
            world.council,
            by=secretary,
            title_ja=text.TITLE_JA,
            title_en=text.TITLE_EN,
            service_ja=SERVICE,
            service_en=text.SERVICE_EN,
        )
    study = _choice(world, "study", "university", text.STUDY_WORDS)
    first = _publish(world, notice, FIRST, [study], number_of(world, TAGS_NOTICES[0]))
    _agreed(world, first.items.get(), children)
    return notice, study


def _publish(
    world: World,
    notice: Any,
    day: date,
    items: list[dict[str, Any]],
    decision: str,
    change: tuple[str, str] = ("", ""),
) -> Any:
    secretary = world.users["secretary"]
    with clock.at(clock.on(day, 9)):
        actions.draft_version(notice, by=secretary, texts=_texts(world), items=items)
        return actions.publish_version(
            notice, by=secretary, decision=decision, change_ja=change[0], change_en=change[1]
        )


def _texts(world: World) -> dict[str, dict[str, str]]:
    city, council = world.organisations["city"], world.council
    japanese = {"city": city.name_ja, "office": council.office_ja}
    names: Mapping[str, Mapping[str, str]] = {
        "ja": japanese,
        "easy": japanese,
        "en": {"city": city.name_en, "office_en": council.office_en},
    }
    return {
        block: {layer: _named(words, names[layer]) for layer, words in layers.items()}
        for block, layers in text.TEXTS.items()
    }


def _named(words: str, names: Mapping[str, str]) -> str:
    for key, name in names.items():
        words = words.replace(f"{{{key}}}", name)
    return words


def _choice(world: World, code: str, recipient: str, words: Mapping[str, str]) -> dict[str, Any]:
    return {
        "code": code,
        "provider": world.organs["education"].pk,
        "recipient": world.organisations[recipient].pk,
        "dataset": DATASET,
        "data_items": [dict(kind) for kind in text.DATA_ITEMS],
        "purpose": "ProtectionOfPublicSecurity",
        "purpose_words": dict(words),
        "necessity": "optional",
        "retention_months": 12,
        "storage_country": "JP",
        "valid_months": 24,
        "valid_until": LAST_DAY.isoformat(),
    }


def _agreed(world: World, item: Any, count: int) -> None:
    """The parents' consents of spring, taken over from the schools' forms."""
    with clock.at(clock.on(FIRST, 13)):
        decision = item.version.decision
        actions.import_consents(item, _forms(count), by=world.users["secretary"], decision=decision)


def _forms(count: int) -> Iterator[Earlier]:
    start = clock.on(date(2026, 4, 9), 8)
    for number in range(count):
        given = start + timedelta(minutes=(number * 4211) % (60 * 24 * 60))
        yield Earlier(f"MT-{number + 1:05d}", given, f"MT-form-{number + 1:05d}")


def _asked_anew(world: World, item: Any, count: int) -> None:
    """Few answered the new choice before the delivery firm asked again."""
    for step in range(count):
        with clock.at(clock.on(SECOND, 12) + timedelta(hours=3 * step)):
            person = actions.known_to_holder(world.council, item.provider, f"MT-{step + 1:05d}")
            word = actions.refuse if step % 4 == 3 else actions.give
            word(person, [item], by=None, route="feed")
