"""The provider takes its decision back, and an agreement ends before its last day: the grant ends with either."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from config.demo import moments
from core import clock
from core.errors import Invalid, NotNow, NotPermitted, Refused
from core.ledger.models import LedgerEntry
from core.outbox.models import Job
from governance.sharing.actions import endings
from governance.sharing.enums import GrantState, LineState
from governance.sharing.models import Agreement, Grant
from governance.sharing.queries import waiting
from governance.sharing.queries.requests import line as load_line
from governance.sharing.queries.verdicts import judge
from governance.sharing.rules.verdict import Moment
from tests.cast import Cast, enter
from tests.factories import sharing
from tests.factories.sharing import newest_grant

pytestmark = pytest.mark.begins_with("demo_granted")
FEARED = {"file_number": "汐健第300号", "harm": "feared", "reasons": "再識別のおそれが分かった。"}


@pytest.fixture
def grant(cast: Cast) -> Grant:
    return newest_grant(cast.shiomi)


def reason(grant: Grant, check: str) -> str:
    return judge(load_line(grant.line_id), Moment.FLOW).verdict.check(check).reason


def entries(event: str) -> Any:
    return LedgerEntry.objects.filter(event=event, council="shiomi")


def test_the_holder_takes_its_decision_back_and_the_grant_ends_at_once(cast: Cast, grant: Grant) -> None:
    with clock.at(moments.story(7)):
        assert reason(grant, "provider_decision") == "decided"
        ended = endings.take_back_grant(grant, by=cast.shiomi.users["officer_mayor"], **FEARED)
        assert ended.state == GrantState.DISPOSAL_DUE
        assert ended.disposal_due_on is not None
        assert reason(grant, "provider_decision") == "revoked"
    made = grant.line.provider_decisions.order_by("-pk")[0]
    assert (made.takes_back, made.is_accepted, made.harm) == (True, False, "feared")
    assert entries("sharing.provision_taken_back").exists()
    assert entries("sharing.grant_taken_back").filter(subject=f"grant:{grant.reference}").exists()
    told = Job.objects.filter(payload__template="governance/sharing/grant_ended", payload__how="take_back")
    assert cast.shiomi.users["rep_university"].pk in set(told.values_list("payload__user", flat=True))


def test_before_the_agreement_the_line_is_declined(cast: Cast) -> None:
    line = sharing.accepted(cast.shiomi)
    with clock.at(moments.story(7)):
        endings.take_back(line, by=cast.shiomi.users["officer_mayor"], **FEARED)
    line.refresh_from_db()
    assert line.state == LineState.DECLINED
    assert judge(load_line(line.pk), Moment.FLOW).verdict.check("provider_decision").reason == "revoked"


def test_nobody_else_takes_it_back_and_nobody_without_number_or_reasons(cast: Cast, grant: Grant) -> None:
    for user in ("secretary", "officer_education", "rep_university"):
        with pytest.raises(NotPermitted):
            endings.take_back_grant(grant, by=cast.shiomi.users[user], **FEARED)
    officer = cast.shiomi.users["officer_mayor"]
    for missing in ("file_number", "reasons", "harm"):
        with pytest.raises(Invalid):
            endings.take_back_grant(grant, by=officer, **FEARED | {missing: ""})
    with pytest.raises(Invalid):
        endings.end_agreement(grant, by=officer, reason=" ")


@pytest.mark.parametrize("user", ["secretary", "officer_mayor"])
def test_an_agreement_that_ends_today_ends_the_grant(cast: Cast, grant: Grant, user: str) -> None:
    with clock.at(moments.story(7)):
        ended = endings.end_agreement(grant, by=cast.shiomi.users[user], reason="契約第12条により解除した。")
        assert ended.state == GrantState.DISPOSAL_DUE
        assert reason(grant, "agreement") == "terminated"
        assert endings.end_due() == 0
    assert entries("sharing.grant_without_agreement").exists()


def test_one_that_ends_later_is_in_force_until_its_day_which_can_be_fixed_anew(
    cast: Cast, grant: Grant
) -> None:
    secretary, council = cast.shiomi.users["secretary"], cast.shiomi.council
    with clock.at(moments.story(7)):
        day = clock.today() + timedelta(days=20)
        endings.end_agreement(grant, by=secretary, reason="合意解約", from_on=day + timedelta(days=9))
        endings.end_agreement(grant, by=secretary, reason="合意解約", from_on=day)
        assert reason(grant, "agreement") == "in_force"
        assert grant in waiting.grants_to_change(council)
        assert waiting.changes_on(grant) == day
        assert endings.end_due() == 0
    assert entries("sharing.agreement_will_end").count() == 2
    with clock.at(clock.on(day)):
        assert reason(grant, "agreement") == "terminated"
        assert (endings.end_due(), endings.end_due()) == (1, 0)
    grant.refresh_from_db()
    assert grant.state == GrantState.DISPOSAL_DUE


def test_it_may_be_kept_until_the_disposal_is_due(cast: Cast, grant: Grant) -> None:
    """The contract is gone, and the recipient still holds what it has to dispose of."""
    made = grant.line.agreements.get()
    assert made.terminated_from is None
    with clock.at(moments.story(7)):
        endings.end_agreement(grant, by=cast.shiomi.users["secretary"], reason="合意解約")
    made.refresh_from_db()
    assert isinstance(made.terminated_from, date)
    assert made.terminated_by == cast.shiomi.users["secretary"]


def test_calling_off_the_end_of_a_contract_clears_it_for_lines_that_are_over_by_then(
    cast: Cast, grant: Grant
) -> None:
    other, secretary = sharing.granted(cast.shiomi), cast.shiomi.users["secretary"]
    with clock.at(moments.story(7)):
        day = clock.today() + timedelta(days=20)
        endings.end_agreement(grant, by=secretary, reason="合意解約", from_on=day)
        endings.take_back_grant(other, by=cast.shiomi.users["officer_mayor"], **FEARED)
        endings.call_off_end(grant, by=secretary, reason="合意した。")
        assert not Agreement.objects.filter(line__in=(grant.line, other.line), terminated_from__isnull=False)
        sharing.agree(cast.shiomi, sharing.accepted(cast.shiomi))


def test_a_contract_ends_for_every_line_under_it_and_that_is_called_off_for_every_line(
    cast: Cast, grant: Grant
) -> None:
    other, page = sharing.granted(cast.shiomi), f"/c/shiomi/grants/{grant.reference}/"
    secretary = enter(Client(), cast.shiomi.users["secretary"])
    with clock.at(moments.story(7)):
        day = clock.today() + timedelta(days=20)
        assert other.reference in secretary.get(f"{page}end-agreement/").content.decode()
        sent = {"reason": "合意解約による。", "from_on": day.isoformat()}
        assert secretary.post(f"{page}end-agreement/", sent).status_code == 302
        assert [waiting.changes_on(one) for one in (grant, other)] == [day, day]
        with pytest.raises(NotPermitted):
            endings.call_off_end(other, by=cast.shiomi.users["rep_university"], reason="継続")
        assert f"{page}end-agreement/call-off/" in secretary.get(page).content.decode()
        assert secretary.post(f"{page}end-agreement/call-off/", {"reason": " "}).status_code == 422
        goes_on = {"reason": "解約の合意を取り消した。"}
        assert secretary.post(f"{page}end-agreement/call-off/", goes_on).status_code == 302
        for one in (grant, other):
            shown = secretary.get(f"/c/shiomi/grants/{one.reference}/").content.decode()
            assert goes_on["reason"] in shown
            assert sent["reason"] in shown, "why it was to end is still read"
        assert [waiting.changes_on(one) for one in (grant, other)] == [None, None]
        with pytest.raises(NotNow, match="no_end_of_agreement"):
            endings.call_off_end(other, by=cast.shiomi.users["officer_mayor"], reason="継続")
        told = Job.objects.filter(payload__template="governance/sharing/grant_goes_on")
        assert set(told.values_list("payload__about", "payload__what")) == {
            (one.reference, "agreement") for one in (grant, other)
        }
        endings.end_agreement(grant, by=cast.shiomi.users["officer_mayor"], reason="合意解約")
        assert [reason(one, "agreement") for one in (grant, other)] == ["terminated", "terminated"]
        other.refresh_from_db()
        assert other.state == GrantState.DISPOSAL_DUE
        with pytest.raises(Refused, match="agreement_number_ended"):
            sharing.agree(cast.shiomi, sharing.accepted(cast.shiomi))


def test_both_are_done_on_pages_and_told_there(cast: Cast, grant: Grant) -> None:
    officer, page = (
        enter(Client(), cast.shiomi.users["officer_mayor"]),
        f"/c/shiomi/grants/{grant.reference}/",
    )
    shown = officer.get(page).content.decode()
    assert f"{page}take-back/" in shown
    assert f"{page}end-agreement/" in shown
    later = (clock.today() + timedelta(days=3)).isoformat()
    answer = officer.post(f"{page}end-agreement/", {"reason": "合意解約による。", "from_on": later})
    assert answer.status_code == 302, answer.content.decode()
    assert "合意解約による。" in officer.get(page).content.decode()
    answer = officer.post(f"{page}take-back/", FEARED)
    assert answer.status_code == 302, answer.content.decode()
    assert "再識別のおそれが分かった。" in officer.get(page).content.decode()
    recipient = enter(Client(), cast.shiomi.users["rep_university"])
    assert "汐健第300号" in recipient.get(page).content.decode()
    line = f"/c/shiomi/requests/{grant.line.request.reference}/"
    assert "汐健第300号" in officer.get(line).content.decode()


def test_before_the_agreement_it_is_a_button_of_the_line(cast: Cast) -> None:
    line = sharing.accepted(cast.shiomi)
    officer = enter(Client(), cast.shiomi.users["officer_mayor"])
    page = f"/c/shiomi/requests/{line.request.reference}/"
    assert f"{page}lines/1/take-back/" in officer.get(page).content.decode()
    answer = officer.post(f"{page}lines/1/take-back/", FEARED)
    assert answer.status_code == 302, answer.content.decode()
    line.refresh_from_db()
    assert line.state == LineState.DECLINED
