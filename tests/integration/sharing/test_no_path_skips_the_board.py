"""No sequence of verbs by anybody reaches a delivery without every link of the chain; and the tables say at every
moment what the ledger alone says."""

from __future__ import annotations

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests import databases
from tests.integration.sharing.machine import CouncilAtWork, CouncilByLaw

pytestmark = pytest.mark.usefixtures("stages")


@pytest.mark.parametrize(
    ("council", "examples"), [(CouncilAtWork, 12), (CouncilByLaw, 3)], ids=["consent", "law"]
)
def test_no_path_skips_the_board(council: type[CouncilAtWork], examples: int) -> None:
    if databases.on_postgres():
        examples = (
            examples // 3
        )  # the stories are the same; the second database shows that it tells them, too
    council.done.clear()
    run_state_machine_as_test(
        council,
        settings=settings(
            max_examples=examples,
            stateful_step_count=8,
            phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a failing story is short enough to read
        ),
    )
    assert council.done["release"], "no story came to a delivery: the property says nothing"
