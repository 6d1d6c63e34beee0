"""The way into a council for who has no role there yet: open applications, and councils to apply to. Which
decisions something about a member rests on. Never writes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib import import_module

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from core import clock
from core.access.queries import Someone, objects_with
from core.access.roles import Role
from core.accounts.models import Council, Organisation
from core.ledger.queries import history
from core.rulebook.provider import in_force
from core.rulebook.values import Rulebook
from governance.members.enums import OPEN_STATES, MembershipState
from governance.members.models import Membership
from governance.members.queries.memberships import membership_subject, pledge_of, visible_to
from governance.members.rules import PARTICIPATION


def organisations_to_apply_for(user: Someone, council: Council) -> QuerySet[Organisation]:
    """Organisations that ``user`` represents and that have no open membership in ``council``."""
    return Organisation.objects.filter(pk__in=objects_with(user, Organisation, Role.REPRESENTATIVE)).exclude(
        memberships__in=Membership.objects.filter(council=council, state__in=OPEN_STATES)
    )


def applications_of(user: Someone) -> QuerySet[Membership]:
    """Open applications of organisations that ``user`` represents, in councils where they hold no role."""
    return (
        visible_to(user)
        .filter(state=MembershipState.APPLIED)
        .exclude(council__in=objects_with(user, Council))
        .order_by("pk")
    )


def applications_to(council: Council) -> QuerySet[Membership]:
    """Open applications to ``council``, the oldest first."""
    rows = Membership.objects.filter(council=council, state=MembershipState.APPLIED)
    return rows.select_related("organisation", "council").order_by("applied_at", "pk")


def councils_to_apply_to(user: Someone) -> list[Council]:
    """Councils with rules about their members that somebody without a role in any council may apply to, for an
    organisation that they represent."""
    if objects_with(user, Council).exists() or not objects_with(user, Organisation, Role.REPRESENTATIVE):
        return []
    return [
        council
        for council in Council.objects.order_by("pk")
        if organisations_to_apply_for(user, council).exists()
        and in_force(council, clock.today()).get("membership_classes")
    ]


def admits_by_decision(council: Council) -> bool:
    """Is there a body that decides on applicants, so that an admission names its decision?"""
    ask: Callable[[Council], bool] = import_string(import_module(settings.REACTIONS).ADMITS_BY_DECISION)
    return ask(council)


def last_use(membership: Membership, number: str) -> datetime | None:
    """When something about the organisation was last done by the decision ``number``, as the log tells it; None where
    nothing was. Numbers begin anew each fiscal year."""
    rows = Membership.objects.filter(council=membership.council_id, organisation=membership.organisation_id)
    used = [
        datetime.fromisoformat(one.at)
        for row in rows.select_related("council")
        for one in history(membership_subject(row))
        if number in (one.facts.get("decision"), one.facts.get("outcome"))
    ]
    return max(used, default=None)


def owes_pledge(membership: Membership, rulebook: Rulebook) -> bool:
    """Are there participation rules in force that the member has not accepted, be it within the transition?"""
    edition, held = rulebook.editions.get(PARTICIPATION), pledge_of(membership)
    return edition is not None and (held is None or held.edition < edition.number)
