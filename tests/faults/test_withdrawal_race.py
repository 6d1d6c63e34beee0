"""A citizen's withdrawal racing a release: never both delivered and unpursued, and one that committed first is
never delivered."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from consent import actions as consent
from consent.models import Consent
from core import clock
from core.accounts.models import Person
from core.errors import DomainError
from core.outbox.models import Job
from core.outbox.work import perform
from governance.sharing.actions import deliveries, grants
from governance.sharing.models import Delivery, Grant, Pursuit
from tests.cast import Cast, World
from tests.factories.sharing import accepted, agree
from tests.integration.authzen.conftest import NOON
from tests.together import Deed, at_once

pytestmark = [pytest.mark.postgres, pytest.mark.fresh_database("granted")]

ROUNDS = 24


@pytest.fixture
def world(cast: Cast) -> World:
    return cast.shiomi


@pytest.fixture
def grant(world: World) -> Grant:
    return Grant.objects.get(council=world.council)


@pytest.fixture
def citizens(world: World) -> Iterator[Consent]:
    """Citizens whose consent is in force, one after the other."""
    known = {"person__council": world.council, "person__links__method": "entrusted_table"}
    rows = Consent.objects.filter(**known, state="in_force")
    return iter(list(rows.select_related("person", "item__version__notice").order_by("pk")))


def prepare(grant: Grant, world: World) -> Delivery:
    with clock.at(NOON):
        delivery = deliveries.prepare(grant, by=world.users["officer_mayor"])
        return deliveries.write_list(delivery)


def releasing(delivery: Delivery, world: World) -> Callable[[], Delivery]:
    return lambda: deliveries.release(delivery, by=world.users["officer_mayor"])


def withdrawing(given: Consent) -> Callable[[], Any]:
    return lambda: consent.withdraw(given.person, [given.item], by=None, route="feed")


def went(delivery: Delivery, person: Person) -> bool:
    delivery.refresh_from_db()
    return delivery.state == "released" and delivery.manifest.filter(person=person).exists()


def pursued(delivery: Delivery, person: Person) -> bool:
    return Pursuit.objects.filter(delivery=delivery, person=person).exists()


def test_whoever_goes_first_delivered_is_pursued_and_nobody_else(
    grant: Grant, world: World, citizens: Iterator[Consent]
) -> None:
    """Many rounds, begun together with varied delays; both orders happen."""
    chance, seen = random.Random(20261123), set()
    for number in range(ROUNDS):
        given, delivery = next(citizens), prepare(grant, world)
        lead = chance.uniform(-0.03, 0.05) if number % 4 else (-1) ** (number // 4) * 0.2
        finished: dict[str, float] = {}

        def late(deed: Callable[[], Any], delay: float, name: str, finished: Any = finished) -> Any:
            def do() -> Any:
                time.sleep(max(delay, 0))
                finished[f"{name} began"] = time.monotonic()
                result = deed()
                finished[name] = time.monotonic()
                return result

            return do

        results = at_once(
            late(releasing(delivery, world), lead, "release"),
            late(withdrawing(given), -lead, "withdrawal"),
            moment=NOON,
        )
        assert not [result for result in results if isinstance(result, Exception)]
        delivered = went(delivery, given.person)
        assert delivered == pursued(delivery, given.person), f"round {number}, lead {lead}"
        if finished["withdrawal"] < finished["release began"]:
            assert not delivered
        if finished["release"] < finished["withdrawal began"]:
            assert delivered
        seen.add(delivered)
    assert seen == {True, False}


def test_a_release_waits_for_a_withdrawal_that_has_not_committed(
    grant: Grant, world: World, citizens: Iterator[Consent]
) -> None:
    given, delivery = next(citizens), prepare(grant, world)
    before = delivery.manifest.count()
    withdrawal = Deed(withdrawing(given), hold=True, moment=NOON).held()
    release = Deed(releasing(delivery, world), moment=NOON).waiting()
    withdrawal.end()
    assert release.end().state == "released"
    assert not went(delivery, given.person)
    assert delivery.persons == before - 1
    assert not Pursuit.objects.exists()


def test_a_withdrawal_waits_for_a_release_that_has_not_committed_and_pursues_it(
    grant: Grant, world: World, citizens: Iterator[Consent]
) -> None:
    given, delivery = next(citizens), prepare(grant, world)
    release = Deed(releasing(delivery, world), hold=True, moment=NOON).held()
    withdrawal = Deed(withdrawing(given), moment=NOON).waiting()
    release.end()
    assert not isinstance(withdrawal.end(), Exception)
    assert went(delivery, given.person)
    assert pursued(delivery, given.person)


def test_a_release_that_fails_leaves_nothing_to_pursue(
    grant: Grant, world: World, citizens: Iterator[Consent]
) -> None:
    given, delivery = next(citizens), prepare(grant, world)

    def fail() -> None:
        deliveries.release(delivery, by=world.users["officer_mayor"])
        raise DomainError("the machine fails before the commit")

    release = Deed(fail, hold=True, moment=NOON)
    withdrawal = Deed(withdrawing(given), moment=NOON)
    assert isinstance(release.end(), DomainError)
    withdrawal.end()
    assert not went(delivery, given.person)
    assert not pursued(delivery, given.person)


def test_a_list_being_written_and_a_withdrawal_both_come_through(
    grant: Grant, world: World, citizens: Iterator[Consent]
) -> None:
    """The list names the person when it is written; the withdrawal waits, and the release leaves them out."""
    given = next(citizens)
    with clock.at(NOON):
        delivery = deliveries.prepare(grant, by=world.users["officer_mayor"])
    writing = Deed(lambda: deliveries.write_list(delivery), hold=True, moment=NOON).held()
    withdrawal = Deed(withdrawing(given), moment=NOON).waiting()
    assert not isinstance(writing.end(), Exception)
    assert not isinstance(withdrawal.end(), Exception)
    with clock.at(NOON):
        releasing(delivery, world)()
    assert not went(delivery, given.person)


def test_a_grant_opened_while_somebody_withdraws_does_not_carry_them(
    grant: Grant, world: World, citizens: Iterator[Consent]
) -> None:
    """The withdrawal did not see the grant, so the grant must not see the consent."""
    given, line = next(citizens), accepted(world)
    withdrawal = Deed(withdrawing(given), hold=True, moment=NOON).held()

    def deliver() -> Delivery:
        return releasing(prepare(agree(world, line), world), world)()

    delivering = Deed(deliver, moment=NOON).waiting()
    assert not isinstance(withdrawal.end(), Exception)
    delivery = delivering.end()
    assert delivery.state == "released"
    assert not went(delivery, given.person)
    assert not Pursuit.objects.exists()


def test_a_withdrawal_pursues_one_grant_while_another_is_released(
    grant: Grant, world: World, citizens: Iterator[Consent]
) -> None:
    given, withdrawal = next(citizens), []
    with clock.at(NOON):
        releasing(prepare(grant, world), world)()
        second = agree(world, accepted(world))
    delivery = prepare(second, world)

    def release_slowly() -> Delivery:
        grants.locked(second)
        withdrawal.append(Deed(withdrawing(given), moment=NOON).waiting())
        return releasing(delivery, world)()

    assert Deed(release_slowly, hold=True, moment=NOON).held().end().state == "released"
    assert not isinstance(withdrawal[0].end(), Exception)
    assert went(delivery, given.person)
    assert Pursuit.objects.filter(person=given.person).count() == 2


def test_a_notice_is_found_defective_while_somebody_withdraws(
    grant: Grant, world: World, citizens: Iterator[Consent]
) -> None:
    """Everybody's consent is ended by the worker while one of the last withdraws; every person is pursued, once."""
    with clock.at(NOON):
        delivery = releasing(prepare(grant, world), world)()
        *_, last = citizens
        version = last.item.version
        consent.invalidate(version, by=world.users["secretary"], decision="汐見協第20号")
    job = Job.objects.get(kind="defective_notice")
    other = Deed(lambda: grants.locked(grant), hold=True).held()
    working = Deed(lambda: perform(job.pk), moment=NOON).waiting()
    withdrawal = Deed(withdrawing(last), moment=NOON).waiting()
    other.end()
    assert working.end() is True
    assert getattr(withdrawal.end(), "status", 200) in (200, 409)
    assert not Consent.objects.filter(item__version=version, state="in_force").exists()
    assert Pursuit.objects.filter(delivery=delivery).count() == delivery.persons
