"""Making, reading and counting keys."""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
import time
from collections import defaultdict
from collections.abc import Container
from datetime import datetime
from typing import Protocol

from core.clients.enums import Scope
from core.clients.models import ApiClient


class Client(Protocol):
    """What is asked of a client here: the row itself, or a fresh reading of it."""

    @property
    def pk(self) -> int:
        """Its key in the table."""

    @property
    def scopes(self) -> Container[str]:
        """What it may do."""

    @property
    def per_minute(self) -> int:
        """How many requests of a minute it has."""

    @property
    def expires_at(self) -> datetime | None:
        """Its end by time."""

    @property
    def revoked_at(self) -> datetime | None:
        """Its end by hand."""


SHAPE = re.compile(r"sk_[0-9a-f]{8}_[A-Za-z0-9_-]{43}")


def fresh() -> tuple[str, str, bytes]:
    """A new key: the key itself (shown once), its prefix, its hash."""
    prefix = f"sk_{secrets.token_hex(4)}"
    key = f"{prefix}_{secrets.token_urlsafe(32)}"
    return key, prefix, hash_of(key)


def hash_of(key: str) -> bytes:
    """What is kept of a key."""
    return hashlib.sha256(key.encode()).digest()


def holder(key: str, *, at: datetime) -> ApiClient | None:
    """The client whose key this is, if it is in force ``at``; None for anything else."""
    if not SHAPE.fullmatch(key):
        return None
    rows = ApiClient.objects.select_related("council", "organisation")
    found = rows.filter(key_hash=hash_of(key), revoked_at=None).first()
    return found if found is not None and in_force(found, at) else None


def in_force(client: Client, at: datetime) -> bool:
    """Neither revoked nor expired."""
    return client.revoked_at is None and (client.expires_at is None or at < client.expires_at)


def bearer(header: str) -> str:
    """The key in an ``Authorization: Bearer`` header; empty when there is none."""
    scheme, _, key = header.partition(" ")
    return key.strip() if scheme.lower() == "bearer" else ""


def may(client: Client, scope: Scope) -> bool:
    """Was ``scope`` given to the client?"""
    return scope in client.scopes


class Gauge:
    """Requests of this process in the running minute. With n server processes a client has n times its rate
    at most; that keeps the count free of any shared store on the decision path. The rate is not divided by n: a
    machine that keeps one connection meets one process, and would be refused within what it was given."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute = 0
        self._counts: defaultdict[int, int] = defaultdict(int)

    def admits(self, client: Client, now: float | None = None, *, count: int = 1) -> bool:
        """Count ``count`` requests; False when the minute's share is used up."""
        minute = int((time.monotonic() if now is None else now) // 60)
        with self._lock:
            if minute != self._minute:
                self._minute = minute
                self._counts.clear()
            self._counts[client.pk] += count
            return self._counts[client.pk] <= client.per_minute


gauge = Gauge()
