"""The decision that an act about a line rests on."""

from __future__ import annotations

from typing import Any

from core import clock
from core.access.queries import roles_on
from core.access.roles import Role
from core.accounts.models import User
from core.errors import Invalid, Refused
from core.rulebook.provider import in_force
from governance.assembly import actions as assembly
from governance.assembly.enums import OPEN_ITEMS
from governance.sharing.models import RequestLine
from governance.sharing.permissions import presides_for_party
from governance.sharing.queries.deciding import decisions_taken, in_time, items_about, spent
from governance.sharing.queries.facts import gate_facts
from governance.sharing.queries.facts_decisions import deciding_body
from governance.sharing.queries.matters import deciding_bodies
from governance.sharing.rules.approving import board_that_decides
from governance.sharing.rules.facts import GateFacts


def decision_about(line: RequestLine, number: str) -> Any:
    """The council's decision ``number`` about this line; numbers begin anew each fiscal year, and the newest of the
    number that is about the line is meant.

    Raises:
        Refused: there is none, it is about something else, or another has taken its place.
    """
    found = decisions_taken(line).filter(number=number)
    standing = found.filter(is_superseded=False).first()
    if standing is None:
        code = "sharing.decision_superseded" if found.exists() else "sharing.decision_not_about_line"
        raise Refused(code, number=number, line=line.reference)
    return standing


def off_agenda(line: RequestLine, *, by: User | None) -> None:
    """Nobody asks the council to decide about ``line`` any more: open items about it come off their agendas."""
    assembly.take_off(items_about(line).filter(state__in=OPEN_ITEMS), by=by)


def need_right_body(line: RequestLine, facts: GateFacts, took: str) -> None:
    """Only the body that the rule names for the risk class, or one for a heavier class, decides about the line; the
    board alone where its opinion decides.

    Raises:
        Refused: another body took the decision, or no rule says which may.
    """
    council = line.request.council
    allowed = deciding_bodies(council, facts)
    if not allowed:
        raise Refused("sharing.no_approval_rule")
    if took not in allowed:
        rules = in_force(council, clock.today())
        setting = "board_authority" if board_that_decides(facts.panel, rules) else "approval_bodies"
        raise Refused("sharing.wrong_body", article=rules.article(setting), needed=allowed[0], took=took)


def unspent(line: RequestLine, number: str, *, again: Any = None, opined: bool = False) -> Any:
    """As :func:`decision_about`, where no other act about the line rests on the decision: it serves one alone. That
    holds for the conditions of a line, too: a decision is about the line and does not say which condition it waives,
    so each is waived by one of its own. ``again``: one that may be named again; ``opined``: the act follows the board's
    opinion, and so does the decision.

    Raises:
        Invalid: something else rests on it.
        Refused: it was taken about what an earlier submission asked for, or before the board's opinion; or by the
            chair alone about the chair's own people.
    """
    decision = decision_about(line, number)
    _not_in_own_matter(line, decision)
    if decision != again and decision.pk in spent(line):
        raise Invalid("sharing.decision_used_already", number=number)
    if not in_time(line, decision, opined=opined):
        raise Refused("sharing.decision_too_early", number=number, line=line.reference)
    return decision


def _not_in_own_matter(line: RequestLine, decision: Any) -> None:
    """What the chair decided alone counts only where the chair is of no party; a colleague checks a secretary."""
    if decision.motion is not None:
        return
    chair, request = decision.recorded_by, line.request
    if Role.SECRETARY in roles_on(chair, request.council):
        return
    if presides_for_party(chair, request, [line.dataset.provider.organisation]):
        raise Refused("sharing.chair_of_a_party", number=decision.number)


def own_decision(line: RequestLine, number: str, *, again: Any = None) -> Any:
    """A decision about ``line`` that was taken for this act: neither its approval or ratification, nor one used before.

    Raises:
        Invalid: none is named, or another act rests on it.
        Refused: it is not about this line, or not of a body that may decide about it.
    """
    if not number.strip():
        raise Invalid("sharing.decision_missing")
    decision = unspent(line, number, again=again)
    facts = gate_facts(line, at=clock.now(), count=False)
    need_right_body(line, facts, deciding_body(decision))
    return decision
