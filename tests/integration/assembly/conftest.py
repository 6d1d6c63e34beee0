"""Two councils side by side (tests.factories.assembly), and meetings of theirs."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from core import clock
from core.paper import Paper, freeze
from governance.assembly import actions
from governance.assembly.models import Meeting
from governance.assembly.queries.meetings import attendances
from tests.factories import assembly
from tests.factories.assembly import REPLACED, world_of


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever asks for one of the councils begins with both."""
    for item in items:
        if {"here", "there"} & set(getattr(item, "fixturenames", ())) and item.path.parent.name == "assembly":
            item.add_marker(pytest.mark.begins_with("assembly"))


@pytest.fixture(autouse=True)
def usual_rules(settings):
    REPLACED.clear()
    settings.RULEBOOK_PROVIDER = assembly.PROVIDER


def letter(title: str, text: str) -> dict[str, object]:
    """A letter of one paragraph, frozen."""
    return freeze(lambda: Paper(title=title, opening=(text,)))


def join(w, name: str) -> SimpleNamespace:
    return assembly.join(w.council, w.secretary, name)


def convened(w, body, **options) -> Meeting:
    """A meeting of now, or a round of papers that ends in five days, that was planned and called nine days ago."""
    now = clock.now()
    starts = now + timedelta(days=5) if options.get("form") == "circulated" else now
    with clock.at(now - timedelta(days=9)):
        meeting = actions.plan_meeting(body, by=w.secretary, starts_at=starts, place="市役所", **options)
        return actions.convene(meeting, by=w.secretary)


def opened(w, body, present=None, **options) -> Meeting:
    """An open meeting at which ``present`` users (all of them when None) are in person."""
    meeting = convened(w, body, **options)
    for row in attendances(meeting):
        if present is None or row.user in present:
            actions.record_attendance(row, by=w.secretary, channel="in_person")
    return actions.open_meeting(meeting, by=w.secretary)


def row_of(meeting: Meeting, user):
    return attendances(meeting).get(user=user)


@pytest.fixture
def here(begun):
    return world_of("here")


@pytest.fixture
def there(begun):
    return world_of("there")
