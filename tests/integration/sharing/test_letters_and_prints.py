"""The documents of a case: drafted where the procedure calls for them, printed from the record in both languages
and forms, and shown to nobody who has no part in it."""

from __future__ import annotations

import io
import re

import docx
import pytest
from django.test import Client
from docx.oxml.ns import qn
from pypdf import PdfReader

from core import clock
from core.access.grants import give
from core.access.roles import Role
from core.accounts.models import Organ
from core.errors import NotNow, NotPermitted
from core.ledger.models import LedgerEntry
from core.paper import thaw
from governance.assembly import actions as assembly
from governance.assembly.models import Decision
from governance.sharing.actions import handling, papers, requests, reviews
from governance.sharing.documents.decisions import provider_decision
from governance.sharing.models import (
    Delivery,
    Disposal,
    Grant,
    IndividualOpinion,
    PanelMember,
    ProviderDecision,
    SharingRequest,
)
from governance.sharing.queries.papers import called_for, to_accept, to_correct
from tests.cast import Cast, enter

pytestmark = pytest.mark.usefixtures("demo")

CAVEAT = "審査会の意見及び協議会の承認は、提供元が法令に基づいて行う判断に代わるものではありません。"


def taken(cast: Cast, who: str, path: str, world: str = "shiomi") -> tuple[int, bytes]:
    user = getattr(cast, world).users[who]
    answer = enter(Client(), user).get(f"/c/{cast.shiomi.council.slug}/{path}")
    return answer.status_code, answer.content


def pdf_text(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).replace("\n", "")


def docx_text(content: bytes) -> str:
    return "".join(
        node.text or "" for node in docx.Document(io.BytesIO(content)).element.body.iter(qn("w:t"))
    )


def a_request(cast: Cast, reference: str) -> SharingRequest:
    return SharingRequest.objects.get(council=cast.shiomi.council, reference=reference)


def test_the_acceptance_is_called_for_once_the_review_is_open(cast: Cast) -> None:
    w = cast.shiomi
    request = a_request(cast, "R-2026-035")
    assert request.state == "submitted"
    assert called_for(request) == []
    requests.pass_formal_check(request, by=w.users["secretary"])
    assert called_for(request) == ["acceptance"]
    assert request in [review.request for review in to_accept(w.council)]
    for who in ("rep_town", "chair", "reviewer_law", "auditor"):
        with pytest.raises(NotPermitted):
            papers.draft_letter(request, "acceptance", by=w.users[who])
    with pytest.raises(NotPermitted):
        papers.draft_letter(request, "acceptance", by=cast.nagiura.users["secretary"])
    draft = papers.draft_letter(request, "acceptance", by=w.users["secretary"])
    paper = thaw(draft.context, "ja")
    assert paper.title == "データ利用申請の受理について（通知）"
    assert CAVEAT in paper.notes
    assert paper.sender == (
        "汐見市港町1番1号",
        "汐見スマートシティ推進協議会",
        "会長　潮崎 直樹",
        "（公印省略）",
    )
    assert called_for(request) == []
    with pytest.raises(NotNow):
        papers.draft_letter(request, "acceptance", by=w.users["secretary"])
    assembly.return_draft(draft, by=w.users["approver"], reason="宛名")
    again = papers.draft_letter(request, "acceptance", by=w.users["secretary"])
    assert again.replaces == draft


def test_a_letter_that_is_owed_is_waived_with_a_reason(cast: Cast) -> None:
    w, other = cast.shiomi, cast.nagiura.users["secretary"]
    request = a_request(cast, "R-2026-035")
    requests.pass_formal_check(request, by=w.users["secretary"])
    base, keeper = f"/c/shiomi/requests/{request.reference}/", enter(Client(), w.users["secretary"])
    url = f"{base}letters/acceptance/waive/"
    assert url in keeper.get(f"{base}?tab=record").content.decode()
    for user, status in ((w.users["chair"], 403), (w.users["rep_town"], 403), (other, 404)):
        assert enter(Client(), user).post(url, {"reason": "不要"}).status_code == status
    assert keeper.post(url, {"reason": " "}).status_code == 422
    assert keeper.post(url, {"reason": "窓口で受理を伝えたため。"}).status_code == 302
    assert (called_for(request), keeper.get(url).status_code) == ([], 409)
    assert request not in [review.request for review in to_accept(w.council)]
    applicant = enter(Client(), w.users["rep_town"]).get(f"{base}?tab=record").content.decode()
    assert "窓口で受理を伝えたため。" in applicant
    (entry,) = LedgerEntry.objects.filter(event="sharing.letter_waived")
    assert "窓口".encode() not in bytes(entry.content)


def test_staff_of_a_party_do_without_a_letter_only_after_a_colleagues_check(cast: Cast) -> None:
    w, request = cast.shiomi, a_request(cast, "R-2026-035")
    mine, other = w.users["secretary"], w.users["secretary_2"]
    requests.pass_formal_check(request, by=mine)
    give(Role.DATA_OFFICER, mine, request.applicant)
    words = {"by": mine, "reason": "窓口で伝えたため。"}
    with pytest.raises(NotPermitted, match="second_person_needed"):
        papers.waive_letter(request, "acceptance", **words)
    link, own = f"/c/shiomi/requests/{request.reference}/letters/acceptance/waive/", enter(Client(), mine)
    assert link not in own.get(f"/c/shiomi/requests/{request.reference}/?tab=record").content.decode()
    handling.confirm_check(handling.ask_for_check(request, by=mine, verb="waive_letter"), by=other)
    assert link in own.get(f"/c/shiomi/requests/{request.reference}/?tab=record").content.decode()
    assert papers.waive_letter(request, "acceptance", **words).waived_by == mine


def test_a_waiver_is_taken_back_with_a_reason_and_the_letter_is_owed_again(cast: Cast) -> None:
    w, other = cast.shiomi, cast.nagiura.users["secretary"]
    request = a_request(cast, "R-2026-035")
    requests.pass_formal_check(request, by=w.users["secretary"])
    base, keeper = f"/c/shiomi/requests/{request.reference}/", enter(Client(), w.users["secretary"])
    waiver = papers.waive_letter(request, "acceptance", by=w.users["secretary"], reason="窓口で伝えたため。")
    url = f"{base}letters/waived/{waiver.pk}/owe/"
    assert url in keeper.get(f"{base}?tab=record").content.decode()
    for user, status in ((w.users["chair"], 403), (w.users["rep_town"], 403), (other, 404)):
        assert enter(Client(), user).post(url, {"reason": "必要"}).status_code == status
    assert (keeper.get(url).status_code, keeper.post(url, {"reason": " "}).status_code) == (200, 422)
    assert keeper.post(url, {"reason": "文書で求められたため。"}).status_code == 302
    assert called_for(request) == ["acceptance"]
    assert request in [review.request for review in to_accept(w.council)]
    assert (keeper.get(url).status_code, keeper.post(url, {"reason": "再度"}).status_code) == (409, 409)
    applicant = enter(Client(), w.users["rep_town"]).get(f"{base}?tab=record").content.decode()
    for told in (
        "文書の省略：受理通知",
        "窓口で伝えたため。",
        "文書の省略の取消し：受理通知",
        "文書で求められたため。",
    ):
        assert told in applicant
    (entry,) = LedgerEntry.objects.filter(event="sharing.letter_owed_again")
    assert "文書で".encode() not in bytes(entry.content)
    anew = papers.waive_letter(request, "acceptance", by=w.users["secretary"], reason="取り下げ予定のため。")
    request.reviews.update(closed_at=clock.now())
    with pytest.raises(NotNow):
        papers.owe_again(anew, by=w.users["secretary"], reason="必要")


def test_the_acceptance_stays_owed_until_the_council_has_decided(cast: Cast) -> None:
    w = cast.shiomi
    request = a_request(cast, "R-2026-035")
    requests.pass_formal_check(request, by=w.users["secretary"])
    early = papers.draft_letter(request, "acceptance", by=w.users["secretary"])
    reviews.close_review(request, w.users["secretary"])
    early.refresh_from_db()
    assert early.state == "returned", "it says that the review is open"
    SharingRequest.objects.filter(pk=request.pk).update(state="concluded", concluded_at=clock.now())
    request.lines.update(state="opined")
    assert called_for(request) == ["acceptance"]
    page = enter(Client(), w.users["secretary"]).get(f"/c/shiomi/requests/{request.reference}/")
    assert "?tab=record#documents" in page.content.decode(), "its page leads to the button"
    request.lines.update(state="approved")
    assert called_for(request) == []
    request.lines.update(state="opined")
    late = thaw(papers.draft_letter(request, "acceptance", by=w.users["secretary"]).context, "ja")
    assert "その審査を終えました" in late.opening[0]
    assert "審査を終えた日" in str(late.blocks)
    assert "審査の期限" not in str(late.blocks)


def test_the_correction_says_what_to_correct(cast: Cast) -> None:
    w = cast.shiomi
    request = a_request(cast, "R-2026-035")
    requests.return_for_correction(request, by=w.users["secretary"], reason="保存期間を示すこと。")
    request.refresh_from_db()
    assert called_for(request) == ["correction"]
    assert [row.request for row in to_correct(w.council)] == [request]
    draft = papers.draft_letter(request, "correction", by=w.users["secretary"])
    assert "保存期間を示すこと。" in str(thaw(draft.context, "ja").blocks)
    assert "submission no. 2" in str(thaw(draft.context, "en").blocks)
    assert list(to_correct(w.council)) == []


def test_the_page_offers_the_letter_to_the_secretariat_alone(cast: Cast) -> None:
    w = cast.shiomi
    request = a_request(cast, "R-2026-035")
    requests.pass_formal_check(request, by=w.users["secretary"])
    page = f"/c/{w.council.slug}/requests/{request.reference}/"
    button = f"{page}letters/acceptance/"
    assert button in enter(Client(), w.users["secretary"]).get(f"{page}?tab=record").content.decode()
    assert button not in enter(Client(), w.users["rep_town"]).get(f"{page}?tab=record").content.decode()
    assert enter(Client(), w.users["rep_town"]).post(button).status_code == 403
    assert enter(Client(), cast.nagiura.users["secretary"]).post(button).status_code == 404
    today = enter(Client(), w.users["secretary"]).get(f"/c/{w.council.slug}/today/").content.decode()
    assert "受理通知を起案する" in today
    answer = enter(Client(), w.users["secretary"]).post(button)
    assert answer.status_code == 302
    assert "/drafts/" in answer["Location"]


@pytest.mark.parametrize(
    ("path", "words", "english"),
    [
        (
            "requests/R-2026-031/lines/2/decisions/%d.",
            ("データ提供決定通知書", "汐教委第87号", "この文書は、提供元（汐見市教育委員会）の文書", CAVEAT),
            ("Notice of the decision to provide", "document of the provider"),
        ),
        (
            "requests/R-2026-031/lines/2/agreement.",
            ("データ利用契約書", "データ利用契約 第9号", "安全管理措置", "返却及び廃棄", CAVEAT),
            ("Data use agreement", "Return and disposal"),
        ),
    ],
)
def test_the_parties_documents_are_printed_from_the_record(
    cast: Cast, path: str, words: tuple[str, ...], english: tuple[str, ...]
) -> None:
    made = ProviderDecision.objects.get(line__request=a_request(cast, "R-2026-031"), line__number=2)
    path = path.replace("%d", str(made.pk))
    for who in ("rep_delivery", "officer_education", "secretary"):
        status, content = taken(cast, who, f"{path}pdf?text=ja")
        assert status == 200
        text = pdf_text(content)
        assert [word for word in words if word.replace(" ", "") not in text.replace(" ", "")] == []
    text = docx_text(taken(cast, "rep_delivery", f"{path}docx?text=ja")[1])
    assert [word for word in words if word not in text] == []
    text = docx_text(taken(cast, "rep_delivery", f"{path}docx?text=en")[1])
    assert [word for word in english if word not in text] == []
    for who, world in (("rep_bus", "shiomi"), ("secretary", "nagiura"), ("reviewer_law", "shiomi")):
        assert taken(cast, who, f"{path}pdf", world)[0] == 404
    assert taken(cast, "rep_delivery", f"{path}txt")[0] == 404


def test_record_and_certificate_say_whose_they_are(cast: Cast) -> None:
    grant = Grant.objects.get(council=cast.shiomi.council, line__request__reference="R-2026-018")
    delivery = Delivery.objects.filter(grant=grant).order_by("pk")[0]
    disposal = Disposal.objects.get(grant=grant)
    record = f"deliveries/{delivery.reference}/record."
    certificate = f"grants/{grant.reference}/disposals/{disposal.pk}/certificate."
    text = docx_text(taken(cast, "rep_university", f"{record}docx?text=ja")[1])
    for word in ("提供記録", delivery.reference, "この記録は、提供元", "公立大学法人汐見大学", "本人の同意"):
        assert word in text
    text = docx_text(taken(cast, "officer_mayor", f"{certificate}docx?text=ja")[1])
    for word in (
        "返却・廃棄証明書",
        "情報基盤センター長",
        f"{grant.reference}-1",
        "この文書は、提供先（公立大学法人汐見大学）",
    ):
        assert word in text
    for path in (record, certificate):
        assert taken(cast, "rep_university", f"{path}pdf")[1].startswith(b"%PDF")
        assert taken(cast, "rep_bus", f"{path}pdf")[0] == 404
        assert taken(cast, "secretary", f"{path}pdf", "nagiura")[0] == 404
    page = (
        enter(Client(), cast.shiomi.users["rep_university"])
        .get(f"/c/shiomi/grants/{grant.reference}/")
        .content.decode()
    )
    for path in (record, certificate):
        assert f"{path}pdf?text=ja" in page
        assert f"{path}docx?text=en" in page


def test_opinion_sheets_are_the_members_own_until_they_are_open(cast: Cast) -> None:
    w = cast.shiomi
    sheet = IndividualOpinion.objects.get(
        line__request__reference="R-2026-032",
        line__request__council=w.council,
        member__user=w.users["reviewer_ethics"],
    )
    path = f"requests/R-2026-032/opinions/{sheet.pk}."
    status, content = taken(cast, "reviewer_ethics", f"{path}docx")
    assert status == 200
    text = docx_text(content)
    number = f"{sheet.line.reference}-1-"
    for word in ("個別意見書", w.users["reviewer_ethics"].name, sheet.text, "委員個人の意見", number):
        assert word in text
    for who in ("reviewer_security", "secretary", "chair", "rep_university", "officer_mayor"):
        assert taken(cast, who, f"{path}pdf")[0] == 404


def test_opened_sheets_are_the_panels_and_never_the_applicants_or_the_recused(cast: Cast) -> None:
    w = cast.shiomi
    sheet = IndividualOpinion.objects.filter(
        line__request__reference="R-2026-031", line__request__council=w.council
    )[0]
    path = f"requests/R-2026-031/opinions/{sheet.pk}.pdf"
    for who in ("reviewer_security", "reviewer_law_alternate", "secretary", "chair"):
        assert taken(cast, who, path)[0] == 200, who
    for who in ("rep_delivery", "officer_education", "reviewer_law"):
        assert taken(cast, who, path)[0] == 404, who


def test_the_record_tab_lists_documents_with_their_files(cast: Cast) -> None:
    page = "/c/shiomi/requests/R-2026-031/?tab=record"
    shown = enter(Client(), cast.shiomi.users["rep_delivery"]).get(page).content.decode()
    for word in (
        "データ提供決定通知書",
        "lines/2/agreement.docx?text=en",
        "汐教委第87号",
        "データ利用不承認通知書",
    ):
        assert word in shown
    assert "個別意見書" not in shown
    assert "個別意見書" in enter(Client(), cast.shiomi.users["reviewer_security"]).get(page).content.decode()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_record_of_a_provision_says_on_paper_what_the_page_says(cast: Cast, language: str) -> None:
    """Purpose, ground, persons and measures too; under the organ that provided, whom the mayor does not head."""
    delivery = Delivery.objects.filter(
        grant__line__request__reference="R-2026-031", record__isnull=False
    ).latest("pk")
    line = delivery.grant.line
    _code, content = taken(
        cast, "officer_education", f"deliveries/{delivery.reference}/record.docx?text={language}"
    )
    words = docx_text(content)
    told = {
        "ja": (
            "汐見市教育委員会",
            line.request.purpose_ja,
            "提供の根拠",
            "本人の数",
            "安全管理措置",
            "提供元の判断",
        ),
        "en": (
            "Board of Education, City of Shiomi",
            line.request.purpose_en,
            "Legal ground",
            "Number of persons",
            "Safety measures",
            "Provider's decision",
        ),
    }
    for one in (*told[language], "汐教委第87号"):
        assert one in words, one
    assert "潮崎" not in words, "the mayor is not the head of the board of education"
    assert line.request.applicant.representative in words
    _code, content = taken(
        cast, "officer_education", f"deliveries/{delivery.reference}/record.pdf?text={language}"
    )
    assert PdfReader(io.BytesIO(content)).metadata.author in (
        "汐見市教育委員会",
        "Board of Education, City of Shiomi",
    )


def test_the_mayor_heads_what_is_called_by_the_mayors_office(cast: Cast) -> None:
    w = cast.shiomi
    assert w.organs["mayor"].head == w.organs["mayor"].organisation.representative
    assert w.organs["education"].head == "教育長 水沢 千鶴", "who is named for it"
    assert w.organs["university"].head == w.organs["university"].organisation.representative


def test_the_providers_decision_is_signed_by_who_stood_for_it_on_the_day(cast: Cast) -> None:
    decision = ProviderDecision.objects.get(line__request__reference="R-2026-031", is_accepted=True)
    Organ.objects.filter(pk=decision.organ_id).update(representative="教育長 後任 花子")
    paper = provider_decision(ProviderDecision.objects.get(pk=decision.pk))
    assert paper.sender[1:] == ("汐見市教育委員会", "教育長 水沢 千鶴", "（公印省略）")
    assert paper.contact == (f"担当　汐見市教育委員会　{decision.recorded_by.name}",)
    assert [row.label for row in paper.blocks[0].rows][-1] == "根拠"


def test_the_list_of_documents_names_the_organ_and_not_the_city(cast: Cast) -> None:
    delivery = Delivery.objects.filter(
        grant__line__request__reference="R-2026-031", record__isnull=False
    ).latest("pk")
    for page in (f"deliveries/{delivery.reference}/", f"grants/{delivery.grant.reference}/"):
        _code, content = taken(cast, "officer_education", page)
        assert re.search(r"<td[^>]*>\s*汐見市教育委員会\s*</td>", content.decode()), page


def test_a_decision_to_provide_names_the_approval_of_its_day(cast: Cast) -> None:
    made = ProviderDecision.objects.get(line__request=a_request(cast, "R-2026-031"), line__number=2)
    approved = made.line.approvals.get()
    later = Decision.objects.exclude(pk=approved.decision_id).latest("pk")
    fields = (one.attname for one in approved._meta.concrete_fields if not one.primary_key)
    words = {name: getattr(approved, name) for name in fields} | {"decision_id": later.pk}
    for is_approved in (False, True):
        words |= {"is_approved": is_approved, "recorded_at": clock.now()}
        made.line.approvals.create(**words)
    blocks = str(provider_decision(made).blocks)
    assert (approved.decision.number in blocks, later.number in blocks) == (True, False)


def test_no_paper_of_a_line_is_offered_before_the_member_has_declared(cast: Cast) -> None:
    law = cast.shiomi.users["reviewer_law"]
    seats = PanelMember.objects.filter(user=law, is_recused=False, declared_at__isnull=False)
    seat = seats.filter(review__request__lines__provider_decisions__isnull=False).latest("pk")
    request = seat.review.request
    grant = Grant.objects.filter(line__request=request, line__provider_decisions__isnull=False).latest("pk")
    made = grant.line.provider_decisions.latest("pk")
    decision = f"requests/{request.reference}/lines/{grant.line.number}/decisions/{made.pk}.pdf"
    code, page = taken(cast, "reviewer_law", f"grants/{grant.reference}/")
    assert (code, decision in page.decode()) == (200, True)
    assert taken(cast, "reviewer_law", decision)[0] == 200
    english = enter(Client(), law).get(f"/c/shiomi/{decision}?text=en")
    assert "_en.pdf" in english["Content-Disposition"], "two languages are two files"
    PanelMember.objects.filter(user=law, review__request=request).update(declared_at=None, interest="")
    assert taken(cast, "reviewer_law", decision)[0] == 409
    code, page = taken(cast, "reviewer_law", f"grants/{grant.reference}/")
    assert (code, decision in page.decode()) == (200, False)
