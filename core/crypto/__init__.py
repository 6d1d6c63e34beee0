"""Encryption at rest, keyed hashes and commitments.

Keys come from ``SEKISHO_KEYS`` (``name:64 hex digits``, newest first). A sealed value names its key, so
keys rotate without a flag day: old values open with old keys, new ones are sealed with the first.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterable
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings


class CannotOpen(Exception):
    """The value was sealed with a key that is not configured, or was altered."""


@lru_cache(maxsize=8)
def _keys(text: str) -> dict[str, bytes]:
    pairs = (item.split(":", 1) for item in text.split(",") if item.strip())
    return {name.strip(): bytes.fromhex(key.strip()) for name, key in pairs}


def keys() -> dict[str, bytes]:
    """Configured keys by name, newest first."""
    return _keys(settings.SEKISHO_KEYS)


@lru_cache(maxsize=32)
def _derive(key: bytes, purpose: str) -> bytes:
    return hmac.digest(key, purpose.encode(), "sha256")


@lru_cache(maxsize=8)
def _box(key: bytes) -> AESGCM:
    return AESGCM(_derive(key, "seal"))


def seal(plain: bytes, *, purpose: str) -> bytes:
    """``plain`` encrypted with AES-256-GCM under the newest key, bound to ``purpose`` (table and field)."""
    name, key = next(iter(keys().items()))
    nonce = os.urandom(12)
    box = _box(key).encrypt(nonce, plain, purpose.encode())
    return name.encode() + b":" + nonce + box


def unseal(box: bytes, *, purpose: str) -> bytes:
    """The plain bytes of what :func:`seal` made for the same ``purpose``.

    Raises:
        CannotOpen: unknown key, altered value or another purpose.
    """
    name, _, rest = bytes(box).partition(b":")
    key = keys().get(name.decode(errors="replace"))
    if key is None:
        raise CannotOpen("unknown key")
    try:
        return _box(key).decrypt(rest[:12], rest[12:], purpose.encode())
    except (InvalidTag, ValueError) as error:
        raise CannotOpen("altered, or sealed for another purpose") from error


def unseal_all(boxes: Iterable[bytes], *, purpose: str) -> list[bytes]:
    """:func:`unseal` of many values of one purpose. All are opened with the newest key, as though it had sealed them;
    where it did not open one (a box opens with its own key and no other), each is opened by itself.

    Raises:
        CannotOpen: one of them cannot be opened.
    """
    listed = list(boxes)
    name, key = next(iter(keys().items()))
    decrypt, bound, start = _box(key).decrypt, purpose.encode(), len(name.encode()) + 1
    nonce, sealed = slice(start, start + 12), slice(start + 12, None)
    try:
        return [decrypt(box[nonce], box[sealed], bound) for box in listed]
    except (InvalidTag, ValueError):
        return [unseal(box, purpose=purpose) for box in listed]


def keyed_hash(text: str, *, purpose: str, key: str | None = None) -> bytes:
    """32 bytes that identify ``text`` within ``purpose`` without revealing it: exact matching of sealed values.

    Uses the oldest key (or the one named), so that matching survives rotation; ``manage.py reseal`` hashes anew
    before the oldest is retired.
    """
    chosen = keys()[key] if key else next(reversed(keys().values()))
    return hmac.digest(_derive(chosen, "hash"), f"{purpose}\x00{text}".encode(), "sha256")


def commitment(value: bytes, *, salt: bytes | None = None) -> tuple[bytes, bytes]:
    """A salted SHA-256 commitment to ``value`` and its salt (16 bytes, random unless given)."""
    salt = os.urandom(16) if salt is None else salt
    return hashlib.sha256(salt + value).digest(), salt
