"""People who act for others, holds, paper, imports, feeds and the answers for the rooms above."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.urls import reverse

from consent import actions, queries
from consent.actions import Earlier, Paper
from consent.models import Consent, ConsentEvent, NoticeVersion, Receipt
from consent.rules.states import fold
from core import clock
from core.accounts.models import SubjectLink
from core.errors import Invalid, NotFound, NotNow, NotPermitted, Refused
from core.ledger.guards import Immutable
from core.ledger.models import LedgerEntry
from core.outbox.models import Job
from tests.cast import signed_in
from tests.factories import consents as make


@pytest.fixture
def world(cast):
    return cast.shiomi


@pytest.fixture
def version(world):
    return make.notice(world)


def parent_of(world, child="hina", parent="chihiro", **more):
    return actions.register_proxy(
        world.persons[child],
        world.persons[parent],
        "statutory",
        by=world.users["secretary"],
        basis="戸籍（2026-04-20提示）",
        **more,
    )


def state(person, version):
    return queries.state_of(person, [item.pk for item in version.items.all()], clock.now()).state


def test_a_parent_answers_for_a_child_and_the_receipt_says_so(world, version):
    hina = world.persons["hina"]
    parent_of(world)
    receipt = actions.give(hina, version.items.all(), by=world.users["chihiro"])
    assert state(hina, version) == "in_force"
    assert "ParentOfDataSubject" in str(receipt.document)
    assert Consent.objects.get(person=hina).represented


def test_a_child_may_refuse_and_withdraw_but_not_agree(world, version):
    ren = world.persons["ren"]
    with pytest.raises(NotPermitted) as refusal:
        actions.give(ren, version.items.all(), by=ren.user)
    assert refusal.value.code == "parent_decides"
    parent_of(world, "ren")
    actions.give(ren, version.items.all(), by=world.users["chihiro"])
    actions.withdraw(ren, list(version.items.all()), by=ren.user)
    assert state(ren, version) == "withdrawn"


def test_a_protective_measure_closes_a_child_to_the_other_parent(world, version):
    hina, secretary = world.persons["hina"], world.users["secretary"]
    parent_of(world)
    parent_of(world, parent="ken")
    ken = signed_in(world.users["ken"])
    address = reverse("my:question", args=[world.council.slug, version.notice.reference, "steps"])
    assert ken.get(f"{address}?for={hina.key}").status_code == 200
    actions.place_hold(hina, "protection", by=secretary, basis="受付第4号", hidden_from=world.persons["ken"])
    assert ken.get(f"{address}?for={hina.key}").status_code == 404
    assert "陽菜" not in ken.get(reverse("my:home")).content.decode()
    with pytest.raises(NotPermitted):
        actions.give(hina, version.items.all(), by=world.users["ken"])
    assert actions.give(hina, version.items.all(), by=world.users["chihiro"])
    with pytest.raises(NotNow):
        parent_of(world, parent="chihiro")


def test_nobody_is_registered_against_a_protective_measure(world):
    actions.place_hold(
        world.persons["hina"],
        "protection",
        by=world.users["secretary"],
        basis="受付第4号",
        hidden_from=world.persons["ken"],
    )
    with pytest.raises(Refused) as refusal:
        parent_of(world, parent="ken")
    assert refusal.value.code == "proxy_barred"


def test_a_chosen_representative_is_ended_by_the_principal_in_one_step(world):
    chihiro, ken = world.persons["chihiro"], world.persons["ken"]
    proxy = actions.register_proxy(chihiro, ken, "voluntary", by=chihiro.user, basis="委任状")
    client = signed_in(chihiro.user)
    assert "森川 健" in client.get(reverse("my:proxies")).content.decode()
    assert client.post(reverse("my:proxy_end", args=[proxy.pk])).status_code == 302
    assert queries.acting(ken.user, chihiro) is None
    told = Job.objects.filter(key__startswith="consent:proxy_").order_by("pk").values_list("key", flat=True)
    assert list(told)[-2:] == [f"consent:proxy_ended:{proxy.pk}", f"consent:proxy_removed:{proxy.pk}"]
    with pytest.raises(NotNow):
        actions.end_proxy(proxy, by=chihiro.user)


def test_a_legal_representative_is_not_ended_by_the_child(world):
    proxy = parent_of(world, "ren")
    with pytest.raises(NotPermitted):
        actions.end_proxy(proxy, by=world.persons["ren"].user)
    assert actions.end_proxy(proxy, by=world.users["secretary"]).ended_at


def test_who_may_register_whom(cast, world):
    chihiro, ken, stranger = world.persons["chihiro"], world.persons["ken"], cast.stranger
    for by, kind in ((stranger, "voluntary"), (ken.user, "voluntary"), (chihiro.user, "statutory")):
        with pytest.raises(NotPermitted):
            actions.register_proxy(chihiro, ken, kind, by=by, basis="委任状")
    other = cast.nagiura.persons["ken"]
    with pytest.raises(Refused):
        actions.register_proxy(chihiro, other, "voluntary", by=chihiro.user, basis="委任状")
    with pytest.raises(Invalid):
        actions.register_proxy(chihiro, ken, "friend", by=world.users["secretary"], basis="委任状")


def test_a_helper_who_types_decides_nothing(world, version):
    tomi = world.persons["tomi"]
    actions.register_proxy(
        tomi, world.persons["chihiro"], "assistant", by=world.users["secretary"], basis="申出書"
    )
    with pytest.raises(NotPermitted):
        actions.give(tomi, version.items.all(), by=world.users["chihiro"])


def test_a_hold_counts_from_its_moment_and_until_it_is_lifted(world):
    tomi, secretary = world.persons["tomi"], world.users["secretary"]
    before = clock.now() - timedelta(minutes=1)
    hold = actions.place_hold(tomi, "use_stop", by=secretary, basis="受付第5号")
    assert tomi.pk in set(queries.holds(world.council, at=clock.now()))
    assert tomi.pk not in set(queries.holds(world.council, at=before))
    assert queries.hold_of(tomi, clock.now()) == hold.since
    actions.lift_hold(hold, by=secretary)
    assert queries.hold_of(tomi, clock.now() + timedelta(seconds=1)) is None
    with pytest.raises(NotNow):
        actions.lift_hold(hold, by=secretary)
    with pytest.raises(NotPermitted):
        actions.place_hold(tomi, "use_stop", by=world.users["auditor"], basis="受付第6号")


def on_paper(**changes):
    return Paper(**{"signed_on": clock.today(), "witness": "海野", **changes})


def test_paper_needs_a_witness_a_date_and_another_hand(cast, world, version):
    tomi, secretary = world.persons["tomi"], world.users["secretary"]

    def refused(error, **changes):
        with pytest.raises(error):
            actions.record_paper(tomi, version, {"steps": "give"}, by=secretary, paper=on_paper(**changes))

    refused(Invalid, witness=" ")
    refused(Refused, signed_on=clock.today() - timedelta(days=1))
    refused(Refused, signed_on=clock.today() + timedelta(days=1))
    with pytest.raises(Refused):
        actions.record_paper(
            cast.nagiura.persons["tomi"],
            version,
            {"steps": "give"},
            by=cast.nagiura.users["secretary"],
            paper=on_paper(),
        )
    with pytest.raises(NotPermitted):
        actions.record_paper(tomi, version, {"steps": "give"}, by=world.users["ken"], paper=on_paper())
    assert not ConsentEvent.objects.exists()


def test_a_paper_entry_is_undone_within_its_period_only(world, version):
    tomi, secretary = world.persons["tomi"], world.users["secretary"]
    entry = actions.record_paper(tomi, version, {"steps": "give"}, by=secretary, paper=on_paper())
    entry = actions.send_copy(entry, by=secretary)
    with clock.at(entry.undo_until + timedelta(seconds=1)), pytest.raises(NotNow):
        actions.undo_paper(entry, by=secretary)
    actions.undo_paper(entry, by=secretary)
    assert state(tomi, version) == "withdrawn"


def test_older_consents_come_by_decision_once_and_revive_nothing(world, version):
    item, secretary = version.items.get(), world.users["secretary"]
    rows = [Earlier(f"KP-7{n:05d}", clock.now() - timedelta(days=10), f"R{n}") for n in range(5)]
    with pytest.raises(Invalid):
        actions.import_consents(item, rows, by=secretary, decision="")
    with pytest.raises(NotPermitted):
        actions.import_consents(item, rows, by=world.users["auditor"], decision="汐見協第1号")
    assert actions.import_consents(item, rows + rows[:2], by=secretary, decision="汐見協第1号") == 5
    gone = queries.person_by_holder(world.council, item.provider, "KP-700001")
    actions.withdraw(gone, [item], by=None, route="feed")
    assert actions.import_consents(item, rows, by=secretary, decision="汐見協第1号") == 0
    assert queries.in_force([item.pk], at=clock.now()).count() == 4
    assert queries.fallen_out([item.pk], at=clock.now()) == {"withdrawn": 1}
    assert LedgerEntry.objects.filter(event="consent.imported").count() == 1
    kinds = ConsentEvent.objects.filter(person=gone).order_by("sequence").values_list("kind", flat=True)
    assert fold(kinds) == "withdrawn"


def test_a_feed_is_fresh_when_count_and_digest_agree(world, version):
    item, secretary, mayor = version.items.get(), world.users["secretary"], world.organs["mayor"]
    assert queries.feeds(world.council, mayor) == ()
    for _again in range(2):
        actions.open_feed(world.council, mayor, by=secretary)
    assert LedgerEntry.objects.filter(event="consent.feed_opened").count() == 1
    assert queries.feeds(world.council, mayor)[0].agrees is None
    actions.import_consents(item, [Earlier("KP-800001", clock.now())], by=secretary, decision="汐見協第1号")
    right = actions.digest_of(["KP-800001"])
    actions.reconcile(world.council, mayor, their_count=1, their_digest=right, by=None)
    assert queries.feeds(world.council, mayor)[0].agrees is True
    actions.reconcile(world.council, mayor, their_count=2, their_digest=right, by=None)
    assert queries.feeds(world.council, mayor)[0].agrees is False


def test_a_child_is_not_taken_over_but_asked_anew(world, version):
    item, secretary = version.items.get(), world.users["secretary"]
    yesterday = clock.now() - timedelta(days=1)
    child, grown = world.persons["hina"], world.persons["tomi"]
    links = SubjectLink.objects.filter(holder=item.provider, person__in=[child, grown])
    rows = [Earlier(str(link.identifier), yesterday) for link in links]
    assert len(rows) == 2
    assert actions.import_consents(item, rows, by=secretary, decision="汐見協第1号") == 1
    assert (state(child, version), state(grown, version)) == ("", "in_force")


def test_coverage_asks_for_items_purpose_recipient_and_provider(cast, world, version):
    wanted = {
        "dataset": "D-01",
        "items": ["daily_steps"],
        "purpose": "AcademicResearch",
        "recipient": world.organisations["university"],
        "provider": world.organs["mayor"],
    }
    found = queries.coverage(world.council, **wanted)
    assert (found.notice, found.version, found.in_force) == (version.notice.reference, 1, 0)
    for change in (
        {"items": ["daily_steps", "gps_trace"]},
        {"items": []},
        {"dataset": "D-02"},
        {"purpose": "Marketing"},
        {"recipient": world.organisations["bus"]},
        {"provider": world.organs["education"]},
    ):
        assert queries.coverage(world.council, **{**wanted, **change}) is None, change
    assert queries.coverage(cast.nagiura.council, **wanted) is None
    for storage, covers in (([], True), (["JP"], True), (["JP", "US"], False)):
        assert queries.covering_items(world.council, **wanted, storage=storage).exists() is covers, storage
    (choice,) = queries.choices(world.council, dataset="D-01")
    assert choice.items == {"daily_steps", "age_band"}
    assert choice.opt_in


def test_what_was_shown_and_answered_cannot_be_changed(world, version):
    chihiro = world.persons["chihiro"]
    receipt = actions.give(chihiro, version.items.all(), by=chihiro.user)
    for row, field in ((version, "decision"), (ConsentEvent.objects.first(), "kind"), (receipt, "digest")):
        setattr(row, field, "x")
        with pytest.raises(Immutable):
            row.save()
    for rows in (NoticeVersion.objects, ConsentEvent.objects, Receipt.objects):
        with pytest.raises((Immutable, ProtectedError)), transaction.atomic():
            rows.all().delete()
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**{"number": 9} if rows is NoticeVersion.objects else {"person": chihiro})


def test_what_is_not_mine_is_not_found(cast, world, version):
    actions.give(world.persons["chihiro"], version.items.all(), by=world.users["chihiro"])
    consent = Consent.objects.get()
    for call in (
        lambda: queries.consent_of(world.users["ken"], consent.pk),
        lambda: queries.consent_of(cast.nagiura.users["chihiro"], consent.pk),
        lambda: queries.person_by_key(cast.nagiura.council, world.persons["chihiro"].key),
        lambda: queries.receipt_of(world.users["ken"], Receipt.objects.get().number),
    ):
        with pytest.raises(NotFound):
            call()


def test_every_withdrawal_is_announced_in_the_same_transaction(world, version, settings):
    settings.REACTIONS = "tests.integration.consent.announced"
    from tests.integration.consent import announced

    announced.HEARD.clear()
    chihiro = world.persons["chihiro"]
    actions.give(chihiro, version.items.all(), by=chihiro.user)
    actions.withdraw(chihiro, list(version.items.all()), by=chihiro.user)
    event = ConsentEvent.objects.get(kind="withdrawn")
    told = {
        "council": world.council.pk,
        "person": chihiro.pk,
        "item": event.item_id,
        "choice": str(event.choice),
        "event": str(event.pk),
        "together": "",
    }
    assert [("consent.withdrawn", told, True)] == announced.HEARD
