"""A new council puts its first rule documents in force, on the page."""

from __future__ import annotations

import pytest

from core.access.roles import Role
from governance.rulebook import queries
from tests.factories import people
from tests.integration.rulebook.conftest import FOUNDED, WORDS
from tests.integration.rulebook.test_pages import client_of

FORM = {**WORDS, "on": FOUNDED.isoformat()}


@pytest.fixture
def young(db, today):
    return people.council("wakaba")


def test_the_secretariat_puts_the_model_documents_in_force(young):
    secretary = people.with_role("wakaba-secretary", Role.SECRETARY, young)
    reader, base = client_of(secretary), f"/c/{young.slug}/rules/"
    assert f"{base}first/" in reader.get(base).content.decode()
    broken = reader.post(f"{base}first/", FORM | {"city_ja": "", "on": "2025-13-01"})
    assert broken.status_code == 422
    assert "Shiomi City Hall" in broken.content.decode()
    assert not queries.instruments(young).exists()
    assert reader.post(f"{base}first/", FORM).status_code == 302
    assert queries.instruments(young).count() == 5
    assert reader.get(f"{base}first/").status_code == 302
    assert f"{base}first/" not in reader.get(base).content.decode()


def test_nobody_else_does(young, here):
    member = people.with_role("wakaba-member", Role.MEMBER, young)
    url = f"/c/{young.slug}/rules/first/"
    assert client_of(member).get(url).status_code == 403
    assert client_of(member).post(url, FORM).status_code == 403
    assert client_of(here.secretary).post(url, FORM).status_code == 404
    assert not queries.instruments(young).exists()
