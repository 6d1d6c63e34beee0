"""The catalogue of events: every event is classed public or sensitive, and put in words, where it is declared."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise


class Visibility(StrEnum):
    """Who may read an entry's facts: anyone (register), or only those concerned."""

    PUBLIC = "public"
    SENSITIVE = "sensitive"


@dataclass(frozen=True, slots=True)
class Event:
    """A kind of ledger entry, named ``room.past_participle`` (``sharing.request_submitted``)."""

    name: str
    visibility: Visibility
    words: str | Promise
    """What happened, as people say it: a noun phrase or a short statement in the past tense."""
    moves_epoch: bool = True
    """Whether facts held in a process become stale; consent events are read per person and do not."""

    def __post_init__(self) -> None:
        if self.name in CATALOGUE:
            raise ValueError(f"event {self.name} is declared twice")
        CATALOGUE[self.name] = self


CATALOGUE: dict[str, Event] = {}


def public(name: str, words: str | Promise, **options: bool) -> Event:
    """Declare an event whose facts anyone may read."""
    return Event(name, Visibility.PUBLIC, words, **options)


def sensitive(name: str, words: str | Promise, **options: bool) -> Event:
    """Declare an event whose facts only those concerned may read."""
    return Event(name, Visibility.SENSITIVE, words, **options)
