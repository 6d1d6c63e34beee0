"""Giving and taking roles. Callers are actions: they check, and write the ledger entry."""

from __future__ import annotations

from django.db.models import Model
from guardian.shortcuts import assign_perm, remove_perm

from core.access.queries import PREFIX
from core.access.roles import Role
from core.accounts.models import User


def _permission(role: Role, obj: Model) -> str:
    return f"{obj._meta.app_label}.{PREFIX}{role}"


def give(role: Role, user: User, obj: Model) -> None:
    """Let ``user`` hold ``role`` on ``obj``; giving twice is the same as once."""
    assign_perm(_permission(role, obj), user, obj)


def take(role: Role, user: User, obj: Model) -> None:
    """End ``role`` of ``user`` on ``obj``."""
    remove_perm(_permission(role, obj), user, obj)
