"""``manage.py inventory [--compare FILE]``: beside a backup, and after it was restored."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.administration import inventory


class Command(BaseCommand):
    """Tell what the installation holds, or whether it holds what a file tells."""

    help = "Rows, root of the evidence and private files as JSON; with --compare, whether they are those of a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--compare``."""
        parser.add_argument("--compare", type=Path, help="file that an earlier inventory was written to")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print, or compare; exit code 1 when something differs."""
        if options["compare"] is None:
            self.stdout.write(json.dumps(inventory.take(), indent=1, sort_keys=True))
            return
        found = list(inventory.differences(json.loads(options["compare"].read_text(encoding="utf-8"))))
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(f"Not what the inventory tells: {len(found)} differences.", returncode=1)
        self.stdout.write("Rows, evidence and private files are those of the inventory.")
