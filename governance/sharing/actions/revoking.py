"""The council takes a grant back by a decision, at once or on a later day; until then another decision calls it off."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from core import clock
from core.accounts.models import User
from core.errors import Invalid, NotNow
from core.outbox.rounds import each
from governance.sharing import notices
from governance.sharing.actions.deciding import own_decision
from governance.sharing.actions.grants import LIVING, effective, end, locked, record
from governance.sharing.enums import events
from governance.sharing.models import Grant
from governance.sharing.permissions import permit
from governance.sharing.queries.upholding import revocation_stands


@transaction.atomic
def revoke(
    grant: Grant, *, by: User, decision_number: str, reason: str, from_on: date | None = None
) -> Grant:
    """The council takes the grant back by a decision, with effect from ``from_on`` (today unless given). What is on its
    way may take effect earlier by the same decision, or on another day by another one.

    Raises:
        Invalid: no decision about the line, no reason, or a day that has passed.
        NotNow: the same decision is to take effect later: that is put off by another decision alone.
    """
    row = locked(grant)
    permit(by, row, "revoke").or_raise()
    if not reason.strip():
        raise Invalid("sharing.reason_missing")
    decision = own_decision(row.line, decision_number, again=row.revoking_decision)
    day = effective(row, from_on)
    if row.revoked_from is not None and decision == row.revoking_decision and day >= row.revoked_from:
        raise NotNow("sharing.revocation_ordered", number=decision_number, day=row.revoked_from.isoformat())
    row.revoked_from, row.revocation_reason, row.revoking_decision = day, reason.strip(), decision
    row.save()
    if day <= clock.today():
        return end(row, "revoke", events.GRANT_REVOKED, by, decision=decision_number)
    row.history_step += 1
    row.save()
    record(row, events.REVOCATION_ORDERED, by, decision=decision_number, from_on=day)
    notices.grant_will_change(row, "revoked", day, key=f"revocation:{row.history_step}")
    return row


@transaction.atomic
def call_off_revocation(grant: Grant, *, by: User, decision_number: str) -> Grant:
    """Another decision takes a revocation back before its day has come.

    Raises:
        NotNow: none is on its way.
    """
    row = locked(grant)
    permit(by, row, "call_off_revocation").or_raise()
    if row.revoked_from is None:
        raise NotNow("sharing.no_revocation")
    own_decision(row.line, decision_number)
    row.revoked_from, row.revocation_reason, row.revoking_decision = None, "", None
    row.history_step += 1
    row.save()
    record(row, events.REVOCATION_CALLED_OFF, by, decision=decision_number)
    notices.grant_changed(row, "goes_on", what="revocation")
    return row


@transaction.atomic
def _revoke_on_its_day(grant: Grant) -> Grant:
    row = locked(grant)
    if row.revoked_from is None or clock.today() < row.revoked_from or not revocation_stands(row):
        raise NotNow("sharing.no_revocation")
    assert row.revoking_decision is not None
    return end(row, "revoke", events.GRANT_REVOKED, None, decision=str(row.revoking_decision.number))


def revoke_due() -> int:
    """Revoke every grant whose day has come; how many. Where its period is over as well it expires. Where the decision
    was superseded meanwhile, nothing flows from the day on, and somebody looks first: what has ended stays ended.
    Called daily, harmless to repeat and to run twice at once."""
    today = clock.today()
    rows = Grant.objects.filter(state__in=LIVING, revoked_from__lte=today, ends_on__gte=today)
    rows = rows.filter(revoking_decision__superseded_by__isnull=True)
    return each(_revoke_on_its_day, rows.order_by("pk"))
