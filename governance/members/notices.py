"""Who is told what about a membership: those who represent the organisation, and the secretariat where it is to act."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from core.access.queries import holders
from core.access.roles import Role
from core.accounts.models import User
from core.outbox.actions import enqueue
from governance.members import queries
from governance.members.enums import DelegateKind
from governance.members.models import Block, Delegate, Dues, Membership


def _tell(
    users: Iterable[User], event: str, membership: Membership, *, key: str, page: str = "", **words: Any
) -> None:
    for user in {user.pk: user for user in users}.values():
        enqueue(
            "mail",
            key=f"members:{event}:{key}:{user.pk}",
            council=membership.council,
            payload={
                "template": f"governance/members/{event}",
                "user": user.pk,
                "council": membership.council.slug,
                "path": f"/c/{membership.council.slug}/members/{membership.pk}/{page}",
                "organisation": {
                    "ja": membership.organisation.name_ja,
                    "en": membership.organisation.name_en,
                },
                **words,
            },
        )


def representatives(membership: Membership) -> list[User]:
    """Who represents the organisation, or the applicant in this application alone."""
    users = list(holders(Role.REPRESENTATIVE, membership.organisation))
    if membership.admitted_on is None:
        named = queries.delegates(membership).filter(kind=DelegateKind.REPRESENTATIVE, user__is_active=True)
        users += [delegate.user for delegate in named if delegate.user not in users]
    return users


def pledge_asked(membership: Membership, users: Iterable[User]) -> None:
    """Before an applicant is admitted, whoever represents it reads and accepts the participation rules."""
    _tell(users, "pledge_asked", membership, key=str(membership.pk), page="pledge/")


def ready_to_admit(membership: Membership, *, but: User) -> None:
    """The secretariat learns that nothing is missing from an application any more; whoever did it knows."""
    told = [user for user in holders(Role.SECRETARY, membership.council) if user != but]
    _tell(told, "ready_to_admit", membership, key=str(membership.pk))


def representative_named(delegate: Delegate) -> None:
    """The other councils that rely on who represents the organisation learn that a secretariat named somebody."""
    council = delegate.membership.council
    for other in queries.relying_elsewhere(delegate.membership):
        _tell(
            holders(Role.SECRETARY, other.council),
            "representative_named",
            other,
            key=str(delegate.pk),
            page="#people",
            named_by={"ja": council.name_ja, "en": council.name_en},
        )


def membership_changed(membership: Membership, change: str, key: str, *, but: User | None) -> None:
    """The organisation learns what became of its membership; whoever did it knows. What time did (``but`` None), the
    secretariat learns as well."""
    told = [user for user in representatives(membership) if user != but]
    if but is None:
        told += holders(Role.SECRETARY, membership.council)
    until = membership.suspended_until
    due = until.isoformat() if until else ""
    _tell(told, "membership_changed", membership, key=key, change=change, due=due)


def dues_asked(dues: Dues) -> None:
    """The organisation is asked for a year's dues."""
    _tell(
        representatives(dues.membership),
        "dues_asked",
        dues.membership,
        key=str(dues.pk),
        year=dues.fiscal_year,
        amount=dues.amount,
        due=dues.due_on.isoformat(),
    )


def pledge_due(membership: Membership, edition: int, stage: str, until: date | None) -> None:
    """The participation rules in force are still to be accepted: by a day, or at once as nothing flows any more."""
    _tell(
        representatives(membership),
        "pledge_due",
        membership,
        key=f"{membership.pk}:{edition}:{stage}",
        page="pledge/",
        stage=stage,
        due=until.isoformat() if until else "",
    )


def _tell_of_block(users: Iterable[User], event: str, block: Block) -> None:
    _tell(
        users,
        event,
        block.membership,
        key=f"{block.pk}:{block.state}:{block.outcome_decision}",
        page="#blocks",
        state=str(block.state),
        due=block.until_on.isoformat(),
    )


def block_changed(block: Block) -> None:
    """The organisation and the secretariat learn that a block was entered, upheld, lifted, or is over."""
    membership = block.membership
    concerned = [*representatives(membership), *holders(Role.SECRETARY, membership.council)]
    _tell_of_block(concerned, "block_changed", block)


def block_appealed(block: Block) -> None:
    """The secretariat has an appeal to put before the council."""
    _tell_of_block(holders(Role.SECRETARY, block.membership.council), "block_appealed", block)
