"""Under which choices of citizens nothing is handed over any more (``settings.FLOWS_OF_CHOICES``)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from consent.queries import OfferedChoice, Stopped
from core import clock
from core.accounts.models import Council
from core.http.dates import civil
from governance.sharing.enums import GrantState
from governance.sharing.models import Grant


def stopped(council: Council, choices: Iterable[OfferedChoice]) -> dict[int, Stopped]:
    """The choices under which a grant was open once and none lets anything flow now, by item. Nothing is said of those
    that were never used. Two statements, however many."""
    choices = list(choices)
    rows = Grant.objects.filter(
        council=council, line__dataset__reference__in={one.dataset for one in choices}
    )
    grants = list(rows.select_related("line__dataset", "line__request").prefetch_related("suspensions"))
    found = {}
    for choice in choices:
        own = [grant for grant in grants if _rests_on(grant, choice)]
        stop = _stop(own)
        if stop is not None:
            found[choice.item] = stop
    return found


def _rests_on(grant: Grant, choice: OfferedChoice) -> bool:
    line = grant.line
    used = (line.dataset.reference, line.dataset.provider_id, line.request.applicant_id, line.request.purpose)
    asked = (choice.dataset, choice.provider, choice.recipient, choice.purpose)
    return used == asked and set(grant.items) <= choice.items


def _stop(grants: list[Grant]) -> Stopped | None:
    if not grants or any(grant.state in (GrantState.ACTIVE, GrantState.AWAITING) for grant in grants):
        return None
    held = [grant for grant in grants if grant.state == GrantState.SUSPENDED]
    if held:
        began = [one.begun_at for grant in held for one in grant.suspensions.all() if one.ended_at is None]
        days = [civil(moment) for moment in began if moment is not None]
        return Stopped(is_over=False, since=min(days, default=None))
    return Stopped(is_over=True, since=_ended(max(grants, key=lambda grant: grant.ends_on)))


def _ended(grant: Grant) -> date | None:
    """The first day without a grant; None where it was given back before its end, which has no day of its own."""
    if grant.revoked_from is not None:
        return grant.revoked_from
    day = grant.ends_on + timedelta(days=1)
    if day <= clock.today():
        return day
    return civil(grant.closed_at) if grant.closed_at else None
