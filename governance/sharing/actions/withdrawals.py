"""Pursuing a withdrawal, or whatever else takes a person out of what may flow, at every recipient that already holds
the person's data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from consent import queries as consent
from core import clock
from core.accounts.models import Person, SubjectLink, User
from core.errors import Invalid, NotNow, NotPermitted
from core.ledger.actions import append
from core.ledger.events import Event
from core.rulebook.provider import in_force
from governance.sharing import notices
from governance.sharing.actions import unanswered
from governance.sharing.enums import DeliveryState, DisposalMethod, PursuitCause, PursuitOutcome, events
from governance.sharing.models import Dataset, Delivery, Grant, Pursuit, RequestLine
from governance.sharing.permissions import roles_of
from governance.sharing.queries.deliveries import (
    grants_between,
    held_on_for,
    needs_consent,
    person_by_person,
    resting_on,
)
from governance.sharing.queries.disposals import held_under
from governance.sharing.rules.effect import fault_of_disposal
from governance.sharing.rules.pursuing import Before, asks_more


def pursue(event: str, payload: dict[str, Any]) -> None:
    """Reaction to ``consent.withdrawn`` (revoked, invalidated) in the same transaction: lock the grants that rest
    on the choice, then open a pursuit for each delivery that already carried the person. Locking first is what
    makes a release either earlier (and pursued here) or later (and without this person). The datasets are locked
    before, so that no grant is opened unseen meanwhile; and every grant before the first pursuit, in one order. Of what
    ends together (a stretch of those who agreed to a defective notice) a recipient is told once for each delivery."""
    together = payload.get("together", "")
    for delivery, person in _carried(payload, _lock_grants(payload["council"], UUID(payload["choice"]))):
        _open(delivery, person, PursuitCause.WITHDRAWAL, together=together)


def narrow(event: str, payload: dict[str, Any]) -> None:
    """Reaction to ``consent.narrowed``: the person agreed anew, to less. What went before and is covered by none of the
    person's consents any more is asked back, item by item."""
    for delivery, person in _carried(payload, _lock_grants(payload["council"], UUID(payload["choice"]))):
        line = delivery.grant.line
        agreed = consent.agreed_items(
            person,
            dataset=line.dataset.reference,
            purpose=line.request.purpose,
            recipient=line.request.applicant_id,
            provider=line.dataset.provider_id,
            at=clock.now(),
            storage=line.storage,
        )
        left = [item for item in delivery.items if item not in agreed]
        if left:
            _open(delivery, person, PursuitCause.UNCOVERED, [] if len(left) == len(delivery.items) else left)


def hold_back(event: str, payload: dict[str, Any]) -> None:
    """Reaction to ``consent.notice_defective`` in the same transaction: lock the grants that may rest on a choice of
    the version. A release is then either earlier, and pursued as the consents are ended, or later, and finds nobody
    in force."""
    _lock_between(
        payload["council"],
        [version for choice in payload["choices"] for version in consent.versions_of_choice(UUID(choice))],
    )


def stop(event: str, payload: dict[str, Any]) -> None:
    """Reaction to ``consent.hold_placed``: nothing about the person flows any more, on whatever ground, so whoever
    holds something is told to stop as well; not why. The grants under which the person could be released are locked
    first."""
    person = Person.objects.get(pk=payload["person"])
    holders = SubjectLink.objects.filter(person=person).values("holder")
    datasets = Dataset.objects.filter(council=person.council_id, provider__in=holders)
    list(datasets.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    grants = Grant.objects.filter(line__dataset__in=datasets.values("pk"), disposed_at__isnull=True)
    keys = list(grants.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    for delivery, one in _carried(payload, keys):
        _open(delivery, one, PursuitCause.STOP)


def _lock_grants(council: int, choice: UUID) -> list[int]:
    """Keys of the grants of ``council`` under which data rest on ``choice`` in any version, locked: until the disposal
    is verified, closed or not. Those beside them between the same parties are locked as well."""
    choices = consent.versions_of_choice(choice)
    return resting_on(_lock_between(council, choices), choices)


def _lock_between(council: int, choices: Sequence[consent.OfferedChoice]) -> list[Grant]:
    named = Dataset.objects.filter(council=council, reference__in={one.dataset for one in choices})
    list(named.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    return list(grants_between(council, choices).select_for_update(of=("self",)).order_by("pk"))


def _carried(payload: dict[str, Any], grants: list[int]) -> list[tuple[Delivery, Person]]:
    """Each delivery under ``grants`` that carried the person of ``payload``."""
    if not grants:
        return []
    released = Delivery.objects.filter(grant__in=grants, state=DeliveryState.RELEASED)
    carried = list(released.filter(manifest__person=payload["person"]).values_list("pk", flat=True))
    if not carried:
        return []
    person = Person.objects.get(pk=payload["person"])
    rows = Delivery.objects.filter(pk__in=carried).order_by("pk")
    joined = ("council", "grant__line__request__applicant", "grant__line__dataset")
    return [(delivery, person) for delivery in rows.select_related(*joined)]


def _due(delivery: Delivery) -> date:
    rule = in_force(delivery.council, clock.today()).get("consent_validity")
    return clock.add_business_days(clock.today(), rule.stop_within if rule else 10)


def _open(
    delivery: Delivery, person: Person, cause: PursuitCause, items: Sequence[str] = (), *, together: str = ""
) -> None:
    before = list(Pursuit.objects.filter(delivery=delivery, person=person).order_by("pk"))
    if not asks_more([_asked(row) for row in before], cause, frozenset(items)):
        return
    row = next((one for one in before if one.cause == cause and one.answered_at is None), None)
    if row is None:
        row = Pursuit(delivery=delivery, person=person, cause=cause, opened_at=clock.now(), items=list(items))
        row.recipient = delivery.grant.line.request.applicant
    else:
        row.items = sorted({*row.items, *items}) if items else []
    row.due_on, row.reminded = _due(delivery), None
    row.save()
    facts = {"pursuit": row.pk, "person": str(person.key), "cause": cause.value, "due": row.due_on}
    _append(events.WITHDRAWAL_PURSUED, delivery, None, **facts)
    notices.withdrawal_pursued(row, together=together)


def _asked(row: Pursuit) -> Before:
    gone = row.outcome in (PursuitOutcome.DELETED, PursuitOutcome.NOT_HELD)
    return Before(row.cause, frozenset(row.items), is_open=row.answered_at is None, gone=gone)


def _append(event: Event, delivery: Delivery, by: User | None, **facts: Any) -> None:
    append(event, council=delivery.council, subject=f"delivery:{delivery.reference}", facts=facts, by=by)


def leave_behind(former: Grant, successor: Grant) -> None:
    """What was delivered under ``former`` is held on under ``successor``, which follows it; but of nobody whom no
    consent covers for that: their data are asked back."""
    line = successor.line
    if not person_by_person(line) or not needs_consent(line):
        return
    released = Delivery.objects.filter(grant__in=held_under(former), state=DeliveryState.RELEASED)
    joined = ("council", "grant__line__request__applicant")
    for delivery in released.select_related(*joined).order_by("pk"):
        _leave_out(delivery, line, sorted(set(delivery.items) & set(successor.items)))


def _leave_out(delivery: Delivery, line: RequestLine, kept: Sequence[str]) -> None:
    """Ask for those of the items ``kept`` which ``line`` may not hold on, of everybody in ``delivery``. Two statements
    for each item, and one for those who were asked for before."""
    lacking: dict[int, list[str]] = {}
    for item in kept:
        agreed = held_on_for(line, item, at=clock.now()).filter(person=OuterRef("person"))
        rows = delivery.manifest.filter(~Exists(agreed)).order_by("person")
        for person in rows.values_list("person", flat=True).iterator():
            lacking.setdefault(person, []).append(item)
    left = {person: [] if len(items) == len(kept) else items for person, items in lacking.items()}
    for known in Person.objects.filter(pk__in=delivery.pursuits.values("person")):
        if known.pk in left:
            _open(delivery, known, PursuitCause.UNCOVERED, left.pop(known.pk))
    if left:
        _open_all(delivery, left)


def _open_all(delivery: Delivery, left: Mapping[int, list[str]]) -> None:
    """Persons of whom nothing was asked before: at once, with one entry in the ledger and one mail."""
    cause, now, due = PursuitCause.UNCOVERED, clock.now(), _due(delivery)
    recipient = delivery.grant.line.request.applicant
    fresh = (
        Pursuit(
            delivery=delivery,
            person_id=person,
            recipient=recipient,
            cause=cause,
            items=items,
            opened_at=now,
            due_on=due,
        )
        for person, items in left.items()
    )
    made = Pursuit.objects.bulk_create(fresh, batch_size=1000)
    facts = {"persons": len(made), "cause": cause.value, "due": due}
    _append(events.WITHDRAWAL_PURSUED, delivery, None, **facts)
    notices.withdrawal_pursued(made[0])


@dataclass(frozen=True, slots=True)
class Done:
    """What the recipient says and confirms: the outcome, and of a disposal how and when, and by whose word."""

    outcome: str
    note: str = ""
    method: str = DisposalMethod.ERASE
    done_on: date | None = None
    confirmed_name: str = ""


@transaction.atomic
def answer(pursuit: Pursuit, *, by: User, outcome: str, note: str = "", **more: Any) -> Pursuit:
    """The recipient says what became of the person's data; the citizen sees it."""
    deliveries = unanswered.locked([pursuit.delivery_id])
    row = _answer(pursuit.pk, by, Done(outcome, note, **more))
    unanswered.settle(*deliveries)
    return row


@transaction.atomic
def answer_all(pursuits: Sequence[Pursuit], *, by: User, done: Done) -> int:
    """The same answer to several at once: all or none. How many.

    Raises:
        Invalid: nothing is chosen.
    """
    if not pursuits:
        raise Invalid("sharing.nothing_chosen")
    deliveries = unanswered.locked({row.delivery_id for row in pursuits})
    for pk in sorted(row.pk for row in pursuits):
        _answer(pk, by, done)
    for delivery in deliveries:
        unanswered.settle(delivery)
    return len(pursuits)


def _answer(pk: int, by: User, done: Done) -> Pursuit:
    row = (
        Pursuit.objects.select_for_update(of=("self",))
        .select_related("delivery__grant__line__request", "delivery__council", "recipient")
        .get(pk=pk)
    )
    if "recipient" not in roles_of(by, row.delivery):
        raise NotPermitted("sharing.not_recipient")
    if done.outcome not in PursuitOutcome.values or done.outcome == PursuitOutcome.DUE:
        raise Invalid("sharing.outcome_missing")
    if row.answered_at is not None:
        raise NotNow("sharing.withdrawal_answered_already")
    row.outcome, row.note = done.outcome, done.note
    if done.outcome == PursuitOutcome.DELETED:
        _dispose(row, done)
    row.answered_at, row.answered_by = clock.now(), by
    row.save()
    facts = {"pursuit": row.pk, "outcome": row.outcome, "method": row.method, "done": row.done_on}
    _append(events.WITHDRAWAL_ANSWERED, row.delivery, by, **facts)
    return row


def _dispose(row: Pursuit, done: Done) -> None:
    """A partial disposal: this one person's data, while the grant goes on."""
    today = clock.today()
    on = done.done_on or today
    if done.method not in DisposalMethod.values:
        raise Invalid("sharing.method_missing")
    released = row.delivery.released_at or row.opened_at
    since = released.astimezone(clock.TOKYO).date()
    code = fault_of_disposal(on, today=today, since=since)
    if code:
        raise Invalid(code, since=since.isoformat())
    row.method, row.done_on, row.confirmed_name = done.method, on, done.confirmed_name
