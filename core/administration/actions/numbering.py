"""Numbering that goes on where paper left off."""

from __future__ import annotations

from django.db import transaction

from core import clock
from core.accounts.models import Council, User
from core.administration import events, permissions
from core.errors import Refused
from core.ledger import actions as ledger
from core.numbering.actions import continue_after, scope_of


@transaction.atomic
def continue_numbering(council: Council, prefix: str, *, by: User | None, last: int) -> None:
    """Let this fiscal year's numbers of the series ``prefix`` (``R`` for requests, ``decision``, ``document``) go on
    after ``last``: the earlier ones were given on paper, while the council moved.

    Raises:
        Refused: the numbering is as far already.
    """
    permissions.keep_council(by, council).or_raise()
    today = clock.today()
    if not continue_after(scope_of(prefix, council.slug, on=today), last):
        raise Refused("number_given_already", last=last)
    ledger.append(
        events.NUMBERING_CONTINUED,
        council=council,
        subject=f"council:{council.slug}",
        facts={"prefix": prefix, "year": clock.fiscal_year(today), "last": last},
        by=by,
    )
