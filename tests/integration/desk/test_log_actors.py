"""The evidence log narrowed to one who acted: officers only, and never how anybody judged or voted."""

from __future__ import annotations

import pytest

from core.accounts.models import Person
from core.ledger.queries import actor
from governance.desk.queries.actors import ABOUT_PERSONS, UNNAMED
from tests.cast import Cast
from tests.integration.desk.test_log import body, get, seen

pytestmark = pytest.mark.usefixtures("demo")


def test_an_overseer_finds_what_an_officer_did(cast: Cast) -> None:
    world = cast.shiomi
    secretary = world.users["secretary"]
    found = seen(world, "auditor", by=str(secretary.pk))
    assert found
    assert {actor(entry) for entry in found} == {f"user:{secretary.pk}"}
    by_itself = seen(world, "auditor", by="system")
    assert {actor(entry) for entry in by_itself} <= {"system"}
    page = body(get(world, "auditor", f"log/?by={secretary.pk}".removeprefix("log/")))
    assert f'<option value="{secretary.pk}" selected' in page
    assert secretary.email not in page


def test_only_officers_of_this_council_can_be_asked_for(cast: Cast) -> None:
    world = cast.shiomi
    for other in (world.users["reviewer_law"], world.users["chihiro"], cast.nagiura.users["secretary"]):
        answer = get(world, "auditor", f"?by={other.pk}")
        assert "読み取れない" in body(answer) or 'aria-invalid="true"' in body(answer)
        assert get(world, "auditor", f"?by={other.pk}&format=csv").status_code == 422
    assert get(world, "rep_university", f"?by={world.users['secretary'].pk}").status_code == 403


def test_what_is_not_named_is_not_found_by_the_name_either(cast: Cast) -> None:
    world = cast.shiomi
    chair = world.users["chair"]
    Person.objects.create(council=world.council, user=chair)
    for entry in seen(world, "auditor", by=str(chair.pk)):
        assert entry.event not in UNNAMED
        assert not entry.event.startswith("consent.")
        assert entry.subject.partition(":")[0] not in ABOUT_PERSONS
