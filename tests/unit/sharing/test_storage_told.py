"""Where data are kept is held to what the persons were told."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.unit.sharing.gate_case import FACTS
from tests.unit.sharing.reasons import situation


@pytest.mark.parametrize(
    ("told", "kept", "reason"),
    [
        (frozenset({"JP"}), frozenset({"JP"}), "person_in_force"),
        (frozenset({"JP"}), None, "person_in_force"),
        (frozenset({"JP"}), frozenset({"JP", "US"}), "notice_lacks"),
        (frozenset({"JP", "US"}), frozenset({"JP", "US"}), "person_in_force"),
        (None, frozenset({"JP", "US"}), "person_in_force"),
    ],
)
def test_data_are_kept_where_the_persons_were_told(told, kept, reason: str):
    """A fact kept before it was looked up is judged as it was then."""
    choice = replace(FACTS.consents.choices[0], storage=told)
    check = situation(consents__choices=(choice,), line__storage=kept).check("consent")
    assert check.reason == reason
    assert reason == "person_in_force" or check.params["lacking"] == "storage"
