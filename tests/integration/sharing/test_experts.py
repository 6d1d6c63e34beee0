"""外部有識者: asked about one case, declared before the file opens, without seat or vote, and never in another case."""

from __future__ import annotations

import pytest
from django.test import Client

from core.access.grants import give
from core.access.queries import holding_any, roles_on
from core.access.roles import Role
from core.accounts.models import User
from core.errors import DomainError, Invalid, NotNow, NotPermitted, Refused
from core.outbox.models import Job
from governance.sharing.actions import experts, requests, reviews
from governance.sharing.models import OutsideExpert, PanelMember, SharingRequest
from governance.sharing.permissions import permit, reads_as_expert, roles_of
from governance.sharing.queries.experts import councils_inviting, invitations_of
from governance.sharing.queries.facts_decisions import board_facts, presides_over, seated
from governance.sharing.queries.panels import current_review, seated_users
from governance.sharing.queries.requests import visible_to
from tests.cast import Cast, enter

pytestmark = pytest.mark.usefixtures("demo")

WHY = "歩行環境の統計に詳しいため。"


@pytest.fixture
def case(cast: Cast) -> SharingRequest:
    """A request whose board has declared and judges."""
    request = SharingRequest.objects.get(council=cast.shiomi.council, reference="R-2026-032")
    for member in seated_users(request).filter(declared_at__isnull=True):
        reviews.declare_interest(request, by=member.user, interest="none")
    return request


@pytest.fixture
def outsider(cast: Cast) -> User:
    """Somebody who holds no role anywhere."""
    return User.objects.create_user("expert@example.org", name="三雲 統子")


def invited(cast: Cast, case: SharingRequest, user: User) -> OutsideExpert:
    return experts.invite(case, by=cast.shiomi.users["secretary"], user=user, reason=WHY)


def pages(case: SharingRequest) -> list[str]:
    """Pages of the council that would open to somebody who has a place in it."""
    base = f"/c/shiomi/requests/{case.reference}/"
    return [
        base,
        f"{base}board/",
        f"{base}?tab=record",
        "/c/shiomi/rules/",
        "/c/shiomi/datasets/",
        "/c/shiomi/cases/",
    ]


def entered(user: User) -> Client:
    return enter(Client(), user)


def status(user: User, path: str, **data: str) -> int:
    client = entered(user)
    return (client.post(path, data) if data else client.get(path)).status_code


def test_an_expert_declares_reads_this_file_alone_and_comments(
    cast: Cast, case: SharingRequest, outsider: User
) -> None:
    room, line = "/c/shiomi/invited/", case.lines.get()
    member = cast.shiomi.users["reviewer_security"]
    reviews.record_opinion(line, by=member, judgement="suitable", text="内心の意見")
    assert status(outsider, room) == 404
    invited(cast, case, outsider)
    assert holding_any([outsider.pk]), "a second factor, like everybody who acts for others"
    assert not roles_on(outsider, case.council)
    client = entered(outsider)
    assert client.get("/home/")["Location"] == room
    assert case.reference in client.get(room).content.decode()
    file = f"{room}{case.reference}/"
    assert client.get(file)["Location"] == f"{file}declare/", "not before the declaration"
    assert status(outsider, f"{file}comment/") == 403
    with pytest.raises(Refused, match="declare_first"):
        experts.comment(case, by=outsider, text="早い。")
    assert client.post(f"{file}declare/", {"interest": "none"}).status_code == 302
    with pytest.raises(NotNow):
        experts.declare(case, by=outsider, interest="none")
    shown = client.get(file).content.decode()
    for word in (WHY, case.title_ja, case.lines.first().reference):
        assert word in shown
    assert "内心の意見" not in shown
    answer = client.post(f"{file}comment/", {"line": line.pk, "text": "秘匿の基準が緩い。"})
    assert answer.status_code == 302
    assert "秘匿の基準が緩い。" in client.get(file).content.decode()
    for path in pages(case):
        assert client.get(path).status_code == 404, path
    others = SharingRequest.objects.exclude(pk=case.pk)
    for other in others:
        assert client.get(f"{room}{other.reference}/").status_code == 404
        assert roles_of(outsider, other) == frozenset()
    assert not visible_to(outsider, case.council).exists()
    told = Job.objects.filter(kind="mail", payload__template="governance/sharing/expert_commented")
    assert cast.shiomi.users["reviewer_security"].pk in {job.payload["user"] for job in told}
    assert outsider.pk not in {job.payload["user"] for job in told}


def test_the_board_reads_it_and_no_party_does(cast: Cast, case: SharingRequest, outsider: User) -> None:
    invited(cast, case, outsider)
    experts.declare(case, by=outsider, interest="none")
    experts.comment(case, by=outsider, text="秘匿の基準が緩い。")
    board = f"/c/shiomi/requests/{case.reference}/board/"
    for who in ("reviewer_security", "secretary", "chair"):
        shown = entered(cast.shiomi.users[who]).get(board).content.decode()
        assert "秘匿の基準が緩い。" in shown, who
    for tab in ("content", "review", "record"):
        page = f"/c/shiomi/requests/{case.reference}/?tab={tab}"
        assert (
            "秘匿の基準が緩い。"
            not in entered(cast.shiomi.users["rep_university"]).get(page).content.decode()
        )


def test_no_rule_counts_an_expert(cast: Cast, case: SharingRequest, outsider: User) -> None:
    review, line = current_review(case), case.lines.get()
    before = board_facts(line, review, voted_on=None)
    missing = reviews.missing_opinions(review)
    invited(cast, case, outsider)
    experts.declare(case, by=outsider, interest="none")
    experts.comment(case, by=outsider, text="秘匿の基準が緩い。")
    assert board_facts(line, review, voted_on=None) == before
    assert reviews.missing_opinions(review) == missing
    for verb in ("record_opinion", "cast_ballot", "ask_question", "deliberate", "declare_interest"):
        assert not permit(outsider, case, verb), verb
    with pytest.raises(DomainError):
        reviews.record_opinion(line, by=outsider, judgement="suitable", text="よい。")


def test_an_interest_keeps_the_file_closed(cast: Cast, case: SharingRequest, outsider: User) -> None:
    invited(cast, case, outsider)
    with pytest.raises(Invalid):
        experts.declare(case, by=outsider, interest="nothing")
    experts.declare(case, by=outsider, interest="adviser", note="申請者の顧問")
    assert roles_of(outsider, case) == frozenset()
    assert reads_as_expert(outsider, case).code == "sharing.expert_not_invited"
    file = f"/c/shiomi/invited/{case.reference}/"
    for path in (file, f"{file}comment/"):
        assert status(outsider, path) == 403
    assert case.title_ja not in entered(outsider).get("/c/shiomi/invited/").content.decode()
    board = f"/c/shiomi/requests/{case.reference}/board/"
    for who, reads in (("secretary", True), ("reviewer_security", False)):
        assert ("申請者の顧問" in entered(cast.shiomi.users[who]).get(board).content.decode()) is reads
    with pytest.raises(NotPermitted):
        experts.comment(case, by=outsider, text="それでも。")


def test_taken_back_the_file_closes_at_once_and_the_comment_stays(
    cast: Cast, case: SharingRequest, outsider: User
) -> None:
    secretary = cast.shiomi.users["secretary"]
    expert = invited(cast, case, outsider)
    experts.declare(case, by=outsider, interest="none")
    experts.comment(case, by=outsider, text="秘匿の基準が緩い。")
    with pytest.raises(Invalid):
        experts.uninvite(expert, by=secretary, reason=" ")
    page = f"/c/shiomi/requests/{case.reference}/experts/{expert.pk}/uninvite/"
    assert status(cast.nagiura.users["secretary"], page, reason="x") == 404
    assert status(cast.shiomi.users["rep_university"], page, reason="x") == 403
    assert status(secretary, page, reason="役割を終えたため。") == 302
    with pytest.raises(NotNow):
        experts.uninvite(expert, by=secretary, reason="もう一度")
    assert not holding_any([outsider.pk])
    assert not councils_inviting(outsider).exists()
    assert status(outsider, f"/c/shiomi/invited/{case.reference}/") == 404
    with pytest.raises(NotPermitted):
        experts.comment(case, by=outsider, text="まだ。")
    shown = entered(secretary).get(f"/c/shiomi/requests/{case.reference}/board/").content.decode()
    assert "秘匿の基準が緩い。" in shown
    assert "役割を終えたため。" in shown
    again = invited(cast, case, outsider)
    assert again.pk != expert.pk, "and may be asked again, declaring anew"
    assert reads_as_expert(outsider, case).code == "sharing.declare_first"


def test_the_invitation_ends_with_the_review(cast: Cast, case: SharingRequest, outsider: User) -> None:
    expert = invited(cast, case, outsider)
    experts.declare(case, by=outsider, interest="none")
    requests.return_to_applicant(case, by=cast.shiomi.users["secretary"], reason="期間を示すこと。")
    assert not invitations_of(outsider).exists()
    assert not holding_any([outsider.pk]), "nothing of it stays"
    assert status(outsider, f"/c/shiomi/invited/{case.reference}/") == 404
    case.refresh_from_db()
    with pytest.raises(DomainError):
        experts.uninvite(expert, by=cast.shiomi.users["secretary"], reason="終了")


def test_who_invites_and_who_may_be_invited(cast: Cast, case: SharingRequest, outsider: User) -> None:
    w = cast.shiomi
    presiding = w.users["reviewer_ethics"]
    assert presides_over(presiding, case)
    assert not presides_over(w.users["reviewer_security"], case)
    assert not presides_over(presiding, SharingRequest.objects.filter(state="drafted").first())
    for who in ("reviewer_security", "chair", "auditor", "rep_university", "officer_mayor"):
        with pytest.raises(NotPermitted):
            experts.invite(case, by=w.users[who], user=outsider, reason=WHY)
    with pytest.raises(NotPermitted):
        experts.invite(case, by=cast.nagiura.users["secretary"], user=outsider, reason=WHY)
    for who in (
        "rep_university",
        "officer_mayor",
        "reviewer_law_alternate",
        "secretary_2",
        "auditor",
        "chair",
    ):
        with pytest.raises(Refused, match="expert_has_part"):
            experts.invite(case, by=presiding, user=w.users[who], reason=WHY)
    with pytest.raises(Invalid):
        experts.invite(case, by=presiding, user=outsider, reason=" ")
    experts.invite(case, by=presiding, user=outsider, reason=WHY)
    with pytest.raises(NotNow):
        experts.invite(case, by=presiding, user=outsider, reason=WHY)
    PanelMember.objects.filter(review=current_review(case), user=presiding).update(is_recused=True)
    assert not permit(presiding, case, "invite_expert"), "who is recused presides no more"
    assert presides_over(seated(current_review(case))[0].user, case) != presides_over(presiding, case)


def test_the_page_opens_an_account_for_who_has_none(cast: Cast, case: SharingRequest) -> None:
    page = f"/c/shiomi/requests/{case.reference}/experts/invite/"
    secretary, presiding = cast.shiomi.users["secretary"], cast.shiomi.users["reviewer_ethics"]
    words = {"email": "new@example.org", "reason": WHY}
    assert status(secretary, page, **words) == 422, "a name to invite"
    assert status(presiding, page, **words, name="新 太郎") == 422, "the secretariat opens accounts"
    assert status(secretary, page, **words, name="新 太郎") == 302
    user = User.objects.get(email="new@example.org")
    assert invitations_of(user).get().reason == WHY
    templates = set(Job.objects.filter(payload__user=user.pk).values_list("payload__template", flat=True))
    assert templates == {"core/invitation", "governance/sharing/expert_invited"}
    board = entered(presiding).get(f"/c/shiomi/requests/{case.reference}/board/").content.decode()
    assert page in board
    assert "新 太郎" in board


def test_a_role_elsewhere_opens_nothing_more(cast: Cast, case: SharingRequest, outsider: User) -> None:
    """Somebody who acts for another member may be asked; the two do not mix."""
    invited(cast, case, outsider)
    give(Role.MEMBER, outsider, case.council)
    experts.declare(case, by=outsider, interest="none")
    assert roles_of(outsider, case) == {"expert"}
    assert status(outsider, f"/c/shiomi/requests/{case.reference}/") == 404
    home = entered(outsider).get("/home/").content.decode()
    assert "/c/shiomi/invited/" in home
