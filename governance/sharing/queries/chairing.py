"""Who presides over a case (職務代理)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from governance.sharing.models import PanelMember


def acting_chair(seats: Sequence[PanelMember], at: datetime | None = None) -> PanelMember | None:
    """Who presides over the case among the ``seats`` that count (``at`` a moment that has passed: who did): the chair;
    where the chair is recused or excused the deputy, and where the deputy is, too, the first in the order of seats.
    Nobody names it, so nobody can undo it."""
    sitting = [row for row in seats if row.judges(at)]
    own = [row for row in sitting if row.is_chair and not row.is_alternate]
    deputies = [row for row in sitting if row.is_deputy]
    members = [row for row in sitting if not row.is_alternate]
    return next(iter([*own, *deputies, *members, *sitting]), None)
