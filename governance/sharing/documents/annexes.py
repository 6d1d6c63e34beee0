"""What was attached to the cases of a book, and which of it can be put in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from core.accounts.models import User
from core.errors import DomainError
from core.files.queries import content
from core.pdf import count, leaves
from governance.sharing.documents.book import Annex, Item
from governance.sharing.models import Attachment, SharingRequest
from governance.sharing.permissions import opens_files
from governance.sharing.queries.proofs import live_files

PDF = "application/pdf"
MOST = 100 * 1024**2
"""Bytes of attached files in one book; what comes after that is read on the page of its request."""


def annexes_of(items: Iterable[Item], reader: User) -> Iterator[Annex]:
    """Every file of the cases that ``reader``'s copy shows, in order: its pages where the reader may open it on the
    page of the case, too. None of them makes the book fail."""
    cases: dict[int, SharingRequest] = {
        item.case.pk: item.case for item in items if item.case is not None and not item.left_out
    }
    opened = {pk for pk, case in cases.items() if opens_files(reader, case)}
    files = [(case, file) for case in cases.values() for file in live_files(case)]
    room = MOST
    for number, (case, file) in enumerate(files, start=1):
        bound, why_not = _bound(file, room) if case.pk in opened else _closed()
        room -= len(bound or b"")
        yield Annex(
            file=file.pk,
            number=number,
            case=case.reference,
            title=file.title,
            name=file.stored.name,
            digest=file.stored.digest,
            pages=count(bound) if bound else 0,
            leaves=bound,
            why_not=why_not,
        )


def _closed() -> tuple[None, str]:
    return None, _("Not put in: read by those who may open the files of the case")


def _bound(file: Attachment, room: int) -> tuple[bytes | None, str]:
    """The pages of ``file``; or none, and why."""
    if file.stored.media_type != PDF:
        return None, _("Not put in: no PDF")
    if file.stored.size > room:
        return None, _("Not put in: too large for one book")
    try:
        bound = leaves(content(file.stored))
    except DomainError:
        return None, _("Not put in: the stored file is damaged")
    return bound, "" if bound else _("Not put in: locked by a password, or broken")
