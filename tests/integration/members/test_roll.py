"""The list of members costs the same however long it is."""

from __future__ import annotations

import pytest

from core import clock
from governance.members import actions, queries
from tests.factories import people
from tests.factories.rules import rulebook


def join(w, name):
    user = people.user(name)
    membership = actions.apply_for_membership(
        w.council, by=user, organisation=people.organisation(name, user), member_class="full"
    )
    actions.accept_pledge(membership, by=user, edition=1)
    return membership


@pytest.mark.parametrize("size", [1, 6])
def test_the_roll_takes_four_statements(here, size, django_assert_num_queries):
    for index in range(size):
        join(here, f"member-{index}")
    with django_assert_num_queries(4):
        entries = queries.roll(here.council, rulebook(here.council.slug))
    assert len(entries) == size
    assert {entry.pledge.edition for entry in entries} == {1}


def test_the_roll_says_what_each_page_says(here):
    first = actions.admit(join(here, "first"), by=here.secretary)
    join(here, "second")
    actions.open_duty(first, by=None, kind="report", about="request:R-1", due_on=clock.today())
    actions.charge_dues(first, by=None, fiscal_year=2026, due_on=clock.today())
    rules = rulebook(here.council.slug, clock.fiscal_year_end(clock.today()))
    for entry in queries.roll(here.council, rules):
        assert entry.missing == queries.what_is_missing(entry.membership, rules)
        assert entry.pledge == queries.pledge_of(entry.membership)
