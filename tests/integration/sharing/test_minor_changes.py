"""A change or extension is found minor at the formal check, or not; what the rules open for minor changes follows."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from config.demo import moments
from core import clock
from core.errors import Invalid, NotNow, Refused
from core.ledger.models import LedgerEntry
from core.rulebook.provider import in_force
from governance.sharing.actions import minor, requests
from governance.sharing.models import Grant, RequestLine, SharingRequest
from governance.sharing.queries.requests import line as load_line
from governance.sharing.queries.verdicts import judge
from governance.sharing.rules.approving import risk_class
from governance.sharing.rules.facts import GateFacts
from governance.sharing.rules.outcome import may_expedite
from governance.sharing.rules.verdict import Moment
from tests.cast import Cast, enter
from tests.factories.sharing import newest_grant
from tests.integration.sharing.test_following import follow

pytestmark = pytest.mark.begins_with("demo_granted")
FEWER = {"items": ["daily_steps"]}


@pytest.fixture
def grant(cast: Cast) -> Grant:
    return newest_grant(cast.shiomi)


def handed_in(cast: Cast, grant: Grant, **changed: Any) -> SharingRequest:
    with clock.at(moments.story(7)):
        return follow(cast, grant, "amendment", use_from=clock.today(), **(changed or FEWER))


def judged(cast: Cast, row: SharingRequest, *, is_minor: bool = True, reason: str = "項目を減らす。") -> Any:
    with clock.at(moments.story(8)):
        return minor.judge_minor(row, by=cast.shiomi.users["secretary"], is_minor=is_minor, reason=reason)


def facts_of(row: SharingRequest) -> GateFacts:
    return judge(load_line(row.lines.get().pk), Moment.APPROVAL).facts


def test_what_is_found_minor_goes_the_expedited_way_to_the_body_for_minor_ones(
    cast: Cast, grant: Grant
) -> None:
    row = handed_in(cast, grant)
    rules = in_force(cast.shiomi.council, clock.today())
    conditions, classes = rules.get("expedited_review").conditions, rules.get("risk_classes")
    assert not may_expedite(facts_of(row), conditions)
    assert risk_class(facts_of(row), classes) != "minor"
    judged(cast, row)
    assert may_expedite(facts_of(row), conditions)
    assert risk_class(facts_of(row), classes) == "minor"
    kept = LedgerEntry.objects.filter(event="sharing.change_judged_minor_or_not", council="shiomi")
    assert kept.filter(subject=f"request:{row.reference}").exists()
    judged(cast, row, is_minor=False, reason="見直した。")
    assert not facts_of(row).line.minor_change


def test_the_finding_stands_in_the_file_and_falls_when_it_is_sent_back(cast: Cast, grant: Grant) -> None:
    row, secretary = handed_in(cast, grant), cast.shiomi.users["secretary"]
    judged(cast, row, reason="項目を減らすだけである。")
    page = enter(Client(), secretary).get(f"/c/shiomi/requests/{row.reference}/").content.decode()
    assert "項目を減らすだけである。" in page
    with clock.at(moments.story(9)):
        sent = requests.return_for_correction(row, by=secretary, reason="期間の記載がない。")
    assert (sent.minor_reason, sent.minor_found_at) == ("", None)


@pytest.mark.parametrize(
    "wider",
    [
        {"items": ["daily_steps", "age_band", "school_district", "more"]},
        {"ground": "special_reason_69_2_4"},
        {"storage": ["JP", "US"]},
        {"retention_months": 60},
        {"safeguards": []},
    ],
)
def test_what_asks_for_more_than_was_granted_is_never_minor(cast: Cast, grant: Grant, wider: Any) -> None:
    row = handed_in(cast, grant)
    RequestLine.objects.filter(request=row).update(**wider)
    with pytest.raises(Refused) as refused:
        judged(cast, row)
    assert refused.value.code == "sharing.change_is_not_minor"
    judged(cast, row, is_minor=False)


def test_what_was_asked_for_and_not_granted_or_has_ended_is_more_than_was_granted(
    cast: Cast, grant: Grant
) -> None:
    row = handed_in(cast, grant, items=["daily_steps", "age_band"])
    Grant.objects.filter(pk=grant.pk).update(items=["daily_steps"])
    with pytest.raises(Refused, match="change_is_not_minor"):
        judged(cast, row)
    Grant.objects.filter(pk=grant.pk).update(items=["daily_steps", "age_band"], state="closed")
    with pytest.raises(Refused) as refused:
        judged(cast, row)
    assert "既に終了した利用承認" in str(refused.value.params["what"])


@pytest.mark.parametrize("state", ["approved", "under_review"])
def test_the_finding_stays_on_a_line_that_is_decided_when_the_rest_goes_back(
    cast: Cast, grant: Grant, state: str
) -> None:
    row, secretary = handed_in(cast, grant), cast.shiomi.users["secretary"]
    judged(cast, row)
    with clock.at(moments.story(9)):
        row = requests.pass_formal_check(row, by=secretary)
        row.lines.update(state=state)
        requests.return_to_applicant(row, by=secretary, reason="別の明細の説明が足りない。")
    assert facts_of(row).line.minor_change is (state == "approved")


def test_only_a_change_can_be_minor_and_only_with_a_reason(cast: Cast, grant: Grant) -> None:
    row = handed_in(cast, grant)
    with pytest.raises(Invalid):
        judged(cast, row, reason=" ")
    new = grant.line.request
    SharingRequest.objects.filter(pk=new.pk).update(state="submitted")
    with pytest.raises(NotNow):
        judged(cast, new)


def test_the_secretariat_finds_it_on_a_page(cast: Cast, grant: Grant) -> None:
    row, client = handed_in(cast, grant), enter(Client(), cast.shiomi.users["secretary"])
    home = f"/c/shiomi/requests/{row.reference}/"
    assert f"{home}minor/" in client.get(home).content.decode()
    assert client.get(f"{home}minor/").status_code == 200
    answer = client.post(f"{home}minor/", {"is_minor": "yes", "reason": "項目を減らす。"})
    assert answer.status_code == 302, answer.content.decode()
    row.refresh_from_db()
    assert row.minor_reason == "項目を減らす。"
    assert enter(Client(), cast.shiomi.users["rep_university"]).get(f"{home}minor/").status_code == 403
