"""The decision that an act about a line rests on."""

from __future__ import annotations

from typing import Any

from core.errors import Invalid, Refused
from governance.assembly import queries as assembly
from governance.sharing.models import RequestLine


def decision_about(line: RequestLine, number: str) -> Any:
    """The council's decision ``number``, if it is about this line.

    Raises:
        Refused: there is none, or it is about something else.
    """
    decision = assembly.decision(line.request.council, number)
    if decision is None or not is_about(decision, line):
        raise Refused("sharing.decision_not_about_line", number=number, line=line.reference)
    return decision


def is_about(decision: Any, line: RequestLine) -> bool:
    """Was the decision taken about this line?"""
    subject = f"line:{line.reference}"
    return subject == decision.subject or subject in decision.links


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
