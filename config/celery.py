"""The Celery application; its settings are Django's with the prefix CELERY_."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

TRANSPORT_ALIASES["filesystem"] = "config.brokers.folder:Transport"
TRANSPORT_ALIASES |= dict.fromkeys(("redis", "rediss"), "config.brokers.redis:Transport")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("sekisho")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
