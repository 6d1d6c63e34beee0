"""Pursuing a withdrawal at every recipient that already holds the person's data."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from core import clock
from core.accounts.models import Person, User
from core.errors import Invalid, NotPermitted
from core.ledger.actions import append
from core.rulebook.provider import in_force
from governance.sharing import notices
from governance.sharing.enums import DeliveryState, GrantState, PursuitOutcome, events
from governance.sharing.models import Delivery, Grant, Pursuit
from governance.sharing.permissions import roles_of
from governance.sharing.queries.facts import consent_items


def pursue(event: str, payload: dict[str, Any]) -> None:
    """Reaction to ``consent.withdrawn`` (revoked, invalidated) in the same transaction: lock the grants that rest
    on the choice, then open a pursuit for each delivery that already carried the person. Locking first is what
    makes a release either earlier (and pursued here) or later (and without this person)."""
    person = Person.objects.select_related("council").get(pk=payload["person"])
    for grant in _grants_on(person, frozenset(payload["items"])):
        Grant.objects.select_for_update().get(pk=grant.pk)
        for delivery in Delivery.objects.filter(
            grant=grant, state=DeliveryState.RELEASED, manifest__person=person
        ).order_by("pk"):
            _open(delivery, person)


def _grants_on(person: Person, items: frozenset[int]) -> list[Grant]:
    live = (
        Grant.objects.filter(council=person.council)
        .exclude(state=GrantState.CLOSED)
        .select_related("line__request__council", "line__request__applicant", "line__dataset__provider")
        .order_by("pk")
    )
    return [grant for grant in live if not items.isdisjoint(consent_items(grant.line))]


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


@transaction.atomic
def answer(pursuit: Pursuit, *, by: User, outcome: str, note: str = "") -> Pursuit:
    """The recipient says what became of the person's data; the citizen sees it."""
    row = (
        Pursuit.objects.select_for_update(of=("self",))
        .select_related("delivery__grant__line", "recipient")
        .get(pk=pursuit.pk)
    )
    if "recipient" not in roles_of(by, row.delivery):
        raise NotPermitted("sharing.not_recipient")
    if outcome not in PursuitOutcome.values or outcome == PursuitOutcome.DUE:
        raise Invalid("sharing.outcome_missing")
    row.outcome, row.note = outcome, note
    row.answered_at, row.answered_by = clock.now(), by
    row.save()
    append(
        events.WITHDRAWAL_ANSWERED,
        council=row.delivery.council,
        subject=f"delivery:{row.delivery.reference}",
        facts={"pursuit": row.pk, "outcome": outcome},
        by=by,
    )
    return row
