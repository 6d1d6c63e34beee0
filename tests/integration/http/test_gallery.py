"""The gallery shows every component: a page that copies one finds it there."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

COMPONENTS = settings.BASE_DIR / "templates" / "_components"
GALLERIES = ("/gallery/", "/gallery/citizen/", "/gallery/workspace/")


@pytest.mark.django_db
def test_every_component_is_drawn(client: Client) -> None:
    drawn = {part.name for path in GALLERIES for part in client.get(path).templates}
    found = {f"_components/{path.name}" for path in COMPONENTS.glob("*.html")}
    assert len(found) > 20
    assert found - drawn == set()
