"""What a receipt that holds attests, in the parts of a plain sentence: no person, and no subject that is not public."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from core.accounts.models import Council
from core.ledger.events import CATALOGUE, Visibility


@dataclass(frozen=True, slots=True)
class Attested:
    """``event`` is empty where the receipt does not contain the entry; ``place`` is the index that the verifier
    computes with, the first entry being 0; ``size`` is 0 until a checkpoint seals it."""

    event: str | Promise
    council: Council | None
    at: datetime | None
    subject: str
    place: int
    size: int
    sealed_at: datetime | None


def attested(receipt: Mapping[str, Any]) -> Attested | None:
    """What ``receipt``, which was checked, is about; None for a file that is no receipt of an entry."""
    if receipt.get("type") == "sekisho-agreement":
        return None
    said = json.loads(receipt["content"]) if receipt.get("content") is not None else {}
    proof = receipt.get("proof") or {}
    sealed = proof.get("checkpoint") or {}
    event = CATALOGUE.get(str(said.get("event", "")))
    shown = event is not None and event.visibility == Visibility.PUBLIC
    return Attested(
        event=event.words if event else str(said.get("event", "")),
        council=Council.objects.filter(slug=str(said.get("council", ""))).first(),
        at=_moment(said.get("at")),
        subject=str(said.get("subject", "")) if shown else "",
        place=int(proof.get("index", 0)),
        size=int(sealed.get("size", 0)),
        sealed_at=_moment(sealed.get("at")),
    )


def _moment(words: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(words))
    except ValueError:
        return None
