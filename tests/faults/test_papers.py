"""A full disk, a document that cannot be drawn: the decision stands, the document comes later, once."""

from __future__ import annotations

import contextlib
import os
import resource
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from core.errors import NotNow
from core.outbox.actions import retry
from core.outbox.models import Job, JobState
from core.outbox.work import ATTEMPTS, perform
from tests.cast import Cast, enter, signed_in
from tests.faults.papers import SETTINGS, complaint, filed_once, job, nothing_filed, notice
from tests.parts import Process, eventually, running

pytestmark = pytest.mark.fresh_database("granted")
FULL = 24_000
"""Bytes that a file may grow to: less than any file of a document, more than a worker logs."""


def room(process: Process, size: int) -> None:
    """Let no file that the process or its children write grow beyond ``size``."""
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(ProcessLookupError):
            if os.getsid(int(folder.name)) == process.popen.pid:
                resource.prlimit(int(folder.name), resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def failed(worker: Process, row: Job) -> bool:
    """Did it meet the full disk? With SQLite the database lies on the same disk, and cannot say so."""
    row.refresh_from_db()
    if connection.vendor == "postgresql":
        return row.state == JobState.WAITING and row.last_error.startswith("OSError 27")
    return row.last_error.startswith("OSError 27") or "OperationalError" in worker.output()


def test_a_full_disk_leaves_the_decision_and_the_document_comes_later(cast: Cast, tmp_path: Path) -> None:
    with running("beat", tmp_path, **SETTINGS), running("worker", tmp_path, **SETTINGS) as worker:
        room(worker, FULL)
        document = notice(cast.shiomi)
        eventually(lambda: failed(worker, job(document)), complaint, 180)
        nothing_filed(document, tmp_path)
        room(worker, resource.RLIM_INFINITY)
        with contextlib.suppress(NotNow):  # it is taken up again already
            retry(job(document))
        eventually(lambda: job(document).state == JobState.DONE, complaint, 180)
    filed_once(document, tmp_path)


def broken(settings: Any, folder: Path) -> None:
    """A template of documents that asks for what is not part of the product."""
    file = folder / "templates" / "core" / "paper" / "paper.html"
    file.parent.mkdir(parents=True)
    file.write_text('<html lang="ja"><img src="https://elsewhere.example/seal.png" alt=""></html>')
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [engine | {"DIRS": [folder / "templates", *engine["DIRS"]]}]


def test_a_document_that_cannot_be_drawn_waits_for_a_person_and_is_drawn_then(
    cast: Cast, tmp_path: Path, settings: Any
) -> None:
    sound, place = settings.TEMPLATES, {"location": tmp_path / "files"}
    settings.STORAGES = settings.STORAGES | {"default": settings.STORAGES["default"] | {"OPTIONS": place}}
    document = notice(cast.shiomi)
    broken(settings, tmp_path)
    for attempt in range(1, ATTEMPTS + 1):
        Job.objects.filter(pk=job(document).pk).update(not_before=document.issued_at)
        assert not perform(job(document).pk)
        assert job(document).state == (JobState.WAITING if attempt < ATTEMPTS else JobState.STUCK)
        nothing_filed(document, tmp_path)
    assert job(document).last_error.startswith("Broken")
    settings.TEMPLATES = sound
    secretary = enter(signed_in(None), cast.shiomi.users["secretary"])
    assert "Broken" in secretary.get("/administration/jobs/").content.decode()
    answer = secretary.post(f"/administration/jobs/{job(document).pk}/retry/")
    assert answer.status_code == 302
    assert perform(job(document).pk)
    filed_once(document, tmp_path)
