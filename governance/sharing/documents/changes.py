"""What changed between two submissions, in words: the fields as a paper calls them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.http.dates import english
from governance.sharing.documents.terms import LABELS, names_of, said
from governance.sharing.models import SharingRequest, Submission
from governance.sharing.queries.turns import Change
from governance.sharing.queries.turns import changes as changed

ALIEN = {"title_ja": "title_en", "purpose_ja": "purpose_en"}
"""A text in the other language is told in its own language's paper alone."""
UNTOLD = frozenset({"trade_secret"})
"""What no paper tells: it is read on the page, by those who may."""


def rows(request: SharingRequest, before: Submission, after: Submission) -> Iterator[tuple[str, str, str]]:
    """What ``after`` says otherwise than ``before``."""
    yield from told(request, changed(before.snapshot, after.snapshot))


def told(request: SharingRequest, found: Sequence[Change]) -> Iterator[tuple[str, str, str]]:
    """Where and which field, what it said, what it says; a line that is new, or gone, is one row."""
    whole = {one.where for one in found if one.field in ("number", "dataset")}
    hidden = UNTOLD | (set(ALIEN) if english() else set(ALIEN.values()))
    names = names_of(request)
    for one in found:
        if one.field == "dataset" or (one.where not in whole and one.field not in hidden):
            before, after = (said(one.field, value, names) for value in (one.before, one.after))
            yield _where(one, request), before, after


def _where(change: Change, request: SharingRequest) -> str:
    place = (
        request.reference if change.where == "request" else f"{request.reference}-{change.where.split()[-1]}"
    )
    return f"{place}\n{LABELS[change.field]}"
