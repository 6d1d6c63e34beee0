"""Many consents end on the same night: all are ended in one go, and none of them counts before."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from celery.schedules import crontab
from django.conf import settings

from consent import actions, queries
from consent.actions import endings
from consent.models import Consent
from core import clock
from tests.factories import consents as make


@pytest.fixture
def world(cast):
    return cast.shiomi


@pytest.fixture
def version(world):
    last = clock.add_months(clock.today(), 3)
    return make.notice(world, make.choice(world, valid_until=last.isoformat()))


@pytest.fixture
def night(world, version, monkeypatch):
    """The moment at which the consents of seven persons are over; they are read two at a time."""
    monkeypatch.setattr(endings, "ROUND", 2)
    for number in range(7):
        person = actions.known_to_holder(world.council, world.organs["mayor"], f"U-{number}")
        actions.give(person, version.items.all(), by=None, route="feed")
    moment = Consent.objects.values_list("until", flat=True).distinct().get()
    with clock.at(moment):
        yield moment


def states():
    return list(Consent.objects.order_by("pk").values_list("state", flat=True))


def test_one_call_ends_all_that_are_over(night):
    assert actions.expire_due() == 7
    assert states() == ["expired"] * 7
    assert actions.expire_due() == 0


def test_nothing_flows_on_them_before_they_are_ended(night, version):
    items = [item.pk for item in version.items.all()]
    assert states() == ["in_force"] * 7
    assert not queries.in_force(items, at=night).exists()
    assert queries.in_force(items, at=night - timedelta(microseconds=1)).count() == 7
    assert queries.fallen_out(items, at=night) == {"expired": 7}


def test_those_that_cannot_be_ended_hold_up_none_behind_them(night, monkeypatch):
    real, broken = endings._expire, set(Consent.objects.order_by("pk").values_list("pk", flat=True)[:3])

    def fail(due):
        if due.pk in broken:
            raise ValueError
        return real(due)

    monkeypatch.setattr(endings, "_expire", fail)
    assert actions.expire_due() == 4
    assert states() == ["in_force"] * 3 + ["expired"] * 4
    broken.clear()
    assert actions.expire_due() == 3


def test_what_is_left_when_the_time_is_over_comes_next(night, monkeypatch):
    assert actions.expire_due(at_work=timedelta(0)) == 0
    now = iter([0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 9.0, 9.0, 9.0])
    monkeypatch.setattr(endings, "monotonic", lambda: next(now))
    assert actions.expire_due(at_work=timedelta(seconds=5)) == 3
    monkeypatch.undo()
    assert actions.expire_due() == 4


def test_the_clock_comes_back_soon_after_it_has_paused():
    entry = next(
        one for one in settings.CELERY_BEAT_SCHEDULE.values() if one["task"] == "consent.tasks.expire_due"
    )
    assert isinstance(entry["schedule"], crontab)
    minutes = sorted(entry["schedule"].minute)
    apart = min(b - a for a, b in pairwise(minutes))
    assert endings.AT_WORK < timedelta(minutes=apart) <= endings.AT_WORK * 2
    assert entry["options"]["expires"] < apart * 60
