"""R-2026-031 in a real browser: sent back, handed in again, a member recused, and approved in part.

The delivery company asks for the passages of children's tags and calls them statistics. It is sent back at the formal
check; the notice, which did not name it, gets its second version; it hands in again, its changes told field by field.
The lawyer on the panel is its adviser: recused, she sees nothing more, and the alternate sits. Opinions are blind until
all are in; three of five find individual records unsuitable, all find statistics suitable on conditions. The steering
body follows, without the company's own member, and the company reads on a phone what became of each line.

Pictures of the pages lie in ``var/tests/screenshots/partial_approval``.
"""

from __future__ import annotations

from datetime import date

import pytest

from config.demo import assessments, bodies, consents, consents_tags, datasets, members, moments, rules
from core import clock
from core.administration.actions import continue_numbering
from tests import databases
from tests.browser.path import judging, splitting
from tests.browser.path.telling import Calendar, Story
from tests.cast import load

STEPS = (rules, members, bodies, datasets, assessments)


def _build() -> None:
    """The demo council before any request, with the next number as in its story."""
    cast = load()
    with clock.at(clock.on(moments.LAST, 12)):
        for step in STEPS:
            step.fill(cast)
        consents.fill(cast, persons=12)
        consents_tags.begin(cast.shiomi, children=24)
        secretary = cast.shiomi.users["secretary"]
        continue_numbering(cast.shiomi.council, "R", by=secretary, last=30)


def template() -> str:
    """Both councils before R-2026-031."""
    return databases.template("unasked", _build, databases.people_template)


databases.STARTS["unasked"] = template
pytestmark = [pytest.mark.fresh_database("unasked"), pytest.mark.writes_on_get, pytest.mark.long(5)]

PATH = (
    (date(2026, 11, 24), 9, splitting.draft_individual_records),
    (date(2026, 11, 24), 11, splitting.hand_in_the_first_time),
    (date(2026, 11, 25), 10, splitting.send_it_back),
    (date(2026, 11, 26), 10, splitting.name_the_recipient),
    (date(2026, 11, 27), 10, splitting.hand_in_again),
    (date(2026, 11, 30), 10, splitting.pass_with_its_differences),
    (date(2026, 12, 1), 18, judging.declare_interests),
    (date(2026, 12, 1), 20, splitting.see_the_panel),
    (date(2026, 12, 2), 19, splitting.give_opinions),
    (date(2026, 12, 3), 10, splitting.vote_line_by_line),
    (date(2026, 12, 3), 15, splitting.fix_both_opinions),
    (date(2026, 12, 3), 17, splitting.sees_nothing),
    (date(2026, 12, 4), 9, splitting.sign_everything),
    (date(2026, 12, 4), 11, splitting.read_the_opinions),
    (date(2026, 12, 4), 13, splitting.convene_the_steering_body),
    (date(2026, 12, 21), 14, splitting.decide_in_the_meeting),
    (date(2026, 12, 22), 9, splitting.record_both_decisions),
    (date(2026, 12, 22), 11, splitting.sign_everything),
    (date(2026, 12, 22), 15, splitting.see_the_outcome),
)
"""When, at which hour, what: the steps in their order."""


def test_from_the_first_submission_to_the_partial_approval(site, read, monkeypatch) -> None:
    """Everybody does their part on the pages; the story itself makes the request."""
    calendar = Calendar(clock.on(date(2026, 11, 24), 8))
    monkeypatch.setattr(clock, "now", calendar.now)
    story = Story(load().shiomi, site, read, calendar, album="partial_approval")
    for day, hour, step in PATH:
        calendar.turn_to(day, hour)
        step(story)
