"""A safety measure is proved by a file of the request, and by nothing else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from config.demo import procedure
from core import clock
from core.errors import Invalid
from core.outbox.models import Job
from governance.sharing.actions import attachments, following, requests
from governance.sharing.models import Attachment, EditLock, RequestLine
from governance.sharing.queries.proofs import proofs
from governance.sharing.queries.requests import line as load_line
from governance.sharing.queries.turns import snapshot
from governance.sharing.queries.verdicts import judge
from governance.sharing.rules.verdict import Check, Moment
from governance.sharing.views.differences import changes_of
from tests.cast import Cast, enter
from tests.factories import sharing

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture
def line(cast: Cast) -> RequestLine:
    """The line of the bus company's draft, which asks for personal data and has no file yet."""
    EditLock.objects.all().delete()
    return load_line(
        RequestLine.objects.get(
            request__council=cast.shiomi.council, request__title_ja="通学時間帯のバス運行の見直し"
        ).pk
    )


@pytest.fixture
def client(cast: Cast) -> Client:
    return enter(Client(), cast.shiomi.users["rep_bus"])


def at(line: RequestLine, tail: str) -> str:
    return f"/c/{line.request.council.slug}/requests/{line.request.reference}/{tail}"


def safety(line: RequestLine, moment: Moment = Moment.SUBMISSION) -> Check:
    return judge(load_line(line.pk), moment).verdict.check("safeguards")


def test_the_step_asks_for_a_file_and_takes_it_there(line: RequestLine, client: Client) -> None:
    found = safety(line)
    assert (found.reason, found.params) == ("not_evidenced", {"missing": "access_log"})
    step = at(line, "lines/1/edit/safeguards/")
    shown = client.get(step).content.decode()
    assert "まだありません" in shown
    assert 'name="evidenced"' not in shown, "a tick proves nothing"
    typed = {"revision": line.revision, "safeguards": ["access_log", "training"], "attach": "access_log"}
    answer = client.post(step, typed)
    assert answer.url == at(line, "files/add/?line=1&measure=access_log")
    assert load_line(line.pk).safeguards == ["access_log", "training"], "what was typed is saved first"
    form = client.get(answer.url).context["form"]
    assert form["measures"].value() == ["access_log"]
    upload = {"title": "取扱手順", "file": SimpleUploadedFile("log.txt", "記録する。".encode())}
    done = client.post(answer.url, upload | {"measures": ["access_log"]})
    assert done.url == step, "back to where it was asked for"
    shown = client.get(step).content.decode()
    assert "取扱手順" in shown
    assert "まだありません" not in shown
    requests.edit_line(
        load_line(line.pk), by=line.request.attachments.get().added_by, safeguards=procedure.SAFE
    )
    assert safety(line).reason == "in_place"


def test_a_file_that_is_taken_out_proves_nothing(cast: Cast, line: RequestLine) -> None:
    user = cast.shiomi.users["rep_bus"]
    procedure.prove(line.request, by=user)
    assert safety(line).reason == "in_place"
    attachments.remove(line.request.attachments.get(), by=user)
    assert safety(line).reason == "not_evidenced"


def test_the_sentence_says_where_to_hand_it_in(line: RequestLine, client: Client) -> None:
    shown = client.get(at(line, "lines/1/edit/checks/")).content.decode()
    assert "証拠となるファイルがありません" in shown
    assert "「安全管理」の段階" in shown
    assert at(line, "lines/1/edit/safeguards/") in shown


def test_statistics_need_no_evidence(cast: Cast, line: RequestLine, client: Client) -> None:
    requests.edit_line(line, by=cast.shiomi.users["rep_bus"], data_class="statistical")
    assert proofs(load_line(line.pk)) == ()
    assert 'name="attach"' not in client.get(at(line, "lines/1/edit/safeguards/")).content.decode()


@pytest.mark.parametrize("number", ["2", "x", "²", "9" * 30])
def test_a_line_that_is_not_there_leads_back_to_the_request(
    line: RequestLine, client: Client, number: str
) -> None:
    page = client.get(at(line, "files/add/"), {"line": number, "measure": "no_such"})
    assert page.status_code == 200
    assert page.context["back"] == at(line, "")


def test_no_measure_is_made_up(cast: Cast, line: RequestLine, client: Client) -> None:
    upload: dict[str, Any] = {"title": "手順", "file": SimpleUploadedFile("log.txt", b"1")}
    answer = client.post(at(line, "files/add/"), upload | {"measures": ["magic"]})
    assert answer.status_code == 422
    words = {"title": "手順", "name": "log.txt", "content": b"1", "measures": ["magic"]}
    with pytest.raises(Invalid):
        attachments.attach(line.request, by=cast.shiomi.users["rep_bus"], **words)
    assert not line.request.attachments.exists()


def test_evidence_erased_for_good_stops_a_grant_that_flows(cast: Cast) -> None:
    grant = sharing.granted(cast.shiomi)
    request, secretary = grant.line.request, cast.shiomi.users["secretary"]
    assert safety(grant.line, Moment.FLOW).reason == "in_place"
    path = f"/c/shiomi/requests/{request.reference}/files/{request.attachments.get().pk}/purge/"
    warned = enter(Client(), secretary).get(path).content.decode()
    assert "証拠です" in warned
    attachments.purge(request.attachments.get(), by=secretary, reason="職員の氏名が載っていた。")
    assert safety(grant.line, Moment.FLOW).reason == "not_evidenced"
    mails = Job.objects.filter(kind="mail", payload__template="governance/sharing/evidence_erased")
    told = {cast.shiomi.users[key].pk for key in ("rep_university", "officer_mayor")}
    assert told <= {job.payload["user"] for job in mails}, "whoever waits for the data learns why they stop"
    changed = following.follow(request, by=cast.shiomi.users["rep_university"], kind="amendment")
    assert safety(changed.lines.get()).reason == "not_evidenced", "what was erased is not taken along"
    procedure.prove(changed, by=cast.shiomi.users["rep_university"])
    assert safety(changed.lines.get()).reason == "in_place"


def test_a_turn_says_what_a_file_is_evidence_of(cast: Cast, line: RequestLine, client: Client) -> None:
    row, user = line.request, cast.shiomi.users["rep_bus"]
    before = snapshot(row)
    assert before["request"]["evidence"] == {}
    procedure.prove(row, by=user)
    after = snapshot(row)
    said = after["request"]["evidence"]["access_log"]
    file = row.attachments.select_related("stored").get()
    assert said == [file.stored.digest], "its title can be erased"
    last = after | {"request": after["request"] | {"purpose_ja": "冬の混雑も見る。"}}
    for turn, content in ((1, before), (2, after)):
        row.submissions.create(turn=turn, snapshot=content, submitted_at=clock.now(), submitted_by=user)
    told = next(one for one in changes_of(row, user) if one["field"] == "安全管理措置の証拠")
    shown = f"{file.title} ({file.stored.digest[:12]})"
    assert (told["before"], told["after"]) == ("–", f"アクセス記録: {shown}")
    row.submissions.create(turn=3, snapshot=last, submitted_at=clock.now(), submitted_by=user)
    page = client.get(f"/c/shiomi/requests/{row.reference}/?tab=record").content.decode()
    turns = page.partition("提出ごとの変更")[2].partition("</section>")[0]
    assert re.findall(r"第(\d)次提出（", turns) == ["2", "3"]
    assert shown in turns.partition("第3次")[0], "what the second one changed can still be read"
    assert "冬の混雑も見る。" in turns.partition("第3次")[2]


def test_files_are_read_once_however_many_lines(cast: Cast, line: RequestLine, client: Client) -> None:
    procedure.prove(line.request, by=cast.shiomi.users["rep_bus"])

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(at(line, "")).status_code == 200
        return sum(Attachment._meta.db_table in query["sql"] for query in queries)

    one = asked()
    for number in (2, 3, 4):
        copy = RequestLine.objects.get(pk=line.pk)
        copy.pk, copy._state.adding, copy.number = None, True, number
        copy.save()
    assert asked() == one
