"""docs/how-to/back-up-and-restore.md as it says: counts, the ledger's root and the digests of files match."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, connections, transaction

from core.files.models import StoredFile
from core.ledger import sequencer
from core.outbox.models import Job
from governance.assembly.models import Decision
from governance.sharing.models import Grant
from tests import databases
from tests.cast import Cast
from tests.parts import manage

pytestmark = pytest.mark.fresh_database("granted")


def command(folder: Path, *arguments: str, **extra: str) -> tuple[int, str]:
    process = manage(folder, *arguments, **extra)
    return process.popen.wait(120), process.output()


def back_up(folder: Path) -> None:
    """Everything stands still; the inventory is taken where the installation is."""
    sequencer.seal()
    source = Path(default_storage.location)
    code, told = command(source.parent, "inventory")
    assert code == 0, told
    (folder / "inventory.json").write_text(told[told.index("{\n") :])
    connections.close_all()
    if databases.on_postgres():
        subprocess.run(
            ["pg_dump", "--format", "custom", "--file", folder / "sekisho.dump", databases.url()], check=True
        )
    else:
        shutil.copyfile(connections["default"].settings_dict["NAME"], folder / "sekisho.sqlite3")
    shutil.copytree(source, folder / "files")


def restore(folder: Path, place: Path, name: str) -> str:
    """Into an empty database and an empty folder; the address of the database."""
    shutil.copytree(folder / "files", place / "files")
    if databases.on_postgres():
        databases.administrate(f"CREATE DATABASE \"{name}\" ENCODING 'UTF8'")
        target = ["--dbname", databases.url(name), folder / "sekisho.dump"]
        subprocess.run(["pg_restore", "--no-owner", "--exit-on-error", *target], check=True)
    else:
        shutil.copyfile(folder / "sekisho.sqlite3", name)
    return databases.url(name)


@pytest.fixture
def restored(cast: Cast, tmp_path: Path) -> Iterator[str]:
    """The name of a database that was restored; its files lie in ``tmp_path / "restored"``."""
    (tmp_path / "backup").mkdir()
    back_up(tmp_path / "backup")
    name = databases.place("restored") if databases.on_postgres() else str(tmp_path / "restored.sqlite3")
    databases.remove(name)
    restore(tmp_path / "backup", tmp_path / "restored", name)
    yield name
    databases.remove(name)


def test_what_is_restored_is_what_was_there(restored: str, tmp_path: Path) -> None:
    """Rows, root and files are those of the inventory, the guards guard; what is missing afterwards is named."""
    place, inventory = tmp_path / "restored", str(tmp_path / "backup" / "inventory.json")
    address = {"DATABASE_URL": databases.url(restored)}
    assert StoredFile.objects.exists()
    assert Grant.objects.exists()
    code, told = command(place, "inventory", "--compare", inventory, **address)
    assert code == 0, told
    assert "are those of the inventory" in told

    before = connections["default"].settings_dict["NAME"]
    databases.use(restored)
    try:
        row = Decision.objects.order_by("pk").first()
        with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
            Decision.objects.filter(pk=row.pk).update(number="第0号")
        lost = StoredFile.objects.order_by("pk").first()
        (place / "files" / lost.path).unlink()
        Job.objects.filter(pk=Job.objects.first().pk).delete()
        other = StoredFile.objects.order_by("pk").last()
        StoredFile.objects.filter(pk=other.pk).update(digest="0" * 64)
    finally:
        databases.use(before)
    code, told = command(place, "inventory", "--compare", inventory, **address)
    assert code == 1, told
    assert f"{lost.path} is gone" in told
    assert f"{other.path} is gone, or not what was stored" in told
    assert "rows: outbox.Job was" in told
    assert "files: digest was" in told
    assert "ledger:" not in told
