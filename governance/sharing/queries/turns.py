"""What a submission of a request says, and what changed between two of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core import canonical
from governance.sharing.enums import LineState, RequestState
from governance.sharing.models import Attachment, SharingRequest, Submission

REQUEST_FIELDS = frozenset(
    {"title_ja", "title_en", "purpose", "purpose_ja", "purpose_en", "project", "is_emergency"}
)
LINE_FIELDS = frozenset(
    {
        "items",
        "form",
        "processing",
        "data_class",
        "ground",
        "ground_reason",
        "statute",
        "joint_research",
        "opt_out_filing",
        "opt_out_known_on",
        "opt_out_where",
        "purpose_judgement",
        "use_from",
        "use_until",
        "retention_months",
        "disposal_method",
        "disposal_by",
        "storage",
        "environment_grasped",
        "safeguards",
        "own_purpose",
        "subprocessors",
        "joint_use",
        "joint_use_known_on",
        "joint_use_where",
        "succession_reference",
        "publication_record",
        "procedure_reference",
        "recipient_holds_as_personal",
        "recipient_consent_confirmed",
        "foreign_route",
        "foreign_told",
        "foreign_measures",
        "foreign_measures_checked_on",
        "trade_secret",
    }
)


_NOTHING: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs: where (``request`` or ``line 1``), which, before and after."""

    where: str
    field: str
    before: Any
    after: Any


def _named(file: Attachment) -> str:
    return f"{file.title} ({file.stored.digest[:12]})"


def snapshot(request: SharingRequest) -> dict[str, Any]:
    """What a submission says, field by field, so that turns can be compared."""
    head = {name: getattr(request, name) for name in sorted(REQUEST_FIELDS - {"project"})}
    head["project"] = request.project_id
    files = list(request.attachments.filter(removed_at=None).select_related("stored").order_by("pk"))
    head["attachments"] = [_named(one) for one in files]
    proved = sorted({code for one in files for code in one.measures})
    head["evidence"] = {
        code: ", ".join(_named(one) for one in files if code in one.measures) for code in proved
    }
    lines = [
        {
            "number": line.number,
            "dataset": line.dataset.reference,
            **{n: getattr(line, n) for n in sorted(LINE_FIELDS)},
        }
        for line in request.lines.exclude(state=LineState.WITHDRAWN)
        .select_related("dataset")
        .order_by("number")
    ]
    shown: dict[str, Any] = canonical.plain({"request": head, "lines": lines})
    return shown


def _same(before: Any, after: Any) -> bool:
    """Nothing is nothing, however it was written down: a field that did not exist yet has not changed."""
    return before == after or (before in _NOTHING and after in _NOTHING)


def changes(before: dict[str, Any], after: dict[str, Any]) -> tuple[Change, ...]:
    """Field by field, from one snapshot to the next."""
    found = [
        Change("request", name, before["request"].get(name), value)
        for name, value in after["request"].items()
        if not _same(before["request"].get(name), value)
    ]
    earlier = {line["number"]: line for line in before["lines"]}
    for line in after["lines"]:
        old = earlier.pop(line["number"], {})
        found += [
            Change(f"line {line['number']}", name, old.get(name), value)
            for name, value in line.items()
            if not _same(old.get(name), value)
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


def since_followed(request: SharingRequest) -> tuple[Change, ...]:
    """What a request asks for otherwise than the one that it follows, line against line; empty where it follows none.
    A line that it does not take over stays as it was and is no change."""
    if request.follows is None:
        return ()
    before, after = snapshot(request.follows), snapshot(request)
    taken = dict(request.lines.filter(follows__isnull=False).values_list("follows__number", "number"))
    lines = [one | {"number": taken[one["number"]]} for one in before["lines"] if one["number"] in taken]
    return changes(before | {"lines": lines}, after)
