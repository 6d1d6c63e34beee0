"""Two councils side by side: a chair, a secretary, an approver, an auditor, four members, a board with an alternate."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from core import clock
from core.access.roles import Role
from core.paper import Paper, freeze
from governance.assembly import actions
from governance.assembly.models import Meeting
from governance.assembly.queries.meetings import attendances
from governance.members import actions as members
from governance.members.enums import OfficeKind
from tests.factories import people, rules

REPLACED: dict[str, object] = {}


def provider(council, on):
    return rules.rulebook(council.slug, on, **REPLACED)


@pytest.fixture(autouse=True)
def usual_rules(settings):
    REPLACED.clear()
    settings.RULEBOOK_PROVIDER = f"{__name__}.provider"


def letter(title: str, text: str) -> dict[str, object]:
    """A letter of one paragraph, frozen."""
    return freeze(lambda: Paper(title=title, opening=(text,)))


def world_of(slug: str, size: int = 4) -> SimpleNamespace:
    council = people.council(slug)
    w = SimpleNamespace(
        council=council,
        secretary=people.with_role(f"secretary-{slug}", Role.SECRETARY, council),
        approver=people.with_role(f"approver-{slug}", Role.APPROVER, council),
        auditor=people.with_role(f"auditor-{slug}", Role.AUDITOR, council),
        chair=people.user(f"chair-{slug}"),
        stranger=people.user(f"stranger-{slug}"),
        members=[],
        reviewers={},
    )
    members.appoint_office(
        council, by=w.secretary, kind=OfficeKind.CHAIR, user=w.chair, post=("市長", "Mayor")
    )
    for index in range(size):
        w.members.append(join(w, f"member{index}-{slug}"))
    w.assembly = actions.set_up_body(
        council, by=w.secretary, code="assembly", name_ja="総会", name_en="Assembly"
    )
    w.board = actions.set_up_body(
        council, by=w.secretary, code="ethics_board", name_ja="審査会", name_en="Board"
    )
    seats = {}
    for name, expertise in {
        "security": "information_security",
        "law": "law",
        "ethics": "data_ethics",
        "citizen1": "citizen",
        "citizen2": "citizen",
    }.items():
        seats[name] = actions.add_seat(
            w.board, by=w.secretary, expertise=expertise, is_chair=name == "ethics", is_required=True
        )
    seats["alternate"] = actions.add_seat(w.board, by=w.secretary, expertise="law", alternate_of=seats["law"])
    for name, seat in seats.items():
        w.reviewers[name] = people.user(f"{name}-{slug}")
        actions.appoint(seat, by=w.secretary, user=w.reviewers[name])
    w.seats = seats
    return w


def join(w, name: str) -> SimpleNamespace:
    user = people.user(name)
    organisation = people.organisation(name, user)
    membership = members.apply_for_membership(
        w.council, by=user, organisation=organisation, member_class="full"
    )
    members.accept_pledge(membership, by=user, edition=1)
    members.admit(membership, by=w.secretary)
    return SimpleNamespace(user=user, organisation=organisation, membership=membership)


def convened(w, body, **options) -> Meeting:
    """A meeting of now, or a round of papers that ends in five days, that was planned and called nine days ago."""
    now = clock.now()
    starts = now + timedelta(days=5) if options.get("form") == "circulated" else now
    with clock.at(now - timedelta(days=9)):
        meeting = actions.plan_meeting(body, by=w.secretary, starts_at=starts, place="市役所", **options)
        return actions.convene(meeting, by=w.secretary)


def opened(w, body, present=None, **options) -> Meeting:
    """An open meeting at which ``present`` users (all of them when None) are in person."""
    meeting = convened(w, body, **options)
    for row in attendances(meeting):
        if present is None or row.user in present:
            actions.record_attendance(row, by=w.secretary, channel="in_person")
    return actions.open_meeting(meeting, by=w.secretary)


def row_of(meeting: Meeting, user):
    return attendances(meeting).get(user=user)


@pytest.fixture
def here(db):
    return world_of("here")


@pytest.fixture
def there(db):
    return world_of("there", size=1)
