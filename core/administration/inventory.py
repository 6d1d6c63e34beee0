"""What an installation holds, so that a copy of it can be compared: rows, the root of the evidence, private files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps

from core.files.models import StoredFile
from core.files.queries import damaged
from core.ledger import verification
from core.ledger.queries import head


def take() -> dict[str, Any]:
    """Rows of every table, size and root of the last checkpoint, number and digest of the private files."""
    models = [model for model in apps.get_models() if model._meta.managed and not model._meta.proxy]
    latest = head()
    return {
        "rows": {model._meta.label: model._base_manager.count() for model in models},
        "ledger": {"size": latest.size, "root": bytes(latest.root).hex()} if latest else {},
        "files": _files(),
    }


def _files() -> dict[str, Any]:
    told, count = hashlib.sha256(), 0
    rows = StoredFile.objects.filter(erased_at=None).order_by("key").values_list("key", "digest")
    for key, digest in rows.iterator(chunk_size=2_000):
        told.update(f"{key} {digest}\n".encode())
        count += 1
    return {"count": count, "digest": told.hexdigest()}


def differences(before: Mapping[str, Any]) -> Iterator[str]:
    """Where this installation is not what ``before`` tells, or not whole in itself; a line for each."""
    now = take()
    for part in ("rows", "ledger", "files"):
        for name in sorted({*before[part], *now[part]}):
            was, is_now = before[part].get(name), now[part].get(name)
            if was != is_now:
                yield f"{part}: {name} was {was}, is {is_now}"
    for finding in verification.verify():
        yield f"ledger: {finding}"
    for file in damaged():
        yield f"files: {file.path} is gone, or not what was stored ({file.about})"
