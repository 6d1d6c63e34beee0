"""Who presides over a case (職務代理)."""

from __future__ import annotations

from collections.abc import Sequence

from governance.sharing.models import PanelMember


def acting_chair(seats: Sequence[PanelMember]) -> PanelMember | None:
    """Who presides over the case among the ``seats`` that count: the chair; where the chair is recused the deputy,
    and where the deputy is recused too, the first in the order of seats. Nobody names it, so nobody can undo it."""
    sitting = [row for row in seats if not row.is_recused]
    own = [row for row in sitting if row.is_chair and not row.is_alternate]
    deputies = [row for row in sitting if row.is_deputy]
    members = [row for row in sitting if not row.is_alternate]
    return next(iter([*own, *deputies, *members, *sitting]), None)
