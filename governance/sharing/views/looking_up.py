"""Who is offered the look-up of records about a person, on every page beside it."""

from __future__ import annotations

from core.http.views import CouncilRequest
from governance.sharing.queries.records import holders_for


def may_look_up(request: CouncilRequest) -> bool:
    """Is there a holder under whose ids the reader may look a person up? Not for those who only settle what is left."""
    return bool(request.roles) and holders_for(request.user, request.council).exists()
