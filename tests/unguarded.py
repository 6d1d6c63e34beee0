"""Rows that the product never rewrites, brought into a state that a test begins with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from core.ledger import guards


@contextmanager
def unguarded() -> Iterator[None]:
    """The database refuses no change while it lasts."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = 'replica'")
            try:
                yield
            finally:
                cursor.execute("SET session_replication_role = 'origin'")
        return
    guards.remove()
    try:
        yield
    finally:
        guards.install()
