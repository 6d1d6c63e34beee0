"""担当: who of the secretariat looks after a case, hand-over among colleagues, and reminders."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from core import clock
from core.access.queries import roles_on
from core.access.roles import Role
from core.accounts.models import User
from core.errors import Invalid, NotPermitted
from core.ledger.actions import append
from governance.sharing import notices
from governance.sharing.actions.locking import locked
from governance.sharing.enums import RequestState, events
from governance.sharing.models import CaseKeeper, SharingRequest
from governance.sharing.permissions import keeps_case
from governance.sharing.queries.handling import has_interest
from governance.sharing.queries.keeping import overdue_members
from governance.sharing.queries.questions import open_questions


@transaction.atomic
def assign(request: SharingRequest, *, by: User, user: User) -> CaseKeeper:
    """Hand the case over to ``user`` of the secretariat, who has no interest in it and is told by mail.

    Raises:
        NotPermitted: whoever hands it over has an interest in it.
        Invalid: not of the secretariat, or with an interest on record.
    """
    if has_interest(by, request):
        raise NotPermitted("sharing.keeper_by_another", line=request.reference)
    return entrust(request, by=by, user=user, is_told=True)


@transaction.atomic
def entrust(request: SharingRequest, *, by: User, user: User, is_told: bool = False) -> CaseKeeper:
    """The same where all that somebody had in hand goes to the successor in the post: nobody chooses."""
    row = locked(request)
    keeps_case(by, row, "assign").or_raise()
    if Role.SECRETARY not in roles_on(user, row.council) or not keeps_case(user, row, "assign"):
        raise Invalid("sharing.not_of_the_secretariat")
    if has_interest(user, row):
        raise Invalid("sharing.keeper_with_interest", line=row.reference)
    keeper, _new = CaseKeeper.objects.update_or_create(
        request=row, defaults={"user": user, "since": clock.now(), "assigned_by": by}
    )
    append(
        events.CASE_ASSIGNED,
        council=row.council,
        subject=f"request:{row.reference}",
        facts={"user": user.pk},
        by=by,
    )
    if is_told and user.pk != by.pk:
        notices.case_assigned(keeper)
    return keeper


@transaction.atomic
def assign_all(requests: Iterable[SharingRequest], *, by: User, user: User) -> int:
    """Hand several cases over; all of them or none. How many."""
    return len([assign(request, by=by, user=user) for request in requests])


@transaction.atomic
def remind(request: SharingRequest, *, by: User) -> int:
    """Remind whoever the case waits for, once a day: the applicant, or the members who have not given their opinion.
    How many people."""
    keeps_case(by, request, "remind").or_raise()
    if request.state == RequestState.DRAFTED or open_questions(request).exists():
        return notices.reminded(request, applicant=True)
    return notices.reminded(request, members=[row.user for row in overdue_members(request)])


@transaction.atomic
def remind_all(requests: Iterable[SharingRequest], *, by: User) -> int:
    """Remind in several cases; how many people."""
    return sum(remind(request, by=by) for request in requests)
