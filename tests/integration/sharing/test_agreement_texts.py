"""The text of an agreement follows the form of transfer: each form has clauses of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.translation import override

from core import clock
from core.http.dates import era_date
from governance.sharing.documents.agreements import agreement
from governance.sharing.models import RequestLine
from tests.cast import Cast, enter
from tests.integration.sharing.machine import CouncilAtWork
from tests.integration.sharing.test_clock import done

OWN = {
    ("third_party", "ja"): ("データ利用契約書",),
    ("succession", "ja"): (
        "事業の承継に伴うデータの引継ぎに関する契約書",
        "承継前の利用目的",
        "開示等の請求",
    ),
    ("internal_use", "ja"): ("内部利用に当たって求める措置", "責任者及び取扱者"),
    ("succession", "en"): ("Agreement on data passing over with a business", "before the succession"),
    ("internal_use", "en"): ("Measures asked for internal use", "nobody else opens them"),
}


@pytest.mark.parametrize(("form", "language"), OWN)
def test_each_form_has_its_own_clauses(checked: CouncilAtWork, form: str, language: str) -> None:
    line: RequestLine = checked.line
    line.form = form
    with override(language):
        text = str(agreement(line, None))
    for words in OWN[form, language]:
        assert words in text
    if form != "third_party":
        for other, words in OWN.items():
            if other[1] == language and other[0] != form:
                assert words[0] not in text, other


CONCLUDED = {
    "ja": ("データの利用期間は、令和8年11月12日から", "（令和8年12月5日まで）"),
    "en": ("The data are used from 12 November 2026 (Reiwa 8) to", "（by 5 December 2026 (Reiwa 8)）"),
}
DRAFTED = {
    "ja": "%s又はこの契約の効力が生じた日のいずれか遅い日から",
    "en": "from %s or the day on which this agreement takes effect, whichever is later, to",
}


@pytest.mark.parametrize("language", CONCLUDED)
@pytest.mark.usefixtures("demo")
def test_the_use_begins_with_the_grant_where_it_was_asked_for_earlier(cast: Cast, language: str) -> None:
    line = RequestLine.objects.get(
        request__council=cast.shiomi.council, request__reference="R-2026-031", number=2
    )
    assert line.use_from is not None
    assert line.use_from < line.grant.starts_on
    with override(language):
        text = str(agreement(line, line.agreements.get()))
    for words in CONCLUDED[language]:
        assert words in text


@pytest.mark.parametrize("language", DRAFTED)
def test_a_draft_lets_no_use_begin_before_it_takes_effect(checked: CouncilAtWork, language: str) -> None:
    line: RequestLine = checked.line
    line.use_from = clock.today() - timedelta(days=17)
    with override(language):
        assert DRAFTED[language] % era_date(line.use_from) in str(agreement(line, None))


def test_the_draft_is_for_the_parties_and_the_secretariat(voting: CouncilAtWork) -> None:
    """Before there is a grant, too: once the provider has decided, until the agreement is recorded."""
    council = voting
    council.everybody_votes()
    done(council, "give_opinion", "conclude", "approve", "accept")
    page = f"/c/shiomi/requests/{council.request.reference}/"
    file = f"{page}lines/1/agreement.pdf"
    with clock.at(council.now):
        for who, may in (
            ("rep_university", True),
            ("officer_mayor", True),
            ("secretary", True),
            ("chair", False),
            ("auditor", False),
            ("reviewer_law", False),
        ):
            client = enter(Client(), council.users[who])
            assert client.get(file).status_code == (200 if may else 403), who
            assert (file in client.get(f"{page}?tab=record").content.decode()) is may, who
