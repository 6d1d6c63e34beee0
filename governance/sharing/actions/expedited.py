"""迅速審査: the chair and as many others as the rule says judge what it opens; the next meeting hears a report."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from core import clock
from core.accounts.models import User
from core.errors import Invalid, NotNow, Refused
from core.ledger.actions import append
from core.rulebook.provider import in_force
from core.rulebook.values import ExpeditedReview
from governance.sharing.actions.locking import begin, locked
from governance.sharing.enums import events
from governance.sharing.models import PanelMember, Review, SharingRequest
from governance.sharing.queries.chairing import acting_chair
from governance.sharing.queries.facts_decisions import whole_panel
from governance.sharing.queries.panels import current_review, waiting_for_board
from governance.sharing.queries.requests import line as load_line
from governance.sharing.queries.verdicts import judge
from governance.sharing.rules.outcome import may_expedite
from governance.sharing.rules.verdict import Moment


def is_open(review: Review) -> bool:
    """Does the rule open the expedited way for every line of the case, and is there still time for it, or is somebody
    missing who was chosen for it?"""
    rule: ExpeditedReview | None = in_force(review.request.council, clock.today()).get("expedited_review")
    if rule is None or wanted(review, rule) <= 0:
        return False
    lines = [load_line(line.pk) for line in waiting_for_board(review.request)]
    return bool(lines) and all(
        may_expedite(judge(line, Moment.APPROVAL).facts, rule.conditions) for line in lines
    )


def wanted(review: Review, rule: ExpeditedReview) -> int:
    """How many members besides the chair are still to be chosen: all while the way can be taken; once it was, those
    who were chosen and take no part any more, without an alternate."""
    if review.closed_at or (review.consolidated_at and not review.expedited_at):
        return 0
    rows = whole_panel(review)
    chair = acting_chair(rows)
    chosen = sum(row.expedites and row.judges() and row != chair for row in rows)
    return rule.members_besides_chair - chosen


def still_wanted(review: Review) -> int:
    """How many are to be chosen by the rule in force; one where no rule says."""
    rule: ExpeditedReview | None = in_force(review.request.council, clock.today()).get("expedited_review")
    return max(wanted(review, rule), 1) if rule is not None else 1


def candidates(review: Review) -> list[PanelMember]:
    """Who may be chosen to judge besides the chair: everybody seated, neither recused nor excused."""
    rows = whole_panel(review)
    chair = acting_chair(rows)
    return [row for row in rows if row.judges() and row != chair and not row.expedites]


@transaction.atomic
def expedite(request: SharingRequest, *, by: User, members: Sequence[PanelMember]) -> Review:
    """Leave the case to the chair and ``members``, as many as the rule says; nobody else judges it. Where one of them
    takes no part any more, another is chosen.

    Raises:
        Refused: the rule does not open the expedited way for the case.
        Invalid: too few or too many members, or somebody who may not judge.
    """
    row = locked(request)
    begin(row, "expedite", by)
    review = current_review(row)
    rules = in_force(row.council, clock.today())
    rule: ExpeditedReview | None = rules.get("expedited_review")
    missing = wanted(review, rule) if review is not None and rule is not None else 0
    if review is None or (rule is not None and missing <= 0):
        raise NotNow("sharing.not_now_expedited")
    if rule is None or not is_open(review):
        raise Refused("sharing.not_open_to_expedite", article=rules.article("expedited_review"))
    open_to = {member.pk for member in candidates(review)}
    chosen = {member.pk for member in members}
    if len(chosen) != missing or not chosen <= open_to:
        raise Invalid("sharing.expediting_members", count=missing)
    _choose(review, chosen, by)
    append(
        events.REVIEW_EXPEDITED,
        council=row.council,
        subject=f"request:{row.reference}",
        facts={"turn": review.turn, "members": sorted(chosen)},
        by=by,
    )
    return review


def _choose(review: Review, chosen: set[int], by: User) -> None:
    now, again = clock.now(), review.expedited_at is not None
    rows = review.panel.filter(pk__in=chosen)
    rows.update(expedites=True)
    if again:
        rows.update(seated_at=now)
    else:
        review.expedited_at, review.expedited_by = now, by
        review.save()
