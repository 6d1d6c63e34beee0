"""Work in the background: Celery, the outbox and what beat starts."""

from __future__ import annotations

from config.schedule import CELERY_BEAT_SCHEDULE, ROUTES  # noqa: F401
from config.settings.databases import REDIS_URL
from config.settings.installation import VAR_DIR, env
from config.settings.language import TIME_ZONE

CELERY_BROKER_URL = REDIS_URL or "filesystem://"
if REDIS_URL:
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {"socket_connect_timeout": 2}
else:
    _broker = VAR_DIR / "broker"
    for _box in ("messages", "processed", "control"):
        (_broker / _box).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker / "messages"),
        "data_folder_out": str(_broker / "messages"),
        "processed_folder": str(_broker / "processed"),
        "control_folder": str(_broker / "control"),
        "store_processed": False,
    }
CELERY_TASK_PUBLISH_RETRY_POLICY = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.2,
    "interval_max": 0.2,
}
OUTBOX_LEASE = env.float("OUTBOX_LEASE", default=60.0)
"""Seconds after which the work of a silent worker is given to another."""
DECISION_LOG_DAYS = env.int("DECISION_LOG_DAYS", default=365)
"""How long the log of what machines asked is kept (the evidence of what flowed is kept apart from it)."""
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = env.int("WORKER_TIME_LIMIT", default=3600)
"""Seconds after which a task is ended by force (not in the trial); its job goes to another worker."""
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_ROUTES = ROUTES
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
