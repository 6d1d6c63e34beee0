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
    except InvalidTag as error:
        raise CannotOpen("altered, or sealed for another purpose") from error


def unseal_all(boxes: Iterable[bytes], *, purpose: str) -> list[bytes]:
    """:func:`unseal` of many values of one purpose. Keys and purpose are made ready once, not for each of a
    million values.

    Raises:
        CannotOpen: one of them cannot be opened.
    """
    decrypts = {name.encode(): _box(key).decrypt for name, key in keys().items()}
    bound, opened = purpose.encode(), []
    try:
        for box in boxes:
            end = box.index(b":") + 1
            opened.append(decrypts[box[: end - 1]](box[end : end + 12], box[end + 12 :], bound))
    except (KeyError, ValueError) as error:
        raise CannotOpen("unknown key") from error
    except InvalidTag as error:
        raise CannotOpen("altered, or sealed for another purpose") from error
    return opened


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
