"""The clock of grants running twice, or against people: every end, suspension and mail comes once."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from core import clock
from core.ledger.models import LedgerEntry
from core.outbox.models import Job
from governance.members.models import Duty, Membership
from governance.sharing import tasks
from governance.sharing.actions import conditions, deliveries, disposals
from governance.sharing.models import Condition, Grant, Suspension
from tests.cast import Cast, World
from tests.integration.authzen.conftest import NOON
from tests.together import Deed, at_once

pytestmark = [pytest.mark.postgres, pytest.mark.fresh_database("granted")]


@pytest.fixture
def world(cast: Cast) -> World:
    return cast.shiomi


@pytest.fixture
def grant(world: World) -> Grant:
    return Grant.objects.get(council=world.council)


def overdue_condition(grant: Grant) -> Condition:
    return Condition.objects.create(
        line=grant.line,
        reference=f"{grant.line.reference}-C1",
        text="報告すること。",
        is_precedent=False,
        owner=grant.line.request.applicant,
        due_on=NOON.date() - timedelta(days=1),
    )


def test_two_clocks_at_once_warn_remind_suspend_and_end_once(world: World, grant: Grant) -> None:
    overdue_condition(grant)
    for moment in (NOON, clock.on(grant.ends_on + timedelta(days=1))):
        assert at_once(*[tasks.run_the_clock] * 2, moment=moment) == [None, None]
    assert Suspension.objects.filter(grant=grant).count() == 1
    assert LedgerEntry.objects.filter(event="sharing.condition_overdue").count() == 1
    ended = LedgerEntry.objects.filter(event="sharing.grant_expired", council=world.council.slug)
    assert ended.count() == 1
    assert Duty.objects.filter(membership__council=world.council, kind="disposal").count() == 1
    keys = Job.objects.filter(kind="mail").values_list("key", flat=True)
    assert len(keys) == len(set(keys))


def test_a_release_waits_for_the_expiry_and_is_refused(world: World, grant: Grant) -> None:
    with clock.at(NOON):
        delivery = deliveries.write_list(deliveries.prepare(grant, by=world.users["officer_mayor"]))
    moment = clock.on(grant.ends_on + timedelta(days=1))
    end = Deed(tasks.run_the_clock, hold=True, moment=moment).held()
    release = Deed(
        lambda: deliveries.release(delivery, by=world.users["officer_mayor"]), moment=NOON
    ).waiting()
    end.end()
    assert isinstance(release.end(), Exception)
    delivery.refresh_from_db()
    assert delivery.state == "cancelled"


def test_evidence_that_came_first_suspends_nothing(world: World, grant: Grant) -> None:
    row = overdue_condition(grant)
    submit = partial(conditions.submit_evidence, row, by=world.users["rep_university"], evidence="提出した。")
    first = Deed(submit, hold=True, moment=NOON).held()
    second = Deed(tasks.run_the_clock, moment=NOON).waiting()
    first.end()
    second.end()
    grant.refresh_from_db()
    assert (grant.state, Suspension.objects.count()) == ("active", 0)


def test_a_reminder_and_a_certificate_at_once_hold_up_nobody(world: World, grant: Grant) -> None:
    with clock.at(clock.on(grant.ends_on + timedelta(days=1))):
        tasks.run_the_clock()
    moment = clock.on(grant.ends_on + timedelta(days=25))
    words = {"method": "erase", "disposed_on": moment.date(), "witness": "課長", "description": "消去した。"}
    file = partial(disposals.file, grant, by=world.users["rep_university"], **words)
    results = at_once(file, tasks.run_the_clock, moment=moment)
    assert not [result for result in results if isinstance(result, Exception)]
    membership = Membership.objects.get(council=world.council, organisation=world.organisations["university"])
    assert not membership.duties.filter(settled_at__isnull=True).exists()
