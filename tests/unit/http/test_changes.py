"""Values of changed fields in words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import models
from django.utils import translation

from core.canonical import same
from core.http.changes import in_words

PLAIN = models.TextField()
CHOSEN = models.CharField(choices=[("a", "Apples")])


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (PLAIN, True, "Yes"),
        (PLAIN, False, "No"),
        (PLAIN, date(2026, 11, 22), "22 Nov 2026 (Sun)"),
        (PLAIN, datetime(2026, 11, 21, 16, tzinfo=UTC), "22 Nov 2026 (Sun)"),
        (PLAIN, ["x", "y"], "x, y"),
        (PLAIN, {"x": 1, "y": 2}, "x: 1 / y: 2"),
        (CHOSEN, "a", "Apples"),
        (CHOSEN, "gone", "gone"),
        (PLAIN, 12, "12"),
    ],
)
def test_a_value_is_told_as_its_field_has_it(field: models.Field[Any, Any], value: Any, words: str) -> None:
    with translation.override("en"):
        assert in_words(field, value) == words


def test_nothing_is_no_change_but_no_is_an_answer() -> None:
    assert same(None, "")
    assert same([], {})
    assert not same(None, False)
    assert not same(0, None)
