"""Equivalent measures abroad are checked again and again: the provider records it on the running grant."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from config.demo import moments
from core import clock
from core.accounts.models import Organisation
from core.errors import Invalid, NotNow, NotPermitted
from core.ledger.models import LedgerEntry
from governance.desk.queries.duties import of_provider
from governance.sharing.actions import measures
from governance.sharing.models import Grant, RequestLine
from governance.sharing.queries.measures import next_check
from governance.sharing.queries.requests import line as load_line
from governance.sharing.queries.verdicts import judge
from governance.sharing.rules.verdict import Moment
from tests.cast import Cast, enter
from tests.factories.sharing import newest_grant

pytestmark = pytest.mark.begins_with("demo_granted")
FOUND = {"findings": "覚書の措置が続いていることを確認した。", "paper": "確認書 第5号"}


@pytest.fixture
def grant(cast: Cast) -> Grant:
    """A grant to a recipient abroad, whose measures were last checked a year and ten days ago."""
    made = newest_grant(cast.shiomi)
    Organisation.objects.filter(pk=made.line.request.applicant_id).update(country="US")
    last = moments.story(7).astimezone(clock.TOKYO).date() - timedelta(days=375)
    RequestLine.objects.filter(pk=made.line_id).update(
        foreign_route="equivalent_measures", foreign_measures="覚書 第1号", foreign_measures_checked_on=last
    )
    return Grant.objects.get(pk=made.pk)


def found(grant: Grant) -> str:
    return judge(load_line(grant.line_id), Moment.FLOW).verdict.check("foreign_recipient").reason


def works(cast: Cast) -> list[Any]:
    rows = of_provider(cast.shiomi.council, [cast.shiomi.organs["mayor"]])
    return [row for row in rows if row.url.endswith("#measures")]


def test_a_check_on_record_lets_it_flow_again_for_a_year(cast: Cast, grant: Grant) -> None:
    with clock.at(moments.story(7)):
        assert found(grant) == "measures_check_overdue"
        assert [row.tone for row in works(cast)] == ["bad"]
        officer = cast.shiomi.users["officer_mayor"]
        measures.check_measures(grant, by=officer, checked_on=clock.today(), **FOUND)
        assert found(grant) == "measures_in_place"
        assert works(cast) == []
        due = next_check(load_line(grant.line_id))
    assert due == clock.add_months(moments.story(7).astimezone(clock.TOKYO).date(), 12)
    entry = LedgerEntry.objects.get(event="sharing.measures_abroad_checked", council="shiomi")
    assert entry.subject == f"grant:{grant.reference}"


def test_only_the_provider_checks_and_says_what_it_found(cast: Cast, grant: Grant) -> None:
    officer, today = cast.shiomi.users["officer_mayor"], clock.today()
    for user in ("secretary", "officer_education", "rep_university"):
        with pytest.raises(NotPermitted):
            measures.check_measures(grant, by=cast.shiomi.users[user], checked_on=today, **FOUND)
    for wrong in ({"findings": " "}, {"paper": ""}, {"checked_on": today + timedelta(days=1)}):
        with pytest.raises(Invalid):
            measures.check_measures(grant, by=officer, **{"checked_on": today, **FOUND, **wrong})
    RequestLine.objects.filter(pk=grant.line_id).update(foreign_route="")
    with pytest.raises(NotNow):
        measures.check_measures(Grant.objects.get(pk=grant.pk), by=officer, checked_on=today, **FOUND)


def test_it_is_recorded_and_shown_on_the_page_of_the_grant(cast: Cast, grant: Grant) -> None:
    officer, page = (
        enter(Client(), cast.shiomi.users["officer_mayor"]),
        f"/c/shiomi/grants/{grant.reference}/",
    )
    assert f"{page}check-measures/" in officer.get(page).content.decode()
    typed = {"checked_on": clock.today().isoformat(), **FOUND}
    answer = officer.post(f"{page}check-measures/", typed)
    assert answer.status_code == 302, answer.content.decode()
    assert FOUND["findings"] in officer.get(page).content.decode()
    assert officer.post(f"{page}check-measures/", {**typed, "findings": ""}).status_code == 422
