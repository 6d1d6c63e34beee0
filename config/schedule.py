"""What beat starts by itself, and how late a start may be before it is left to the next."""

from __future__ import annotations

from typing import Any

from celery.schedules import crontab

JOBS = "celery"
"""The queue of the outbox: mails, calls of machines, documents; it may be long."""
CLOCK = "clock"
"""The queue of what beat starts, with a worker of its own: a seal that is due waits behind no mail."""

CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "seal the ledger": {"task": "core.ledger.tasks.seal", "schedule": 4.0, "options": {"expires": 4}},
    "look for lost jobs": {"task": "core.outbox.tasks.reap", "schedule": 10.0, "options": {"expires": 10}},
    "end consents": {
        "task": "consent.tasks.expire_due",
        "schedule": crontab(minute="2-59/10"),
        "options": {"expires": 540},
    },
    "tell holders what consents ended": {
        "task": "consent.tasks.tell_holders",
        "schedule": crontab(hour=6, minute=30),
        "options": {"expires": 3600},
    },
    "outdate assessments": {
        "task": "pia.tasks.outdate_expired_assessments",
        "schedule": crontab(hour=0, minute=5),
        "options": {"expires": 3600},
    },
    "run the clock of grants": {
        "task": "governance.sharing.tasks.run_the_clock",
        "schedule": crontab(hour=0, minute=15),
        "options": {"expires": 3600},
    },
    "forget what machines asked": {
        "task": "gateway.authzen.tasks.forget",
        "schedule": crontab(hour=3, minute=30),
        "options": {"expires": 3600},
    },
    "forget sign-ins": {
        "task": "core.administration.tasks.forget_sign_ins",
        "schedule": crontab(hour=3, minute=40),
        "options": {"expires": 3600},
    },
    "forget what was pressed": {
        "task": "core.http.tasks.forget",
        "schedule": crontab(hour=3, minute=42),
        "options": {"expires": 3600},
    },
    "sweep private files": {
        "task": "core.files.tasks.sweep",
        "schedule": crontab(hour=3, minute=45),
        "options": {"expires": 3600},
    },
    "forget old jobs": {"task": "core.outbox.tasks.forget", "schedule": 86_400.0},
    "turn offices": {
        "task": "governance.members.tasks.turn_offices",
        "schedule": crontab(hour=0, minute=8),
        "options": {"expires": 3600},
    },
    "end blocks": {
        "task": "governance.members.tasks.end_blocks",
        "schedule": crontab(hour=0, minute=9),
        "options": {"expires": 3600},
    },
    "ask for pledges": {
        "task": "governance.members.tasks.ask_for_pledges",
        "schedule": crontab(hour=6, minute=20),
        "options": {"expires": 3600},
    },
    "end terms of office": {
        "task": "governance.assembly.tasks.end_terms",
        "schedule": crontab(hour=0, minute=10),
        "options": {"expires": 3600},
    },
    "show life": {"task": "core.outbox.tasks.heartbeat", "schedule": 10.0, "options": {"expires": 10}},
    "show that the clock runs": {
        "task": "core.outbox.tasks.tick",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
}
ROUTES: dict[str, dict[str, str]] = {
    entry["task"]: {"queue": CLOCK}
    for entry in CELERY_BEAT_SCHEDULE.values()
    if entry["task"] != "core.outbox.tasks.heartbeat"  # shows that the jobs have a worker
}
"""Which tasks do not go to :data:`JOBS`."""
