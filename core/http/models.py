"""What was pressed once: see :mod:`core.http.once`."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Press(models.Model):
    """Words that were sent to create something, and where they led; forgotten after a day."""

    key = models.CharField(max_length=64, unique=True)
    """SHA-256 of who sent which words and files, and under which key, to where."""
    goal = models.TextField(blank=True)
    """The address of what was made; empty while it is being made."""
    begun_at = models.DateTimeField()

    plain_fields: ClassVar[frozenset[str]] = frozenset({"key", "goal", "begun_at"})

    class Meta:
        verbose_name = "press of a button"

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.goal}"
