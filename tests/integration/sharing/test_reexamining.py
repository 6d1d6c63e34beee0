"""再審査: what was refused is asked for once more, in time and with new reasons, and takes the whole way again."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from core import clock
from core.errors import Invalid, NotPermitted, Refused
from core.ledger.models import LedgerEntry
from governance.sharing.actions import following, requests
from governance.sharing.models import SharingRequest
from governance.sharing.queries.facts_decisions import panel, standing_review
from governance.sharing.queries.reexamining import hand_in, refused_lines
from governance.sharing.queries.requests import line as load_line
from governance.sharing.queries.requests import visible_to
from tests.cast import Cast, enter
from tests.unguarded import unguarded

pytestmark = pytest.mark.usefixtures("demo")

NEW = "集計の単位を500メートルに改め、個人を推知するおそれをなくした。"


@pytest.fixture
def refused(cast: Cast) -> SharingRequest:
    """A request whose first line the council did not approve, on the advice of a divided board."""
    return SharingRequest.objects.get(council=cast.shiomi.council, reference="R-2026-031")


def ask(cast: Cast, row: SharingRequest, lines: frozenset[int] = frozenset({1})) -> SharingRequest:
    return following.ask_reexamination(row, by=cast.shiomi.users["rep_delivery"], lines=lines, reasons=NEW)


def test_the_new_request_has_a_panel_of_its_own_and_the_old_decision_stands(
    cast: Cast, refused: SharingRequest
) -> None:
    first = load_line(refused.lines.get(number=1).pk)
    before = panel(first)
    made = ask(cast, refused)
    line = made.lines.get()
    assert (made.kind, made.follows, made.new_reasons, line.follows) == ("reexamination", refused, NEW, first)
    assert (line.items, line.form, line.state) == (first.items, first.form, "drafted")
    requests.submit(made, by=cast.shiomi.users["rep_delivery"])
    made.refresh_from_db()
    requests.pass_formal_check(made, by=cast.shiomi.users["secretary"])
    again = load_line(line.pk)
    assert standing_review(again) == made.reviews.get()
    assert (panel(again).ballots, panel(again).voted_on) == ((), None), "no vote of the first counts"
    assert panel(load_line(first.pk)) == before
    first.refresh_from_db()
    assert first.state == "not_approved"
    entry = LedgerEntry.objects.filter(event="sharing.request_drafted", subject=f"request:{made.reference}")
    assert entry.exists()


def test_once_in_time_and_only_what_was_refused(cast: Cast, refused: SharingRequest) -> None:
    (one,) = refused_lines(refused)
    assert (one.line.number, bool(one.verdict)) == (1, True)
    for lines in (frozenset(), frozenset({2}), frozenset({1, 2})):
        with pytest.raises(Invalid, match="nothing_refused"):
            ask(cast, refused, lines)
    with pytest.raises(Invalid, match="new_reasons_missing"):
        following.ask_reexamination(
            refused, by=cast.shiomi.users["rep_delivery"], lines=frozenset({1}), reasons=" "
        )
    late = clock.on(one.decided_on + timedelta(days=61))
    with clock.at(late), pytest.raises(Refused, match="reexamination_too_late"):
        ask(cast, refused)
    made = ask(cast, refused)
    with pytest.raises(Refused, match="reexamined_before") as told:
        ask(cast, refused)
    assert told.value.params["reference"] == made.reference
    requests.withdraw(made, by=cast.shiomi.users["rep_delivery"])
    again = ask(cast, refused)
    requests.submit(again, by=cast.shiomi.users["rep_delivery"])
    again.refresh_from_db()
    requests.withdraw(again, by=cast.shiomi.users["rep_delivery"])
    with pytest.raises(Refused, match="reexamined_before"):
        ask(cast, refused)


@pytest.mark.parametrize("state", ["drafted", "submitted", "in_review", "withdrawn", "lapsed"])
def test_a_refused_line_does_not_wait_for_the_rest_of_its_request(
    cast: Cast, refused: SharingRequest, state: str
) -> None:
    SharingRequest.objects.filter(pk=refused.pk).update(state=state)
    page = f"/c/shiomi/requests/{refused.reference}/"
    client = enter(Client(), cast.shiomi.users["rep_delivery"])
    assert f"{page}reexamine/" in client.get(page).content.decode()
    assert client.post(f"{page}reexamine/", {"lines": ["1"], "reasons": NEW}).status_code == 302
    assert SharingRequest.objects.get(kind="reexamination").follows_id == refused.pk


def test_a_draft_says_until_when_it_is_handed_in_and_is_refused_after(
    cast: Cast, refused: SharingRequest
) -> None:
    (one,) = refused_lines(refused)
    made, applicant = ask(cast, refused), cast.shiomi.users["rep_delivery"]
    last = one.until
    assert last is not None
    page = f"/c/shiomi/requests/{made.reference}/"
    with clock.at(clock.on(last)):
        client = enter(Client(), applicant)
        shown = client.get(page).content.decode()
        assert last.isoformat() in shown
        assert "reexamination" in shown, "with its article"
        assert made.reference in client.get("/c/shiomi/deadlines/").content.decode()
    with clock.at(clock.on(last + timedelta(days=1))):
        assert "aria-disabled" in enter(Client(), applicant).get(page).content.decode()
        with pytest.raises(Refused, match="reexamination_too_late"):
            requests.submit(made, by=applicant)
        answer = enter(Client(), applicant).post(f"{page}submit/")
        assert answer.status_code == 422
    with clock.at(clock.on(last)):
        requests.submit(made, by=applicant)
    made.refresh_from_db()
    requests.return_for_correction(made, by=cast.shiomi.users["secretary"], reason="明細を補正すること。")
    made.refresh_from_db()
    with clock.at(clock.on(last + timedelta(days=1))):
        assert hand_in(made) is None, "what was asked for in time may be corrected later"


def test_what_was_examined_again_is_not_examined_a_third_time(cast: Cast, refused: SharingRequest) -> None:
    made = ask(cast, refused)
    assert refused_lines(made) == []
    line = made.lines.get()
    source = refused.lines.get(number=1).approvals.get()
    source.pk, source.line = None, line
    source.save(force_insert=True)
    made.lines.update(state="not_approved")
    (one,) = refused_lines(made)
    assert one.verdict.code == "sharing.reexamined_before"


def test_what_the_provider_declined_is_open_and_what_lapsed_is_not(
    cast: Cast, refused: SharingRequest
) -> None:
    line = refused.lines.get(number=2)
    refused.lines.filter(pk=line.pk).update(state="declined")
    assert [one.line.number for one in refused_lines(refused)] == [1], "no decision against it is on record"
    with unguarded():
        line.provider_decisions.update(is_accepted=False)
    assert [one.line.number for one in refused_lines(refused)] == [1, 2]
    refused.lines.filter(pk=line.pk).update(state="not_approved")
    assert [one.line.number for one in refused_lines(refused)] == [1], "its newest approval is no refusal"


def test_only_its_applicant_asks_and_nobody_else_sees_the_draft(cast: Cast, refused: SharingRequest) -> None:
    w = cast.shiomi
    for who in ("secretary", "chair", "officer_mayor", "rep_university", "reviewer_security"):
        with pytest.raises(NotPermitted):
            following.ask_reexamination(refused, by=w.users[who], lines=frozenset({1}), reasons=NEW)
    with pytest.raises(NotPermitted):
        following.ask_reexamination(
            refused, by=cast.nagiura.users["rep_delivery"], lines=frozenset({1}), reasons=NEW
        )
    made = ask(cast, refused)
    for who in ("secretary", "officer_mayor", "reviewer_security"):
        assert not visible_to(w.users[who], w.council).filter(pk=made.pk).exists()


def test_from_the_page_of_the_refusal_to_the_draft(cast: Cast, refused: SharingRequest) -> None:
    page = f"/c/shiomi/requests/{refused.reference}/"
    client = enter(Client(), cast.shiomi.users["rep_delivery"])
    assert f"{page}reexamine/" in client.get(page).content.decode()
    assert "R-2026-031-1" in client.get(f"{page}reexamine/").content.decode()
    assert client.post(f"{page}reexamine/", {"lines": ["1"], "reasons": ""}).status_code == 422
    answer = client.post(f"{page}reexamine/", {"lines": ["1"], "reasons": NEW})
    made = SharingRequest.objects.get(kind="reexamination")
    assert answer["Location"] == f"/c/shiomi/requests/{made.reference}/"
    shown = client.get(answer["Location"]).content.decode()
    assert NEW in shown
    assert refused.reference in shown
    assert f"{page}reexamine/" not in client.get(page).content.decode()
    assert made.reference in client.get(f"{page}reexamine/").content.decode(), "and it says why not"
    for who, world in (("secretary", cast.shiomi), ("secretary", cast.nagiura)):
        status = enter(Client(), world.users[who]).get(f"{page}reexamine/").status_code
        assert status == (403 if world is cast.shiomi else 404)


def shown(cast: Cast, who: str, row: SharingRequest, tail: str = "") -> str:
    answer = enter(Client(), cast.shiomi.users[who]).get(f"/c/shiomi/requests/{row.reference}/{tail}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_last_day_stands_beside_the_outcome_and_beside_the_verb(
    cast: Cast, refused: SharingRequest
) -> None:
    (one,) = refused_lines(refused)
    assert one.until is not None
    day = f'datetime="{one.until.isoformat()}"'
    for tail in ("", "?tab=review", "reexamine/"):
        told = shown(cast, "rep_delivery", refused, tail)
        assert "再審査を求められる期限" in told, tail
        assert day in told, tail
    with clock.at(clock.on(one.until + timedelta(days=1))):
        told = shown(cast, "rep_delivery", refused, "?tab=review")
        assert "再審査を求められる期限" not in told
        assert "再審査" in told, "it says why it is over"
    granted = SharingRequest.objects.get(council=cast.shiomi.council, reference="R-2026-018")
    assert "再審査を求められる期限" not in shown(cast, "rep_university", granted, "?tab=review")


def test_a_concluded_review_is_not_due_and_a_refusal_is_not_green(
    cast: Cast, refused: SharingRequest
) -> None:
    for who in ("rep_delivery", "secretary"):
        told = shown(cast, who, refused, "?tab=review")
        assert "審査期限" not in told
        assert "審査終結日" in told
    head = shown(cast, "rep_delivery", refused).split("<h1", 1)[1].split("</header>", 1)[0]
    assert "chip tone-warn" in head, "one line of two was refused"
    refused.lines.update(state="not_approved")
    head = shown(cast, "rep_delivery", refused).split("<h1", 1)[1].split("</header>", 1)[0]
    assert "chip tone-bad" in head
    steps = shown(cast, "rep_delivery", refused, "?tab=record")
    found = re.findall(r'<li class="([^"]*)">\s*<span class="when">[^<]*(?:<[^<]*){1,4}審査終結', steps)
    assert found
    assert not any("tone-ok" in tone for tone in found)
