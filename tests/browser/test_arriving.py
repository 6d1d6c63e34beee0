"""Arriving from a holder's app, in a real browser.

The story: somebody agreed in the city's app, which hands her over. She says on her phone that it is
her, finds on My page what the app had reported, and shows a code for the counter, where she is found by it.
"""

from __future__ import annotations

import pytest

from config.demo.people import load
from consent import actions
from core.administration.actions import issue_client
from core.clients.enums import Scope
from tests.browser.reader import DESK, PHONE
from tests.cast import signed_in
from tests.factories import consents as make

pytestmark = [pytest.mark.fresh_database, pytest.mark.writes_on_get]


def session_of(user):
    return signed_in(user).cookies["sessionid"].value


@pytest.mark.parametrize(("language", "theme", "width"), [("ja", "light", PHONE), ("en", "dark", DESK)])
def test_from_the_app_to_my_page_and_to_the_counter(site, read, language, theme, width):
    world = load().shiomi
    version, mayor = make.notice(world), world.organs["mayor"]
    client, _key = issue_client(
        world.council, mayor.organisation, name="アプリ", scopes=[Scope.CONSENT], by=None
    )
    actions.give(
        actions.known_to_holder(world.council, mayor, "KP-77"), version.items.all(), by=None, route="feed"
    )
    _opened, code = actions.open_handover(client, mayor, "KP-77")
    somebody = load().stranger
    reader = read(language=language, theme=theme, width=width, session=session_of(somebody))
    page = reader.open(f"/my/arrive/{code}/")
    reader.judge()
    page.locator("main form button.primary").click()
    page.wait_for_url("**/my/")
    assert page.get_by_role("switch").count() == 1
    reader.judge()
    page.locator(f"form[action='/my/code/{world.council.slug}/'] button").click()
    page.wait_for_url("**/my/code/**")
    reader.judge()
    shown = page.locator("main code").first.inner_text()
    desk = read(language=language, theme=theme, width=width, session=session_of(world.users["secretary"]))
    counter = desk.open("/c/shiomi/consents/counter/")
    desk.judge()
    counter.locator("#id_number").fill(shown)
    counter.locator("#id_number").press("Enter")
    counter.wait_for_url("**/consents/people/**")
    desk.judge()
    counter.locator("a[href$='/links/new/']").click()
    counter.wait_for_url("**/links/new/")
    desk.judge()
