"""By when a leak or loss is reported to the authority (漏えい等報告: 速報 and 確報), by the dated law table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from core.clock import add_business_days, is_business_day
from core.errors import ArticleRef
from core.law.values import Clock, LawTable
from core.rulebook.values import BreachClock

PRELIMINARY, FULL, MALICIOUS = "breach_preliminary", "breach_full", "malicious"
"""How the clocks of the law table begin, and the mark of a malicious purpose in their codes and those of cases."""


@dataclass(frozen=True, slots=True)
class ReportDue:
    """One report to the authority: its stage (preliminary or full), the row of the law table, its last day, and the
    article of the council's rules where these ask for it earlier than the law."""

    stage: str
    clock: Clock
    on: date
    article: ArticleRef | None = None


def reports_due(
    law: LawTable,
    case: str,
    known_on: date,
    rule: BreachClock | None = None,
    article: ArticleRef | None = None,
) -> tuple[ReportDue, ...]:
    """The reports that ``case`` of the law table asks of a holder that knew of it on ``known_on``, the first one first;
    none where the table has no such case, or no period in days.

    The day of knowing counts as the first (guideline on section 26, 3-5-3-4); a full report that would be due while
    the authority is closed is due on the next business day. ``rule``: where the council gives fewer days than the law
    does (to an ordinary full report, since rules that only repeat the law leave it its longer period), they count."""
    found = next((row for row in law.breach_cases if row.code == case), None)
    regimes = found.regimes if found else frozenset()
    due = _due(law, regimes, known_on, rule, article)
    malicious = MALICIOUS in case
    return tuple(
        one for one in due if one.stage == "preliminary" or (MALICIOUS in one.clock.code) == malicious
    )


def preliminary_due(
    law: LawTable,
    regime: str,
    known_on: date,
    rule: BreachClock | None = None,
    article: ArticleRef | None = None,
) -> tuple[ReportDue, ...]:
    """The preliminary report alone: what a holder under ``regime`` keeps in sight that does not know yet whether, or by
    which case, it reports. Its days do not wait for the answer."""
    due = _due(law, frozenset({regime}), known_on, rule, article)
    return tuple(one for one in due if one.stage == "preliminary")


def _due(
    law: LawTable,
    regimes: frozenset[str],
    known_on: date,
    rule: BreachClock | None,
    article: ArticleRef | None,
) -> list[ReportDue]:
    """Every report of holders under ``regimes``, those of a malicious purpose among them, the first one first."""
    clocks = [
        row
        for row in law.clocks.values()
        if row.code.startswith((PRELIMINARY, FULL)) and row.unit == "days" and row.regimes & regimes
    ]
    ordinary = {row.code.startswith(FULL): row.amount for row in clocks if MALICIOUS not in row.code}
    due = []
    for row in clocks:
        full = row.code.startswith(FULL)
        days = (rule.full_days if full else rule.preliminary_days) if rule else row.amount
        stricter = days < ordinary.get(full, row.amount)
        last = known_on + timedelta(days=(days if stricter else row.amount) - 1)
        if full and not is_business_day(last):
            last = add_business_days(last, 1)
        due.append(ReportDue("full" if full else "preliminary", row, last, article if stricter else None))
    return sorted(due, key=lambda one: one.on)
