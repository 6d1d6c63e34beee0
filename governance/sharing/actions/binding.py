"""Conditions of approval from when they are asked for until they bind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core import clock
from core.accounts.models import Organisation
from core.errors import Invalid
from governance.sharing.enums import ConditionChecker, ConditionOwner
from governance.sharing.models import Condition, Grant, RequestLine
from governance.sharing.queries.conditions import conditions_asked, conditions_of_board, one_party
from governance.sharing.rules.conditions import ConditionAsked, adopts, checker_of, fault, first_due, owner_of


def asked_rightly(line: RequestLine, asked: Sequence[ConditionAsked]) -> Sequence[ConditionAsked]:
    """The same conditions, where nothing is wrong with any of them.

    Raises:
        Invalid: one has no words, or no day although it comes first, or is checked by whoever owes it.
    """
    alone = one_party(line)
    for one in asked:
        if owner_of(one) not in ConditionOwner.values or checker_of(one) not in ConditionChecker.values:
            raise Invalid("sharing.condition_checks_itself")
        if code := fault(one, one_party=alone):
            raise Invalid(code)
    return asked


def carried(
    line: RequestLine, chosen: Sequence[ConditionAsked] | None, reasons: str
) -> tuple[list[ConditionAsked], bool]:
    """The conditions of an approval: the board's as they are unless others are ``chosen``; and whether they adopt all
    that the board asks for.

    Raises:
        Invalid: something is wrong with one of them, or the board's are dropped or softened without reasons.
    """
    board = conditions_of_board(line)
    kept = list(asked_rightly(line, board if chosen is None else chosen))
    whole = adopts(board, kept)
    if not whole and not reasons.strip():
        raise Invalid("sharing.departure_without_reasons")
    return kept, whole


def open_conditions(line: RequestLine, asked: Sequence[ConditionAsked]) -> None:
    """What is ``asked`` binds from today on, beside what binds already. The days of what is met while the grant runs
    are counted once it has opened, from its first day: before, nobody could show anything."""
    grant = Grant.objects.filter(line=line).first()
    before = line.conditions.filter(occurrence=1).count()
    for position, one in enumerate(asked, start=before + 1):
        owed_by = owner_of(one)
        Condition.objects.create(
            line=line,
            reference=f"{line.reference}-C{position}",
            text=one["text"],
            is_precedent=one["precedent"],
            owed_by=owed_by,
            owner=_organisation(line, owed_by),
            checker=checker_of(one),
            due_on=_due(one, grant),
            repeats_months=one.get("repeats_months") or None,
        )


def _due(asked: ConditionAsked, grant: Grant | None) -> date | None:
    """What comes before the grant is counted from today; what is met while it runs also from its first day, where that
    lies ahead, and has no day before it is open."""
    if asked["precedent"]:
        return first_due(asked, clock.today())
    return first_due(asked, max(clock.today(), grant.starts_on)) if grant is not None else None


def count_days(grant: Grant) -> None:
    """The grant opens today: the days of what is met while it runs are counted from now on, or from its first day."""
    for row, asked in conditions_asked(grant.line):
        if not row.is_precedent:
            row.due_on = _due(asked, grant)
            row.save(update_fields=["due_on"])


def _organisation(line: RequestLine, owed_by: str) -> Organisation | None:
    parties = {
        ConditionOwner.RECIPIENT: line.request.applicant,
        ConditionOwner.PROVIDER: line.dataset.provider.organisation,
    }
    return parties.get(ConditionOwner(owed_by))
