"""``manage.py reseal [--hash-with NAME]``: before an encryption key is retired. Stop the services first."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import crypto
from core.administration import resealing


class Command(BaseCommand):
    """Seal everything anew with the newest key."""

    help = "Seal identities, second factors and files anew with the newest key of SEKISHO_KEYS."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--hash-with``."""
        parser.add_argument("--hash-with", help="name of the key that will be the oldest afterwards")

    def handle(self, *args: Any, **options: Any) -> None:
        """Columns, factors, files, hashes."""
        name = options["hash_with"]
        known = crypto.keys()
        if name and name not in known:
            raise CommandError(f"SEKISHO_KEYS has no key called {name}.")
        columns, factors, files = (
            resealing.reseal_columns(),
            resealing.reseal_factors(),
            resealing.reseal_files(),
        )
        self.stdout.write(f"sealed anew: {columns} rows, {factors} second factors, {files} files")
        if name:
            self.stdout.write(f"hashed anew: {resealing.rehash(name)} links")
