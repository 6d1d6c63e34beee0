"""The databases of the tests themselves."""

from __future__ import annotations

import ast
import os
import subprocess
import sys

import pytest
from django.db import connection, transaction

from core.accounts.models import User
from tests import kept


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.fresh_database
def test_what_a_test_commits_is_gone_in_the_next(turn: int) -> None:
    assert not connection.in_atomic_block
    assert not User.objects.filter(email__startswith="turn").exists()
    with transaction.atomic():
        User.objects.create_user(f"turn{turn}@example.jp")
    assert User.objects.filter(email__startswith="turn").count() == 1


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.django_db
def test_an_ordinary_test_is_rolled_back(turn: int) -> None:
    assert connection.in_atomic_block
    assert not User.objects.filter(email__startswith="turn").exists()
    User.objects.create_user(f"turn{turn}@example.jp")


@pytest.mark.postgres
@pytest.mark.django_db
def test_no_statement_of_a_page_is_compiled() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)


def test_what_an_installation_asks_of_its_connections_is_added_to_ours() -> None:
    url = "postgres://sekisho@localhost/sekisho?options=-c%20statement_timeout%3D30s&connect_timeout=9"
    shown = subprocess.run(
        [
            sys.executable,
            "-c",
            "from config.settings.databases import *; print(DATABASES['default']['OPTIONS'])",
        ],
        env=os.environ | {"DATABASE_URL": url},
        cwd=kept.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    asked = ast.literal_eval(shown.stdout)
    assert asked["options"] == "-c jit=off -c statement_timeout=30s"
    assert asked["connect_timeout"] == 9
    assert asked["tcp_user_timeout"] == 10_000


@pytest.mark.fresh_database
def test_the_site_answers_over_http(site: str) -> None:
    from urllib.request import urlopen

    assert urlopen(f"{site}/accounts/login/", timeout=20).status == 200


def test_a_kept_database_is_of_what_builds_its_rows() -> None:
    rows = {kept.ROOT / "tests" / name for name in ("starts.py", "cast.py", "factories/sharing.py")}
    assert rows <= set(kept.sources("granted"))
    assert rows.isdisjoint(kept.sources("empty"))
