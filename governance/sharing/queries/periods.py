"""How long a use may be asked for by the rules of today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from core import clock
from core.accounts.models import Council
from core.errors import ArticleRef
from core.rulebook.provider import in_force
from governance.sharing.models import RequestLine
from governance.sharing.rules.retention import grant_end


@dataclass(frozen=True, slots=True)
class LongestUse:
    """The last day that an approval of ``line`` can cover, and whether more is asked for."""

    until: date
    start: date
    months: int
    to_fiscal_year_end: bool
    article: ArticleRef | None
    asked: date | None

    @property
    def is_exceeded(self) -> bool:
        """Would the approval end before the use that is asked for?"""
        return self.asked is not None and self.asked > self.until


def disposal_by(council: Council) -> date:
    """By when the data are returned or disposed of under a grant that ends today."""
    rule = in_force(council, clock.today()).get("retention")
    return clock.today() + timedelta(days=rule.disposal_days if rule else 30)


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
    )
