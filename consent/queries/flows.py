"""Under which choices nothing is handed over any more: the room named in ``settings.FLOWS_OF_CHOICES`` knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.conf import settings
from django.utils.module_loading import import_string

from consent.models import Consent, ConsentItem
from consent.queries.consents import OfferedChoice, is_alive, offered
from core.accounts.models import Council

Ending = Literal["expired", "given_back", "revoked", "agreement", "taken_back", "superseded", "lapsed"]


@dataclass(frozen=True, slots=True)
class Stopped:
    """What was approved for a choice has ended, or is suspended; ``since`` is None where no day is known."""

    is_over: bool
    since: date | None
    ending: Ending = "expired"
    """How it ended, where it is over."""
    is_disposed: bool = False
    """Is all that went under it returned or disposed of, so that a withdrawal asks nothing of the recipient?"""


Ask = Callable[[Council, list[OfferedChoice]], dict[int, Stopped]]


def stopped(council: Council, consents: Iterable[Consent]) -> dict[int, Stopped]:
    """Of the choices that are in force, those under which nothing is handed over any more, by item."""
    choices = [offered(one.item) for one in consents if is_alive(one)]
    ask: Ask = import_string(settings.FLOWS_OF_CHOICES)
    return ask(council, choices) if choices else {}


def stopped_choice(item: ConsentItem) -> Stopped | None:
    """Is nothing handed over any more under the choice that ``item`` asks about, whoever agrees?"""
    ask: Ask = import_string(settings.FLOWS_OF_CHOICES)
    return ask(item.version.notice.council, [offered(item)]).get(item.pk)
