"""Two councils with a living grant each, and a machine that asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from config.demo import moments
from consent.models import Consent
from core import clock
from core.administration import actions
from core.clients import keys
from core.clients.enums import Scope
from core.clients.models import ApiClient
from gateway.authzen.log import log
from gateway.authzen.memory import memory
from governance.sharing.models import Grant
from tests import databases, starts
from tests.cast import Cast, World, load

NOON = datetime(2026, 11, 23, 3, tzinfo=UTC)
"""Noon in Tokyo, the day after the demo's story ends."""


@dataclass(frozen=True)
class Machine:
    """An API client of an organisation, and its key."""

    client: ApiClient
    key: str

    def ask(self, body: Any, path: str = "/access/v1/evaluation", **headers: str) -> Any:
        """One request over Django's own handler."""
        sent = {"HTTP_AUTHORIZATION": f"Bearer {self.key}"} | headers
        return Client().post(path, body, content_type="application/json", **sent)


@dataclass(frozen=True)
class Flow:
    """A living grant and the machine of its holder."""

    world: World
    grant: Grant
    machine: Machine
    holder_id: str

    def question(self, holder_id: str | None = None, **changes: Any) -> dict[str, Any]:
        """May the daily steps of one person go to the university for research?"""
        asked: dict[str, Any] = {
            "subject": {"type": "organization", "id": self.recipient},
            "action": {"name": "share"},
            "resource": {
                "type": "personal_data",
                "id": holder_id or self.holder_id,
                "properties": {"dataset": "D-01", "items": ["daily_steps"]},
            },
            "context": {"purpose": "https://w3id.org/dpv#AcademicResearch"},
        }
        return asked | changes

    @property
    def recipient(self) -> str:
        return f"organisation:{self.world.organisations['university'].pk}"

    def decision(self, **changes: Any) -> dict[str, Any]:
        """The answer to the question."""
        answer = self.machine.ask(self.question(**changes))
        assert answer.status_code == 200, answer.content
        return answer.json()

    def reasons(self, **changes: Any) -> list[str]:
        return [reason["code"] for reason in self.decision(**changes)["context"].get("reasons", [])]


def machine(world: World, organisation: str = "city", **options: Any) -> Machine:
    options = {"scopes": [Scope.DECIDE], "name": "都市OS", "by": world.users["secretary"]} | options
    return Machine(*actions.issue_client(world.council, world.organisations[organisation], **options))


def flow(world: World) -> Flow:
    """A consenting person's id at the holder, and everything around it."""
    person = world.persons["chihiro"]
    if not person.consents.exists():  # the second council knows only invented citizens
        person = Consent.objects.filter(person__council=world.council, state="in_force").first().person
    link = person.links.get(holder=world.organs["mayor"], unlinked_at=None)
    grant = Grant.objects.get(council=world.council)
    return Flow(world, grant, machine(world), str(link.identifier))


@pytest.fixture(autouse=True)
def _empty_memory() -> Iterator[None]:
    """What the process holds, and has counted of a key's minute, belongs to one database."""
    memory.forget()
    log.drop()
    keys.gauge._counts.clear()
    yield
    memory.forget()
    log.drop()


@pytest.fixture
def councils(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """Everybody, in a transaction that is rolled back, on the day after the story."""
    assert moments.LAST.isoformat() == "2026-11-22"
    with django_db_blocker.unblock():
        name = databases.own("granted", starts.granted)
        with databases.standing_on(name), clock.at(NOON), transaction.atomic():
            yield load()
            transaction.set_rollback(True)


@pytest.fixture
def shiomi(councils: Cast) -> Flow:
    return flow(councils.shiomi)
