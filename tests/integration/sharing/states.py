"""States of a council at work beside its stages, each built once in a run: the steps they begin after, and the way."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from governance.sharing.actions import reviews
from tests import databases, starts
from tests.integration.sharing.machine import STAGES, CouncilAtWork
from tests.integration.sharing.test_clock import LATER, conditional, done, wait

ASKED: Any = {"text": "集計の手順書を提出すること。", "precedent": True, "due_days": 30}


def found_suitable_with_conditions(council: CouncilAtWork) -> None:
    """All have voted for “suitable with conditions”; the opinion is fixed next."""
    council.finding = "conditional"
    council.everybody_votes()


def asked_for_one(council: CouncilAtWork) -> None:
    """The board has asked for one condition; the steering body decides next."""
    found_suitable_with_conditions(council)
    words = {"by": council.users["secretary"], "reasons": "条件を付す。", "conditions": [ASKED]}
    assert council.do(lambda: reviews.give_opinion(council.line, **words))
    done(council, "conclude")


def provisional(council: CouncilAtWork) -> None:
    """The chair has approved the line in an emergency, before the board has spoken."""
    done(council, "draft", "call_it_an_emergency", "submit", "pass_formal_check", "approve_provisionally")
    assert council.line.state == "provisional"


def flowing_early(council: CouncilAtWork) -> None:
    """The list of the first delivery is written a day after the provisional approval."""
    provisional(council)
    done(council, "accept", "agree", "prepare", "write_list")
    wait(council, 1)


STATES: dict[str, tuple[int, Callable[[CouncilAtWork], Any]]] = {
    "bound": (5, lambda council: conditional(council, LATER)),
    "found": (5, found_suitable_with_conditions),
    "asked": (5, asked_for_one),
    "provisional": (0, provisional),
    "flowing_early": (0, flowing_early),
}


def template_after(steps: int) -> str:
    """The council after ``steps`` of its first request, built on the stage before."""
    earlier = max((stage for stage in STAGES if stage < steps), default=None)

    def build() -> None:
        council = CouncilAtWork()
        council.begin(kept_after=earlier or 0)
        council.everybody_does_what_is_due(steps - (earlier or 0), "suitable")

    def base() -> str:
        return starts.ready() if earlier is None else template_after(earlier)

    return databases.template(f"stage_{steps}", build, base)


def template_of(name: str) -> str:
    """The council in one of STATES."""
    steps, further = STATES[name]

    def build() -> None:
        council = CouncilAtWork()
        council.begin(kept_after=steps)
        further(council)

    return databases.template(name, build, partial(template_after, steps))


def stage(steps: int) -> str:
    """This worker's database of the council after ``steps``; whoever writes rolls back."""
    return databases.own(f"stage_{steps}", partial(template_after, steps))


def state(name: str) -> str:
    """This worker's database of the council in one of STATES; whoever writes rolls back."""
    return databases.own(name, partial(template_of, name))
