"""State tables as data: one table drives checks, buttons, documentation and tests.

A row says: from ``source``, the ``verb`` leads to ``target`` and is open to ``roles``; ``rule`` names the
condition that the action checks besides. Roles are words of the case (applicant, secretary, system),
resolved by each app's ``permissions``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.errors import ALLOWED, NotNow, NotPermitted, Verdict, not_yours


@dataclass(frozen=True, slots=True)
class Row:
    """One transition. ``source == target`` is a verb that changes no state."""

    source: str
    verb: str
    target: str
    roles: frozenset[str]
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Workflow:
    """All transitions of one kind of object; ``initial`` is the state of a new one."""

    name: str
    initial: str
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        keys = [(row.source, row.verb) for row in self.rows]
        if len(keys) != len(set(keys)):
            raise ValueError(f"{self.name}: a verb leads to two states from the same state")

    @property
    def states(self) -> tuple[str, ...]:
        """Every state, in the order of first mention."""
        seen = [self.initial]
        for row in self.rows:
            seen += [state for state in (row.source, row.target) if state not in seen]
        return tuple(seen)

    @property
    def verbs(self) -> tuple[str, ...]:
        """Every verb, in the order of first mention."""
        return tuple(dict.fromkeys(row.verb for row in self.rows))

    def row(self, state: str, verb: str) -> Row | None:
        """The transition of ``verb`` from ``state``, or None."""
        return next((row for row in self.rows if row.source == state and row.verb == verb), None)

    def permit(self, state: str, verb: str, roles: Iterable[str]) -> Verdict:
        """May somebody who has ``roles`` do ``verb`` in ``state``? Who is asked before when: a
        stranger to the verb is told so even where the state would forbid it as well."""
        may = {role for row in self.rows if row.verb == verb for role in row.roles}
        held = frozenset(roles)
        if not may & held:
            return not_yours(verb)
        row = self.row(state, verb)
        if row is None:
            return Verdict(False, "not_in_this_state", {"verb": verb, "state": state}, error=NotNow)
        if not row.roles & held:
            return Verdict(False, "not_your_verb_now", {"verb": verb, "state": state}, error=NotPermitted)
        return ALLOWED

    def after(self, state: str, verb: str) -> str:
        """The state that ``verb`` leads to.

        Raises:
            NotNow: ``verb`` is not open in ``state``.
        """
        row = self.row(state, verb)
        if row is None:
            raise NotNow("not_in_this_state", verb=verb, state=state)
        return row.target


def rows(*lines: str) -> tuple[Row, ...]:
    """Rows from lines ``from | verb | to | role, role | rule``; several sources are joined by commas."""
    table = []
    for line in lines:
        source, verb, target, roles, *rule = (cell.strip() for cell in line.split("|"))
        held = frozenset(role.strip() for role in roles.split(",") if role.strip())
        for one in source.split(","):
            one = one.strip()
            goal = one if target == "=" else target
            table.append(Row(one, verb, goal, held, rule[0] if rule else ""))
    return tuple(table)
