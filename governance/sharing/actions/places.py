"""Who sits on the panel of an open review reads on until it is over, also when the term on the board has ended."""

from __future__ import annotations

from collections.abc import Iterable

from core.accounts.models import Council
from governance.assembly import actions as assembly
from governance.sharing.queries.reshuffle import seats_to_finish


def release(users: Iterable[int], council: Council) -> None:
    """Those of ``users`` (keys) who sit on the board no more and on no panel either read no more as of the board."""
    for user in assembly.departed(users, council):
        if not seats_to_finish(user, council).exists():
            assembly.let_go(user, council)
