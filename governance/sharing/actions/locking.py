"""How each verb on a request begins and ends: with its row locked, and with an entry about it in the ledger."""

from __future__ import annotations

from typing import Any

from core.accounts.models import User
from core.ledger.actions import append
from core.ledger.events import Event
from governance.sharing.models import SharingRequest


def locked(request: SharingRequest) -> SharingRequest:
    """The row of ``request``, locked."""
    return (
        SharingRequest.objects.select_for_update(of=("self",))
        .select_related("council", "applicant", "recipient_organ__organisation")
        .get(pk=request.pk)
    )


def record(request: SharingRequest, event: Event, by: User | None, **facts: Any) -> None:
    """One ledger entry about ``request``."""
    append(event, council=request.council, subject=f"request:{request.reference}", facts=facts, by=by)
