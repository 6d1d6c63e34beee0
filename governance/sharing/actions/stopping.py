"""What the council votes on: over a dispute provision stops by a vote, after an incident it resumes by one.

An incident stops what it concerns at once; looking comes later. A dispute is information until a body voted to stop,
where the rules of the council say so; else it stops at once, too.
"""

from __future__ import annotations

from django.db import transaction

from core.accounts.models import User
from core.errors import Invalid, NotNow
from core.ledger.actions import append
from core.rulebook.provider import rests_on
from governance.sharing.actions import suspensions
from governance.sharing.enums import IncidentKind, events
from governance.sharing.models import Incident
from governance.sharing.permissions import permit
from governance.sharing.queries.incidents import decisions_used, resumption_article, subject_of


def voted(row: Incident, number: str) -> str:
    """The decision ``number``, which a body took by a vote about ``row``, or about nothing else in particular.

    Raises:
        Invalid: none is named, or it served to stop, to resume, or to correct the scope already.
        Refused: it does not stand, is about something else, was taken before ``row`` was reported, or nobody voted.
    """
    number = number.strip()
    if not number:
        raise Invalid("sharing.decision_missing")
    if number in decisions_used(row):
        raise Invalid("sharing.decision_used_before", number=number)
    return rests_on(row.council, number, about=subject_of(row), is_voted=True, since=row.reported_at)


def voted_to_resume(row: Incident, number: str) -> str:
    """The same, where the rules of the council let provision resume by a vote alone; else a number is not needed."""
    article = resumption_article(row.council)
    if article is None:
        return ""
    if not number.strip():
        raise Invalid("sharing.resumption_by_vote", article=article)
    return voted(row, number)


@transaction.atomic
def stop(dispute: Incident, *, by: User, decision_number: str) -> Incident:
    """Stop provision within the scope of a dispute, as a body voted; until it is settled.

    Raises:
        NotNow: it stops already, as every incident does.
    """
    row = Incident.objects.select_for_update().get(pk=dispute.pk)
    permit(by, row, "stop").or_raise()
    if row.stops or row.kind != IncidentKind.DISPUTE:
        raise NotNow("sharing.stops_already")
    row.stopping_decision, row.stops = voted(row, decision_number), True
    row.save()
    facts = {"kind": row.kind, "decision": row.stopping_decision}
    append(events.DISPUTE_STOPS, council=row.council, subject=subject_of(row), facts=facts, by=by)
    suspensions.incident_opened(row)
    return row
