"""Rule documents of both councils: the model documents, in force from the day of foundation."""

from __future__ import annotations

from config.demo import moments
from config.demo.people import Cast, World
from core import clock
from governance.rulebook.actions import adopt_model_documents
from governance.rulebook.queries import instruments


def fill(cast: Cast) -> None:
    """Adopt the model documents where a council has none yet."""
    for world in cast.worlds:
        if not instruments(world.council).exists():
            _adopt(world)


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
        adopt_model_documents(
            world.council, by=world.users["secretary"], on=moments.founded(), placeholders=placeholders
        )
