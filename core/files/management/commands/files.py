"""``manage.py files verify | sweep``."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.files import actions, queries
from core.files.models import StoredFile


class Command(BaseCommand):
    """Check the private files, or remove bytes of which no row speaks."""

    help = "verify: are all private files there, with their digests; sweep: remove what no row speaks of."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One verb."""
        parser.add_argument("verb", choices=["verify", "sweep"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Dispatch."""
        if options["verb"] == "sweep":
            self.stdout.write(f"removed {actions.sweep()} files of which no row speaks")
        else:
            self.verify()

    def verify(self) -> None:
        """Name every file that is gone or altered; exit code 1 when there is one."""
        count = 0
        for file in queries.damaged():
            count += 1
            self.stdout.write(f"{file.path}: gone, or not what was stored ({file.about})")
        if count:
            raise CommandError(f"The private files are not whole: {count} to restore.", returncode=1)
        total = StoredFile.objects.filter(erased_at=None).count()
        self.stdout.write(f"The private files are whole: {total} files.")
