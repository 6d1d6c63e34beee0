"""A council that is ready for its first request: rules, members, bodies, datasets, assessments, a dozen citizens;
and the same council some steps further."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.conf import settings

from tests import databases, starts
from tests.integration.sharing.machine import STAGES, CouncilAtWork
from tests.integration.sharing.test_clock import LATER, conditional


def template_after(steps: int) -> str:
    """The council after ``steps`` of its first request, built on the stage before."""
    earlier = max((stage for stage in STAGES if stage < steps), default=None)

    def build() -> None:
        council = CouncilAtWork()
        council.begin(kept_after=earlier or 0)
        council.everybody_does_what_is_due(steps - (earlier or 0), "suitable")

    def base() -> str:
        return starts.ready() if earlier is None else template_after(earlier)

    return databases.template(f"stage_{steps}", build, base)


def stage(steps: int) -> str:
    """This worker's database of the council after ``steps``; whoever writes rolls back."""
    return databases.own(f"stage_{steps}", partial(template_after, steps))


def template_bound() -> str:
    """The council with a grant that has a condition, built on the stage before the vote."""

    def build() -> None:
        council = CouncilAtWork()
        council.begin(kept_after=5)
        conditional(council, LATER)

    return databases.template("bound", build, partial(template_after, 5))


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


def council_after(steps: int, blocker: Any) -> Iterator[CouncilAtWork]:
    yield from council_on(partial(stage, steps), blocker)


def council_on(database: Callable[[], str], blocker: Any) -> Iterator[CouncilAtWork]:
    with blocker.unblock():
        databases.use(database())
        council = CouncilAtWork()
        try:
            council.begin()
            yield council
            council.folded.assert_same()
        finally:
            council.teardown()
            databases.use(databases.place(settings.WORKER))


@pytest.fixture
def beginning(django_db_setup: None, django_db_blocker: Any) -> Iterator[CouncilAtWork]:
    """Nothing is asked for yet."""
    yield from council_after(0, django_db_blocker)


@pytest.fixture
def checked(django_db_setup: None, django_db_blocker: Any) -> Iterator[CouncilAtWork]:
    """The request is formally checked: its panel is fixed, and nobody has declared yet."""
    yield from council_after(3, django_db_blocker)


@pytest.fixture
def voting(django_db_setup: None, django_db_blocker: Any) -> Iterator[CouncilAtWork]:
    """The board has opened its opinions and votes next."""
    yield from council_after(5, django_db_blocker)


@pytest.fixture
def prepared(django_db_setup: None, django_db_blocker: Any) -> Iterator[CouncilAtWork]:
    """A grant is active and the list of its first delivery is written."""
    yield from council_after(11, django_db_blocker)


@pytest.fixture
def bound(django_db_setup: None, django_db_blocker: Any) -> Iterator[CouncilAtWork]:
    """A grant is active with one condition that is to be met within ten days (LATER)."""
    yield from council_on(lambda: databases.own("bound", template_bound), django_db_blocker)
