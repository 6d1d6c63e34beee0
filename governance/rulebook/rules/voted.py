"""Is what is adopted the text that was voted on? By the digests that the evidence keeps of a text in work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple


class Written(NamedTuple):
    """A text in work as it read from a moment on: its digest (None where it was taken out, or none was kept), and
    whether it came to read so by being put on a newer edition."""

    at: datetime
    digest: str | None
    is_rebased: bool = False


def is_as_voted(written: Sequence[Written], taken_at: datetime | None, digest: str) -> bool:
    """Reads the text with ``digest`` as it stood at ``taken_at``, or as that was put on a newer edition since?
    ``written`` is the oldest first; where nothing stood then, there is nothing to hold it against."""
    before = [one for one in written if taken_at is None or one.at <= taken_at]
    if not before:
        return True
    stood = {one.digest for one in before if one.at == before[-1].at}
    last = before[-1].digest
    for one in written[len(before) :]:
        if one.is_rebased and last in stood:
            stood.add(one.digest)
        last = one.digest
    return not stood.isdisjoint({None, digest})
