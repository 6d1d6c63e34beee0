"""Whom an application alone made a representative of its organisation: that goes with the application."""

from __future__ import annotations

from core.access import grants
from core.access.queries import holders
from core.access.roles import Role
from core.ledger.queries import history
from governance.members import queries
from governance.members.enums import DelegateKind
from governance.members.models import Delegate


def unbind(delegate: Delegate) -> None:
    """End that ``delegate`` binds the organisation, where nothing but an application nobody granted says so. Until the
    ADR *An applicant's representative acts in one council* such a naming gave the organisation everywhere."""
    if delegate.kind == DelegateKind.REPRESENTATIVE and not _is_bound_otherwise(delegate):
        grants.take(Role.REPRESENTATIVE, delegate.user, delegate.membership.organisation)


def _is_bound_otherwise(delegate: Delegate) -> bool:
    """Did they apply themselves, did a council take the organisation in with them, or did its own people or whoever
    keeps the roles name them?"""
    if delegate.membership.applied_by_id == delegate.user_id or queries.was_seated(delegate):
        return True
    return _named_by_own(delegate) or _given_the_role(delegate)


def _named_by_own(delegate: Delegate) -> bool:
    own = holders(Role.REPRESENTATIVE, delegate.membership.organisation).exclude(pk=delegate.user_id)
    named = [
        one.actor
        for one in history(queries.membership_subject(delegate.membership))
        if one.event == "members.delegate_added" and one.facts["user"] == delegate.user_id
    ]
    return bool(named) and named[-1] in {f"user:{user.pk}" for user in own}


def _given_the_role(delegate: Delegate) -> bool:
    facts = {
        "role": str(Role.REPRESENTATIVE),
        "on": f"accounts.organisation:{delegate.membership.organisation_id}",
    }
    return any(
        one.event == "administration.role_granted" and one.facts == facts
        for one in history(f"user:{delegate.user_id}")
    )
