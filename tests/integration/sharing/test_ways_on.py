"""No page offers what it would refuse, and a page that cannot go on says how one gets there."""

from __future__ import annotations

import re
from typing import Any

import pytest

from core.access.roles import Role
from governance.desk.queries import works
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


def test_nothing_is_ratified_before_the_board_has_spoken_and_the_way_leads_there(cast: Cast) -> None:
    """The button is closed with its reason, and line, form and worklist lead to the board's page."""
    ratify, board = "requests/R-2026-034/lines/1/ratify/", "requests/R-2026-034/board/"
    shown = page(cast, "secretary", "requests/R-2026-034/?tab=content")
    assert ratify not in shown
    assert re.search(r'aria-disabled="true">\s*追認を記録\s*</button>\s*<p class="why">[^/]*/', shown)
    assert "先に審査会の意見が必要です" in shown
    line = shown[shown.index('id="line-1"') :]
    for text in (line, page(cast, "secretary", ratify)):
        assert f'href="/c/shiomi/{board}"' in text
    work = next(row for row in works.today(*_secretary(cast)) if row.action == "先に審査会の意見を得る")
    assert work.url == f"/c/shiomi/{board}"


def _secretary(cast: Cast) -> tuple[Any, Any, frozenset[Role]]:
    council, user = cast.shiomi.council, cast.shiomi.users["secretary"]
    return council, user, frozenset({Role.SECRETARY})


def test_the_provisional_decision_does_not_ratify_itself(cast: Cast) -> None:
    assert NO_DECISION in page(cast, "secretary", "requests/R-2026-034/lines/1/ratify/")


def test_what_is_granted_can_be_followed_also_while_its_request_is_under_review(cast: Cast) -> None:
    assert "/requests/follow/R-2026-034/" in page(cast, "rep_bus", "grants/G-2026-003/")
    assert "/requests/follow/R-2026-031/" in page(cast, "rep_delivery", "grants/G-2026-002/")


def test_a_pledge_that_was_made_is_not_asked_for_again(cast: Cast) -> None:
    own = membership_of(cast.shiomi.council, cast.shiomi.organisations["bus"])
    assert own is not None
    assert "誓約を読んで承諾する" not in page(cast, "rep_bus", f"members/{own.pk}/")
