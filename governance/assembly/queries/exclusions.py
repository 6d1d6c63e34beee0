"""From which matters somebody is excluded."""

from __future__ import annotations

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from core.access.queries import Someone
from core.accounts.models import Council
from governance.assembly.models import Exclusion


def barred(user: Someone, council: Council) -> QuerySet[Exclusion, str]:
    """The subjects of ``council`` from which ``user`` is excluded, as a subquery of keys."""
    rows = Exclusion.objects.filter(council=council, user_id=user.pk or 0, lifted_at__isnull=True)
    return rows.values_list("subject", flat=True)


def kept_from(user: Someone, council: Council, subject: str = "subject") -> Exists:
    """Is the matter named in the field ``subject`` one from which ``user`` is excluded, or a part of it
    (``request:R-2026-001/2`` of ``request:R-2026-001``)?"""
    rows = Exclusion.objects.filter(council=council, user_id=user.pk or 0, lifted_at__isnull=True)
    rows = rows.annotate(whole=ExpressionWrapper(OuterRef(subject), CharField()))
    part = Q(whole__startswith=Concat(F("subject"), Value("/")))
    return Exists(rows.filter(Q(whole=F("subject")) | part))


def is_barred(user: Someone, council: Council, subject: str) -> bool:
    """Is ``user`` excluded from ``subject``?"""
    return bool(subject) and barred(user, council).filter(subject=subject).exists()


def excluded_from(council: Council, subject: str) -> QuerySet[Exclusion]:
    """Who is excluded from ``subject``."""
    return Exclusion.objects.filter(council=council, subject=subject, lifted_at__isnull=True)
