"""The states that tests begin with, each built once per run through the actions, on one before it.

``@pytest.mark.begins_with("granted")`` takes back what the test writes; ``fresh_database("granted")`` is for real
commits.
"""

from __future__ import annotations

from collections.abc import Callable

from config.demo import assessments, bodies, consents, datasets, members, procedure, rules
from governance.sharing.models import SharingRequest
from tests import databases
from tests.cast import World, load
from tests.factories import assembly, sharing
from tests.integration.sharing import partly


def _council(persons: int) -> None:
    cast = load()
    for step in (rules, members, bodies, datasets, assessments):
        step.fill(cast)
    consents.fill(cast, persons=persons)


def _ready() -> None:
    _council(persons=12)


def _granted() -> None:
    _council(persons=100)
    for world in load().worlds:
        sharing.granted(world)


def ready() -> str:
    """Rules, members, bodies, datasets, assessments and a dozen citizens in both councils; no request yet."""
    return databases.template("ready", _ready, databases.people_template)


def granted() -> str:
    """Both councils up to a grant in force in each, with a hundred citizens."""
    return databases.template("granted", _granted, databases.people_template)


def _approve(world: World) -> None:
    procedure.steering_decision(world, sharing.reviewed(world), step=5)


def _send_back(world: World) -> SharingRequest:
    return partly.send_back(world, SharingRequest.objects.get(council=world.council))


def _further(name: str, base: Callable[[], str], factory: Callable[[World], object]) -> None:
    """汐見 one step further than ``base``."""

    def build() -> None:
        factory(load().shiomi)

    databases.STARTS[name] = lambda: databases.template(name, build, base)


databases.STARTS |= {"ready": ready, "granted": granted}
databases.STARTS["assembly"] = lambda: databases.template(
    "assembly", assembly.fill, databases.people_template
)
_further("accepted", granted, sharing.accepted)
_further("approved", granted, _approve)
_further("partly_granted", ready, partly.partly_granted)
_further("sent_back", databases.STARTS["partly_granted"], _send_back)
_further("demo_granted", databases.demo_template, sharing.granted)
