"""What is adopted is held against the text that stood when it was voted on."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from governance.rulebook.rules.voted import Written, is_as_voted


def at(hour: int) -> datetime:
    return datetime(2026, 11, 22, hour, tzinfo=UTC)


FIRST, SECOND = Written(at(9), "first"), Written(at(11), "second")


@pytest.mark.parametrize(
    ("written", "hour", "digest", "expected"),
    [
        ([], 10, "first", True),
        ([SECOND], 10, "third", True),
        ([FIRST, SECOND], 10, "first", True),
        ([FIRST, SECOND], 10, "second", False),
        ([FIRST, SECOND], 11, "first", False),
        ([FIRST, SECOND], None, "second", True),
        ([FIRST, Written(at(9), "other")], 10, "first", True),
        ([FIRST, Written(at(9), None)], 10, "second", True),
        ([FIRST, Written(at(11), "put", True)], 10, "put", True),
        ([FIRST, Written(at(11), "put", True), Written(at(12), "changed")], 10, "changed", False),
        ([FIRST, SECOND, Written(at(12), "put", True)], 10, "put", False),
        ([FIRST, SECOND, Written(at(12), "first"), Written(at(13), "put", True)], 10, "put", True),
    ],
)
def test_the_text_is_the_one_voted_on_or_that_put_on_a_newer_edition(written, hour, digest, expected):
    assert is_as_voted(written, hour and at(hour), digest) is expected
