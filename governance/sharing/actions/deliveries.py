"""Preparing, releasing and confirming one provision.

A delivery is a release list to the holder, in the holder's own ids, of whose records may go now. ``release``
locks the grant, filters the list again to consents in force and persons without hold, asks the gate and
writes the provision record; a withdrawal locks the same grants, so it is either before (and not in the list) or
after (and pursued).
"""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from core import canonical, clock
from core.accounts.models import Person, User
from core.errors import Invalid, NotNow, Refused
from core.ledger.actions import append
from core.ledger.events import Event
from core.numbering.actions import reference
from core.outbox.actions import enqueue
from core.rulebook.provider import in_force
from governance.sharing import notices
from governance.sharing.actions.grants import drop
from governance.sharing.actions.grants import locked as locked_grant
from governance.sharing.actions.verdicts import pass_gate
from governance.sharing.documents.records import provision_record
from governance.sharing.enums import DeliveryState, events
from governance.sharing.models import Delivery, DeliveryPerson, Grant, ProvisionRecord, RequestLine
from governance.sharing.permissions import permit
from governance.sharing.queries.deliveries import may_flow, person_by_person
from governance.sharing.queries.facts import Flow
from governance.sharing.queries.requests import line as load_line
from governance.sharing.rules.facts import ReleaseList
from governance.sharing.rules.verdict import Moment
from governance.sharing.workflows import DELIVERY


def record(delivery: Delivery, event: Event, by: User | None, **facts: Any) -> None:
    """One ledger entry about ``delivery``."""
    append(event, council=delivery.council, subject=f"delivery:{delivery.reference}", facts=facts, by=by)


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
        created_by=by,
        created_at=clock.now(),
    )
    record(delivery, events.DELIVERY_PREPARED, by, grant=row.reference, items=chosen)
    enqueue(
        "release_list",
        key=f"release_list:{delivery.pk}",
        council=row.council,
        payload={"delivery": delivery.pk},
    )
    return delivery


@transaction.atomic
def write_list(delivery: Delivery) -> Delivery:
    """Write the manifest of a delivery in one statement; done by the worker, harmless to repeat."""
    row = locked(delivery)
    if row.state != DeliveryState.PREPARING:
        return row
    line = load_line(row.grant.line_id)
    if person_by_person(line):
        DeliveryPerson.objects.filter(delivery=row).delete()
        insert_manifest(row, may_flow(line, at=clock.now()))
        row.persons = DeliveryPerson.objects.filter(delivery=row).count()
    row.state = DELIVERY.after(row.state, "finish")
    row.prepared_at = clock.now()
    row.save()
    record(row, events.DELIVERY_LISTED, None, persons=row.persons)
    notices.delivery_prepared(row)
    return row


def write_list_of(key: int) -> None:
    """:func:`write_list` for the worker, which knows the delivery by its key."""
    write_list(Delivery.objects.get(pk=key))


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
        DeliveryPerson.objects.filter(delivery=row).exclude(person__in=may_flow(line, at=now)).delete()
        row.persons = DeliveryPerson.objects.filter(delivery=row).count()
        if not row.persons:
            raise Refused("sharing.nobody_may_flow")
        flow = Flow(release=ReleaseList(persons=row.persons, without_consent=0, held=0))
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
    retention = in_force(delivery.council, today).get("retention")
    years = max(retention.record_years, retention.statutory_years) if retention else 3
    return ProvisionRecord.objects.create(
        delivery=delivery,
        form=form,
        content=content,
        keep_until=clock.add_months(today, 12 * years),
        recorded_at=clock.now(),
    )


@transaction.atomic
def cancel(delivery: Delivery, *, by: User) -> Delivery:
    """Drop a delivery that was not released; its list is erased."""
    row = locked(delivery)
    permit(by, row, "cancel").or_raise()
    drop(row, by)
    return row


@transaction.atomic
def confirm_receipt(delivery: Delivery, *, by: User) -> Delivery:
    """The recipient confirms what it received and from whom (個人情報保護法 30条), once."""
    row = locked(delivery)
    permit(by, row, "confirm_receipt").or_raise()
    if row.confirmed_at is not None:
        raise NotNow("sharing.receipt_confirmed_already")
    row.confirmed_at, row.confirmed_by = clock.now(), by
    row.save()
    record(row, events.DELIVERY_CONFIRMED, by)
    return row
