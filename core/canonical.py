"""Canonical JSON (RFC 8785) and digests of it.

Facts that are committed to the ledger are strings, integers, booleans, null, lists and objects with
ASCII keys; floats are refused because their text differs between implementations.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

WHOLE = 2**53 - 1
"""The largest whole number that every reader of JSON keeps."""
_AS_IT_IS = frozenset({type(None), bool, str})
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False)


_NOTHING: tuple[Any, ...] = (None, "", [], {})


def same(before: Any, after: Any) -> bool:
    """Do two values of a field say the same? Nothing is nothing, however it is kept: a field that did not exist yet has
    not changed."""
    return before == after or (before in _NOTHING and after in _NOTHING)


def plain(value: Any) -> Any:
    """``value`` as JSON-ready plain data: dataclasses to objects, dates to ISO 8601, sets sorted.

    Raises:
        TypeError: a float, a non-ASCII key or a type that has no canonical form.
        ValueError: a whole number beyond :data:`WHOLE`.
    """
    if type(value) in _AS_IT_IS:
        return value
    if type(value) in (dict, list):
        return _container(value)
    if isinstance(value, str):
        return str(value.value) if isinstance(value, Enum) else value
    if isinstance(value, int):
        return _whole(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Enum):
        return plain(value.value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    return _container(value)


def _whole(value: int) -> int:
    if abs(value) > WHOLE:
        raise ValueError(f"not a whole number that JSON keeps: {value}")
    return int(value)


def _container(value: Any) -> Any:
    if isinstance(value, (dict, Mapping)):
        for key in value:
            if not isinstance(key, str) or not key.isascii():
                raise TypeError(f"not an ASCII key: {key!r}")
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted((plain(item) for item in value), key=repr)
    if hasattr(value, "__struct_fields__"):
        return {name: plain(getattr(value, name)) for name in value.__struct_fields__}
    raise TypeError(f"no canonical form for {type(value).__name__}")


def encode(value: Any) -> bytes:
    """The canonical bytes of ``value``.

    Without floats and with ASCII keys, what RFC 8785 asks for is what the encoder of the standard library writes, many
    times faster than one in Python; a test holds it against ``rfc8785``, by which the offline verifier reads.
    """
    return _ENCODER.encode(plain(value)).encode()


def digest(value: Any) -> str:
    """SHA-256 of the canonical bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(encode(value)).hexdigest()
