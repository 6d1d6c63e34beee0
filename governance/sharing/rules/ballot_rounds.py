"""Further rounds of voting: when the board may vote anew, and whether those who remain can come to an opinion at all.

A vote that carried an opinion is never voted on again: the opinion is fixed. That the deliberation continues is no
opinion; it leads to a further round, as a vote does that carried nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from msgspec.structs import replace

from governance.sharing.rules.facts import Panel
from governance.sharing.rules.outcome import Outcome

CameTo = Literal["continued", "not_carried", "no_quorum", "seat_empty"]


def carries_opinion(vote: Outcome) -> bool:
    """Did the vote carry an opinion that can be fixed?"""
    return vote.finding is not None and vote.finding != "continued"


def carried(votes: Mapping[str, Outcome]) -> list[str]:
    """The lines, of those voted on, whose opinion is carried and has to be fixed first."""
    return [line for line, vote in votes.items() if carries_opinion(vote)]


def came_to(vote: Outcome) -> CameTo:
    """What a vote that carried no opinion came to."""
    if vote.finding == "continued":
        return "continued"
    if vote.status == "seat_empty":
        return "seat_empty"
    return "not_carried" if vote.status == "not_carried" else "no_quorum"


def silent(due: date, today: date) -> bool:
    """Has the day passed until which a member could have answered?"""
    return today > due


def at_best(panel: Panel, today: date) -> Panel:
    """The panel as if everybody who may still judge came and agreed: what it cannot reach then it never reaches."""
    seats = tuple(
        [
            replace(seat, present=not seat.recused and not seat.excused, opinion_in=True)
            for seat in panel.seats
        ]
    )
    return replace(panel, seats=seats, ballots=(), no_objection="suitable", voted_on=today)
