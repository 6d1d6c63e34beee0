"""Who may: the roles that a user has on a person's choices or on a notice, and the table."""

from __future__ import annotations

from collections.abc import Collection

from consent.enums import Route
from consent.models import Notice, Proxy
from consent.queries.people import acting, concerned
from consent.workflows import CONSENT, NOTICE
from core.access.queries import Someone, roles_held, roles_on
from core.access.roles import Role
from core.accounts.models import Council, Organ, Person, User
from core.errors import ALLOWED, NotPermitted, Verdict

BY_ITSELF = {Route.FEED: "feed", Route.MIGRATED: "feed", Route.TIME: "system"}
"""What nobody signed in for: the role of the route itself."""


def roles_of(user: Someone | None, person: Person, *, route: str = Route.DIRECT) -> frozenset[str]:
    """The roles of ``user`` on the choices of ``person`` by ``route``; nobody stands for the route itself.

    On our pages only the person and whoever acts for them answer; the secretariat is the counter only where it
    types what somebody said or signed.
    """
    if user is None:
        role = BY_ITSELF.get(Route(route))
        return frozenset({role} if role else set())
    if route in (Route.DIRECT, Route.HANDOVER):
        own = person.user_id is not None and person.user_id == user.pk
        return frozenset({"person"} if own else {"agent"} if acting(user, person) else set())
    if Role.SECRETARY not in roles_on(user, person.council):
        return frozenset()
    return frozenset({"secretary", "counter"} if route == Route.COUNTER else {"secretary"})


def permit(
    user: Someone | None, person: Person, state: str, verb: str, *, route: str = Route.DIRECT
) -> Verdict:
    """May ``user`` do ``verb`` with a choice of ``person`` that stands in ``state``?"""
    return CONSENT.permit(state, verb, roles_of(user, person, route=route))


def represents(user: Someone | None, person: Person) -> Proxy | None:
    """The registration by which ``user`` answers for ``person``; None for the person."""
    if user is None or (person.user_id is not None and person.user_id == user.pk):
        return None
    return acting(user, person)


def notice_roles(user: Someone, notice: Notice) -> frozenset[str]:
    """The roles of ``user`` on ``notice``: those held on its council."""
    return frozenset(str(role) for role in roles_on(user, notice.council))


def permit_notice(user: Someone, notice: Notice, verb: str) -> Verdict:
    """May ``user`` do ``verb`` with ``notice``?"""
    return NOTICE.permit(notice.state, verb, notice_roles(user, notice))


def is_secretary(user: Someone, council: Council) -> Verdict:
    """The secretariat alone keeps proxies, holds, paper entries and imports."""
    return _of_secretary(roles_on(user, council))


def _of_secretary(roles: frozenset[Role]) -> Verdict:
    if Role.SECRETARY in roles:
        return ALLOWED
    return Verdict(False, "secretariat_only", error=NotPermitted)


def at_counter(user: Someone, person: Person) -> Verdict:
    """The secretariat looks and acts for ``person`` at the counter; but nobody whom the matter concerns: the person,
    whoever is registered as acting for them, and whom a protective measure names."""
    allowed = is_secretary(user, person.council)
    if allowed and {person.pk, person.joined_into_id} & concerned(user, person.council):
        return Verdict(False, "own_matter")
    return allowed


def may_reconcile(user: Someone | None, council: Council, source: Organ) -> Verdict:
    """Consents that ``source`` keeps are reconciled by its own machine (None), its data officer in this council, or
    the secretariat."""
    return ALLOWED if user is None else may_reconcile_each(user, council, [source])[source]


def may_reconcile_each(user: Someone, council: Council, sources: Collection[Organ]) -> dict[Organ, Verdict]:
    """The same of a person and several holders, read in one statement."""
    held = roles_held(user, council, *sources)
    of_others = _of_secretary(held[council])
    return {
        source: ALLOWED if Role.DATA_OFFICER in held[source] and held[council] else of_others
        for source in sources
    }


def may_end_proxy(user: User, proxy: Proxy) -> Verdict:
    """The principal ends any registration of their own choice alone; the agent may lay it down; the
    secretariat ends it on a document. A legal representative is ended by the secretariat or by law."""
    principal = proxy.principal.user_id is not None and proxy.principal.user_id == user.pk
    if principal and proxy.kind != "statutory":
        return ALLOWED
    if proxy.agent.user_id is not None and proxy.agent.user_id == user.pk:
        return ALLOWED
    return at_counter(user, proxy.principal)
