"""Two councils side by side by the usual rules, for tests of assemblies and boards: a chair, a secretary, an approver,
an auditor, members, and a board with an alternate."""

from __future__ import annotations

from types import SimpleNamespace

from django.test import override_settings

from core.access.roles import Role
from core.accounts.models import Council, User
from governance.assembly import actions
from governance.assembly.models import Body, Seat
from governance.members import actions as members
from governance.members.enums import OfficeKind
from governance.members.models import Membership
from tests.factories import people, rules

REPLACED: dict[str, object] = {}
"""Settings of the rules that a test has otherwise."""
PROVIDER = f"{__name__}.provider"
SEATS = {
    "security": "information_security",
    "law": "law",
    "ethics": "data_ethics",
    "citizen1": "citizen",
    "citizen2": "citizen",
    "alternate": "law",
}
"""Of the board, in this order; the last is the alternate of the lawyer, and ethics has the chair."""


def provider(council, on):
    """The rules of both councils."""
    return rules.rulebook(council.slug, on, **REPLACED)


def fill() -> None:
    """Both councils, the second with one member."""
    with override_settings(RULEBOOK_PROVIDER=PROVIDER):
        found("here", size=4)
        found("there", size=1)


def found(slug: str, size: int) -> None:
    """A council with ``size`` members, its assembly and its board."""
    council = people.council(slug)
    secretary = people.with_role(f"secretary-{slug}", Role.SECRETARY, council)
    people.with_role(f"approver-{slug}", Role.APPROVER, council)
    people.with_role(f"auditor-{slug}", Role.AUDITOR, council)
    people.user(f"stranger-{slug}")
    chair, post = people.user(f"chair-{slug}"), ("市長", "Mayor")
    members.appoint_office(council, by=secretary, kind=OfficeKind.CHAIR, user=chair, post=post)
    for index in range(size):
        join(council, secretary, f"member{index}-{slug}")
    actions.set_up_body(council, by=secretary, code="assembly", name_ja="総会", name_en="Assembly")
    board = actions.set_up_body(council, by=secretary, code="ethics_board", name_ja="審査会", name_en="Board")
    seats: dict[str, Seat] = {}
    for name, expertise in SEATS.items():
        kind = {"alternate_of": seats["law"]} if name == "alternate" else {"is_required": True}
        seats[name] = actions.add_seat(
            board, by=secretary, expertise=expertise, is_chair=name == "ethics", **kind
        )
    for name, seat in seats.items():
        actions.appoint(seat, by=secretary, user=people.user(f"{name}-{slug}"))


def join(council: Council, secretary: User, name: str) -> SimpleNamespace:
    """A member, admitted after its pledge, with its representative."""
    user = people.user(name)
    organisation = people.organisation(name, user)
    membership = members.apply_for_membership(
        council, by=user, organisation=organisation, member_class="full"
    )
    members.accept_pledge(membership, by=user, edition=1)
    members.admit(membership, by=secretary)
    return SimpleNamespace(user=user, organisation=organisation, membership=membership)


def world_of(slug: str) -> SimpleNamespace:
    """The council that :func:`found` made, with everybody and everything of it by name."""
    council = Council.objects.get(slug=slug)
    users = {
        user.name.removesuffix(f"-{slug}"): user
        for user in User.objects.filter(email__endswith=f"-{slug}@example.test")
    }
    bodies = {body.code: body for body in Body.objects.filter(council=council)}
    joined = Membership.objects.filter(council=council).select_related("organisation").order_by("pk")
    seats = Seat.objects.filter(body=bodies["ethics_board"]).order_by("pk")
    return SimpleNamespace(
        council=council,
        **{name: users[name] for name in ("secretary", "approver", "auditor", "chair", "stranger")},
        members=[
            SimpleNamespace(user=users[f"member{n}"], organisation=row.organisation, membership=row)
            for n, row in enumerate(joined)
        ],
        reviewers={name: users[name] for name in SEATS},
        assembly=bodies["assembly"],
        board=bodies["ethics_board"],
        seats=dict(zip(SEATS, seats, strict=True)),
    )
