"""Databases of the tests: made once per run, copied for each worker, copied anew after real commits.

Tables of evidence refuse DELETE and TRUNCATE, so a database that a test has committed to is not flushed
but replaced by a fresh copy: a file on SQLite, CREATE DATABASE ... TEMPLATE on PostgreSQL.
"""

from __future__ import annotations

import contextlib
import fcntl
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings

from config import settings as product
from tests import kept


def on_postgres() -> bool:
    return connection.vendor == "postgresql"


_parked: dict[str, Any] = {}
"""Connections to databases of this process that are not in use now: a new one begins with nothing planned or read."""


def use(name: str) -> None:
    """Point this process (threads and all) at another database."""
    before = connection.settings_dict["NAME"]
    if name != before and connection.connection is not None and not connection.in_atomic_block:
        _parked[before], connection.connection = connection.connection, None
    connections.close_all()
    connections.databases["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name
    if name in _parked:
        with patch.object(connection, "get_new_connection", lambda _params: _parked.pop(name)):
            connection.connect()


@contextlib.contextmanager
def standing_on(name: str) -> Iterator[None]:
    """Point this process at another database for a while; then this worker's own is in use again."""
    use(name)
    try:
        yield
    finally:
        use(place(settings.WORKER))


def leave(name: str) -> None:
    """Give up this process's connections to a database."""
    if name in _parked:
        _parked.pop(name).close()
    if connection.settings_dict["NAME"] == name:
        connections.close_all()


def place(name: str) -> str:
    """The name Django knows a database of this run by."""
    if on_postgres():
        return f"{settings.RUN.name.replace('-', '_')}_{name}".lower()
    return str(settings.RUN / f"{name}.sqlite3")


def url(name: str | None = None) -> str:
    """DATABASE_URL of the database in use (or of ``name``), for processes that a test starts."""
    current: Any = connection.settings_dict
    target = name or current["NAME"]
    if on_postgres():
        return (
            f"postgres://{current['USER']}:{current['PASSWORD']}@{current['HOST']}:{current['PORT']}/{target}"
        )
    return f"sqlite:///{target}"


def remove(name: str) -> None:
    """Drop the database if it is there."""
    leave(name)
    if on_postgres():
        administrate(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        return
    for suffix in ("", "-wal", "-shm", "-journal"):
        Path(name + suffix).unlink(missing_ok=True)


def stored_files(name: str) -> Path:
    """The private files that belong to the rows of a template."""
    return settings.RUN / f"files_of_{Path(name).stem}"


def copy(source: str, target: str) -> None:
    """Replace ``target`` by a copy of ``source``, and have its private files where this process looks for them."""
    remove(target)
    if stored_files(source).exists():
        shutil.copytree(stored_files(source), default_storage.location, dirs_exist_ok=True)
    if on_postgres():
        administrate(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
    else:
        shutil.copyfile(source, target)


_own: set[str] = set()


def own(name: str, template: Callable[[], str]) -> str:
    """This worker's copy of a template, made once and kept: for tests that roll back what they write."""
    target = place(f"{name}_{settings.WORKER}")
    if target not in _own:
        copy(template(), target)
        _own.add(target)
    return target


def remove_own() -> None:
    """Drop this worker's copies."""
    while _own:
        remove(_own.pop())


def administrate(statement: str) -> None:
    """One statement outside any of our databases."""
    current: Any = connection.settings_dict
    with psycopg.connect(
        host=current["HOST"],
        port=current["PORT"],
        user=current["USER"],
        password=current["PASSWORD"],
        dbname="postgres",
        autocommit=True,
    ) as link:
        link.execute(statement)  # type: ignore[call-overload]


@contextlib.contextmanager
def alone(what: str) -> Iterator[None]:
    """One worker at a time."""
    with (settings.RUN / f"{what}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def template(name: str, build: Callable[[], None], base: Callable[[], str] | None = None) -> str:
    """The database that others are copied from, built by the first worker that asks for it."""
    target = place(f"template_{name}")
    done = settings.RUN / f"{name}.done"
    with alone(f"template_{name}"):
        if not done.exists():
            if on_postgres() or not kept.take(name, target, stored_files(target)):
                make(target, build, base)
                if Path(default_storage.location).exists():
                    shutil.copytree(default_storage.location, stored_files(target), dirs_exist_ok=True)
                if not on_postgres():
                    kept.keep(name, target, stored_files(target))
            done.touch()
    return target


def make(target: str, build: Callable[[], None], base: Callable[[], str] | None) -> None:
    """Build a template from nothing or on a copy of another."""
    if base is not None:
        copy(base(), target)
    elif on_postgres():
        remove(target)
        administrate(f"CREATE DATABASE \"{target}\" ENCODING 'UTF8'")
    before = connection.settings_dict["NAME"]
    use(target)
    with override_settings(
        RULEBOOK_PROVIDER=product.RULEBOOK_PROVIDER
    ):  # the test's own rules are not the template's
        build()
    use(before)
    leave(target)


def create() -> None:
    """Every table, every guard, straight from the models: migrating takes ten times as long. ``makemigrations
    --check`` shows that it leads to the same; tests of the start of the product migrate."""
    with override_settings(MIGRATION_MODULES=dict.fromkeys(apps.app_configs)):
        call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for app, name in MigrationLoader(connection).disk_migrations:
        recorder.record_applied(app, name)


def people() -> None:
    """Two councils and their cast."""
    from config.demo.people import fill_people

    fill_people()


def fill() -> None:
    """The demo council, through the actions."""
    call_command("fill_demo", verbosity=0)


def empty_template() -> str:
    """A database without rows."""
    return template("empty", create)


def people_template() -> str:
    """A database with two councils and everybody in them, and nothing else."""
    return template("people", people, empty_template)


def demo_template() -> str:
    """A database with the demo council."""
    return template("demo", fill, people_template)


STARTS: dict[str, Callable[[], str]] = {
    "empty": empty_template,
    "people": people_template,
    "demo": demo_template,
}
