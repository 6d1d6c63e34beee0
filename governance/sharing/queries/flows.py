"""Under which choices of citizens nothing is handed over any more (``settings.FLOWS_OF_CHOICES``)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from consent.queries import Ending, OfferedChoice, Stopped
from core import clock
from core.accounts.models import Council
from core.http.dates import civil
from core.ledger.events import Event
from core.ledger.queries import last_of
from governance.sharing.enums import GrantState, events
from governance.sharing.models import Grant

ENDINGS: dict[Event, Ending] = {
    events.GRANT_EXPIRED: "expired",
    events.GRANT_GIVEN_BACK: "given_back",
    events.GRANT_REVOKED: "revoked",
    events.GRANT_WITHOUT_AGREEMENT: "agreement",
    events.GRANT_TAKEN_BACK: "taken_back",
    events.GRANT_SUPERSEDED: "superseded",
    events.GRANT_LAPSED: "lapsed",
}
"""How a grant ended, by the entry of the evidence log that says so."""
BY_NAME = {event.name: ending for event, ending in ENDINGS.items()}


def ending_of(grant: Grant) -> Ending | None:
    """How ``grant`` ended; None while it has not."""
    if grant.state not in (GrantState.DISPOSAL_DUE, GrantState.CLOSED):
        return None
    told = last_of(grant.council, [_subject(grant)], ENDINGS).get(_subject(grant))
    return BY_NAME[told[0]] if told is not None else "expired"


def stopped(council: Council, choices: Iterable[OfferedChoice]) -> dict[int, Stopped]:
    """The choices under which a grant was open once and none lets anything flow now, by item. Nothing is said of those
    that were never used. Three statements at most, however many."""
    choices = list(choices)
    rows = Grant.objects.filter(
        council=council, line__dataset__reference__in={one.dataset for one in choices}
    )
    grants = list(rows.select_related("line__dataset", "line__request").prefetch_related("suspensions"))
    own = {choice.item: [grant for grant in grants if _rests_on(grant, choice)] for choice in choices}
    still = {item: found for item, found in own.items() if found and not _flows(found)}
    over = {item: _last(found) for item, found in still.items() if not _held(found)}
    endings = last_of(council, {_subject(grant) for grant in over.values()}, ENDINGS) if over else {}
    return {
        item: replace(
            _over(over[item], endings.get(_subject(over[item]))) if item in over else _suspended(found),
            is_disposed=all(grant.disposed_at is not None for grant in found),
        )
        for item, found in still.items()
    }


def _rests_on(grant: Grant, choice: OfferedChoice) -> bool:
    line = grant.line
    used = (line.dataset.reference, line.dataset.provider_id, line.request.applicant_id, line.request.purpose)
    asked = (choice.dataset, choice.provider, choice.recipient, choice.purpose)
    return used == asked and set(grant.items) <= choice.items


def _flows(grants: list[Grant]) -> bool:
    return any(grant.state in (GrantState.ACTIVE, GrantState.AWAITING) for grant in grants)


def _held(grants: list[Grant]) -> list[Grant]:
    return [grant for grant in grants if grant.state == GrantState.SUSPENDED]


def _last(grants: list[Grant]) -> Grant:
    return max(grants, key=lambda grant: grant.ends_on)


def _subject(grant: Grant) -> str:
    return f"grant:{grant.reference}"


def _suspended(grants: list[Grant]) -> Stopped:
    began = [
        one.begun_at for grant in _held(grants) for one in grant.suspensions.all() if one.ended_at is None
    ]
    days = [civil(moment) for moment in began if moment is not None]
    return Stopped(is_over=False, since=min(days, default=None))


def _over(grant: Grant, told: tuple[str, datetime] | None) -> Stopped:
    """``told``: the entry of the evidence log about its end."""
    ending = BY_NAME[told[0]] if told is not None else "expired"
    early = civil(told[1]) if told is not None and ending not in ("expired", "lapsed") else None
    return Stopped(is_over=True, since=grant.revoked_from or early or _ended(grant), ending=ending)


def _ended(grant: Grant) -> date | None:
    """The first day without a grant; None where it ended before its last day, and no entry says when."""
    day = grant.ends_on + timedelta(days=1)
    if day <= clock.today():
        return day
    return civil(grant.closed_at) if grant.closed_at else None
