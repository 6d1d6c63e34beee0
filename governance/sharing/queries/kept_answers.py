"""Answers of the gate that were kept, for reading: where the evidence log has one, and what comes out when it is judged
again from its facts, under the rules and the law of its day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from core import clock
from core.law.queries import in_force as law_in_force
from core.ledger.models import LedgerEntry
from core.ledger.queries import entries_told
from core.rulebook.provider import in_force as rules_in_force
from governance.sharing.enums import events
from governance.sharing.models import Delivery, StoredVerdict
from governance.sharing.queries.verdicts import answers_to, summary
from governance.sharing.rules.facts import decode
from governance.sharing.rules.replaying import Situation
from governance.sharing.rules.verdict import GateVerdict, Moment

COMPARED = ("state", "reason", "params", "applies")
Told = Mapping[str, Any]
"""A check as it is kept."""


@dataclass(frozen=True, slots=True)
class Again:
    """A kept answer judged again. ``allowed`` is None where its facts cannot be read; ``changes``: code, as kept, as it
    comes out now (None where there is no such check)."""

    allowed: bool | None
    changes: tuple[tuple[str, Told | None, Told | None], ...] = ()

    def like(self, kept: StoredVerdict) -> bool:
        """Is the answer the same in all checks?"""
        return self.allowed is kept.is_allowed and not self.changes


def entry_of(kept: StoredVerdict) -> LedgerEntry | None:
    """The entry of the evidence log that is committed to ``kept``; None where none is: it was altered, or put there."""
    line = kept.line
    found = entries_told(line.request.council, f"line:{line.reference}", events.VERDICT_STORED)
    return next((entry for entry, facts in found if answers_to(kept, facts)), None)


def judged_again(kept: StoredVerdict) -> Again:
    """``kept`` from its facts, under the rules and the law of its day."""
    on = kept.at.astimezone(clock.TOKYO).date()
    try:
        facts = decode(bytes(kept.facts))
    except msgspec.MsgspecError:
        return Again(None)
    rules = rules_in_force(kept.line.request.council, on)
    case = Situation(facts, rules, law_in_force(on), Moment(kept.moment), kept.at)
    return _compared(kept, case.under(rules))


def _compared(kept: StoredVerdict, verdict: GateVerdict) -> Again:
    then = {one["code"]: one for one in kept.checks}
    now = {str(one["code"]): one for one in summary(verdict)}
    changes = tuple(
        (code, then.get(code), now.get(code))
        for code in (now | then)
        if _said(then.get(code)) != _said(now.get(code))
    )
    return Again(verdict.allowed, changes)


def _said(check: Told | None) -> list[Any] | None:
    return [check[name] for name in COMPARED] if check is not None else None


def of_release(delivery: Delivery) -> StoredVerdict | None:
    """The answer upon which ``delivery`` was released."""
    if delivery.released_at is None:
        return None
    rows = StoredVerdict.objects.filter(line=delivery.grant.line_id, moment=Moment.FLOW)
    return rows.filter(at=delivery.released_at).select_related("line__request__council").first()
