"""Looking up every record about one identified person, and printing it for them (個人情報保護法 33条5項)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from core import clock, crypto, pdf
from core.accounts.models import Council, Organ, SubjectLink, User
from core.errors import Invalid, NotFound
from core.files.actions import keep
from core.ledger.actions import append
from core.outbox.actions import enqueue, retry
from core.outbox.models import Job, JobState
from core.outbox.work import Effect, Work
from governance.sharing.documents.record_prints import person_print
from governance.sharing.enums import events
from governance.sharing.models import RecordLookup
from governance.sharing.permissions import may_look_up
from governance.sharing.queries.record_prints import lookup_about, lookup_job, lookup_to_print
from governance.sharing.queries.records import Shown, known_under, shown_to, went_under


@transaction.atomic
def look_up(
    council: Council, *, by: User, holder: Organ, holder_id: str, reason: str, on: date | None = None
) -> RecordLookup:
    """Identify a person by the id under which ``holder`` knows them, or knew them ``on`` a day, never by name; the
    reason stays on record. To a recipient, by the id on the lists that it received.

    Raises:
        NotPermitted: neither the secretariat, nor a data officer of the holder, nor of a recipient of its data.
        Invalid: nobody is linked under that id (or was, on that day), or several were; for a recipient, nobody or more
            than one was on its lists under it.
    """
    may_look_up(by, council, holder).or_raise()
    if not reason.strip():
        raise Invalid("sharing.reason_missing")
    known = known_under(council, holder, holder_id, on)
    link = _identified(known, shown_to(by, council, holder), on)
    row = RecordLookup.objects.create(
        council=council,
        person=link.person,
        holder=holder,
        link=link,
        reason=reason,
        looked_up_at=clock.now(),
        looked_up_by=by,
    )
    commitment, _salt = crypto.commitment(reason.encode())
    facts = {
        "person": str(link.person.key),
        "holder": holder.pk,
        "lookup": row.pk,
        "reason": commitment.hex(),
    }
    append(events.RECORDS_LOOKED_UP, council=council, subject=f"lookup:{row.pk}", facts=facts, by=by)
    return row


def _identified(known: list[SubjectLink], shown: Shown, on: date | None) -> SubjectLink:
    """The one of the links ``known`` that is meant: to a recipient, whose person was on its lists under the id; to
    others the one in force, or with a day ``on`` given whoever had the id then. No link that has ended is used without
    a day: it may have been wrong."""
    if shown.as_recipient:
        found = went_under(known, shown)
        missing, several = "sharing.person_not_received", "sharing.person_not_certain"
    else:
        found = known if on else [link for link in known if link.unlinked_at is None]
        missing = "sharing.person_formerly" if known else "sharing.person_not_found"
        several = "sharing.person_of_several"
    if not found:
        raise Invalid(missing)
    if len(found) > 1:
        raise Invalid(several)
    return found[0]


@transaction.atomic
def print_lookup(lookup: RecordLookup, *, by: User, language: str) -> Job:
    """Ask for the print; asking twice is asking once.

    Raises:
        NotFound: somebody else's look-up.
    """
    row = RecordLookup.objects.select_for_update(of=("self",)).select_related("council").get(pk=lookup.pk)
    if row.looked_up_by_id != by.pk:
        raise NotFound("not_found")
    job = lookup_job(row, language)
    if job is not None and job.state == JobState.STUCK:
        retry(job)
    return job or enqueue(
        "person_records",
        key=lookup_about(row, language),
        council=row.council,
        payload={"lookup": row.pk, "language": language},
    )


def make_print(work: Work) -> Effect:
    """Done by a worker: draw the print; it is kept in the transaction that completes the job."""
    language = str(work.payload["language"])
    row = lookup_to_print(int(work.payload["lookup"]))
    about = lookup_about(row, language)
    context = person_print(row, language)
    drawn = pdf.render(
        "governance/sharing/pdf/person_records.html",
        context,
        language=language,
        title=context["title"],
        author=row.council.name_ja,
        at=clock.now(),
    )
    name, kind = f"records-{row.pk}-{language}.pdf", "application/pdf"

    def effect() -> None:
        keep(drawn, name=name, kind=kind, about=about, council=row.council.slug)

    return effect
