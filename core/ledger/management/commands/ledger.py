"""``manage.py ledger verify | export | seal``."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, TextIO
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from core.ledger import queries, sequencer, signing, verification
from core.ledger.models import LedgerEntry, LedgerLeaf


class Command(BaseCommand):
    """Check, copy out or seal the evidence."""

    help = "verify: is the evidence whole; export: one JSON object per line; seal: a checkpoint now."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One verb, and for the export a file."""
        parser.add_argument("verb", choices=["verify", "export", "seal"])
        parser.add_argument("--out", type=Path, help="file of the export (standard output without)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Dispatch."""
        if options["verb"] == "verify":
            self.verify()
        elif options["verb"] == "seal":
            made = sequencer.seal()
            self.stdout.write(f"sealed {made.size} entries" if made else "nothing to seal")
        elif options["out"]:
            with options["out"].open("w", encoding="utf-8") as file:
                self.export(file)
        else:
            self.export(sys.stdout)

    def verify(self) -> None:
        """Print every finding; exit code 1 when there is one."""
        count = 0
        for finding in verification.verify():
            count += 1
            self.stdout.write(str(finding))
        if count:
            raise CommandError(f"The evidence is not whole: {count} findings.", returncode=1)
        head = queries.head()
        self.stdout.write(f"The evidence is whole: {head.size if head else 0} entries.")

    def export(self, file: TextIO) -> None:
        """Keys, then every entry in the order of the tree, then every checkpoint."""
        file.write(json.dumps({"type": "sekisho-ledger", "keys": signing.public_keys()}) + "\n")
        order = LedgerLeaf.objects.order_by("index").values_list("index", "entry", "leaf_hash")
        batch: list[tuple[int, UUID, bytes | memoryview]] = []
        for row in order.iterator(chunk_size=2_000):
            batch.append(row)
            if len(batch) == 500:
                self._entries(file, batch)
                batch = []
        self._entries(file, batch)
        for checkpoint in queries.checkpoints().order_by("size").iterator():
            file.write(json.dumps(queries.published(checkpoint)) + "\n")

    def _entries(self, file: TextIO, batch: list[tuple[int, UUID, bytes | memoryview]]) -> None:
        found = LedgerEntry.objects.in_bulk([entry for _index, entry, _leaf in batch])
        for index, entry, leaf in batch:
            content = bytes(found[entry].content).decode() if entry in found else None
            line = {"type": "entry", "index": index, "leaf_hash": bytes(leaf).hex(), "content": content}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
