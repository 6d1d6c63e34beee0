"""What a submission of a request says, and what changed between two of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from core import canonical
from governance.sharing.enums import LineState, RequestState
from governance.sharing.models import RequestLine, SharingRequest, Submission

REQUEST_FIELDS = frozenset(
    {"title_ja", "title_en", "purpose", "purpose_ja", "purpose_en", "project", "is_emergency"}
)
LINE_FIELDS = RequestLine.asked_fields
DIGITS = 12
"""Of a digest, by which a file is known in a change."""
_FILE = re.compile(r"^([0-9a-f]{12})[0-9a-f]{52}$|\(([0-9a-f]{12})\)(?=, |$)")
"""A file in a snapshot: its digest; in older ones its title, then the first digits in brackets."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs: where (``request`` or ``line 1``), which, before and after."""

    where: str
    field: str
    before: Any
    after: Any


def snapshot(request: SharingRequest) -> dict[str, Any]:
    """What a submission says, field by field, so that turns can be compared. Files by digest alone: what they are
    called can be erased, a snapshot cannot."""
    head = {name: getattr(request, name) for name in sorted(REQUEST_FIELDS - {"project"})}
    head["project"] = request.project_id
    files = list(request.attachments.filter(removed_at=None).select_related("stored").order_by("pk"))
    head["attachments"] = [one.stored.digest for one in files]
    proved = sorted({code for one in files for code in one.measures})
    head["evidence"] = {code: [one.stored.digest for one in files if code in one.measures] for code in proved}
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


def file_titles(request: SharingRequest) -> dict[str, str]:
    """What the files of ``request``, and of the one that it follows, are called now, by the first digits of their
    digests; empty what was erased for good. Its own word counts before that of the one that it follows."""
    titles: dict[str, str] = {}
    for one in filter(None, (request.follows, request)):
        rows = one.attachments.order_by("pk").values_list("stored__digest", "title")
        titles |= {digest[:DIGITS]: title for digest, title in sorted(rows, key=lambda row: bool(row[1]))}
    return titles


def _head(snapshot: dict[str, Any]) -> dict[str, Any]:
    """What ``snapshot`` says of the request, its files by the first digits of their digests."""
    found = dict(snapshot["request"])
    for name in {"attachments", "evidence"} & found.keys():
        found[name] = _files(found[name])
    return found


def _files(told: Any) -> Any:
    if isinstance(told, dict):
        return {code: _files(files) for code, files in told.items()}
    if isinstance(told, str):
        return [found[1] or found[2] for found in _FILE.finditer(told)]
    return [digest for one in told for digest in _files(one)]


def changes(before: dict[str, Any], after: dict[str, Any]) -> tuple[Change, ...]:
    """Field by field, from one snapshot to the next; files by the first digits of their digests
    (:func:`file_titles`)."""
    head = _head(before)
    found = [
        Change("request", name, head.get(name), value)
        for name, value in _head(after).items()
        if not canonical.same(head.get(name), value)
    ]
    earlier = {line["number"]: line for line in before["lines"]}
    for line in after["lines"]:
        old = earlier.pop(line["number"], {})
        found += [
            Change(f"line {line['number']}", name, old.get(name), value)
            for name, value in line.items()
            if not canonical.same(old.get(name), value)
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
    return _between(*reversed(newest)) if len(newest) == 2 else ()


def turn_by_turn(request: SharingRequest) -> list[tuple[Submission, tuple[Change, ...]]]:
    """Every submission after the first, oldest first, with what it changed against the one before."""
    turns = request.submissions.order_by("turn")
    return [(after, _between(before, after)) for before, after in pairwise(turns)]


def _between(before: Submission, after: Submission) -> tuple[Change, ...]:
    return changes(before.snapshot, after.snapshot)


def since_followed(request: SharingRequest) -> tuple[Change, ...]:
    """What a request asks for otherwise than the one that it follows, line against line; empty where it follows none.
    A line that it does not take over stays as it was and is no change."""
    if request.follows is None:
        return ()
    before, after = snapshot(request.follows), snapshot(request)
    taken = dict(request.lines.filter(follows__isnull=False).values_list("follows__number", "number"))
    lines = [one | {"number": taken[one["number"]]} for one in before["lines"] if one["number"] in taken]
    return changes(before | {"lines": lines}, after)
