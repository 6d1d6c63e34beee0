"""The only room that knows every other: settings, addresses, background work, reactions, demo."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
