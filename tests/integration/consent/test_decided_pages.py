"""What the secretariat ends by a decision, reconciles with holders and takes over, on the pages."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from consent import actions, queries
from consent.actions import imports
from consent.models import Consent, TakeOver
from consent.queries.take_overs import job_key
from core.accounts.models import SubjectLink
from core.administration.actions import cancel_job
from core.outbox.models import Job
from core.outbox.work import perform
from tests.cast import signed_in
from tests.factories import consents as make
from tests.integration.consent.test_staff_pages import at


@pytest.fixture
def world(cast):
    return cast.shiomi


@pytest.fixture
def version(world):
    return make.notice(world)


@pytest.fixture
def secretary(world):
    return signed_in(world.users["secretary"])


@pytest.fixture
def agreed(world, version):
    person = world.persons["chihiro"]
    actions.give(person, version.items.all(), by=person.user)
    return Consent.objects.get(person=person)


def table(*lines: str, encoding: str = "utf-8", name: str = "ids.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\r\n".join(lines).encode(encoding), content_type="text/csv")


def test_a_consent_is_revoked_by_a_decision(world, secretary, agreed):
    page = at("person", world, agreed.person.key)
    form = at("revoke", world, agreed.person.key, agreed.pk)
    assert form in secretary.get(page).content.decode()
    assert secretary.post(form, {"decision": ""}).status_code == 422
    assert secretary.post(form, {"decision": "汐見協第1号"}).status_code == 302
    agreed.refresh_from_db()
    assert agreed.state == "revoked"
    assert form not in secretary.get(page).content.decode()
    assert secretary.post(form, {"decision": "汐見協第1号"}).status_code in {409, 422}


def test_a_defective_version_ends_every_consent_under_it(world, secretary, agreed):
    notice = agreed.item.version.notice
    form = at("invalidate", world, notice.reference, 1)
    assert form in secretary.get(at("notice", world, notice.reference)).content.decode()
    assert secretary.post(form, {"decision": " "}).status_code == 422
    assert secretary.post(form, {"decision": "汐見協第1号"}).status_code == 302
    assert form not in secretary.get(at("notice", world, notice.reference)).content.decode()
    assert secretary.post(form, {"decision": "汐見協第1号"}).status_code == 409
    assert perform(Job.objects.get(kind="defective_notice").pk)
    agreed.refresh_from_db()
    assert agreed.state == "invalidated"
    assert secretary.get(at("invalidate", world, notice.reference, 9)).status_code == 404


def test_a_link_with_a_holder_ends(world, secretary, agreed):
    known = actions.known_to_holder(world.council, world.organs["mayor"], "U-1")
    link = SubjectLink.objects.get(person=known)
    page = at("person", world, known.key)
    form = at("unlink", world, known.key, link.pk)
    assert form in secretary.get(page).content.decode()
    assert secretary.post(form).status_code == 302
    link.refresh_from_db()
    assert link.unlinked_at is not None
    assert secretary.post(at("unlink", world, agreed.person.key, link.pk)).status_code == 404


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_holder_is_declared_and_reconciled(world, secretary, version, encoding):
    mayor = world.organs["mayor"]
    listed = at("feeds", world)
    assert "すべてここで管理" in secretary.get(listed).content.decode()
    early = secretary.post(at("reconcile", world, mayor.pk), {"table": table("U-1")})
    assert early.status_code == 422
    assert secretary.post(at("open_feed", world), {"source": "0"}).status_code == 422
    assert secretary.post(at("open_feed", world), {"source": mayor.pk}).status_code == 302
    person = actions.known_to_holder(world.council, mayor, "利用者-1")
    actions.answer(
        person,
        version,
        {"steps": "give"},
        entry=actions.Entry(by=None, route="feed", record_number="1"),
    )
    url = at("reconcile", world, mayor.pk)
    twice = secretary.post(url, {"table": table("利用者番号", "利用者-1", "利用者-1", encoding=encoding)})
    assert twice.status_code == 422
    assert "3行目" in twice.content.decode()
    other = {"table": table("利用者-2", encoding=encoding)}
    assert secretary.post(url, other).status_code == 302
    assert "不一致" in secretary.get(listed).content.decode()
    same = {"table": table("利用者番号", "利用者-1", encoding=encoding)}
    assert secretary.post(url, same).status_code == 302
    assert queries.feeds(world.council)[0].agrees is True
    assert secretary.post(url, {"table": table("x", name="ids.exe")}).status_code == 422


def test_earlier_consents_are_taken_over(world, secretary, version):
    item = version.items.get()
    url = at("import", world)
    rows = table("holder_id,given_at", "U-7,2026-06-01,記録1", "U-8,2026/06/02 10:00")
    wrong = {"item": item.pk, "decision": "汐見協第1号", "table": table("U-7,6月1日")}
    refused = secretary.post(url, wrong)
    assert refused.status_code == 422
    assert "1行目" in refused.content.decode()
    assert "汐見協第1号" in refused.content.decode()
    ahead = table("U-7,2099-01-01")
    assert secretary.post(url, wrong | {"table": ahead}).status_code == 422
    assert secretary.post(url, wrong | {"table": table("holder_id")}).status_code == 422
    assert not Consent.objects.filter(item=item).exists()
    handed_in = secretary.post(url, wrong | {"table": rows})
    assert handed_in.status_code == 302
    row = TakeOver.objects.get()
    assert handed_in["Location"] == at("taken_over", world, row.pk)
    assert at("stop_take_over", world, row.pk) in secretary.get(handed_in["Location"]).content.decode()
    assert perform(Job.objects.get(kind="take_over").pk)
    assert Consent.objects.filter(item=item, state="in_force").count() == 2
    row.refresh_from_db()
    assert (row.read, row.taken, row.left_alone, row.to_ask) == (2, 2, 0, 0)
    assert row.finished_at is not None
    assert row.table.erased_at is not None
    shown = secretary.get(at("take_over_progress", world, row.pk)).content.decode()
    assert "hx-get" not in shown
    assert at("taken_over", world, row.pk) in secretary.get(at("feeds", world)).content.decode()
    assert secretary.post(at("stop_take_over", world, row.pk)).status_code == 409


def test_taking_over_stops_between_two_batches_and_keeps_what_is_there(
    world, secretary, version, monkeypatch
):
    item = version.items.get()
    lines = [f"U-{n},2026-06-01" for n in range(5)]
    typed = {"item": item.pk, "decision": "汐見協第1号", "table": table("U-4,2026-06-01")}
    assert secretary.post(at("import", world), typed).status_code == 302
    assert perform(Job.objects.get(kind="take_over").pk)
    assert secretary.post(at("import", world), typed | {"table": table(*lines[::-1])}).status_code == 302
    row, batches = TakeOver.objects.first(), []

    real = imports._import_batch

    def take(*given):
        batches.append(given)
        if len(batches) == 2:
            assert secretary.post(at("stop_take_over", world, row.pk)).status_code == 302
        return real(*given)

    monkeypatch.setattr(imports, "BATCH", 2)
    monkeypatch.setattr(imports, "_import_batch", take)
    job = Job.objects.get(key=job_key(row))
    assert not perform(job.pk)
    job.refresh_from_db()
    row.refresh_from_db()
    assert (job.state, len(batches)) == ("cancelled", 2)
    assert (row.read, row.taken, row.left_alone) == (4, 3, 1)
    assert row.finished_at is None
    assert row.table.erased_at is not None
    assert Consent.objects.filter(item=item, state="in_force").count() == 4
    assert "途中で止めました" in secretary.get(at("taken_over", world, row.pk)).content.decode()


def test_a_table_that_was_not_read_to_its_end_is_handed_in_again(world, secretary, version):
    def hand_in(line="U-1,2026-06-01"):
        typed = {"item": version.items.get().pk, "decision": "汐見協第1号", "once": "3" * 32}
        return secretary.post(at("import", world), typed | {"table": table(line)})["Location"]

    first = hand_in()
    assert hand_in() == first
    assert hand_in("U-1,2026-06-02") != first, "corrected, of the same size"
    Job.objects.filter(kind="take_over").update(state="stuck")
    second = hand_in()
    assert second != first
    secretary.post(at("stop_take_over", world, TakeOver.objects.first().pk))
    assert hand_in() not in (first, second)


def test_the_table_of_work_that_was_given_up_is_erased(world, secretary, version):
    typed = {"item": version.items.get().pk, "decision": "汐見協第1号", "table": table("U-1,2026-06-01")}
    assert secretary.post(at("import", world), typed).status_code == 302
    row, stop = TakeOver.objects.get(), at("stop_take_over", world, TakeOver.objects.get().pk)
    cancel_job(Job.objects.get(kind="take_over"), by=world.users["secretary"])
    assert stop in secretary.get(at("taken_over", world, row.pk)).content.decode()
    assert secretary.post(stop).status_code == 302
    row.refresh_from_db()
    assert (row.table.erased_at is not None, row.table.name) == (True, "")
    assert stop not in secretary.get(at("taken_over", world, row.pk)).content.decode()
    assert secretary.post(stop).status_code == 409


def test_who_may(cast, world, secretary, agreed):
    notice, key = agreed.item.version.notice.reference, agreed.person.key
    mayor = world.organs["mayor"]
    actions.open_feed(world.council, mayor, by=world.users["secretary"])
    addresses = [
        at("revoke", world, key, agreed.pk),
        at("invalidate", world, notice, 1),
        at("open_feed", world),
        at("import", world),
        at("reconcile", world, mayor.pk),
    ]
    member, stranger = signed_in(world.users["rep_university"]), signed_in(cast.nagiura.users["secretary"])
    for address in addresses:
        assert member.get(address).status_code == 403, address
        assert stranger.get(address).status_code == 404, address
    officer = signed_in(world.users["officer_mayor"])
    assert officer.get(at("reconcile", world, mayor.pk)).status_code == 200
    assert officer.post(at("reconcile", world, mayor.pk), {"table": table("U-1")}).status_code == 302
    other = signed_in(world.users["officer_education"])
    assert other.get(at("reconcile", world, mayor.pk)).status_code == 403
