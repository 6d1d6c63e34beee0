"""Whether the panel that found something was rightly formed: who has still to declare, or to say what they think."""

from __future__ import annotations

from core.rulebook.values import Independence
from governance.sharing.rules.facts import Panel
from governance.sharing.rules.outcome import sitting


def undeclared(panel: Panel) -> list[str]:
    """The members who have not declared whether they have an interest, and are not excused."""
    return [seat.member for seat in panel.seats if not seat.declared and not seat.excused]


def without_opinion(panel: Panel, rule: Independence | None) -> list[str]:
    """The members who took part in the vote and gave no opinion of their own, where the rule asks independence."""
    if rule is None or not rule.blind:
        return []
    return [seat.member for seat in sitting(panel) if seat.present and not seat.opinion_in]
