"""Return and disposal certificates: filed by the recipient, verified by the provider; the last act of a grant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from core import canonical, clock
from core.accounts.models import User
from core.errors import Invalid, NotNow, Refused
from core.outbox.rounds import each
from governance.members import actions as members
from governance.members.queries import membership_of
from governance.sharing import notices
from governance.sharing.actions.evidence import Upload, keep
from governance.sharing.actions.grants import close, locked, move, open_disposal_duty, record
from governance.sharing.enums import Certified, CopyOutcome, GrantState, events
from governance.sharing.models import Disposal, Grant, OnwardCopy
from governance.sharing.permissions import permit
from governance.sharing.queries.conditions import about
from governance.sharing.queries.disposals import (
    copies_open,
    disposals_within,
    held_under,
    last_delivered,
    withdrawals_open,
)
from governance.sharing.rules.effect import fault_of_disposal
from governance.sharing.rules.reminders import DUTIES, reminder


@transaction.atomic
def file(
    grant: Grant,
    *,
    by: User,
    method: str,
    disposed_on: date | None = None,
    witness: str = "",
    description: str = "",
    uploads: Sequence[Upload] = (),
) -> Disposal:
    """The recipient certifies that the data were returned or disposed of: when, how, before which witness, with files
    to show for it; or that nothing was ever received, which nobody witnesses. Filed in time the duty is done; how long
    the provider takes is not the recipient's delay."""
    row = locked(grant)
    permit(by, row, "file_disposal").or_raise()
    if row.disposals.exclude(is_verified=False).exists():
        raise NotNow("sharing.disposal_filed_already")
    if method == Certified.NOTHING:
        _need_nothing(row)
        disposed_on, witness, uploads = clock.today(), "", ()
    else:
        disposed_on = _when(row, method, disposed_on, witness, description)
    disposal = Disposal.objects.create(
        grant=row,
        method=method,
        disposed_on=disposed_on,
        witness=witness,
        description=description,
        filed_at=clock.now(),
        filed_by=by,
    )
    kept = keep(uploads, about=about(disposal), council=row.council, by=by)
    digest = canonical.digest({"method": method, "on": disposed_on, "witness": witness, "text": description})
    facts: dict[str, Any] = {"digest": digest, "files": [stored.digest for stored in kept]}
    record(row, events.DISPOSAL_FILED, by, method=method, on=disposed_on, **facts)
    if row.disposal_due_on is None or clock.today() <= row.disposal_due_on:
        _settle_duty(row)
    notices.disposal_filed(disposal)
    return disposal


def _need_nothing(grant: Grant) -> None:
    """Nothing went that the recipient holds under ``grant``: neither released nor reported."""
    last = last_delivered(grant)
    if last is not None:
        raise Refused("sharing.something_was_received", last=last.isoformat())


def _when(grant: Grant, method: str, disposed_on: date | None, witness: str, description: str) -> date:
    """The day of a certificate that is whole."""
    if (
        method not in Certified.values
        or disposed_on is None
        or not witness.strip()
        or not description.strip()
    ):
        raise Invalid("sharing.disposal_incomplete")
    last = last_delivered(grant)
    code = fault_of_disposal(disposed_on, today=clock.today(), since=grant.starts_on, last=last)
    if code:
        raise Invalid(code, since=grant.starts_on.isoformat(), last=last.isoformat() if last else "–")
    return disposed_on


def _settle_duty(grant: Grant) -> None:
    membership = membership_of(grant.council, grant.line.request.applicant)
    if membership is not None:
        members.settle_duties_about(membership, about=f"grant:{grant.reference}")


def _standing(grant: Grant) -> Disposal:
    disposal = grant.disposals.filter(is_verified__isnull=True).first()
    if disposal is None:
        raise NotNow("sharing.no_disposal_filed")
    return disposal


@transaction.atomic
def reject(grant: Grant, *, by: User, note: str) -> Disposal:
    """The provider finds the certificate wanting and says why; the recipient files another. Of one that was filed in
    time the clock stood still while it lay with the provider: the day is later by as much."""
    row = locked(grant)
    permit(by, row, "reject_disposal").or_raise()
    if not note.strip():
        raise Invalid("sharing.reason_missing")
    disposal = _standing(row)
    disposal.is_verified, disposal.check_note = False, note
    disposal.checked_at, disposal.checked_by = clock.now(), by
    disposal.save()
    filed_on = disposal.filed_at.astimezone(clock.TOKYO).date()
    if row.disposal_due_on is not None and filed_on <= row.disposal_due_on:
        row.disposal_due_on += timedelta(days=(clock.today() - filed_on).days)
        row.reminded = None
        row.save()
        open_disposal_duty(row)
    record(row, events.DISPOSAL_REJECTED, by, due=row.disposal_due_on)
    notices.disposal_rejected(disposal)
    return disposal


@transaction.atomic
def verify(grant: Grant, *, by: User, note: str = "") -> Grant:
    """The provider verifies the certificate: the duty is settled, the grant and its line are closed. What was delivered
    under the grants before it, and held on under this one, is gone with it.

    Raises:
        Refused: a copy that was passed on, or a withdrawal, is not accounted for.
    """
    held = Grant.objects.filter(pk__in=held_under(grant))
    list(held.select_for_update(of=("self",)).order_by("pk"))
    row = locked(grant)
    permit(by, row, "verify_disposal").or_raise()
    disposal = _standing(row)
    left = copies_open(row).first()
    if left is not None:
        raise Refused("sharing.copy_open", holder=left.holder)
    if withdrawals_open(row).exists():
        raise Refused("sharing.withdrawals_open")
    disposal.is_verified, disposal.check_note = True, note
    disposal.checked_at, disposal.checked_by = clock.now(), by
    disposal.save()
    move(row, "verify_disposal")
    row.save()
    _settle_duty(row)
    gone = _gone(row)
    record(row, events.DISPOSAL_VERIFIED, by, gone=gone)
    close(row, by)
    notices.grant_changed(row, "closed")
    return row


def _gone(grant: Grant) -> list[str]:
    """The grants of which nothing is held any more, once the disposal under one that closes is verified: none where the
    data are held on under one that follows; former ones as far back as they are closed."""
    gone: list[str] = []
    if Grant.objects.filter(succeeds=grant, disposed_at__isnull=True).exists():
        return gone
    for key in held_under(grant):
        one = grant if key == grant.pk else Grant.objects.get(pk=key)
        if one.state != GrantState.CLOSED:
            break
        one.disposed_at = clock.now()
        one.save(update_fields=["disposed_at"])
        gone.append(one.reference)
    return gone


# --- copies passed on ---


@transaction.atomic
def name_copy(grant: Grant, *, by: User, holder: str, place: str = "") -> OnwardCopy:
    """The recipient names somebody to whom it passed the data on.

    Raises:
        Invalid: nobody is named.
        NotNow: already named.
    """
    row = locked(grant)
    permit(by, row, "name_copy").or_raise()
    if not holder.strip():
        raise Invalid("sharing.copy_holder_missing")
    if row.copies.filter(holder=holder.strip()).exists():
        raise NotNow("sharing.copy_named_already")
    copy = OnwardCopy.objects.create(
        grant=row, holder=holder.strip(), place=place.strip(), listed_at=clock.now(), named_by=by
    )
    record(row, events.COPY_NAMED, by, copy=copy.pk)
    return copy


@transaction.atomic
def account_for_copy(
    copy: OnwardCopy, *, by: User, outcome: str, done_on: date | None = None, note: str = ""
) -> OnwardCopy:
    """The recipient says what became of a copy: disposed of or returned on a day, or never made.

    Raises:
        Invalid: no outcome, no day where there is one to give, or a day in the future.
        NotNow: accounted for already.
    """
    grant = locked(copy.grant)
    permit(by, grant, "account_for_copy").or_raise()
    row = OnwardCopy.objects.select_for_update().get(pk=copy.pk)
    if row.accounted_at is not None:
        raise NotNow("sharing.copy_accounted_already")
    if outcome not in CopyOutcome.values or (outcome != CopyOutcome.NEVER_MADE and done_on is None):
        raise Invalid("sharing.copy_outcome_missing")
    if done_on is not None and done_on > clock.today():
        raise Invalid("sharing.disposal_in_future")
    row.outcome, row.done_on, row.note = outcome, done_on, note.strip()
    row.accounted_at, row.accounted_by = clock.now(), by
    row.save()
    record(grant, events.COPY_ACCOUNTED, by, copy=row.pk, outcome=outcome)
    return row


# --- what time does ---


def remind() -> int:
    """Remind the recipient before and after the day of its disposal, each mark once; how many were reminded."""
    return each(_remind, disposals_within(max(DUTIES)))


@transaction.atomic
def _remind(grant: Grant) -> bool:
    row = locked(grant)
    filed = row.disposals.filter(is_verified__isnull=True).exists()
    if row.state != GrantState.DISPOSAL_DUE or row.disposal_due_on is None or filed:
        return False
    mark = reminder(row.disposal_due_on, clock.today(), DUTIES, row.reminded)
    if mark is None:
        return False
    row.reminded = mark
    row.save()
    notices.disposal_due(row, mark)
    return True
