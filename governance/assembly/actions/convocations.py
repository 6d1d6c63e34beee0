"""The notice of a meeting as a paper (招集通知), sent along the line of approval before or with the mail."""

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
from governance.assembly.queries.decisions import convocation_draft, convocation_subject
from governance.assembly.queries.meetings import called_to


@transaction.atomic
def draft_convocation(meeting: Meeting, *, by: User) -> Draft:
    """Draft the notice with the agenda as it stands, and send it along the line of approval.

    Those who may vote are told once it is issued; who is excluded from an item is not, for the paper shows it: the
    mail of the meeting tells them, without that item.

    Raises:
        NotNow: a draft is on its way, or the notice is issued.
    """
    meeting = locked(meeting)
    permit(by, meeting, "draft_convocation").or_raise()
    last = convocation_draft(meeting)
    if last is not None and last.state != DraftState.RETURNED:
        raise NotNow("convocation_on_its_way")
    return prepare_draft(
        meeting.body.council,
        by=by,
        kind=DocumentKind.CONVOCATION,
        about=convocation_subject(meeting),
        papers=freeze(partial(convocation, meeting)),
        addressees=called_to(meeting),
        replaces=last,
    )
