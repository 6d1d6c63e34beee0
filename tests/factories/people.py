"""Councils, organisations and users for tests of one room (the whole cast is in tests.cast)."""

from __future__ import annotations

from core.access import grants
from core.access.roles import Role
from core.accounts.enums import Regime
from core.accounts.models import Council, Organisation, User
from governance.members import actions as members
from tests.cast import World


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


def joins(world: World, name: str, *, representative: str) -> None:
    """The organisation called ``name`` applies for membership, so that the council's forms know it."""
    members.apply_for_membership(
        world.council,
        by=world.users[representative],
        organisation=world.organisations[name],
        member_class="full",
    )
