"""The report as PDF: asked for, made by a worker, taken; and the words of the mails."""

from __future__ import annotations

import io
import re
from base64 import b64decode

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from core.outbox.models import Job, JobState
from core.outbox.work import perform
from pia import actions, queries
from pia.documents import printed
from pia.models import Assessment
from tests.cast import Cast, World, signed_in
from tests.factories import assessments as make


def client_of(world: World, key: str) -> Client:
    return signed_in(world.users[key])


def url(row: Assessment, page: str) -> str:
    return reverse(f"pia:{page}", args=[row.council.slug, row.reference, row.revision])


def test_the_report_is_asked_for_made_and_taken(cast: Cast) -> None:
    row = make.approved(cast.shiomi, high=True)
    client = client_of(cast.shiomi, "auditor")
    assert client.get(url(row, "take_paper")).status_code == 404
    for _ in range(2):
        assert client.post(url(row, "make_paper")).status_code == 302
    (job,) = Job.objects.filter(kind="pia_report")
    waiting = client.get(url(row, "paper"))
    assert waiting.context["working"] is True
    fragment = client.get(url(row, "paper"), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert "hx-get" in fragment
    assert perform(job.pk)
    assert client.get(url(row, "paper")).context["working"] is False
    answer = client.get(url(row, "take_paper"))
    reader = PdfReader(io.BytesIO(b"".join(answer.streaming_content)))
    text = "".join(page.extract_text() for page in reader.pages)
    assert row.reference in text
    assert "会長として受容する。" in text
    assert reader.metadata.title == f"{row.reference} {row.title_ja}"


def test_a_change_asks_for_a_new_report(cast: Cast) -> None:
    row, by = make.assessing(cast.shiomi), cast.shiomi.users["assessor"]
    first = actions.request_report(row, by=by, language="ja")
    assert perform(first.pk)
    assert queries.report_file(row, "ja") is not None
    actions.add_risk(row, make.risk(), by=by)
    assert queries.report_file(row, "ja") is None
    assert actions.request_report(row, by=by, language="ja") != first
    assert queries.report_file(row, "en") is None


def test_giving_up_and_asking_again(cast: Cast) -> None:
    row = make.approved(cast.shiomi)
    client = client_of(cast.shiomi, "secretary")
    client.post(url(row, "make_paper"))
    assert client.post(url(row, "cancel_paper")).status_code == 302
    assert Job.objects.get(kind="pia_report").state == JobState.CANCELLED
    client.post(url(row, "make_paper"))
    assert Job.objects.filter(kind="pia_report", state=JobState.WAITING).count() == 1


def test_only_readers_have_a_report(cast: Cast) -> None:
    row = make.assessing(cast.shiomi)
    for world, key in ((cast.nagiura, "secretary"), (cast.shiomi, "rep_bus")):
        for page in ("make_paper", "cancel_paper"):
            assert client_of(world, key).post(url(row, page)).status_code == 404
        assert client_of(world, key).get(url(row, "take_paper")).status_code == 404
    assert not Job.objects.filter(kind="pia_report").exists()


@pytest.mark.parametrize(
    ("occasion", "subject"),
    [
        ("submitted", "PIA-01　審査をお願いする影響評価があります"),
        ("returned", "PIA-01　影響評価が差し戻されました"),
        ("approved", "PIA-01　影響評価が承認されました"),
        ("outdated", "PIA-01　影響評価が効力を失いました"),
    ],
)
def test_mails_say_what_happened_and_where(cast: Cast, settings, occasion: str, subject: str) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    row, users = make.in_review(cast.shiomi), cast.shiomi.users
    if occasion == "returned":
        actions.return_with_findings(row, by=users["pia_reviewer"], findings=[("flows", "x")])
    elif occasion != "submitted":
        actions.approve(row, by=users["pia_reviewer"])
        actions.outdate(row, by=users["secretary"], reason="incident", note="x")
    job = Job.objects.filter(kind="mail", key__contains=f":{occasion}").first()
    assert perform(job.pk)
    (sent,) = mail.outbox
    assert sent.subject == subject
    assert f"/c/shiomi/assessments/{row.reference}/" in sent.body


def test_a_field_of_the_map_names_its_risks_or_says_how_many_they_are(cast: Cast) -> None:
    row, by = make.assessing(cast.shiomi), cast.shiomi.users["assessor"]
    for impact, likelihood, count in ((1, 1, 2), (4, 4, 5)):
        for _ in range(count):
            actions.add_risk(row, make.risk("use", impact, likelihood), by=by)
    for language, many in (("ja", "5件"), ("en", "5 risks")):
        drawing = b64decode(printed(row, language)["map_before"].partition("base64,")[2]).decode()
        assert re.findall(r'font-weight="bold">([^<]+)<', drawing) == [many, "R1 R2"]
