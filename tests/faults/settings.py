"""The product's settings, with private files that can be held up and a quicker beat."""

from __future__ import annotations

from config.settings import *  # noqa: F403

STORAGES["default"] |= {"BACKEND": "tests.faults.storage.HeldStorage"}  # noqa: F405

# The product's own pace is ten seconds.
for _task in ("seal the ledger", "look for lost jobs", "show life", "show that the clock runs"):
    CELERY_BEAT_SCHEDULE[_task] |= {"schedule": 2.0}  # noqa: F405
CELERY_BEAT_MAX_LOOP_INTERVAL = 0.5
