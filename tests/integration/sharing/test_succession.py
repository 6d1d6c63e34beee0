"""What was delivered under a grant that another one replaced: held on, and pursued until its disposal is verified."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from config.demo import moments
from consent import actions as consent
from consent.models import Consent
from core import clock
from core.accounts.models import Person
from core.clients import keys
from core.errors import NotNow, Refused
from governance.sharing.actions import deliveries, disposals, grants, records, withdrawals
from governance.sharing.models import Delivery, Grant, OnwardCopy, Pursuit, SharingRequest
from governance.sharing.queries.records import erasable, kept_of, released
from tests.cast import Cast, World, signed_in
from tests.integration.authzen.conftest import NOON
from tests.integration.sharing.test_following import agreed, follow

pytestmark = [pytest.mark.begins_with("granted")]


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(keys, "gauge", keys.Gauge())
    with clock.at(NOON):
        yield


@pytest.fixture
def world(cast: Cast) -> World:
    return cast.shiomi


@pytest.fixture
def grant(world: World) -> Grant:
    return Grant.objects.get(council=world.council)


def delivered(grant: Grant, world: World) -> Delivery:
    delivery = deliveries.write_list(deliveries.prepare(grant, by=world.users["officer_mayor"]))
    return deliveries.release(delivery, by=world.users["officer_mayor"])


def followed(cast: Cast, grant: Grant, *items: str) -> Grant:
    """The grant of a change that was reviewed, approved and agreed like any other; the old one ends with it."""
    with clock.at(moments.story(7)):
        made = follow(cast, grant, "amendment", items=list(items or grant.items), use_from=clock.today())
    with clock.at(moments.story(8)):
        new = agreed(cast, made)
    grant.refresh_from_db()
    new.refresh_from_db()
    assert (new.state, new.succeeds_id) == ("active", grant.pk)
    return new


def withdraw(delivery: Delivery, person: Person) -> Pursuit | None:
    """The pursuit that the withdrawal of ``person`` opened."""
    assert delivery.manifest.filter(person=person).exists()
    line = delivery.grant.line
    rows = Consent.objects.filter(
        person=person,
        state="in_force",
        item__recipient=line.request.applicant_id,
        item__purpose="AcademicResearch",
    )
    assert rows
    consent.withdraw(person, [row.item for row in rows], by=None, route="feed")
    return Pursuit.objects.filter(delivery=delivery, person=person).first()


def persons_of(delivery: Delivery) -> list[Person]:
    return [row.person for row in delivery.manifest.select_related("person__council").order_by("pk")]


def disposed(grant: Grant, world: World) -> Grant:
    """The recipient certifies, the provider verifies."""
    words = {"method": "erase", "witness": "課長", "description": "消去した。"}
    disposals.file(grant, by=world.users["rep_university"], disposed_on=clock.today(), **words)
    return disposals.verify(grant, by=world.users["officer_mayor"])


@pytest.mark.parametrize("is_superseded", [False, True])
def test_a_withdrawal_is_pursued_also_where_the_grant_was_superseded(
    grant: Grant, world: World, is_superseded: bool
) -> None:
    delivery = delivered(grant, world)
    if is_superseded:
        with transaction.atomic():
            grants.supersede(
                grants.locked(grant), Grant(reference="G-next", items=list(grant.items), line=grant.line)
            )
    grant.refresh_from_db()
    assert (grant.state == "closed") is is_superseded
    assert withdraw(delivery, world.persons["chihiro"])


def test_a_copy_named_before_the_grant_was_superseded_is_accounted_for(grant: Grant, world: World) -> None:
    recipient = world.users["rep_university"]
    delivered(grant, world)
    copy = disposals.name_copy(grant, by=recipient, holder="学外の解析会社")
    with transaction.atomic():
        grants.supersede(
            grants.locked(grant), Grant(reference="G-next", items=list(grant.items), line=grant.line)
        )
    disposals.account_for_copy(copy, by=recipient, outcome="disposed", done_on=clock.today())
    assert OnwardCopy.objects.get(pk=copy.pk).outcome == "disposed"


def test_the_disposal_under_the_later_grant_answers_for_the_earlier_one(
    cast: Cast, grant: Grant, world: World
) -> None:
    recipient, secretary = world.users["rep_university"], world.users["secretary"]
    with clock.at(moments.story(6) + timedelta(hours=1)):
        delivery = delivered(grant, world)
        copy = disposals.name_copy(grant, by=recipient, holder="学外の解析会社")
    new = followed(cast, grant)
    assert (grant.state, grant.disposed_at) == ("closed", None)
    chihiro = world.persons["chihiro"]
    page = signed_in(chihiro.user).get("/my/disclosures/").content.decode()
    assert new.reference in page
    assert "廃棄" not in page.partition(new.reference)[2].partition("</dd>")[0]
    pursuit = withdraw(delivery, chihiro)
    assert pursuit is not None

    late = kept_of(delivery).keeping.until + timedelta(days=1)
    with clock.at(clock.on(late)):
        assert not erasable(released(world.council), world.council, today=late)
        with pytest.raises(Refused, match="keeping_not_over"):
            records.erase_persons(delivery, by=secretary)

    grants.give_back(new, by=recipient)
    with pytest.raises(Refused, match="copy_open"):
        disposed(new, world)
    address = f"/c/shiomi/grants/{new.reference}/copies/{copy.pk}/"
    assert signed_in(recipient).post(address, {"outcome": "never_made"}).status_code == 302
    with pytest.raises(Refused, match="withdrawals_open"):
        disposals.verify(new, by=world.users["officer_mayor"])
    withdrawals.answer(pursuit, by=recipient, outcome="deleted")
    disposals.verify(new, by=world.users["officer_mayor"])
    grant.refresh_from_db()
    new.refresh_from_db()
    assert grant.disposed_at == new.disposed_at == new.closed_at

    other = next(person for person in persons_of(delivery) if person != chihiro)
    assert withdraw(delivery, other) is None, "nobody holds the data any more"
    with clock.at(clock.on(late)):
        assert [row.delivery for row in erasable(released(world.council), world.council, today=late)]
        records.erase_persons(delivery, by=secretary)


def test_what_is_kept_after_a_disposal_in_part_is_pursued(cast: Cast, grant: Grant, world: World) -> None:
    with clock.at(moments.story(6) + timedelta(hours=1)):
        delivery = delivered(grant, world)
    new = followed(cast, grant, grant.items[0])
    assert grant.state == "disposal_due", "what the later grant leaves out"
    disposed(grant, world)
    grant.refresh_from_db()
    assert (grant.state, grant.disposed_at) == ("closed", None)
    first, second, third = persons_of(delivery)[:3]
    assert withdraw(delivery, first)
    SharingRequest.objects.filter(pk=grant.line.request_id).update(purpose="ImproveHealthcare")
    assert withdraw(delivery, second), "the later grant, under which the data are held, rests on the choice"
    for pursuit in Pursuit.objects.all():
        withdrawals.answer(pursuit, by=world.users["rep_university"], outcome="deleted")
    grants.give_back(new, by=world.users["rep_university"])
    disposed(new, world)
    grant.refresh_from_db()
    assert grant.disposed_at is not None
    assert withdraw(delivery, third) is None


def test_a_grant_that_ends_in_favour_of_none_is_disposed_of_by_its_own_certificate(
    grant: Grant, world: World
) -> None:
    delivered(grant, world)
    grants.give_back(grant, by=world.users["rep_university"])
    row = disposed(grant, world)
    assert row.disposed_at == row.closed_at
    copy = OnwardCopy.objects.create(grant=grant, holder="名簿にない者", listed_at=clock.now())
    disposals.account_for_copy(copy, by=world.users["rep_university"], outcome="never_made")
    with pytest.raises(NotNow):
        disposals.name_copy(grant, by=world.users["rep_university"], holder="後から")
