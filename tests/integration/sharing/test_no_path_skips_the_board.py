"""No sequence of verbs by anybody reaches a delivery without every link of the chain; and the tables say at every
moment what the ledger alone says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests import databases
from tests.integration.sharing.machine import (
    CouncilAfterAGrant,
    CouncilAtWork,
    CouncilByLaw,
    CouncilOfTwoLines,
)

pytestmark = pytest.mark.usefixtures("stages")


@pytest.mark.parametrize(
    ("council", "examples"),
    [(CouncilAtWork, 7), (CouncilByLaw, 2), (CouncilAfterAGrant, 2), (CouncilOfTwoLines, 1)],
    ids=["consent", "law", "after", "two lines"],
)
def test_no_path_skips_the_board(council: type[CouncilAtWork], examples: int) -> None:
    if databases.on_postgres():
        # The stories are the same; the second database shows that it tells them, too.
        examples = max(1, examples // 3)
    few = settings(
        max_examples=examples,
        stateful_step_count=8,
        phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a failing story is short enough to read
    )
    council.done.clear()
    run_state_machine_as_test(council, settings=few)
    if council is not CouncilAtWork:
        assert council.done["release"], "each of these begins with a delivery"


def test_whoever_does_what_is_due_comes_to_a_delivery() -> None:
    """The property above would say nothing of a council in which nothing is ever delivered."""
    CouncilAtWork.done.clear()
    story = CouncilAtWork()
    try:
        story.so_far(7)
        for _day in range(2):  # the grant begins on the second
            story.everybody_does_what_is_due(14, "suitable")
            story.now += timedelta(days=1)
        story.folded.assert_same()
    finally:
        story.teardown()
    assert CouncilAtWork.done["release"]
