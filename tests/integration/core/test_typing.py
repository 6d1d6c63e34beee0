"""What nobody types and nobody sees does not come in with a form."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from core.http.middleware import PlainTyping
from governance.assembly.models import Project
from governance.sharing.models import SharingRequest
from tests.cast import Cast, enter

FORM = "application/x-www-form-urlencoded"
TRICKS = "歩\u202eき\u2066の\u200f調\x07査\x9f"


@pytest.mark.usefixtures("demo")
def test_a_title_keeps_only_what_can_be_read(cast: Cast) -> None:
    client = enter(Client(), cast.shiomi.users["rep_university"])
    typed = {
        "recipient": cast.shiomi.organs["university"].pk,
        "title_ja": TRICKS,
        "purpose": "AcademicResearch",
        "purpose_ja": "一行目\u202d\r\n二行目\t終わり",
    }
    answer = client.post("/c/shiomi/requests/new/", typed)
    assert answer.status_code == 302, answer.content.decode()
    row = SharingRequest.objects.latest("pk")
    assert row.title_ja == "歩きの調査"
    assert row.purpose_ja.split() == ["一行目", "二行目", "終わり"]


def test_the_same_in_a_form_with_files_and_for_every_value_of_a_name(rf) -> None:
    seen: list[list[str]] = []
    request = rf.post("/", {"names": ["a\u202e", "b\u2069"]})
    PlainTyping(lambda one: seen.append(one.POST.getlist("names")))(request)
    assert seen == [["a", "b"]]


@pytest.mark.usefixtures("demo")
def test_a_nul_is_refused_and_not_taken_out(cast: Cast) -> None:
    client = enter(Client(), cast.shiomi.users["secretary"])
    answer = client.post("/c/shiomi/projects/new/", {"title_ja": "事業\x00名", "vision": "a", "plan": "b"})
    assert answer.status_code == 422
    assert not Project.objects.filter(title_ja__contains="事業名").exists()


@pytest.mark.parametrize(
    ("limit", "given"),
    [
        ({"DATA_UPLOAD_MAX_MEMORY_SIZE": 10}, {"data": "a=%s" % ("長" * 20), "content_type": FORM}),
        ({"DATA_UPLOAD_MAX_NUMBER_FIELDS": 2}, {"data": "a=1&b=2&c=3", "content_type": FORM}),
        ({}, {"data": b"torn", "content_type": "multipart/form-data"}),
    ],
)
@pytest.mark.parametrize(
    ("language", "words"), [("ja", "入力した内容は残っています"), ("en", "Go back with your browser")]
)
def test_a_form_that_is_not_read_says_how_much_is_and_to_go_back(
    settings: Any, db: None, limit: dict[str, int], given: dict[str, Any], language: str, words: str
) -> None:
    for name, value in limit.items():
        setattr(settings, name, value)
    client = Client()
    client.cookies["language"] = language
    answer = client.post("/accounts/login/", **given)
    assert answer.status_code == 400
    assert words in answer.content.decode()
