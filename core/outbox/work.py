"""Doing a job: claim with a lease, keep it alive, finish in one transaction, try again later.

The truth is the row. A message from the broker only says "look at job n"; it may come twice, late or
never (the reaper sends it again). A job is claimed by a conditional UPDATE; whoever was killed loses the
lease, and whoever lost the lease cannot finish. A handler works outside any transaction and returns the
effect that belongs into the database; effect and completion commit together, so the effect happens once.
"""

from __future__ import annotations

import http.client
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

import structlog
from django.conf import settings
from django.db import connections, transaction
from django.db.models import F, Q
from django.utils.module_loading import import_string

from core import clock
from core.errors import DomainError
from core.files.actions import undone_on_error
from core.outbox.models import Heartbeat, Job, JobState

LEASE = timedelta(seconds=settings.OUTBOX_LEASE)
HEARTBEAT = settings.OUTBOX_LEASE / 4
"""Seconds between two renewals of the lease."""
ATTEMPTS = 8
"""After so many failures a job is stuck and waits for a person."""
PATIENT = ("mail", "webhook")
"""Kinds that wait for somebody else's server, which may be away over a weekend's night or two."""
PATIENT_ATTEMPTS = 56
"""Theirs: for an hour with doubled pauses, then every hour, two days in all."""
FIRST_PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(hours=1)
UNHEARD = timedelta(minutes=5)
"""So long a job that was sent again and not taken counts as waiting behind others; sending it once more would only
lengthen the queue."""
SIGN = timedelta(seconds=10)
"""Between two signs of life of a worker that is busy."""
KEPT = timedelta(days=183)
"""How long finished work is remembered, and with it that the same event asks for it only once."""

BUILT_IN = {
    "mail": "core.outbox.mail.send",
    "webhook": "core.outbox.webhook.call",
    "reaction": "core.outbox.reactions.later",
}

log = structlog.get_logger()

Effect = Callable[[], None]
"""What a handler leaves to be done in the transaction that completes the job."""


class GaveUp(Exception):
    """Trying again would not help: the job is stuck at once. ``code`` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class Elsewhere(Exception):
    """Somebody else's server did not do its part: it may, later."""


class NotYet(Exception):
    """It need not be tried before ``until``, and this was no attempt."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        super().__init__(f"not before {until:%H:%M:%S}")


class Lost(Exception):
    """The lease went to another worker, or the job was cancelled: stop without a trace."""


@dataclass
class Work:
    """One claimed job, as its handler sees it."""

    pk: int
    kind: str
    key: str
    council: str
    payload: dict[str, Any]
    owner: uuid.UUID
    attempt: int

    def _mine(self) -> Any:
        return Job.objects.filter(pk=self.pk, owner=self.owner, state=JobState.RUNNING)

    def renew(self) -> None:
        """Keep the lease for another while.

        Raises:
            Lost: it is no longer ours.
        """
        held = self._mine().filter(cancel_asked=False).update(lease_until=clock.wall() + LEASE)
        if not held:
            raise Lost

    def progress(self, done: int, total: int | None = None) -> None:
        """Tell how far it is, on the page of whoever waits; also renews the lease.

        Raises:
            Lost: somebody cancelled, or another worker has it.
        """
        values = {"progress": done} | ({} if total is None else {"total": total})
        if not self._mine().filter(cancel_asked=False).update(lease_until=clock.wall() + LEASE, **values):
            raise Lost

    def complete(self, effect: Effect | None) -> None:
        """Do the effect and finish, together; files that a failing effect kept are removed.

        Raises:
            Lost: the lease is gone; the effect is rolled back.
        """
        with transaction.atomic():
            # First the row: its lock keeps everybody else away while the effect is done.
            done = self._mine().update(
                state=JobState.DONE, finished_at=clock.wall(), lease_until=None, owner=None, last_error=""
            )
            if not done:
                raise Lost
            if effect is not None:
                with undone_on_error():
                    effect()


def claim(job_id: int) -> Work | None:
    """Take a job that is due, or whose worker is gone; None when there is nothing to take."""
    now, owner = clock.wall(), uuid.uuid4()
    due = Q(state=JobState.WAITING, not_before__lte=now) | Q(state=JobState.RUNNING, lease_until__lt=now)
    taken = Job.objects.filter(due, pk=job_id, cancel_asked=False).update(
        state=JobState.RUNNING,
        owner=owner,
        lease_until=now + LEASE,
        attempts=F("attempts") + 1,
        sent_at=None,
    )
    if not taken:
        return None
    job = Job.objects.get(pk=job_id)
    return Work(job.pk, job.kind, job.key, job.council, job.payload, owner, job.attempts)


def handler_of(kind: str) -> Callable[[Work], Effect | None]:
    """The function that does jobs of ``kind``.

    Raises:
        GaveUp: nobody does.
    """
    name = BUILT_IN.get(kind) or import_module(settings.REACTIONS).HANDLERS.get(kind)
    if name is None:
        raise GaveUp("no_handler")
    found: Callable[[Work], Effect | None] = import_string(name)
    return found


def perform(job_id: int) -> bool:
    """Do one job if it is due and nobody else does; True when it was completed here."""
    work = claim(job_id)
    if work is None:
        return False
    at_work()
    with structlog.contextvars.bound_contextvars(job=work.pk, kind=work.kind, attempt=work.attempt):
        try:
            with _heart(work):
                effect = handler_of(work.kind)(work)
            work.complete(effect)
        except Lost:
            if not _cancelled(work):
                log.info("job.lease_lost")
            return False
        except NotYet as later:
            if not _cancelled(work):
                _put_off(work, later.until)
            return False
        except Exception as error:
            if not _cancelled(work):
                _failed(work, error)
            return False
    return True


@contextmanager
def _heart(work: Work) -> Iterator[None]:
    """Renew the lease from a thread while the handler works."""
    stop = threading.Event()

    def beat() -> None:
        try:
            while not stop.wait(HEARTBEAT):
                work.renew()
                at_work()
        except Exception:
            log.warning("job.heartbeat_ended", job=work.pk)
        finally:
            connections.close_all()

    thread = threading.Thread(target=beat, name=f"heartbeat-{work.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _cancelled(work: Work) -> bool:
    """Was the job to be cancelled? Then it is now, and nobody does it again."""
    gone = Job.objects.filter(pk=work.pk, owner=work.owner, cancel_asked=True).update(
        state=JobState.CANCELLED, finished_at=clock.wall(), lease_until=None, owner=None
    )
    if gone:
        log.info("job.cancelled")
    return bool(gone)


def pause(attempt: int) -> timedelta:
    """How long to wait after the ``attempt``-th failure: 15 s doubled each time, at most an hour."""
    return min(FIRST_PAUSE * int(2 ** min(attempt - 1, 8)), LONGEST_PAUSE)


def _put_off(work: Work, until: datetime) -> None:
    Job.objects.filter(pk=work.pk, owner=work.owner).update(
        state=JobState.WAITING,
        not_before=until,
        attempts=F("attempts") - 1,
        lease_until=None,
        owner=None,
    )


def attempts(kind: str, error: Exception) -> int:
    """How often a job of ``kind`` is tried that fails with ``error``. What a mail server refuses for good (5xx), and
    what goes wrong here, a person should see within the hour."""
    codes = [getattr(error, "smtp_code", 0)]
    codes += [code for code, _text in getattr(error, "recipients", {}).values()]
    elsewhere = isinstance(error, (OSError, http.client.HTTPException, Elsewhere)) and max(codes) < 500
    return PATIENT_ATTEMPTS if kind in PATIENT and elsewhere else ATTEMPTS


def _failed(work: Work, error: Exception) -> None:
    final = isinstance(error, GaveUp) or work.attempt >= attempts(work.kind, error)
    now, reason = clock.wall(), describe(error)
    Job.objects.filter(pk=work.pk, owner=work.owner).update(
        state=JobState.STUCK if final else JobState.WAITING,
        not_before=now + pause(work.attempt),
        sent_at=None,
        lease_until=None,
        owner=None,
        last_error=reason,
    )
    log.warning("job.stuck" if final else "job.failed", reason=reason)


def describe(error: Exception) -> str:
    """What went wrong, without texts that may carry addresses or names: its kind, code and place."""
    code = getattr(error, "code", None) if isinstance(error, (GaveUp, DomainError)) else None
    number = getattr(error, "smtp_code", None) or getattr(error, "errno", None)
    where, step = "", error.__traceback__
    while step is not None:
        where, step = f"{step.tb_frame.f_globals.get('__name__', '?')}:{step.tb_lineno}", step.tb_next
    words = [type(error).__name__, str(code or ""), str(number or ""), where]
    return " ".join(word for word in words if word)[:500]


def overdue(limit: int = 500) -> list[int]:
    """Jobs that no worker seems to know of: due for 10 s and not sent again within :data:`UNHEARD`, or leaseless."""
    now = clock.wall()
    unsent = Q(sent_at__isnull=True) | Q(sent_at__lt=now - UNHEARD)
    waiting = Q(state=JobState.WAITING, not_before__lt=now - timedelta(seconds=10)) & unsent
    dead = Q(state=JobState.RUNNING, lease_until__lt=now) & unsent
    rows = Job.objects.filter(waiting | dead).order_by("not_before").values_list("pk", flat=True)
    return list(rows[:limit])


def sweep() -> int:
    """Settle jobs whose worker died: those to be cancelled, and those that killed too many workers."""
    now = clock.wall()
    dead = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=now)
    cancelled = dead.filter(cancel_asked=True).update(
        state=JobState.CANCELLED, finished_at=now, lease_until=None, owner=None
    )
    waits_for_others = Q(kind__in=PATIENT) & ~Q(last_error="")
    enough = Q(attempts__gte=PATIENT_ATTEMPTS) | Q(~waits_for_others, attempts__gte=ATTEMPTS)
    stuck = dead.filter(enough).update(
        state=JobState.STUCK, lease_until=None, owner=None, last_error="worker_died"
    )
    return cancelled + stuck


def forget() -> int:
    """Remove finished and cancelled jobs after :data:`KEPT`; how many."""
    old = Job.objects.filter(
        state__in=[JobState.DONE, JobState.CANCELLED], finished_at__lt=clock.wall() - KEPT
    )
    return old.delete()[0]


def alive(name: str) -> None:
    """Note that beat, broker and a worker work together."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": clock.wall()})


def at_work() -> None:
    """Who works is alive, although the task that would say so waits behind other work."""
    now = clock.wall()
    Heartbeat.objects.filter(name="worker", at__lt=now - SIGN).update(at=now)
