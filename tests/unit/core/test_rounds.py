"""The clock's rounds over many cases: one that is broken is told to the log and holds up no other."""

from __future__ import annotations

from dataclasses import dataclass

from structlog.testing import capture_logs

from core.errors import NotNow
from core.outbox.rounds import each, every


@dataclass
class Case:
    pk: int


def test_a_broken_case_holds_up_no_other_and_is_told_without_words() -> None:
    seen = []

    def deed(case: Case) -> bool:
        seen.append(case.pk)
        if case.pk == 2:
            raise NotNow("too_late")
        if case.pk == 3:
            raise ValueError("chihiro@example.jp")
        return case.pk != 4

    with capture_logs() as told:
        assert each(deed, map(Case, range(1, 6))) == 2
    assert seen == [1, 2, 3, 4, 5]
    assert [(entry["log_level"], entry["event"], entry["case"]) for entry in told] == [
        ("error", "clock.case_failed", 2),
        ("error", "clock.case_failed", 3),
    ]
    assert "NotNow too_late" in told[0]["reason"]
    assert told[0]["deed"].endswith("deed")
    assert "chihiro" not in str(told)


def test_a_step_that_fails_as_a_whole_holds_up_no_other() -> None:
    done = []

    def broken() -> None:
        raise LookupError("chihiro@example.jp")

    with capture_logs() as told:
        every(lambda: done.append(1), broken, lambda: done.append(2))
    assert done == [1, 2]
    assert [entry["event"] for entry in told] == ["clock.step_failed"]
    assert told[0]["step"].endswith("broken")
    assert "chihiro" not in str(told)
