"""A draft is stored while somebody types, and the button does not quarrel with that.

The story: the bus company's representative types into a request on a slow line. The draft has reached the council,
its answer is still on its way, and the button is pressed: it waits for the answer, and the page goes on without a
word of a conflict.
"""

from __future__ import annotations

import pytest

from config.demo.people import load
from governance.sharing.models import RequestLine
from tests.cast import signed_in

pytestmark = [pytest.mark.fresh_database("demo"), pytest.mark.writes_on_get]
REASON = "通学見守りの同意説明書による。"


def test_the_button_waits_for_the_draft_that_is_on_its_way(read):
    shiomi = load().shiomi
    author = shiomi.users["rep_bus"]
    line = RequestLine.objects.get(request__state="drafted", request__applicant=shiomi.organisations["bus"])
    held = []
    reader = read(session=signed_in(author).cookies["sessionid"].value)
    reader.page.route("**/keep/", lambda route: held.append((route, route.fetch())))
    page = reader.open(f"/c/shiomi/requests/{line.request.reference}/lines/{line.number}/edit/ground/")
    page.locator("#id_ground_reason").fill(REASON)
    page.wait_for_timeout(2_500)
    (route, answer), kept = held[0], line.revision
    line.refresh_from_db()
    assert line.revision == kept + 1, "the draft has reached the council"
    page.get_by_role("button", name="保存して次へ", exact=True).click(no_wait_after=True)
    route.fulfill(response=answer)
    page.wait_for_url(lambda url: "/ground/" not in url)
    line.refresh_from_db()
    assert (line.ground_reason, line.revision, len(held)) == (REASON, kept + 2, 1)
