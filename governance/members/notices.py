"""Who is told what about a block: the organisation concerned and the secretariat, and nobody else."""

from __future__ import annotations

from collections.abc import Iterable

from core.access.queries import holders
from core.access.roles import Role
from core.accounts.models import User
from core.outbox.actions import enqueue
from governance.members.models import Block


def _tell(users: Iterable[User], event: str, block: Block) -> None:
    membership = block.membership
    for user in {user.pk: user for user in users}.values():
        enqueue(
            "mail",
            key=f"members:{event}:{block.pk}:{block.state}:{user.pk}",
            council=membership.council,
            payload={
                "template": f"governance/members/{event}",
                "user": user.pk,
                "council": membership.council.slug,
                "path": f"/c/{membership.council.slug}/members/{membership.pk}/#blocks",
                "state": str(block.state),
                "organisation": {
                    "ja": membership.organisation.name_ja,
                    "en": membership.organisation.name_en,
                },
                "due": block.until_on.isoformat(),
            },
        )


def block_changed(block: Block) -> None:
    """The organisation and the secretariat learn that a block was entered, upheld, lifted, or is over."""
    membership = block.membership
    concerned = [
        *holders(Role.REPRESENTATIVE, membership.organisation),
        *holders(Role.SECRETARY, membership.council),
    ]
    _tell(concerned, "block_changed", block)


def block_appealed(block: Block) -> None:
    """The secretariat has an appeal to put before the council."""
    _tell(holders(Role.SECRETARY, block.membership.council), "block_appealed", block)
