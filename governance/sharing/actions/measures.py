"""The provider checks that a recipient abroad keeps its equivalent measures up (APPI art. 28(3), rule 18)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from core import canonical, clock
from core.accounts.models import User
from core.errors import Invalid, NotNow
from governance.sharing.actions.grants import locked, record
from governance.sharing.enums import ForeignRoute, events
from governance.sharing.models import Grant, MeasuresCheck
from governance.sharing.permissions import permit


@transaction.atomic
def check_measures(grant: Grant, *, by: User, checked_on: date, findings: str, paper: str) -> MeasuresCheck:
    """Put on record that the measures are kept up. Where they are not, the provider takes its decision back instead.

    Raises:
        NotNow: the transfer does not rest on equivalent measures.
        Invalid: nothing found, no paper, or a day to come.
    """
    row = locked(grant)
    permit(by, row, "check_measures").or_raise()
    if row.line.foreign_route != ForeignRoute.MEASURES:
        raise NotNow("sharing.no_measures_abroad")
    if not findings.strip() or not paper.strip():
        raise Invalid("sharing.measures_check_incomplete")
    if checked_on > clock.today():
        raise Invalid("sharing.measures_check_ahead")
    made = MeasuresCheck.objects.create(
        line=row.line,
        checked_on=checked_on,
        findings=findings.strip(),
        paper=paper.strip(),
        recorded_at=clock.now(),
        recorded_by=by,
    )
    record(row, events.MEASURES_CHECKED, by, on=checked_on, findings=canonical.digest(made.findings))
    return made
