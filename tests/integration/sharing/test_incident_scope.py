"""Who keeps an incident, how its scope is corrected, and that no report to the authority is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from config.demo import procedure
from core import clock
from core.errors import DomainError, Invalid, NotNow, NotPermitted, Refused
from core.ledger.queries import history
from governance.sharing.actions import incidents, stopping
from governance.sharing.models import Incident, ScopeChange
from governance.sharing.permissions import permit, roles_of
from governance.sharing.queries import incidents as found
from governance.sharing.queries.breaches import changes_of
from governance.sharing.queries.incidents import waiting_for_vote
from governance.sharing.workflows import INCIDENT
from tests.cast import World, enter
from tests.factories import sharing
from tests.factories.decisions import decision_taken
from tests.integration.sharing.machine import CouncilAtWork
from tests.integration.sharing.test_clock import fails
from tests.integration.sharing.test_incidents import CASE, keep, report, settle, told
from tests.integration.sharing.test_own_people import (
    deputy_of_the_applicant,
    officer_of_another_organ_of_the_provider,
)

KEEPING = ("take_in_hand", "rescope", "settle", "close")


@pytest.mark.parametrize("become", [deputy_of_the_applicant, officer_of_another_organ_of_the_provider])
def test_staff_of_a_party_settle_nothing(
    prepared: CouncilAtWork, client: Any, become: Callable[[World, object], None]
) -> None:
    """Of the recipient whose grant it holds, or of the provider of its dataset: a colleague settles."""
    council, mine, other = prepared, prepared.users["secretary"], prepared.users["secretary_2"]
    row = report(council)
    with clock.at(council.now):
        become(council.world, mine)
        assert not roles_of(mine, row) & {"secretary", "deciding", "checker"}
        with pytest.raises(NotPermitted):
            incidents.take_in_hand(row, by=mine)
        row = incidents.take_in_hand(row, by=other)
        with pytest.raises(NotPermitted):
            incidents.settle(row, by=mine, finding="影響なし。")
        enter(client, mine)
        client.cookies["language"] = "en"
        page = client.get(f"/c/shiomi/incidents/{row.reference}/").content.decode()
        assert "Another person of the secretariat keeps this incident" in page
        assert f"{row.reference}/settle/" not in page
        assert council.grant.state == "suspended"
        with pytest.raises(NotPermitted, match="another_keeps"):
            sharing.resuming(council.world, row)
        number = sharing.resuming(council.world, row, by=other)
        incidents.settle(row, by=other, finding="影響なし。", decision_number=number)
    assert council.grant.state == "active"


def test_staff_of_others_keep_it(prepared: CouncilAtWork) -> None:
    """Whoever is of a party to nothing that it concerns is the secretary of it."""
    world = prepared.world
    row = report(prepared, datasets=[], organisations=[world.organisations["bus"]], breach_case="")
    deputy_of_the_applicant(world, prepared.users["secretary"])
    assert "secretary" in roles_of(prepared.users["secretary"], row)
    assert not roles_of(prepared.users["neighbour"], row)


def the_whole_council_is_chosen(council: CouncilAtWork, client: Any, bus: Any) -> Incident:
    """Reported with a scope: not with none, not by an officer of one holder, and not with two that contradict each
    other."""
    words = {"kind": "incident", "title_ja": "停電", "description": "庁舎の停電。", "breach_case": "nothing"}
    client.cookies["language"] = "en"
    answer = client.post("/c/shiomi/incidents/report/", words)
    assert answer.status_code == 422
    assert "庁舎の停電。" in answer.content.decode()
    assert not Incident.objects.exists(), "nothing chosen stops nothing"
    both = {**words, "whole_council": "on", "organisations": [bus.pk]}
    whole = {**words, "whole_council": "on"}
    assert client.post("/c/shiomi/incidents/report/", whole).status_code == 422, (
        "an officer names what they know"
    )
    with pytest.raises(NotPermitted, match="whole_council_not_yours"):
        report(council, by=council.users["officer_mayor"], datasets=[], whole_council=True)
    enter(client, council.users["chair"])
    assert client.post("/c/shiomi/incidents/report/", both).status_code == 422
    assert client.post("/c/shiomi/incidents/report/", whole).status_code == 302
    return Incident.objects.get()


def test_the_scope_is_chosen_and_corrected(prepared: CouncilAtWork, client: Any) -> None:
    council, by, none = prepared, prepared.users["secretary"], "報告を要する場合に当たらない"
    bus, dataset = council.world.organisations["bus"], procedure.registered(council.world, "D-01")
    with clock.at(council.now):
        enter(client, council.users["officer_mayor"])
        row = the_whole_council_is_chosen(council, client, bus)
        assert council.grant.state == "suspended"
        matters = list(waiting_for_vote(by, council.world.council, "steering"))
        assert [one.concerned for one in matters] == [()], "or nobody of the council could vote to resume"
        enter(client, by)
        client.cookies["language"], scope = "ja", f"/c/shiomi/incidents/{row.reference}/scope/"
        shown = client.get(f"/c/shiomi/incidents/{row.reference}/").content.decode()
        assert scope in shown
        assert f"{none}と、{row.reported_by}が" in shown, "what was said with the report is not asked again"
        assert "checked" in client.get(scope).content.decode()
        narrower = {"kind": "dispute", "organisations": [bus.pk], "reason": "バスの記録のみに関わる。"}
        answer = client.post(scope, narrower)
        assert answer.status_code == 422, "the grant would run again without a vote"
        assert "バスの記録のみに関わる。" in answer.content.decode()
        narrower["decision_number"] = sharing.resuming(council.world, row)
        assert client.post(scope, narrower).status_code == 302
        assert council.grant.state == "active"
        assert (
            "バスの記録のみに関わる。" in client.get(f"/c/shiomi/incidents/{row.reference}/").content.decode()
        )
        row = incidents.rescope(row, by=by, reason="健幸にも関わる。", kind="dispute", datasets=[dataset])
        assert council.grant.state == "active", "a dispute stops nothing by itself"
    assert list(row.datasets.all()) == [dataset]
    assert not row.organisations.exists()
    facts = history(f"incident:{row.reference}")[-1].facts
    last = ScopeChange.objects.order_by("pk").last()
    assert last is not None
    assert facts == {"kind": "dispute", "datasets": ["D-01"], "organisations": [], "change": last.pk}
    heard = told("incident_rescoped")
    assert {council.users["rep_university"].pk, council.users["rep_bus"].pk, by.pk} <= set(heard)


def test_a_dispute_stops_by_a_vote_and_until_it_is_settled(prepared: CouncilAtWork, client: Any) -> None:
    council, by = prepared, prepared.users["secretary"]
    row = report(council, kind="dispute", breach_case="")
    page = f"/c/shiomi/incidents/{row.reference}/"
    with clock.at(council.now):
        assert (council.grant.state, fails(council)) == ("active", set())
        enter(client, by)
        assert f"{page}stop/" in client.get(page).content.decode()
        assert client.post(f"{page}stop/", {"decision_number": "汐見協第999号"}).status_code == 422
        alone = decision_taken(council.world.council)
        with pytest.raises(Refused, match="decision_not_voted"):
            stopping.stop(row, by=by, decision_number=alone)
        with pytest.raises(NotPermitted):
            stopping.stop(row, by=prepared.users["officer_mayor"], decision_number=alone)
        number = sharing.voted(council.world, f"incident:{row.reference}")
        assert client.post(f"{page}stop/", {"decision_number": number}).status_code == 302
        assert number in client.get(page).content.decode()
        assert (council.grant.state, "incident" in fails(council)) == ("suspended", True)
        with pytest.raises(NotNow, match="stops_already"):
            stopping.stop(row, by=by, decision_number=number)
        row = incidents.take_in_hand(row, by=by)
        incidents.settle(row, by=by, finding="和解した。")
        assert council.grant.state == "active"


def test_a_vote_is_about_what_came_up_and_serves_one_step(prepared: CouncilAtWork) -> None:
    council, by, world = prepared, prepared.users["secretary"], prepared.world
    with clock.at(council.now - timedelta(hours=1)):
        early = sharing.voted(world, "")
    row = report(council, kind="dispute", breach_case="")
    with clock.at(council.now):
        with pytest.raises(Refused, match="decision_too_early"):
            stopping.stop(row, by=by, decision_number=early)
        number = sharing.voted(world, f"incident:{row.reference}")
        stopping.stop(row, by=by, decision_number=number)
        words: dict[str, Any] = {"kind": "incident", "datasets": list(row.datasets.all())}
        row = incidents.rescope(row, by=by, reason="漏えいがあった。", **words)
        row = incidents.take_in_hand(row, by=by)
        asked = list(waiting_for_vote(by, world.council, "steering"))
        assert [one.subject for one in asked] == [f"incident:{row.reference}"], (
            "a vote to resume is still to come"
        )
        assert asked[0].concerned == (world.organs["mayor"].organisation_id,), "the recipient votes"
        with pytest.raises(Invalid, match="decision_used_before"):
            incidents.settle(row, by=by, finding="回収した。", decision_number=f" {number} ")
        number = sharing.resuming(world, row)
        assert not list(waiting_for_vote(by, world.council, "steering"))
        assert incidents.settle(row, by=by, finding="回収した。", decision_number=number).state == "settled"


def test_a_dispute_stops_at_once_where_the_rules_ask_no_vote(
    prepared: CouncilAtWork, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in every council that was founded before the model said where a vote is asked."""
    monkeypatch.setattr(found, "DISPUTE_BY_VOTE", "nothing_that_a_rule_says")
    council, bus = prepared, prepared.world.organisations["bus"]
    words = {
        "kind": "dispute",
        "title_ja": "利用料の争い",
        "description": "精算が合わない。",
        "breach_case": "nothing",
    }
    with clock.at(council.now):
        enter(client, council.users["secretary"])
        client.cookies["language"] = "en"
        sent = {**words, "organisations": [bus.pk]}
        said = client.post("/c/shiomi/incidents/report/", sent, follow=True).content.decode()
        assert "The flows within its scope are stopped. Take it in hand next." in said
        row, more = Incident.objects.get(), [procedure.registered(council.world, "D-01")]
        assert (row.stops, council.grant.state) == (True, "active")
        page = client.get(f"/c/shiomi/incidents/{row.reference}/").content.decode()
        assert f"{row.reference}/stop/" not in page
        by = council.users["secretary"]
        row = incidents.rescope(row, by=by, reason="健幸にも関わる。", kind="dispute", datasets=more)
        assert (council.grant.state, "incident" in fails(council)) == ("suspended", True)


def test_a_correction_has_a_reason_and_changes_something(prepared: CouncilAtWork) -> None:
    row, by = report(prepared), prepared.users["secretary"]
    dataset = procedure.registered(prepared.world, "D-01")
    new: dict[str, Any] = {"reason": "広い。", "kind": "incident", "whole_council": True}
    same = {"whole_council": False, "datasets": [dataset]}
    with clock.at(prepared.now):
        for more, code in (
            ({"reason": " "}, "reason_missing"),
            ({"kind": "made_up"}, "incident_incomplete"),
            ({"datasets": [dataset]}, "scope_twice"),
            ({"whole_council": False}, "scope_missing"),
            (same, "scope_unchanged"),
        ):
            with pytest.raises(Invalid, match=code):
                incidents.rescope(row, by=by, **{**new, **more})
        for name in ("neighbour", "stranger", "officer_mayor"):
            with pytest.raises(DomainError):
                incidents.rescope(row, by=prepared.users[name], **new)
    assert not ScopeChange.objects.exists()


def test_the_full_report_outlives_the_settling(prepared: CouncilAtWork, client: Any) -> None:
    row, by, known = report(prepared), prepared.users["secretary"], prepared.now.date()
    filed = {"breach_case": CASE, "known_on": known, "preliminary_filed_on": known, "persons_told_on": known}
    with clock.at(prepared.now):
        keep(row, prepared, **filed)
        row = settle(row, prepared)
        enter(client, by)
        today = client.get("/c/shiomi/today/").content.decode()
        assert today.count(f"/c/shiomi/incidents/{row.reference}/#reports") == 1
        with pytest.raises(NotNow, match="breach_unreported"):
            incidents.close(row, by=by)
        with pytest.raises(NotPermitted):
            incidents.close(row, by=prepared.users["officer_mayor"])
        page = client.get(f"/c/shiomi/incidents/{row.reference}/").content.decode()
        assert f"{row.reference}/reports/" in page
        assert f"{row.reference}/close/" not in page
    with clock.at(prepared.now + timedelta(days=20)):
        later = known + timedelta(days=20)
        keep(row, prepared, **filed, full_filed_on=later)
        assert incidents.close(row, by=by).state == "closed"
        enter(client, by)
        assert "#reports" not in client.get("/c/shiomi/today/").content.decode()


def test_a_case_found_to_be_none_is_closed_without_reports(prepared: CouncilAtWork, client: Any) -> None:
    row, by = report(prepared), prepared.users["secretary"]
    with clock.at(prepared.now):
        row = settle(row, prepared, "漏えいはなかった。")
        keep(row, prepared, breach_case="", reason="漏えいはなかった。")
        assert incidents.close(row, by=by).state == "closed"
        assert permit(by, row, "keep_breach"), "what is found later is reported, too"
        keep(row, prepared, breach_case="")
        keep(row, prepared, breach_case="", reason="委託先の記録も調べた。")
        keep(row, prepared, breach_case=CASE, reason="後に漏えいが分かった。")
        enter(client, by)
        page = client.get(f"/c/shiomi/incidents/{row.reference}/").content.decode()
    said = ["漏えいはなかった。", "委託先の記録も調べた。"]
    assert [one.former_nothing for one in changes_of(row)] == ["", *said], "why it was none stays"
    assert page.count(said[1]) == 2, "given as a reason once, and named as what stood"
    assert INCIDENT.row("closed", "settle") is None
