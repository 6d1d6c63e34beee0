"""Taking over earlier consents (移行) from a holder's table, in bulk.

Only by a decision that the old text and the notice are equivalent. Nobody is brought back: who has already
answered the choice here, or said no to the same use under another notice, is left alone, and whoever is known to have
been a child is asked anew. Each batch writes its events, the projection, the links to the holder's ids and one
commitment in the evidence log.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import Q

from consent.actions import evidence
from consent.actions.decided import decided
from consent.actions.record import hold_sound
from consent.enums import ConsentState, EventKind, Route
from consent.models import Consent, ConsentEvent, ConsentItem, ImportBatch
from consent.permissions import is_secretary
from consent.queries.people import born, terms
from consent.queries.uses import said_no
from consent.rules.representation import able_to_consent
from consent.rules.validity import Validity
from core import canonical, clock
from core.accounts.enums import Assurance, LinkMethod
from core.accounts.models import Council, Organ, Person, SubjectLink, User
from core.accounts.subjects import subject_hash
from core.errors import Invalid

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Earlier:
    """One consent in the holder's table."""

    holder_id: str
    given_at: datetime
    record_number: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the persons of a batch."""

    taken: int
    left_alone: int
    """They had answered here already."""
    to_ask: int
    """They have to be asked anew."""


def import_consents(
    item: ConsentItem,
    rows: Iterable[Earlier],
    *,
    by: User,
    decision: str,
    go_on: Callable[[], object] | None = None,
    count: Callable[[int, Taken], object] | None = None,
) -> int:
    """Take over ``rows`` under ``item``, one transaction per batch. Returns how many were new. ``go_on`` is called
    before each batch, ``count`` in its transaction with the lines read and what became of them.

    Raises:
        Invalid: no decision is named, or a consent is dated after today.
        NotNow: the version was found defective.
        Refused: no such decision stands, or it is about something else.
    """
    council, rows = item.version.notice.council, list(rows)
    number = may_import(item, rows, by=by, decision=decision)
    source, taken = iter(rows), 0
    while batch := list(islice(source, BATCH)):
        if go_on is not None:
            go_on()
        with transaction.atomic():
            done = _import_batch(item, council, batch, by, number)
            if count is not None:
                count(len(batch), done)
        taken += done.taken
    return taken


def may_import(item: ConsentItem, rows: Sequence[Earlier], *, by: User, decision: str) -> str:
    """Refuse whoever may not, and a table that cannot be; the number of the decision, as it is printed.

    Raises:
        Invalid: no decision is named, or a consent is dated after today.
        Refused: no such decision stands, or it is about something else.
    """
    notice = item.version.notice
    is_secretary(by, notice.council).or_raise()
    number = decided(notice.council, decision, about=f"notice:{notice.reference}")
    now = clock.now()
    if any(row.given_at > now for row in rows):
        raise Invalid("given_in_the_future")
    return number


def link_persons(
    council: Council, holder: Organ, holder_ids: Sequence[str], *, at: datetime
) -> dict[str, Person]:
    """The persons whom ``holder`` knows by ``holder_ids``; unknown ids make a person and a link.

    The ids come from the holder's own table under entrustment; nothing is matched by name or birthday.
    """
    hashes = {subject_hash(council.pk, holder.pk, one): one for one in holder_ids}
    known = SubjectLink.objects.filter(
        holder=holder, unlinked_at__isnull=True, person__council=council, identifier_hash__in=list(hashes)
    ).select_related("person")
    found = {hashes[bytes(link.identifier_hash)]: link.person for link in known}
    fresh = {one: Person(council=council, key=uuid.uuid4()) for one in hashes.values() if one not in found}
    Person.objects.bulk_create(fresh.values(), batch_size=500)
    SubjectLink.objects.bulk_create(
        [
            SubjectLink(
                person=fresh[one],
                holder=holder,
                identifier=one,
                identifier_hash=digest,
                method=LinkMethod.ENTRUSTED_TABLE,
                assurance=Assurance.SUBSTANTIAL,
                linked_at=at,
            )
            for digest, one in hashes.items()
            if one in fresh
        ],
        batch_size=500,
    )
    return found | fresh


def known_to_holder(council: Council, holder: Organ, holder_id: str) -> Person:
    """The person whom ``holder`` reports under ``holder_id``; made and linked on the first report."""
    with transaction.atomic():
        return link_persons(council, holder, [holder_id], at=clock.now())[holder_id]


def _import_batch(
    item: ConsentItem, council: Council, batch: Sequence[Earlier], by: User, decision: str
) -> Taken:
    """Take over one batch, inside a transaction; how many persons of it were taken over, and how many not."""
    hold_sound(item.version_id)
    persons = link_persons(council, item.provider, [row.holder_id for row in batch], at=clock.now())
    answered = _answered(item, [person.pk for person in persons.values()])
    unique = {persons[row.holder_id].pk: row for row in batch}
    people = {person.pk: person for person in persons.values()}
    rules = terms(council, clock.today())
    fresh = {
        pk: row
        for pk, row in unique.items()
        if pk not in answered and _answered_alone(people[pk], row, rules.under)
    }
    validity = Validity(item.valid_months, item.valid_until, rules.months)
    now = clock.now()
    given = [
        _event(item, people[pk], row, until)
        for pk, row in fresh.items()
        if (until := validity.until(row.given_at)) is None or until > now
    ]
    if given:
        _keep(item, council, given, by, decision)
    left_alone = len(answered & set(unique))
    return Taken(len(given), left_alone, len(unique) - len(given) - left_alone)


def _answered(item: ConsentItem, persons: list[int]) -> set[int]:
    """Who of ``persons`` has answered the choice, or said no to the same use; as whomever they were before, too."""
    own = Q(person__in=persons) | Q(person__joined_into__in=persons)
    rows = Consent.objects.filter(own, choice=item.choice).values_list("person", "person__joined_into")
    return {into or person for person, into in rows} | set(said_no([item], persons))


def _answered_alone(person: Person, row: Earlier, under: int) -> bool:
    """Was the person old enough to answer? A holder's table does not say who answered for a child: a parent is asked
    anew."""
    on = row.given_at.astimezone(clock.TOKYO).date()
    return able_to_consent(as_agent=False, born=born(person), under=under, on=on).allowed


def _event(item: ConsentItem, person: Person, row: Earlier, until: datetime | None) -> ConsentEvent:
    return ConsentEvent(
        id=uuid.uuid4(),
        person=person,
        choice=item.choice,
        item=item,
        sequence=2,
        kind=EventKind.GIVEN,
        route=Route.MIGRATED,
        at=row.given_at,
        until=until,
        assurance=Assurance.SUBSTANTIAL,
        notice_digest=item.version.digest,
        record_number=row.record_number,
    )


def _keep(item: ConsentItem, council: Council, given: list[ConsentEvent], by: User, decision: str) -> None:
    listed = [[str(event.person.key), str(event.pk), event.at.isoformat()] for event in given]
    batch = ImportBatch.objects.create(
        item=item,
        decision=decision,
        count=len(given),
        digest=canonical.digest(sorted(listed)),
        imported_at=clock.now(),
        imported_by=by,
    )
    for event in given:
        event.batch, event.entered_by, event.decision = batch, by, decision
    ConsentEvent.objects.bulk_create([*_asked(given), *given], batch_size=400)
    Consent.objects.bulk_create([_projected(event) for event in given], batch_size=500)
    evidence.write(
        evidence.IMPORTED,
        council=council,
        subject=f"import:{batch.pk}",
        by=by,
        item=item.pk,
        notice=item.version.digest,
        decision=decision,
        count=batch.count,
        digest=batch.digest,
    )


def _asked(given: Sequence[ConsentEvent]) -> Iterator[ConsentEvent]:
    for event in given:
        yield ConsentEvent(
            id=uuid.uuid4(),
            person=event.person,
            choice=event.choice,
            item=event.item,
            sequence=1,
            kind=EventKind.REQUESTED,
            route=Route.MIGRATED,
            at=event.at,
            entered_by=event.entered_by,
            assurance=event.assurance,
            notice_digest=event.notice_digest,
            decision=event.decision,
            batch=event.batch,
        )


def _projected(event: ConsentEvent) -> Consent:
    return Consent(
        person=event.person,
        choice=event.choice,
        item=event.item,
        state=ConsentState.IN_FORCE,
        since=event.at,
        until=event.until,
        sequence=2,
        last_event=event.pk,
    )
