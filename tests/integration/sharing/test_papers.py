"""What the outgoing papers say, as the demo issues them: to whom, about what, in words and Japanese dates."""

from __future__ import annotations

import re

import pytest

from governance.assembly.documents import preview
from governance.assembly.models import Document, Draft
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("demo")

ISO = re.compile(r"\b20\d\d-\d\d-\d\d\b")
CODES = re.compile(r"\b(daily_steps|passages_15min|tag_id|third_party|statistical|unsuitable|conditional)\b")


def _paper(cast: Cast, kind: str, line: str) -> tuple[str, str]:
    """The paper as it was issued, or its draft, and its number."""
    draft = Draft.objects.get(council=cast.shiomi.council, kind=kind, subject=f"line:{line}")
    document = Document.objects.filter(draft=draft).first()
    return str(preview(draft, document)), document.number if document else ""


def test_every_paper_says_its_dates_and_items_in_words(cast: Cast) -> None:
    drafts = Draft.objects.filter(council=cast.shiomi.council)
    assert drafts.count() == 15
    for draft in drafts:
        text = str(preview(draft, Document.objects.filter(draft=draft).first()))
        assert not ISO.search(text), draft
        assert not CODES.search(text), draft
        assert "None" not in text


def test_the_opinion_names_request_number_and_addressees(cast: Cast) -> None:
    text, number = _paper(cast, "opinion", "R-2026-018-1")
    assert "付けで申請のあった「歩数と歩行環境の関係に関する研究」（申請番号R-2026-018）" in text
    assert number in text
    assert "E-2026-001（令和8年9月28日議決）" in text
    assert "公立大学法人汐見大学　理事長 波田野 恵　様" in text
    assert "汐見市長（健康づくり課）　御中" in text
    assert "10人未満の区分は秘匿すること。" in text
    assert "本人の同意（個人情報保護法第69条第2項第1号）" in text


def test_a_divided_vote_is_counted_and_nobody_is_named(cast: Cast) -> None:
    text, _number = _paper(cast, "opinion", "R-2026-031-1")
    assert "条件付き適当2名、不適当3名（可決に必要な数3名）" in text
    assert "除斥・回避：1名（法律）" in text
    assert cast.shiomi.users["reviewer_citizen_1"].name not in text


def test_the_approval_says_its_conditions_with_their_day(cast: Cast) -> None:
    text, number = _paper(cast, "approval", "R-2026-031-2")
    assert number.startswith("汐見協発第")
    assert "汐見協第25号（令和8年11月5日）" in text
    assert "期限　令和8年12月5日　提供を始める前に満たすこと" in text
    assert "会長　潮崎 直樹" in text


def test_a_refusal_says_how_to_ask_again(cast: Cast) -> None:
    text, _number = _paper(cast, "refusal", "R-2026-031-1")
    assert "データ利用不承認通知書" in text
    assert "令和9年1月4日までに、新たな理由を示して、1回に限り再度の審査を求めることができます" in text
    assert "承認の期限" not in text


def test_a_provisional_approval_says_until_when_it_holds(cast: Cast) -> None:
    text, _number = _paper(cast, "approval", "R-2026-034-1")
    assert "データ利用仮承認通知書" in text
    assert "令和8年12月7日までに追認がないときは、効力を失います。" in text
    assert "会長が次のとおり決定した" in text
