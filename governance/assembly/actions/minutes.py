"""Minutes as a paper (議事録): what the record holds, sent along the line of approval."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from core.accounts.models import User
from core.errors import NotNow
from core.paper import freeze
from governance.assembly.actions.drafts import prepare_draft
from governance.assembly.actions.meetings import locked
from governance.assembly.documents import minutes_paper
from governance.assembly.enums import DocumentKind, DraftState
from governance.assembly.models import Draft, Meeting, Recusal
from governance.assembly.permissions import permit
from governance.assembly.queries.decisions import minutes_draft, minutes_subject
from governance.assembly.queries.meetings import called_to


@transaction.atomic
def draft_minutes(meeting: Meeting, *, by: User) -> Draft:
    """Draft the minutes that whoever presided has approved, and send them along the line of approval.

    Those who took part are told once they are issued; who was recused or is excluded from an item is not, for the paper
    shows it.

    Raises:
        NotNow: a draft is on its way, or the minutes are issued.
    """
    meeting = locked(meeting)
    permit(by, meeting, "draft_minutes").or_raise()
    last = minutes_draft(meeting)
    if last is not None and last.state != DraftState.RETURNED:
        raise NotNow("minutes_on_their_way")
    recused = set(
        Recusal.objects.filter(motion__meeting=meeting).values_list("attendance__user_id", flat=True)
    )
    return prepare_draft(
        meeting.body.council,
        by=by,
        kind=DocumentKind.MINUTES,
        about=minutes_subject(meeting),
        papers=freeze(partial(minutes_paper, meeting)),
        addressees=[user for user in called_to(meeting) if user.pk not in recused],
        replaces=last,
    )
