"""The demo's consents, at a small size: figures as told, once, and both councils apart."""

from __future__ import annotations

import pytest

from config.demo import consents as demo
from config.demo.past_decisions import STEPS_NOTICES
from consent import queries
from consent.models import ConsentEvent, ImportBatch
from consent.rules.states import fold
from core import clock
from core.ledger.models import LedgerEntry
from tests.factories.decisions import by_usual_rules, decision_taken

SMALL = 200


@pytest.fixture
def filled(cast):
    with by_usual_rules():
        for world in cast.worlds:
            for title, *_words in STEPS_NOTICES:
                decision_taken(world.council, title=title)
    demo.fill(cast, persons=SMALL)
    return cast


def covered(world):
    return queries.coverage(
        world.council,
        dataset="D-01",
        items=["daily_steps", "age_band"],
        purpose="AcademicResearch",
        recipient=world.organisations["university"],
        provider=world.organs["mayor"],
    )


def test_as_many_are_in_force_as_told(filled):
    demo.withdraw_hina(filled)
    found = covered(filled.shiomi)
    assert found.in_force == SMALL + round(SMALL * demo.LATER)
    assert (found.notice, found.version, found.retention_months) == ("N-01", 3, 12)
    assert found.fell_out["withdrawn"] >= 1
    assert found.fell_out["refused"] >= 1


def test_a_filled_demo_has_8214_opted_in():
    assert 8_000 + round(8_000 * demo.LATER) == 8214


def test_filling_again_changes_nothing(filled):
    before = ConsentEvent.objects.count(), LedgerEntry.objects.count()
    demo.fill(filled, persons=SMALL)
    assert (ConsentEvent.objects.count(), LedgerEntry.objects.count()) == before


def test_each_batch_has_one_commitment(filled):
    batches = ImportBatch.objects.count()
    assert LedgerEntry.objects.filter(event="consent.imported").count() == batches == 2


def test_the_councils_do_not_see_each_other(filled):
    assert covered(filled.nagiura).in_force < covered(filled.shiomi).in_force
    here = queries.holds(filled.shiomi.council, at=clock.now())
    assert filled.shiomi.persons["hina"].pk in set(here)
    assert not queries.holds(filled.nagiura.council, at=clock.now()).exists()


def test_the_family(filled):
    people, item = filled.shiomi.persons, covered(filled.shiomi).items
    states = {one: queries.state_of(people[one], item, clock.now()).state for one in people}
    assert states == {
        "chihiro": "in_force",
        "hina": "in_force",
        "ren": "in_force",
        "tomi": "in_force",
        "ken": "deferred",
    }
    ren = queries.state_of(people["ren"], item, clock.now())
    assert ren.until.astimezone(clock.TOKYO).date().isoformat() == "2027-01-10"
    assert queries.acting(filled.shiomi.users["ken"], people["hina"]) is None
    assert queries.acting(filled.shiomi.users["chihiro"], people["hina"]) is not None


def test_hina_is_withdrawn_once(filled):
    demo.withdraw_hina(filled)
    demo.withdraw_hina(filled)
    hina = filled.shiomi.persons["hina"]
    assert queries.history(hina).first().kind == "withdrawn"
    assert queries.history(hina).filter(kind="withdrawn").count() == 1


def test_ren_is_asked_himself_when_he_turns_16(filled):
    from consent import actions

    ren = filled.shiomi.persons["ren"]
    item = covered(filled.shiomi).items
    with clock.at(clock.on(clock.today().replace(year=2027, month=1, day=10), 9)):
        actions.expire_due()
        assert queries.state_of(ren, item, clock.now()).state == "requested"
        assert queries.acting(filled.shiomi.users["chihiro"], ren) is None
        version = queries.current_version(queries.notices_of(filled.shiomi.council).get())
        actions.give(ren, version.items.all(), by=ren.user)
        assert queries.state_of(ren, item, clock.now()).state == "in_force"


def test_every_state_is_the_fold_of_its_events(filled):
    from consent.models import Consent

    histories = {}
    for event in ConsentEvent.objects.order_by("sequence"):
        histories.setdefault((event.person_id, event.choice), []).append(event.kind)
    states = {(one.person_id, one.choice): one.state for one in Consent.objects.all()}
    assert {key: fold(kinds) for key, kinds in histories.items()} == states
