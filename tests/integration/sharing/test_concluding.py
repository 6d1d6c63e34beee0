"""The agreement opens the grant: it is signed already, after the provider's decision, and under a number of its own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from config.demo import moments
from core import clock
from core.paper import Facts
from governance.sharing.documents.agreements import agreement
from governance.sharing.models import Agreement, Grant, SharingRequest
from governance.sharing.queries.verdicts import judge
from governance.sharing.rules.verdict import Moment
from tests.cast import Cast, World, signed_in
from tests.factories.sharing import line_in

pytestmark = [pytest.mark.begins_with("accepted")]


@pytest.fixture
def world(cast: Cast) -> World:
    return cast.shiomi


@pytest.fixture
def line(world: World) -> Any:
    """A line that the mayor decided to provide today."""
    return line_in(world, "accepted")


def record(world: World, line: Any, **changes: Any) -> Any:
    """The answer to the form as the secretariat sends it, today but for ``changes``."""
    today = clock.today()
    words = {"kind": "contract", "contract_number": "データ利用契約 第8号", "signed_on": today}
    words |= {"valid_from": today, "valid_until": clock.fiscal_year_end(today)} | changes
    url = f"/c/shiomi/requests/{line.request.reference}/lines/{line.number}/agreement/"
    return signed_in(world.users["secretary"]).post(url, words)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (lambda today: {"signed_on": today + timedelta(days=1)}, "まだ来ていません"),
        (lambda today: {"signed_on": today - timedelta(days=1)}, "締結はその後"),
        (lambda today: {"valid_until": today - timedelta(days=1)}, "始まりより前になっています"),
    ],
)
def test_what_is_not_signed_in_its_time_opens_no_grant(
    world: World, line: Any, changes: Any, told: str
) -> None:
    grants = Grant.objects.count()
    with clock.at(moments.story(6)):
        answer = record(world, line, **changes(clock.today()))
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not line.agreements.exists()
    assert Grant.objects.count() == grants


def test_a_number_belongs_to_the_contract_of_the_same_parties(world: World, line: Any) -> None:
    earlier = Agreement.objects.get(line__request__council=world.council)
    with clock.at(moments.story(6)):
        assert record(world, line, contract_number=f" {earlier.reference} ").status_code == 302


def test_a_number_of_other_parties_is_refused(world: World, line: Any) -> None:
    earlier = Agreement.objects.get(line__request__council=world.council)
    bus = world.organisations["bus"].organs.first()
    SharingRequest.objects.filter(pk=earlier.line.request_id).update(recipient_organ=bus)
    with clock.at(moments.story(6)):
        answer = record(world, line, contract_number=f" {earlier.reference} ")
        assert answer.status_code == 422
        assert earlier.line.reference in answer.content.decode()
        assert record(world, line, contract_number="データ利用契約 第18号").status_code == 302


def test_a_contract_that_begins_later_lets_nothing_flow_before(world: World, line: Any) -> None:
    with clock.at(moments.story(6)):
        begins = clock.today() + timedelta(days=10)
        assert record(world, line, valid_from=begins).status_code == 302
        assert line.grant.starts_on == begins
        checks = {check.code: check for check in judge(line, Moment.FLOW).verdict.checks}
        assert checks["agreement"].reason == "not_yet"
        assert checks["window"].state != "pass"


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [(date(2020, 4, 1), date(2020, 4, 2), "より前です"), (date(2040, 4, 1), date(2040, 4, 2), "より後です")],
)
def test_a_period_that_misses_the_use_is_told_with_its_own_days(
    world: World, line: Any, first: date, last: date, told: str
) -> None:
    with clock.at(moments.story(6)):
        answer = record(world, line, valid_from=first, valid_until=last)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert told in shown
    assert ("2020年4月2日" in shown) == (last.year == 2020)
    assert ("2040年4月1日" in shown) == (last.year == 2040)


def test_the_form_opens_no_day_that_has_passed(world: World, line: Any) -> None:
    line.use_from = line.approvals.latest("pk").decided_on - timedelta(days=30)
    line.save()
    with clock.at(moments.story(6)):
        url = f"/c/shiomi/requests/{line.request.reference}/lines/{line.number}/agreement/"
        form = signed_in(world.users["secretary"]).get(url).context["form"]
        assert form.initial["valid_from"] == clock.today() > line.approvals.latest("pk").decided_on


def test_the_paper_names_the_period_of_the_contract(world: World, line: Any) -> None:
    with clock.at(moments.story(6)):
        record(world, line)
    paper = agreement(line, line.agreements.get())
    names = [fact.label for block in paper.blocks if isinstance(block, Facts) for fact in block.rows]
    assert "有効期間" in [str(name) for name in names]
