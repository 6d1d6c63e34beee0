"""Who keeps a dataset, and is told when it stops or goes on."""

from __future__ import annotations

from core import clock
from core.access.queries import holders
from core.access.roles import Role
from core.outbox.actions import enqueue
from governance.sharing.models import Dataset
from governance.sharing.notices.telling import officers


def dataset_stopped(dataset: Dataset, change: str) -> None:
    """The provider and the secretariat learn that it was suspended, or may flow again: the other side did it, or a
    colleague."""
    council, moment = dataset.council, clock.now().isoformat()
    users = [*officers(dataset.provider), *holders(Role.SECRETARY, council)]
    for user in {user.pk: user for user in users}.values():
        enqueue(
            "mail",
            key=f"sharing:dataset_{change}:keeper:{dataset.pk}:{moment}:{user.pk}",
            council=council,
            payload={
                "template": f"governance/sharing/dataset_{change}",
                "user": user.pk,
                "council": council.slug,
                "path": f"/c/{council.slug}/datasets/{dataset.reference}/",
                "about": dataset.reference,
                "keeps": "1",
            },
        )
