"""Councils, organisations and users for tests of one room (the whole cast is in tests.cast)."""

from __future__ import annotations

from core.access import grants
from core.access.roles import Role
from core.accounts.enums import Regime
from core.accounts.models import Council, Organisation, User


def council(slug: str = "minato") -> Council:
    return Council.objects.create(
        slug=slug, name_ja=f"{slug}協議会", name_en=f"{slug} council", short_name_ja=f"{slug[:2]}協"
    )


def user(name: str) -> User:
    return User.objects.create_user(f"{name}@example.test", name=name)


def organisation(name: str, representative: User | None = None) -> Organisation:
    made = Organisation.objects.create(name_ja=name, name_en=name, regime=Regime.BUSINESS)
    if representative:
        grants.give(Role.REPRESENTATIVE, representative, made)
    return made


def with_role(name: str, role: Role, on: Council) -> User:
    made = user(name)
    grants.give(role, made, on)
    return made
