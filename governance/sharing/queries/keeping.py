"""Who looks after which case, for whom it waits, and how many cases a reviewer has."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q

from core.accounts.models import Council, User
from governance.sharing.models import IndividualOpinion, PanelMember, RequestLine, Review, SharingRequest
from governance.sharing.queries.facts_decisions import seated
from governance.sharing.queries.panels import current_review, waiting_for_board
from governance.sharing.queries.sittings import ballots_on


@dataclass(slots=True)
class Load:
    """What one member of the board has to do in cases that are open."""

    user: User
    cases: int = 0
    to_declare: int = 0
    to_opine: int = 0


def opinions_in(review: Review, lines: list[RequestLine]) -> set[tuple[int, int]]:
    """Of which seat the opinion on which line is given, by whoever held the seat."""
    rows = IndividualOpinion.objects.filter(member__review=review, line__in=lines).select_related("member")
    return {(row.member.place, row.line_id) for row in rows}


def unopined(member: PanelMember) -> list[RequestLine]:
    """The lines before the board on which the seat of ``member`` has not given its opinion, in their order."""
    lines = list(waiting_for_board(member.review.request).order_by("number"))
    given = opinions_in(member.review, lines)
    return [line for line in lines if (member.place, line.pk) not in given]


def opinion_before(member: PanelMember, line: RequestLine) -> IndividualOpinion | None:
    """The opinion on ``line`` that a predecessor in the seat of ``member`` gave; none is asked for again."""
    held = Q(member=member.place) | Q(member__follows=member.place)
    return IndividualOpinion.objects.filter(held, line=line).exclude(member=member).first()


def overdue_members(request: SharingRequest) -> list[PanelMember]:
    """The seated members from whom a declaration or an opinion is still to come; after the opinions were opened,
    those who have not voted."""
    review = current_review(request)
    if review is None or review.closed_at is not None:
        return []
    lines = list(waiting_for_board(request))
    members = [row for row in seated(review) if row.judges()]
    if review.consolidated_at is None:
        given = opinions_in(review, lines)
        return [row for row in members if any((row.place, line.pk) not in given for line in lines)]
    voted = Counter(
        pk for line in lines for pk in ballots_on(line, review).values_list("member_id", flat=True)
    )
    return [row for row in members if voted[row.pk] < len(lines)]


def loads(council: Council) -> list[Load]:
    """What each member of the board has to do, the busiest first. Two statements."""
    rows = PanelMember.objects.filter(
        review__request__council=council,
        review__closed_at__isnull=True,
        is_recused=False,
        left_at__isnull=True,
        excused_at__isnull=True,
    ).exclude(is_alternate=True, sits_for__isnull=True)
    rows = rows.select_related("user", "review").order_by("pk")
    said = IndividualOpinion.objects.filter(
        member__review__request__council=council, member__review__closed_at__isnull=True
    )
    given = {row.member.place for row in said.select_related("member")}
    found: dict[int, Load] = {}
    for row in rows:
        load = found.setdefault(row.user_id, Load(row.user))
        load.cases += 1
        load.to_declare += row.declared_at is None
        load.to_opine += row.review.consolidated_at is None and row.place not in given
    return sorted(found.values(), key=lambda load: (-load.to_opine, -load.cases, load.user.pk))
