"""The decision of the council that a step rests on."""

from __future__ import annotations

from core.accounts.models import Council
from core.errors import Invalid
from core.rulebook.provider import rests_on


def decided(council: Council, number: str, *, about: str = "") -> str:
    """The decision ``number`` of ``council``, taken about ``about`` (``notice:N-01``) or nothing in particular.

    Raises:
        Invalid: none is named.
        Refused: it was not taken, another has taken its place, or it is about something else.
    """
    if not number.strip():
        raise Invalid("decision_missing")
    return rests_on(council, number, about=about)
