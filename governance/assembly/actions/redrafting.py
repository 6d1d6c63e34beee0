"""Drafts that came back from their line of approval and are drafted again from what they are about.

Rooms above write these papers when something is decided; they write them anew by name (``config.reactions``:
``REDRAFTS``). Letters, notices and minutes are drafted again where they were drafted first.
"""

from __future__ import annotations

from django.db import transaction

from core.accounts.models import User
from core.errors import NotNow
from governance.assembly.actions.drafts import locked
from governance.assembly.models import Draft
from governance.assembly.permissions import permit
from governance.assembly.queries.redrafts import is_still_told, successor_of, writer_of


@transaction.atomic
def draft_again(draft: Draft, *, by: User, note: str = "") -> Draft:
    """Draft what was returned anew, from the record of what it is about, and send it along its line of approval;
    ``note``: what whoever signs should know.

    Raises:
        NotNow: another draft has taken its place, or something newer the place of what it told.
        Refused: such papers are drafted elsewhere.
    """
    row = locked(draft)
    permit(by, row, "draft_again").or_raise()
    if successor_of(row) is not None:
        raise NotNow("drafted_again_already")
    write = writer_of(row)
    if not is_still_told(row):
        raise NotNow("told_no_longer")
    made: Draft = write(row, by=by, note=note.strip())
    return made
