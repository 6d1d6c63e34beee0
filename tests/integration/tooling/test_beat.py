"""The clock's work: what rooms mean for beat is on its schedule, and everything on the schedule is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from celery.schedules import crontab
from django.conf import settings

from config.celery import app
from config.schedule import CLOCK
from config.supervision import parts

CALLED = {"core.outbox.tasks.run"}
"""Tasks that are sent with something to do; all others are the clock's."""
SCHEDULE = {entry["task"]: entry for entry in settings.CELERY_BEAT_SCHEDULE.values()}


@pytest.fixture(scope="module")
def registered() -> set[str]:
    app.loader.import_default_modules()
    return {name for name in app.tasks if not name.startswith("celery.")}


def test_what_is_on_the_schedule_is_registered_and_the_other_way_round(registered: set[str]) -> None:
    assert set(SCHEDULE) == registered - CALLED


def test_every_file_of_tasks_is_found(registered: set[str]) -> None:
    rooms = ("core", "consent", "pia", "governance", "gateway")
    files = [path for room in rooms for path in Path(settings.BASE_DIR, room).rglob("tasks.py")]
    with_tasks = {
        str(path.relative_to(settings.BASE_DIR)).removesuffix(".py").replace("/", ".")
        for path in files
        if "@shared_task" in path.read_text(encoding="utf-8")
    }
    assert with_tasks == {name.rpartition(".")[0] for name in registered}


def test_nothing_that_the_clock_starts_waits_behind_a_mail() -> None:
    """All but the sign of life of those who send mails."""
    waiting = {
        task for task in [*SCHEDULE, *CALLED] if app.amqp.router.route({}, task)["queue"].name != CLOCK
    }
    assert waiting == CALLED | {"core.outbox.tasks.heartbeat"}
    for embedded, workers in (
        (True, {"worker": "celery,clock"}),
        (False, {"worker": "celery", "clock": "clock"}),
    ):
        plan = [part for part in parts(8000, "127.0.0.1", 1, embedded=embedded) if "--queues" in part.command]
        taken = {part.name: part.command[part.command.index("--queues") + 1] for part in plan}
        assert taken == workers


@pytest.mark.parametrize("task", SCHEDULE)
def test_what_is_late_is_dropped_before_it_is_due_again(task: str) -> None:
    """A worker that was away does not do the same work twice in a row."""
    entry = SCHEDULE[task]
    expires, often = entry["options"]["expires"], entry["schedule"]
    if isinstance(often, crontab):
        assert expires <= (3600 if len(often.minute) == 1 else 600)
    else:
        assert expires == often


@pytest.mark.parametrize("task", SCHEDULE)
def test_a_machine_that_is_off_at_night_does_the_work_by_day(task: str) -> None:
    """The scheduler of the database leaves out what has one hour in a day, two hours from that hour."""
    often = SCHEDULE[task]["schedule"]
    assert not isinstance(often, crontab) or len(often.hour & set(range(8, 18))) > 1
