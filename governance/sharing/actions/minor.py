"""At the formal check the secretariat finds whether a change or extension is minor (軽微な変更)."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import canonical, clock
from core.accounts.models import User
from core.errors import Invalid, NotNow, Refused
from core.http.texts import Text
from governance.sharing.actions.history import save
from governance.sharing.actions.locking import begin, locked, record
from governance.sharing.documents.naming import listed
from governance.sharing.documents.terms import LABELS
from governance.sharing.enums import LineState, RequestKind, events
from governance.sharing.models import SharingRequest
from governance.sharing.queries.facts import widened_by

BEYOND: Mapping[str, Text] = {
    "recipient": _("Recipient"),
    "own_purpose": _("a purpose of the recipient's own"),
    "foreign_route": _("what a transfer abroad rests on"),
    "joint_use": _("what was made known of the joint use"),
    "grant": _("the grant, which has ended"),
}
"""What a change asks for beyond what was granted, where no field of a submission is called so."""


@transaction.atomic
def judge_minor(request: SharingRequest, *, by: User, is_minor: bool, reason: str) -> SharingRequest:
    """Find the change minor, or not minor after all, with the reason; it holds for this turn. What the rules open for
    minor changes (the expedited way, the body that approves) then follows by itself.

    Raises:
        NotNow: the request changes and prolongs nothing.
        Refused: it asks for more than what was granted.
    """
    row = locked(request)
    begin(row, "judge_minor", by)
    if row.kind not in (RequestKind.AMENDMENT, RequestKind.RENEWAL):
        raise NotNow("sharing.no_change_to_judge")
    if not reason.strip():
        raise Invalid("sharing.reason_missing")
    beyond = widened_by(row) if is_minor else ()
    if beyond:
        names = [str(BEYOND.get(code) or LABELS[code]) for code in beyond]
        raise Refused("sharing.change_is_not_minor", what=listed(names))
    row.minor_reason = reason.strip() if is_minor else ""
    row.minor_found_at = clock.now() if is_minor else None
    row.minor_found_by = by if is_minor else None
    save(row, by)
    for line in row.lines.filter(state=LineState.DRAFTED, follows__isnull=False):
        line.is_minor = is_minor
        save(line, by)
    digest = canonical.digest(reason.strip())
    record(row, events.CHANGE_JUDGED, by, turn=row.turn, minor=is_minor, reason=digest)
    return row
