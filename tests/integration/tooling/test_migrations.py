"""Migrating leads to the database that the models ask for: the tests' own is made straight from these."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from tests import databases

Shape = dict[str, set[str]]


@pytest.fixture
def migrated(fresh_database: None) -> Iterator[Shape]:
    """The shape of a database that was migrated as an installation is."""
    before = connection.settings_dict["NAME"]
    target = databases.place("migrated")
    databases.make(target, databases.migrate, None)
    databases.use(target)
    yield shape()
    databases.use(before)
    databases.remove(target)


def shape() -> Shape:
    return on_postgres() if databases.on_postgres() else on_sqlite()


def rows(statement: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return {" ".join(str(part) for part in row) for row in cursor.fetchall()}


def on_postgres() -> Shape:
    """Without the columns of Django's own tables of groups, whose keys its migrations make wider."""
    own = "nspname = 'public'"
    return {
        "columns": rows(
            "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, is_identity "
            "FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'auth~_%' ESCAPE '~'"
        ),
        "constraints": rows(
            "SELECT conrelid::regclass, conname, pg_get_constraintdef(c.oid) FROM pg_constraint c "
            f"JOIN pg_namespace n ON n.oid = connamespace WHERE {own} AND contype <> 'n'"
        ),
        "indexes": rows("SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'"),
        "guards": rows(
            "SELECT tgrelid::regclass, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
        ),
    }


def on_sqlite() -> Shape:
    tables = rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    columns, constraints = set(), set()
    for table in tables:
        found = rows(f'SELECT name, type, "notnull", pk FROM pragma_table_info("{table}")')
        columns |= {f"{table} {column}" for column in found}
        text = rows(f"SELECT sql FROM sqlite_master WHERE type = 'table' AND name = '{table}'").pop()
        constraints |= {f"{table} {name}" for name in re.findall(r'CONSTRAINT "(\w+)"', text)}
        constraints |= {
            f"{table} {key}"
            for key in rows(f'SELECT "from", "table", "to" FROM pragma_foreign_key_list("{table}")')
        }
    kinds = "SELECT type, tbl_name, name FROM sqlite_master WHERE type IN ('index', 'trigger')"
    return {
        "columns": columns,
        "constraints": constraints,
        "indexes and guards": {row for row in rows(kinds) if "sqlite_autoindex" not in row},
    }


def test_migrating_leads_to_what_the_models_ask_for(migrated: Shape) -> None:
    databases.use(databases.empty_template())
    made = shape()
    assert made.keys() == migrated.keys()
    for kind, found in migrated.items():
        assert found, kind
        assert made[kind] == found, kind


@pytest.mark.django_db
def test_the_tests_database_counts_as_migrated() -> None:
    known = MigrationLoader(connection).disk_migrations.keys()
    assert known <= set(MigrationRecorder(connection).applied_migrations())
