"""A notice is declared defective against releases, answers and withdrawals at the same moment, and a dying worker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from consent import actions as consent
from consent.actions.record import lock
from consent.models import Consent, ConsentEvent, NoticeVersion
from core import clock
from core.errors import NotNow, Refused
from core.outbox.models import Job, JobState
from core.outbox.work import perform
from governance.sharing.models import Grant, Pursuit
from governance.sharing.queries.deliveries import may_flow
from governance.sharing.queries.facts import consent_items
from governance.sharing.queries.requests import line as load_line
from tests.cast import Cast, World
from tests.factories import consents as make
from tests.faults.papers import SETTINGS
from tests.faults.test_withdrawal_race import prepare, pursued, releasing, went, withdrawing
from tests.integration.authzen.conftest import NOON
from tests.parts import eventually, running
from tests.together import Deed

pytestmark = [pytest.mark.postgres, pytest.mark.fresh_database("granted")]


@pytest.fixture
def world(cast: Cast) -> World:
    return cast.shiomi


@pytest.fixture
def grant(world: World) -> Grant:
    return Grant.objects.get(council=world.council)


@pytest.fixture
def given(world: World, grant: Grant) -> list[Consent]:
    """The consents on which the grant rests, under the version that most agreed to, in the order of the persons."""
    line = load_line(grant.line_id)
    flowing = may_flow(line, at=NOON)
    rows = Consent.objects.filter(person__in=flowing, item__in=consent_items(line), state="in_force")
    version = max(
        rows.values_list("item__version", flat=True),
        key=lambda one: rows.filter(item__version=one).count(),
    )
    found = rows.filter(item__version=version, person__user=None).order_by("person")
    return list(found.select_related("person", "item__version__notice"))


def declaring(version: NoticeVersion, world: World) -> Any:
    return lambda: consent.invalidate(version, by=world.users["secretary"], decision="汐見協第20号")


def job() -> Job:
    return Job.objects.get(kind="defective_notice")


def left(version: NoticeVersion) -> int:
    return Consent.objects.filter(item__version=version, state="in_force").count()


def test_a_release_waits_for_a_declaration_that_has_not_committed_and_lets_nobody_go(
    grant: Grant, world: World, given: list[Consent]
) -> None:
    delivery, version = prepare(grant, world), given[0].item.version
    declaration = Deed(declaring(version, world), hold=True, moment=NOON).held()
    release = Deed(releasing(delivery, world), moment=NOON).waiting()
    declaration.end()
    result = release.end()
    assert isinstance(result, Refused) or result.state == "released"
    assert not went(delivery, given[0].person)
    under = Consent.objects.filter(item__version=version, state="in_force").values("person")
    if not isinstance(result, Refused):
        assert not delivery.manifest.filter(person__in=under).exists()


def test_a_declaration_waits_for_a_release_that_has_not_committed_and_it_is_pursued(
    grant: Grant, world: World, given: list[Consent]
) -> None:
    delivery, version = prepare(grant, world), given[0].item.version
    release = Deed(releasing(delivery, world), hold=True, moment=NOON).held()
    declaration = Deed(declaring(version, world), moment=NOON).waiting()
    release.end()
    assert not isinstance(declaration.end(), Exception)
    assert went(delivery, given[0].person)
    with clock.at(NOON):
        assert perform(job().pk)
    assert pursued(delivery, given[0].person)
    assert left(version) == 0


def test_whoever_is_agreeing_is_waited_for_and_ended_with_the_others(
    world: World, given: list[Consent]
) -> None:
    chihiro = world.persons["chihiro"]
    with clock.at(NOON):
        version = make.notice(world)
    agreeing = Deed(
        lambda: consent.give(chihiro, version.items.all(), by=chihiro.user), hold=True, moment=NOON
    ).held()
    declaration = Deed(declaring(version, world), moment=NOON).waiting()
    agreeing.end()
    assert not isinstance(declaration.end(), Exception)
    assert left(version) == 1
    with clock.at(NOON):
        assert perform(job().pk)
    assert left(version) == 0


def test_whoever_agrees_while_it_is_being_declared_waits_and_is_told(world: World) -> None:
    chihiro = world.persons["chihiro"]
    with clock.at(NOON):
        version = make.notice(world)
    declaration = Deed(declaring(version, world), hold=True, moment=NOON).held()
    agreeing = Deed(
        lambda: consent.give(chihiro, version.items.all(), by=chihiro.user), moment=NOON
    ).waiting()
    declaration.end()
    refused = agreeing.end()
    assert isinstance(refused, NotNow)
    assert refused.code == "notice_defective"
    assert left(version) == 0


def test_whoever_withdraws_first_has_withdrawn(world: World, grant: Grant, given: list[Consent]) -> None:
    """The worker waits for a withdrawal that has not committed, and passes over that consent."""
    last = given[-1]
    with clock.at(NOON):
        delivery = releasing(prepare(grant, world), world)()
        declaring(last.item.version, world)()
    withdrawal = Deed(withdrawing(last), hold=True, moment=NOON).held()
    working = Deed(lambda: perform(job().pk), moment=NOON).waiting()
    withdrawal.end()
    assert working.end() is True
    last.refresh_from_db()
    assert last.state == "withdrawn"
    assert left(last.item.version) == 0
    kinds = ConsentEvent.objects.filter(person=last.person, kind__in=["withdrawn", "invalidated"])
    assert [event.kind for event in kinds] == ["withdrawn"]
    assert Pursuit.objects.filter(delivery=delivery, person=last.person).count() == 1


@pytest.mark.redis
def test_a_worker_that_is_killed_in_a_stretch_loses_and_doubles_nothing(
    world: World, given: list[Consent], tmp_path: Path
) -> None:
    version, many = given[0].item.version, left(given[0].item.version)
    holding = Deed(lambda: lock(given[-1].person), hold=True).held()
    with clock.at(NOON):
        declaring(version, world)()
    Job.objects.exclude(kind="defective_notice").update(state=JobState.CANCELLED, finished_at=clock.wall())
    with running("beat", tmp_path, **SETTINGS):
        with running("worker", tmp_path, **SETTINGS) as worker:
            eventually(lambda: job().state == JobState.RUNNING, lambda: str(job().last_error), 180)
            worker.kill()
        assert left(version) == many
        holding.end()
        with running("worker", tmp_path, **SETTINGS):
            eventually(lambda: job().state == JobState.DONE, lambda: str(job().last_error), 180)
    assert left(version) == 0
    assert job().attempts >= 2, "a slow machine may take the lease of the second one away, too"
    assert ConsentEvent.objects.filter(item__version=version, kind="invalidated").count() == many
