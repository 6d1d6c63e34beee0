"""Keeping a person from a matter, and letting them in again; decided by the app whose matter it is."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts.models import Council, User
from core.ledger.actions import append
from core.ledger.events import sensitive
from governance.assembly.enums import Interest
from governance.assembly.models import Exclusion

EXCLUDED = sensitive("assembly.person_excluded", _("Person excluded from a matter"))
READMITTED = sensitive("assembly.person_readmitted", _("Exclusion of a person from a matter lifted"))


@transaction.atomic
def exclude(council: Council, *, by: User, user: User, subjects: Iterable[str], interest: str) -> None:
    """Keep ``user`` from ``subjects``: nothing about them is shown to them any more."""
    known = interest if interest in Interest.values else Interest.OTHER
    for subject in subjects:
        _row, new = Exclusion.objects.get_or_create(
            council=council,
            user=user,
            subject=subject,
            lifted_at=None,
            defaults={"interest": known, "since": clock.now()},
        )
        if new:
            append(EXCLUDED, council=council, subject=subject, facts={"user": user.pk}, by=by)


@transaction.atomic
def readmit(council: Council, *, by: User, user: User, subjects: Iterable[str]) -> None:
    """Let ``user`` take part in ``subjects`` again: a new case, and a new declaration without interest."""
    rows = Exclusion.objects.select_for_update().filter(council=council, user=user, lifted_at__isnull=True)
    for row in rows.filter(subject__in=list(subjects)):
        row.lifted_at, row.lifted_by = clock.now(), by
        row.save()
        append(READMITTED, council=council, subject=row.subject, facts={"user": user.pk}, by=by)
