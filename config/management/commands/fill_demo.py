"""Fill the demo council through the actions; safe to run again."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from config import demo
from config.demo.people import fill_people


class Command(BaseCommand):
    """``manage.py fill_demo``."""

    help = "Fill the demo council (idempotent)."

    def handle(self, *args: Any, **options: Any) -> None:
        """People first, then every step of :data:`config.demo.STEPS`, each whole or not at all: it is left out where
        anything of it is there, so one that was cut off must leave nothing."""
        if settings.PRODUCTION:
            raise CommandError("The demo is not filled into a production installation.")
        self.stdout.write("people ...")
        cast = fill_people()
        for step in demo.STEPS:
            self.stdout.write(f"{step} ...")
            with transaction.atomic():
                import_module(f"config.demo.{step}").fill(cast)
        self.stdout.write("The demo council is ready.")
