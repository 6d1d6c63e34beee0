"""May what provider and recipient signed be recorded, and for which days does it open a grant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.errors import ALLOWED, Invalid, Refused, Verdict


@dataclass(frozen=True, slots=True)
class Signed:
    """What was signed, as it was told."""

    number: str
    signed_on: date
    valid_from: date
    valid_until: date


def may_record(signed: Signed, *, decided_on: date, today: date) -> Verdict:
    """It has a number, was signed by ``today`` and after the provider's decision, and its period runs forward."""
    if not signed.number.strip():
        return Verdict(False, "sharing.agreement_number_missing", error=Invalid)
    if signed.signed_on > today:
        return Verdict(False, "sharing.agreement_not_signed_yet", {"day": signed.signed_on.isoformat()})
    if signed.signed_on < decided_on:
        return Verdict(False, "sharing.agreement_before_decision", {"day": decided_on.isoformat()})
    if signed.valid_until < signed.valid_from:
        return Verdict(False, "sharing.agreement_period_backwards", error=Invalid)
    return ALLOWED


def grant_period(
    signed: Signed, *, use: tuple[date | None, date | None], approved: tuple[date, date | None]
) -> tuple[date, date]:
    """First and last day of the grant: where the contract, the use asked for and the approval meet.

    Raises:
        Refused: they do not.
    """
    first = max(filter(None, (use[0], approved[0])))
    last = min(filter(None, (use[1], approved[1])), default=signed.valid_until)
    starts, until = signed.valid_from, signed.valid_until
    if until < first:
        raise Refused("sharing.agreement_ends_before_use", until=until.isoformat(), first=first.isoformat())
    if last < starts:
        raise Refused("sharing.agreement_begins_after_use", starts=starts.isoformat(), last=last.isoformat())
    if last < first:
        raise Refused("sharing.approval_ends_before_use", first=first.isoformat(), last=last.isoformat())
    return max(starts, first), min(until, last)
