"""Who is told what of a grant, its conditions, deliveries and disposal."""

from __future__ import annotations

from datetime import date
from typing import Any

from core.accounts.models import User
from governance.sharing.enums import ConditionChecker, ConditionOwner
from governance.sharing.models import (
    Condition,
    Delivery,
    Disposal,
    Grant,
    Pursuit,
    TimeAsked,
)
from governance.sharing.notices.telling import (
    applicants,
    grant_page,
    officers,
    representatives,
    request_page,
    secretaries,
    tell,
    tell_machines,
)
from governance.sharing.queries.panels import judges_of


def concerned(grant: Grant) -> list[User]:
    """Recipient, provider and secretariat."""
    request = grant.line.request
    return applicants(request) + officers(grant.line.dataset.provider) + secretaries(request)


def grant_changed(grant: Grant, change: str, **more: str) -> None:
    """Everyone concerned learns that a grant was activated, suspended, resumed, ended or closed, or goes on after all;
    ``more`` says why."""
    line = grant.line
    event, key = f"grant_{change}", f"{grant.pk}:{grant.history_step}"
    about, due = grant.reference, grant.disposal_due_on if change == "ended" else None
    tell(
        concerned(grant),
        event,
        line.request,
        key=key,
        path=grant_page(grant),
        about=about,
        due=due,
        **more,
    )
    both = (line.request.applicant, line.dataset.provider.organisation)
    tell_machines(both, event, line.request, key=key, about=grant.reference)


def grant_will_change(grant: Grant, change: str, on: date, *, key: str) -> None:
    """Everyone concerned learns that a grant will be suspended, resumed or revoked on a day."""
    event, path, about = "grant_will_change", grant_page(grant), grant.reference
    request, key = grant.line.request, f"{grant.pk}:{key}"
    tell(concerned(grant), event, request, key=key, path=path, about=about, due=on, change=change)


def grant_ends_soon(grant: Grant, days: int) -> None:
    """A warning 30, 7 and 1 days before the end."""
    key, path, about = f"{grant.pk}:{days}", grant_page(grant), grant.reference
    request, due = grant.line.request, grant.ends_on
    tell(concerned(grant), "grant_ends_soon", request, key=key, path=path, about=about, due=due)


def _about_condition(
    row: Condition, users: list[User], event: str, key: str, *, due: date | None = None, **more: str
) -> None:
    request = row.line.request
    grant = getattr(row.line, "grant", None)
    path, key = grant_page(grant) if grant else request_page(request), f"{row.pk}:{key}"
    tell(users, event, request, key=key, path=path, about=row.reference, due=due, **more)


def _owing(row: Condition) -> list[User]:
    """Who owes the condition."""
    if row.owed_by == ConditionOwner.PROVIDER:
        return officers(row.line.dataset.provider)
    return representatives(row.owner) if row.owner else secretaries(row.line.request)


def condition_due(row: Condition, mark: int) -> None:
    """The owner is reminded of a condition; once the day has passed the secretariat learns of it too."""
    users, event = _owing(row), "condition_due"
    if mark < 0:
        users, event = users + secretaries(row.line.request), "condition_overdue"
    _about_condition(row, users, event, f"{row.due_on}:{mark}", due=row.due_on)


def condition_evidenced(row: Condition) -> None:
    """Whoever checks the condition has evidence to look at."""
    _about_condition(row, _checking(row), "condition_evidenced", str(row.evidence_at))


def _checking(row: Condition) -> list[User]:
    """Who checks the condition."""
    if row.checker == ConditionChecker.PROVIDER:
        return officers(row.line.dataset.provider)
    if row.checker == ConditionChecker.BOARD:
        return [seat.user for seat in judges_of(row.line.request)]
    return secretaries(row.line.request)


def condition_time_asked(row: Condition, asked: TimeAsked) -> None:
    """Whoever checks the condition, and the secretariat, are asked for a later day."""
    users = [user for user in _checking(row) + secretaries(row.line.request) if user != asked.asked_by]
    _about_condition(row, users, "condition_time_asked", str(asked.pk), due=asked.wished_on)


def condition_time_declined(row: Condition, asked: TimeAsked) -> None:
    """The owner learns that the day stays, and where the reason stands."""
    _about_condition(row, _owing(row), "condition_time_declined", str(asked.pk), due=row.due_on)


def condition_checked(row: Condition) -> None:
    """The owner learns whether a condition is met, is open again, or was waived."""
    key = f"{row.state}:{row.checked_at}:{row.waiving_decision_id}"
    _about_condition(row, _owing(row), "condition_checked", key, state=str(row.state))


def condition_reopened(row: Condition, former: Any) -> None:
    """The owner learns that ``former`` no longer waives the condition, and where the reason stands."""
    _about_condition(row, _owing(row), "condition_reopened", f"reopened:{former.pk}", due=row.due_on)


def condition_extended(row: Condition) -> None:
    """The owner learns of the later day."""
    _about_condition(row, _owing(row), "condition_extended", str(row.due_on), due=row.due_on)


def disposal_due(grant: Grant, mark: int) -> None:
    """The recipient is reminded of the disposal; once the day has passed the provider and the secretariat learn of it
    too."""
    users, event = applicants(grant.line.request), "disposal_due"
    if mark < 0:
        users, event = concerned(grant), "disposal_overdue"
    key, path = f"{grant.pk}:{grant.disposal_due_on}:{mark}", grant_page(grant)
    request, due = grant.line.request, grant.disposal_due_on
    tell(users, event, request, key=key, path=path, about=grant.reference, due=due)


def delivery_prepared(delivery: Delivery) -> None:
    """The provider may look at the list and release it."""
    grant = delivery.grant
    users = officers(grant.line.dataset.provider)
    path = f"/c/{delivery.council.slug}/deliveries/{delivery.reference}/"
    tell(
        users,
        "delivery_prepared",
        grant.line.request,
        key=str(delivery.pk),
        path=path,
        about=delivery.reference,
    )
    holder = [grant.line.dataset.provider.organisation]
    tell_machines(
        holder, "delivery_prepared", grant.line.request, key=str(delivery.pk), about=delivery.reference
    )


def delivery_released(delivery: Delivery) -> None:
    """The recipient confirms what it received."""
    request = delivery.grant.line.request
    path = f"/c/{delivery.council.slug}/deliveries/{delivery.reference}/"
    tell(
        applicants(request),
        "delivery_released",
        request,
        key=str(delivery.pk),
        path=path,
        about=delivery.reference,
    )
    tell_machines(
        [request.applicant], "delivery_released", request, key=str(delivery.pk), about=delivery.reference
    )


def withdrawal_pursued(pursuit: Pursuit, *, together: str = "") -> None:
    """A recipient that holds a person's data is told what it has to do about them and by when; of a stop, not why. Of
    all that is asked of a delivery ``together`` it is told once: mail and call name the delivery, not the persons."""
    delivery = pursuit.delivery
    path = f"/c/{delivery.council.slug}/deliveries/{delivery.reference}/"
    request = delivery.grant.line.request
    users = representatives(pursuit.recipient)
    about, due = delivery.reference, pursuit.due_on
    asked = f"{delivery.pk}:{together}" if together else ":".join([str(pursuit.pk), *pursuit.items])
    event = f"{pursuit.cause}_pursued"
    tell(users, event, request, key=asked, path=path, about=about, due=due)
    tell_machines([pursuit.recipient], event, request, key=asked, about=about)


def withdrawal_due(delivery: Delivery, due: date, mark: int) -> None:
    """The recipient is reminded of its answer, once for all persons of a delivery; once the day has passed the provider
    and the secretariat learn of it too."""
    grant, request = delivery.grant, delivery.grant.line.request
    users, event = applicants(request), "withdrawal_due"
    if mark < 0:
        users, event = concerned(grant), "withdrawal_overdue"
    path = f"/c/{delivery.council.slug}/deliveries/{delivery.reference}/"
    tell(
        users, event, request, key=f"{delivery.pk}:{due}:{mark}", path=path, about=delivery.reference, due=due
    )


def disposal_filed(disposal: Disposal) -> None:
    """The provider verifies the certificate."""
    grant = disposal.grant
    users = officers(grant.line.dataset.provider)
    path = grant_page(grant)
    tell(users, "disposal_filed", grant.line.request, key=str(disposal.pk), path=path, about=grant.reference)


def disposal_rejected(disposal: Disposal) -> None:
    """The recipient files another certificate."""
    grant = disposal.grant
    users = applicants(grant.line.request)
    path = grant_page(grant)
    tell(
        users, "disposal_rejected", grant.line.request, key=str(disposal.pk), path=path, about=grant.reference
    )
