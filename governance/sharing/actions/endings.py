"""The provider's way back: it takes its decision to provide back, or the agreement ends before its last day.

Both end the grant. What is decided by the holder under the law is the holder's to take back (it fears harm that it did
not fear before, say); a contract ends by what the parties agreed or by law, and whoever recorded it records its end.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from core import clock
from core.accounts.models import User
from core.errors import Invalid, NotNow
from core.outbox.rounds import each
from governance.sharing import notices
from governance.sharing.actions import approvals, grants
from governance.sharing.enums import LineState, events
from governance.sharing.models import Agreement, EndCalledOff, Grant, ProviderDecision, RequestLine
from governance.sharing.permissions import permit
from governance.sharing.queries.contracts import agreement_of, agreements_under, others_under
from governance.sharing.queries.facts_decisions import newest


@transaction.atomic
def take_back(line: RequestLine, *, by: User, file_number: str, harm: str, reasons: str) -> ProviderDecision:
    """Before the agreement: the holder does not provide after all. The line is declined.

    Raises:
        Invalid: no file number, no reasons, no judgement of harm.
    """
    row = approvals.locked(line)
    permit(by, row, "take_back").or_raise()
    made = _taken_back(row, by, file_number, harm, reasons)
    approvals.move(row, "take_back", by)
    notices.provision_decided(row, file_number)
    return made


@transaction.atomic
def take_back_grant(grant: Grant, *, by: User, file_number: str, harm: str, reasons: str) -> Grant:
    """The holder takes back the decision on which a grant rests: the grant ends at once, and the recipient returns or
    disposes of what it holds.

    Raises:
        Invalid: no file number, no reasons, no judgement of harm.
    """
    row = grants.locked(grant)
    permit(by, row, "take_back").or_raise()
    _taken_back(row.line, by, file_number, harm, reasons)
    return grants.end(row, "take_back", events.GRANT_TAKEN_BACK, by, file=file_number)


def _taken_back(line: RequestLine, by: User, file_number: str, harm: str, reasons: str) -> ProviderDecision:
    former = newest(line.provider_decisions.all())
    made = approvals.decide_as_provider(
        line,
        by,
        file_number,
        harm,
        reasons,
        ground=None,
        is_accepted=False,
        takes_back=True,
    )
    approvals.record(line, events.PROVISION_TAKEN_BACK, by, file=file_number, former=former.file_number)
    return made


@transaction.atomic
def end_agreement(grant: Grant, *, by: User, reason: str, from_on: date | None = None) -> Grant:
    """The agreement is no longer in force from ``from_on`` (today unless given) on, before its last day; the grant ends
    with it, and so do the others under the same contract. While the day has not come it can be fixed anew.

    Raises:
        Invalid: no reason, or a day that has passed or lies after the end of the grant.
    """
    row, *others = _locked_together(grant)
    permit(by, row, "end_agreement").or_raise()
    if not reason.strip():
        raise Invalid("sharing.reason_missing")
    day = grants.effective(row, from_on)
    for one in others:
        if one.ends_on >= day:
            _end_one(one, by, day, reason.strip())
    return _end_one(row, by, day, reason.strip())


def _locked_together(grant: Grant) -> list[Grant]:
    """``grant``, then the others not ended under the same contract: locked in the order of withdrawals."""
    keys = {grant.pk, *others_under(grant).values_list("pk", flat=True)}
    rows = {key: grants.locked(Grant(pk=key)) for key in sorted(keys)}
    first = rows.pop(grant.pk)
    return [first, *(row for row in rows.values() if row.state in grants.LIVING)]


def _end_one(row: Grant, by: User, day: date, reason: str) -> Grant:
    """The agreement behind a locked grant ends on ``day``, and the grant at once where that is today."""
    permit(by, row, "end_agreement").or_raise()
    made = agreement_of(row)
    made.terminated_from, made.termination_reason = day, reason
    made.terminated_at, made.terminated_by = clock.now(), by
    made.save()
    if day <= clock.today():
        return grants.end(row, "end_agreement", events.GRANT_WITHOUT_AGREEMENT, by)
    row.history_step += 1
    row.save()
    grants.record(row, events.AGREEMENT_WILL_END, by, from_on=day)
    notices.grant_will_change(row, "without_agreement", day, key=f"agreement:{row.history_step}")
    return row


@transaction.atomic
def call_off_end(grant: Grant, *, by: User, reason: str) -> Grant:
    """The agreement does not end before its last day after all, for every grant under the contract.

    Raises:
        NotNow: no end lies ahead.
        Invalid: no reason.
    """
    rows = _locked_together(grant)
    permit(by, rows[0], "call_off_end").or_raise()
    if not _ends_ahead(rows[0]):
        raise NotNow("sharing.no_end_of_agreement")
    if not reason.strip():
        raise Invalid("sharing.reason_missing")
    for row in rows:
        if _ends_ahead(row):
            _call_off(row, by, reason.strip())
    for made in agreements_under(grant).filter(terminated_from__gt=clock.today()):
        _stands(
            made, by, reason.strip()
        )  # of a grant that is over by now: the number is good for others again
    return rows[0]


def _ends_ahead(row: Grant) -> bool:
    ends = agreement_of(row).terminated_from
    return ends is not None and clock.today() < ends


def _call_off(row: Grant, by: User, reason: str) -> None:
    permit(by, row, "call_off_end").or_raise()
    _stands(agreement_of(row), by, reason)
    row.history_step += 1
    row.save()
    grants.record(row, events.AGREEMENT_END_CALLED_OFF, by)
    notices.grant_changed(row, "goes_on", what="agreement")


def _stands(made: Agreement, by: User, reason: str) -> None:
    assert made.terminated_from is not None
    EndCalledOff.objects.create(
        agreement=made,
        was_to_end=made.terminated_from,
        was_to_end_as=made.termination_reason,
        reason=reason,
        called_off_at=clock.now(),
        called_off_by=by,
    )
    made.terminated_from, made.termination_reason = None, ""
    made.terminated_at, made.terminated_by = None, None
    made.save()


def end_due() -> int:
    """End every grant whose agreement ends on its day; how many. Where its period is over as well it expires. Called
    daily, harmless to repeat."""
    today = clock.today()
    over = Agreement.objects.filter(terminated_from__lte=today, line__state=LineState.AGREED)
    rows = Grant.objects.filter(state__in=grants.LIVING, ends_on__gte=today, line__in=over.values("line"))
    return each(_end_on_its_day, rows.order_by("pk"))


@transaction.atomic
def _end_on_its_day(grant: Grant) -> Grant:
    row = grants.locked(grant)
    made = agreement_of(row)
    if row.state not in grants.LIVING or made.terminated_from is None or clock.today() < made.terminated_from:
        raise NotNow("sharing.agreement_goes_on")
    return grants.end(row, "end_agreement", events.GRANT_WITHOUT_AGREEMENT, None)
