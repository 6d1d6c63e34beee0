"""Private files: what was handed in and what was made. The bytes lie sealed outside the database."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class StoredFile(models.Model):
    """One file, never replaced. Erasing removes the bytes and the name; digest and size stay as evidence."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    council = models.CharField(max_length=40, blank=True, db_index=True)
    """Slug of the council whose secretariat looks after it."""
    about = models.CharField(max_length=120, db_index=True)
    """Reference of what it belongs to (``document:汐見協第24号``)."""
    name = models.CharField(max_length=150)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    """SHA-256 of the bytes, hexadecimal."""
    stored_at = models.DateTimeField()
    uploader = models.BigIntegerField(null=True, blank=True)
    """Number of the user who handed it in; empty for what the product made."""
    erased_at = models.DateTimeField(null=True, blank=True)

    personal_fields: ClassVar[frozenset[str]] = frozenset({"name", "uploader"})
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"key", "council", "about", "media_type", "size", "digest", "stored_at", "erased_at"}
    )

    class Meta:
        verbose_name = "stored file"
        constraints = (
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(erased_at__gte=F("stored_at")), name="file_dates"
            ),
        )

    def __str__(self) -> str:
        return str(self.key)

    @property
    def path(self) -> str:
        """Where the sealed bytes lie: made of our own random key, never of a name that somebody chose."""
        return f"{self.key.hex[:2]}/{self.key.hex}.sealed"

    @property
    def purpose(self) -> str:
        """Binds the sealed bytes to this row."""
        return f"file:{self.key.hex}"
