"""Workers and brokers that die over a notice of the council's approval: nothing is lost, no effect is doubled."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.accounts.models import User
from core.ledger import verification
from core.ledger.models import LedgerEntry, Pending
from core.outbox.mail import message_id
from core.outbox.models import JobState
from core.outbox.queries import machinery_lives
from governance.assembly.models import Document, DocumentFile
from tests.cast import Cast
from tests.faults.papers import (
    FILES,
    SETTINGS,
    all_told,
    complaint,
    filed_once,
    job,
    mails,
    notice,
    on_disk,
)
from tests.faults.post import Post, post
from tests.parts import Process, eventually, manage, running
from tests.servers import redis


@contextlib.contextmanager
def works(folder: Path, **extra: str) -> Iterator[Process]:
    """A worker, with a beat."""
    extra = SETTINGS | extra
    with running("beat", folder, **extra), running("worker", folder, **extra) as worker:
        yield worker


def told(server: Post, document: Document) -> None:
    """Each addressee at least once, and every time under the same Message-ID; somebody twice."""
    wanted = {
        User.objects.get(pk=mail.payload["user"]).email: message_id(mail.key) for mail in mails(document)
    }
    assert len(wanted) >= 2
    assert {to: set(server.ids(to)) for to in wanted} == {to: {key} for to, key in wanted.items()}
    assert len(server.mails) > len(wanted)


def sweep(folder: Path) -> None:
    """What the killed attempt wrote is swept once it is a day old."""
    for old in (folder / "files").rglob("*.sealed"):
        os.utime(old, (time.time() - 100_000,) * 2)
    process = manage(folder, "files", "sweep")
    assert process.popen.wait(60) == 0, process.output()
    assert "removed 1 files" in process.output()


@pytest.mark.fresh_database("granted")
def test_a_worker_killed_over_an_approval_notice_loses_and_doubles_nothing(
    cast: Cast, tmp_path: Path
) -> None:
    """kill -9 after the notice was drawn and its first file lies on the disk: one document, every file once, no
    byte of the first attempt; kill -9 after the mail went out: it goes out again under the same Message-ID."""
    (tmp_path / "files.hold").touch()
    document = notice(cast.shiomi)
    with post() as server, running("beat", tmp_path, **SETTINGS):
        mailed = SETTINGS | {"EMAIL_URL": server.address}
        with running("worker", tmp_path, **mailed) as worker:
            eventually(lambda: bool(on_disk(tmp_path)), complaint, 180)
            worker.kill()
        assert job(document).state == JobState.RUNNING
        assert not DocumentFile.objects.filter(document=document).exists()
        assert not mails(document).exists()
        (tmp_path / "files.hold").unlink()
        server.answers.clear()
        with running("worker", tmp_path, **mailed) as worker:
            eventually(lambda: bool(server.mails), complaint, 180)
            worker.kill()
        assert job(document).state == JobState.DONE
        assert not mails(document).filter(state=JobState.DONE).exists()
        server.answers.set()
        with running("worker", tmp_path, **mailed):
            eventually(lambda: all_told(document), complaint, 180)
        told(server, document)
    assert job(document).attempts >= 2, "a slow machine may take the lease of the second one away, too"
    sweep(tmp_path)
    filed_once(document, tmp_path)


@pytest.mark.fresh_database("granted")
@pytest.mark.redis
def test_work_written_while_redis_is_gone_is_done_when_it_is_back(cast: Cast, tmp_path: Path) -> None:
    """The broker dies while a worker is busy, and comes back: the worker finishes what it holds, lives on, and is told
    by the reaper what came meanwhile."""
    (tmp_path / "files.hold").touch()
    with redis() as server:
        address = {"REDIS_URL": f"redis://127.0.0.1:{server.port}/0"}
        with works(tmp_path, **address) as worker:
            before = notice(cast.shiomi)
            eventually(lambda: bool(on_disk(tmp_path)), complaint, 180)
            server.kill()
            during = notice(cast.shiomi)
            (tmp_path / "files.hold").unlink()
            assert (job(before).state, job(during).state) == (JobState.RUNNING, JobState.WAITING)
            server.start()
            eventually(lambda: all_told(before) and all_told(during), complaint, 180)
            assert worker.popen.poll() is None
    for document in (before, during):
        assert DocumentFile.objects.filter(document=document).count() == len(FILES)


@pytest.mark.fresh_database
def test_beat_seals_what_was_written(cast: Cast, tmp_path: Path) -> None:
    """Worker and beat together place every entry in the tree within seconds, and show life."""
    waiting = Pending.objects.count()
    assert waiting == LedgerEntry.objects.count() > 0
    with works(tmp_path):
        eventually(lambda: not Pending.objects.exists(), patience=180)
        eventually(machinery_lives, patience=180)
    assert list(verification.verify()) == []
