"""照会書: the letter that puts a question to the applicant, from its draft to its files, and who never reads it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from core.access.grants import give
from core.access.roles import Role
from core.errors import NotNow, NotPermitted
from core.outbox.models import Job
from core.outbox.work import perform
from core.paper import thaw
from governance.assembly import actions as assembly
from governance.assembly import queries as assembly_queries
from governance.sharing.actions import papers, questions, reviews
from governance.sharing.models import PanelMember, Question, SharingRequest
from governance.sharing.queries.panels import current_review, seated_users
from governance.sharing.queries.papers import board_asks, subject_of_question, to_ask
from tests.cast import Cast, enter

pytestmark = pytest.mark.usefixtures("demo")

TEXT = "保存場所はどこですか。\n国外に置く場合は国名を示してください。"


@pytest.fixture
def case(cast: Cast) -> SharingRequest:
    """A request whose board has declared and judges."""
    request = SharingRequest.objects.get(council=cast.shiomi.council, reference="R-2026-032")
    for member in seated_users(request).filter(declared_at__isnull=True):
        reviews.declare_interest(request, by=member.user, interest="none")
    return request


def ask(cast: Cast, request: SharingRequest, who: str = "reviewer_security") -> Question:
    return questions.ask(request, by=cast.shiomi.users[who], text=TEXT, line=request.lines.first())


def signed(cast: Cast, draft: object) -> object:
    for who in ("approver", "chair"):
        draft.refresh_from_db()
        if draft.state == "in_approval":
            assembly.sign_draft(draft, by=cast.shiomi.users[who])
    draft.refresh_from_db()
    return draft.document


def page(cast: Cast, who: str, path: str, world: str = "shiomi") -> tuple[int, str]:
    answer = enter(Client(), getattr(cast, world).users[who]).get(path)
    return answer.status_code, answer.content.decode()


def test_the_letter_says_who_asks_what_and_names_nobody(cast: Cast, case: SharingRequest) -> None:
    question = ask(cast, case)
    draft = papers.draft_inquiry(question, by=cast.shiomi.users["secretary"])
    paper = thaw(draft.context, "ja")
    assert paper.title == "データ利用申請に関する照会書"
    words = f"{paper.opening}{paper.blocks}"
    asker = "データ倫理審査会から次のとおり照会します"
    for word in (asker, *TEXT.splitlines(), case.lines.first().reference):
        assert word in words, word
    assert cast.shiomi.users["reviewer_security"].name not in words
    assert "Write the answer on the page of the request" in str(thaw(draft.context, "en").blocks)
    mine = ask(cast, case, "secretary")
    own = thaw(papers.draft_inquiry(mine, by=cast.shiomi.users["secretary"]).context, "ja")
    assert "倫理審査会" not in f"{own.opening}"
    assert "スマートシティ推進課から次のとおり" in f"{own.opening}"


def test_it_is_called_for_once_and_again_after_a_return(cast: Cast, case: SharingRequest) -> None:
    w, secretary = cast.shiomi, cast.shiomi.users["secretary"]
    question = ask(cast, case)
    by_office = ask(cast, case, "secretary")
    assert {question, by_office} == set(to_ask(w.council))
    assert list(board_asks(w.council)) == [question], "the secretariat need not write"
    assert not to_ask(cast.nagiura.council).exists()
    draft = papers.draft_inquiry(question, by=secretary)
    assert list(board_asks(w.council)) == []
    with pytest.raises(NotNow):
        papers.draft_inquiry(question, by=secretary)
    assembly.return_draft(draft, by=w.users["approver"], reason="宛名")
    again = papers.draft_inquiry(question, by=secretary)
    assert again.replaces == draft
    letter = papers.draft_inquiry(by_office, by=secretary)
    questions.withdraw(by_office, by=secretary)
    letter.refresh_from_db()
    again.refresh_from_db()
    assert (letter.state, again.state) == ("returned", "in_approval"), "nobody is asked what needs no answer"
    with pytest.raises(NotNow):
        papers.draft_inquiry(by_office, by=secretary)


def test_only_the_secretariat_of_the_case_drafts_or_waives(cast: Cast, case: SharingRequest) -> None:
    question, secretary = ask(cast, case), cast.shiomi.users["secretary"]
    barred = ("reviewer_security", "chair", "auditor", "rep_university", "officer_mayor")
    for user in (*(cast.shiomi.users[who] for who in barred), cast.nagiura.users["secretary"]):
        with pytest.raises(NotPermitted):
            papers.draft_inquiry(question, by=user)
        with pytest.raises(NotPermitted):
            papers.waive_inquiry(question, by=user, reason="不要")
    url = f"/c/shiomi/requests/{case.reference}/questions/{question.pk}/letter/waive/"
    assert url in page(cast, "secretary", f"/c/shiomi/requests/{case.reference}/?tab=review")[1]
    assert enter(Client(), secretary).post(url, {"reason": "電話で確認したため。"}).status_code == 302
    assert list(board_asks(cast.shiomi.council)) == []
    with pytest.raises(NotNow):
        papers.draft_inquiry(question, by=secretary)
    shown = page(cast, "rep_university", f"/c/shiomi/requests/{case.reference}/?tab=review")[1]
    assert "電話で確認したため。" in shown
    url = f"/c/shiomi/requests/{case.reference}/letters/waived/{case.letters_waived.get().pk}/owe/"
    assert url not in shown
    assert url in page(cast, "secretary", f"/c/shiomi/requests/{case.reference}/?tab=review")[1]
    assert enter(Client(), secretary).post(url, {"reason": "書面の照会とするため。"}).status_code == 302
    assert list(board_asks(cast.shiomi.council)) == [question]
    shown = page(cast, "rep_university", f"/c/shiomi/requests/{case.reference}/?tab=review")[1]
    assert "書面の照会とするため。" in shown


def test_from_today_to_the_applicants_page(cast: Cast, case: SharingRequest) -> None:
    w = cast.shiomi
    question = ask(cast, case)
    base = f"/c/{w.council.slug}/requests/{case.reference}/"
    button = reverse("sharing:question_letter", args=[w.council.slug, case.reference, question.pk])
    assert f"{base}?tab=review#questions" in page(cast, "secretary", f"/c/{w.council.slug}/today/")[1]
    assert button in page(cast, "secretary", f"{base}?tab=review")[1]
    assert button in page(cast, "secretary", f"{base}board/")[1]
    for who in ("rep_university", "reviewer_security"):
        assert button not in page(cast, who, f"{base}?tab=review")[1]
        assert enter(Client(), w.users[who]).post(button).status_code == 403
    assert enter(Client(), cast.nagiura.users["secretary"]).post(button).status_code == 404
    answer = enter(Client(), w.users["secretary"]).post(button)
    draft = assembly_queries.drafts_about(w.council, subject_of_question(question)).get()
    assert answer["Location"] == f"/c/{w.council.slug}/drafts/{draft.pk}/"
    assert answer["Location"] in page(cast, "secretary", f"{base}?tab=review")[1]
    assert answer["Location"] not in page(cast, "rep_university", f"{base}?tab=review")[1]
    document = signed(cast, draft)
    assert perform(Job.objects.get(kind="document", payload={"document": document.pk}).pk)
    for tab in ("review", "record"):
        shown = page(cast, "rep_university", f"{base}?tab={tab}")[1]
        for word in (
            document.number,
            f"/documents/{document.pk}/ja.pdf",
            f"/documents/{document.pk}/en.docx",
        ):
            assert word in shown, (tab, word)
    assert document.number not in page(cast, "officer_mayor", f"{base}?tab=review")[1]


def test_who_is_recused_reads_no_letter_of_the_case(cast: Cast, case: SharingRequest) -> None:
    """Not even the chair of the council, when they sit on the panel: nor the letter of a submission."""
    w = cast.shiomi
    late = w.users["reviewer_ethics"]
    for role in (Role.CHAIR, Role.APPROVER):
        give(role, late, w.council)
    document = signed(cast, papers.draft_inquiry(ask(cast, case), by=w.users["secretary"]))
    assert document in assembly_queries.documents_for(late, w.council)
    waits = papers.draft_inquiry(ask(cast, case), by=w.users["secretary"])
    assert waits in assembly_queries.to_sign(late, w.council)
    member = PanelMember.objects.get(review=current_review(case), user=late)
    member.interest, member.declared_at = "", None
    member.save()
    reviews.declare_interest(case, by=late, interest="adviser")
    assert document not in assembly_queries.documents_for(late, w.council)
    assert waits not in assembly_queries.to_sign(late, w.council)
    assert waits not in assembly_queries.drafts_for(late, w.council)
    other = assembly_queries.documents_for(late, w.council, "line:R-2026-018-1")
    assert other, "other cases stay open"
