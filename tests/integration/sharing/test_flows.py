"""A citizen is told where nothing is handed over any more under a consent that is in force, and why a hold is there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import QuerySet
from django.test import Client

from consent import actions as consents
from consent.models import Consent
from core import clock
from core.http.dates import both, civil
from core.ledger.actions import append
from core.ledger.queries import last_of
from governance.sharing.models import Grant
from governance.sharing.queries.flows import ENDINGS
from tests.cast import Cast, enter

pytestmark = pytest.mark.usefixtures("demo")
OVER, HELD = "提供先が利用を終え、承認を返上した", "承認の効力が停止されている"
DISPOSED, ASKED = "既に消去又は返却を終えたデータ", "消去又は利用停止を求めて結果をお知らせします"


@pytest.fixture
def consent(cast: Cast) -> Consent:
    """A consent in force of somebody who signs in; the grant that rested on it has ended in the story."""
    rows = Consent.objects.filter(person__council=cast.shiomi.council, person__user__isnull=False)
    rows = rows.filter(state="in_force", item__dataset="D-01").select_related(
        "person__user", "item__recipient"
    )
    return rows.order_by("pk")[0]


def page(consent: Consent) -> str:
    user = consent.person.user
    assert user is not None
    return enter(Client(), user).get("/my/").content.decode()


def grants(consent: Consent) -> QuerySet[Grant]:
    own = {
        "line__dataset__reference": consent.item.dataset,
        "line__request__applicant": consent.item.recipient,
    }
    return Grant.objects.filter(**own)


def withdrawing(consent: Consent) -> str:
    user = consent.person.user
    assert user is not None
    return enter(Client(), user).get(f"/my/withdraw/{consent.pk}/").content.decode()


def test_a_consent_whose_grant_ended_says_since_when_nothing_goes(consent: Consent) -> None:
    assert OVER in page(consent)
    asked = withdrawing(consent)
    assert OVER in asked
    assert DISPOSED in asked
    grants(consent).update(state="active", closed_at=None, disposed_at=None)
    told = page(consent)
    assert OVER not in told
    assert HELD not in told
    assert DISPOSED not in withdrawing(consent)
    yesterday = clock.today() - timedelta(days=1)
    grants(consent).update(state="disposal_due", starts_on=yesterday, ends_on=yesterday)
    told = page(consent)
    assert OVER in told
    grant = grants(consent).get()
    _event, back = last_of(grant.council, [f"grant:{grant.reference}"], ENDINGS)[f"grant:{grant.reference}"]
    assert both(civil(back)) in told, "the day on which it was given back, not that of its period"
    grants(consent).update(state="suspended")
    assert HELD in page(consent)
    grants(consent).update(items=["something_else"])
    told = page(consent)
    assert OVER not in told
    assert HELD not in told


def test_what_will_be_asked_of_the_recipient_is_said_where_something_will(consent: Consent) -> None:
    """Nothing is asked for once all is disposed of; while it is not, the words of the notice stand alone."""
    asked = withdrawing(consent)
    assert DISPOSED in asked
    assert ASKED not in asked
    grants(consent).update(state="disposal_due", closed_at=None, disposed_at=None)
    asked = withdrawing(consent)
    assert OVER in asked
    assert DISPOSED not in asked
    assert ASKED in asked


def test_why_nothing_goes_is_told_by_how_the_grant_ended(consent: Consent) -> None:
    grant, told = grants(consent).get(), set()
    for event in ENDINGS:
        append(event, council=grant.council, subject=f"grant:{grant.reference}", by=None)
        found = page(consent).partition("この同意によるデータの提供は")
        told.add(found[0].rpartition(">")[2])
        assert found[1]
    assert len(told) == len(ENDINGS), told
    assert "承認の期間が終わったため、" in told


@pytest.mark.parametrize(
    ("layer", "lasting", "ending"),
    [("standard", "撤回するまで続きます", "まで続きます"), ("easy", "やめるまで", "その前")],
)
def test_a_consent_with_an_end_stays_until_then(
    consent: Consent, layer: str, lasting: str, ending: str
) -> None:
    user = consent.person.user
    assert user is not None
    client = enter(Client(), user)
    client.cookies["layer"], shown = layer, "/my/"
    Consent.objects.filter(person=consent.person).update(until=None)
    assert lasting in client.get(shown).content.decode()
    until = clock.on(clock.today() + timedelta(days=31), 0)
    Consent.objects.filter(person=consent.person).update(until=until)
    told = client.get(shown).content.decode()
    assert lasting not in told
    assert ending in told
    assert both(clock.today() + timedelta(days=30)) in told


def test_a_hold_says_why_to_the_person(cast: Cast, consent: Consent) -> None:
    secretary = cast.shiomi.users["secretary"]
    consents.place_hold(consent.person, "use_stop", by=secretary, basis="受付第9号")
    told = page(consent)
    assert "受付第9号" in told
    assert "利用停止" in told


def test_a_hold_that_protects_is_told_to_the_person_alone(cast: Cast) -> None:
    world = cast.shiomi
    hina, chihiro, secretary = world.persons["hina"], world.persons["chihiro"], world.users["secretary"]
    consents.place_hold(hina, "protection", by=secretary, basis="受付第10号")
    agent = enter(Client(), world.users["chihiro"]).get("/my/").content.decode()
    assert "受付第10号" not in agent
    assert chihiro.user == world.users["chihiro"]
    consents.place_hold(hina, "use_stop", by=secretary, basis="受付第11号")
    assert "受付第11号" in enter(Client(), world.users["chihiro"]).get("/my/").content.decode()
