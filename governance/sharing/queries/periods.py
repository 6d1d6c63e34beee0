"""How long a use may be asked for by the rules of today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from core import clock
from core.errors import ArticleRef
from core.rulebook.provider import in_force
from governance.sharing.models import Grant, RequestLine
from governance.sharing.queries.upholding import revocation_stands
from governance.sharing.rules.retention import disposal_due, grant_end


@dataclass(frozen=True, slots=True)
class LongestUse:
    """The last day that an approval of ``line`` can cover, and whether more is asked for."""

    until: date
    start: date
    months: int
    to_fiscal_year_end: bool
    article: ArticleRef | None
    asked: date | None
    disposal_days: int

    @property
    def ends(self) -> date:
        """The last day of use: the one asked for, if an approval can cover it."""
        return min(self.asked or self.until, self.until)

    @property
    def disposed_by(self) -> date:
        """The last day to return or dispose of the data after it."""
        return self.ends + timedelta(days=self.disposal_days)

    @property
    def is_exceeded(self) -> bool:
        """Would the approval end before the use that is asked for?"""
        return self.asked is not None and self.asked > self.until


def last_day(grant: Grant) -> date:
    """The last day on which anything may flow under ``grant``: of its period, of its agreement, or the eve of the day
    on which that ends early or a revocation that stands takes effect, whichever comes first."""
    days, eve = [grant.ends_on], timedelta(days=1)
    agreement = max(grant.line.agreements.all(), key=lambda row: row.pk, default=None)
    if agreement is not None:
        days.append(agreement.valid_until)
        if agreement.terminated_from is not None:
            days.append(agreement.terminated_from - eve)
    if grant.revoked_from is not None and revocation_stands(grant):
        days.append(grant.revoked_from - eve)
    return min(days)


def disposal_by(grant: Grant, *, ended: date | None = None) -> date:
    """By when the data are returned or disposed of under ``grant`` that ends on ``ended`` (today, or its last day where
    that has passed): within the days of the rule, and by the day that the recipient promised where that is earlier."""
    day = ended or min(clock.today(), grant.ends_on)
    rule = in_force(grant.council, clock.today()).get("retention")
    due = disposal_due(day, rule) if rule else day + timedelta(days=30)
    return min(due, grant.line.disposal_by or due)


def longest_use(line: RequestLine) -> LongestUse | None:
    """How far an approval of ``line`` can reach, counted from its first day of use, today at the earliest; None where
    no rule says so."""
    today = clock.today()
    rules = in_force(line.request.council, today)
    retention = rules.get("retention")
    if retention is None:
        return None
    start = max(line.use_from or today, today)
    return LongestUse(
        until=grant_end(start, retention),
        start=start,
        months=retention.approval_months,
        to_fiscal_year_end=retention.until_fiscal_year_end,
        article=rules.article("retention"),
        asked=line.use_until,
        disposal_days=retention.disposal_days,
    )
