"""What the outgoing papers say, as the demo issues them: to whom, about what, in words and Japanese dates."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from config.demo import moments
from core import clock
from core.access import grants
from core.access.roles import Role
from core.errors import NotNow, Refused
from governance.assembly import actions as assembly
from governance.assembly import queries
from governance.assembly.documents import preview
from governance.assembly.models import Document, Draft
from governance.assembly.permissions import signing
from governance.assembly.queries.interests import next_signers
from governance.sharing.models import RequestLine
from tests.cast import Cast, enter
from tests.factories import people

pytestmark = pytest.mark.usefixtures("demo")

ISO = re.compile(r"\b20\d\d-\d\d-\d\d\b")
CODES = re.compile(r"\b(daily_steps|passages_15min|tag_id|third_party|statistical|unsuitable|conditional)\b")


def _paper(cast: Cast, kind: str, line: str, language: str = "") -> tuple[str, str]:
    """The paper as it was issued, or its draft, and its number."""
    draft = Draft.objects.get(council=cast.shiomi.council, kind=kind, subject=f"line:{line}")
    document = Document.objects.filter(draft=draft).first()
    return str(preview(draft, document, language)), document.number if document else ""


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
    english, _number = _paper(cast, "approval", "R-2026-031-2", "en")
    assert "5 December 2026 (Reiwa 8). To be met before the first delivery" in english


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


def test_what_a_signer_returned_is_drafted_again_from_the_record(cast: Cast) -> None:
    """The notice of a decision cannot be decided anew for a wrong address: the secretariat drafts it again."""
    world, council = cast.shiomi, cast.shiomi.council
    draft = Draft.objects.get(council=council, kind="approval", subject="line:R-2026-034-1")
    path = f"/c/shiomi/drafts/{draft.pk}/"
    with clock.at(moments.story(21)):
        assembly.return_draft(draft, by=world.users["approver"], reason="宛名が違う。")
        secretary = enter(Client(), world.users["secretary"])
        assert f"{path}again/" in secretary.get(path).content.decode()
        assert draft in queries.to_draft_again(world.users["secretary"], council)
        assert path in secretary.get("/c/shiomi/today/").content.decode(), "on Today"
        assert enter(Client(), world.users["chair"]).post(f"{path}again/").status_code == 403
        other = enter(Client(), cast.nagiura.users["secretary"])
        assert other.post(f"/c/nagiura/drafts/{draft.pk}/again/").status_code == 404
        assert "宛名が違う。" in secretary.get(f"{path}again/").content.decode()
        assert secretary.post(f"{path}again/", {"note": "宛名を直した。"}).status_code == 302
        made = Draft.objects.get(replaces=draft)
        assert (made.kind, made.subject, made.title_ja, made.note) == (
            draft.kind,
            draft.subject,
            draft.title_ja,
            "宛名を直した。",
        )
        assert made.state == "in_approval"
        assert "データ利用仮承認通知書" in str(preview(made, None))
        assert draft not in queries.to_draft_again(world.users["secretary"], council)
        assert f"{path}again/" not in secretary.get(path).content.decode()
        assert "宛名を直した。" in secretary.get(f"/c/shiomi/drafts/{made.pk}/").content.decode()
        with pytest.raises(NotNow, match="drafted_again_already"):
            assembly.draft_again(draft, by=world.users["secretary"])


def test_a_paper_is_signed_by_whoever_has_no_interest_in_the_case(cast: Cast) -> None:
    """Where everybody who holds the office has one, the line of approval still has its other persons."""
    world, mine = cast.shiomi, cast.shiomi.users["approver"]
    draft = Draft.objects.get(council=world.council, kind="approval", subject="line:R-2026-034-1")
    draft.signatures.all().delete()
    Draft.objects.filter(pk=draft.pk).update(state="in_approval")
    draft.refresh_from_db()
    assert signing(mine, draft)
    grants.give(Role.DATA_OFFICER, mine, RequestLine.objects.get(pk=line_of(draft)).dataset.provider)
    assert signing(mine, draft), "nobody else holds the office"
    other = people.with_role("approver-2", Role.APPROVER, world.council)
    assert signing(mine, draft).code == "another_signs"
    assert signing(other, draft)
    assert draft not in queries.to_sign(mine, world.council)
    assert draft in queries.to_sign(other, world.council)
    assert next_signers(draft) == [other]


def line_of(draft: Draft) -> int:
    request, _dash, number = draft.subject.removeprefix("line:").rpartition("-")
    lines = RequestLine.objects.filter(request__council=draft.council, request__reference=request)
    return lines.get(number=number).pk


def test_an_opinion_is_drafted_again_and_a_letter_is_not_from_here(cast: Cast) -> None:
    world = cast.shiomi
    draft = Draft.objects.filter(council=world.council, kind="opinion", subject="line:R-2026-018-1").get()
    Draft.objects.filter(pk=draft.pk).update(state="returned")
    draft.refresh_from_db()
    lines = RequestLine.objects.filter(request__council=world.council, request__reference="R-2026-018")
    former = lines.get(number=1).state
    lines.update(state="withdrawn")
    assert draft not in queries.to_draft_again(world.users["secretary"], world.council), (
        "nothing is left to tell"
    )
    with pytest.raises(NotNow, match="told_no_longer"):
        assembly.draft_again(draft, by=world.users["secretary"])
    lines.update(state=former)
    again = assembly.draft_again(draft, by=world.users["secretary"], note="")
    assert again.replaces == draft
    assert "E-2026-001" in str(preview(again, None))
    Draft.objects.filter(pk=again.pk).update(state="returned", kind="letter")
    again.refresh_from_db()
    with pytest.raises(Refused, match="drafted_elsewhere"):
        assembly.draft_again(again, by=world.users["secretary"])
