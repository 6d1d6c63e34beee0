"""What every request of the demo goes through, step by step: review, opinion, the steering body, the papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from config.demo import moments
from config.demo.people import World
from core import clock
from governance.assembly import actions as assembly
from governance.assembly import queries as assembly_queries
from governance.assembly.enums import Channel
from governance.sharing.actions import approvals, attachments, papers, reviews
from governance.sharing.queries.panels import seated_users
from governance.sharing.queries.requests import dataset

SAFE = ["access_control", "access_log", "encryption", "training", "no_reidentification", "separation"]
ACCESS_LOG = """アクセス記録の取扱手順

1 データを置くサーバは、利用者、日時、操作及び対象を操作のたびに記録する。
2 記録は利用者が書き換えられない別のサーバに送り、1年間保存する。
3 管理責任者は毎月1回記録を点検し、業務時間外の操作及び大量の取得を確かめる。
4 不審な操作を見つけたときは、その日のうちに協議会の事務局へ知らせる。
"""
CHECKED = "同意の範囲、保存期間及び安全管理措置を確認した。"
Findings = Mapping[int, str | Mapping[str, str]]
"""By number of the line: what everybody finds, or what each member finds by the key of the account."""
Texts = Mapping[tuple[int, str], str]
"""By number of the line and judgement: what a member writes."""


def asked(months: int = 12, *, in_days: int = 1) -> dict[str, Any]:
    """The usual terms of a line: from tomorrow, or ``in_days``, to the end of the fiscal year."""
    start = clock.today() + timedelta(days=in_days)
    end = clock.fiscal_year_end(start)
    return {
        "use_from": start,
        "use_until": end,
        "retention_months": months,
        "disposal_method": "erase",
        "disposal_by": end + timedelta(days=30),
        "storage": ["JP"],
        "safeguards": SAFE,
    }


def prove(request: Any, *, by: Any) -> None:
    """The recipient hands in how it keeps its access log, which the rule wants evidence of."""
    attachments.attach(
        request,
        by=by,
        title="アクセス記録の取扱手順",
        name="access-log.txt",
        content=ACCESS_LOG.encode(),
        measures=["access_log"],
    )


def registered(world: World, reference: str) -> Any:
    """The dataset ``reference`` of this council."""
    found = dataset(world.council, reference)
    assert found is not None
    return found


def project(world: World, reference: str) -> Any:
    """The project ``reference`` of this council."""
    return assembly_queries.project(world.council, reference)


def review(world: World, request: Any, findings: Findings, *, recused: Sequence[str] = ()) -> None:
    """The board declares, gives opinions, opens them and votes, all in one sitting."""
    declare(world, request, recused=recused)
    give_opinions(world, request, findings)
    vote(world, request, findings)


def declare(world: World, request: Any, *, recused: Sequence[str] = ()) -> None:
    """Every member declares, called-in alternates too; the ``recused`` are advisers of a party."""
    absent = {world.users[key].pk for key in recused}
    while waiting := seated_users(request).filter(declared_at__isnull=True):
        for member in waiting:
            interest = "adviser" if member.user_id in absent else "none"
            note = "申請者の顧問を務めている。" if interest == "adviser" else ""
            reviews.declare_interest(request, by=member.user, interest=interest, note=note)


def give_opinions(world: World, request: Any, findings: Findings, texts: Texts | None = None) -> None:
    """Every member writes an opinion on every line, then all are opened."""
    for member in _sitting(request):
        for line in _lines(request, findings):
            judgement = _found(world, findings[line.number], member.user)
            words = (texts or {}).get((line.number, judgement), CHECKED)
            reviews.record_opinion(line, by=member.user, judgement=judgement, text=words)
    reviews.consolidate(request, by=world.users["secretary"])


def vote(world: World, request: Any, findings: Findings) -> None:
    """Every member votes as in the opinion."""
    for member in _sitting(request):
        for line in _lines(request, findings):
            choice = _found(world, findings[line.number], member.user)
            reviews.cast_ballot(line, by=member.user, choice=choice)


def _sitting(request: Any) -> list[Any]:
    return list(seated_users(request).filter(is_recused=False))


def _lines(request: Any, findings: Findings) -> list[Any]:
    return list(request.lines.filter(number__in=findings).order_by("number"))


def _found(world: World, finding: str | Mapping[str, str], user: Any) -> str:
    if isinstance(finding, str):
        return finding
    key = next(key for key, known in world.users.items() if known.pk == user.pk)
    return finding[key]


def conclude(
    world: World, line: Any, *, reasons: str, remark: str = "", conditions: Sequence[Any] = ()
) -> None:
    """Fix the board's opinion on the only line, close the review, sign the document."""
    reviews.give_opinion(
        line, by=world.users["secretary"], reasons=reasons, remark=remark, conditions=conditions
    )
    reviews.conclude(line.request, by=world.users["secretary"])
    sign_all(world, line)


def letter(world: World, request: Any, kind: str) -> None:
    """The secretariat drafts the letter that the procedure calls for, and the line of approval signs it."""
    draft = papers.draft_letter(request, kind, by=world.users["secretary"])
    sign(world, draft)


def sign_all(world: World, line: Any) -> None:
    """The line of approval signs every draft about ``line``."""
    for draft in assembly_queries.drafts_about(world.council, f"line:{line.reference}"):
        sign(world, draft)


def sign(world: World, draft: Any) -> None:
    """The line of approval signs one draft."""
    while draft.state == "in_approval":
        office = draft.line[draft.signatures.count()]
        signer = "approver" if office == "secretariat_head" else "chair"
        draft = assembly.sign_draft(draft, by=world.users[signer])


@dataclass(frozen=True)
class Item:
    """What the steering body decides about one line."""

    line: Any
    approved: bool = True
    what: tuple[str, str] = ("", "")
    """The line in words, where a request has several; Japanese and English."""
    reasons: tuple[str, str] = ("審査会の意見のとおり承認する。", "Approved as the board advised.")

    @property
    def title(self) -> tuple[str, str]:
        """What is decided, as a title."""
        number, (ja, en) = self.line.request.reference, self.what
        act = ("利用承認", "Approval") if self.approved else ("不承認", "Refusal")
        return (
            f"データ利用申請{number}{f'（{ja}）' if ja else ''}の{act[0]}",
            f"{act[1]} of request {number}{f' ({en})' if en else ''}",
        )


def steering_decision(world: World, line: Any, *, step: float) -> str:
    """The steering body approves the only line of a request; the number of its decision."""
    return decide(world, [Item(line)], step=step)[0]


def decide(world: World, items: Sequence[Item], *, step: float) -> list[str]:
    """The steering body meets, nobody objects, and every decision gets its number."""
    secretary = world.users["secretary"]
    body = assembly_queries.body(world.council, "steering")
    assert body is not None
    starts = moments.story(step)
    with clock.at(starts - timedelta(days=9)):
        meeting = assembly.plan_meeting(body, by=secretary, starts_at=starts, place="汐見市役所 第2会議室")
        motions = [_table(meeting, secretary, item) for item in items]
        assembly.convene(meeting, by=secretary)
    with clock.at(starts):
        for seat in meeting.attendances.all():
            assembly.record_attendance(seat, by=secretary, channel=Channel.IN_PERSON)
        assembly.open_meeting(meeting, by=secretary)
        numbers = [_carry(world, motion, item) for motion, item in zip(motions, items, strict=True)]
        for item in items:
            sign_all(world, item.line)
    with clock.at(starts + timedelta(minutes=50)):
        meeting = assembly.close_meeting(meeting, by=secretary)
    with clock.at(starts + timedelta(hours=3)):
        assembly.write_minutes(meeting, by=secretary, minutes=_minutes(items), minutes_en=_minutes_en(items))
        assembly.approve_minutes(meeting, by=world.users["chair"])
    return numbers


def _table(meeting: Any, secretary: Any, item: Item) -> Any:
    return assembly.table_motion(
        meeting,
        by=secretary,
        title_ja=f"{item.title[0]}について",
        title_en=item.title[1],
        text_ja=item.reasons[0],
        text_en=item.reasons[1],
        about=f"line:{item.line.reference}",
        concerned=[item.line.request.applicant],
    )


def _carry(world: World, motion: Any, item: Item) -> str:
    secretary, line = world.users["secretary"], item.line
    assembly.put_to_vote(motion, by=secretary)
    assembly.no_objection(motion, by=secretary)
    decision = assembly.record_decision(
        world.council,
        by=secretary,
        title_ja=item.title[0],
        title_en=item.title[1],
        reasons_ja=item.reasons[0],
        reasons_en=item.reasons[1],
        motion=motion,
        about=f"line:{line.reference}",
        links=[f"request:{line.request.reference}"],
    )
    act = approvals.approve if item.approved else approvals.not_approve
    act(line, by=secretary, decision_number=decision.number, reasons=item.reasons[0])
    return str(decision.number)


def _minutes(items: Sequence[Item]) -> str:
    lines = ["議長は、定足数を満たしていることを確認し、開会を宣した。"]
    for number, item in enumerate(items, start=1):
        applicant = item.line.request.applicant.name_ja
        lines.append(
            f"第{number}号議案　{item.title[0]}について　{applicant}に所属する幹事は退席した。"
            "事務局から審査会の意見の説明があり、異議なく可決された。"
        )
    return "\n".join([*lines, "以上をもって議事を終了し、議長は閉会を宣した。"])


def _minutes_en(items: Sequence[Item]) -> str:
    lines = ["The chair found that there was a quorum and opened the meeting."]
    for number, item in enumerate(items, start=1):
        applicant = item.line.request.applicant.name_en
        lines.append(
            f"Item {number}: {item.title[1]}. The member from {applicant} left the room. The secretariat explained the "
            "board's opinion; the item was carried without objection."
        )
    return "\n".join([*lines, "There being no other business, the chair closed the meeting."])
