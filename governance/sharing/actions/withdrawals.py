"""Pursuing a withdrawal at every recipient that already holds the person's data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from consent import queries as consent
from core import clock
from core.accounts.models import Person, User
from core.errors import Invalid, NotNow, NotPermitted
from core.ledger.actions import append
from core.rulebook.provider import in_force
from governance.sharing import notices
from governance.sharing.enums import DeliveryState, DisposalMethod, PursuitOutcome, events
from governance.sharing.models import Dataset, Delivery, Pursuit
from governance.sharing.permissions import roles_of
from governance.sharing.queries.deliveries import grants_between, resting_on


def pursue(event: str, payload: dict[str, Any]) -> None:
    """Reaction to ``consent.withdrawn`` (revoked, invalidated) in the same transaction: lock the grants that rest
    on the choice, then open a pursuit for each delivery that already carried the person. Locking first is what
    makes a release either earlier (and pursued here) or later (and without this person). The datasets are locked
    before, so that no grant is opened unseen meanwhile; and every grant before the first pursuit, in one order."""
    grants = _lock_grants(payload["council"], UUID(payload["choice"]))
    if not grants:
        return
    released = Delivery.objects.filter(grant__in=grants, state=DeliveryState.RELEASED)
    carried = list(released.filter(manifest__person=payload["person"]).values_list("pk", flat=True))
    if not carried:
        return
    person = Person.objects.get(pk=payload["person"])
    rows = Delivery.objects.filter(pk__in=carried)
    for delivery in rows.select_related("council", "grant__line__request__applicant").order_by("pk"):
        _open(delivery, person)


def _lock_grants(council: int, choice: UUID) -> list[int]:
    """Keys of the grants of ``council`` under which data rest on ``choice`` in any version, locked: until the disposal
    is verified, closed or not. Those beside them between the same parties are locked as well."""
    choices = consent.versions_of_choice(choice)
    named = Dataset.objects.filter(council=council, reference__in={one.dataset for one in choices})
    list(named.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    rows = grants_between(council, choices).select_for_update(of=("self",)).order_by("pk")
    return resting_on(rows, choices)


def _open(delivery: Delivery, person: Person) -> None:
    rule = in_force(delivery.council, clock.today()).get("consent_validity")
    due = clock.add_business_days(clock.today(), rule.stop_within if rule else 10)
    pursuit, made = Pursuit.objects.get_or_create(
        delivery=delivery,
        person=person,
        defaults={
            "recipient": delivery.grant.line.request.applicant,
            "opened_at": clock.now(),
            "due_on": due,
        },
    )
    if made:
        append(
            events.WITHDRAWAL_PURSUED,
            council=delivery.council,
            subject=f"delivery:{delivery.reference}",
            facts={"pursuit": pursuit.pk, "person": str(person.key), "due": due},
            by=None,
        )
        notices.withdrawal_pursued(pursuit)


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
    return _answer(pursuit.pk, by, Done(outcome, note, **more))


@transaction.atomic
def answer_all(pursuits: Sequence[Pursuit], *, by: User, done: Done) -> int:
    """The same answer to several at once: all or none. How many.

    Raises:
        Invalid: nothing is chosen.
    """
    if not pursuits:
        raise Invalid("sharing.nothing_chosen")
    for pk in sorted(row.pk for row in pursuits):
        _answer(pk, by, done)
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
    append(
        events.WITHDRAWAL_ANSWERED,
        council=row.delivery.council,
        subject=f"delivery:{row.delivery.reference}",
        facts={"pursuit": row.pk, "outcome": row.outcome, "method": row.method, "done": row.done_on},
        by=by,
    )
    return row


def _dispose(row: Pursuit, done: Done) -> None:
    """A partial disposal: this one person's data, while the grant goes on."""
    today = clock.today()
    on = done.done_on or today
    if done.method not in DisposalMethod.values:
        raise Invalid("sharing.method_missing")
    if on > today:
        raise Invalid("sharing.disposal_in_future")
    row.method, row.done_on, row.confirmed_name = done.method, on, done.confirmed_name
