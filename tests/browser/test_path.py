"""The whole path, told once by clicking and typing: from the article of a rule to the disposal of the data.

A council looks up its rule and its board, opens a project, declares a dataset, assesses it, tells its citizens; two
of them agree. A university asks; it is checked, judged, decided and signed; the holder decides for itself and hands
over; one citizen withdraws and is left out of the next list; the period ends and the data are disposed of. At each
turn a machine asks the decision API about the same person, and its answer turns with the path.

Pictures of the pages lie in ``var/tests/screenshots/path``, numbered in the order of the story.
"""

from __future__ import annotations

from datetime import date

import pytest

from core import clock
from tests.browser.path import asking, beginnings, judging, moving
from tests.browser.path.telling import Calendar, Story
from tests.cast import load

pytestmark = [pytest.mark.fresh_database("demo"), pytest.mark.writes_on_get, pytest.mark.long(4)]

PATH = (
    (date(2026, 11, 24), 9, beginnings.look_up_the_article),
    (date(2026, 11, 24), 10, beginnings.look_at_the_board),
    (date(2026, 11, 24), 11, beginnings.open_a_project),
    (date(2026, 11, 25), 10, beginnings.declare_a_dataset),
    (date(2026, 11, 26), 10, beginnings.assess_the_privacy_impact),
    (date(2026, 11, 27), 10, beginnings.review_the_assessment),
    (date(2026, 11, 30), 10, beginnings.write_the_notice),
    (date(2026, 12, 1), 20, beginnings.citizens_agree),
    (date(2026, 12, 2), 9, asking.give_the_machine_a_key),
    (date(2026, 12, 2), 10, judging.draft_a_request),
    (date(2026, 12, 3), 9, judging.submit_the_request),
    (date(2026, 12, 4), 10, judging.pass_the_formal_check),
    (date(2026, 12, 7), 18, judging.declare_interests),
    (date(2026, 12, 8), 19, judging.give_blind_opinions),
    (date(2026, 12, 9), 10, judging.vote_on_the_opinion),
    (date(2026, 12, 10), 9, judging.sign_the_papers),
    (date(2026, 12, 10), 13, judging.convene_the_steering_body),
    (date(2026, 12, 21), 14, judging.vote_in_the_meeting),
    (date(2026, 12, 22), 9, judging.approve_by_the_decision),
    (date(2026, 12, 22), 11, judging.sign_the_papers),
    (date(2026, 12, 22), 15, asking.is_refused_before_the_provider_decides),
    (date(2026, 12, 23), 10, moving.decide_to_provide),
    (date(2026, 12, 24), 10, moving.conclude_the_agreement),
    (date(2027, 1, 6), 9, asking.is_permitted_while_the_grant_is_active),
    (date(2027, 1, 6), 10, moving.deliver_to_both),
    (date(2027, 1, 7), 20, moving.see_who_received_it),
    (date(2027, 1, 12), 20, moving.withdraw),
    (date(2027, 1, 12), 21, asking.is_refused_for_whoever_withdrew),
    (date(2027, 1, 13), 10, moving.answer_the_withdrawal),
    (date(2027, 2, 1), 10, moving.deliver_without_him),
    (date(2027, 4, 1), 1, moving.let_it_expire),
    (date(2027, 4, 1), 9, asking.is_refused_after_the_end),
    (date(2027, 4, 2), 10, moving.certify_the_disposal),
    (date(2027, 4, 5), 10, moving.show_the_chain),
)
"""When, at which hour, what: the steps in their order."""


def test_from_the_article_to_the_disposal(site, read, monkeypatch) -> None:
    """Everybody does their part on the pages; nothing is done for them behind the scenes."""
    calendar = Calendar(clock.on(date(2026, 11, 24), 8))
    monkeypatch.setattr(clock, "now", calendar.now)
    story = Story(load().shiomi, site, read, calendar)
    for day, hour, step in PATH:
        calendar.turn_to(day, hour)
        step(story)
