"""What a new council still lacks before data can be asked for, in the order in which it comes about."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.access.queries import holders
from core.access.roles import Role
from core.accounts.models import Council
from core.http.parts import Work
from core.rulebook.provider import in_force
from core.rulebook.values import ApprovalLine
from governance.assembly import queries as assembly
from governance.assembly.rules.approval import ROLE_OF_OFFICE
from governance.assembly.rules.bodies import BOARD
from governance.desk.queries.duties import work
from governance.members import queries as members
from governance.rulebook import queries as rulebook
from governance.sharing.queries.requests import datasets_of


def first_steps(council: Council) -> Iterator[Work]:
    """The first steps not taken yet; none once the council has rules, members, a chair, who signs, a board that sits,
    and a dataset with somebody who answers for it."""
    at, kind = [council.slug], _("To begin")
    if not rulebook.instruments(council).exists():
        title = _("The rules: start from the model texts, or import your own")
        yield work(kind, title, reverse("rulebook:index", args=at), _("Enter the first rules"))
    if not members.joined().filter(council=council).exists():
        title = _("The members: who applies accepts the participation rules and is admitted")
        yield work(kind, title, reverse("members:index", args=at), _("Take in members"))
    if not holders(Role.CHAIR, council).exists():
        title = _("The chair: whoever was elected, or holds the post that the office goes with")
        yield work(kind, title, reverse("members:offices", args=at), _("Enter the chair"))
    if not all(holders(role, council).exists() for role in _signing(council)):
        title = _("Who signs: nothing leaves the council before its line of approval has signed it")
        yield work(kind, title, reverse("administration:roles", args=at), _("Name who signs"))
    if not _board_sits(council):
        title = _("The bodies: assembly, steering body and ethics board with their seats")
        yield work(kind, title, reverse("assembly:bodies", args=at), _("Set up bodies"))
    if not members.officers_in(council).exists():
        title = _("The data officers: they describe the data of a member's organ, decide and release")
        yield work(kind, title, reverse("administration:organisations"), _("Name data officers"))
    if not datasets_of(council).exists():
        title = _("The datasets: a provider's data officer describes what may be shared")
        yield work(kind, title, reverse("sharing:datasets", args=at), _("See the catalogue"))


def _signing(council: Council) -> list[Role]:
    """The roles that the line of approval names; the approver where no rule names any yet."""
    rule: ApprovalLine | None = in_force(council, clock.today()).get("approval_line")
    if rule is None:
        return [Role.APPROVER]
    named = {ROLE_OF_OFFICE.get(office, office) for office in rule.offices}
    return [role for role in Role if role in named]


def _board_sits(council: Council) -> bool:
    board = assembly.body(council, BOARD)
    return board is not None and assembly.appointments_of(board, clock.today()).exists()
