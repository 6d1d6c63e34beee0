"""A request that nobody touches lapses by the clock: after a warning, with a notice, and never by surprise."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import clock
from core.ledger.models import LedgerEntry
from core.outbox.models import Job
from governance.sharing.actions import lapsing, requests
from governance.sharing.models import Grant, RequestLine, Review, SharingRequest
from governance.sharing.queries import idle
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture
def draft(cast: Cast) -> SharingRequest:
    return SharingRequest.objects.get(council=cast.shiomi.council, title_ja="通学時間帯のバス運行の見直し")


def passed(row: SharingRequest, days: int) -> object:
    """So many days after it was last touched."""
    return clock.at(clock.on(idle.last_touched(row) + timedelta(days=days)))


def mails(kind: str, row: SharingRequest) -> int:
    return Job.objects.filter(
        key__startswith=f"sharing:{kind}:", payload__request=row.reference, council="shiomi"
    ).count()


def test_a_draft_is_warned_and_then_lapses(draft: SharingRequest) -> None:
    with passed(draft, 165):
        lapsing.lapse_untouched()
        assert mails("request_lapses_soon", draft) == 0
    with passed(draft, 166):
        lapsing.lapse_untouched()
        lapsing.lapse_untouched()
        assert mails("request_lapses_soon", draft) == 1
    with passed(draft, 179):
        lapsing.lapse_untouched()
        draft.refresh_from_db()
        assert draft.state == "drafted"
    with passed(draft, 180):
        lapsing.lapse_untouched()
        lapsing.lapse_untouched()
    draft.refresh_from_db()
    assert draft.state == "lapsed"
    assert mails("request_lapsed", draft) == 1


def test_a_late_warning_moves_the_day(draft: SharingRequest) -> None:
    with passed(draft, 300):
        lapsing.lapse_untouched()
        draft.refresh_from_db()
        assert draft.state == "drafted", "nobody had been warned"
    with passed(draft, 313):
        lapsing.lapse_untouched()
        draft.refresh_from_db()
        assert draft.state == "drafted"
    with passed(draft, 314):
        lapsing.lapse_untouched()
    draft.refresh_from_db()
    assert draft.state == "lapsed"


def test_whoever_touches_it_begins_the_time_anew(cast: Cast, draft: SharingRequest) -> None:
    with passed(draft, 170):
        lapsing.lapse_untouched()
        requests.edit_line(draft.lines.get(), by=cast.shiomi.users["rep_bus"], retention_months=12)
        touched = idle.last_touched(draft)
        assert touched == clock.today()
    draft.refresh_from_db()
    assert not idle.is_warned(SharingRequest.objects.get(pk=draft.pk)) or draft.lapse_warned_on == touched
    with clock.at(clock.on(touched + timedelta(days=179))):
        lapsing.lapse_untouched()
    draft.refresh_from_db()
    assert draft.state == "drafted"


def test_a_request_in_review_takes_its_review_with_it(cast: Cast) -> None:
    row = SharingRequest.objects.get(council=cast.shiomi.council, title_ja__contains="第2期")
    for days in (351, 365):
        with passed(row, days):
            lapsing.lapse_untouched()
    row.refresh_from_db()
    assert row.state == "lapsed"
    assert not Review.objects.filter(request=row, closed_at=None).exists()
    assert set(row.lines.values_list("state", flat=True)) == {"drafted"}
    assert mails("request_lapsed", row) >= 2, "applicant and secretariat"


def test_a_council_whose_rules_say_nothing_lets_them_live(
    draft: SharingRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idle, "rule_for", lambda row: (0, 0))
    with clock.at(clock.now() + timedelta(days=3000)):
        assert lapsing.lapse_untouched() == 0
        assert idle.lapses_on(draft) is None


# --- what was approved and never used ---


@pytest.mark.parametrize("state", ["approved", "accepted"])
def test_an_approval_whose_period_has_passed_unused_lapses(cast: Cast, state: str) -> None:
    rows = RequestLine.objects.filter(request__council=cast.shiomi.council, approvals__is_approved=True)
    line = rows.filter(grant__isnull=True).first() or rows.order_by("pk")[0]
    Grant.objects.filter(line=line).update(line=RequestLine.objects.filter(grant__isnull=True)[0])
    RequestLine.objects.filter(pk=line.pk).update(state=state)
    over = idle.over_on(line)
    assert over is not None
    with clock.at(clock.on(over)):
        lapsing.lapse_lines()
        line.refresh_from_db()
        assert line.state == state
    with clock.at(clock.on(over + timedelta(days=1))):
        lapsing.lapse_lines()
        assert lapsing.lapse_lines() == 0
    line.refresh_from_db()
    assert line.state == "closed"
    told = {job.payload["user"] for job in Job.objects.filter(key__startswith="sharing:line_lapsed:")}
    users = cast.shiomi.users
    assert users["secretary"].pk in told
    assert told & {users["officer_mayor"].pk, users["officer_education"].pk}
    assert (
        LedgerEntry.objects.filter(event="sharing.line_lapsed", subject=f"line:{line.reference}").count() == 1
    )
