"""Two councils side by side, each with a secretary and two organisations."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from core.access.roles import Role
from tests.factories import people, rules

IN_FORCE = {"edition": 1}


def provider(council, on):
    return rules.rulebook(council.slug, on, edition=IN_FORCE["edition"])


@pytest.fixture(autouse=True)
def usual_rules(settings):
    IN_FORCE["edition"] = 1
    settings.RULEBOOK_PROVIDER = f"{__name__}.provider"


def world_of(slug: str) -> SimpleNamespace:
    council = people.council(slug)
    boss = people.user(f"boss-{slug}")
    return SimpleNamespace(
        council=council,
        secretary=people.with_role(f"secretary-{slug}", Role.SECRETARY, council),
        auditor=people.with_role(f"auditor-{slug}", Role.AUDITOR, council),
        representative=boss,
        organisation=people.organisation(f"bus-{slug}", boss),
        stranger=people.user(f"stranger-{slug}"),
    )


@pytest.fixture
def here(db):
    return world_of("minato")


@pytest.fixture
def there(db):
    return world_of("there")
