"""Whether what is kept of the provisions that a kept answer cites is what it cites."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from core import clock
from core.accounts.models import Council
from governance.rulebook.queries import provisions_in_force
from governance.sharing.models import StoredVerdict
from governance.sharing.rules.verdict import NOT_APPLICABLE


def cited_otherwise(row: StoredVerdict) -> tuple[str, ...]:
    """The provisions, each with the check that rests on it, that ``row`` cites and nothing is kept for, or that
    something is kept for and it does not cite: under its line, its moment and its time."""
    answer = (row.line_id, row.moment, row.at)
    kept = Counter(
        ((one.line_id, one.moment, one.at), one.code, one.instrument, one.provision)
        for one in row.cited.all()
    )
    said = Counter((answer, *cited) for cited in _cited(row))
    unlike = {rest[1:] for rest in (kept - said) | (said - kept)}
    return tuple(f"{code}: {instrument}/{provision}" for code, instrument, provision in sorted(unlike))


def _cited(row: StoredVerdict) -> Iterator[tuple[str, str, str]]:
    """Check, rule document and provision, by what the checks of ``row`` say; those kept first name the label alone."""
    labels: Mapping[str, tuple[str, str]] | None = None
    for check in row.checks:
        if not _rests_on_the_council(check):
            continue
        if "instrument" in check:
            if check["instrument"]:
                yield check["code"], check["instrument"], check["provision"]
            continue
        if labels is None:
            labels = _by_label(row.line.request.council, row.at.astimezone(clock.TOKYO).date())
        if check["article_ja"] in labels:
            yield check["code"], *labels[check["article_ja"]]


def _rests_on_the_council(check: Mapping[str, Any]) -> bool:
    """As the gate has it of a check (``GateVerdict.citing``)."""
    return bool(
        check.get("applies") and check.get("basis") == "council" and check.get("state") != NOT_APPLICABLE
    )


def _by_label(council: Council, on: date) -> Mapping[str, tuple[str, str]]:
    """Rule document and provision of each label that was in force then."""
    return {
        f"{text.edition.instrument.short_ja}{text.label_ja}": (
            text.edition.instrument.code,
            text.provision.key,
        )
        for text in provisions_in_force(council, on)
    }
