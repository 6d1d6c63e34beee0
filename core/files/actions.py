"""Keeping and erasing files. Called inside the acting transaction; bytes are written before the row commits."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from core import clock, crypto
from core.files.models import StoredFile
from core.files.queries import strays
from core.files.sniffing import clean_name, media_type

GRACE = timedelta(days=1)
"""How old bytes without a row must be before they are swept: no transaction takes so long."""

_written: ContextVar[list[str] | None] = ContextVar("_written", default=None)


@contextmanager
def undone_on_error() -> Iterator[None]:
    """What was kept inside is taken from the disk again when it ends with an error. Stands inside the transaction:
    when the commit itself fails, nobody knows whether the rows are there (:func:`sweep` does, later)."""
    paths: list[str] = []
    mark = _written.set(paths)
    try:
        yield
    except BaseException:
        for path in paths:
            default_storage.delete(path)
        raise
    finally:
        _written.reset(mark)


def sweep(grace: timedelta = GRACE) -> int:
    """Remove bytes of which no row speaks: left by a process that was killed before it committed, or before it
    had removed what was erased. How many files."""
    count = 0
    for path in strays(older_than=clock.wall() - grace):
        default_storage.delete(path)
        count += 1
    return count


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
    _write(file.path, crypto.seal(content, purpose=file.purpose))
    file.save()
    return file


def _write(path: str, sealed: bytes) -> None:
    """All of it or nothing: a full disk leaves no half of a file."""
    inside = _written.get()
    if inside is not None:
        inside.append(path)
    try:
        written = default_storage.save(path, ContentFile(sealed))
    except OSError:
        default_storage.delete(path)
        raise
    if written != path:
        raise FileExistsError(path)


def erase(file: StoredFile) -> None:
    """Remove the bytes and the name; that there was a file of this digest stays known."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a file is erased inside the acting transaction")
    path = file.path
    StoredFile.objects.filter(pk=file.pk, erased_at=None).update(name="", erased_at=clock.now())
    transaction.on_commit(lambda: default_storage.delete(path))
