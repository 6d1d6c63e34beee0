"""Return and disposal certificates: filed by the recipient, verified by the provider; the last act of a grant."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from core import canonical, clock
from core.accounts.models import User
from core.errors import Invalid, NotNow
from governance.members import actions as members
from governance.members.queries import membership_of
from governance.sharing import notices
from governance.sharing.actions.grants import close, locked, record
from governance.sharing.enums import DisposalMethod, events
from governance.sharing.models import Disposal, Grant
from governance.sharing.permissions import permit
from governance.sharing.workflows import GRANT


@transaction.atomic
def file(
    grant: Grant, *, by: User, method: str, disposed_on: date, witness: str, description: str
) -> Disposal:
    """The recipient certifies that the data were returned or disposed of: when, how, before which witness."""
    row = locked(grant)
    permit(by, row, "file_disposal").or_raise()
    if row.disposals.exclude(is_verified=False).exists():
        raise NotNow("sharing.disposal_filed_already")
    if method not in DisposalMethod.values or not witness.strip() or not description.strip():
        raise Invalid("sharing.disposal_incomplete")
    if disposed_on > clock.today():
        raise Invalid("sharing.disposal_in_future")
    disposal = Disposal.objects.create(
        grant=row,
        method=method,
        disposed_on=disposed_on,
        witness=witness,
        description=description,
        filed_at=clock.now(),
        filed_by=by,
    )
    digest = canonical.digest({"method": method, "on": disposed_on, "witness": witness, "text": description})
    record(row, events.DISPOSAL_FILED, by, method=method, on=disposed_on, digest=digest)
    notices.disposal_filed(disposal)
    return disposal


def _standing(grant: Grant) -> Disposal:
    disposal = grant.disposals.filter(is_verified__isnull=True).first()
    if disposal is None:
        raise NotNow("sharing.no_disposal_filed")
    return disposal


@transaction.atomic
def reject(grant: Grant, *, by: User, note: str) -> Disposal:
    """The provider finds the certificate wanting and says why; the recipient files another."""
    row = locked(grant)
    permit(by, row, "reject_disposal").or_raise()
    if not note.strip():
        raise Invalid("sharing.reason_missing")
    disposal = _standing(row)
    disposal.is_verified, disposal.check_note = False, note
    disposal.checked_at, disposal.checked_by = clock.now(), by
    disposal.save()
    record(row, events.DISPOSAL_REJECTED, by)
    notices.disposal_rejected(disposal)
    return disposal


@transaction.atomic
def verify(grant: Grant, *, by: User, note: str = "") -> Grant:
    """The provider verifies the certificate: the duty is settled, the grant and its line are closed."""
    row = locked(grant)
    permit(by, row, "verify_disposal").or_raise()
    disposal = _standing(row)
    disposal.is_verified, disposal.check_note = True, note
    disposal.checked_at, disposal.checked_by = clock.now(), by
    disposal.save()
    row.state = GRANT.after(row.state, "verify_disposal")
    row.history_step += 1
    row.save()
    membership = membership_of(row.council, row.line.request.applicant)
    if membership is not None:
        members.settle_duties_about(membership, about=f"grant:{row.reference}", by=None)
    record(row, events.DISPOSAL_VERIFIED, by)
    close(row, by)
    notices.grant_changed(row, "closed")
    return row
