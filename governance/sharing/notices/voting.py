"""Who is told about the board's vote on a case: that it is open, goes on, begins anew, and who takes part in it.

Members who are recused get no mail about the case.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from core import clock
from core.accounts.models import User
from governance.sharing.models import BallotRound, CirculationExtension, PanelMember, Review
from governance.sharing.notices.telling import applicants, judging, panel, request_page, tell


def _cases(review: Review) -> str:
    return f"/c/{review.request.council.slug}/cases/"


def ballots_open(review: Review, members: Iterable[User], *, until: date) -> None:
    """The papers circulate and the opinions are open: whoever has a vote casts it by ``until``."""
    request = review.request
    key = f"{review.pk}:{review.ballot_round}:{until.isoformat()}"
    about = request.reference
    tell(members, "ballots_open", request, key=key, path=_cases(review), about=about, due=until)


def circulation_extended(made: CirculationExtension) -> None:
    """Everybody who judges the case learns of the later day; the reason stands on the page of the board."""
    review = made.sitting.review
    request, members = review.request, panel(review.request)
    about, key = request.reference, str(made.pk)
    tell(members, "circulation_extended", request, key=key, path=_cases(review), about=about, due=made.to_on)


def ballot_round_opened(made: BallotRound, *, continued: bool) -> None:
    """Who judges the case and the secretariat learn that the board votes again, and why; where the deliberation
    continues the applicant learns that the review does."""
    review = made.review
    request, key, about = review.request, str(made.pk), review.request.reference
    board = f"{request_page(request)}board/"
    users = judging(request)
    tell(users, "ballot_round_opened", request, key=key, path=board, about=about, due=made.due_on)
    if continued:
        path, users = request_page(request), applicants(request)
        tell(users, "review_continues", request, key=key, path=path, about=about, due=made.due_on)


def alternate_called(member: PanelMember) -> None:
    """An alternate takes the seat of a member who is recused or excused."""
    review = member.review
    request = review.request
    about, due = request.reference, review.due_on
    key = f"alternate:{member.pk}:{stamp(member.seated_at)}"
    tell([member.user], "review_opened", request, key=key, path=_cases(review), about=about, due=due)


def member_excused(member: PanelMember) -> None:
    """The member learns that nothing is expected of them any more, and the others that they are one fewer."""
    request, key = member.review.request, f"{member.pk}:{stamp(member.excused_at)}"
    path, about = _cases(member.review), request.reference
    tell([member.user], "member_excused", request, key=key, path=path, about=about)
    others = [user for user in judging(request) if user != member.user]
    board = f"{request_page(request)}board/"
    tell(others, "panel_changed", request, key=key, path=board, about=about)


def member_reinstated(member: PanelMember) -> None:
    """Who was excused by mistake takes part again, and the others of the panel are one more."""
    request, key = member.review.request, f"{member.pk}:{stamp(clock.now())}"
    path, about = _cases(member.review), request.reference
    tell([member.user], "member_reinstated", request, key=key, path=path, about=about)
    others = [user for user in judging(request) if user != member.user]
    tell(others, "panel_restored", request, key=key, path=f"{request_page(request)}board/", about=about)


def declaration_reopened(member: PanelMember) -> None:
    """The member declares anew before the file opens again."""
    request, key = member.review.request, f"{member.pk}:{stamp(clock.now())}"
    path, about = _cases(member.review), request.reference
    tell([member.user], "declaration_reopened", request, key=key, path=path, about=about)


def alternate_spared(member: PanelMember) -> None:
    """The alternate who was called in waits in reserve again."""
    request, key = member.review.request, f"{member.pk}:{stamp(clock.now())}"
    path, about = _cases(member.review), request.reference
    tell([member.user], "alternate_spared", request, key=key, path=path, about=about)


def stamp(at: datetime | None) -> str:
    """A moment in a key: the same thing may happen to somebody twice."""
    return f"{at:%Y%m%d%H%M%S%f}" if at else ""
