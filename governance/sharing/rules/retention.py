"""How long: the shortest of the limits on keeping data, and the end of a grant.

Periods are months of the Civil Code (art. 143); a grant of twelve months from 1 April ends on 31 March.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import msgspec

from core.clock import fiscal_year_end, last_day
from core.rulebook.values import Retention
from governance.sharing.rules.checks_people import binding, covering
from governance.sharing.rules.facts import GateFacts

ASSESSED = frozenset({"approved", "published", "outdated"})
"""States of an assessment whose period somebody approved."""

Source = Literal["dataset", "pia", "notice", "rule"]


class Limit(msgspec.Struct, frozen=True):
    """A limit in months and what sets it. ``months`` is None where that source says nothing."""

    source: Source
    months: int | None


def limits(facts: GateFacts, rule: Retention, *, on_consent: bool) -> tuple[Limit, ...]:
    """Every limit that binds the line: dataset and rule always, the assessment once it was approved (one that is
    under way, or was found not required, promises nothing yet), the notices that cover the line and bind somebody
    where consent is the ground."""
    found = [Limit("rule", rule.recipient_months), Limit("dataset", facts.dataset.retention_months)]
    if facts.pia is not None and facts.pia.state in ASSESSED:
        found.append(Limit("pia", facts.pia.retention_months))
    if on_consent:
        found += [Limit("notice", choice.retention_months) for choice in binding(covering(facts))]
    return tuple(found)


def shortest(found: tuple[Limit, ...]) -> Limit:
    """The shortest limit; one whose source says nothing comes before all others."""
    silent = next((limit for limit in found if limit.months is None), None)
    return silent or min(found, key=lambda limit: limit.months or 0)


def grant_end(start: date, rule: Retention) -> date:
    """The last day of a grant that starts on ``start``, cut at the fiscal year's end where so ruled."""
    last = last_day(start, rule.approval_months)
    return min(last, fiscal_year_end(start)) if rule.until_fiscal_year_end else last


def disposal_due(end: date, rule: Retention) -> date:
    """The last day to return or dispose of the data after a grant that ended on ``end``."""
    return end + timedelta(days=rule.disposal_days)
