"""Workers and brokers that die: nothing is lost, no effect is doubled."""

from __future__ import annotations

import contextlib
import email
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

from core.files.models import StoredFile
from core.files.queries import of
from core.ledger import verification
from core.outbox.actions import enqueue
from core.outbox.mail import message_id
from core.outbox.models import Job, JobState
from tests.cast import Cast
from tests.parts import eventually, running
from tests.servers import redis

SETTINGS = {"DJANGO_SETTINGS_MODULE": "tests.faults.settings", "OUTBOX_LEASE": "2"}


@contextlib.contextmanager
def works(folder: Path, **extra: str) -> Iterator[None]:
    """A worker and a beat."""
    with running("beat", folder, **SETTINGS, **extra), running("worker", folder, **SETTINGS, **extra):
        yield


def ask_for(cast: Cast, about: str) -> Job:
    with transaction.atomic():
        return enqueue("document", key=about, payload={"about": about, "user": cast.stranger.pk})


def state(key: str) -> str:
    return Job.objects.values_list("state", flat=True).get(key=key)


def finished(key: str) -> bool:
    return Job.objects.filter(key=key, state=JobState.DONE).exists()


def post(folder: Path) -> list[str]:
    return [
        email.message_from_bytes(file.read_bytes())["Message-ID"]
        for file in sorted(folder.glob("post/*.eml"))
    ]


def complaint() -> str:
    return str(list(Job.objects.values("key", "state", "attempts", "last_error")))


@pytest.mark.fresh_database
def test_a_worker_killed_while_it_draws_loses_and_doubles_nothing(cast: Cast, tmp_path: Path) -> None:
    """kill -9 after the document was drawn: one document, one mail; kill -9 after the mail went out: the
    mail is sent again under the same Message-ID."""
    (tmp_path / "document.hold").touch()
    ask_for(cast, "document:1")
    with running("beat", tmp_path, **SETTINGS):
        with running("worker", tmp_path, **SETTINGS) as worker:
            eventually((tmp_path / "document.began").exists, complaint, 180)
            worker.kill()
        assert state("document:1") == JobState.RUNNING
        assert not StoredFile.objects.exists()
        (tmp_path / "document.hold").unlink()
        (tmp_path / "mail.hold").touch()
        with running("worker", tmp_path, **SETTINGS) as worker:
            eventually(lambda: bool(post(tmp_path)), complaint, 180)
            worker.kill()
        assert finished("document:1")
        assert state("told:document:1") == JobState.RUNNING
        (tmp_path / "mail.hold").unlink()
        with running("worker", tmp_path, **SETTINGS):
            eventually(lambda: finished("told:document:1"), complaint, 180)
    assert of("document:1").count() == 1
    assert set(post(tmp_path)) == {message_id("told:document:1")}
    assert len(post(tmp_path)) == 2
    assert Job.objects.get(key="document:1").attempts == 2


@pytest.mark.fresh_database
@pytest.mark.redis
def test_work_written_while_redis_is_gone_is_done_when_it_is_back(cast: Cast, tmp_path: Path) -> None:
    """The broker dies with work in it and comes back; the reaper tells the worker again."""
    with redis() as server:
        address = {"REDIS_URL": f"redis://127.0.0.1:{server.port}/0"}
        with works(tmp_path, **address):
            ask_for(cast, "document:before")
            eventually(lambda: finished("told:document:before"), complaint, 180)
            server.kill()
            ask_for(cast, "document:while")
            assert not finished("document:while")
            server.start()
            eventually(lambda: finished("told:document:while"), complaint, 180)
    assert sorted(StoredFile.objects.values_list("about", flat=True)) == ["document:before", "document:while"]


@pytest.mark.fresh_database
def test_beat_seals_what_was_written(cast: Cast, tmp_path: Path) -> None:
    """Worker and beat together place every entry in the tree within seconds, and show life."""
    from core.ledger.models import LedgerEntry, Pending
    from core.outbox.queries import machinery_lives

    waiting = Pending.objects.count()
    assert waiting == LedgerEntry.objects.count() > 0
    with works(tmp_path):
        eventually(lambda: not Pending.objects.exists(), patience=180)
        eventually(machinery_lives, patience=180)
    assert list(verification.verify()) == []
