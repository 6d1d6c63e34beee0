"""Who may change rule documents. Everybody with a role in the council may read them."""

from __future__ import annotations

from core.access.permissions import holds
from core.access.queries import roles_on
from core.access.roles import Role
from core.accounts.models import Council, User
from core.errors import Verdict
from governance.rulebook.models import Amendment
from governance.rulebook.workflows import AMENDMENT


def roles_of(user: User, amendment: Amendment) -> frozenset[str]:
    """The words of the workflow that ``user`` is in the case of ``amendment``."""
    return frozenset(role.value for role in roles_on(user, amendment.instrument.council))


def permit(user: User, amendment: Amendment, verb: str) -> Verdict:
    """May ``user`` do ``verb`` with ``amendment`` in its state?"""
    return AMENDMENT.permit(amendment.state, verb, roles_of(user, amendment))


def may_draft(user: User, council: Council) -> Verdict:
    """May ``user`` begin an amendment, or put the first rule documents in force, in ``council``?"""
    return holds(user, council, Role.SECRETARY, "draft")
