"""The notice of a meeting as a numbered paper (招集通知), which follows the mail along the line of approval."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from core.accounts.models import User
from core.errors import NotNow
from core.paper import freeze
from governance.assembly.actions.drafts import prepare_draft
from governance.assembly.actions.meetings import locked
from governance.assembly.documents import convocation
from governance.assembly.enums import DocumentKind, DraftState
from governance.assembly.models import Draft, Meeting
from governance.assembly.permissions import permit
from governance.assembly.queries.decisions import convocation_draft, convocation_subject, standing_convocation
from governance.assembly.queries.meetings import called_to


@transaction.atomic
def draft_convocation(meeting: Meeting, *, by: User) -> Draft:
    """Draft the notice with the agenda as it stands, and send it along the line of approval.

    The mail that convenes has gone out before and keeps the period of notice. Those who may vote get the paper once it
    is issued; who is excluded from an item does not, for the paper shows it. A meeting that was moved gets another.

    Raises:
        NotNow: a draft is on its way, or the notice is issued.
    """
    meeting = locked(meeting)
    permit(by, meeting, "draft_convocation").or_raise()
    if standing_convocation(meeting) is not None:
        raise NotNow("convocation_on_its_way")
    last = convocation_draft(meeting)
    return prepare_draft(
        meeting.body.council,
        by=by,
        kind=DocumentKind.CONVOCATION,
        about=convocation_subject(meeting),
        papers=freeze(partial(convocation, meeting)),
        addressees=called_to(meeting),
        replaces=last if last is not None and last.state == DraftState.RETURNED else None,
    )
