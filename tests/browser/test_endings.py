"""How a grant ends, in a real browser: warned, expired, told; the disposal late, reminded, blocking, filed, verified.

The story: the university's grant runs until 31 March. It is warned in March, and ends by itself. May comes and nothing
was disposed of: the standing of the university is not in order, and nothing else may flow to it. It names the copy at
its computing centre, accounts for it, files the certificate with a file; the city verifies, and all is well again.
"""

from __future__ import annotations

from datetime import date

import pytest

from core import clock
from core.outbox.models import Job
from governance.sharing.models import Grant
from governance.sharing.tasks import run_the_clock
from tests.browser.path.telling import Calendar
from tests.browser.reader import DESK, PHONE
from tests.cast import load, signed_in

pytestmark = [pytest.mark.fresh_database("granted"), pytest.mark.writes_on_get, pytest.mark.long(1)]


@pytest.fixture
def calendar(site, monkeypatch):
    calendar = Calendar(clock.on(date(2027, 2, 1), 9))
    monkeypatch.setattr(clock, "now", calendar.now)
    return calendar


@pytest.fixture
def person(read, calendar):
    """Somebody of the cast at a screen, signed in on the day."""

    def sit_down(key, width=DESK, **how):
        session = signed_in(load().shiomi.users[key]).cookies["sessionid"].value
        return read(session=session, width=width, **how)

    return sit_down


def told(template):
    """Who was told, by the names of the cast."""
    names = {user.pk: key for key, user in load().shiomi.users.items()}
    rows = Job.objects.filter(payload__template=f"governance/sharing/{template}", payload__council="shiomi")
    return {names[job.payload["user"]] for job in rows}


def press(page, name):
    place = page.get_by_role("main")
    found = place.get_by_role("button", name=name, exact=True).or_(
        place.get_by_role("link", name=name, exact=True)
    )
    with page.expect_navigation():
        found.locator("visible=true").first.click()


def read_of_the_end(reader):
    """The recipient finds it coming."""
    page = reader.open("/c/shiomi/standing/")
    assert page.locator("li.work", has_text="利用承認の終了").count() == 1
    reader.judge()
    reader.open("/c/shiomi/deadlines/")
    reader.judge()


def account_for_the_copy(page):
    """The recipient names whom it gave a copy, and reports what became of it."""
    press(page, "渡した複製を追加する")
    page.locator("#id_holder").fill("計算機センター")
    press(page, "追加")
    press(page, "どうしたかを報告する 計算機センター")
    page.locator("input[name=outcome][value=disposed]").check()
    page.locator("#id_done_on").fill("2027-05-09")
    press(page, "記録する")


def file_the_certificate(reader):
    """It files the certificate, with the record of the erasure."""
    page = reader.page
    press(page, "返却・廃棄を証明する")
    page.locator("input[name=method][value=erase]").check()
    page.locator("#id_witness").fill("情報基盤センター長")
    page.locator("#id_description").fill("暗号化領域を鍵ごと消去した。")
    record = {"name": "erased.txt", "mimeType": "text/plain", "buffer": "消去の記録".encode()}
    page.locator("#id_uploads").set_input_files([record])
    reader.judge()
    press(page, "証明を提出する")
    assert page.get_by_role("link", name="erased.txt").count() == 1
    reader.judge()


def test_it_expires_and_its_late_disposal_blocks_until_it_is_verified(person, calendar):
    grant = Grant.objects.get(council__slug="shiomi")
    page_of = f"/c/shiomi/grants/{grant.reference}/"
    everyone = {"rep_university", "officer_mayor", "secretary", "secretary_2"}

    calendar.turn_to(date(2027, 3, 24))
    run_the_clock()
    assert told("grant_ends_soon") == everyone
    read_of_the_end(person("rep_university", width=PHONE))

    calendar.turn_to(date(2027, 4, 1), 1)
    run_the_clock()
    assert told("grant_ended") == everyone

    calendar.turn_to(date(2027, 5, 10))
    run_the_clock()
    assert told("disposal_overdue") == everyone
    reader = person("rep_university")
    page = reader.open("/c/shiomi/standing/")
    assert "返却・廃棄" in page.get_by_role("main").inner_text()
    assert page.get_by_text("足りないものはありません").count() == 0
    reader.judge()
    with page.expect_navigation():
        page.locator("li.work", has_text="廃棄").get_by_role("link").click()
    reader.judge()

    account_for_the_copy(page)
    file_the_certificate(reader)

    reader = person("officer_mayor")
    page = reader.open("/c/shiomi/standing/")
    with page.expect_navigation():
        page.locator("li.work", has_text="証明").get_by_role("link").click()
    press(page, "証明を確認する")
    press(page, "確認して完了する")
    assert told("grant_closed") == everyone
    page = person("rep_university", language="en", theme="dark").open("/c/shiomi/standing/")
    assert page.get_by_text("Nothing is missing.").count() == 1
    page = person("secretary").open(page_of)
    assert "計算機センター" in page.get_by_role("main").inner_text()
