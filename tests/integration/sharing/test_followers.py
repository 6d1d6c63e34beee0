"""What was granted is changed one request after the other: data never flow under two grants of one family."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from config.demo import moments
from core import clock
from core.errors import NotNow
from governance.sharing.actions import following, requests
from governance.sharing.enums import GrantState, LineState
from governance.sharing.models import Grant, RequestLine, SharingRequest
from governance.sharing.queries.disposals import held_under
from governance.sharing.queries.succession import family, follower
from governance.sharing.tasks import run_the_clock
from tests.cast import Cast, enter
from tests.factories.sharing import newest_grant
from tests.integration.sharing.test_following import agreed, follow

pytestmark = pytest.mark.begins_with("demo_granted")
LATER = timedelta(days=20)


@pytest.fixture
def grant(cast: Cast) -> Grant:
    """A grant of the university, in force since the sixth day of the story."""
    return newest_grant(cast.shiomi)


@pytest.fixture
def second(cast: Cast, grant: Grant) -> Grant:
    """The grant of its change, in whose favour it ended."""
    with clock.at(moments.story(7)):
        made = follow(cast, grant, "amendment", use_from=clock.today())
    with clock.at(moments.story(8)):
        new = agreed(cast, made)
    new.refresh_from_db()
    assert new.succeeds == grant
    return new


def beside(cast: Cast, grant: Grant, second: Grant, **changed: object) -> SharingRequest:
    """Another change of ``grant`` beside ``second``, as they could be begun once."""
    made = follow(cast, second, "amendment", **changed)
    made.lines.update(follows=grant.line)
    return made


def states(*rows: Grant) -> list[str]:
    for row in rows:
        row.refresh_from_db()
    return [row.state for row in rows]


def test_whoever_wants_another_change_begins_from_the_newest(cast: Cast, grant: Grant, second: Grant) -> None:
    user, row = cast.shiomi.users["rep_university"], grant.line.request
    with clock.at(moments.story(11)):
        for kind in ("amendment", "renewal"):
            with pytest.raises(NotNow, match="line_followed") as refused:
                following.follow(row, by=user, kind=kind)
            assert refused.value.params["by"] == second.line.reference
        client, address = enter(Client(), user), f"/c/shiomi/requests/follow/{grant.reference}/"
        for page in (client.get(address), client.post(address, {"kind": "renewal", "lines": ["1"]})):
            text = page.content.decode()
            assert f'href="/c/shiomi/requests/{second.line.request.reference}/"' in text
            assert 'name="kind"' not in text, "the form could only fail"
        assert 'name="kind"' in client.get(f"/c/shiomi/requests/follow/{second.reference}/").content.decode()
        third = following.follow(second.line.request, by=user, kind="amendment")
    assert third.lines.get().follows == second.line
    assert set(family(second.line)) == {grant.line_id, second.line_id, third.lines.get().pk}


def test_a_line_is_followed_while_the_agreement_of_its_change_is_outstanding(
    cast: Cast, grant: Grant
) -> None:
    user, row = cast.shiomi.users["rep_university"], grant.line.request
    with clock.at(moments.story(7)):
        made = follow(cast, grant, "amendment", use_from=clock.today())
    line = made.lines.get()
    for state in (LineState.OPINED, LineState.APPROVED, LineState.ACCEPTED):
        SharingRequest.objects.filter(pk=made.pk).update(state="concluded")
        RequestLine.objects.filter(pk=line.pk).update(state=state)
        with pytest.raises(NotNow, match="line_followed"):
            following.follow(row, by=user, kind="amendment")
    for state in (LineState.NOT_APPROVED, LineState.DECLINED, LineState.CLOSED):
        RequestLine.objects.filter(pk=line.pk).update(state=state)
        assert follower(grant.line) is None, "it came to nothing"
    assert following.follow(row, by=user, kind="amendment").kind == "amendment"


def test_a_withdrawn_change_bars_no_other(cast: Cast, grant: Grant) -> None:
    user = cast.shiomi.users["rep_university"]
    with clock.at(moments.story(7)):
        made = following.follow(grant.line.request, by=user, kind="amendment")
        requests.withdraw(made, by=user)
        assert following.follow(grant.line.request, by=user, kind="amendment").follows == grant.line.request


def test_two_changes_of_one_grant_never_run_side_by_side(cast: Cast, grant: Grant, second: Grant) -> None:
    with clock.at(moments.story(11)):
        made = beside(cast, grant, second, items=["daily_steps"], use_from=clock.today())
    with clock.at(moments.story(13)):
        third = agreed(cast, made, step=14)
    assert states(grant, second, third) == ["closed", "closed", "active"]
    assert held_under(third) == [third.pk, second.pk, grant.pk]


def test_one_that_awaits_its_conditions_lapses_where_a_newer_one_begins(
    cast: Cast, grant: Grant, second: Grant
) -> None:
    Grant.objects.filter(pk=second.pk).update(state=GrantState.AWAITING, succeeds=None)
    Grant.objects.filter(pk=grant.pk).update(state=GrantState.ACTIVE, closed_at=None)
    RequestLine.objects.filter(pk=grant.line_id).update(state=LineState.AGREED)
    with clock.at(moments.story(11)):
        made = follow(cast, second, "amendment", use_from=clock.today())
    with clock.at(moments.story(13)):
        third = agreed(cast, made, step=14)
    assert states(grant, second, third) == ["closed", "closed", "active"]
    assert (third.succeeds, held_under(third)) == (grant, [third.pk, grant.pk])


def test_a_renewal_stays_where_the_grant_before_it_is_changed_until_then(cast: Cast, grant: Grant) -> None:
    """The change runs until the renewal begins, and what is held goes on under that."""
    with clock.at(moments.story(7)):
        later = moments.story(15).astimezone(clock.TOKYO).date() + LATER
        renewal = follow(cast, grant, "amendment", use_from=later)
    with clock.at(moments.story(8)):
        second = agreed(cast, renewal)
    with clock.at(moments.story(11)):
        until = later - timedelta(days=1)
        days = {"use_from": clock.today(), "use_until": until, "disposal_by": later}
        made = follow(cast, second, "amendment", **days)
    with clock.at(moments.story(13)):
        third = agreed(cast, made, step=14)
    assert states(grant, second, third) == ["closed", "active", "active"]
    assert (third.succeeds, third.ends_on, second.starts_on) == (grant, until, later)
    with clock.at(clock.on(later)):
        run_the_clock()
    assert states(grant, second, third) == ["closed", "active", "closed"]
    assert held_under(second) == [second.pk, third.pk, grant.pk]
