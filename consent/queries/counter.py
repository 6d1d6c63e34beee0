"""What the secretariat's pages ask."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet

from consent.models import NoticeDraft, PaperEntry, PersonHold
from core.accounts.models import Council, Organ, Person, SubjectLink
from core.accounts.subjects import subject_hash
from core.errors import NotFound
from core.files.models import StoredFile


def draft_of(notice_pk: int) -> NoticeDraft | None:
    """The open draft of a notice, or None."""
    return NoticeDraft.objects.filter(notice_id=notice_pk).select_related("notice__council").first()


def person_by_holder(council: Council, holder: Organ, holder_id: str) -> Person | None:
    """The person whom ``holder`` knows by ``holder_id``, in this council; None where nobody is linked."""
    link = (
        SubjectLink.objects.filter(
            person__council=council,
            holder=holder,
            identifier_hash=subject_hash(council.pk, holder.pk, holder_id.strip()),
            unlinked_at__isnull=True,
        )
        .select_related("person__council")
        .first()
    )
    return link.person if link else None


def links_of(person: Person) -> QuerySet[SubjectLink]:
    """Which holders know ``person``; the ids stay sealed."""
    return (
        SubjectLink.objects.filter(person=person)
        .select_related("holder__organisation", "person__council")
        .order_by("unlinked_at", "linked_at")
    )


def person_by_key(council: Council, key: uuid.UUID) -> Person:
    """The person of ``council`` with the opaque ``key``.

    Raises:
        NotFound: there is none, or only in another council.
    """
    person = Person.objects.filter(council=council, key=key).select_related("council").first()
    if person is None:
        raise NotFound("not_found")
    return person


def paper_entries(council: Council) -> QuerySet[PaperEntry]:
    """Paper entries of ``council``, newest first."""
    return (
        PaperEntry.objects.filter(person__council=council)
        .select_related("person", "version__notice", "typed_by", "undone_by", "receipt")
        .prefetch_related("also_signed__agent")
        .order_by("-typed_at")
    )


def paper_of(person: Person) -> QuerySet[PaperEntry]:
    """Paper entries about ``person``, newest first."""
    return paper_entries(person.council).filter(person=person)


def hold_in(council: Council, pk: int) -> PersonHold:
    """The hold ``pk`` on a person of ``council``.

    Raises:
        NotFound: there is none here.
    """
    hold = PersonHold.objects.filter(person__council=council, pk=pk).select_related("person").first()
    if hold is None:
        raise NotFound("not_found")
    return hold


def scan_of(entry: PaperEntry) -> StoredFile:
    """The scan of a paper form.

    Raises:
        NotFound: none was kept.
    """
    file = StoredFile.objects.filter(key=entry.scan).first() if entry.scan else None
    if file is None:
        raise NotFound("not_found")
    return file
