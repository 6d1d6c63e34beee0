"""Preparing and releasing one provision.

A delivery is a release list to the holder, in the holder's own ids, of whose records may go now. ``release``
locks the grant, filters the list again to consents in force and persons without hold, asks the gate and
writes the provision record; a withdrawal locks the same grants, so it is either before (and not in the list) or
after (and pursued).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, Max, Min, OuterRef, QuerySet

from core import canonical, clock
from core.accounts.models import Person, User
from core.clients.models import ApiClient
from core.errors import Invalid, Refused
from core.law.queries import in_force as law_in_force
from core.ledger.actions import append
from core.ledger.events import Event
from core.numbering.actions import reference
from core.outbox.actions import enqueue
from governance.sharing import notices
from governance.sharing.actions.grants import drop
from governance.sharing.actions.grants import locked as locked_grant
from governance.sharing.actions.verdicts import pass_gate
from governance.sharing.documents.records import provision_record
from governance.sharing.enums import DeliveryState, Manner, events
from governance.sharing.models import Delivery, DeliveryPerson, Grant, ProvisionRecord, RequestLine
from governance.sharing.permissions import permit
from governance.sharing.queries.deliveries import counted_on, job_key, may_flow, person_by_person
from governance.sharing.queries.facts import Flow
from governance.sharing.queries.records import council_years
from governance.sharing.queries.requests import line as load_line
from governance.sharing.rules.keeping import keeping
from governance.sharing.rules.verdict import Moment
from governance.sharing.workflows import DELIVERY

STRETCH = 100_000
"""Keys of persons that one statement of the list looks at."""
Told = Callable[[int, int], None]


def record(
    delivery: Delivery, event: Event, by: User | None, client: ApiClient | None = None, **facts: Any
) -> None:
    """One ledger entry about ``delivery``."""
    subject = f"delivery:{delivery.reference}"
    append(event, council=delivery.council, subject=subject, facts=facts, by=by, client=client)


def locked(delivery: Delivery) -> Delivery:
    """The rows of the delivery's grant and of the delivery, locked in that order."""
    locked_grant(Grant(pk=delivery.grant_id))
    return (
        Delivery.objects.select_for_update(of=("self",))
        .select_related(
            "council", "grant__line__request__applicant", "grant__line__dataset__provider__organisation"
        )
        .get(pk=delivery.pk)
    )


@transaction.atomic
def prepare(grant: Grant, *, by: User, items: list[str] | None = None) -> Delivery:
    """Begin a delivery; its list is written by the worker, so that a million persons hold up nobody.

    Raises:
        Invalid: items outside the grant.
        Refused: another delivery of the grant is still open.
    """
    row = locked_grant(grant)
    permit(by, row, "prepare_delivery").or_raise()
    chosen = sorted(row.items if items is None else items)
    if not chosen or not set(chosen) <= set(row.items):
        raise Invalid("sharing.items_not_granted")
    if row.deliveries.filter(state__in=[DeliveryState.PREPARING, DeliveryState.PREPARED]).exists():
        raise Refused("sharing.delivery_open")
    delivery = Delivery.objects.create(
        council=row.council,
        grant=row,
        reference=reference("T", row.council.slug, on=clock.today()),
        items=chosen,
        manner=_as_before(row),
        created_by=by,
        created_at=clock.now(),
    )
    record(delivery, events.DELIVERY_PREPARED, by, grant=row.reference, items=chosen)
    enqueue(
        "release_list",
        key=job_key(delivery),
        council=row.council,
        payload={"delivery": delivery.pk},
    )
    return delivery


def _as_before(grant: Grant) -> str:
    """Recorded as the delivery before it under the same grant."""
    before = grant.deliveries.filter(state=DeliveryState.RELEASED).order_by("-pk").first()
    return before.manner if before else Manner.EACH


def write_list(delivery: Delivery, *, told: Told | None = None) -> Delivery:
    """Write the manifest of a delivery and say that it is ready; harmless to repeat."""
    fill_list(delivery, told=told)
    return finish_list(delivery)


def fill_list(delivery: Delivery, *, told: Told | None = None) -> None:
    """Write the manifest, a stretch of persons at a time, each by one ``INSERT ... SELECT`` and committed by itself:
    the page tells how far it is, and who cancels waits for no more than one stretch. ``told`` gets persons looked at
    and in all. Nothing goes by this list alone: the release filters it once more."""
    line = load_line(delivery.grant.line_id)
    if not person_by_person(line):
        return
    known = Person.objects.filter(council=line.request.council).aggregate(first=Min("pk"), last=Max("pk"))
    first, end = known["first"] or 0, (known["last"] or 0) + 1
    for start in range(first, end, STRETCH):
        stop = min(start + STRETCH, end)
        if not _fill_stretch(delivery, line, start, stop):
            return
        if told is not None:
            told(stop - first, end - first)


@transaction.atomic
def _fill_stretch(delivery: Delivery, line: RequestLine, start: int, stop: int) -> bool:
    """The persons with keys from ``start`` up to ``stop``; False where the delivery is no longer being prepared."""
    row = Delivery.objects.select_for_update(no_key=True).get(pk=delivery.pk)
    if row.state != DeliveryState.PREPARING:
        return False
    row.manifest.filter(person__gte=start, person__lt=stop).delete()
    insert_manifest(row, may_flow(line, at=clock.now()).filter(pk__gte=start, pk__lt=stop))
    return True


@transaction.atomic
def finish_list(delivery: Delivery) -> Delivery:
    """The list is complete: the provider may look at it and release it."""
    row = locked(delivery)
    if row.state != DeliveryState.PREPARING:
        return row
    if person_by_person(row.grant.line):
        row.persons = DeliveryPerson.objects.filter(delivery=row).count()
    row.state = DELIVERY.after(row.state, "finish")
    row.prepared_at = clock.now()
    row.save()
    record(row, events.DELIVERY_LISTED, None, persons=row.persons)
    notices.delivery_prepared(row)
    return row


def insert_manifest(delivery: Delivery, persons: QuerySet[Person, int]) -> None:
    """``INSERT ... SELECT`` of the persons' keys into the manifest."""
    table = DeliveryPerson._meta.db_table
    sql, params = persons.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (delivery_id, person_id) SELECT %s, flowing.id FROM ({sql}) AS flowing",  # noqa: S608
            [delivery.pk, *params],
        )


@transaction.atomic
def release(delivery: Delivery, *, by: User) -> Delivery:
    """Let the list go: filtered once more, the gate asked, the provision recorded, all in one transaction.

    Raises:
        Refused: the gate has an obstacle at this moment; nothing is released.
    """
    row = locked(delivery)
    permit(by, row, "release").or_raise()
    now = clock.now()
    line = load_line(row.grant.line_id)
    flow = Flow()
    if person_by_person(line):
        still = may_flow(line, at=now).filter(pk=OuterRef("person"))
        DeliveryPerson.objects.filter(~Exists(still), delivery=row).delete()
        counted = counted_on(row, line, at=now)
        row.persons = counted.persons
        if not row.persons:
            raise Refused("sharing.nobody_may_flow")
        flow = Flow(release=counted)
    stored = pass_gate(line, Moment.FLOW, by=by, at=now, flow=flow)
    row.state = DELIVERY.after(row.state, "release")
    row.released_at, row.released_by = now, by
    row.save()
    kept = _provision_record(row, line)
    record(
        row,
        events.DELIVERY_RELEASED,
        by,
        grant=row.grant.reference,
        items=row.items,
        persons=row.persons,
        verdict=stored.pk,
        record=canonical.digest(kept.content),
    )
    notices.delivery_released(row)
    return row


def _provision_record(delivery: Delivery, line: RequestLine) -> ProvisionRecord:
    today = clock.today()
    form, content = provision_record(delivery, line, on=today)
    kept = keeping(
        delivery.manner,
        today,
        today,
        law_in_force(today),
        exempt=content["exempt_by_law"],
        council_years=council_years(delivery.council, today),
    )
    return ProvisionRecord.objects.create(
        delivery=delivery, form=form, content=content, keep_until=kept.until, recorded_at=clock.now()
    )


@transaction.atomic
def cancel(delivery: Delivery, *, by: User) -> Delivery:
    """Drop a delivery that was not released; its list is erased. A worker at it stops after its stretch."""
    row = locked(delivery)
    permit(by, row, "cancel").or_raise()
    drop(row, by)
    return row
