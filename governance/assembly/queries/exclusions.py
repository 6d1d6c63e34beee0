"""From which matters somebody is excluded."""

from __future__ import annotations

from django.db.models import QuerySet

from core.access.queries import Someone
from core.accounts.models import Council
from governance.assembly.models import Exclusion


def barred(user: Someone, council: Council) -> QuerySet[Exclusion, str]:
    """The subjects of ``council`` from which ``user`` is excluded, as a subquery of keys."""
    rows = Exclusion.objects.filter(council=council, user_id=user.pk or 0, lifted_at__isnull=True)
    return rows.values_list("subject", flat=True)


def is_barred(user: Someone, council: Council, subject: str) -> bool:
    """Is ``user`` excluded from ``subject``?"""
    return bool(subject) and barred(user, council).filter(subject=subject).exists()


def excluded_from(council: Council, subject: str) -> QuerySet[Exclusion]:
    """Who is excluded from ``subject``."""
    return Exclusion.objects.filter(council=council, subject=subject, lifted_at__isnull=True)
