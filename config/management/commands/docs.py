"""``manage.py docs [--check]``: print docs/reference/ from the code, or tell what is stale."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.reference import PAGES


class Command(BaseCommand):
    """Print the reference pages."""

    help = "Print docs/reference/ from the code; with --check only tell whether it is current."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--check``."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write what changed, or fail on it."""
        folder = settings.BASE_DIR / "docs" / "reference"
        folder.mkdir(parents=True, exist_ok=True)
        stale = []
        for name, page in PAGES.items():
            file, text = folder / name, page().rstrip() + "\n"
            if file.exists() and file.read_text(encoding="utf-8") == text:
                continue
            stale.append(name)
            if not options["check"]:
                file.write_text(text, encoding="utf-8")
        if options["check"] and stale:
            raise CommandError(f"stale, run `make fix`: docs/reference/{', docs/reference/'.join(stale)}")
        self.stdout.write(f"{len(PAGES)} pages, {len(stale)} written")
