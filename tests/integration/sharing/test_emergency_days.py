"""The last day of a ratification stands wherever somebody works on the case; late meetings are no way on."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

import pytest

from core.http.dates import short
from governance.sharing.models import Condition, Grant, RequestLine
from governance.sharing.queries.emergencies import ratify_by
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.usefixtures("demo")
EMERGENCY = "R-2026-034"


def page(cast: Cast, key: str, path: str) -> str:
    answer = signed_in(cast.shiomi.users[key]).get(f"/c/shiomi/{path}")
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.fixture
def line(cast: Cast) -> Any:
    rows = RequestLine.objects.filter(request__council=cast.shiomi.council)
    return rows.get(request__reference=EMERGENCY)


def test_everybody_concerned_sees_the_last_day(cast: Cast, line: Any) -> None:
    day = ratify_by(line)
    assert day is not None
    grant = Grant.objects.get(line=line).reference
    seat = line.request.reviews.get().panel.filter(is_recused=False).first()
    reviewer = next(key for key, user in cast.shiomi.users.items() if user.pk == seat.user_id)
    assert "追認" in page(cast, reviewer, "cases/")
    for key, path in (
        ("secretary", f"requests/{EMERGENCY}/"),
        ("secretary", f"grants/{grant}/"),
        ("chair", "today/"),
    ):
        shown = page(cast, key, path)
        assert "追認" in shown, path
        assert day.isoformat() in shown or short(day) in shown, path


def test_the_papers_come_back_before_the_ratification(cast: Cast, line: Any) -> None:
    user = signed_in(cast.shiomi.users["secretary"])
    form = user.get(f"/c/shiomi/requests/{EMERGENCY}/board/circulate/").context["form"]
    assert form.initial["until"] < ratify_by(line)


def test_a_revocation_without_a_decision_is_led_to_the_agenda(cast: Cast) -> None:
    condition = Condition.objects.get(line__request__reference="R-2026-031", state="open").pk
    for path in ("revoke/", f"conditions/{condition}/waive/"):
        shown = page(cast, "secretary", f"grants/G-2026-002/{path}")
        link = re.search(
            r'href="/c/shiomi/(meetings/\d+/items/new/\?[^"]*about=line%3AR-2026-031-2[^"]*)"', shown
        )
        assert link, path
        form = page(cast, "secretary", html.unescape(link[1]))
        assert re.search(r'value="line:R-2026-031-2"[^>]*(selected|checked)', form)


def test_no_condition_outlasts_the_grant(cast: Cast) -> None:
    row = Condition.objects.get(line__request__reference="R-2026-031", state="open")
    grant = row.line.grant
    url = f"/c/shiomi/grants/{grant.reference}/conditions/{row.pk}/extend/"
    user = signed_in(cast.shiomi.users["secretary"])
    assert short(row.due_on) in user.get(url).content.decode()
    after = {"due_on": grant.ends_on + timedelta(days=1), "reason": "集計に時間を要する。"}
    assert user.post(url, after).status_code == 422
    assert user.post(url, after | {"due_on": grant.ends_on}).status_code == 302
