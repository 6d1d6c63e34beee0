"""What goes to the successor in a post, what stays, and what is left over: every hindrance, and which comes first."""

from __future__ import annotations

from typing import Any

import pytest

from governance.sharing.documents.reshuffle import FATES, KINDS, REASONS
from governance.sharing.rules import reshuffle
from governance.sharing.rules.reshuffle import Fate, Interests, Kind

MOVES = (Fate.MOVES, "")
BOTH = Interests(mover=True, successor=True)


@pytest.mark.parametrize(
    ("holding", "answer"),
    [
        (set(), MOVES),
        ({"to_another"}, (Fate.MOVES, "to_another")),
        ({"to_staff", "to_another"}, (Fate.MOVES, "to_staff")),
        ({"held_already", "begun_today", "to_staff"}, (Fate.LEFT, "held_already")),
        ({"begun_today", "to_staff", "to_another"}, (Fate.LEFT, "begun_today")),
    ],
)
def test_an_office_moves_from_its_second_day_and_not_unseen_to_staff_or_another_member(
    holding: set[str], answer: Any
) -> None:
    names = ("held_already", "begun_today", "to_staff", "to_another")
    assert reshuffle.of_office(**{name: name in holding for name in names}) == answer


@pytest.mark.parametrize(
    ("held_already", "names_its_own", "answer"),
    [
        (False, False, MOVES),
        (True, True, (Fate.LEFT, "held_already")),
        (False, True, (Fate.LEFT, "names_its_own")),
    ],
)
def test_a_shared_organisation_names_its_own(held_already: bool, names_its_own: bool, answer: Any) -> None:
    assert reshuffle.of_post(held_already=held_already, names_its_own=names_its_own) == answer


@pytest.mark.parametrize(
    ("on_body", "in_meeting", "answer"),
    [
        (False, False, MOVES),
        (True, True, (Fate.LEFT, "on_body")),
        (False, True, (Fate.LEFT, "meeting_open")),
    ],
)
def test_nobody_holds_two_seats_and_none_moves_in_a_meeting(
    on_body: bool, in_meeting: bool, answer: Any
) -> None:
    assert reshuffle.of_seat(on_body=on_body, in_meeting=in_meeting) == answer


@pytest.mark.parametrize(
    ("seat", "interests", "recused", "voted", "on_panel", "answer"),
    [
        (Fate.MOVES, Interests(), False, False, False, MOVES),
        (None, BOTH, True, True, True, (Fate.STAYS, "in_person")),
        (Fate.LEFT, BOTH, True, True, True, (Fate.STAYS, "seat_stays")),
        (Fate.MOVES, BOTH, True, True, True, (Fate.STAYS, "recused")),
        (Fate.MOVES, BOTH, False, True, True, (Fate.STAYS, "voted")),
        (Fate.MOVES, BOTH, False, False, True, (Fate.LEFT, "mover_interested")),
        (Fate.MOVES, Interests(successor=True), False, False, True, (Fate.LEFT, "successor_interested")),
        (Fate.MOVES, Interests(), False, False, True, (Fate.LEFT, "on_panel")),
    ],
)
def test_a_place_on_a_panel_follows_the_seat_until_a_vote_is_cast(
    seat: Fate | None, interests: Interests, recused: bool, voted: bool, on_panel: bool, answer: Any
) -> None:
    said = reshuffle.of_panel(seat, interests, recused=recused, voted=voted, on_panel=on_panel)
    assert said == answer


@pytest.mark.parametrize(
    ("interests", "of_staff", "answer"),
    [
        (Interests(), True, MOVES),
        (BOTH, False, (Fate.LEFT, "mover_interested")),
        (Interests(successor=True), False, (Fate.LEFT, "not_of_staff")),
        (Interests(successor=True), True, (Fate.LEFT, "successor_interested")),
    ],
)
def test_a_case_goes_to_staff_without_an_interest(interests: Interests, of_staff: bool, answer: Any) -> None:
    assert reshuffle.of_case(interests, of_staff=of_staff) == answer


@pytest.mark.parametrize(
    ("case", "works_for_owner", "answer"),
    [
        (Fate.MOVES, False, MOVES),
        (Fate.LEFT, True, (Fate.LEFT, "case_stays")),
        (Fate.MOVES, True, (Fate.LEFT, "works_for_owner")),
    ],
)
def test_nobody_checks_their_own_organisation(case: Fate, works_for_owner: bool, answer: Any) -> None:
    assert reshuffle.of_condition(case, works_for_owner=works_for_owner) == answer


@pytest.mark.parametrize(
    ("office", "drafted", "signed", "answer"),
    [
        (Fate.MOVES, False, False, MOVES),
        (None, True, True, (Fate.STAYS, "role_stays")),
        (Fate.LEFT, True, True, (Fate.STAYS, "office_stays")),
        (Fate.MOVES, True, True, (Fate.LEFT, "drafted")),
        (Fate.MOVES, False, True, (Fate.LEFT, "signed")),
    ],
)
def test_a_signature_goes_with_the_office(
    office: Fate | None, drafted: bool, signed: bool, answer: Any
) -> None:
    assert reshuffle.of_draft(office, drafted=drafted, signed=signed) == answer


def test_every_part_has_its_words() -> None:
    assert set(KINDS) == set(Kind)
    assert set(FATES) == set(Fate)
    assert {reason for _fate, reason in (reshuffle.THEIRS, reshuffle.OWN_ACT, reshuffle.CLOSED)} <= set(
        REASONS
    )
