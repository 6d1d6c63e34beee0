"""Conditions that come back: all their days up to the end of the grant, known beforehand."""

from __future__ import annotations

from governance.sharing.models import Condition, Grant
from governance.sharing.rules.occurrences import occurrences


def repeat_conditions(grant: Grant) -> None:
    """Every further occurrence of a condition that comes back, up to the last day of the grant. Called where the second
    of the two is there: as the grant opens, or as the conditions begin to bind under a grant that has opened. What has
    come back already stays as it is."""
    known = set(grant.line.conditions.values_list("reference", flat=True))
    for first in grant.line.conditions.filter(repeats_months__isnull=False, occurrence=1):
        assert first.due_on is not None
        assert first.repeats_months is not None
        days = occurrences(first.due_on, first.repeats_months, grant.ends_on)
        for number, day in enumerate(days[1:], start=2):
            reference = f"{first.reference}-{number}"
            if reference in known:
                continue
            Condition.objects.create(
                line=first.line,
                reference=reference,
                text=first.text,
                is_precedent=False,
                owed_by=first.owed_by,
                owner=first.owner,
                checker=first.checker,
                due_on=day,
                repeats_months=first.repeats_months,
                occurrence=number,
            )
