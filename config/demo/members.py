"""Members of both councils: admitted with their pledge, their people, offices and dues."""

from __future__ import annotations

from config.demo import moments
from config.demo.people import Cast, World
from core import clock
from core.rulebook.provider import in_force
from governance.members import actions, queries
from governance.members.enums import DelegateKind, OfficeKind

CLASSES = {
    "city": "full",
    "university": "full",
    "bus": "full",
    "delivery": "full",
    "chamber": "full",
    "town": "supporting",
}
MOTIVES = {
    "city": "市民の暮らしに役立つデータの活用を、責任をもって進めるため。",
    "university": "健康と移動に関する研究の成果を地域に返すため。",
    "bus": "乗降の実態に合わせて路線と時刻を見直すため。",
    "delivery": "子どもと高齢者に安全な配送経路をつくるため。",
    "chamber": "市内の事業者がデータを安心して使える環境を整えるため。",
    "town": "まちなかの活動を市民とともに広げるため。",
}
DEPUTIES = ("city", "university", "bus", "delivery", "chamber")


def fill(cast: Cast) -> None:
    """Admit the six organisations where a council has no members yet."""
    for world in cast.worlds:
        if not queries.memberships(world.council).exists():
            with clock.at(clock.on(moments.founded(), 10)):
                _admit_all(world)
            _dues(world)


def _admit_all(world: World) -> None:
    edition = in_force(world.council, clock.today()).editions["participation"].number
    secretary = world.users["secretary"]
    for key, member_class in CLASSES.items():
        representative = world.users[f"rep_{key}"]
        membership = actions.apply_for_membership(
            world.council,
            by=representative,
            organisation=world.organisations[key],
            member_class=member_class,
            motive=MOTIVES[key],
        )
        actions.accept_pledge(membership, by=representative, edition=edition)
        actions.admit(membership, by=secretary)
        if key in DEPUTIES:
            actions.add_delegate(
                membership, by=representative, user=world.users[f"steering_{key}"], kind=DelegateKind.DEPUTY
            )
    _offices(world)


def _offices(world: World) -> None:
    secretary = world.users["secretary"]
    actions.appoint_office(
        world.council,
        by=secretary,
        kind=OfficeKind.CHAIR,
        user=world.users["chair"],
        organisation=world.organisations["city"],
        post=("市長", "Mayor"),
    )
    for kind, user, organisation in (
        (OfficeKind.VICE_CHAIR, "rep_university", "university"),
        (OfficeKind.AUDITOR, "auditor", "chamber"),
    ):
        actions.appoint_office(
            world.council,
            by=secretary,
            kind=kind,
            user=world.users[user],
            organisation=world.organisations[organisation],
        )


def _dues(world: World) -> None:
    """This year's dues: all paid but one, whose day is still to come."""
    year = clock.fiscal_year(clock.today())
    for row in queries.memberships(world.council):
        dues = actions.charge_dues(
            row, by=None, fiscal_year=year, due_on=clock.fiscal_year_end(clock.today())
        )
        if row.organisation_id != world.organisations["town"].pk:
            actions.record_dues(dues, by=world.users["secretary"])
