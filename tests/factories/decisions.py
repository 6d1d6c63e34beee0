"""Decisions of a council that other acts rest on."""

from __future__ import annotations

from datetime import timedelta

from django.test import override_settings

from core import clock
from core.access.queries import holders
from core.access.roles import Role
from core.accounts.models import Council, User
from governance.assembly import actions as assembly
from governance.assembly import queries
from governance.assembly.enums import Expertise
from governance.assembly.models import Body, Motion
from governance.members.queries import voters
from tests.factories import people


def decision_taken(council: Council, about: str = "", title: str = "決定") -> str:
    """The number of a decision that the chair of ``council`` took today."""
    chair = _chair(council)
    words = {"title_ja": title, "reasons_ja": "審議のとおり決定する。"}
    return str(assembly.record_decision(council, by=chair, about=about, **words).number)


def by_usual_rules() -> override_settings:
    """For councils that have no rule documents, so that their chairs may decide alone."""
    return override_settings(RULEBOOK_PROVIDER="tests.factories.rules.usual")


def _body(council: Council, secretary: User, code: str) -> Body:
    """A body; where nobody sits on it, as in the assembly of a council without members, the chair does."""
    names = {"assembly": "総会", "steering": "幹事会"}
    body = queries.body(council, code) or assembly.set_up_body(
        council, by=secretary, code=code, name_ja=names[code]
    )
    if (
        not (code == "assembly" and voters(council, clock.today()))
        and not queries.appointments_of(body, clock.today()).exists()
    ):
        seat = assembly.add_seat(body, by=secretary, expertise=Expertise.MEMBER)
        assembly.appoint(seat, by=secretary, user=_chair(council))
    return body


def _chair(council: Council) -> User:
    found = holders(Role.CHAIR, council).order_by("pk").first()
    return found or people.with_role(f"chair-of-{council.slug}", Role.CHAIR, council)


def decision_voted(
    council: Council, matter: str = "ordinary", about: str = "", body: str = "assembly"
) -> str:
    """The number of a decision that a body of ``council`` carried today, everybody there and nobody against."""
    with clock.at(clock.now()):
        motion = item_before(council, body, matter, about)
        meeting, secretary = motion.meeting, motion.tabled_by
        assembly.no_objection(motion, by=secretary)
        decision = assembly.record_decision(
            council, by=secretary, motion=motion, title_ja="決定", reasons_ja="議案のとおりとする。"
        )
        assembly.close_meeting(meeting, by=secretary)
    return str(decision.number)


def item_before(council: Council, code: str, matter: str = "ordinary", about: str = "") -> Motion:
    """An item of a meeting of a body of ``council`` that is open now, everybody there."""
    secretary = holders(Role.SECRETARY, council).order_by("pk").first()
    assert secretary is not None
    now = clock.now()
    with clock.at(now - timedelta(days=30)):
        body = _body(council, secretary, code)
        meeting = assembly.plan_meeting(body, by=secretary, starts_at=now, place="大会議室")
        words = {"title_ja": "議案", "text_ja": "議案のとおりとする。", "matter": matter, "about": about}
        motion = assembly.table_motion(meeting, by=secretary, **words)
        assembly.convene(meeting, by=secretary)
    with clock.at(now):
        there = list(meeting.attendances.select_related("user").order_by("pk"))
        for row in there:
            assembly.record_attendance(row, by=secretary, channel="in_person")
        assembly.open_meeting(meeting, by=secretary, presided_by=there[0].user)
    return motion


def decision_replaced(council: Council) -> str:
    """The number of a decision whose place another has taken."""
    number = decision_taken(council)
    old = queries.decisions(council).filter(number=number).latest("decided_on")
    chair = holders(Role.CHAIR, council).get()
    assembly.supersede_decision(old, by=chair, title_ja="決定の変更", reasons_ja="事実の誤りがあった。")
    return number
