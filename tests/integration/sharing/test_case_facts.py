"""What somebody reads before they declare an interest, and beside a ballot; which step of the review comes next."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from core import clock
from governance.sharing.actions import sittings
from governance.sharing.queries.panels import current_review
from tests.cast import enter
from tests.integration.sharing.machine import CouncilAtWork
from tests.integration.sharing.test_sittings import SEATS, opened, planned


def test_the_declaration_names_the_case_and_not_the_file(voting: CouncilAtWork) -> None:
    council, row = voting, voting.request
    current_review(row).panel.filter(user=council.users["reviewer_law"]).update(declared_at=None, interest="")
    with clock.at(council.now):
        client = enter(Client(), council.users["reviewer_law"])
        page = client.get(f"/c/shiomi/requests/{row.reference}/declare/").content.decode()
        main = page.partition("<main")[2]
    provider = council.line.dataset.provider
    for words in (
        row.reference,
        row.title_ja,
        row.applicant.name_ja,
        council.line.dataset.title_ja,
        provider.organisation.name_ja,
        provider.name_ja,
    ):
        assert words in main, words
    assert row.purpose_ja
    assert row.purpose_ja not in main, "the file is closed"
    assert f"/requests/{row.reference}/board/" not in main


@pytest.mark.parametrize("at_meeting", [False, True], ids=["circulation", "meeting"])
def test_the_ballot_says_what_is_voted_on_by_which_body_and_where(
    voting: CouncilAtWork, at_meeting: bool
) -> None:
    council, row = voting, voting.request
    if at_meeting:
        meeting = planned(council)
        with clock.at(council.now):
            sittings.put_before_meeting(row, by=council.users["secretary"], meeting=meeting)
        opened(council, meeting, SEATS)
    where = f"第{meeting.number}回会議" if at_meeting else "持ち回り審査"
    with clock.at(council.now + timedelta(minutes=1)):
        client = enter(Client(), council.users["reviewer_law"])
        path = f"/c/shiomi/requests/{row.reference}/lines/{council.line.number}/ballot/"
        main = client.get(path).content.decode().partition("<main")[2]
    body = current_review(row).body
    for words in (
        f"申請明細{council.line.reference}についての審査会の意見",
        row.title_ja,
        body.name_ja,
        where,
    ):
        assert words in main, words


def test_the_review_is_concluded_as_the_next_step_once_every_line_has_its_opinion(
    voting: CouncilAtWork,
) -> None:
    council, row = voting, voting.request
    path = f"/c/{row.council.slug}/requests/{row.reference}/board/"

    def button() -> str:
        shown = enter(Client(), council.users["secretary"]).get(path).content.decode()
        found = re.search(r'action="[^"]*/conclude/"[^>]*>.*?<button class="([^"]*)"', shown, re.DOTALL)
        return found[1] if found else "not offered"

    with clock.at(council.now):
        assert button() == "not offered"
    council.finding = "suitable"
    for name, who in council.boards_turn():
        council.act(name, who)
    with clock.at(council.now):
        assert "primary" in button()
