"""No page offers what it would refuse, and a page that cannot go on says how one gets there."""

from __future__ import annotations

import pytest

from governance.members.queries import membership_of
from governance.sharing.models import Condition
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.usefixtures("demo")
NO_DECISION = "この件に関する決定がまだありません"


def page(cast: Cast, key: str, path: str) -> str:
    answer = signed_in(cast.shiomi.users[key]).get(f"/c/shiomi/{path}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("path", ["grants/", "withdrawals/", "records/", "records/books/"])
def test_records_about_a_person_are_offered_beside_grants_to_those_who_may(cast: Cast, path: str) -> None:
    link = '/c/shiomi/records/person/"'
    for key in ("secretary", "officer_mayor", "rep_university"):
        assert link in page(cast, key, path)
    for key in ("auditor", "rep_chamber"):
        assert link not in page(cast, key, path)


@pytest.mark.parametrize("path", ["revoke/", "conditions/{condition}/waive/"])
def test_without_a_decision_the_page_says_how_one_comes_about(cast: Cast, path: str) -> None:
    condition = Condition.objects.get(line__request__reference="R-2026-031", state="open").pk
    shown = page(cast, "secretary", f"grants/G-2026-002/{path.format(condition=condition)}")
    assert NO_DECISION in shown
    assert "<select" not in shown


def test_nobody_is_led_to_a_meeting_before_the_board_has_spoken(cast: Cast) -> None:
    """R-2026-034 is provisionally approved and waits for the board, without whose opinion nobody ratifies."""
    assert "/meetings/plan/" not in page(cast, "secretary", "requests/R-2026-034/?tab=content")


def test_the_provisional_decision_does_not_ratify_itself(cast: Cast) -> None:
    assert NO_DECISION in page(cast, "secretary", "requests/R-2026-034/lines/1/ratify/")


def test_what_is_granted_can_be_followed_also_while_its_request_is_under_review(cast: Cast) -> None:
    assert "/requests/follow/R-2026-034/" in page(cast, "rep_bus", "grants/G-2026-003/")
    assert "/requests/follow/R-2026-031/" in page(cast, "rep_delivery", "grants/G-2026-002/")


def test_a_pledge_that_was_made_is_not_asked_for_again(cast: Cast) -> None:
    own = membership_of(cast.shiomi.council, cast.shiomi.organisations["bus"])
    assert own is not None
    assert "誓約を読んで承諾する" not in page(cast, "rep_bus", f"members/{own.pk}/")
