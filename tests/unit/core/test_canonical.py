"""Canonical JSON is that of RFC 8785, held against the implementation that the offline verifier uses."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from core import canonical
from core.outbox.models import JobState

TEXT = st.text(st.characters(exclude_categories=("Cs",)))
KEYS = st.text(st.characters(max_codepoint=127))
WHOLE = st.integers(-canonical.WHOLE, canonical.WHOLE)
VALUES = st.recursive(
    st.none() | st.booleans() | WHOLE | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner),
    max_leaves=30,
)


@given(VALUES)
def test_what_is_written_is_rfc_8785(value: object) -> None:
    assert canonical.encode(value) == rfc8785.dumps(value)


def test_every_control_character_is_escaped_as_the_standard_says() -> None:
    every = "".join(chr(code) for code in range(0x3000))
    assert canonical.encode({"text": every}) == rfc8785.dumps({"text": every})


def test_dates_ids_and_codes_become_text() -> None:
    value = {
        "on": date(2026, 4, 1),
        "at": datetime(2026, 4, 1, 12, tzinfo=UTC),
        "id": UUID(int=7),
        "state": JobState.DONE,
        "codes": frozenset({"b", "a"}),
        "pair": (1, True),
    }
    assert canonical.encode(value) == (
        b'{"at":"2026-04-01T12:00:00+00:00","codes":["a","b"],"id":"00000000-0000-0000-0000-000000000007",'
        b'"on":"2026-04-01","pair":[1,true],"state":"done"}'
    )


@pytest.mark.parametrize(
    ("value", "error"),
    [
        (1.5, TypeError),
        ({"a": [0.0]}, TypeError),
        ({"\u00e9": 1}, TypeError),
        ({1: 1}, TypeError),
        (object(), TypeError),
        (canonical.WHOLE + 1, ValueError),
        (-canonical.WHOLE - 1, ValueError),
        ("\ud800", ValueError),
    ],
)
def test_what_has_no_one_form_is_refused(value: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        canonical.encode(value)
