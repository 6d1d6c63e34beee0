"""Returned drafts that wait to be drafted again, and who writes them anew (``config.reactions``: ``REDRAFTS``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from core.access.queries import Someone
from core.accounts.models import Council
from core.errors import Refused
from governance.assembly.enums import DraftState
from governance.assembly.models import Draft
from governance.assembly.queries.decisions import drafts_for


def _writers() -> Mapping[str, str]:
    found: Mapping[str, str] = getattr(import_module(settings.REACTIONS), "REDRAFTS", {})
    return found


def writer_of(draft: Draft) -> Callable[..., Any]:
    """Who writes papers of the kind of ``draft`` anew.

    Raises:
        Refused: nobody; they are drafted again where they were drafted first.
    """
    name = _writers().get(draft.kind)
    if name is None:
        raise Refused("drafted_elsewhere")
    written: Callable[..., Any] = import_string(name)
    return written


def successor_of(draft: Draft) -> Draft | None:
    """The draft that took the place of ``draft``; None where none did."""
    return Draft.objects.filter(replaces=draft).first()


def is_still_told(draft: Draft) -> bool:
    """Is what ``draft`` told still to be told, or did something newer take its place?"""
    asked: Callable[[Draft], bool] = import_string(import_module(settings.REACTIONS).REDRAFTED_WHILE)
    return asked(draft)


def to_draft_again(user: Someone, council: Council) -> list[Draft]:
    """Returned drafts that somebody has to draft again, of those that ``user`` may see, the oldest first."""
    rows = drafts_for(user, council).filter(state=DraftState.RETURNED, replaced_by=None)
    waiting = rows.filter(kind__in=list(_writers())).order_by("returned_at", "pk")
    return [draft for draft in waiting if is_still_told(draft)]


def waits_again(draft: Draft) -> bool:
    """Is ``draft`` a returned one that is drafted again from its own page?"""
    returned = draft.state == DraftState.RETURNED and draft.kind in _writers()
    return returned and successor_of(draft) is None and is_still_told(draft)
