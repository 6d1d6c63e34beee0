"""Return and disposal: reminded, blocking when late, copies and withdrawals accounted for, verified and closed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from core import clock
from core.errors import Invalid, NotNow, Refused
from core.outbox.models import Job
from governance.members import queries as members
from governance.members.models import Duty
from governance.sharing.actions import disposals
from governance.sharing.documents.transfers import disposal_certificate
from governance.sharing.models import Disposal, OnwardCopy
from tests.cast import enter, signed_in
from tests.integration.sharing.machine import CouncilAtWork
from tests.integration.sharing.test_clock import mails, wait

UPLOADS = [("erased.txt", "消去の記録".encode())]


@pytest.fixture
def due(prepared: CouncilAtWork) -> CouncilAtWork:
    """Something was delivered, and given back."""
    assert prepared.act("release")
    assert prepared.act("give_back")
    assert prepared.grant.state == "disposal_due"
    return prepared


def overdue(council: CouncilAtWork) -> list[str]:
    with clock.at(council.now):
        university = council.world.organisations["university"]
        standing = members.standing(council.world.council, university, clock.today())
        return [duty.reference for duty in standing.overdue]


def test_late_is_reminded_blocks_and_is_open_again_once_verified(due: CouncilAtWork) -> None:
    council = due
    for _ in range(40):
        wait(council, 1)
    assert overdue(council) == [f"grant:{council.grant.reference}"]
    recipient = council.users["rep_university"].pk
    rows = Job.objects.filter(kind="mail", payload__user=recipient).order_by("pk")
    told = [
        job.payload["template"].rpartition("/")[2] for job in rows if "/disposal_" in job.payload["template"]
    ]
    assert told == ["disposal_due", "disposal_due", "disposal_overdue", "disposal_overdue"]
    assert council.act("file")
    assert overdue(council), "until it is verified"
    before = mails("grant_closed")
    assert council.act("verify")
    assert (overdue(council), council.grant.state) == ([], "closed")
    assert mails("grant_closed") - before >= 4, "recipient, provider and two secretaries"


def test_filed_in_time_the_providers_delay_is_not_the_recipients(due: CouncilAtWork) -> None:
    council, day = due, due.grant.disposal_due_on
    council.now = clock.on(day, 17)
    assert council.act("file")
    wait(council, 20)
    assert overdue(council) == []
    assert council.act("reject")
    assert council.grant.disposal_due_on == day + timedelta(days=20)
    assert Duty.objects.get(settled_at__isnull=True).due_on == council.grant.disposal_due_on
    assert council.act("file")
    with clock.at(council.now):
        asked = f"/c/shiomi/grants/{council.grant.reference}/disposal/verify/"
        warned = signed_in(council.users["officer_mayor"]).get(asked).content.decode()
        assert f"{council.delivery.reference}の受領をまだ確認していません" in warned
    assert council.act("verify")
    assert Disposal.objects.filter(is_verified=False).exists()
    with clock.at(council.now):
        left = signed_in(council.users["rep_university"]).get("/c/shiomi/standing/").content.decode()
        assert "利用承認は終了、確認は引き続き必要" in left


def test_no_certificate_is_older_than_the_last_delivery(due: CouncilAtWork) -> None:
    council = due
    released = council.delivery.released_at.astimezone(clock.TOKYO).date()
    council.now += timedelta(days=3)
    words = {"method": "erase", "witness": "課長", "description": "消去した。"}
    recipient = council.users["rep_university"]
    with clock.at(council.now):
        assert council.grant.starts_on < released, "else the grant's first day refuses it already"
        with pytest.raises(Invalid, match="disposal_before_delivery") as refused:
            disposals.file(council.grant, by=recipient, disposed_on=released - timedelta(days=1), **words)
        assert refused.value.params["last"] == released.isoformat()
        assert disposals.file(council.grant, by=recipient, disposed_on=released, **words)
    council.reload()


def test_every_copy_is_accounted_for_before_it_is_verified(due: CouncilAtWork) -> None:
    council, recipient = due, due.users["rep_university"]
    with clock.at(council.now):
        copy = disposals.name_copy(council.grant, by=recipient, holder="分析委託先", place="汐見市")
        with pytest.raises(NotNow, match="copy_named_already"):
            disposals.name_copy(council.grant, by=recipient, holder=" 分析委託先 ")
        with pytest.raises(Invalid, match="copy_holder_missing"):
            disposals.name_copy(council.grant, by=recipient, holder=" ")
    council.act("file")
    with clock.at(council.now):
        with pytest.raises(Refused, match="copy_open"):
            disposals.verify(council.grant, by=council.users["officer_mayor"])
        for words, code in (
            ({"outcome": "disposed"}, "copy_outcome_missing"),
            ({"outcome": "lost"}, "copy_outcome_missing"),
            ({"outcome": "returned", "done_on": clock.today() + timedelta(days=1)}, "disposal_in_future"),
        ):
            with pytest.raises(Invalid, match=code):
                disposals.account_for_copy(copy, by=recipient, **words)
        words = {"outcome": "disposed", "done_on": clock.today(), "note": "消去証明を受け取った。"}
        disposals.account_for_copy(copy, by=recipient, **words)
        with pytest.raises(NotNow, match="copy_accounted_already"):
            disposals.account_for_copy(copy, by=recipient, **words)
    assert council.act("verify")
    assert OnwardCopy.objects.get().outcome == "disposed"


def test_a_withdrawal_is_answered_before_it_is_verified(prepared: CouncilAtWork) -> None:
    council = prepared
    council.act("release")
    for number in range(12):
        council.somebody_withdraws(number)
    council.act("give_back")
    council.act("file")
    assert council.delivery.pursuits.filter(answered_at__isnull=True).exists()
    assert council.act("verify") is None
    assert council.act("answer_withdrawals") is None or True
    assert council.act("verify")


def test_the_files_of_a_certificate_are_for_those_concerned(due: CouncilAtWork) -> None:
    council, recipient = due, due.users["rep_university"]
    words = {"method": "erase", "witness": "課長", "description": "消去した。", "uploads": UPLOADS}
    with clock.at(council.now):
        row = disposals.file(council.grant, by=recipient, disposed_on=clock.today(), **words)
    page = f"/c/shiomi/grants/{council.grant.reference}/"
    told = signed_in(recipient).get(page).content.decode()
    assert "erased.txt" in told
    address = told.partition(f'href="{page}disposal/{row.pk}/')[2].partition('"')[0]
    address = f"{page}disposal/{row.pk}/{address}"
    for name, status in {"officer_mayor": 200, "auditor": 403, "neighbour": 404, "stranger": 404}.items():
        assert signed_in(council.users[name]).get(address).status_code == status, name


def test_the_pages_of_copies_and_certificates(due: CouncilAtWork) -> None:
    council, page = due, f"/c/shiomi/grants/{due.grant.reference}/"
    client = signed_in(council.users["rep_university"])
    with clock.at(council.now):
        assert client.post(f"{page}copies/new/", {"holder": "分析委託先"}).status_code == 302
        copy = OnwardCopy.objects.get()
        assert client.get(f"{page}copies/{copy.pk}/").status_code == 200
        assert client.post(f"{page}copies/{copy.pk}/", {"outcome": "disposed"}).status_code == 422
        assert client.post(f"{page}copies/{copy.pk}/", {"outcome": "never_made"}).status_code == 302
    assert signed_in(council.users["officer_mayor"]).get(f"{page}copies/{copy.pk}/").status_code == 403


def test_where_nothing_was_delivered_nobody_certifies_an_erasure(
    prepared: CouncilAtWork, client: Client
) -> None:
    council, recipient = prepared, prepared.users["rep_university"]
    assert council.act("give_back")
    address = f"/c/shiomi/grants/{council.grant.reference}/disposal/"
    with clock.at(council.now):
        enter(client, recipient)
        assert 'value="nothing"' in client.get(address).content.decode()
        answer = client.post(address, {"method": "erase", "witness": "", "description": ""})
        assert answer.status_code == 422, "who erased something says before whom"
        assert client.post(address, {"method": "nothing"}).status_code == 302
        made = Disposal.objects.get(grant=council.grant)
        assert (made.method, made.witness) == ("nothing", "")
        assert "データを受領していない" in str(disposal_certificate(made))
    assert council.act("verify")
    assert council.grant.state == "closed"


def test_nothing_is_not_said_of_what_was_delivered(due: CouncilAtWork) -> None:
    with clock.at(due.now), pytest.raises(Refused, match="something_was_received"):
        disposals.file(due.grant, by=due.users["rep_university"], method="nothing")
