"""A version of a notice was defective: nothing flows on it at once; the worker ends the consents afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consent import actions, queries
from consent.actions import Earlier, Entry, Paper, defects
from consent.models import Consent, ConsentEvent
from core import clock
from core.errors import Invalid, NotNow, NotPermitted
from core.ledger.models import Epoch, LedgerEntry
from core.outbox import work
from core.outbox.models import Job, JobState
from tests.cast import signed_in
from tests.factories import consents as make

DECISION = "汐見協第1号"


@pytest.fixture
def world(cast):
    return cast.shiomi


@pytest.fixture
def version(world):
    return make.notice(world)


@pytest.fixture
def secretary(world):
    return world.users["secretary"]


@pytest.fixture
def people(world, version):
    """Chihiro and five who are known to the holder alone; all have agreed."""
    mayor = world.organs["mayor"]
    known = [actions.known_to_holder(world.council, mayor, f"U-{number}") for number in range(5)]
    chihiro = world.persons["chihiro"]
    actions.give(chihiro, version.items.all(), by=chihiro.user)
    for person in known:
        actions.give(person, version.items.all(), by=None, route="feed")
    return [chihiro, *known]


def job(version):
    return Job.objects.filter(kind="defective_notice", payload__version=version.pk).latest("pk")


def states(version):
    return sorted(Consent.objects.filter(item__version=version).values_list("state", flat=True))


def alive(version):
    return queries.in_force([item.pk for item in version.items.all()], at=clock.now()).count()


def test_from_the_declaration_on_nothing_is_in_force_and_no_consent_was_touched(version, people, secretary):
    items = [item.pk for item in version.items.all()]
    before = Epoch.objects.get(scope=version.notice.council.slug).value
    assert alive(version) == 6
    declared = actions.invalidate(version, by=secretary, decision=f" {DECISION} ")
    assert (declared.defective_by, declared.defective_decision) == (secretary, DECISION)
    assert states(version) == ["in_force"] * 6
    now = clock.now()
    assert alive(version) == 0
    assert queries.in_use(items, at=now) == frozenset()
    assert queries.fallen_out(items, at=now) == {"invalidated": 6}
    assert queries.fallen_out(items, at=now + timedelta(days=3000)) == {"invalidated": 6}
    assert queries.state_of(people[0], items, now).state == "invalidated"
    assert not queries.is_alive(Consent.objects.get(person=people[0]))
    (rate,) = queries.rates(version.notice.council)
    assert (rate.agreed, rate.ended) == (0, 6)
    assert queries.ending_soon(version.notice.council, days=3000) == 0
    entry = LedgerEntry.objects.get(event="consent.notice_defective")
    assert entry.subject == f"notice:{version.notice.reference}"
    assert Epoch.objects.get(scope=version.notice.council.slug).value > before


def test_the_declaration_takes_no_longer_for_more_people(world, version, people, secretary):
    few = make.notice(world, make.choice(world, "bus"))
    counts = []
    for one in (few, version):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            actions.invalidate(one, by=secretary, decision=DECISION)
        counts.append(len(seen))
    assert counts[0] == counts[1] < 30


def test_it_rests_on_a_decision_comes_once_and_is_the_secretariats(world, version, people, secretary):
    with pytest.raises(Invalid):
        actions.invalidate(version, by=secretary, decision=" ")
    with pytest.raises(NotPermitted):
        actions.invalidate(version, by=world.users["auditor"], decision=DECISION)
    assert alive(version) == 6
    actions.invalidate(version, by=secretary, decision=DECISION)
    with pytest.raises(NotNow) as again:
        actions.invalidate(version, by=secretary, decision="汐見協第1号")
    assert again.value.code == "version_defective"
    assert Job.objects.filter(kind="defective_notice").count() == 1


def test_it_cannot_be_taken_back_and_nothing_else_of_the_version_changes(version, secretary):
    version = actions.invalidate(version, by=secretary, decision=DECISION)
    wrong = [{"defective_at": None}, {"defective_decision": "汐見協第21号"}, {"decision": "x"}]
    for change in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            type(version).objects.filter(pk=version.pk).update(**change)
    version.defective_at = None
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save(update_fields=["defective_at"])


def test_a_version_of_a_retired_notice_may_be_defective_too(version, people, secretary):
    actions.retire(version.notice, by=secretary)
    actions.invalidate(version, by=secretary, decision=DECISION)
    assert work.perform(job(version).pk)
    assert states(version) == ["invalidated"] * 6


def test_nobody_agrees_to_it_by_any_way(world, version, people, secretary):
    tomi, item = world.persons["tomi"], version.items.get()
    actions.invalidate(version, by=secretary, decision=DECISION)
    fed = Entry(by=None, route="feed", record_number="7", idempotency_key="city:7")
    paper = Paper(clock.today(), "窓口 一郎")
    ways = {
        "page": lambda: actions.give(tomi, [item], by=tomi.user),
        "again": lambda: actions.renew(people[0], [item], by=people[0].user),
        "feed": lambda: actions.answer(tomi, version, {item.code: "give"}, entry=fed),
        "counter": lambda: actions.record_paper(
            tomi, version, {item.code: "give"}, by=secretary, paper=paper
        ),
        "import": lambda: actions.import_consents(
            item, [Earlier("U-99", clock.now())], by=secretary, decision=DECISION
        ),
        "asking": lambda: actions.ask(version, [tomi], by=secretary),
    }
    for name, way in ways.items():
        with pytest.raises(NotNow) as refused, transaction.atomic():
            way()
        assert refused.value.code == "notice_defective", name
    assert not Consent.objects.filter(person=tomi).exists()
    assert not queries.asked_today(world.council).exists()


def test_an_earlier_version_signed_on_paper_is_refused_as_well(world, version, secretary):
    tomi, code = world.persons["tomi"], version.items.get().code
    make.next_version(version.notice_id, world)
    actions.invalidate(version, by=secretary, decision=DECISION)
    paper = Paper(clock.today(), "窓口 一郎")
    with pytest.raises(NotNow) as refused:
        actions.record_paper(tomi, version, {code: "give"}, by=secretary, paper=paper)
    assert refused.value.code == "notice_defective"
    actions.record_paper(tomi, version, {code: "refuse"}, by=secretary, paper=paper)
    assert Consent.objects.get(person=tomi).state == "refused"


def test_whoever_says_no_meanwhile_has_said_no(world, version, people, secretary):
    chihiro, fed, item = people[0], people[1], version.items.get()
    actions.invalidate(version, by=secretary, decision=DECISION)
    actions.withdraw(chihiro, [item], by=chihiro.user)
    entry = Entry(by=None, route="feed", record_number="8", idempotency_key="city:8")
    actions.answer(fed, version, {item.code: "refuse"}, entry=entry)
    assert work.perform(job(version).pk)
    assert states(version) == ["invalidated"] * 4 + ["withdrawn"] * 2
    assert not ConsentEvent.objects.filter(person__in=[chihiro, fed], kind="invalidated").exists()


def test_whoever_agrees_to_the_corrected_version_meanwhile_stays(world, version, people, secretary):
    chihiro = people[0]
    actions.invalidate(version, by=secretary, decision=DECISION)
    corrected = make.next_version(version.notice_id, world)
    actions.renew(chihiro, corrected.items.all(), by=chihiro.user)
    assert work.perform(job(version).pk)
    assert states(version) == ["invalidated"] * 5
    assert states(corrected) == ["in_force"]
    assert alive(corrected) == 1


def test_the_worker_ends_every_consent_with_what_belongs_to_it(version, people, secretary, monkeypatch):
    monkeypatch.setattr(defects, "STRETCH", 4)
    actions.invalidate(version, by=secretary, decision=DECISION)
    (told,) = queries.defects_of(version.notice)
    assert (told.left, told.ended, told.working) == (6, 0, True)
    assert work.perform(job(version).pk)
    (told,) = queries.defects_of(version.notice)
    assert (told.left, told.ended, told.working) == (0, 6, False)
    events = ConsentEvent.objects.filter(kind="invalidated")
    assert {(event.decision, event.route, event.entered_by) for event in events} == {(DECISION, "time", None)}
    assert LedgerEntry.objects.filter(event="consent.invalidated").count() == 6
    assert LedgerEntry.objects.filter(event="consent.defect_settled").count() == 1
    mails = Job.objects.filter(kind="mail", payload__template="consent/invalidated")
    assert [mail.payload["user"] for mail in mails] == [people[0].user_id]
    assert not work.perform(job(version).pk)


class Killed(BaseException):
    """The worker is gone: nothing of the handler runs any more."""


def test_a_worker_that_was_killed_is_followed_by_one_that_goes_on(version, people, secretary, monkeypatch):
    monkeypatch.setattr(defects, "STRETCH", 2)
    real, seen = defects._end_one, []

    def end_some(consent, **together):
        seen.append(consent.person_id)
        if len(seen) == 4:
            raise Killed
        return real(consent, **together)

    monkeypatch.setattr(defects, "_end_one", end_some)
    actions.invalidate(version, by=secretary, decision=DECISION)
    with pytest.raises(Killed):
        work.perform(job(version).pk)
    assert states(version) == ["in_force"] * 4 + ["invalidated"] * 2
    assert job(version).state == JobState.RUNNING
    Job.objects.update(lease_until=clock.wall() - timedelta(seconds=1))
    assert work.perform(job(version).pk)
    assert states(version) == ["invalidated"] * 6
    assert ConsentEvent.objects.filter(kind="invalidated").count() == 6
    assert job(version).progress == 2  # the last sign of progress, before the second stretch of what was left


def test_one_that_cannot_be_ended_holds_up_no_other(version, people, secretary, monkeypatch):
    real, broken = defects._end_one, [people[2].pk]

    def end_others(consent, **together):
        if consent.person_id in broken:
            raise NotNow("not_in_this_state")
        return real(consent, **together)

    monkeypatch.setattr(defects, "_end_one", end_others)
    actions.invalidate(version, by=secretary, decision=DECISION)
    assert not work.perform(job(version).pk)
    assert states(version) == ["in_force"] + ["invalidated"] * 5
    assert (job(version).state, "consents_left" in job(version).last_error) == (JobState.WAITING, True)
    broken.clear()
    Job.objects.update(not_before=clock.wall())
    assert work.perform(job(version).pk)
    assert states(version) == ["invalidated"] * 6


def test_work_that_stopped_is_taken_up_again(world, version, people, secretary):
    with pytest.raises(NotNow):
        actions.end_rest(version, by=secretary)
    actions.invalidate(version, by=secretary, decision=DECISION)
    actions.end_rest(version, by=secretary)
    assert Job.objects.filter(kind="defective_notice").count() == 1, "it waits already"
    Job.objects.filter(pk=job(version).pk).update(state=JobState.STUCK)
    actions.end_rest(version, by=secretary)
    assert job(version).state == JobState.WAITING
    Job.objects.filter(pk=job(version).pk).update(state=JobState.CANCELLED)
    with pytest.raises(NotPermitted):
        actions.end_rest(version, by=world.users["auditor"])
    actions.end_rest(version, by=secretary)
    assert Job.objects.filter(kind="defective_notice").count() == 2
    assert work.perform(job(version).pk)
    assert states(version) == ["invalidated"] * 6
    with pytest.raises(NotNow):
        actions.end_rest(version, by=secretary)


def test_time_does_not_end_what_was_invalid_before(version, people, secretary):
    actions.invalidate(version, by=secretary, decision=DECISION)
    with clock.at(clock.now() + timedelta(days=3000)):
        assert actions.expire_due() == 0
        assert work.perform(job(version).pk)
    assert states(version) == ["invalidated"] * 6


def test_an_earlier_version_still_covers(world, version, people, secretary):
    wanted = {
        "dataset": "D-01",
        "items": ["daily_steps"],
        "purpose": "AcademicResearch",
        "recipient": world.organisations["university"],
        "provider": world.organs["mayor"],
    }
    newer = make.next_version(version.notice_id, world, make.choice(world, retention_months=24))
    actions.invalidate(newer, by=secretary, decision=DECISION)
    found = queries.coverage(world.council, **wanted)
    assert (found.version, found.in_force, found.retention_months) == (1, 6, 12)
    assert [choice.is_sound for choice in queries.choices(world.council, dataset="D-01")] == [False, True]
    actions.invalidate(version, by=secretary, decision=DECISION)
    assert queries.coverage(world.council, **wanted) is None


def test_the_page_says_since_when_by_which_decision_and_how_many_are_left(world, version, people, secretary):
    client = signed_in(secretary)
    notice = version.notice.reference
    page, progress, rest = (
        reverse("consent:notice", args=[world.council.slug, notice]),
        reverse("consent:defects", args=[world.council.slug, notice]),
        reverse("consent:end_rest", args=[world.council.slug, notice, 1]),
    )
    assert client.get(progress).headers["HX-Refresh"] == "true"
    actions.invalidate(version, by=secretary, decision=DECISION)
    told = client.get(page).content.decode()
    assert DECISION in told
    assert "0 / 6" in told
    assert progress in told
    assert "0 / 6" in client.get(progress).content.decode()
    Job.objects.filter(pk=job(version).pk).update(state=JobState.CANCELLED)
    assert rest in client.get(page).content.decode()
    assert signed_in(world.users["rep_university"]).post(rest).status_code == 403
    assert client.post(rest).status_code == 302
    assert client.post(reverse("consent:end_rest", args=[world.council.slug, notice, 9])).status_code == 404
    assert work.perform(job(version).pk)
    told = client.get(page).content.decode()
    assert DECISION in told
    assert progress not in told
    assert rest not in told
    assert client.post(rest).status_code == 409


def test_citizens_read_that_it_is_defective_and_are_not_asked(client, world, version, people, secretary):
    slug, notice = world.council.slug, version.notice.reference
    ask = reverse("my:agree", args=[slug, notice])
    public = [reverse("my:notices"), reverse("my:notice", args=[slug, notice])]
    for address in public:
        assert ask in client.get(address).content.decode()
    actions.invalidate(version, by=secretary, decision=DECISION)
    for address in public:
        assert ask not in client.get(address).content.decode()
    assert DECISION in client.get(public[1]).content.decode()
    refused = signed_in(people[0].user).get(ask)
    assert refused.status_code == 409
    assert "不備" in refused.content.decode()
    home = signed_in(people[0].user).get(reverse("my:home")).content.decode()
    assert "無効" in home
    staff = signed_in(secretary)
    assert "無効" in staff.get(reverse("consent:person", args=[slug, people[0].key])).content.decode()
    form = reverse("consent:paper", args=[slug, people[0].key, notice])
    assert "不備" in staff.get(form).content.decode()
