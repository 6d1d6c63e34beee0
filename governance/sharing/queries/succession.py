"""Lines that change or prolong one another, and which of their grants stands."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q, QuerySet

from governance.sharing.enums import LINE_OVER, REQUEST_OVER, GrantState
from governance.sharing.models import Grant, RequestLine

LIVING = (GrantState.AWAITING, GrantState.ACTIVE, GrantState.SUSPENDED)
STANDING = (GrantState.ACTIVE, GrantState.SUSPENDED)


def family(line: RequestLine) -> list[int]:
    """Keys of the lines that follow one another, ``line`` among them: the first of all, and whatever follows it."""
    first, before = line.pk, line.follows_id
    while before is not None:
        first, before = before, RequestLine.objects.values_list("follows_id", flat=True).get(pk=before)
    keys, last = [first], [first]
    while last:
        rows = RequestLine.objects.filter(follows__in=last)
        last = list(rows.order_by("pk").values_list("pk", flat=True))
        keys += last
    return keys


def follower(line: RequestLine) -> RequestLine | None:
    """The newest line that follows ``line``, or one before it, and has not come to nothing: it is still under way, or
    its grant took the place of another. Whoever wants a change or more time begins there."""
    over = Q(state__in=LINE_OVER) | Q(request__state__in=REQUEST_OVER)
    rows = RequestLine.objects.filter(pk__in=family(line), pk__gt=line.pk)
    rows = rows.filter(~over | Q(grant__succeeds__isnull=False))
    return rows.select_related("request__council").order_by("-pk").first()


def others_living(grant: Grant) -> QuerySet[Grant]:
    """The other grants of the same family that have not ended, the newest first."""
    rows = Grant.objects.filter(line__in=family(grant.line), state__in=LIVING).exclude(pk=grant.pk)
    return rows.order_by("-pk")


def standing_successor(grant: Grant) -> Grant | None:
    """The newest grant of the family that stands when ``grant`` is over, with no day between the two on which none
    covers what is held; suspended it stands, though nothing flows."""
    rows = others_living(grant).filter(state__in=STANDING, ends_on__gt=grant.ends_on)
    return rows.filter(starts_on__lte=grant.ends_on + timedelta(days=1)).first()
