"""A council that is ready for its first request: rules, members, bodies, datasets, assessments, a dozen citizens;
and the same council some steps further."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings

from tests import databases
from tests.integration.sharing.machine import STAGES, CouncilAtWork
from tests.integration.sharing.states import stage, state


@pytest.fixture
def stages(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A database of each stage."""
    with django_db_blocker.unblock():
        for steps in STAGES:
            stage(steps)
        try:
            yield
        finally:
            databases.use(databases.place(settings.WORKER))


def council_in(where: int | str, blocker: Any) -> Iterator[CouncilAtWork]:
    """The council after so many steps, or in the state of that name."""
    with blocker.unblock():
        name = stage(where) if isinstance(where, int) else state(where)
        with databases.standing_on(name):
            council = CouncilAtWork()
            try:
                council.begin()
                yield council
                council.folded.assert_same()
            finally:
                council.teardown()


@pytest.fixture
def beginning(django_db_setup: None, django_db_blocker: Any) -> Iterator[CouncilAtWork]:
    """Nothing is asked for yet."""
    yield from council_in(0, django_db_blocker)


@pytest.fixture
def checked(django_db_setup: None, django_db_blocker: Any) -> Iterator[CouncilAtWork]:
    """The request is formally checked: its panel is fixed, and nobody has declared yet."""
    yield from council_in(3, django_db_blocker)


@pytest.fixture
def voting(django_db_setup: None, django_db_blocker: Any) -> Iterator[CouncilAtWork]:
    """The board has opened its opinions and votes next."""
    yield from council_in(5, django_db_blocker)


@pytest.fixture
def found(django_db_setup: None, django_db_blocker: Any) -> Iterator[CouncilAtWork]:
    """All have voted for “suitable with conditions”; the opinion is fixed next."""
    yield from council_in("found", django_db_blocker)


@pytest.fixture
def asked(django_db_setup: None, django_db_blocker: Any) -> Iterator[CouncilAtWork]:
    """The board has asked for one condition; the steering body decides next."""
    yield from council_in("asked", django_db_blocker)


@pytest.fixture
def concluded(django_db_setup: None, django_db_blocker: Any) -> Iterator[CouncilAtWork]:
    """The board has found the line suitable; the steering body decides next."""
    yield from council_in(7, django_db_blocker)


@pytest.fixture
def prepared(django_db_setup: None, django_db_blocker: Any) -> Iterator[CouncilAtWork]:
    """A grant is active and the list of its first delivery is written."""
    yield from council_in(11, django_db_blocker)


@pytest.fixture
def bound(django_db_setup: None, django_db_blocker: Any) -> Iterator[CouncilAtWork]:
    """A grant is active with one condition that is to be met within ten days (LATER)."""
    yield from council_in("bound", django_db_blocker)


@pytest.fixture
def provisional(django_db_setup: None, django_db_blocker: Any) -> Iterator[CouncilAtWork]:
    """The chair has approved the line in an emergency, before the board has spoken."""
    yield from council_in("provisional", django_db_blocker)


@pytest.fixture
def flowing_early(django_db_setup: None, django_db_blocker: Any) -> Iterator[CouncilAtWork]:
    """After a provisional approval the list of the first delivery is written."""
    yield from council_in("flowing_early", django_db_blocker)
