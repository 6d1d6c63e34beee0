"""Saving a row whose changes are shown on screen (simple-history)."""

from __future__ import annotations

from core import clock
from core.accounts.models import User
from governance.sharing.models import Dataset, RequestLine, SharingRequest


def save(row: Dataset | SharingRequest | RequestLine, by: User | None, *, reason: str = "") -> None:
    """Save ``row`` with who changed it, and why, in its history; None is the system."""
    _sign(row, by)
    row._change_reason = reason  # type: ignore[union-attr]  # noqa: SLF001
    row.save()


def drop(row: Dataset | SharingRequest | RequestLine, by: User) -> None:
    """Delete ``row``; its history, which says who did so, stays."""
    _sign(row, by)
    row.delete()


def _sign(row: Dataset | SharingRequest | RequestLine, by: User | None) -> None:
    row._history_user = by  # type: ignore[union-attr]  # noqa: SLF001 (the way simple-history documents)
    row._history_date = clock.now()  # type: ignore[union-attr]  # noqa: SLF001
