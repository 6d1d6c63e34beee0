"""What the board's votes come to under the rules of today, and whether the panel can come to an opinion at all."""

from __future__ import annotations

from core import clock
from core.accounts.models import Council
from core.errors import NotNow, Refused
from core.rulebook.provider import in_force
from core.rulebook.values import Rulebook
from governance.sharing.models import RequestLine, Review, Sitting
from governance.sharing.queries.facts_decisions import board_facts
from governance.sharing.queries.panels import waiting_for_board
from governance.sharing.queries.sittings import circulations_over
from governance.sharing.rules.ballot_rounds import at_best, carries_opinion
from governance.sharing.rules.facts import BoardRules, Panel
from governance.sharing.rules.forming import undeclared, without_opinion
from governance.sharing.rules.outcome import Outcome, compute, expedited


def vote_so_far(line: RequestLine, review: Review) -> Outcome:
    """What the ballots on ``line`` come to under the rules in force today.

    Raises:
        Refused: the charter does not say how the board votes.
    """
    return count(line, review, in_force(review.request.council, clock.today()))


def count(line: RequestLine, review: Review, book: Rulebook) -> Outcome:
    """What the ballots on ``line`` come to under ``book``."""
    return _outcome(board_facts(line, review, voted_on=clock.today()), book)


def rightly_formed(line: RequestLine, review: Review, book: Rulebook) -> None:
    """The gate takes no opinion of a panel of which somebody has not declared, or voted without an opinion of their
    own: it is not fixed before they have, or are excused.

    Raises:
        NotNow: who is to declare, or to give an opinion.
    """
    panel = board_facts(line, review, voted_on=clock.today())
    for code, late in (
        ("sharing.members_not_declared", undeclared(panel)),
        ("sharing.members_without_opinion", without_opinion(panel, book.get("independent_opinions"))),
    ):
        if late:
            rows = review.panel.filter(pk__in=late).select_related("user").order_by("pk")
            raise NotNow(code, line=line.reference, names=", ".join(str(row.user) for row in rows))


def _outcome(panel: Panel, book: Rulebook) -> Outcome:
    rules = BoardRules.of(book)
    if rules.quorum is None or rules.majority is None or rules.recusal is None:
        raise Refused("sharing.no_board_rules")
    if panel.expedited and rules.expedited is not None:
        return expedited(panel, rules.expedited, rules.majority)
    return compute(panel, rules.quorum, rules.majority, rules.recusal)


def ended_without_opinion(council: Council) -> list[Sitting]:
    """Circulations of papers whose last day is over and whose votes carried no opinion, the oldest first."""
    return [sitting for sitting in circulations_over(council) if not _carried(sitting.review)]


def _carried(review: Review) -> bool:
    try:
        return any(carries_opinion(vote_so_far(line, review)) for line in waiting_for_board(review.request))
    except Refused:
        return False


def shortfall(review: Review) -> Outcome | None:
    """What the members who remain lack for a quorum even if all of them vote; None where they can decide, or where
    nothing waits for them."""
    line = waiting_for_board(review.request).order_by("number").first()
    if line is None or review.closed_at is not None:
        return None
    today = clock.today()
    panel = at_best(board_facts(line, review, voted_on=today), today)
    best = _outcome(panel, in_force(review.request.council, today))
    return best if best.status in ("no_quorum", "seat_empty") else None
