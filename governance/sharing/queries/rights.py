"""What came of requests: who may receive what under their grants, and until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from core import clock
from governance.sharing.models import Approval, Grant, SharingRequest
from governance.sharing.queries.emergencies import holds_until
from governance.sharing.queries.facts_decisions import newest
from governance.sharing.queries.periods import last_day
from governance.sharing.queries.upholding import has_fallen


@dataclass(frozen=True, slots=True)
class Right:
    """A grant, the last day on which anything may flow under it, and whether the decision on which it rests was
    superseded and not upheld: nothing flows then."""

    grant: Grant
    until: date
    is_superseded: bool = False

    @property
    def is_to_come(self) -> bool:
        """Has its first day not come yet?"""
        return self.grant.starts_on > clock.today()

    @property
    def is_past(self) -> bool:
        """Is its last day over?"""
        return self.until < clock.today()


def rights_under(requests: Iterable[SharingRequest]) -> dict[int, list[Right]]:
    """Key of each of ``requests`` -> its grants in the order of its lines, with all that a sentence about them says."""
    rows = Grant.objects.filter(line__request__in=[row.pk for row in requests])
    rows = rows.select_related(
        "council",
        "revoking_decision",
        "line__dataset",
        "line__request__recipient_organ__organisation",
    )
    found: dict[int, list[Right]] = {}
    behind = ("decision__superseded_by", "ratified_by__superseded_by")
    approvals = Prefetch("line__approvals", Approval.objects.select_related(*behind))
    for grant in rows.prefetch_related("line__agreements", approvals).order_by(
        "line__request", "line__number"
    ):
        found.setdefault(grant.line.request_id, []).append(_right(grant))
    return found


def _right(grant: Grant) -> Right:
    """What was approved provisionally holds until its ratification is due."""
    approval: Approval | None = newest(grant.line.approvals.all())
    if approval is None:
        return Right(grant, last_day(grant))
    until = min(last_day(grant), holds_until(approval) or date.max)
    return Right(grant, until, is_superseded=has_fallen(approval))
