"""Pages to which no link of the demo council leads the personas of the walks: somebody has to do something first, or
the page is for people of whom there is no walk.

The story: whoever the page is for does what it asks for, opens it, and it is judged on a desk and on a phone.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils.http import int_to_base36

from config.demo.people import Cast, World, load
from consent.actions import Earlier, begin_notice, begin_take_over
from consent.models import ConsentItem
from core import clock
from core.administration import actions as administration
from core.administration.invitations import tokens
from governance.assembly.actions import return_draft
from governance.assembly.models import Draft
from governance.rulebook.actions import keep_founding_text
from governance.rulebook.rules import notation
from governance.sharing.actions import datasets, experts, record_lookups
from governance.sharing.models import SharingRequest
from governance.sharing.queries.panels import seated_users
from governance.sharing.queries.wishes import Wish, sealed
from pia.actions import open_assessment
from tests.browser.reader import Reader
from tests.cast import signed_in
from tests.factories.decisions import by_usual_rules, decision_taken

pytestmark = [pytest.mark.fresh_database("demo"), pytest.mark.writes_on_get, pytest.mark.long(1)]
IN_REVIEW = "R-2026-032"
TRAVEL = """code = "travel"
title_ja = "旅費細則"
title_en = "Rules on travel"
short_ja = "旅費細則"
short_en = "Travel rules"

[[units]]
key = "travel"
level = "article"
heading_ja = "旅費"
heading_en = "Travel"
reason_ja = "支払の基準を定めるため。"
reason_en = "To say what is paid."

[[units]]
key = "travel.main"
level = "paragraph"
text_ja = "旅費は、実費とする。"
text_en = "Travel is paid at cost."
"""


def of_data(world: World) -> Iterator[tuple[str, str]]:
    """What a data officer declares, and tells a person who asks."""
    officer, mayor = world.users["officer_mayor"], world.organs["mayor"]
    yield "officer_mayor", "datasets/new/"
    yield "officer_mayor", "datasets/import/"
    draft = datasets.draft(world.council, by=officer, provider=mayor, title_ja="海辺の散歩の記録")
    for page in ("items/", "stages/store/"):
        yield "officer_mayor", f"datasets/{draft.reference}/{page}"
    yield "officer_mayor", f"consents/ended/{mayor.pk}/"
    yield "officer_mayor", "records/over/"
    found = record_lookups.look_up(
        world.council, by=officer, holder=mayor, holder_id="KP-000001", reason="本人からの申出"
    )
    yield "officer_mayor", f"records/person/{found.pk}/"


def of_notices(world: World) -> Iterator[tuple[str, str]]:
    """What the secretariat writes for citizens, and takes over of what they said elsewhere."""
    council, secretary = world.council, world.users["secretary"]
    words = {
        "service_ja": "海辺の散歩の会",
        "service_en": "Walks",
        "title_ja": "研究",
        "title_en": "Research",
    }
    notice = begin_notice(council, by=secretary, **words)
    for page in ("text/", "choices/new/", "publish/"):
        yield "secretary", f"notices/{notice.reference}/{page}"
    with by_usual_rules():
        number = decision_taken(council)
    item = ConsentItem.objects.filter(version__notice__council=council).first()
    rows = [Earlier("U-1", clock.now())]
    taken = begin_take_over(item, "U-1,2026-06-01", by=secretary, decision=number, rows=rows)
    yield "secretary", f"consents/import/{taken.pk}/"


def of_papers(world: World) -> Iterator[tuple[str, str]]:
    """Rules before there were any, a further rule document, and a draft that goes back."""
    secretary, approver = world.users["secretary"], world.users["approver"]
    yield "secretary", "rules/bylaws/?on=2000-01-01"
    keep_founding_text(world.council, by=secretary, document=notation.read(TRAVEL))
    yield "secretary", "rules/new/travel/adopt/"
    draft = Draft.objects.get(council=world.council, state="in_approval")
    yield "approver", f"drafts/{draft.pk}/return/"
    return_draft(draft, by=approver, reason="宛先を直してください。")
    yield "secretary", f"drafts/{draft.pk}/again/"


def of_assessments(world: World) -> Iterator[tuple[str, str]]:
    """The first question of an assessment, who works on one, and how a reviewer sends one back."""
    assessor = world.users["assessor"]
    begun = open_assessment(world.council, by=assessor, title_ja="散歩の記録", dataset="D-01")
    yield "assessor", f"assessments/{begun.reference}/threshold/"
    yield "secretary", f"assessments/{begun.reference}/people/"
    yield "pia_reviewer", "assessments/PIA-03/return/"


def of_requests(world: World) -> Iterator[tuple[str, str]]:
    """What applicants write, and what somebody on the panel reads before declaring."""
    draft = "requests/R-2026-033/lines/"
    yield "rep_bus", f"{draft}add/"
    yield "rep_bus", f"{draft}1/edit/ground/"
    yield "rep_bus", f"{draft}1/edit/check/"
    yield "rep_delivery", "requests/R-2026-031/reexamine/"
    yield "rep_delivery", "requests/follow/R-2026-031/"
    university = world.organisations["university"].pk
    wish = Wish("shiomi", "D-01", university, clock.now(), purpose="AcademicResearch")
    yield "rep_university", f"requests/asked/?asked={sealed(wish)}"
    request = SharingRequest.objects.get(council=world.council, reference=IN_REVIEW)
    late = seated_users(request).filter(declared_at__isnull=True).first().user
    yield next(key for key, user in world.users.items() if user == late), f"requests/{IN_REVIEW}/"


def of_the_house(cast: Cast) -> Iterator[tuple[str, str]]:
    """What the operator, somebody invited and an outside expert find, and a machine's address."""
    council, secretary = cast.shiomi.council, cast.shiomi.users["secretary"]
    yield "operator", "/administration/law/new/"
    asked = administration.invite_user(email="new@shiomi.example", name="新任 者", by=cast.operator)
    yield "", f"/administration/invitation/{int_to_base36(asked.pk)}/{tokens.make_token(asked)}/"
    yield "expert", "invited/"
    request = SharingRequest.objects.get(council=council, reference=IN_REVIEW)
    experts.declare(request, by=cast.expert, interest="none")
    yield "expert", f"invited/{IN_REVIEW}/"
    city = cast.shiomi.organisations["city"]
    opened = administration.open_endpoint(council, city, url="https://city.example/events", by=secretary)
    yield "secretary", f"/administration/endpoints/{opened[0].pk}/"


def what_is_shown_once(reader: Reader) -> None:
    """The secret of an address, on whose page the secretary is, and the key of a machine."""
    page = reader.page
    with page.expect_navigation():
        page.locator("form[action$='/rotate/']").evaluate("form => form.submit()")
    reader.judge()
    reader.open("/administration/clients/new/")
    for name in ("council", "organisation"):
        page.locator(f"#id_{name}").select_option(index=1)
    page.locator("#id_name").fill("都市OS")
    page.locator("#id_scopes input").first.check()
    with page.expect_navigation():
        page.locator("main form button.primary").click()
    reader.judge()


def a_link_that_is_over(reader: Reader) -> None:
    """An invitation that was followed before."""
    reader.page.goto("/administration/invitation/")
    reader.problems.clear()  # the browser calls a page with status 404 a failure
    reader.judge()


def test_pages_beside_the_walks_are_in_order(read):
    cast = load()
    users = {**cast.shiomi.users, "operator": cast.operator, "expert": cast.expert}
    readers = {}

    def visit(who: str, path: str) -> None:
        if who not in readers:
            session = signed_in(users[who]).cookies["sessionid"].value if who else ""
            readers[who] = read(session=session)
        readers[who].open(path if path.startswith("/") else f"/c/shiomi/{path}")
        readers[who].judge()

    for ways in (of_data, of_notices, of_papers, of_assessments, of_requests):
        for who, path in ways(cast.shiomi):
            visit(who, path)
    for who, path in of_the_house(cast):
        visit(who, path)
    what_is_shown_once(readers["secretary"])
    a_link_that_is_over(read())
