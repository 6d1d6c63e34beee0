"""The deadline of a request stands still while it waits for the applicant, where the rule says so.

It moves by the business days that were waited: what was left of the period when the clock stopped is left when it
runs again.
"""

from __future__ import annotations

from datetime import date

from core import clock
from core.rulebook.provider import in_force
from governance.sharing.enums import ClockReason
from governance.sharing.models import ClockStop, SharingRequest
from governance.sharing.queries.questions import stop_of


def stop(request: SharingRequest, reason: ClockReason) -> None:
    """Stop the clock of the locked ``request``; nothing where it stands still already, or the rule lets it run."""
    periods = in_force(request.council, clock.today()).get("review_periods")
    if periods is None or reason not in periods.stops or request.due_on is None or stop_of(request):
        return
    ClockStop.objects.create(request=request, reason=reason, stopped_on=clock.today(), due_on=request.due_on)


def resume(request: SharingRequest) -> date | None:
    """Let the clock of the locked ``request`` run again; its new deadline, or None where it did not stand still."""
    standing = stop_of(request)
    if standing is None:
        return None
    standing.resumed_on = clock.today()
    standing.waited = clock.business_days_between(standing.stopped_on, clock.today())
    standing.save()
    return clock.add_business_days(standing.due_on, standing.waited)
