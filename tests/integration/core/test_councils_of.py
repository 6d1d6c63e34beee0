"""Whose secretariat looks after the roles on an object: that of its council, of no other."""

from __future__ import annotations

import pytest

from core.administration.permissions import councils_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_an_object_of_a_council_belongs_to_it(cast: Cast) -> None:
    person = cast.shiomi.persons["chihiro"]
    assert councils_of(cast.shiomi.council) == [cast.shiomi.council]
    assert councils_of(person) == [cast.shiomi.council]


def test_an_object_without_a_council_belongs_to_none(cast: Cast) -> None:
    assert councils_of(cast.stranger) == []
