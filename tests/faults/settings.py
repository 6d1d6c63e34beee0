"""The product's settings with work that can be held up, for workers that a test kills."""

from __future__ import annotations

from config.settings import *  # noqa: F403

REACTIONS = "tests.faults.reactions"
EMAIL_BACKEND = "tests.faults.reactions.SlowPost"

# The product's own pace is ten seconds.
for _task in ("seal the ledger", "look for lost jobs", "show life"):
    CELERY_BEAT_SCHEDULE[_task] |= {"schedule": 2.0}  # noqa: F405
CELERY_BEAT_MAX_LOOP_INTERVAL = 0.5
