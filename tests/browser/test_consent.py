"""Agreeing and withdrawing, in a real browser.

The story: 森川 千尋 gets a question on her phone. She reads it before she signs in, finds two equal buttons,
agrees, checks her answer, signs in, sends it and holds a receipt. Later she switches the consent off: she is
told what that means and is asked for no reason. The same works without JavaScript, and with the keyboard
alone. トミ reads it in plain Japanese with furigana.
"""

from __future__ import annotations

import pytest

from config.demo.people import load, password
from consent import actions, queries
from consent.models import Consent
from core import clock
from core.outbox.models import Job
from core.outbox.work import perform
from tests.browser.reader import DESK, NARROW, PHONE
from tests.cast import signed_in
from tests.factories import consents as make
from tests.factories.decisions import by_usual_rules, decision_taken

pytestmark = [pytest.mark.fresh_database, pytest.mark.writes_on_get]
QUESTION = "/my/agree/shiomi/N-01/"


@pytest.fixture
def version(site):
    return make.notice(load().shiomi)


def sign_in(page):
    page.locator("#id_login").fill(load().shiomi.users["chihiro"].email)
    page.locator("#id_password").fill(password())
    page.locator("#id_password").press("Enter")
    page.wait_for_url("**/my/answers/**")


@pytest.mark.parametrize("scripts", [True, False], ids=["script", "no-script"])
def test_from_the_question_to_the_withdrawal(read, version, scripts):
    reader = read(width=PHONE, scripts=scripts)
    page = reader.open(QUESTION)
    page.get_by_role("button", name="同意する").click()
    page.wait_for_url("**/accounts/login/**")
    sign_in(page)
    assert page.get_by_text("まだ送信していません").is_visible()
    page.get_by_role("button", name="この内容で送る").click()
    page.wait_for_url("**/my/receipts/**")
    receipt = load().shiomi.persons["chihiro"].receipts.get()
    assert page.get_by_text(receipt.number).first.is_visible()
    reader.open("/my/")
    page.get_by_role("switch").click()
    page.wait_for_url("**/my/withdraw/**")
    assert Consent.objects.get().state == "in_force"
    assert page.get_by_role("textbox").count() == 0
    page.get_by_role("button", name="同意を撤回する").click()
    page.wait_for_url("**/my/receipts/**")
    assert Consent.objects.get().state == "withdrawn"
    assert not queries.in_force([Consent.objects.get().item_id], at=clock.now()).exists()


def test_the_two_buttons_are_equal_to_the_pixel(read, version):
    for width in (NARROW, PHONE, DESK):
        page = read(width=width).open(QUESTION)
        buttons = [page.get_by_role("button", name=name, exact=True) for name in ("同意する", "同意しない")]
        boxes = [button.bounding_box() for button in buttons]
        assert boxes[0]["width"] == boxes[1]["width"]
        assert boxes[0]["height"] == boxes[1]["height"] >= 44
        looks = [
            button.evaluate(
                "b => { const s = getComputedStyle(b);"
                " return [s.color, s.backgroundColor, s.borderColor, s.fontWeight, s.fontSize].join() }"
            )
            for button in buttons
        ]
        assert looks[0] == looks[1]


def test_by_keyboard_alone(read, version):
    session = signed_in(load().shiomi.users["chihiro"]).cookies["sessionid"].value
    page = read(width=DESK, session=session).open(QUESTION)
    assert page.evaluate("document.activeElement.tagName") == "BODY", "a stray key press answers nothing"
    for _press in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "refuse":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/my/answers/**")
    assert page.get_by_text("同意しない").first.is_visible()


@pytest.mark.parametrize(("language", "theme", "width"), [("ja", "dark", PHONE), ("en", "light", DESK)])
def test_pages_are_readable_for_everyone(read, version, language, theme, width):
    user = load().shiomi.users["chihiro"]
    session = signed_in(user).cookies["sessionid"].value
    reader = read(language=language, theme=theme, width=width, session=session)
    reader.open(QUESTION)
    reader.judge()
    reader.page.locator("button[value=give]").click()
    reader.page.wait_for_url("**/my/answers/**")
    reader.judge()
    reader.page.locator("main .button.large").click()
    reader.page.wait_for_url("**/my/receipts/**")
    reader.judge()
    for path in (
        "/my/",
        "/my/history/",
        "/my/receipts/",
        "/my/proxies/",
        "/my/notices/",
        "/my/notices/shiomi/N-01/",
    ):
        reader.open(path)
        reader.judge()
    reader.open("/my/")
    reader.page.get_by_role("switch").click()
    reader.page.wait_for_url("**/my/withdraw/**")
    reader.judge()


def test_plain_japanese_with_furigana_fits_a_small_phone(read, version):
    reader = read(width=NARROW, cookies={"layer": "easy", "furigana": "on"})
    page = reader.open(QUESTION)
    assert page.locator("main ruby").count() > 3
    reader.judge()


@pytest.mark.parametrize(("language", "theme", "width"), [("ja", "dark", PHONE), ("en", "light", DESK)])
def test_the_page_of_a_defective_notice_tells_by_itself_how_far_it_is(read, version, language, theme, width):
    world = load().shiomi
    chihiro, secretary = world.persons["chihiro"], world.users["secretary"]
    actions.give(chihiro, version.items.all(), by=chihiro.user)
    how = {"language": language, "theme": theme, "width": width}
    reader = read(**how, session=signed_in(secretary).cookies["sessionid"].value)
    page = reader.open("/c/shiomi/notices/N-01/versions/1/invalidate/")
    reader.judge()
    with by_usual_rules():
        number = decision_taken(world.council)
    page.locator("input[name=decision]").fill(number)
    page.locator("main form .button.primary").click()
    page.wait_for_url("**/notices/N-01/")
    assert page.locator("progress").is_visible()
    reader.judge()
    assert perform(Job.objects.get(kind="defective_notice").pk)
    page.locator("progress").wait_for(state="detached")
    assert page.get_by_text(number).is_visible()
    reader.judge()
    person = read(**how, session=signed_in(chihiro.user).cookies["sessionid"].value)
    for path in ("/my/", "/my/notices/", "/my/notices/shiomi/N-01/"):
        person.open(path)
        person.judge()
