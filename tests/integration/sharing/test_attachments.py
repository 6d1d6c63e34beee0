"""Papers of a request: looked at, sealed, read by those who judge, never by a recused member, erased with a trace."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from core import clock
from core.errors import Invalid, NotNow, NotPermitted, Refused
from core.files.models import StoredFile
from core.ledger.models import LedgerEntry
from governance.sharing.actions import attachments, requests
from governance.sharing.documents.case import case_parts
from governance.sharing.models import Attachment, PanelMember, SharingRequest
from governance.sharing.queries.turns import snapshot
from governance.sharing.views.differences import changes_of
from tests.cast import Cast, enter

CSV = "時刻,人数\n07:00,12\n".encode()


@pytest.fixture
def row(cast: Cast) -> SharingRequest:
    """A draft of the bus company."""
    world = cast.shiomi
    head = {"title_ja": "バス運行の見直し", "purpose": "PublicBenefit", "purpose_ja": "混雑を減らす。"}
    return requests.draft(world.council, by=world.users["rep_bus"], recipient=world.organs["bus"], **head)


def at(row: SharingRequest, tail: str = "") -> str:
    return f"/c/{row.council.slug}/requests/{row.reference}/{tail}"


def attached(cast: Cast, row: SharingRequest, **changed: Any) -> Attachment:
    words = {"title": "時刻別の人数", "name": "count.csv", "content": CSV} | changed
    return attachments.attach(row, by=cast.shiomi.users["rep_bus"], **words)


def test_a_file_is_handed_in_read_and_taken_out(cast: Cast, row: SharingRequest) -> None:
    client = enter(Client(), cast.shiomi.users["rep_bus"])
    upload = {"title": "時刻別の人数", "file": SimpleUploadedFile("count.csv", CSV)}
    assert client.post(at(row, "files/add/"), upload).status_code == 302
    made = row.attachments.get()
    assert "時刻別の人数" in client.get(at(row)).content.decode()
    assert snapshot(row)["request"]["attachments"] == [made.stored.digest], "its title can be erased"
    answer = client.get(at(row, f"files/{made.pk}/"))
    assert b"".join(answer.streaming_content) == CSV
    assert "attachment" in answer["Content-Disposition"]
    assert client.post(at(row, f"files/{made.pk}/remove/")).status_code == 302
    assert StoredFile.objects.get(pk=made.stored_id).erased_at is not None, "it was never handed in"
    assert snapshot(row)["request"]["attachments"] == []
    with pytest.raises(NotNow):
        attachments.remove(made, by=cast.shiomi.users["rep_bus"])


@pytest.mark.parametrize(
    ("name", "content"), [("a.pdf", b"not a pdf"), ("a.exe", b"MZ"), ("a.csv", b""), ("a.png", CSV)]
)
def test_what_is_not_what_it_says_is_refused_and_nothing_is_kept(
    cast: Cast, row: SharingRequest, name: str, content: bytes
) -> None:
    client = enter(Client(), cast.shiomi.users["rep_bus"])
    upload = {"title": "資料", "file": SimpleUploadedFile(name, content)}
    answer = client.post(at(row, "files/add/"), upload)
    assert answer.status_code == 422
    assert 'value="資料"' in answer.content.decode()
    with pytest.raises(Invalid):
        attached(cast, row, name=name, content=content)
    assert not row.attachments.exists()


def test_what_was_handed_in_stays_on_record_when_a_later_turn_leaves_it_out(
    cast: Cast, row: SharingRequest
) -> None:
    made = attached(cast, row)
    SharingRequest.objects.filter(pk=row.pk).update(turn=2)
    attachments.remove(made, by=cast.shiomi.users["rep_bus"])
    assert StoredFile.objects.get(pk=made.stored_id).erased_at is None


def test_a_file_that_is_there_becomes_evidence_afterwards(cast: Cast, row: SharingRequest) -> None:
    made, client = attached(cast, row), enter(Client(), cast.shiomi.users["rep_bus"])
    where = at(row, f"files/{made.pk}/what/")
    assert where in client.get(at(row)).content.decode()
    assert 'value="時刻別の人数"' in client.get(where).content.decode()
    said = {"title": "アクセス管理規程", "measures": ["access_control"]}
    assert client.post(where, {**said, "measures": ["no_such"]}).status_code == 422
    assert client.post(where, said).status_code == 302
    made.refresh_from_db()
    assert (made.title, made.measures) == ("アクセス管理規程", ["access_control"])
    for other in (cast.shiomi.users["rep_university"], cast.nagiura.users["secretary"]):
        assert enter(Client(), other).post(where, said).status_code == 404
    SharingRequest.objects.filter(pk=row.pk).update(turn=2)
    assert where not in client.get(at(row)).content.decode()
    assert client.post(where, said).status_code == 409, "what was handed in stays as it was"
    attachments.remove(made, by=cast.shiomi.users["rep_bus"])
    with pytest.raises(NotNow, match="attachment_gone"):
        attachments.describe(made, by=cast.shiomi.users["rep_bus"], **said)


def test_there_is_an_end_to_files_and_each_says_what_it_is(
    cast: Cast, row: SharingRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Invalid):
        attached(cast, row, title=" ")
    monkeypatch.setattr(attachments, "MOST", 1)
    attached(cast, row)
    with pytest.raises(Refused):
        attached(cast, row)


def _reviewed(cast: Cast) -> Attachment:
    """A file of the request that is in review."""
    row = SharingRequest.objects.get(council=cast.shiomi.council, title_ja__contains="第2期")
    SharingRequest.objects.filter(pk=row.pk).update(state="drafted")
    made = attachments.attach(
        SharingRequest.objects.get(pk=row.pk),
        by=cast.shiomi.users["rep_university"],
        title="研究計画書",
        name="plan.csv",
        content=CSV,
    )
    SharingRequest.objects.filter(pk=row.pk).update(state="in_review")
    return Attachment.objects.select_related("request__council").get(pk=made.pk)


@pytest.mark.usefixtures("demo")
def test_who_may_read_it(cast: Cast) -> None:
    made = _reviewed(cast)
    row, users = made.request, cast.shiomi.users
    seats = PanelMember.objects.filter(review__request=row, is_alternate=False).select_related("user")
    declared, waiting = seats.filter(declared_at__isnull=False)[0], seats.filter(declared_at=None)[0]
    path = at(row, f"files/{made.pk}/")
    for user in (users["rep_university"], users["officer_mayor"], users["secretary"], declared.user):
        assert enter(Client(), user).get(path).status_code == 200, user
    assert enter(Client(), waiting.user).get(path).status_code == 403, "declare first"
    PanelMember.objects.filter(pk=declared.pk).update(is_recused=True)
    assert enter(Client(), declared.user).get(path).status_code in (403, 404)
    for user in (users["rep_bus"], cast.nagiura.users["secretary"], cast.stranger):
        assert enter(Client(), user).get(path).status_code in (403, 404), user
    assert Client().get(path).status_code in (302, 404)


@pytest.mark.usefixtures("demo")
def test_who_judges_finds_it_on_the_page_of_the_case(cast: Cast) -> None:
    made = _reviewed(cast)
    row, users = made.request, cast.shiomi.users
    seats = PanelMember.objects.filter(review__request=row, is_alternate=False).select_related("user")
    declared, waiting = seats.filter(declared_at__isnull=False)[0], seats.filter(declared_at=None)[0]
    path, link = at(row, "board/"), at(row, f"files/{made.pk}/")
    for user in (users["secretary"], declared.user):
        assert link in enter(Client(), user).get(path).content.decode(), user
    assert enter(Client(), waiting.user).get(path).status_code == 302, "declare first"
    PanelMember.objects.filter(pk=declared.pk).update(is_recused=True)
    assert link not in enter(Client(), declared.user).get(path).content.decode()


@pytest.mark.usefixtures("demo")
def test_a_recused_chair_does_not_read_it_either(cast: Cast) -> None:
    made = _reviewed(cast)
    seat = PanelMember.objects.filter(review__request=made.request, is_alternate=False)[0]
    PanelMember.objects.filter(pk=seat.pk).update(user=cast.shiomi.users["chair"], is_recused=True)
    client = enter(Client(), cast.shiomi.users["chair"])
    assert client.get(at(made.request, f"files/{made.pk}/")).status_code == 404


@pytest.mark.usefixtures("demo")
def test_a_sensitive_file_is_purged_with_a_reason_and_its_digest_stays(cast: Cast) -> None:
    made, secretary = _reviewed(cast), cast.shiomi.users["secretary"]
    digest = made.stored.digest
    with pytest.raises(NotPermitted):
        attachments.purge(made, by=cast.shiomi.users["rep_university"], reason="不要")
    with pytest.raises(Invalid):
        attachments.purge(made, by=secretary, reason=" ")
    client = enter(Client(), secretary)
    answer = client.post(at(made.request, f"files/{made.pk}/purge/"), {"reason": "氏名の一覧を含んでいた。"})
    assert answer.status_code == 302
    stored = StoredFile.objects.get(pk=made.stored_id)
    assert (stored.digest, stored.name) == (digest, "")
    shown = client.get(at(made.request)).content.decode()
    assert "氏名の一覧を含んでいた。" in shown
    assert digest[:16] in shown
    assert "研究計画書" not in shown
    entry = LedgerEntry.objects.get(event="sharing.attachment_purged")
    assert digest in bytes(entry.content).decode()
    assert client.get(at(made.request, f"files/{made.pk}/")).status_code == 404
    with pytest.raises(NotNow):
        attachments.purge(made, by=secretary, reason="もう一度")


@pytest.mark.usefixtures("demo")
def test_an_erased_title_stands_in_no_comparison_of_turns(cast: Cast) -> None:
    """Nor where an older snapshot copied it; and other requests that keep the same bytes are named."""
    made, users = _reviewed(cast), cast.shiomi.users
    row, title, short = made.request, made.title, made.stored.digest[:12]
    other = SharingRequest.objects.filter(council=row.council).exclude(pk=row.pk).first()
    attachments.take_along(row, other, by=users["rep_university"])
    content = snapshot(row)
    old = {"attachments": [f"{title} ({short})"], "evidence": {"access_log": f"{title} ({short})"}}
    gone = {"attachments": [], "evidence": {}}
    for turn, head in enumerate(({}, gone, old), start=row.turn + 1):
        said = content | {"request": content["request"] | head}
        row.submissions.create(turn=turn, snapshot=said, submitted_at=clock.now(), submitted_by=made.added_by)

    def told() -> str:
        paper = list(case_parts(row, stages=lambda dataset: (), opinions=None))
        return f"{changes_of(row, users['secretary'])} {paper}"

    before = told()
    assert before.count(f"{title} ({short})") >= 4
    client, where = enter(Client(), users["secretary"]), at(row, f"files/{made.pk}/purge/")
    row.attachments.filter(pk=made.pk).update(removed_at=clock.now(), removed_by=made.added_by)
    assert where in client.get(at(row)).content.decode(), "left out of the last turn, it is still kept"
    done = client.post(where, {"reason": "氏名の一覧を含んでいた。"}, follow=True)
    assert other.reference in " ".join(str(one) for one in done.context["messages"])
    assert title not in told()
    assert told().count(f"消去済み ({short})") == before.count(f"{title} ({short})")
