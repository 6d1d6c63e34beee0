"""What changed between two submissions of a request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from governance.sharing.enums import RequestState
from governance.sharing.models import SharingRequest, Submission


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs: where (``request`` or ``line 1``), which, before and after."""

    where: str
    field: str
    before: Any
    after: Any


def changes(before: dict[str, Any], after: dict[str, Any]) -> tuple[Change, ...]:
    """Field by field, from one snapshot to the next."""
    found = [
        Change("request", name, before["request"].get(name), value)
        for name, value in after["request"].items()
        if before["request"].get(name) != value
    ]
    earlier = {line["number"]: line for line in before["lines"]}
    for line in after["lines"]:
        old = earlier.pop(line["number"], {})
        found += [
            Change(f"line {line['number']}", name, old.get(name), value)
            for name, value in line.items()
            if old.get(name) != value
        ]
    found += [Change(f"line {number}", "dataset", line["dataset"], None) for number, line in earlier.items()]
    return tuple(found)


def asked_to_change(request: SharingRequest) -> Submission | None:
    """The submission that was sent back and has not been handed in again; None where none waits."""
    if request.state != RequestState.DRAFTED:
        return None
    last: Submission | None = request.submissions.order_by("-turn").first()
    return last if last is not None and last.returned_at is not None else None


def since_last_turn(request: SharingRequest) -> tuple[Change, ...]:
    """What the newest submission changed against the one before; empty for a first submission."""
    newest = list(request.submissions.order_by("-turn")[:2])
    if len(newest) < 2:
        return ()
    return changes(newest[1].snapshot, newest[0].snapshot)
