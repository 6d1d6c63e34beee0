"""Whose own people somebody is one of: what they have an interest in."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from core.access.queries import Someone, objects_with
from core.accounts.models import Council, Organ, Organisation, User
from governance.members.queries.people import acting_for


def own_organisations(user: Someone, council: Council) -> QuerySet[Organisation]:
    """Whose own people ``user`` is one of: holds a role on the organisation or on an organ of it, or acts for it in
    the council."""
    if not isinstance(user, User):
        return Organisation.objects.none()
    organs = Organ.objects.filter(pk__in=objects_with(user, Organ)).values("organisation")
    acts = acting_for(user, council).order_by().values("organisation")
    return Organisation.objects.filter(
        Q(pk__in=objects_with(user, Organisation)) | Q(pk__in=organs) | Q(pk__in=acts)
    )
