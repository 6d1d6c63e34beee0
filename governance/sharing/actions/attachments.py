"""Papers handed in with a request: added and removed in a draft, purged by the secretariat."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from core import clock
from core.accounts.models import User
from core.errors import Invalid, NotNow, Refused
from core.files.actions import erase, keep, take_in
from core.files.models import StoredFile
from core.files.queries import content as content_of
from governance.sharing import notices
from governance.sharing.actions import editing
from governance.sharing.actions.locking import begin, locked, record
from governance.sharing.enums import events
from governance.sharing.enums.safeguards import SAFEGUARDS
from governance.sharing.models import Attachment, SharingRequest
from governance.sharing.permissions import permit
from governance.sharing.queries.books import copies_since
from governance.sharing.queries.proofs import live_files

KINDS = frozenset({".pdf", ".docx", ".xlsx", ".csv", ".txt", ".png", ".jpg", ".jpeg"})
MEASURES = frozenset(code for code, _label in SAFEGUARDS)
MOST = 20
"""Files of one request at a time."""


@transaction.atomic
def attach(
    request: SharingRequest,
    *,
    by: User,
    title: str,
    name: str,
    content: bytes,
    measures: Collection[str] = (),
    take_over: bool = False,
) -> Attachment:
    """Add a file to a draft; its bytes are looked at and kept sealed. ``measures``: the safety measures that it is
    evidence of.

    Raises:
        Invalid: not a file that is taken here (see core.files.sniffing), no title, or no such measure.
        Refused: there are too many already.
    """
    row = locked(request)
    permit(by, row, "edit").or_raise()
    editing.hold(row, by, take_over=take_over)
    _check(title, measures)
    if row.attachments.filter(removed_at=None).count() >= MOST:
        raise Refused("sharing.too_many_attachments", most=MOST)
    about, council = _about(row), row.council.slug
    stored = take_in(content, name=name, about=about, council=council, by=by.pk, kinds=KINDS)
    return _add(row, by, stored, title=title, measures=sorted(set(measures)))


def _check(title: str, measures: Collection[str]) -> None:
    if not title.strip():
        raise Invalid("sharing.attachment_without_title")
    if not set(measures) <= MEASURES:
        raise Invalid("sharing.measure_unknown")


@transaction.atomic
def describe(attachment: Attachment, *, by: User, title: str, measures: Collection[str]) -> Attachment:
    """Say otherwise what a file of a draft is, and what it is evidence of.

    Raises:
        Invalid: no title, or no such measure.
        NotNow: the file is gone, or was handed in with an earlier turn, whose record stays as it was.
    """
    request = locked(attachment.request)
    permit(by, request, "edit").or_raise()
    editing.hold(request, by)
    _check(title, measures)
    row = _locked(attachment)
    if row.removed_at is not None or row.purged_at is not None:
        raise NotNow("sharing.attachment_gone")
    if row.turn != request.turn:
        raise NotNow("sharing.attachment_handed_in")
    row.title, row.measures = title, sorted(set(measures))
    row.save()
    return row


def _about(request: SharingRequest) -> str:
    return f"request:{request.reference}"


def _add(
    request: SharingRequest, by: User, stored: StoredFile, *, title: str, measures: list[str]
) -> Attachment:
    return Attachment.objects.create(
        request=request,
        stored=stored,
        title=title,
        measures=measures,
        turn=request.turn,
        added_at=clock.now(),
        added_by=by,
    )


def take_along(source: SharingRequest, made: SharingRequest, *, by: User) -> None:
    """Hand in with ``made`` what ``source`` has: the same bytes, sealed anew, so that either is erased by itself. They
    were looked at when they came."""
    about, council = _about(made), made.council.slug
    for one in live_files(source):
        old = one.stored
        stored = keep(
            content_of(old), name=old.name, kind=old.media_type, about=about, council=council, by=by.pk
        )
        _add(made, by, stored, title=one.title, measures=one.measures)


def _locked(attachment: Attachment) -> Attachment:
    return Attachment.objects.select_for_update(of=("self",)).select_related("stored").get(pk=attachment.pk)


@transaction.atomic
def remove(attachment: Attachment, *, by: User) -> None:
    """Take a file out of a draft. What was handed in with an earlier turn stays on record; what never was is erased."""
    request = locked(attachment.request)
    permit(by, request, "edit").or_raise()
    editing.hold(request, by)
    row = _locked(attachment)
    if row.removed_at is not None:
        raise NotNow("sharing.attachment_gone")
    row.removed_at, row.removed_by = clock.now(), by
    row.save()
    if row.turn == request.turn and row.purged_at is None:
        _erase(row, request)


def _erase(row: Attachment, request: SharingRequest) -> None:
    """Its bytes, and the copies of meetings' papers that may hold its pages: their readers make them anew. Of a first
    draft there are none."""
    erase(row.stored)
    if request.submitted_at is None:
        return
    for copy in copies_since(request.council, row.added_at):
        erase(copy)


@transaction.atomic
def purge(attachment: Attachment, *, by: User, reason: str) -> Attachment:
    """Erase a file that should never have been handed in; that it was there, its digest and the reason stay.

    What it was evidence of is no longer proved: a grant that rests on it stops at the next question, see
    :mod:`governance.sharing.queries.proofs`. No copy of a meeting's papers keeps its pages."""
    request = locked(attachment.request)
    begin(request, "purge_attachment", by)
    if not reason.strip():
        raise Invalid("sharing.reason_missing")
    row = _locked(attachment)
    if row.purged_at is not None or row.stored.erased_at is not None:
        raise NotNow("sharing.attachment_gone")
    row.purged_at, row.purged_by, row.purge_reason = clock.now(), by, reason
    row.title = ""
    row.save()
    record(request, events.ATTACHMENT_PURGED, by, digest=row.stored.digest, turn=row.turn)
    if row.measures:
        notices.evidence_erased(row)
    _erase(row, request)
    return row
