"""Reading files back."""

from __future__ import annotations

import hashlib

from django.core.files.storage import default_storage
from django.db.models import QuerySet

from core import crypto
from core.errors import DomainError, NotFound
from core.files.models import StoredFile


def of(about: str) -> QuerySet[StoredFile]:
    """The files of one object, oldest first, without the erased."""
    return StoredFile.objects.filter(about=about, erased_at=None).order_by("stored_at")


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
