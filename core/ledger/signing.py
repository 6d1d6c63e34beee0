"""Signing tree heads and promises with Ed25519, over canonical JSON."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from core import canonical


def _public_bytes(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def _id(public: bytes) -> str:
    return hashlib.sha256(public).hexdigest()[:16]


@lru_cache(maxsize=4)
def _private(seed: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))


@lru_cache(maxsize=4)
def _published(seed: str, older: tuple[str, ...]) -> dict[str, str]:
    newest = _public_bytes(_private(seed).public_key())
    return {_id(key): key.hex() for key in (newest, *(bytes.fromhex(text) for text in older))}


def public_keys() -> dict[str, str]:
    """Public keys (hex) by their id, the one that signs now first."""
    return _published(settings.SEKISHO_LEDGER_KEY, tuple(settings.SEKISHO_LEDGER_OLD_KEYS))


def key_id() -> str:
    """The id of the key that signs now: the first 16 hex digits of the SHA-256 of the public key."""
    return next(iter(public_keys()))


def sign(statement: Mapping[str, Any]) -> bytes:
    """The signature over ``statement``, which names the key in ``key_id``."""
    return _private(settings.SEKISHO_LEDGER_KEY).sign(canonical.encode(statement))


def detached_jws(document: Mapping[str, Any]) -> str:
    """A JSON Web Signature (RFC 7515) over the canonical JSON of ``document``, which stays outside of it: unencoded
    payload (RFC 7797), Ed25519 (RFC 8037), the key's id in ``kid``."""
    header = canonical.encode({"alg": "EdDSA", "b64": False, "crit": ["b64"], "kid": key_id()})
    protected = _base64url(header)
    made = _private(settings.SEKISHO_LEDGER_KEY).sign(protected + b"." + canonical.encode(document))
    return f"{protected.decode()}..{_base64url(made).decode()}"


def _base64url(content: bytes) -> bytes:
    return urlsafe_b64encode(content).rstrip(b"=")


def signed(statement: Mapping[str, Any], signature: bytes) -> bool:
    """Is ``signature`` over ``statement`` by the published key that the statement names?"""
    public = public_keys().get(str(statement.get("key_id")))
    if public is None:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(
            signature, canonical.encode(statement)
        )
    except InvalidSignature:
        return False
    return True
