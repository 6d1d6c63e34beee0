"""Counters behind public references."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Counter(models.Model):
    """The last number given out in ``scope`` (council, kind and fiscal year)."""

    scope = models.CharField(max_length=120, unique=True)
    last = models.PositiveIntegerField(default=0)

    plain_fields: ClassVar[frozenset[str]] = frozenset({"scope", "last"})

    class Meta:
        verbose_name = "counter"

    def __str__(self) -> str:
        return f"{self.scope}: {self.last}"
