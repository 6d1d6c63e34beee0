"""法令に基づく提供: drafted and decided by the provider, final only once a second person has checked it.

No request leads here and no board is asked: the law requires or allows the provision. That is why it is guarded by a
second person, by the law table, and by a record that the auditor reads.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from core import clock
from core.accounts.models import Council, Organ, User
from core.errors import Invalid, NotNow, NotPermitted, Refused
from core.law.queries import in_force
from core.ledger.actions import append
from core.ledger.events import Event
from core.numbering.actions import reference
from governance.sharing.enums import ToldPerson, events
from governance.sharing.models import StatutoryProvision
from governance.sharing.permissions import may_record_statutory, permit
from governance.sharing.queries.records import yardstick
from governance.sharing.queries.statutory import kept_by_law
from governance.sharing.workflows import STATUTORY

ASKED = frozenset(
    {
        "requester",
        "requester_regime",
        "letter",
        "asked_on",
        "statute",
        "article",
        "data_class",
        "what",
        "persons",
    }
)


def _locked(row: StatutoryProvision) -> StatutoryProvision:
    return (
        StatutoryProvision.objects.select_for_update(of=("self",))
        .select_related("council", "provider__organisation")
        .get(pk=row.pk)
    )


def _record(row: StatutoryProvision, event: Event, by: User, **facts: Any) -> None:
    append(event, council=row.council, subject=f"statutory:{row.reference}", facts=facts, by=by)


def _complete(fields: dict[str, Any]) -> dict[str, Any]:
    unknown = set(fields) - ASKED
    if unknown:
        raise Invalid("sharing.unknown_field", field=", ".join(sorted(unknown)))
    if not all(str(fields.get(name) or "").strip() for name in ASKED - {"persons"}):
        raise Invalid("sharing.statutory_incomplete")
    if fields["asked_on"] > clock.today():
        raise Invalid("sharing.statutory_in_future")
    return fields


@transaction.atomic
def draft(council: Council, provider: Organ, *, by: User, **fields: Any) -> StatutoryProvision:
    """Write down what a body asked of ``provider`` under a statute."""
    if not may_record_statutory(by, provider):
        raise NotPermitted("sharing.not_data_officer")
    row = StatutoryProvision.objects.create(
        council=council,
        provider=provider,
        reference=reference("S", council.slug, on=clock.today()),
        drafted_at=clock.now(),
        drafted_by=by,
        **_complete(fields),
    )
    _record(row, events.STATUTORY_DRAFTED, by, provider=f"organ:{provider.pk}")
    return row


@transaction.atomic
def edit(row: StatutoryProvision, *, by: User, **fields: Any) -> StatutoryProvision:
    """Correct a draft. The log says what of it was changed, not to what: that may be personal."""
    row = _locked(row)
    permit(by, row, "edit").or_raise()
    changed = [name for name, value in _complete(fields).items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, fields[name])
    row.save()
    if changed:
        _record(row, events.STATUTORY_CORRECTED, by, fields=sorted(changed))
    return row


@transaction.atomic
def decide(
    row: StatutoryProvision,
    *,
    by: User,
    file_number: str,
    judgement: str,
    told: str,
    told_reason: str,
    holds_looked_at: bool,
    held: int | None = None,
) -> StatutoryProvision:
    """The provider decides that it provides; final only after the second person's check.

    It has looked whether the use is stopped, or a person protected (支援措置), of those whom it is about; where their
    number is known, it says of how many (``held``).

    Raises:
        Refused: the law table has no such ground for these parties and this class.
        Invalid: file number, judgement, what becomes of telling the persons, or what was found of holds is missing.
    """
    row = _locked(row)
    permit(by, row, "decide").or_raise()
    if not file_number.strip() or not judgement.strip() or told not in ToldPerson.values:
        raise Invalid("sharing.statutory_undecided")
    if told == ToldPerson.NOT_TOLD and not told_reason.strip():
        raise Invalid("sharing.statutory_reason_not_told")
    _need_holds(row, holds_looked_at, held)
    law = in_force(clock.today())
    grounds = law.grounds_for(row.provider.regime, row.requester_regime, "statutory", row.data_class)
    if not grounds:
        raise Refused("sharing.no_statutory_ground")
    rule = law.record_for("provider", row.provider.regime, row.requester_regime, grounds[0].code)
    row.ground = grounds[0].code
    row.record_form, row.record_exempt = (rule.record, rule.exempt) if rule else ("council_form", False)
    row.file_number, row.judgement, row.told, row.told_reason = file_number, judgement, told, told_reason
    row.holds_looked_at, row.held = holds_looked_at, held
    row.decided_at, row.decided_by, row.returned_reason = clock.now(), by, ""
    row.state = STATUTORY.after(row.state, "decide")
    row.save()
    _record(row, events.STATUTORY_DECIDED, by, ground=row.ground)
    return row


def _need_holds(row: StatutoryProvision, looked_at: bool, held: int | None) -> None:
    if not looked_at:
        raise Invalid("sharing.statutory_holds_not_looked_at")
    if row.persons is not None and (held is None or held > row.persons):
        raise Invalid("sharing.statutory_held_missing", persons=row.persons)


def _by_another(row: StatutoryProvision, by: User) -> None:
    if by.pk in (row.decided_by_id, row.drafted_by_id):
        raise Refused("sharing.second_person_needed")


@transaction.atomic
def send_back(row: StatutoryProvision, *, by: User, reason: str) -> StatutoryProvision:
    """The second person finds something wanting."""
    row = _locked(row)
    permit(by, row, "send_back").or_raise()
    _by_another(row, by)
    if not reason.strip():
        raise Invalid("sharing.reason_missing")
    row.state = STATUTORY.after(row.state, "send_back")
    row.decided_at, row.decided_by, row.returned_reason = None, None, reason
    row.save()
    _record(row, events.STATUTORY_RETURNED, by)
    return row


@transaction.atomic
def confirm(row: StatutoryProvision, *, by: User) -> StatutoryProvision:
    """A second person has checked letter, statute, scope and record: the provision is final, and was made today.

    Raises:
        Refused: the same person drafted or decided it.
    """
    row = _locked(row)
    permit(by, row, "confirm").or_raise()
    _by_another(row, by)
    row.state = STATUTORY.after(row.state, "confirm")
    row.checked_at, row.checked_by, row.provided_on = clock.now(), by, clock.today()
    row.save()
    facts = {"ground": row.ground, "record": row.record_form, "exempt": row.record_exempt}
    _record(row, events.STATUTORY_PROVIDED, by, **facts)
    return row


@transaction.atomic
def drop(row: StatutoryProvision, *, by: User, reason: str) -> StatutoryProvision:
    """The provider does not provide: the letter names no statute, or the body took it back."""
    row = _locked(row)
    permit(by, row, "drop").or_raise()
    if not reason.strip():
        raise Invalid("sharing.reason_missing")
    row.state, row.returned_reason = STATUTORY.after(row.state, "drop"), reason
    row.save()
    _record(row, events.STATUTORY_DROPPED, by)
    return row


@transaction.atomic
def erase(row: StatutoryProvision, *, by: User) -> StatutoryProvision:
    """Erase what may name a person, once the time of keeping is over; number, bodies, statute and days stay.

    Raises:
        Refused: the time is not over.
        NotNow: it is erased.
    """
    row = _locked(row)
    permit(by, row, "erase").or_raise()
    if row.erased_at is not None:
        raise NotNow("sharing.statutory_erased_already")
    kept = kept_by_law(row, yardstick(row.council, today=clock.today()))
    if kept.until >= clock.today():
        raise Refused("sharing.statutory_kept", until=kept.until.isoformat())
    row.what, row.judgement, row.told_reason = "", "", ""
    row.erased_at, row.erased_by = clock.now(), by
    row.save()
    _record(row, events.STATUTORY_ERASED, by, kept_until=kept.until)
    return row
