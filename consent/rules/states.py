"""The current state is the fold of the events."""

from __future__ import annotations

from collections.abc import Iterable

from consent.workflows import CONSENT, NEVER_ASKED, VERB_OF

NO = frozenset({"refused", "withdrawn", "revoked"})
"""States that are a no: of the person, or of another party by a decision."""


def fold(kinds: Iterable[str]) -> str:
    """The state after the events ``kinds``, oldest first; ``none`` where there is none.

    Raises:
        NotNow: an event that the state before it does not allow.
    """
    state = NEVER_ASKED
    for kind in kinds:
        state = CONSENT.after(state, VERB_OF[kind])
    return state


def answers(state: str, verb: str) -> tuple[str, ...]:
    """The verbs that lead from ``state`` to the answer ``verb`` (give, refuse, defer) of somebody who came by
    themselves: an answer is always an answer to a question, so whoever was not asked is asked first.

    A person in force who agrees again renews, and who now refuses withdraws; both change nothing else.
    Deciding later leaves a consent in force, and a no, as it is.
    """
    if state == "in_force":
        return {"give": ("renew",), "refuse": ("withdraw",), "defer": ()}[verb]
    if verb == "defer" and (state == "deferred" or state in NO):
        return ()
    if state in ("requested", "deferred"):
        return (verb,)
    return ("ask", verb)


def prompted_once(asked_versions: Iterable[int], version: int, *, by_person: bool) -> bool:
    """May the question of ``version`` be put to the person? Unasked, once per notice version (rule 5);
    whoever opens the page themselves may always be asked."""
    return by_person or version not in set(asked_versions)
