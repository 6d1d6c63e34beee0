"""What the pages of sharing hand on to one another: the project, the agenda, the papers, the record to be erased."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from config.demo import moments
from core import clock
from governance.assembly import actions as assembly
from governance.assembly import queries as bodies
from governance.sharing.enums import LINE_OVER
from governance.sharing.models import Delivery, Pursuit, RequestLine, SharingRequest
from governance.sharing.queries import chain_links
from governance.sharing.queries.chain import chain
from tests.cast import Cast, signed_in
from tests.factories.sharing import reviewed

pytestmark = pytest.mark.usefixtures("demo")


def _page(user: Any, path: str, status: int = 200) -> str:
    answer = signed_in(user).get(path, follow=True)
    assert answer.status_code == status, path
    return answer.content.decode()


def _links(page: str, part: str) -> list[str]:
    """Addresses on the page that contain ``part``."""
    return [html.unescape(url) for url in re.findall(r'href="([^"]+)"', page) if part in url]


def _released(cast: Cast) -> Delivery:
    """The first delivery of steps to the university; 陽菜 was in it and withdrew."""
    return Pursuit.objects.get(person=cast.shiomi.persons["hina"]).delivery


def test_a_request_names_the_project_that_it_serves(cast: Cast) -> None:
    world = cast.shiomi
    project = bodies.project(world.council, "P-01")
    foreign = bodies.project(cast.nagiura.council, "P-01")
    form = {
        "recipient": world.organs["university"].pk,
        "title_ja": "坂道の研究",
        "purpose": "AcademicResearch",
        "purpose_ja": "坂道を調べる。",
    }
    client = signed_in(world.users["rep_university"])
    refused = client.post("/c/shiomi/requests/new/", {**form, "project": foreign.pk})
    assert refused.status_code == 422
    assert client.post("/c/shiomi/requests/new/", {**form, "project": project.pk}).status_code == 302
    row = SharingRequest.objects.get(title_ja="坂道の研究")
    assert row.project == project
    assert client.post(f"/c/shiomi/requests/{row.reference}/edit/", form).status_code == 302
    row.refresh_from_db()
    assert row.project is None


def test_an_opined_line_leads_to_the_agenda_of_the_body_that_decides(cast: Cast) -> None:
    world = cast.shiomi
    line = reviewed(world)
    with clock.at(moments.story(5)):
        steering = bodies.body(world.council, "steering")
        meeting = assembly.plan_meeting(
            steering, by=world.users["secretary"], starts_at=moments.story(12), place="会議室"
        )
        path = f"/c/shiomi/requests/{line.request.reference}/"
        page = _page(world.users["secretary"], path)
        (plan,) = _links(page, "/c/shiomi/meetings/plan/steering/")
        day = {"day": "2026-12-20", "time": "10:00", "place": "会議室", "form": "held"}
        onward = signed_in(world.users["secretary"]).post(plan, day)["Location"]
        assert "/items/new/?" in onward, "a meeting that is planned for the line takes it along"
        assert f'value="line:{line.reference}"' in _page(world.users["secretary"], onward)
        assert not _links(_page(world.users["chair"], path), "/meetings/plan/")
        (link,) = _links(page, f"/c/shiomi/meetings/{meeting.pk}/items/new/")
        asked = parse_qs(urlsplit(link).query)
        assert asked["about"] == [f"line:{line.reference}"]
        assert asked["concerned"] == [str(line.request.applicant_id)]
        form = _page(world.users["secretary"], link)
        assert f'value="line:{line.reference}"' in form
        ticked = re.findall(r'<input[^>]*name="concerned"[^>]*value="(\d+)"[^>]*checked', form)
        assert ticked == [str(line.request.applicant_id)]
        assert not _links(_page(world.users["rep_university"], path), "/items/new/")
        motion = assembly.table_motion(
            meeting, by=world.users["secretary"], title_ja="承認", about=f"line:{line.reference}"
        )
        page = _page(world.users["secretary"], path)
        assert not _links(page, "/items/new/")
        assert _links(page, f"/c/shiomi/meetings/{meeting.pk}/items/{motion.number}/")


def test_the_parties_find_the_record_of_whoever_withdrew(cast: Cast) -> None:
    world = cast.shiomi
    path = f"/c/shiomi/deliveries/{_released(cast).reference}/"
    for key in ("rep_university", "officer_mayor"):
        assert "KP-000003" in _page(world.users[key], path)
    assert "KP-000003" not in _page(world.users["secretary"], path)


def test_the_answer_to_a_withdrawal_is_the_recipients(cast: Cast) -> None:
    world = cast.shiomi
    pursuit = Pursuit.objects.get(person=world.persons["hina"])
    path = f"/c/shiomi/deliveries/{pursuit.delivery.reference}/withdrawals/{pursuit.pk}/"
    page = _page(world.users["rep_university"], path)
    assert "KP-000003" in page
    _page(world.users["secretary"], path, 403)


def test_the_record_names_its_form(cast: Cast) -> None:
    page = _page(cast.shiomi.users["auditor"], f"/c/shiomi/deliveries/{_released(cast).reference}/")
    assert "行政機関等による提供（協議会の様式で記録）" in page


def test_a_request_tells_its_decisions_and_hands_out_its_papers(cast: Cast) -> None:
    path = "/c/shiomi/requests/R-2026-018/?tab=record"
    page = _page(cast.shiomi.users["rep_university"], path)
    told = page.partition('class="timeline"')[2].partition("</ol>")[0]
    line = RequestLine.objects.get(request__reference="R-2026-018", request__council=cast.shiomi.council)
    for number in (
        line.outcomes.get().number,
        line.approvals.get().decision.number,
        line.provider_decisions.get().file_number,
        line.agreements.get().reference,
        line.grant.reference,
    ):
        assert number in told
    assert len(_links(page, "/documents/")) == 3  # acceptance, opinion, approval


def test_a_citizen_reads_by_which_rule_it_was_decided(cast: Cast) -> None:
    page = _page(cast.shiomi.users["chihiro"], "/my/disclosures/")
    assert "（幹事会、取扱規程第21条第1項）" in page


def test_what_has_run_its_time_is_over_and_not_wrong(cast: Cast) -> None:
    line = RequestLine.objects.get(request__reference="R-2026-018", request__council=cast.shiomi.council)
    rows = chain_links.rows(cast.shiomi.council, chain(line))
    states = {str(row.link.icon): row.link.state for row in rows}
    assert {states[name] for name in ("decision", "agreement", "gate")} == {"closed"}
    assert not {"fail", "unknown"} & set(states.values())
    page = _page(cast.shiomi.users["auditor"], "/c/shiomi/chain/R-2026-018/")
    assert "終了" in page
    assert "不適合" not in page
    for row in rows:
        if row.link.url:
            _page(cast.shiomi.users["auditor"], row.link.url.partition("#")[0])


def test_nothing_waits_in_a_line_that_is_over(cast: Cast) -> None:
    over = RequestLine.objects.filter(request__council=cast.shiomi.council, state__in=LINE_OVER)
    assert {line.state for line in over} >= {"not_approved", "closed"}
    for line in over:
        found = chain_links.rows(cast.shiomi.council, chain(line))
        assert "wait" not in {row.link.state for row in found}, line
        page = _page(cast.shiomi.users["secretary"], f"/c/shiomi/requests/{line.request.reference}/")
        assert "この申請明細は終了しました" in page
