"""A line that the board has judged keeps its own review, whatever the board reviews of the request afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import clock
from governance.sharing.models import RequestLine, Review
from governance.sharing.queries.chain import chain
from governance.sharing.queries.facts_decisions import panel, standing_review
from governance.sharing.queries.requests import line as load_line
from governance.sharing.queries.verdicts import judge
from governance.sharing.rules.verdict import Moment
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("demo")


def reviewed_again(line: RequestLine) -> Review:
    """The request goes to the board once more, for the sake of another line."""
    first = line.request.reviews.get()
    line.request.reviews.filter(closed_at=None).update(closed_at=clock.now())
    return Review.objects.create(
        request=line.request,
        turn=first.turn + 1,
        body=first.body,
        opened_at=clock.now(),
        opened_by=first.opened_by,
        due_on=clock.today() + timedelta(days=30),
    )


def the_line(cast: Cast, reference: str, number: int) -> RequestLine:
    found = RequestLine.objects.get(
        request__council=cast.shiomi.council, request__reference=reference, number=number
    )
    return load_line(found.pk)


def test_a_decided_line_keeps_its_opinion_when_the_request_is_reviewed_again(cast: Cast) -> None:
    line = the_line(cast, "R-2026-031", 2)
    before = panel(line)
    verdict = judge(line, Moment.FLOW).verdict.check("opinion")
    again = reviewed_again(line)
    line = load_line(line.pk)
    assert panel(line) == before
    assert judge(line, Moment.FLOW).verdict.check("opinion") == verdict
    assert chain(line).review != again
    assert standing_review(line) == line.outcomes.get().review


def test_a_line_that_waits_for_the_board_is_judged_by_the_newest(cast: Cast) -> None:
    line = the_line(cast, "R-2026-031", 2)
    again = reviewed_again(line)
    RequestLine.objects.filter(pk=line.pk).update(state="under_review")
    assert standing_review(load_line(line.pk)) == again
    assert panel(load_line(line.pk)).voted_on is None


def test_a_provisional_approval_waits_for_the_newest_until_it_is_ratified(cast: Cast) -> None:
    line = the_line(cast, "R-2026-034", 1)
    assert line.approvals.get().is_provisional
    assert standing_review(line) == line.request.reviews.get()
    again = reviewed_again(line)
    assert standing_review(load_line(line.pk)) == again
