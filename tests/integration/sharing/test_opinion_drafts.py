"""What a reviewer types is kept before it is given: theirs alone, and gone once it is given."""

from __future__ import annotations

import pytest

from core.errors import NotPermitted, Refused
from core.ledger.models import LedgerEntry
from governance.sharing.actions import reviews
from governance.sharing.models import IndividualOpinion, OpinionDraft, PanelMember, RequestLine
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture
def line(cast: Cast) -> RequestLine:
    """A line whose opinions are still being written."""
    found = RequestLine.objects.filter(
        request__council=cast.shiomi.council, request__state="in_review", state="under_review"
    )
    return next(
        one
        for one in found.select_related("request__council")
        if one.request.reviews.filter(consolidated_at=None, closed_at=None).exists()
    )


@pytest.fixture
def member(cast: Cast, line: RequestLine) -> PanelMember:
    """A panel member who has declared no interest and has given no opinion yet."""
    rows = PanelMember.objects.filter(review__request=line.request, is_alternate=False, opinions=None)
    found = rows.exclude(interest__in=["adviser", "employer"]).select_related("user").first()
    assert found is not None
    if found.declared_at is None:
        reviews.declare_interest(line.request, by=found.user, interest="none", note="")
        found.refresh_from_db()
    return found


def address(line: RequestLine, tail: str) -> str:
    return f"/c/{line.request.council.slug}/requests/{line.request.reference}/{tail}"


def draft_url(line: RequestLine) -> str:
    return address(line, f"lines/{line.number}/my-opinion/draft/")


def test_typing_is_kept_without_being_given(line: RequestLine, member: PanelMember) -> None:
    client, entries = signed_in(member.user), LedgerEntry.objects.count()
    typed = {"judgement": "", "text": "保存期間について、まだ"}
    answer = client.post(draft_url(line), typed, headers={"X-Requested-With": "autosave"})
    assert answer.status_code == 200
    assert "下書きを保存しました" in answer.content.decode()
    assert not IndividualOpinion.objects.filter(member=member).exists()
    assert LedgerEntry.objects.count() == entries
    shown = client.get(address(line, "board/")).content.decode()
    assert "保存期間について、まだ" in shown
    assert "下書き（未提出）" in shown
    assert "意見を提出する" in shown, "the other button keeps a draft; this one gives the opinion"


def test_a_button_keeps_it_where_no_script_runs(line: RequestLine, member: PanelMember) -> None:
    client = signed_in(member.user)
    answer = client.post(draft_url(line), {"judgement": "suitable", "text": "途中"}, follow=True)
    assert "下書きを保存しました" in answer.content.decode()
    assert OpinionDraft.objects.get().judgement == "suitable"
    assert client.post(draft_url(line), {"judgement": "splendid", "text": "途中"}).status_code == 422


def test_giving_the_opinion_takes_the_draft_away(line: RequestLine, member: PanelMember) -> None:
    client = signed_in(member.user)
    client.post(draft_url(line), {"judgement": "suitable", "text": "途中"})
    given = {"judgement": "suitable", "text": "目的が明確である。"}
    url = address(line, f"lines/{line.number}/my-opinion/")
    empty = client.post(url, given | {"text": ""})
    assert empty.status_code == 422
    assert OpinionDraft.objects.exists()
    assert client.post(url, given).status_code == 302
    assert not OpinionDraft.objects.exists()
    assert IndividualOpinion.objects.get(member=member, line=line).text == "目的が明確である。"


def test_an_opinion_that_was_handed_in_is_changed(line: RequestLine, member: PanelMember) -> None:
    client, give = signed_in(member.user), address(line, f"lines/{line.number}/my-opinion/")
    assert "意見を提出する" in client.get(give).content.decode()
    client.post(give, {"judgement": "suitable", "text": "適当と考える。"})
    form = f'data-autosave="/c/{line.request.council.slug}/requests/{line.request.reference}/lines/{line.number}/'
    for page in (client.get(give).content.decode(), client.get(address(line, "board/")).content.decode()):
        assert "意見を変更する" in page
        assert form not in page


def test_nobody_else_reads_or_writes_it(cast: Cast, line: RequestLine, member: PanelMember) -> None:
    reviews.save_draft(line, by=member.user, judgement="", text="秘密の下書き")
    secretary = signed_in(cast.shiomi.users["secretary"])
    assert "秘密の下書き" not in secretary.get(address(line, "board/")).content.decode()
    assert secretary.post(draft_url(line), {"text": "代筆"}).status_code == 403
    assert signed_in(cast.nagiura.users["secretary"]).post(draft_url(line), {}).status_code == 404
    other = PanelMember.objects.filter(review__request=line.request).exclude(pk=member.pk).first()
    assert other is not None
    if other.declared_at is None:
        with pytest.raises((Refused, NotPermitted)):
            reviews.save_draft(line, by=other.user, judgement="", text="先に")
    assert OpinionDraft.objects.get().text == "秘密の下書き"


def test_what_changed_since_the_last_submission_stands_beside_the_checks(cast: Cast) -> None:
    secretary = signed_in(cast.shiomi.users["secretary"])
    shown = secretary.get("/c/shiomi/requests/R-2026-031/board/").content.decode()
    assert "前回の提出からの変更" in shown
    assert "提供する情報の区分" in shown
