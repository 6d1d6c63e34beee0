"""The usual rules for assessments in both councils."""

from __future__ import annotations

from datetime import date

import pytest

from core.accounts.models import Council
from core.rulebook.values import Rulebook
from tests.factories import rules


def provider(council: Council, on: date) -> Rulebook:
    """The usual rules; the months of validity are the default."""
    return rules.rulebook(council.slug, on)


@pytest.fixture(autouse=True)
def usual_rules(request: pytest.FixtureRequest, settings) -> None:
    """The demo council has its own rule documents."""
    if "demo" in request.fixturenames:
        return
    settings.RULEBOOK_PROVIDER = f"{__name__}.provider"
