"""Two councils with rule documents, and people in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from core import clock
from core.access.roles import Role
from core.accounts.models import Council, User
from governance.rulebook import queries
from tests.factories import people
from tests.factories.founding import adopt_model_documents

WORDS = {
    "city_ja": "汐見市",
    "city_en": "Shiomi City",
    "office_ja": "汐見市役所内",
    "office_en": "Shiomi City Hall",
    "secretariat_ja": "汐見市企画部",
    "secretariat_en": "the planning department of Shiomi City",
}
FOUNDED = date(2025, 4, 1)
TODAY = date(2026, 11, 22)


@dataclass
class World:
    council: Council
    secretary: User
    member: User

    def instrument(self, code: str = "bylaws"):
        return queries.instruments(self.council).get(code=code)


def world(slug: str) -> World:
    council = people.council(slug)
    secretary = people.with_role(f"{slug}-secretary", Role.SECRETARY, council)
    member = people.with_role(f"{slug}-member", Role.MEMBER, council)
    adopt_model_documents(council, by=secretary, on=FOUNDED, placeholders=WORDS)
    return World(council, secretary, member)


@pytest.fixture
def today():
    with clock.at(clock.on(TODAY)):
        yield TODAY


@pytest.fixture
def here(db, today) -> World:
    return world("aoshima")


@pytest.fixture
def there(db, today) -> World:
    return world("minato")
