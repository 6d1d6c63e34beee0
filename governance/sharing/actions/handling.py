"""事務局職員の利益相反: on record, and every act in the case only after another person has checked it."""

from __future__ import annotations

from django.db import transaction

from core import clock
from core.accounts.models import User
from core.errors import Invalid, NotNow, NotPermitted
from governance.sharing.actions.locking import locked, record
from governance.sharing.enums import Interest, events
from governance.sharing.models import RequestLine, SecondCheck, SharingRequest, StaffInterest
from governance.sharing.permissions import keeps_case, permit
from governance.sharing.queries.handling import has_interest, is_on_record, own_parties


@transaction.atomic
def record_interest(
    request: SharingRequest, *, by: User, user: User, interest: str, note: str = ""
) -> StaffInterest:
    """Put an interest of ``user`` of the secretariat on record: by themselves, or by a colleague."""
    row = locked(request)
    keeps_case(by, row, "record_interest").or_raise()
    if not keeps_case(user, row, "record_interest"):
        raise Invalid("sharing.not_of_the_secretariat")
    if interest not in Interest.values or interest == Interest.NONE:
        raise Invalid("sharing.interest_missing")
    if is_on_record(user, row):
        raise NotNow("sharing.interest_on_record")
    return _put_on_record(row, user, by, interest, note)


def _put_on_record(row: SharingRequest, user: User, by: User, interest: str, note: str) -> StaffInterest:
    made = StaffInterest.objects.create(
        request=row, user=user, interest=interest, note=note, recorded_at=clock.now(), recorded_by=by
    )
    record(row, events.STAFF_INTEREST, by, user=user.pk, interest=interest)
    return made


@transaction.atomic
def ask_for_check(
    request: SharingRequest, *, by: User, verb: str, line: RequestLine | None = None
) -> SecondCheck:
    """Ask a second person to check an act before it is done. Who is one of the own people of a party is put on
    record with it.

    Raises:
        NotPermitted: not of those who keep the case.
        Invalid: the act needs no check, or is not open to whoever asks.
    """
    row = locked(request)
    keeps_case(by, row, "ask_for_check").or_raise()
    verdict = permit(by, line if line is not None else row, verb)
    if verdict.code != "sharing.second_person_needed":
        raise Invalid("sharing.no_check_needed")
    if not is_on_record(by, row):
        names = "、".join(one.name_ja for one in own_parties(by, row).order_by("pk"))
        _put_on_record(row, by, by, Interest.EMPLOYER, names[:300])
    of = {"request": row, "turn": row.turn, "verb": verb, "line": line, "asked_by": by}
    check, new = SecondCheck.objects.get_or_create(**of, used_at=None, defaults={"asked_at": clock.now()})
    if new:
        facts = {"verb": verb, "line": line.reference if line else ""}
        record(row, events.CHECK_ASKED, by, **facts)
    return check


@transaction.atomic
def confirm_check(check: SecondCheck, *, by: User) -> SecondCheck:
    """Another person of the secretariat, without an interest, has checked the act: it may be done now."""
    request = locked(check.request)
    keeps_case(by, request, "confirm_check").or_raise()
    row = SecondCheck.objects.get(pk=check.pk)
    if row.asked_by_id == by.pk or has_interest(by, request):
        raise NotPermitted("sharing.check_by_another")
    if row.checked_at is not None:
        raise NotNow("sharing.checked_already")
    row.checked_at, row.checked_by = clock.now(), by
    row.save()
    record(request, events.CHECK_CONFIRMED, by, verb=row.verb, check=row.pk)
    return row
