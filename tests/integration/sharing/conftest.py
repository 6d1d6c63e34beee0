"""A council that is ready for its first request: rules, members, bodies, datasets, assessments, a dozen citizens;
and the same council some steps further."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.conf import settings

from config.demo import assessments, bodies, consents, datasets, members, rules
from tests import databases
from tests.cast import load
from tests.integration.sharing.machine import STAGES, CouncilAtWork


def _build() -> None:
    cast = load()
    for step in (rules, members, bodies, datasets, assessments):
        step.fill(cast)
    consents.fill(cast, persons=12)


def template() -> str:
    """Both councils before any request."""
    return databases.template("ready", _build, databases.people_template)


def template_after(steps: int) -> str:
    """The council after ``steps`` of its first request, built on the stage before."""
    earlier = max((stage for stage in STAGES if stage < steps), default=None)

    def build() -> None:
        council = CouncilAtWork()
        council.begin(kept_after=earlier or 0)
        council.everybody_does_what_is_due(steps - (earlier or 0), "suitable")

    def base() -> str:
        return template() if earlier is None else template_after(earlier)

    return databases.template(f"stage_{steps}", build, base)


def stage(steps: int) -> str:
    """This worker's database of the council after ``steps``; whoever writes rolls back."""
    return databases.own(f"stage_{steps}", partial(template_after, steps))


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
    with blocker.unblock():
        databases.use(stage(steps))
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
