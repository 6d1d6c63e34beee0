"""``manage.py messages``: collect the texts of every room and compile their translations."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config import catalogues


class Command(BaseCommand):
    """Collect and compile; ``--check`` only judges, ``--compile`` only compiles."""

    help = "Collect the texts of every room into locale/ and compile their translations."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Two narrower modes."""
        parser.add_argument(
            "--check", action="store_true", help="fail on missing, stale or fuzzy entries; write nothing"
        )
        parser.add_argument("--compile", action="store_true", help="compile only")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what is asked."""
        if options["check"]:
            found = catalogues.problems()
            for problem in found:
                self.stdout.write(str(problem))
            if found:
                raise CommandError(f"{len(found)} entries of the message catalogues need a hand.")
            return
        if not options["compile"]:
            catalogues.update()
        catalogues.compile_all()
