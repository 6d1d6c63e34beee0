"""Reading files back."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.core.files.storage import default_storage
from django.db.models import QuerySet

from core import crypto
from core.errors import DomainError, NotFound
from core.files.models import StoredFile

SEALED = re.compile(r"[0-9a-f]{32}\.sealed")
"""Names that :attr:`StoredFile.path` gives."""


def of(about: str) -> QuerySet[StoredFile]:
    """The files of one object, oldest first, without the erased."""
    return StoredFile.objects.filter(about=about, erased_at=None).order_by("stored_at")


def under(kind: str) -> QuerySet[StoredFile]:
    """The files of all objects whose name begins with ``kind``, without the erased."""
    return StoredFile.objects.filter(about__startswith=kind, erased_at=None)


class Damaged(DomainError):
    """The bytes are not there, or are not those that were stored (500): restore them from the backup."""

    status = 500


def content(file: StoredFile) -> bytes:
    """The bytes.

    Raises:
        NotFound: erased.
        Damaged: gone from the disk, altered, or not what the digest says.
    """
    if file.erased_at is not None:
        raise NotFound("file_erased")
    try:
        with default_storage.open(file.path) as stream:
            data = crypto.unseal(stream.read(), purpose=file.purpose)
    except (OSError, crypto.CannotOpen) as error:
        raise Damaged("file_damaged", number=str(file.key)) from error
    if hashlib.sha256(data).hexdigest() != file.digest:
        raise Damaged("file_damaged", number=str(file.key))
    return data


def damaged() -> Iterator[StoredFile]:
    """Files whose bytes are gone, altered or not those of the digest; reads every file."""
    for file in (
        StoredFile.objects.filter(erased_at=None).order_by("stored_at", "pk").iterator(chunk_size=500)
    ):
        try:
            content(file)
        except Damaged:
            yield file


def strays(*, older_than: datetime) -> Iterator[str]:
    """Where sealed bytes lie of which no row speaks (never committed, or erased), last changed before
    ``older_than``."""
    if not default_storage.exists(""):
        return
    for folder in sorted(default_storage.listdir("")[0]):
        names = [name for name in default_storage.listdir(folder)[1] if SEALED.fullmatch(name)]
        keys = {UUID(name.partition(".")[0]): f"{folder}/{name}" for name in names}
        known = StoredFile.objects.filter(key__in=keys, erased_at=None).values_list("key", flat=True)
        for key in known:
            del keys[key]
        for path in sorted(keys.values()):
            if default_storage.get_modified_time(path) < older_than:
                yield path
