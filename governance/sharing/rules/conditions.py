"""Conditions as they are asked for (承認条件): what is wrong with one, when it is due, and whether an approval adopts
what the board asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NotRequired, TypedDict

from core.clock import add_months


class ConditionAsked(TypedDict):
    """A condition that the board asks the approval to carry, or that the approval adds; one that continues may come
    back every so many months. Whoever owes it never checks it; unless said otherwise the recipient owes it and the
    secretariat checks it."""

    text: str
    precedent: bool
    due_days: int | None
    """Days from the approval, or, of one met while the grant runs, from the opening of the grant or its first day where
    that is later; None: a condition that comes back is first due after its months, and one that only holds while the
    grant runs (a prohibition) has no day."""
    repeats_months: NotRequired[int | None]
    owner: NotRequired[str]
    checker: NotRequired[str]


def owner_of(asked: ConditionAsked) -> str:
    """Who owes it: recipient, provider or secretariat."""
    return asked.get("owner") or "recipient"


def checker_of(asked: ConditionAsked) -> str:
    """Who checks it: secretariat, provider or board."""
    return asked.get("checker") or "secretariat"


def fault(asked: ConditionAsked, *, one_party: bool = False) -> str:
    """The code of what is wrong with ``asked``; empty where nothing is. ``one_party``: provider and recipient are the
    same organisation."""
    if not asked["text"].strip():
        return "sharing.condition_without_text"
    repeats = asked.get("repeats_months")
    if asked["precedent"] and not asked["due_days"] and not repeats:
        return "sharing.condition_without_day"
    if asked["precedent"] and repeats:
        return "sharing.condition_precedent_repeats"
    owner, checker = owner_of(asked), checker_of(asked)
    if owner == checker or (one_party and {owner, checker} == {"recipient", "provider"}):
        return "sharing.condition_checks_itself"
    return ""


def first_due(asked: ConditionAsked, on: date) -> date | None:
    """The first day of a condition that binds from ``on``; None for one that only holds while the grant runs."""
    if days := asked["due_days"]:
        return on + timedelta(days=days)
    months = asked.get("repeats_months")
    return add_months(on, months) if months else None


def fault_of_day(wished: date, *, due_on: date | None, ends_on: date, today: date) -> str:
    """The code of what is wrong with a later day of a condition; empty where nothing is."""
    if due_on is None or wished <= max(due_on, today):
        return "sharing.extension_not_later"
    return "sharing.extension_beyond_grant" if wished > ends_on else ""


def adopts(board: Iterable[ConditionAsked], approved: Iterable[ConditionAsked]) -> bool:
    """Does the approval carry every condition of the board, none softer than it was asked for? The same words, no
    later day, beforehand where so asked, as often, by the same owner, before the same checker."""
    kept = list(approved)
    return all(any(_at_least(one, asked) for one in kept) for asked in board)


def _at_least(one: ConditionAsked, asked: ConditionAsked) -> bool:
    return (
        one["text"].split() == asked["text"].split()
        and (one["precedent"] or not asked["precedent"])
        and _no_later(one, asked)
        and _as_often(one, asked)
        and owner_of(one) == owner_of(asked)
        and checker_of(one) == checker_of(asked)
    )


def _no_later(one: ConditionAsked, asked: ConditionAsked) -> bool:
    day = date(2000, 1, 1)
    kept, needed = first_due(one, day), first_due(asked, day)
    return needed is None or (kept is not None and kept <= needed)


def _as_often(one: ConditionAsked, asked: ConditionAsked) -> bool:
    months, needed = one.get("repeats_months"), asked.get("repeats_months")
    return not needed or (bool(months) and (months or 0) <= needed)
