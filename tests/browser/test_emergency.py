"""An emergency approval that is not ratified in time, in a real browser.

Heavy rain: the bus company asks for statistics of passages, the chair approves alone, the holder provides and a
memorandum is signed, all in one day. The board and the steering body do not come to it. Ten business days later the
approval lapses by itself: the grant ends, everybody is told, nothing can be ratified any more, and the company
certifies that it has disposed of the data.

Pictures of the pages lie in ``var/tests/screenshots/emergency``.
"""

from __future__ import annotations

from datetime import date

import pytest

from core import clock
from core.outbox.models import Job
from tests import databases
from tests.browser.path import hurrying
from tests.browser.path.telling import Calendar, Story
from tests.browser.test_partial_approval import template
from tests.cast import load

databases.STARTS["unasked"] = template
pytestmark = [pytest.mark.fresh_database("unasked"), pytest.mark.writes_on_get, pytest.mark.long(1)]

PATH = (
    (date(2026, 11, 24), 9, hurrying.draft_in_a_hurry),
    (date(2026, 11, 24), 10, hurrying.pass_it_on),
    (date(2026, 11, 24), 11, hurrying.approve_alone),
    (date(2026, 11, 24), 13, hurrying.let_it_go),
    (date(2026, 12, 8), 9, hurrying.is_reminded),
    (date(2026, 12, 9), 1, hurrying.lapses),
    (date(2026, 12, 10), 10, hurrying.certify),
)
"""When, at which hour, what: the steps in their order."""


def test_an_emergency_approval_lapses_when_nobody_ratifies_it(site, read, monkeypatch) -> None:
    """Everybody does their part on the pages; the clock does its own."""
    calendar = Calendar(clock.on(date(2026, 11, 24), 8))
    monkeypatch.setattr(clock, "now", calendar.now)
    story = Story(load().shiomi, site, read, calendar, album="emergency")
    for day, hour, step in PATH:
        calendar.turn_to(day, hour)
        step(story)
    names = {user.pk: key for key, user in story.world.users.items()}
    told = Job.objects.filter(key__startswith="sharing:provisional_ended:")
    assert {names[job.payload["user"]] for job in told} >= {
        "rep_bus",
        "officer_education",
        "secretary",
        "chair",
    }
