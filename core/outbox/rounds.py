"""What the clock does to many cases, one after another: a case that cannot be done holds up no other.

What went wrong is told to the log by the kind of the error, its code and its place, never in words that may name
somebody. The case stays as it was and is tried again on the next round.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeVar

import structlog

from core.outbox.work import describe

log = structlog.get_logger()


class Row(Protocol):
    """A row of some table."""

    pk: Any


Case = TypeVar("Case", bound=Row)


def each(deed: Callable[[Case], object], cases: Iterable[Case]) -> int:
    """Do ``deed``, a transaction of its own, to each of ``cases``; how many it was done to: what is not ``False``."""
    done = 0
    for case in cases:
        try:
            done += deed(case) is not False
        except Exception as error:
            log.error("clock.case_failed", deed=_name(deed), case=case.pk, reason=describe(error))
    return done


def every(*steps: Callable[[], object]) -> None:
    """Do all ``steps``, also where one of them fails as a whole."""
    for step in steps:
        try:
            step()
        except Exception as error:
            log.error("clock.step_failed", step=_name(step), reason=describe(error))


def _name(deed: Callable[..., object]) -> str:
    named = getattr(deed, "func", deed)
    return f"{named.__module__}.{named.__qualname__}"
