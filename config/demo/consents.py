"""The notice about steps in three versions, the family's stories, and the other citizens of the demo."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from config.demo import notice_steps as text
from config.demo.bodies import number_of
from config.demo.past_decisions import STEPS_NOTICES
from config.demo.people import Cast, World
from consent import actions, queries
from consent.actions import Earlier, Paper
from core import clock
from core.accounts.models import Person, SubjectLink

PERSONS: int = settings.DEMO_PERSONS
DATASET = "D-01"
PUBLISHED = (date(2026, 4, 15), date(2026, 6, 1), date(2026, 9, 1))
LAST_DAY = date(2027, 3, 31)
LATER = 0.026_75
"""Opted in on top of ``persons``: 214 for 8,000, so that 8,214 are in force once 陽菜 is withdrawn."""


def fill(cast: Cast, persons: int = PERSONS) -> None:
    """Both councils: the first with the stories of the family, the second so that leaks show."""
    _council(cast.shiomi, persons, stories=True)
    _council(cast.nagiura, persons // 100, stories=False)


@transaction.atomic
def _council(world: World, persons: int, *, stories: bool) -> None:
    if queries.notices_of(world.council).exists():
        return
    notice = _begin(world)
    first = _publish(world, notice, 0)
    if stories:
        _spring(world, first)
    _publish(world, notice, 1)
    version = _publish(world, notice, 2)
    family = _autumn(world, version) if stories else 0
    _others(world, version, persons + round(persons * LATER) - family)


def _begin(world: World) -> Any:
    secretary = world.users["secretary"]
    city = world.organisations["city"]
    with clock.at(clock.on(PUBLISHED[0] - timedelta(days=20))):
        return actions.begin_notice(
            world.council,
            by=secretary,
            title_ja=text.TITLE_JA,
            title_en=text.TITLE_EN,
            service_ja=text.SERVICE_JA.replace("{city}", _short(city.name_ja)),
            service_en=text.SERVICE_EN.replace("{city}", city.name_en.removeprefix("City of ")),
        )


def _publish(world: World, notice: Any, number: int) -> Any:
    secretary = world.users["secretary"]
    change_ja, change_en = text.CHANGES[number]
    with clock.at(clock.on(PUBLISHED[number], 9)):
        actions.draft_version(
            notice, by=secretary, texts=_texts(world, number), items=[_choice(world, number)]
        )
        return actions.publish_version(
            notice,
            by=secretary,
            decision=number_of(world, STEPS_NOTICES[number]),
            change_ja=change_ja,
            change_en=change_en,
        )


def _short(city: str) -> str:
    return {"汐見市": "しおみ"}.get(city, city.removesuffix("市"))


def _texts(world: World, number: int) -> dict[str, dict[str, str]]:
    city, university = world.organisations["city"], world.organisations["university"]
    names: Mapping[str, Mapping[str, str]] = {
        "ja": {"city": city.name_ja, "university": university.name_ja, "office": world.council.office_ja},
        "en": {"city": city.name_en, "university": university.name_en, "office_en": world.council.office_en},
    }
    filled: dict[str, dict[str, str]] = {}
    for block, layers in text.TEXTS.items():
        filled[block] = {}
        for layer, words in layers.items():
            for key, name in names["en" if layer == "en" else "ja"].items():
                words = words.replace(f"{{{key}}}", name)
            filled[block][layer] = words
    if number == 0:
        filled["retention"] = {
            layer: words.replace("12", "24", 1) for layer, words in filled["retention"].items()
        }
    return filled


def _choice(world: World, number: int) -> dict[str, Any]:
    return {
        "code": "steps",
        "provider": world.organs["mayor"].pk,
        "recipient": world.organisations["university"].pk,
        "dataset": DATASET,
        "data_items": [dict(kind) for kind in text.DATA_ITEMS],
        "purpose": "AcademicResearch",
        "purpose_words": dict(text.PURPOSE_WORDS),
        "necessity": "optional",
        "retention_months": 24 if number == 0 else 12,
        "storage_country": "JP",
        "valid_months": 24,
        "valid_until": LAST_DAY.isoformat() if number == 2 else None,
    }


def _spring(world: World, version: Any) -> None:
    """千尋 agrees, and is registered as acting for the children and for トミ."""
    secretary, people = world.users["secretary"], world.persons
    chihiro, koseki = people["chihiro"], "戸籍全部事項証明書（2026-04-20提示）"
    with clock.at(clock.on(date(2026, 4, 20), 20)):
        actions.give(chihiro, version.items.all(), by=chihiro.user)
        for child, parent in (("hina", "chihiro"), ("ren", "chihiro"), ("ren", "ken")):
            actions.register_proxy(people[child], people[parent], "statutory", by=secretary, basis=koseki)
        actions.register_proxy(
            people["tomi"],
            chihiro,
            "voluntary",
            by=secretary,
            basis="委任状（2026-04-18付）",
            until=date(2028, 4, 17),
        )


def _autumn(world: World, version: Any) -> int:
    """千尋 agrees anew, for 陽菜 and 蓮 too; トミ on paper; 健 puts it off. Returns how many stay: 陽菜 withdraws."""
    people = world.persons
    chihiro = people["chihiro"]
    with clock.at(clock.on(date(2026, 9, 10), 21)):
        for one in ("chihiro", "hina", "ren"):
            actions.give(people[one], version.items.all(), by=chihiro.user)
    _paper(world, version)
    _put_off(world, version)
    _protect(world)
    return 3


def _paper(world: World, version: Any) -> None:
    with clock.at(clock.on(date(2026, 9, 18), 14)):
        entry = actions.record_paper(
            world.persons["tomi"],
            version,
            {"steps": "give"},
            by=world.users["secretary_2"],
            paper=Paper(signed_on=date(2026, 9, 18), witness=world.users["secretary"].name, layer="easy"),
        )
    with clock.at(clock.on(date(2026, 9, 18), 16)):
        actions.send_copy(entry, by=world.users["secretary_2"])


def _put_off(world: World, version: Any) -> None:
    ken = world.persons["ken"]
    with clock.at(clock.on(date(2026, 9, 15), 12)):
        actions.ask(version, [ken], by=world.users["secretary"])
    with clock.at(clock.on(date(2026, 9, 16), 7)):
        actions.defer(ken, version.items.all(), by=ken.user)


def _protect(world: World) -> None:
    """陽菜's records are hidden from 健 (支援措置), from November."""
    with clock.at(clock.on(date(2026, 11, 4), 10)):
        actions.place_hold(
            world.persons["hina"],
            "protection",
            by=world.users["secretary"],
            basis="支援措置申出（受付2026-11-04）",
            hidden_from=world.persons["ken"],
        )


@transaction.atomic
def withdraw_hina(cast: Cast) -> None:
    """千尋 withdraws for 陽菜, between the two deliveries: called where the deliveries are made. Once."""
    world = cast.shiomi
    hina, agent = world.persons["hina"], world.users["chihiro"]
    alive = [consent.item for consent in queries.of_person(hina) if queries.is_alive(consent)]
    if alive:
        actions.withdraw(hina, alive, by=agent)


def _others(world: World, version: Any, wanted: int) -> None:
    """Everybody else: taken over from the app's records, then some withdraw, refuse or put it off."""
    (item,) = version.items.all()
    left = max(wanted // 200, 1)
    rows = list(_earlier(world, wanted + left))
    with clock.at(clock.on(PUBLISHED[2], 11)):
        actions.import_consents(item, rows, by=world.users["secretary"], decision=version.decision)
    for step, person in enumerate(_persons(world, left)):
        with clock.at(clock.on(date(2026, 9, 5) + timedelta(days=2 * step % 76), 9 + step % 10)):
            actions.withdraw(person, [item], by=None, route="feed")
    for step in range(max(wanted // 100, 2)):
        with clock.at(clock.on(date(2026, 9, 3) + timedelta(days=step % 78), 8 + step % 12)):
            person = actions.known_to_holder(world.council, item.provider, f"KP-9{step:05d}")
            word = actions.defer if step % 4 == 3 else actions.refuse
            word(person, [item], by=None, route="feed")


def _earlier(world: World, count: int) -> Iterator[Earlier]:
    """Consents of the app's own records, from April to August; the numbers are the holder's."""
    start = clock.on(date(2026, 4, 16), 7)
    for number in range(count):
        given = start + timedelta(minutes=(number * 7919) % (137 * 24 * 60))
        yield Earlier(f"KP-{number + 100_001:06d}", given, f"KP-{world.council.slug}-{number:06d}")


def _persons(world: World, count: int) -> list[Person]:
    links = SubjectLink.objects.filter(
        person__council=world.council, holder=world.organs["mayor"], method="entrusted_table"
    )
    return [link.person for link in links.select_related("person").order_by("pk")[:count]]
