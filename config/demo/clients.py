"""A machine of the city that may ask the decision API; its key is kept beside the other secrets of the trial."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from config.demo.people import Cast
from core.administration.actions import issue_client
from core.clients import keys
from core.clients.enums import Scope
from core.clients.models import ApiClient

NAME = "都市OS"


def place() -> Path:
    """Where the key of the demo's machine is kept."""
    return Path(settings.VAR_DIR) / "secrets" / "demo-api-key"


def key() -> str:
    """The key of the demo's machine; empty before it was made."""
    return place().read_text().strip() if place().exists() else ""


def fill(cast: Cast) -> None:
    """Give the city's machine a key, where none of this machine's is in force."""
    world = cast.shiomi
    if ApiClient.objects.filter(key_hash=keys.hash_of(key()), revoked_at=None).exists():
        return
    _client, fresh = issue_client(
        world.council,
        world.organisations["city"],
        name=NAME,
        scopes=[Scope.DECIDE, Scope.SEARCH],
        by=world.users["secretary"],
    )
    place().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    place().write_text(fresh)
    place().chmod(0o600)
