"""Private files that say when one was written, and wait where a test holds them up."""

from __future__ import annotations

import time
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class HeldStorage(FileSystemStorage):
    """Stops after a file was written while ``files.hold`` lies beside the folder."""

    def _save(self, name: str, content: File) -> str:
        written = super()._save(name, content)
        while Path(f"{self.location}.hold").exists():
            time.sleep(0.02)
        return written
