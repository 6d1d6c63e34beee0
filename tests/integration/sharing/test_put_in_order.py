"""Each finding on a draft leads to where it is put in order, and everything that is amiss is told at once."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from core import clock
from core.http.dates import both, short
from core.rulebook.provider import in_force
from governance.sharing.actions import requests
from governance.sharing.models import EditLock, RequestLine
from governance.sharing.queries.facts import assessment_of
from governance.sharing.queries.periods import longest_use
from governance.sharing.views.wizard import rows
from pia.models import Assessment, Coverage
from pia.queries.assessments import find
from tests.cast import Cast, enter

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture
def line(cast: Cast) -> RequestLine:
    """The line of the bus company's draft."""
    EditLock.objects.all().delete()
    found = RequestLine.objects.select_related("request__council", "dataset__provider")
    return found.get(request__council=cast.shiomi.council, request__title_ja="通学時間帯のバス運行の見直し")


@pytest.fixture
def client(cast: Cast) -> Client:
    return enter(Client(), cast.shiomi.users["rep_bus"])


def draft(line: RequestLine) -> str:
    return f"/c/shiomi/requests/{line.request.reference}/"


def at(line: RequestLine, key: str) -> str:
    return f"{draft(line)}lines/{line.number}/edit/{key}/"


def changed(cast: Cast, line: RequestLine, **fields: object) -> dict[str, tuple[str, str]]:
    """The findings on the line with other ``fields``, by title: sentence and address."""
    requests.edit_line(line, by=cast.shiomi.users["rep_bus"], **fields)
    fresh = RequestLine.objects.select_related("request__council", "dataset__provider").get(pk=line.pk)
    return {str(row.title): (str(row.text), url) for row, url in rows(fresh)}


def test_all_faults_of_period_and_disposal_are_told_together(
    cast: Cast, line: RequestLine, client: Client
) -> None:
    rule = in_force(cast.shiomi.council, clock.today()).get("retention")
    longest = longest_use(line)
    late = longest.until + timedelta(days=30)
    by = longest.until + timedelta(days=rule.disposal_days)
    found = changed(
        cast,
        line,
        retention_months=99,
        use_from=longest.start,
        use_until=late,
        disposal_method="erase",
        disposal_by=by + timedelta(days=60),
    )
    said, url = next(one for title, one in found.items() if "廃棄" in title)
    assert url == at(line, "period")
    assert "保存期間を短くしてください" in said
    assert "利用期間を短くしてください" in said
    assert "廃棄の予定は" in said
    assert said in client.get(at(line, "period")).content.decode()
    assert said in client.get(draft(line)).content.decode()
    refused = client.post(f"{draft(line)}submit/").content.decode()
    assert said in refused
    found = changed(cast, line, retention_months=1, use_until=longest.until, disposal_by=by)
    said, url = next(one for title, one in found.items() if "廃棄" in title)
    assert (url, "短くして" in said) == ("", False), "what was told is all"


def test_the_step_says_by_when_the_data_are_disposed_of(
    cast: Cast, line: RequestLine, client: Client
) -> None:
    end = longest_use(line).until
    requests.edit_line(line, by=cast.shiomi.users["rep_bus"], use_until=end)
    due = end + timedelta(days=in_force(cast.shiomi.council, clock.today()).get("retention").disposal_days)
    shown = client.get(at(line, "period"))
    told = str(shown.context["form"].fields["disposal_by"].help_text)
    assert both(due) in told
    assert told in shown.content.decode()


def test_the_ground_leads_to_class_and_form_before_itself(cast: Cast, line: RequestLine) -> None:
    ground, consent = "法的根拠", "本人の同意"
    found = changed(cast, line, data_class="", form="", ground="")
    assert (found[ground][1], found[consent][1]) == (at(line, "what"), at(line, "what"))
    found = changed(cast, line, data_class="personal")
    assert (found[ground][1], found[consent][1]) == (at(line, "form"), at(line, "form"))
    found = changed(cast, line, form="third_party")
    assert (found[ground][1], found[consent][1]) == (at(line, "ground"), at(line, "ground"))


def test_what_the_class_asks_for_besides_is_asked_at_the_form(cast: Cast, line: RequestLine) -> None:
    fields = {"data_class": "anonymised", "processing": "anonymise", "form": "third_party"}
    said, url = changed(cast, line, **fields)["データの区分"]
    assert "手続の番号" in said
    assert url == at(line, "form"), "the form asks for the case of the procedure"


def test_a_purpose_that_the_assessment_lacks_is_named_and_both_ways_are_shown(
    cast: Cast, line: RequestLine, client: Client
) -> None:
    best = assessment_of(line, clock.today())
    row = find(cast.shiomi.council, best.reference, best.revision)
    Coverage.objects.filter(assessment=row).update(purposes=["PublicPolicyMaking"])
    title = next(str(check.title) for check, _url in rows(line) if "影響評価" in str(check.title))
    said, url = changed(cast, line)[title]
    assert url == f"{draft(line)}edit/", "the purpose is that of the request"
    assert "目的は、" in said
    assert f'href="/c/shiomi/assessments/{best.reference}/"' in client.get(at(line, "check")).content.decode()


def test_an_assessment_that_is_not_open_to_the_applicant_is_not_linked(
    cast: Cast, line: RequestLine, client: Client
) -> None:
    best = assessment_of(line, clock.today())
    row = find(cast.shiomi.council, best.reference, best.revision)
    Assessment.objects.filter(pk=row.pk).update(state="assessing")
    shown = client.get(at(line, "check")).content.decode()
    assert "を開く" not in shown
    assert "/assessments/PIA" not in shown
    seen = {check.about for check, _url in rows(line, cast.shiomi.users["secretary"])}
    assert seen > {""}, "whoever may read it is led to it"


def test_where_no_other_request_would_help_no_step_is_offered(cast: Cast, line: RequestLine) -> None:
    said, url = changed(cast, line, ground="consent_69_2_1", form="third_party")["本人の同意"]
    assert "提供先" in said
    assert url == "", "the notice does not name the company: that is the provider's to change"


def test_the_question_before_handing_in_says_how_many_checks_are_not_met(
    cast: Cast, line: RequestLine, client: Client
) -> None:
    page = client.get(draft(line))
    assert page.context["unmet"] == sum(
        check.state not in ("pass", "not_applicable") for check, _ in rows(line)
    )
    assert f"{page.context['unmet']}件の確認事項" in page.content.decode()


def test_an_empty_field_has_one_dash(cast: Cast, line: RequestLine, client: Client) -> None:
    requests.edit_line(
        line,
        by=cast.shiomi.users["rep_bus"],
        use_from=None,
        use_until=None,
        disposal_method="",
        disposal_by=None,
    )
    for page in (draft(line), f"{draft(line)}?tab=flow", at(line, "check")):
        assert not re.search("–[ 　]*–", client.get(page).content.decode()), page
    requests.edit_line(line, by=cast.shiomi.users["rep_bus"], use_from=date(2027, 1, 5))
    assert f"{short(date(2027, 1, 5))} –<" in client.get(at(line, "check")).content.decode()
