"""Suspending and resuming a grant: by order from a day on, or by itself because of a cause.

A grant is suspended while any of its suspensions has begun and has not ended. One that an incident or a membership
caused ends with the act of the secretariat that ends its cause; after a condition or an assessment somebody looks
first, and resumes.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from core import canonical, clock
from core.accounts.models import Council, User
from core.errors import Invalid, NotNow, Refused
from core.outbox.rounds import each
from governance.sharing import notices
from governance.sharing.actions.grants import effective, locked, move, record
from governance.sharing.enums import GrantState, SuspensionCause, events
from governance.sharing.models import Grant, Incident, Suspension
from governance.sharing.permissions import permit
from governance.sharing.queries import suspensions as queries


@transaction.atomic
def suspend(grant: Grant, *, by: User, reason: str, from_on: date | None = None) -> Grant:
    """Order that nothing is delivered from ``from_on`` (today unless given) until the grant is resumed.

    Raises:
        Invalid: no reason, or a day that has passed.
    """
    row = locked(grant)
    permit(by, row, "suspend").or_raise()
    if not reason.strip():
        raise Invalid("sharing.reason_missing")
    day = effective(row, from_on)
    made = _make(row, SuspensionCause.ORDERED, by=by, reason=reason.strip(), from_on=day)
    if day > clock.today():
        record(row, events.SUSPENSION_ORDERED, by, suspension=made.pk, from_on=day, **_said(made.reason))
        notices.grant_will_change(row, "suspended", day, key=f"suspension:{made.pk}")
        return row
    return _begin(row, made, by)


def _said(reason: str) -> dict[str, str]:
    """What the evidence log keeps of a reason; nothing where a cause speaks for itself."""
    return {"digest": canonical.digest({"reason": reason})} if reason else {}


def _make(grant: Grant, cause: str, *, by: User | None, **words: Any) -> Suspension:
    return Suspension.objects.create(grant=grant, cause=cause, made_at=clock.now(), ordered_by=by, **words)


def _begin(grant: Grant, suspension: Suspension, by: User | None) -> Grant:
    """The suspension takes effect on a locked grant."""
    suspension.begun_at = clock.now()
    suspension.save()
    move(grant, "suspend")
    _name(grant)
    said = _said(suspension.reason)
    record(grant, events.GRANT_SUSPENDED, by, cause=suspension.cause, about=suspension.about, **said)
    notices.grant_changed(grant, "suspended", cause=suspension.cause, cause_about=suspension.about)
    return grant


def _name(grant: Grant) -> None:
    """What a suspended grant is suspended by, in short."""
    first = queries.open_suspensions(grant).first()
    grant.suspended_reason = (first.about or first.reason)[:300] if first else ""
    grant.save()


@transaction.atomic
def suspend_because(grant: Grant, cause: str, about: str) -> bool:
    """Suspend by itself because of ``cause``; False where it is suspended for it already, or does not run."""
    row = locked(grant)
    if row.state not in queries.RUNNING:
        return False
    if row.suspensions.filter(cause=cause, about=about, ended_at__isnull=True).exists():
        return False
    permit(None, row, "suspend").or_raise()
    _begin(row, _make(row, cause, by=None, about=about, from_on=clock.today()), None)
    return True


@transaction.atomic
def resume(grant: Grant, *, by: User, reason: str, from_on: date | None = None) -> Grant:
    """Let a suspended grant flow again, from ``from_on`` (today unless given) on.

    Raises:
        Invalid: no reason, or a day that has passed.
        Refused: a cause of the suspension is still there.
    """
    row = locked(grant)
    permit(by, row, "resume").or_raise()
    if not reason.strip():
        raise Invalid("sharing.reason_missing")
    left = queries.causes_left(row)
    if left:
        raise Refused(f"sharing.cause_remains_{left[0].cause}", about=left[0].about)
    day = effective(row, from_on)
    if day > clock.today():
        queries.open_suspensions(row).update(ends_on=day, end_reason=reason.strip())
        record(row, events.RESUMPTION_ORDERED, by, from_on=day, **_said(reason.strip()))
        notices.grant_will_change(row, "resumed", day, key=f"resumption:{row.history_step}:{day}")
        return row
    _end(row, list(queries.open_suspensions(row)), reason.strip())
    return _resume(row, by, reason.strip())


def _end(grant: Grant, rows: list[Suspension], reason: str = "") -> None:
    for suspension in rows:
        suspension.ended_at = clock.now()
        suspension.end_reason = reason or suspension.end_reason
        suspension.save()


def _resume(grant: Grant, by: User | None, reason: str = "") -> Grant:
    """Resume a locked grant that nothing suspends any longer, for ``reason`` where somebody ordered it; another cause
    keeps it suspended."""
    if queries.open_suspensions(grant).exists():
        _name(grant)
        return grant
    move(grant, "resume")
    _name(grant)
    record(grant, events.GRANT_RESUMED, by, **_said(reason))
    notices.grant_changed(grant, "resumed", how="ordered" if reason else "by_itself")
    return grant


@transaction.atomic
def call_off(suspension: Suspension, *, by: User) -> Grant:
    """Take an ordered suspension back before it has begun; those who were told of it are told.

    Raises:
        NotNow: it has begun, or was called off.
    """
    row = locked(suspension.grant)
    permit(by, row, "call_off_suspension").or_raise()
    found = queries.ordered_suspensions(row).filter(pk=suspension.pk).first()
    if found is None:
        raise NotNow("sharing.suspension_begun")
    _end(row, [found])
    row.history_step += 1
    row.save()
    record(row, events.SUSPENSION_CALLED_OFF, by, suspension=found.pk)
    notices.grant_changed(row, "goes_on", what="suspension")
    return row


def lift(council: Council, cause: str, about: str) -> int:
    """The cause is gone: end every suspension that it made, in the acting transaction; how many grants resumed."""
    rows = Suspension.objects.filter(
        grant__council=council, cause=cause, about=about, begun_at__isnull=False, ended_at__isnull=True
    )
    keys = rows.order_by("grant_id").values_list("grant_id", flat=True)
    return sum(_lift_from(Grant(pk=key), cause, about) for key in keys)


def _lift_from(grant: Grant, cause: str, about: str) -> bool:
    row = locked(grant)
    _end(row, list(queries.open_suspensions(row).filter(cause=cause, about=about)))
    return _resume(row, None).state == GrantState.ACTIVE


# --- what time, incidents and memberships do ---


def turn_due() -> int:
    """Let ordered suspensions begin and end on their day; how many did. Harmless to repeat."""
    today = clock.today()
    begin = list(queries.begin_by(today).select_related("grant"))
    end = list(queries.end_by(today).select_related("grant"))
    return each(_begin_on, begin) + each(_end_on, end)


@transaction.atomic
def _begin_on(suspension: Suspension) -> bool:
    row = locked(suspension.grant)
    found = queries.ordered_suspensions(row).filter(pk=suspension.pk).first()
    if found is None or row.state == GrantState.AWAITING:
        return False
    if row.state not in queries.RUNNING:
        _end(row, [found])
        return False
    _begin(row, found, None)
    return True


@transaction.atomic
def _end_on(suspension: Suspension) -> bool:
    """A cause that came back meanwhile keeps the grant suspended; the day fixed beforehand and its reason are void."""
    row = locked(suspension.grant)
    found = queries.open_suspensions(row).filter(pk=suspension.pk, ends_on__isnull=False).first()
    if found is None:
        return False
    if queries.remains(found):
        found.ends_on, found.end_reason = None, ""
        found.save()
        return False
    _end(row, [found])
    _resume(row, None, found.end_reason)
    return True


def incident_opened(incident: Incident) -> int:
    """Suspend the running grants that a reported incident concerns; how many."""
    found = queries.within(incident)
    return sum(suspend_because(row, SuspensionCause.INCIDENT, incident.reference) for row in found)


def incident_rescoped(incident: Incident) -> None:
    """Let the grants outside the corrected scope run again, and suspend those within, in the order of their keys."""
    inside = queries.stopped(incident)
    held = set(queries.held_by(incident).values_list("grant_id", flat=True))
    for key in sorted(inside | held):
        if key in inside:
            suspend_because(Grant(pk=key), SuspensionCause.INCIDENT, incident.reference)
        else:
            _lift_from(Grant(pk=key), SuspensionCause.INCIDENT, incident.reference)


def member_changed(event: str, payload: dict[str, Any]) -> None:
    """Reaction to a membership that was suspended, reinstated or ended: its grants are suspended, or flow again."""
    council = Council.objects.get(pk=payload["council"])
    about = queries.organisation_key(payload["organisation"])
    if event == "members.membership_reinstated":
        lift(council, SuspensionCause.MEMBER, about)
        return
    for row in queries.of_parties(council, payload["organisation"]):
        suspend_because(row, SuspensionCause.MEMBER, about)
