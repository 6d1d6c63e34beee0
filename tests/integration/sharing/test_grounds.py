"""Wherever a legal ground is shown to choose or to judge, it says how sure we are of its row of law."""

from __future__ import annotations

import html

import pytest
from django.utils.translation import override

from core import clock
from core.law.enums import Confidence
from core.law.queries import in_force
from governance.sharing.models import RequestLine
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.usefixtures("demo")


def _sure(language: str) -> str:
    with override(language):
        return str(Confidence(in_force(clock.today()).grounds["consent_69_2_1"].confidence).label)


def _page(cast: Cast, user: str, path: str, language: str) -> str:
    client = signed_in(cast.shiomi.users[user])
    client.cookies["language"] = language
    return html.unescape(client.get(path).content.decode())


@pytest.mark.parametrize("language", ["ja", "en"])
def test_on_the_form_the_facts_and_the_checklist(cast: Cast, language: str) -> None:
    form = _page(cast, "rep_bus", "/c/shiomi/requests/R-2026-033/lines/1/edit/ground/", language)
    assert 'value="consent_69_2_1"' in form
    assert _sure(language) in form
    shown = _page(cast, "secretary", "/c/shiomi/requests/R-2026-018/", language)
    assert "第69条第2項第1号、" + _sure("ja") in shown if language == "ja" else _sure("en") in shown
    assert ("次に動く人：" if language == "ja" else "Next: ") in form


def test_where_the_provider_judges(cast: Cast) -> None:
    line = RequestLine.objects.get(request__reference="R-2026-018", request__council=cast.shiomi.council)
    RequestLine.objects.filter(pk=line.pk).update(state="approved")
    path = "/c/shiomi/requests/R-2026-018/lines/1/accept/"
    assert _sure("ja") in _page(cast, "officer_mayor", path, "ja")
