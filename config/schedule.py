"""What beat starts by itself, and how late a start may be before it is left to the next."""

from __future__ import annotations

from typing import Any

from celery.schedules import crontab

JOBS = "celery"
"""The queue of the outbox: mails, calls of machines, documents; it may be long."""
CLOCK = "clock"
"""The queue of what beat starts, with a worker of its own: a seal that is due waits behind no mail."""


def _at(minute: int | str, hour: str = "*") -> dict[str, Any]:
    """At ``minute`` of each ``hour``, and not an hour late. Nothing is asked once a day: a machine that is off at that
    minute would never do it (the scheduler does not make up for it on a day on which it starts hours later)."""
    return {"schedule": crontab(minute=minute, hour=hour), "options": {"expires": 3000}}


def _each(seconds: float) -> dict[str, Any]:
    """Again and again; what was not taken before the next start is dropped."""
    return {"schedule": seconds, "options": {"expires": seconds}}


BY_DAY = "6-20"
"""Hours in which people get mails that no act of somebody brings about."""
CLEANING = "3-21/6"
"""Hours in which what is not needed any more is forgotten."""

CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "seal the ledger": {"task": "core.ledger.tasks.seal"} | _each(4.0),
    "look for lost jobs": {"task": "core.outbox.tasks.reap"} | _each(10.0),
    "show life": {"task": "core.outbox.tasks.heartbeat"} | _each(10.0),
    "show that the clock runs": {"task": "core.outbox.tasks.tick"} | _each(10.0),
    "end consents": {
        "task": "consent.tasks.expire_due",
        "schedule": crontab(minute="2-59/10"),
        "options": {"expires": 540},
    },
    "outdate assessments": {"task": "pia.tasks.outdate_expired_assessments"} | _at(5),
    "turn offices": {"task": "governance.members.tasks.turn_offices"} | _at(8),
    "end blocks": {"task": "governance.members.tasks.end_blocks"} | _at(9),
    "end terms of office": {"task": "governance.assembly.tasks.end_terms"} | _at(10),
    "run the clock of grants": {"task": "governance.sharing.tasks.run_the_clock"} | _at(15),
    "ask for pledges": {"task": "governance.members.tasks.ask_for_pledges"} | _at(20, BY_DAY),
    "tell holders what consents ended": {"task": "consent.tasks.tell_holders"} | _at(30, BY_DAY),
    "forget what machines asked": {"task": "gateway.authzen.tasks.forget"} | _at(33, CLEANING),
    "forget sign-ins": {"task": "core.administration.tasks.forget_sign_ins"} | _at(40, CLEANING),
    "forget what was pressed": {"task": "core.http.tasks.forget"} | _at(42, CLEANING),
    "sweep private files": {"task": "core.files.tasks.sweep"} | _at(45, CLEANING),
    "forget old jobs": {"task": "core.outbox.tasks.forget"} | _at(50, CLEANING),
}
ROUTES: dict[str, dict[str, str]] = {
    entry["task"]: {"queue": CLOCK}
    for entry in CELERY_BEAT_SCHEDULE.values()
    if entry["task"] != "core.outbox.tasks.heartbeat"  # shows that the jobs have a worker
}
"""Which tasks do not go to :data:`JOBS`."""
