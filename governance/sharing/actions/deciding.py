"""The decision that an act about a line rests on."""

from __future__ import annotations

from typing import Any

from core.errors import Invalid, Refused
from governance.sharing.models import RequestLine
from governance.sharing.queries.deciding import decisions_taken


def decision_about(line: RequestLine, number: str) -> Any:
    """The council's decision ``number`` about this line; numbers begin anew each fiscal year, and the newest of the
    number that is about the line is meant.

    Raises:
        Refused: there is none, it is about something else, or another has taken its place.
    """
    found = decisions_taken(line).filter(number=number)
    standing = found.filter(is_superseded=False).first()
    if standing is None:
        code = "sharing.decision_superseded" if found.exists() else "sharing.decision_not_about_line"
        raise Refused(code, number=number, line=line.reference)
    return standing


def own_decision(line: RequestLine, number: str, *, not_again: str = "") -> Any:
    """A decision about ``line`` that was taken for this act: neither its approval, nor one used before.

    Raises:
        Invalid: none is named, or it is the one that approved the line, or ``not_again``.
        Refused: it is not about this line.
    """
    if not number.strip():
        raise Invalid("sharing.decision_missing")
    decision = decision_about(line, number)
    if number == not_again or line.approvals.filter(decision=decision.pk).exists():
        raise Invalid("sharing.decision_used_already", number=number)
    return decision
