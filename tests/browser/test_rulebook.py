"""A secretary changes a rule, and the rule binds from its day.

The story: the secretary reads the bylaws, drafts an amendment, rewords the article on convening and the period
that it fixes, sees the comparison grow, and adopts it for tomorrow. In a council that is being founded she does the
same with the drafts of the first rule documents. Every page on the way is judged.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from config.demo import rules
from config.demo.people import load
from core import clock
from core.access import grants
from core.access.roles import Role
from core.rulebook import provider
from governance.rulebook import actions
from tests.browser.reader import PHONE
from tests.cast import signed_in
from tests.factories import people
from tests.factories.decisions import decision_voted

NAMES = {
    f"{name}_{language}": "若葉市" if language == "ja" else "Wakaba City"
    for name in ("city", "office", "secretariat")
    for language in ("ja", "en")
}


def ten_days_for_seven(desk):
    """The words of a provision are changed, then its setting."""
    page = desk.page
    page.get_by_role("link", name="本文を変更する").first.click()
    desk.judge()
    tools = page.locator("[id='convening.main'] + .provision-tools")
    tools.locator("summary").first.click()
    tools.get_by_role("link", name="書き改める").click()
    text = page.get_by_label("本文（日本語）")
    text.fill(text.input_value().replace("7日前", "10日前"))
    desk.judge()
    page.get_by_role("button", name="案に保存する").click()

    page.locator("[id='convening.main']").get_by_role("link", name="変更").click()
    page.get_by_label("日数").fill("10")
    page.get_by_role("button", name="案に保存する").click()


def it_is_adopted(desk, decision, day):
    """By a decision of the assembly, from a day on."""
    page = desk.page
    page.get_by_role("link", name="制定の手続へ").click()
    page.get_by_label("決定の番号").fill(decision)
    page.get_by_label("施行日").fill(day.isoformat())
    desk.judge()
    page.get_by_role("button", name="制定の手続へ").click()
    assert "第2版" in page.locator("h1").inner_text()
    desk.judge()
    page.locator("main a[href$='/2/withdraw/']").click()
    desk.judge()


def the_first_rules_are_changed(phone, young):
    """A council without rules changes the drafts of its first ones: a setting, a title; and begins one of its own."""
    page = phone.open(f"/c/{young.slug}/rules/first/")
    phone.judge()
    page.get_by_role("link", name="案を確認・変更する").first.click()
    phone.judge()
    page.locator("[id='quorum.main']").get_by_role("link", name="変更").click()
    page.get_by_label("割合の分母").fill("3")
    phone.judge()
    page.get_by_role("button", name="案に保存する").click()
    assert "3分の1以上" in page.locator("[id='quorum.main'] .fixed-value").inner_text()
    page.get_by_role("link", name="題名と略称を変更する").click()
    page.get_by_label("題名（日本語）").fill("若葉協議会規約")
    phone.judge()
    page.get_by_role("button", name="保存").click()
    assert "若葉協議会規約" in page.locator("h1").inner_text()
    page.get_by_role("link", name="案の一覧").click()
    page.get_by_role("link", name="独自の規程の案を作る").click()
    phone.judge()


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

    ten_days_for_seven(desk)
    page.get_by_role("link", name="新旧対照表を見る").click()
    assert page.locator("ins").first.inner_text() == "10"
    assert page.locator("del").first.inner_text() == "7"
    desk.judge()

    tomorrow = clock.today() + timedelta(days=1)
    it_is_adopted(desk, decision_voted(council, "amendment"), tomorrow)

    assert provider.in_force(council, clock.today()).get("notice_of_meeting").days == 7
    assert provider.in_force(council, tomorrow).get("notice_of_meeting").days == 10
    phone = read(session=session, width=PHONE, language="en", theme="dark")
    for path in ("rules/settings/", "rules/bylaws/?edition=2&both=1", "rules/bylaws/compare/1/2/"):
        phone.open(f"/c/{council.slug}/{path}")
        phone.judge()

    young = people.council("wakaba")
    grants.give(Role.SECRETARY, secretary, young)
    phone = read(session=session, width=PHONE, language="ja")
    phone.open(f"/c/{young.slug}/rules/first/")
    phone.judge()
    actions.begin_founding(young, by=secretary, placeholders=NAMES)
    the_first_rules_are_changed(phone, young)
