"""An edition is taken back before its day, and a whole rule document is repealed."""

from __future__ import annotations

from datetime import date, datetime

import msgspec
from django.db import transaction

from core import clock
from core.accounts.models import User
from core.errors import Invalid, NotNow, Refused
from core.ledger import actions as ledger
from core.rulebook.provider import decided, in_force
from governance.rulebook import enums, queries
from governance.rulebook.actions.editions import carried, not_spent, publish, subject_of
from governance.rulebook.models import Edition, EditionWithdrawal, Instrument
from governance.rulebook.permissions import may_draft
from governance.rulebook.rules import adopting, founding
from governance.rulebook.rules.outline import Document


@transaction.atomic
def withdraw_edition(
    edition: Edition,
    *,
    by: User,
    decision_number: str,
    reason_ja: str,
    reason_en: str = "",
    together: Edition | None = None,
) -> EditionWithdrawal:
    """Take ``edition`` back before its first day, by a later decision of the body that adopted it: it never binds, and
    the edition before it goes on. Where a setting moved from one document to another, the edition of the other goes
    ``together`` with it, by the same decision.

    Raises:
        NotPermitted: ``by`` is not the secretariat.
        NotNow: it binds already, was withdrawn, or another was adopted on top of it.
        Invalid: no decision number or reason.
        Refused: it is a first rule document; with the text before it something would be fixed twice, or something that
            the council needs by nobody; each of the two could go alone; or no such decision stands, was voted on as the
            rules ask, by that body.
    """
    pair = [_to_withdraw(one, by) for one in sorted(filter(None, (edition, together)), key=_by_document)]
    for one in pair:
        _fits_without(one, next((other for other in pair if other.pk != one.pk), None))
    if together is not None:
        _cannot_go_alone(pair)
    _require(decision_number, reason_ja)
    about = _decided_about(pair, edition, decision_number)
    made = {}
    for one in pair:
        number = _undone_by(one, decision_number, about)
        made[one.pk] = EditionWithdrawal.objects.create(
            edition=one,
            together=next((other for other in pair if other.pk != one.pk), None),
            decision_number=number,
            reason_ja=reason_ja.strip(),
            reason_en=reason_en.strip(),
            withdrawn_at=clock.now(),
            withdrawn_by=by,
        )
        _tell(made[one.pk], by)
    return made[edition.pk]


def _by_document(edition: Edition) -> int:
    return edition.instrument_id


def _to_withdraw(edition: Edition, by: User) -> Edition:
    """The row of ``edition``, its document locked, which can be taken back as far as its own document goes."""
    instrument = _locked(edition.instrument, by)
    row = Edition.objects.select_related("withdrawal", "amendment").get(pk=edition.pk)
    row.instrument = instrument
    if hasattr(row, "withdrawal"):
        raise NotNow("edition_withdrawn_already")
    last = queries.last_edition(instrument)
    adopting.may_withdraw(
        row.effective_on,
        clock.today(),
        number=row.number,
        last=last.number if last else None,
        decision=row.decision_number,
    ).or_raise()
    return row


def _cannot_go_alone(pair: list[Edition]) -> None:
    """One decision covers two editions only where one of them hangs on the other."""
    if len({one.instrument.council_id for one in pair}) > 1 or len({one.instrument_id for one in pair}) == 1:
        raise Invalid("editions_not_together")
    for one in pair:
        try:
            _fits_without(one)
        except Refused:
            return
    raise Refused("editions_not_together")


def _decided_about(pair: list[Edition], edition: Edition, number: str) -> str:
    """Which of the two the decision is about; the first where it is about neither, which is refused, or nothing."""
    own = next(subject_of(one) for one in pair if one.pk == edition.pk)
    subjects = [subject_of(one) for one in pair]
    found = decided(edition.instrument.council, number.strip(), clock.now(), subjects)
    return (found.subject if found else "") or own


def _undone_by(edition: Edition, decision_number: str, about: str) -> str:
    number, former, own = decision_number.strip(), edition.decision_number, (subject_of(edition),)
    taken = carried(edition.instrument, number, about=about, since=_since(edition, number))
    undone = decided(edition.instrument.council, former, edition.adopted_at, own)
    if undone is not None and undone.body != taken.body:
        raise Refused("decision_of_another_body", number=number, former=former)
    return number


def _tell(made: EditionWithdrawal, by: User) -> None:
    edition, other = made.edition, made.together
    instrument = edition.instrument
    facts = {"instrument": instrument.code, "edition": edition.number, "decision": made.decision_number}
    facts["together"] = f"{other.instrument.code}-{other.number}" if other else ""
    subject = f"edition:{instrument.code}-{edition.number}"
    ledger.append(enums.EDITION_WITHDRAWN, council=instrument.council, subject=subject, facts=facts, by=by)


@transaction.atomic
def repeal_document(
    instrument: Instrument,
    *,
    by: User,
    decision_number: str,
    effective_on: date,
    reason_ja: str,
    reason_en: str = "",
) -> Edition:
    """Repeal ``instrument`` from ``effective_on``: its last edition is one without provisions, which can be withdrawn
    before its day like any other.

    Raises:
        NotPermitted: ``by`` is not the secretariat.
        NotNow: it has no text, or is repealed already.
        Invalid: no decision number or reason.
        Refused: the council cannot act without it, the day is past or before the text it repeals, or no such decision
            stands, was voted on as the rules ask, or is spent on an edition that was withdrawn.
    """
    instrument = _locked(instrument, by)
    last = queries.last_edition(instrument)
    if last is None:
        raise NotNow("no_edition_yet")
    if last.repeals:
        raise NotNow("document_repealed")
    document = queries.document_of(last)
    if carries := founding.needed(document):
        raise Refused("document_needed", setting=", ".join(carries))
    _require(decision_number, reason_ja)
    number, about = decision_number.strip(), f"document:{instrument.code}"
    not_spent(instrument, number, carried(instrument, number, about=about, since=_since(last, number)))
    adopting.timely(effective_on, clock.today(), last.effective_on).or_raise()
    return publish(
        instrument,
        _emptied(document),
        by=by,
        on=effective_on,
        decision_number=number,
        reason_ja=reason_ja.strip(),
        reason_en=reason_en.strip(),
        repeals=True,
    )


def _locked(instrument: Instrument, by: User) -> Instrument:
    locked = (
        Instrument.objects.select_for_update(of=("self",)).select_related("council").get(pk=instrument.pk)
    )
    may_draft(by, locked.council).or_raise()
    return locked


def _require(decision_number: str, reason_ja: str) -> None:
    if not decision_number.strip():
        raise Invalid("decision_number_missing", fields={"decision_number": "required"})
    if not reason_ja.strip():
        raise Invalid("ending_unexplained", fields={"reason_ja": "required"})


def _fits_without(edition: Edition, other: Edition | None = None) -> None:
    """The text before ``edition`` goes on beside the other rule documents, which may have followed ``edition``; and
    beside the text before ``other``, where that goes with it.

    Raises:
        Refused: they fix something that it fixes as well, or nobody fixes what the council cannot do without.
    """
    council = edition.instrument.council
    elsewhere = queries.fixed_elsewhere(edition.instrument, edition.effective_on, without=other)
    taken, before = queries.document_of(edition), queries.edition_before(edition)
    goes_on = queries.document_of(before) if before else _emptied(taken)
    adopting.apart(goes_on, elsewhere).or_raise()
    rules = in_force(council, clock.today())
    bound = {f"setting:{code}" for code in rules.settings} | {f"check:{code}" for code in rules.basis}
    if lost := founding.lost(taken, {*adopting.fixes(goes_on), *elsewhere}, bound):
        raise Refused("document_needed", setting=", ".join(lost))


def _since(edition: Edition, number: str) -> datetime | None:
    """Since when a decision ``number`` may undo ``edition``: since its own was taken, whenever the secretariat entered
    that; none where it has none. Its own decision undoes nothing."""
    if number == edition.decision_number:
        return edition.adopted_at
    about = (subject_of(edition),)
    own = decided(edition.instrument.council, edition.decision_number, edition.adopted_at, about)
    return own.taken_at if own else None


def _emptied(document: Document) -> Document:
    return msgspec.structs.replace(document, units=())
