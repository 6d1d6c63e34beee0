"""What the pages of sharing hand on to one another: the project, the agenda, the papers, the record to be erased."""

from __future__ import annotations

import html
import re
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.apps import apps
from django.utils.translation import override

from config.demo import moments
from core import clock
from core.rulebook.provider import in_force as rules_in_force
from governance.assembly import actions as assembly
from governance.assembly import queries as bodies
from governance.sharing.enums import LINE_OVER
from governance.sharing.models import (
    CitedProvision,
    Delivery,
    Pursuit,
    RequestLine,
    SharingRequest,
    StoredVerdict,
)
from governance.sharing.permissions import must_declare
from governance.sharing.queries import chain_links
from governance.sharing.queries.chain import chain
from governance.sharing.queries.citing import cited_otherwise
from governance.sharing.queries.requests import lines_opened_to, lines_visible_to
from tests.cast import Cast, signed_in
from tests.factories import consents
from tests.factories.sharing import reviewed
from tests.unguarded import unguarded

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
    made = client.post("/c/shiomi/requests/new/", {**form, "project": project.pk})
    row = SharingRequest.objects.get(title_ja="坂道の研究")
    assert made["Location"] == f"/c/shiomi/requests/{row.reference}/lines/add/"
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
    there = {row.link.url for row in rows if row.link.icon in ("review", "provider", "agreement")}
    assert there == {"/c/shiomi/requests/R-2026-018/?tab=review#acts-1"}
    assert 'id="acts-1"' in _page(cast.shiomi.users["auditor"], "/c/shiomi/requests/R-2026-018/?tab=review")
    page = _page(cast.shiomi.users["auditor"], "/c/shiomi/chain/R-2026-018/")
    assert "終了" in page
    assert "不適合" not in page
    for row in rows:
        if row.link.url:
            _page(cast.shiomi.users["auditor"], row.link.url.partition("#")[0])


def test_machines_read_the_chain_that_the_page_shows(cast: Cast) -> None:
    world, path = cast.shiomi, "/c/shiomi/chain/R-2026-018/?format=json"
    assert _links(_page(world.users["auditor"], path.partition("?")[0]), "format=json") == ["?format=json"]
    told = signed_in(world.users["auditor"]).get(path).json()
    (line,) = told["lines"]
    with override("ja"):
        row = RequestLine.objects.get(request__reference="R-2026-018", request__council=world.council)
        rows = chain_links.rows(world.council, chain(row))
    assert (told["request"], line["line"], line["state"]) == ("R-2026-018", row.reference, row.state)
    assert [(link["link"], link["state"], link["name"] or "") for link in line["links"]] == [
        (one.link.icon, one.link.state, one.link.name) for one in rows
    ]
    rule = line["links"][0]
    assert rule["article"] == {"label": rows[0].article, "url": f"http://testserver{rows[0].article_url}"}
    for key in ("rep_bus", "chihiro"):
        assert signed_in(world.users[key]).get(path).status_code == 404


def test_a_provision_leads_to_the_cases_that_rest_on_it(cast: Cast) -> None:
    world = cast.shiomi
    article = rules_in_force(world.council, clock.today()).article("pia_requirement")
    path = f"/c/shiomi/rests-on/{article.instrument}/{article.provision}/"
    assert path in _links(_page(world.users["rep_bus"], f"/c/shiomi/rules/{article.instrument}/"), "rests-on")
    assert not _links(
        _page(world.users["rep_bus"], f"/register/shiomi/rules/{article.instrument}/"), "rests-on"
    )
    page = _page(world.users["auditor"], path)
    assert article.label_ja in page
    assert _links(page, "/chain/R-2026-018/") == ["/c/shiomi/chain/R-2026-018/#line-1"]
    assert "提供のとき" in page
    for key in ("auditor", "rep_bus", "rep_university"):
        answer = signed_in(world.users[key]).get(path)
        shown = set(_links(answer.content.decode(), "/c/shiomi/chain/"))
        seen = lines_visible_to(world.users[key], world.council).filter(verdicts__isnull=False).distinct()
        mine = {f"/c/shiomi/chain/{one.request.reference}/#line-{one.number}" for one in seen}
        assert shown <= mine
        assert answer.context["page"].paginator.count == len(shown)
        assert ("R-2026-018" in answer.content.decode()) == (key != "rep_bus")
    _page(world.users["auditor"], f"/c/shiomi/rests-on/{article.instrument}/nothing/", 404)


def test_an_answer_counts_until_the_next_at_its_moment(cast: Cast) -> None:
    world = cast.shiomi
    article = rules_in_force(world.council, clock.today()).article("pia_requirement")
    path = f"/c/shiomi/rests-on/{article.instrument}/{article.provision}/"
    line = RequestLine.objects.get(request__reference="R-2026-018", request__council=world.council)
    for moment in set(line.verdicts.values_list("moment", flat=True)):
        assert _links(_page(world.users["auditor"], path), "/chain/R-2026-018/")
        words = {"facts": b"{}", "salt": b"0" * 16, "is_allowed": True, "checks": []}
        line.verdicts.create(moment=moment, at=clock.now(), **words)
    assert not _links(_page(world.users["auditor"], path), "/chain/R-2026-018/")


@pytest.mark.parametrize("told", ["document", "label", "other"])
def test_answers_kept_before_are_found_by_what_they_say(cast: Cast, told: str) -> None:
    """By the document and the provision that a check names; one that was kept first names its label alone."""
    world = cast.shiomi
    columns = ("verdict", "line", "moment", "at", "instrument", "provision", "code")
    before = sorted(CitedProvision.objects.values_list(*columns))
    article = rules_in_force(world.council, clock.today()).article("pia_requirement")
    with unguarded():
        for row in StoredVerdict.objects.exclude(checks=[]):
            for check in row.checks:
                if told == "label":
                    del check["instrument"], check["provision"]
                elif told == "other" and check["instrument"]:
                    check["instrument"] = f"other-{check['instrument']}"
            StoredVerdict.objects.filter(pk=row.pk).update(checks=row.checks)
        CitedProvision.objects.all()._raw_delete("default")
    import_module("governance.sharing.migrations.0042_provisions_that_verdicts_cite").fill(apps, None)
    filled = sorted(CitedProvision.objects.values_list(*columns))
    assert (filled == before) is (told != "other")
    assert len(filled) == len(before) > 0
    assert not any(cited_otherwise(row) for row in StoredVerdict.objects.prefetch_related("cited"))
    page = _page(world.users["auditor"], f"/c/shiomi/rests-on/{article.instrument}/{article.provision}/")
    assert bool(_links(page, "/chain/R-2026-018/")) is (told != "other")


def test_what_is_shut_until_a_member_declares_rests_on_nothing(cast: Cast) -> None:
    world = cast.shiomi
    for key in ("reviewer_law", "reviewer_security", "auditor", "secretary", "rep_university"):
        user = world.users[key]
        seen = lines_visible_to(user, world.council)
        opened = {line for line in seen if not must_declare(user, line.request)}
        assert set(lines_opened_to(user, world.council)) == opened
    waiting = StoredVerdict.objects.filter(line__request__reference="R-2026-032", line__number=1)
    row = waiting.filter(line__request__council=world.council).latest("pk")
    check = next(
        one
        for one in row.checks
        if one["applies"] and one["basis"] == "council" and one["state"] == "pass" and one["instrument"]
    )
    path = f"/c/shiomi/rests-on/{check['instrument']}/{check['provision']}/"
    for key, opens in (("reviewer_security", True), ("reviewer_law", False)):
        user = world.users[key]
        assert lines_visible_to(user, world.council).filter(pk=row.line_id).exists()
        assert bool(_links(_page(user, path), "/chain/R-2026-032/")) is opens


def test_a_notice_for_another_purpose_carries_no_link(cast: Cast) -> None:
    world = cast.shiomi
    line = RequestLine.objects.get(request__reference="R-2026-018", request__council=world.council)
    before = _notice(world, line)
    items = [
        {**consents.choice(world)["data_items"][0], "code": code}
        for code in sorted(line.dataset.items.values_list("code", flat=True))
    ]
    other = consents.notice(world, consents.choice(world, purpose="Marketing", data_items=items))
    assert _notice(world, line) == before
    page = _page(world.users["secretary"], "/c/shiomi/requests/R-2026-018/?tab=consents")
    row = page.partition(f"{other.notice.reference}v{other.number}")[2].partition("</tr>")[0]
    assert row
    assert "含まない" in row


def test_the_chain_of_every_request_has_every_link(cast: Cast) -> None:
    """Also of a draft, where no review has opened and nothing was delivered: these links are open, not left out."""
    council, every = (
        cast.shiomi.council,
        ["article", "body", "project", "dataset", "pia", "notice", "consent"],
    )
    every += ["request", "review", "decision", "provider", "agreement", "gate", "delivery", "disposal"]
    for line in RequestLine.objects.filter(request__council=council).select_related("request__council"):
        rows = chain_links.rows(council, chain(line))
        assert list(dict.fromkeys(str(row.link.icon) for row in rows)) == every, line
    drafts = ["R-2026-033", "R-2026-035"]
    for line in RequestLine.objects.filter(request__reference__in=drafts, request__council=council):
        links = {str(row.link.icon): row for row in chain_links.rows(council, chain(line))}
        board = links["body"]
        assert (board.link.state, board.link.url) == ("wait", "/c/shiomi/bodies/ethics_board/"), line
        assert board.article
        assert (links["delivery"].link.name, links["delivery"].link.state) == ("", "wait")


def test_a_line_without_a_board_says_so_and_a_filed_certificate_is_named(cast: Cast) -> None:
    council = cast.shiomi.council
    draft = RequestLine.objects.get(request__reference="R-2026-033", number=1, request__council=council)
    draft.form = "statutory"
    links = {str(row.link.icon): row.link for row in chain_links.rows(council, chain(draft))}
    assert (links["body"].name, links["body"].state) == ("–", "not_applicable")
    line = RequestLine.objects.get(request__reference="R-2026-018", request__council=council)
    for verified, name in ((True, "確認済み"), (None, "証明提出済み（確認待ち）"), (False, "証明差戻し")):
        found = chain(line)
        assert found.disposal is not None
        found.disposal.is_verified = verified
        link = chain_links.rows(council, found)[-1].link
        assert (link.name, link.url) == (name, f"/c/shiomi/grants/{line.grant.reference}/#disposal")


def _notice(world: Any, line: RequestLine) -> str:
    rows = chain_links.rows(world.council, chain(line))
    return next(str(row.link.name) for row in rows if row.link.icon == "notice")


def test_nothing_waits_in_a_line_that_is_over(cast: Cast) -> None:
    over = RequestLine.objects.filter(request__council=cast.shiomi.council, state__in=LINE_OVER)
    assert {line.state for line in over} >= {"not_approved", "closed"}
    for line in over:
        found = chain_links.rows(cast.shiomi.council, chain(line))
        assert "wait" not in {row.link.state for row in found}, line
        page = _page(cast.shiomi.users["secretary"], f"/c/shiomi/requests/{line.request.reference}/")
        assert "この申請明細は終了しました" in page
