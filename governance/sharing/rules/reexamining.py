"""May what was refused be examined again (再審査)? Once, within the days of the rule, counted from the decision."""

from __future__ import annotations

from datetime import date, timedelta

from core.clock import add_business_days
from core.errors import ALLOWED, ArticleRef, Refused, Verdict
from core.rulebook.values import Period


def reexamination_until(decided_on: date, period: Period | None) -> date | None:
    """The last day on which a re-examination may be asked for; the day of the decision is not counted. None: never."""
    if period is None:
        return None
    if period.business:
        return add_business_days(decided_on, period.days)
    return decided_on + timedelta(days=period.days)


def may_ask_again(
    decided_on: date, today: date, period: Period | None, *, before: str, article: ArticleRef | None
) -> Verdict:
    """May it be asked for on ``today``? ``before`` is the request by which it was asked for already, or empty."""
    until = reexamination_until(decided_on, period)
    if until is None:
        return Verdict(False, "sharing.reexamination_not_ruled", error=Refused)
    if before:
        return Verdict(False, "sharing.reexamined_before", {"reference": before}, article, Refused)
    return may_hand_in(until, today, article=article)


def may_hand_in(until: date, today: date, *, article: ArticleRef | None) -> Verdict:
    """May a re-examination be handed in on ``today``? It is asked for once it is handed in, not once it is drafted."""
    if today <= until:
        return ALLOWED
    return Verdict(False, "sharing.reexamination_too_late", {"until": until.isoformat()}, article, Refused)
