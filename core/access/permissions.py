"""What a role alone lets somebody do."""

from __future__ import annotations

from core.access.queries import Someone, roles_on
from core.access.roles import Role
from core.accounts.models import Council
from core.errors import ALLOWED, Verdict, not_yours


def holds(user: Someone, council: Council, role: Role, verb: str) -> Verdict:
    """May ``user`` do a ``verb`` that is for whoever holds ``role`` in ``council``, in whatever state?"""
    return ALLOWED if role in roles_on(user, council) else not_yours(verb)
