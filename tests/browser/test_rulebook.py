"""A secretary changes a rule, and the rule binds from its day.

The story: the secretary reads the bylaws, drafts an amendment, rewords the article on convening and the period
that it fixes, sees the comparison grow, and adopts it for tomorrow. Every page on the way is judged.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from config.demo import rules
from config.demo.people import load
from core import clock
from core.rulebook import provider
from tests.browser.reader import PHONE
from tests.cast import signed_in
from tests.factories.decisions import decision_voted


@pytest.mark.fresh_database
def test_a_rule_is_changed_and_binds_from_its_day(read):
    cast = load()
    rules.fill(cast)
    council, secretary = cast.shiomi.council, cast.shiomi.users["secretary"]
    session = signed_in(secretary).cookies["sessionid"].value
    desk = read(session=session, language="ja")
    page = desk.open(f"/c/{council.slug}/rules/")
    desk.judge()

    page.get_by_role("link", name="協議会規約").click()
    desk.judge()
    page.get_by_role("link", name="改正案を作る").click()
    page.get_by_label("理由（日本語）").fill("議案を検討する時間を確保するため。")
    page.get_by_label("理由（英語）").fill("More time to study the items.")
    page.get_by_role("button", name="改正案を作り始める").click()
    desk.judge()

    page.get_by_role("link", name="本文を変更する").first.click()
    desk.judge()
    tools = page.locator("[id='convening.main'] + .provision-tools")
    tools.locator("summary").first.click()
    tools.get_by_role("link", name="書き改める").click()
    text = page.get_by_label("本文（日本語）")
    text.fill(text.input_value().replace("7日前", "10日前"))
    desk.judge()
    page.get_by_role("button", name="改正案に保存する").click()

    page.locator("[id='convening.main']").get_by_role("link", name="変更").click()
    page.get_by_label("日数").fill("10")
    page.get_by_role("button", name="改正案に保存する").click()
    page.get_by_role("link", name="新旧対照表を見る").click()
    assert page.locator("ins").first.inner_text() == "10"
    assert page.locator("del").first.inner_text() == "7"
    desk.judge()

    page.get_by_role("link", name="制定の手続へ").click()
    page.get_by_label("決定の番号").fill(decision_voted(council, "amendment"))
    tomorrow = clock.today() + timedelta(days=1)
    page.get_by_label("施行日").fill(tomorrow.isoformat())
    desk.judge()
    page.get_by_role("button", name="制定の手続へ").click()
    assert "第2版" in page.locator("h1").inner_text()
    desk.judge()

    assert provider.in_force(council, clock.today()).get("notice_of_meeting").days == 7
    assert provider.in_force(council, tomorrow).get("notice_of_meeting").days == 10
    phone = read(session=session, width=PHONE, language="en", theme="dark")
    for path in ("rules/settings/", "rules/bylaws/?edition=2&both=1", "rules/bylaws/compare/1/2/"):
        phone.open(f"/c/{council.slug}/{path}")
        phone.judge()
