"""A line and its grant reached through the actions: research on steps, on consent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from config.demo import moments, procedure, requests
from config.demo.people import World
from core import clock
from governance.assembly import actions as assembly
from governance.assembly import queries
from governance.assembly.enums import Choice, MeetingForm
from governance.sharing.actions import approvals, grants
from governance.sharing.actions import requests as verbs
from governance.sharing.models import Grant, RequestLine
from governance.sharing.queries.requests import line as load_line


def reviewed(world: World) -> Any:
    """A line of a research request on D-01 that the board found suitable."""
    line = requests._draft_research(world)
    with clock.at(moments.story(2)):
        verbs.pass_formal_check(line.request, by=world.users["secretary"])
    with clock.at(moments.story(3)):
        procedure.review(world, line.request, {line.number: "suitable"})
    with clock.at(moments.story(4)):
        procedure.conclude(world, line, reasons="利用目的が明確で、同意の範囲内である。")
    return load_line(line.pk)


def accepted(world: World) -> Any:
    """A line that the steering body approved and the mayor decided to provide."""
    line = reviewed(world)
    procedure.steering_decision(world, line, step=5)
    with clock.at(moments.story(6)):
        approvals.accept_provision(
            line,
            by=world.users["officer_mayor"],
            file_number="汐健第112号",
            harm="none_feared",
            reasons="本人の同意があり、権利利益を不当に侵害するおそれはない。",
        )
    return load_line(line.pk)


def granted(world: World) -> Any:
    """The grant of such a line, agreed and in force."""
    line = accepted(world)
    with clock.at(moments.story(6)):
        return agree(world, line)


def line_in(world: World, state: str) -> Any:
    """The line of the council that is in ``state``; there is one."""
    return load_line(RequestLine.objects.get(request__council=world.council, state=state).pk)


def newest_grant(world: World) -> Grant:
    """The grant of whatever was agreed last."""
    return Grant.objects.filter(council=world.council).latest("pk")


def agree(world: World, line: Any) -> Any:
    """The grant that the agreement opens, to the end of the fiscal year."""
    return grants.conclude_agreement(
        line,
        by=world.users["secretary"],
        kind="contract",
        contract_number="データ利用契約 第8号",
        signed_on=clock.today(),
        valid_from=clock.today(),
        valid_until=clock.fiscal_year_end(clock.today()),
    )


def carried(world: World, about: str, by: Any = None) -> Any:
    """An item of the steering body about ``about``, carried today by circulation; ``by`` keeps it for the
    secretariat."""
    secretary = by or world.users["secretary"]
    body = queries.body(world.council, "steering")
    until = clock.now() + timedelta(days=1)
    meeting = assembly.plan_meeting(body, by=secretary, starts_at=until, form=MeetingForm.CIRCULATED)
    motion = assembly.table_motion(meeting, by=secretary, title_ja="議案", about=about)
    meeting = assembly.open_meeting(assembly.convene(meeting, by=secretary), by=secretary)
    motion = assembly.put_to_vote(motion, by=secretary)
    for seat in meeting.attendances.filter(user__in=queries.asked_to_vote(motion)):
        assembly.cast_ballot(motion, by=secretary, attendance=seat, choice=Choice.FOR)
    assembly.close_vote(motion, by=secretary)
    motion.refresh_from_db()
    return motion


def voted(world: World, about: str, by: Any = None) -> str:
    """The number of a decision of the steering body about ``about``."""
    motion, secretary = carried(world, about, by), by or world.users["secretary"]
    words = {"title_ja": "議決", "reasons_ja": "審議のとおり決定する。"}
    return str(assembly.record_decision(world.council, by=secretary, motion=motion, **words).number)


def resuming(world: World, incident: Any, by: Any = None) -> str:
    """The number of the decision that lets provision resume after ``incident``."""
    return voted(world, f"incident:{incident.reference}", by)


def decided(world: World, line: Any, title: str = "利用承認の取消し") -> str:
    """The number of a decision of the steering body about ``line``."""
    words = {"title_ja": title, "reasons_ja": "目的外の利用があった。"}
    motion, secretary = carried(world, f"line:{line.reference}"), world.users["secretary"]
    return str(assembly.record_decision(world.council, by=secretary, motion=motion, **words).number)
