"""Model fields that are sealed at rest."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db import models

from core.crypto import seal, unseal, unseal_all


class _Sealed(models.BinaryField):  # type: ignore[type-arg]
    """Binary column holding ``seal(text)``; the purpose is ``app.model.field``."""

    @property
    def purpose(self) -> str:
        """Binds a value to its column, so that it cannot be moved to another."""
        return f"{self.model._meta.label_lower}.{self.name}"

    def _encode(self, value: Any) -> str:
        return str(value)

    def _decode(self, text: str) -> Any:
        return text

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        box = None if value is None else seal(self._encode(value).encode(), purpose=self.purpose)
        return super().get_db_prep_value(box, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return None if value is None else self._decode(unseal(bytes(value), purpose=self.purpose).decode())

    def open_all(self, boxes: Iterable[bytes]) -> list[bytes]:
        """What many sealed columns hold, as UTF-8; ``boxes`` as they come from the database without this field's
        conversion."""
        return unseal_all(boxes, purpose=self.purpose)

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: Any) -> str:
        raise TypeError("sealed values are not serialised")

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None


class SealedTextField(_Sealed):
    """Text, encrypted at rest. Cannot be searched; store a keyed hash beside it where matching is needed."""


class SealedJSONField(_Sealed):
    """A JSON value, encrypted at rest."""

    def _encode(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    def _decode(self, text: str) -> Any:
        return json.loads(text)
