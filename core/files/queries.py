"""Reading files back."""

from __future__ import annotations

import hashlib

from django.core.files.storage import default_storage
from django.db.models import QuerySet

from core import crypto
from core.errors import NotFound
from core.files.models import StoredFile


def of(about: str) -> QuerySet[StoredFile]:
    """The files of one object, oldest first, without the erased."""
    return StoredFile.objects.filter(about=about, erased_at=None).order_by("stored_at")


class Damaged(Exception):
    """The bytes are not those that were stored."""


def content(file: StoredFile) -> bytes:
    """The bytes.

    Raises:
        NotFound: erased.
        Damaged: the digest does not match.
    """
    if file.erased_at is not None:
        raise NotFound("file_erased")
    with default_storage.open(file.path) as stream:
        data = crypto.unseal(stream.read(), purpose=file.purpose)
    if hashlib.sha256(data).hexdigest() != file.digest:
        raise Damaged(str(file.key))
    return data
