"""What every test may ask for."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed

from tests import databases, longest, standards, starts  # noqa: F401 (starts names further states)
from tests.cast import Cast, load
from tests.middleware import writing_allowed

# A crowded machine is slow, not wrong: properties have no deadline.
hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs a loop in the main thread


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile the catalogues once, before any worker starts."""
    if not hasattr(session.config, "workerinput"):
        from config.catalogues import compile_all

        compile_all()
        translation_file_changed(None, Path("django.mo"))  # what was read before they were there is forgotten


def pytest_collection_finish() -> None:
    """What is loaded stays: looking through it for garbage again and again takes a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what this database or broker cannot show; ``make test`` runs everything once with them. Whatever takes
    long begins first."""
    items[:] = longest.dealt(items, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))
    on_postgres = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    for item in items:
        if item.get_closest_marker("postgres") and not on_postgres:
            item.add_marker(pytest.mark.skip(reason="asks for PostgreSQL"))
        if item.get_closest_marker("redis") and not settings.REDIS_URL:
            item.add_marker(pytest.mark.skip(reason="asks for Redis"))
        if item.get_closest_marker("trial") and settings.REDIS_URL:
            item.add_marker(pytest.mark.skip(reason="asks for the trial installation"))
        if item.get_closest_marker("originals") and not standards.FOLDER:
            item.add_marker(pytest.mark.skip(reason=standards.WHERE))


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """This worker's database: the cast and nothing else, copied (in place of pytest-django's own)."""
    with django_db_blocker.unblock():
        own = databases.place(settings.WORKER)
        databases.copy(databases.people_template(), own)
        databases.use(own)
        yield
        databases.remove(own)
        databases.remove_own()


@pytest.fixture
def fresh_database(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker
) -> Iterator[None]:
    """Real commits, on a database of its own.

    ``@pytest.mark.fresh_database`` begins with the cast, ``("demo")`` with the demo council, ``("empty")`` bare.
    """
    marker = request.node.get_closest_marker("fresh_database")
    start = marker.args[0] if marker and marker.args else "people"
    name = databases.place(f"fresh_{settings.WORKER}")
    with django_db_blocker.unblock():
        databases.copy(databases.STARTS[start](), name)
        try:
            with databases.standing_on(name):
                yield
        finally:
            databases.remove(name)


@pytest.fixture
def begun(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """A database in the state that ``@pytest.mark.begins_with`` names (tests.starts), the demo council without the
    mark; in a transaction that is rolled back."""
    marker = request.node.get_closest_marker("begins_with")
    start = marker.args[0] if marker else "demo"
    with django_db_blocker.unblock():
        name = databases.own(start, databases.STARTS[start])
        with databases.standing_on(name), transaction.atomic():
            yield
            transaction.set_rollback(True)


@pytest.fixture
def demo(begun: None) -> None:
    """The demo council: for tests that look at a lived-in product."""


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> Cast:
    """Everybody, in both councils (see tests.cast); brings the database with it."""
    marks = {mark.name for mark in request.node.iter_markers()}
    if not marks & {"fresh_database", "begins_with"} and "begun" not in request.fixturenames:
        request.getfixturevalue("db")
    return load()


@pytest.fixture(autouse=True)
def _markers(request: pytest.FixtureRequest) -> Iterator[None]:
    """``fresh_database`` and ``writes_on_get`` as markers; rate limits, used codes and the language of the last
    request end with the test."""
    cache.clear()
    translation.activate(settings.LANGUAGE_CODE)
    if request.node.get_closest_marker("fresh_database"):
        if request.node.get_closest_marker("django_db"):
            pytest.fail("fresh_database and django_db exclude each other")
        request.getfixturevalue("fresh_database")
    if request.node.get_closest_marker("begins_with"):
        request.getfixturevalue("begun")
    if request.node.get_closest_marker("writes_on_get"):
        with writing_allowed():
            yield
    else:
        yield


@pytest.fixture
def site(fresh_database: None) -> Iterator[str]:
    """The product over HTTP in this process, on a fresh database: its address."""
    from pytest_django.live_server_helper import LiveServer

    server = LiveServer("localhost")
    yield server.url
    server.stop()
