"""By when a leak or loss is reported to the authority (漏えい等報告: 速報 and 確報), by the dated law table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from core.clock import add_business_days, is_business_day
from core.law.values import Clock, LawTable

PRELIMINARY, FULL, MALICIOUS = "breach_preliminary", "breach_full", "malicious"
"""How the clocks of the law table begin, and the mark of a malicious purpose in their codes and those of cases."""


@dataclass(frozen=True, slots=True)
class ReportDue:
    """One report to the authority: its stage (preliminary or full), the row of the law table, its last day."""

    stage: str
    clock: Clock
    on: date


def reports_due(law: LawTable, case: str, known_on: date) -> tuple[ReportDue, ...]:
    """The reports that ``case`` of the law table asks of a holder that knew of it on ``known_on``, the first one first;
    none where the table has no such case, or no period in days.

    The day of knowing counts as the first (guideline on section 26, 3-5-3-4); a full report that would be due while
    the authority is closed is due on the next business day."""
    found = next((row for row in law.breach_cases if row.code == case), None)
    if found is None:
        return ()
    malicious = MALICIOUS in case
    due = []
    for row in law.clocks.values():
        if row.unit != "days" or not row.regimes & found.regimes:
            continue
        last = known_on + timedelta(days=row.amount - 1)
        if row.code.startswith(PRELIMINARY):
            due.append(ReportDue("preliminary", row, last))
        elif row.code.startswith(FULL) and (MALICIOUS in row.code) == malicious:
            due.append(ReportDue("full", row, last if is_business_day(last) else add_business_days(last, 1)))
    return tuple(sorted(due, key=lambda one: one.on))
