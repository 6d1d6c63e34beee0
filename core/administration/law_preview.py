"""Which open cases would be judged differently once a row of law is written: asked of the room above by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import msgspec
from django.conf import settings
from django.utils.module_loading import import_string

from core import clock
from core.errors import Invalid
from core.law.changing import written
from core.law.queries import all_values
from core.law.values import KINDS, LawTable


@dataclass(frozen=True, slots=True)
class LineChange:
    """One open line: which check, what it finds now, and what it would find; in the reader's language."""

    council: str
    reference: str
    check: str
    before: str
    before_text: str
    after: str
    after_text: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The lines looked at, out of how many that are open, and what would change, on ``on``."""

    on: date
    looked_at: int
    open: int
    changes: tuple[LineChange, ...]


Judge = Callable[[LawTable, LawTable, date], Preview]


def preview(kind: str, value: dict[str, Any]) -> Preview:
    """What writing the row would change, on its first day or today, whichever is later.

    Raises:
        Invalid: the row has not the shape of its kind.
    """
    try:
        row = msgspec.convert(value, KINDS[kind])
    except msgspec.ValidationError as error:
        raise Invalid("law_wrong_shape", detail=str(error)) from error
    on = max(row.valid_from or clock.today(), clock.today())
    rows = all_values()
    judge = cast("Judge", import_string(settings.LAW_PREVIEW))
    return judge(LawTable.of(rows, on), LawTable.of(written(rows, row), on), on)
