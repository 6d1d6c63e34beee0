"""Decisions of a council that other acts rest on."""

from __future__ import annotations

from core.access.queries import holders
from core.access.roles import Role
from core.accounts.models import Council
from governance.assembly import actions as assembly
from governance.assembly import queries
from tests.factories import people


def decision_taken(council: Council, about: str = "") -> str:
    """The number of a decision that the chair of ``council`` took today."""
    chair = holders(Role.CHAIR, council).first() or people.with_role(
        f"chair-of-{council.slug}", Role.CHAIR, council
    )
    words = {"title_ja": "決定", "reasons_ja": "審議のとおり決定する。"}
    return str(assembly.record_decision(council, by=chair, about=about, **words).number)


def decision_replaced(council: Council) -> str:
    """The number of a decision whose place another has taken."""
    number = decision_taken(council)
    old = queries.decisions(council).filter(number=number).latest("decided_on")
    chair = holders(Role.CHAIR, council).get()
    assembly.supersede_decision(old, by=chair, title_ja="決定の変更", reasons_ja="事実の誤りがあった。")
    return number
