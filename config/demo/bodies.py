"""Projects, bodies and their seats, and what was decided before the story of the requests begins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from config.demo import moments
from config.demo.past_decisions import FIRST, GENERAL, STEERING_1, STEERING_2, Item
from config.demo.people import Cast, World
from core import clock
from governance.assembly import actions, queries
from governance.assembly.enums import Channel, Expertise
from governance.assembly.queries.meetings import attendances

BOARD = (
    ("reviewer_security", Expertise.INFORMATION_SECURITY),
    ("reviewer_law", Expertise.LAW),
    ("reviewer_ethics", Expertise.DATA_ETHICS),
    ("reviewer_citizen_1", Expertise.CITIZEN),
    ("reviewer_citizen_2", Expertise.CITIZEN),
)
STEERING = ("city", "university", "bus", "delivery", "chamber")
PROJECTS = (
    {
        "title_ja": "健幸ポイント",
        "title_en": "Wellness Points",
        "vision_ja": "歩くほど健康になり、歩きたくなるまちにする。",
        "vision_en": "A town where walking makes people healthy, and which they like to walk in.",
        "plan_ja": "歩数の記録に応じてポイントを付与し、同意した参加者の記録を研究に役立てる。",
        "plan_en": "Points for steps; the records of those who agree serve research.",
    },
    {
        "title_ja": "通学路見守りタグ",
        "title_en": "School route tags",
        "vision_ja": "子どもが安心して歩ける通学路をつくる。",
        "vision_en": "Routes to school on which children are safe.",
        "plan_ja": "児童が持つタグの通過を保護者に知らせ、危険な時間と場所を改善する。",
        "plan_en": "Parents are told when the tag passes; dangerous hours and places are made better.",
    },
    {
        "title_ja": "大雨避難支援",
        "title_en": "Flood evacuation support",
        "vision_ja": "逃げ遅れる人をなくす。",
        "vision_en": "Nobody is left behind.",
        "plan_ja": "避難に支援が要る方への連絡を、平時に定めた手順で行う。",
        "plan_en": "Those who need help are reached by a procedure settled beforehand.",
    },
)


def fill(cast: Cast) -> None:
    """Set up the bodies where a council has none, and hold the meetings of its past."""
    for world in cast.worlds:
        if queries.bodies(world.council).exists():
            continue
        with clock.at(clock.on(moments.founded(), 11)):
            _set_up(world)
        _hold_past_meetings(world, whole=world is cast.shiomi)
        plan_next(world, "ethics_board", days=5)


def _set_up(world: World) -> None:
    secretary = world.users["secretary"]
    for project in PROJECTS:
        actions.open_project(world.council, by=secretary, **project)
    actions.set_up_body(
        world.council, by=secretary, code="assembly", name_ja="総会", name_en="General assembly"
    )
    steering = actions.set_up_body(
        world.council, by=secretary, code="steering", name_ja="幹事会", name_en="Steering body"
    )
    board = actions.set_up_body(
        world.council,
        by=secretary,
        code="ethics_board",
        name_ja="データ倫理審査会",
        name_en="Data ethics board",
    )
    chair = actions.add_seat(steering, by=secretary, expertise=Expertise.MEMBER, is_chair=True)
    actions.appoint(
        chair,
        by=secretary,
        user=world.users["chair"],
        organisation=world.organisations["city"],
        post=("市長", "Mayor"),
    )
    for key in STEERING:
        seat = actions.add_seat(steering, by=secretary, expertise=Expertise.MEMBER)
        actions.appoint(
            seat,
            by=secretary,
            user=world.users[f"steering_{key}"],
            organisation=world.organisations[key],
        )
    _seat_board(world, board)


def _seat_board(world: World, board: Any) -> None:
    secretary = world.users["secretary"]
    for user, expertise in BOARD:
        seat = actions.add_seat(
            board,
            by=secretary,
            expertise=expertise,
            is_required=True,
            is_chair=expertise == Expertise.DATA_ETHICS,
        )
        actions.appoint(seat, by=secretary, user=world.users[user])
        if expertise == Expertise.LAW:
            alternate = actions.add_seat(board, by=secretary, expertise=expertise, alternate_of=seat)
            actions.appoint(alternate, by=secretary, user=world.users["reviewer_law_alternate"])


def _past(share: int) -> date:
    """A day before the requests' story, ``share`` percent into the time there is: in this fiscal year where
    that leaves two months, else since the foundation."""
    story = moments.story(0).astimezone(clock.TOKYO).date()
    year = date(clock.fiscal_year(clock.today()), 4, 1)
    start = year if (story - year).days >= 60 else moments.founded() + timedelta(days=14)
    return start + (story - start) * share // 100


def _hold_past_meetings(world: World, *, whole: bool) -> None:
    general = queries.body(world.council, "assembly")
    steering = queries.body(world.council, "steering")
    if general is None or steering is None:
        return
    plan: Sequence[tuple[Any, int, Sequence[Item]]] = (
        (steering, 5, FIRST),
        (general, 30, GENERAL),
        (steering, 55, STEERING_1),
        (steering, 85, STEERING_2),
    )
    for body, share, items in plan if whole else plan[:3]:
        hold(world, body, clock.on(_past(share), 14), items)


def hold(world: World, body: Any, starts_at: datetime, items: Iterable[Item]) -> Any:
    """Hold a meeting at which every item is carried without objection, and record the decisions."""
    secretary, chair = world.users["secretary"], world.users["chair"]
    with clock.at(starts_at - timedelta(days=10)):
        meeting = actions.plan_meeting(body, by=secretary, starts_at=starts_at, place="市役所3階 大会議室")
        for title_ja, title_en, reasons_ja, reasons_en in items:
            actions.table_motion(
                meeting,
                by=secretary,
                title_ja=title_ja,
                title_en=title_en,
                text_ja=reasons_ja,
                text_en=reasons_en,
            )
        actions.convene(meeting, by=secretary)
    with clock.at(starts_at):
        for index, row in enumerate(attendances(meeting)):
            channel = Channel.ONLINE if index == 1 else Channel.IN_PERSON
            actions.record_attendance(row, by=secretary, channel=channel)
        actions.open_meeting(meeting, by=chair, presided_by=chair)
    with clock.at(starts_at + timedelta(hours=1)):
        for motion in meeting.motions.all():
            actions.no_objection(motion, by=chair)
            actions.record_decision(
                world.council,
                by=secretary,
                title_ja=motion.title_ja,
                title_en=motion.title_en,
                reasons_ja=motion.text_ja,
                reasons_en=motion.text_en,
                motion=motion,
            )
        meeting = actions.close_meeting(meeting, by=secretary)
    with clock.at(starts_at + timedelta(days=3)):
        actions.write_minutes(meeting, by=secretary, minutes=_minutes(meeting))
        return actions.approve_minutes(meeting, by=chair)


def number_of(world: World, item: Item) -> str:
    """The number under which what ``item`` tells was decided."""
    return queries.decisions(world.council).get(title_ja=item[0]).number


def _minutes(meeting: Any) -> str:
    lines = ["議長は、定足数を満たしていることを確認し、開会を宣した。"]
    lines += [
        f"第{motion.number}号議案　{motion.title_ja}　事務局から説明があり、異議なく可決された。"
        for motion in meeting.motions.all()
    ]
    return "\n".join([*lines, "以上をもって議事を終了し、議長は閉会を宣した。"])


def plan_next(world: World, code: str, *, days: int) -> None:
    """Call the next meeting of the body ``code``, so many days from now."""
    secretary = world.users["secretary"]
    body = queries.body(world.council, code)
    if body is not None:
        starts_at = clock.on(clock.today() + timedelta(days=days), 14)
        meeting = actions.plan_meeting(body, by=secretary, starts_at=starts_at, place="市役所4階 会議室")
        actions.convene(meeting, by=secretary)
