"""Keeping and erasing files. Called inside the acting transaction; bytes are written before the row commits."""

from __future__ import annotations

import hashlib
import uuid

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from core import clock, crypto
from core.files.models import StoredFile
from core.files.sniffing import clean_name, media_type


def take_in(
    content: bytes,
    *,
    name: str,
    about: str,
    council: str = "",
    by: int | None = None,
    kinds: frozenset[str] | None = None,
) -> StoredFile:
    """Keep an upload; ``kinds`` limits the endings that are taken (``frozenset({".pdf"})``).

    Raises:
        Invalid: see :func:`core.files.sniffing.media_type`.
    """
    kind = media_type(name, content, kinds)
    return keep(content, name=clean_name(name), kind=kind, about=about, council=council, by=by)


def keep(
    content: bytes, *, name: str, kind: str, about: str, council: str = "", by: int | None = None
) -> StoredFile:
    """Keep what the product itself made."""
    file = StoredFile(
        key=uuid.uuid4(),
        council=council,
        about=about,
        name=name,
        media_type=kind,
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        stored_at=clock.now(),
        uploader=by,
    )
    written = default_storage.save(file.path, ContentFile(crypto.seal(content, purpose=file.purpose)))
    if written != file.path:
        raise FileExistsError(file.path)
    file.save()
    return file


def erase(file: StoredFile) -> None:
    """Remove the bytes and the name; that there was a file of this digest stays known."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a file is erased inside the acting transaction")
    path = file.path
    StoredFile.objects.filter(pk=file.pk, erased_at=None).update(name="", erased_at=clock.now())
    transaction.on_commit(lambda: default_storage.delete(path))
