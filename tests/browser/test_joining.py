"""An organisation joins a council, in a real browser.

The story: whoever represents it finds on her phone where to apply, says why, reads the participation rules and accepts
them. The secretary finds the application among today's work and admits the organisation by a decision; from then on its
representative begins on her standing.
"""

from __future__ import annotations

import pytest

from config.demo import rules
from config.demo.people import load
from governance.members.models import Membership
from tests.browser.reader import PHONE
from tests.cast import signed_in
from tests.factories import people
from tests.factories.decisions import decision_voted

MOTIVE = "商店街の人の流れを市とともに調べ、歩きやすい通りにするため。"


def session_of(user):
    return signed_in(user).cookies["sessionid"].value


def send(reader):
    """Press the button of the page's form."""
    with reader.page.expect_navigation():
        reader.page.locator("main form button.primary").last.click()


def she_applies_and_accepts_the_rules(phone):
    page = phone.open("/home/")
    phone.judge()
    page.locator("a[href='/c/shiomi/members/apply/']").first.click()
    page.locator("#id_motive").fill(MOTIVE)
    phone.judge()
    send(phone)
    page = phone.open("/home/")
    page.wait_for_url("**/pledge/")
    phone.judge()
    send(phone)
    assert page.locator("[aria-invalid=true]").count() == 1, "nothing is accepted without the tick"
    phone.problems.clear()  # the browser calls a page with status 422 a failure
    page.locator("#id_agree").check()
    send(phone)
    phone.judge()


def the_secretary_admits(desk, membership, number):
    page = desk.open("/c/shiomi/today/")
    desk.judge()
    page.locator(f"a[href='/c/shiomi/members/{membership.pk}/']").first.click()
    assert MOTIVE in page.get_by_role("main").inner_text()
    desk.judge()
    page.locator("a[href$='/admit/']").first.click()
    page.locator("#id_decision_number").fill(number)
    desk.judge()
    send(desk)
    desk.judge()


@pytest.mark.fresh_database
def test_an_organisation_applies_accepts_the_rules_and_is_admitted(read):
    cast = load()
    rules.fill(cast)
    world = cast.shiomi
    user = cast.expert  # has a second factor, and no role yet
    shops = people.organisation("汐見商店街振興組合", user)
    phone = read(session=session_of(user), width=PHONE, language="ja")
    she_applies_and_accepts_the_rules(phone)
    membership = Membership.objects.get(organisation=shops)
    assert (membership.state, membership.pledges.count()) == ("applied", 1)
    desk = read(session=session_of(world.users["secretary"]), language="ja")
    the_secretary_admits(desk, membership, decision_voted(world.council))
    membership.refresh_from_db()
    assert membership.state == "admitted"
    page = phone.open("/home/")
    page.wait_for_url("**/c/shiomi/**")
    phone.judge()
