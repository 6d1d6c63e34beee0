"""The April reshuffle (人事異動): what goes to the successor in a post, what stays with the person, and what is left
over for a reason that somebody can see to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What somebody may have in hand when their post changes hands."""

    OFFICE = "office"
    POST = "post"
    SEAT = "seat"
    PANEL = "panel"
    SAID = "said"
    CASE = "case"
    CONDITION = "condition"
    DRAFT = "draft"
    CHECK = "check"


class Fate(StrEnum):
    """What becomes of it."""

    MOVES = "moves"
    STAYS = "stays"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Part:
    """One thing in hand: how its kind calls it, the request it belongs to, what becomes of it and why."""

    kind: Kind
    ref: str
    request: str
    fate: Fate
    reason: str = ""


Answer = tuple[Fate, str]
THEIRS: Answer = (Fate.STAYS, "theirs")
OWN_ACT: Answer = (Fate.STAYS, "own_act")
CLOSED: Answer = (Fate.LEFT, "closed_to_mover")


def _unless(*hindrances: tuple[bool, Fate, str]) -> Answer:
    """It moves, unless something holds: the first that does."""
    return next(((fate, reason) for holds, fate, reason in hindrances if holds), (Fate.MOVES, ""))


def of_office(*, held_already: bool, begun_today: bool, to_staff: bool, to_another: bool) -> Answer:
    """An office of the council that goes with the post. ``to_staff``: from somebody outside the secretariat to one of
    its staff, who would then decide what they prepare; ``to_another``: to somebody who acts for another member than
    the one whose office it is. It moves all the same, but not unseen."""
    return _unless(
        (held_already, Fate.LEFT, "held_already"),
        (begun_today, Fate.LEFT, "begun_today"),
        (to_staff, Fate.MOVES, "to_staff"),
        (to_another, Fate.MOVES, "to_another"),
    )


def of_post(*, held_already: bool, names_its_own: bool) -> Answer:
    """A place for a member that goes with the post."""
    return _unless((held_already, Fate.LEFT, "held_already"), (names_its_own, Fate.LEFT, "names_its_own"))


def of_seat(*, on_body: bool, in_meeting: bool) -> Answer:
    """A seat on a body that goes with the post."""
    return _unless((on_body, Fate.LEFT, "on_body"), (in_meeting, Fate.LEFT, "meeting_open"))


@dataclass(frozen=True, slots=True)
class Interests:
    """Who has an interest in a case: whoever hands over does not move it, a successor does not get it."""

    mover: bool = False
    successor: bool = False


def of_panel(
    seat: Fate | None, interests: Interests, *, recused: bool, voted: bool, on_panel: bool
) -> Answer:
    """A place on the panel of an open review. ``seat``: what becomes of the seat on the board; None where the member
    sits there in person."""
    return _unless(
        (seat is None, Fate.STAYS, "in_person"),
        (seat == Fate.LEFT, Fate.STAYS, "seat_stays"),
        (recused, Fate.STAYS, "recused"),
        (voted, Fate.STAYS, "voted"),
        (interests.mover, Fate.LEFT, "mover_interested"),
        (interests.successor, Fate.LEFT, "successor_interested"),
        (on_panel, Fate.LEFT, "on_panel"),
    )


def of_case(interests: Interests, *, of_staff: bool) -> Answer:
    """A case that the person keeps."""
    return _unless(
        (interests.mover, Fate.LEFT, "mover_interested"),
        (not of_staff, Fate.LEFT, "not_of_staff"),
        (interests.successor, Fate.LEFT, "successor_interested"),
    )


def of_condition(case: Fate, *, works_for_owner: bool) -> Answer:
    """Evidence that waits to be checked in a case that the person keeps."""
    return _unless(
        (case != Fate.MOVES, Fate.LEFT, "case_stays"), (works_for_owner, Fate.LEFT, "works_for_owner")
    )


def of_draft(office: Fate | None, *, drafted: bool, signed: bool) -> Answer:
    """A draft that waits for the person's signature. ``office``: what becomes of the office that signs; None where a
    role of the secretariat does."""
    return _unless(
        (office is None, Fate.STAYS, "role_stays"),
        (office == Fate.LEFT, Fate.STAYS, "office_stays"),
        (drafted, Fate.LEFT, "drafted"),
        (signed, Fate.LEFT, "signed"),
    )
