"""Who searches: the key that came with the search, and what it may."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from core.accounts.models import Council
from core.clients.enums import Scope
from gateway.authzen.deciding import Ask, Decided, decide
from gateway.authzen.exchange import admit, charge, nobody


@dataclass(frozen=True)
class Asker:
    """A machine whose key is in force and has the scope *search*."""

    key_hash: bytes
    decided: Decided

    @cached_property
    def council(self) -> Council:
        """The only council it can ask about."""
        return Council.objects.get(pk=self.decided.reading.council)

    @property
    def organisation(self) -> int:
        """Whose machine it is."""
        return self.decided.reading.organisation

    @property
    def name(self) -> str:
        """What the tokens of its pages are bound to."""
        return f"{self.decided.reading.council}:{self.organisation}"

    def charge(self, count: int) -> None:
        """Count ``count`` questions.

        Raises:
            Error: that is more than this minute has left.
        """
        charge(self.decided, count)


def asker(key_hash: bytes) -> Asker:
    """Who comes with the key.

    Raises:
        Error: nobody has it, it is not in force, or has not the scope.
    """
    [decided] = decide([Ask(key_hash, None)])
    if decided is None:
        raise nobody()
    admit(decided, Scope.SEARCH)
    return Asker(key_hash, decided)
