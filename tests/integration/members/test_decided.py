"""What asks for a decision of the council rests on one that it took and that stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from core import clock
from core.errors import Refused
from core.rulebook.provider import Standing, rests_on
from governance.assembly.actions import open_project
from governance.members import actions
from tests.factories.decisions import decision_replaced, decision_taken, decision_voted
from tests.integration.members.test_blocks import blocked
from tests.integration.members.test_memberships import admitted


def suspend(here, number: str) -> None:
    words = {"reason": "滞納", "until_on": clock.today()}
    actions.suspend(admitted(here), by=here.secretary, decision_number=number, **words)


def expel(here, number: str) -> None:
    actions.expel(admitted(here), by=here.secretary, reason="違反", decision_number=number)


def block(here, number: str) -> None:
    blocked(here, decision_number=number)


def lift(here, number: str) -> None:
    actions.lift(blocked(here), by=here.secretary, decision_number=number, reason="提出された。")


ACTS = (suspend, expel, block, lift)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("of_another_council", [False, True])
def test_a_decision_that_was_never_taken_carries_nothing(
    here, there, act: Callable[..., None], of_another_council: bool
) -> None:
    number = decision_taken(there.council) if of_another_council else "協第99号"
    with pytest.raises(Refused, match="decision_unknown"):
        act(here, number)


@pytest.mark.parametrize("act", ACTS)
def test_a_decision_that_was_replaced_carries_nothing(here, act: Callable[..., None]) -> None:
    number = decision_replaced(here.council)
    with pytest.raises(Refused, match="decision_superseded"):
        act(here, number)


def test_a_body_that_does_not_decide_on_it_carries_nothing(here) -> None:
    alone, voted = decision_taken(here.council), decision_voted(here.council)
    for number in (alone, voted):
        with pytest.raises(Refused, match="decision_not_theirs"):
            rests_on(here.council, number, bodies=("steering",))
    assert rests_on(here.council, voted, bodies=("steering", "assembly")) == voted


def stands(_council, number: str) -> list[Standing]:
    """As settings.DECISION_STANDS: a vote in a matter of the organisations whose keys the number lists."""
    keys = frozenset(int(key) for key in number.split(","))
    return [Standing("", True, "expulsion", keys, clock.now())]


@pytest.mark.parametrize("act", [suspend, expel, block])
def test_a_vote_in_the_matter_of_one_organisation_carries_nothing_against_another(
    here, there, settings, act: Callable[..., None]
) -> None:
    settings.DECISION_STANDS = f"{__name__}.stands"
    with pytest.raises(Refused, match="decision_about_else"):
        act(here, str(there.organisation.pk))


@pytest.mark.parametrize("act", [suspend, expel, block])
def test_a_vote_in_the_matter_of_the_organisation_carries_it(here, there, settings, act) -> None:
    settings.DECISION_STANDS = f"{__name__}.stands"
    act(here, f"{here.organisation.pk},{there.organisation.pk}")


@pytest.mark.parametrize("act", ACTS)
def test_a_decision_about_something_else_carries_nothing(here, act: Callable[..., None]) -> None:
    project = open_project(here.council, by=here.secretary, title_ja="歩数の活用")
    number = decision_taken(here.council, f"project:{project.reference}")
    with pytest.raises(Refused, match="decision_about_else"):
        act(here, number)
    assert rests_on(here.council, number, about=f"project:{project.reference}") == number


def test_the_number_of_a_replaced_decision_is_taken_again_in_another_year(here) -> None:
    """Numbers begin anew each fiscal year."""
    with clock.at(clock.on(clock.today() - timedelta(days=366))):
        old = decision_replaced(here.council)
    with pytest.raises(Refused, match="decision_superseded"):
        rests_on(here.council, old)
    assert rests_on(here.council, f" {decision_taken(here.council)} ") == old
