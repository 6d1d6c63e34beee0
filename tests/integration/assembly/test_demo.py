"""The past of the demo councils, as the pages and numbers rest on it."""

from __future__ import annotations

import pytest

from config.demo import bodies, members
from config.demo.people import load
from core import clock
from governance.assembly import queries
from governance.members.queries import memberships, pledge, standing


@pytest.fixture
def filled(demo):
    return load()


def test_the_first_story_decision_will_be_number_24(filled):
    council = filled.shiomi.council
    past = [row for row in queries.decisions(council) if row.subject == ""]
    assert [row.number for row in past][:1] == ["汐見協第23号"]
    assert all(row.motion.state == "carried" and row.reasons_en for row in past)


def test_members_stand_well_and_filling_again_changes_nothing(filled):
    before = [(world.council.slug, queries.decisions(world.council).count()) for world in filled.worlds]
    members.fill(filled)
    bodies.fill(filled)
    assert [
        (world.council.slug, queries.decisions(world.council).count()) for world in filled.worlds
    ] == before
    for world in filled.worlds:
        assert memberships(world.council).count() == 6
        for organisation in world.organisations.values():
            assert standing(world.council, organisation, clock.today()).is_member
            assert pledge(world.council, organisation).edition == 1


def test_the_board_is_composed_as_its_charter_asks(filled):
    for world in filled.worlds:
        board = queries.body(world.council, "ethics_board")
        assert all(gap.in_order for gap in queries.composition_of(board, clock.today()))
        assert not queries.vacancies(world.council, clock.today())
        alternates = [seat for seat in queries.panel(board, clock.today()) if seat.alternate_of]
        assert [seat.expertise for seat in alternates] == ["law"]
