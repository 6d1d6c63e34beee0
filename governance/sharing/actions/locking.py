"""How each verb on a request begins and ends: with its row locked, allowed to whoever does it, and with an entry about
it in the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from core import clock
from core.accounts.models import User
from core.ledger.actions import append
from core.ledger.events import Event
from governance.sharing.models import RequestLine, SharingRequest
from governance.sharing.permissions import permit
from governance.sharing.queries.handling import checked


def locked(request: SharingRequest) -> SharingRequest:
    """The row of ``request``, locked."""
    return (
        SharingRequest.objects.select_for_update(of=("self",))
        .select_related("council", "applicant", "recipient_organ__organisation")
        .get(pk=request.pk)
    )


def locked_all(requests: Iterable[SharingRequest]) -> list[SharingRequest]:
    """The rows of ``requests``, locked at once in the order of their keys: before anything that somebody with one of
    them may wait for."""
    rows = SharingRequest.objects.select_for_update(of=("self",)).select_related("council", "applicant")
    return list(rows.filter(pk__in=[row.pk for row in requests]).order_by("pk"))


def begin(obj: SharingRequest | RequestLine, verb: str, by: User) -> None:
    """``by`` may do ``verb`` to ``obj``, which is locked. The check by a second person that it needs is used up: doing
    it again needs another.

    Raises:
        NotPermitted, NotNow: they may not, or nobody has checked it.
    """
    permit(by, obj, verb).or_raise()
    line = obj if isinstance(obj, RequestLine) else None
    request = obj.request if isinstance(obj, RequestLine) else obj
    checked(by, request, verb, line).update(used_at=clock.now())


def record(request: SharingRequest, event: Event, by: User | None, **facts: Any) -> None:
    """One ledger entry about ``request``."""
    append(event, council=request.council, subject=f"request:{request.reference}", facts=facts, by=by)
