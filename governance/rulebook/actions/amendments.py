"""An amendment is drafted on the last edition, changed provision by provision, and adopted or withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from django.db import transaction

from core import canonical, clock
from core.accounts.models import User
from core.errors import Invalid, NotNow, Refused
from core.ledger import actions as ledger
from core.rulebook.provider import Standing
from governance.rulebook import enums, queries
from governance.rulebook.actions import provisions
from governance.rulebook.actions.editions import carried, not_spent, publish
from governance.rulebook.models import (
    Amendment,
    Edition,
    Instrument,
)
from governance.rulebook.permissions import may_draft, permit
from governance.rulebook.rules import adopting, voted
from governance.rulebook.rules.merging import Side
from governance.rulebook.rules.outline import Unit
from governance.rulebook.workflows import AMENDMENT


@transaction.atomic
def draft_amendment(
    instrument: Instrument, *, by: User, reason_ja: str = "", reason_en: str = ""
) -> Amendment:
    """Begin an amendment of ``instrument`` on the edition adopted last.

    Raises:
        NotPermitted: ``by`` is not the secretariat.
        NotNow: it has no text, or is repealed.
    """
    instrument = Instrument.objects.select_for_update().select_related("council").get(pk=instrument.pk)
    may_draft(by, instrument.council).or_raise()
    base = _last(instrument)
    now = clock.now()
    amendment = Amendment.objects.create(
        instrument=instrument,
        base=base,
        state=AMENDMENT.initial,
        units=msgspec.to_builtins(queries.document_of(base).units),
        reason_ja=reason_ja.strip(),
        reason_en=reason_en.strip(),
        drafted_at=now,
        drafted_by=by,
        changed_at=now,
        changed_by=by,
    )
    digest = canonical.digest(amendment.units)
    _record(enums.AMENDMENT_DRAFTED, amendment, by, base=base.number, digest=digest)
    return amendment


def edit_provision(
    amendment: Amendment, key: str, *, by: User, revision: int | str | None = None, **texts: str
) -> Amendment:
    """Reword the provision ``key``: heading, text, reason, each ``_ja`` or ``_en``.

    ``revision`` is the one that the editor saw; another than the present one is refused (two tabs, two editors).

    Raises:
        NotPermitted, NotNow: not now or not by ``by``.
        Invalid: no such provision, or a text missing, too long or with control characters.
    """
    change = provisions.reworded(key, texts)
    return _change(amendment, "edit_provision", change, by=by, revision=revision, provision=key)


def insert_provision(
    amendment: Amendment,
    units: Sequence[Unit],
    *,
    after: str,
    by: User,
    revision: int | str | None = None,
) -> Amendment:
    """Put new provisions behind ``after``, each behind the one before: an article comes with its paragraph.

    Raises:
        NotPermitted, NotNow: not now or not by ``by``.
        Invalid: no provision ``after``, a key is taken, a text is missing, or they do not fit there.
    """
    change = provisions.inserted(units, after)
    keys = [unit.key for unit in units]
    return _change(amendment, "insert_provision", change, by=by, revision=revision, provisions=keys)


def remove_provision(
    amendment: Amendment, key: str, *, by: User, revision: int | str | None = None
) -> Amendment:
    """Take the provision ``key`` and everything below it out of the text.

    Raises:
        NotPermitted, NotNow: not now or not by ``by``.
        Invalid: no such provision.
    """
    return _change(
        amendment,
        "remove_provision",
        provisions.removed(key),
        by=by,
        revision=revision,
        provision=key,
    )


def set_setting(
    amendment: Amendment, key: str, code: str, value: Any, *, by: User, revision: int | str | None = None
) -> Amendment:
    """Let the provision ``key`` fix setting ``code`` to the JSON-ready ``value``.

    Raises:
        NotPermitted, NotNow: not now or not by ``by``.
        Invalid: no such provision or setting, or a value of the wrong shape (``detail`` names the place).
    """
    return _change(
        amendment,
        "set_setting",
        provisions.fixed(key, code, value),
        by=by,
        revision=revision,
        provision=key,
        setting=code,
    )


def release_setting(
    amendment: Amendment, key: str, code: str, *, by: User, revision: int | str | None = None
) -> Amendment:
    """Let the provision ``key`` no longer fix setting ``code``.

    Raises:
        NotPermitted, NotNow: not now or not by ``by``.
        Invalid: no such provision, or it does not fix the setting.
    """
    return _change(
        amendment,
        "release_setting",
        provisions.released(key, code),
        by=by,
        revision=revision,
        provision=key,
        setting=code,
    )


@transaction.atomic
def rebase_amendment(amendment: Amendment, *, by: User, prefer: Side | None = None) -> Amendment:
    """Put the amendment on the edition adopted last, keeping what each side changed since.

    ``prefer`` says whose words stand where both changed the same: ``mine`` (the amendment) or ``theirs``.

    Raises:
        NotPermitted, NotNow: not now or not by ``by``, or nothing newer was adopted, or no text is left to amend.
        Refused: both sides changed the same provisions and no side was chosen, or provisions would not stand where
            they belong, or have nothing below them.
    """
    amendment = _locked(amendment)
    permit(by, amendment, "rebase").or_raise()
    provisions.not_in_vote(amendment.instrument.council, _subject(amendment))
    last = _last(amendment.instrument)
    if last.pk == amendment.base_id:
        raise NotNow("amendment_up_to_date")
    merged = queries.merged_with(amendment, last, prefer or "mine")
    if merged.conflicts and prefer is None:
        raise Refused("amendment_clashes", count=len(merged.conflicts))
    adopting.in_place(merged.document).or_raise()
    former, amendment.base = amendment.base.number, last
    amendment.units = msgspec.to_builtins(merged.document.units)
    _save(amendment, by, "base", "units")
    facts = {"verb": "rebase", "from": former, "to": last.number, "digest": canonical.digest(amendment.units)}
    _record(enums.AMENDMENT_CHANGED, amendment, by, **facts)
    return amendment


@transaction.atomic
def withdraw_amendment(amendment: Amendment, *, by: User) -> Amendment:
    """Give the amendment up; it stays readable.

    Raises:
        NotPermitted, NotNow: not now or not by ``by``.
    """
    amendment = _locked(amendment)
    permit(by, amendment, "withdraw").or_raise()
    amendment.state = AMENDMENT.after(amendment.state, "withdraw")
    _save(amendment, by, "state")
    _record(enums.AMENDMENT_WITHDRAWN, amendment, by)
    return amendment


@transaction.atomic
def adopt_amendment(amendment: Amendment, *, by: User, decision_number: str, effective_on: date) -> Edition:
    """Make the amendment an edition in force from ``effective_on``, by the decision ``decision_number``.

    Raises:
        NotPermitted, NotNow: not now, not by ``by``, another edition was adopted since it was drafted, or no text is
            left to amend.
        Invalid: no decision number.
        Refused: no such decision stands, it was not taken as the rules ask or is spent on an edition that was
            withdrawn, the text read otherwise then, has faults, changes nothing, or would bind from a day past.
    """
    amendment = _locked(amendment)
    permit(by, amendment, "adopt").or_raise()
    last = _last(amendment.instrument)
    number = decision_number.strip()
    if not number:
        raise Invalid("decision_number_missing", fields={"decision_number": "required"})
    decision = carried(amendment.instrument, number, about=_subject(amendment))
    not_spent(amendment.instrument, number, decision)
    adopting.builds_on_last(amendment.base.number, last.number).or_raise()
    adopting.timely(effective_on, clock.today(), amendment.base.effective_on).or_raise()
    _as_voted(amendment, decision, number)
    document = queries.draft_of(amendment)
    adopting.changes_something(queries.document_of(amendment.base), document).or_raise()
    adopting.sound(document, queries.fixed_elsewhere(amendment.instrument, effective_on)).or_raise()
    edition = publish(
        amendment.instrument,
        document,
        by=by,
        on=effective_on,
        decision_number=number,
        reason_ja=amendment.reason_ja,
        reason_en=amendment.reason_en,
    )
    amendment.state = AMENDMENT.after(amendment.state, "adopt")
    amendment.edition = edition
    _save(amendment, by, "state", "edition")
    return edition


@transaction.atomic
def _change(
    amendment: Amendment,
    verb: str,
    change: provisions.Change,
    *,
    by: User,
    revision: int | str | None,
    **facts: Any,
) -> Amendment:
    """Lock, check, apply ``change`` to the text, keep it, and write the entry."""
    amendment = _locked(amendment)
    permit(by, amendment, verb).or_raise()
    provisions.not_in_vote(amendment.instrument.council, _subject(amendment))
    if revision is not None and str(revision) != str(amendment.revision):
        raise NotNow("amendment_changed_meanwhile")
    document = provisions.applied(change, queries.draft_of(amendment))
    amendment.units = msgspec.to_builtins(document.units)
    _save(amendment, by, "units")
    _record(
        enums.AMENDMENT_CHANGED, amendment, by, verb=verb, digest=canonical.digest(amendment.units), **facts
    )
    return amendment


def _as_voted(amendment: Amendment, decision: Standing, number: str) -> None:
    """The text is the one that stood when the decision was taken, or that one put on a newer edition since."""
    written = queries.amendment_written(amendment.instrument.council, _subject(amendment))
    if not voted.is_as_voted(written, decision.taken_at, canonical.digest(amendment.units)):
        raise Refused("document_not_as_voted", number=number)


def _last(instrument: Instrument) -> Edition:
    """The edition adopted last, on which amendments build."""
    last = queries.last_edition(instrument)
    adopting.text_stands(last.number if last else None, repeals=bool(last and last.repeals)).or_raise()
    assert last is not None
    return last


def _locked(amendment: Amendment) -> Amendment:
    Instrument.objects.select_for_update().get(pk=amendment.instrument_id)
    return (
        Amendment.objects.select_for_update(of=("self",))
        .select_related("instrument__council", "base__instrument")
        .get(pk=amendment.pk)
    )


def _save(amendment: Amendment, by: User, *fields: str) -> None:
    amendment.revision += 1
    amendment.changed_at = clock.now()
    amendment.changed_by = by
    amendment.save(update_fields=[*fields, "revision", "changed_at", "changed_by"])


def _record(event: Any, amendment: Amendment, by: User, **facts: Any) -> None:
    ledger.append(
        event, council=amendment.instrument.council, subject=_subject(amendment), facts=facts, by=by
    )


def _subject(amendment: Amendment) -> str:
    """How the ledger, meetings and decisions call it."""
    return f"amendment:{amendment.instrument.code}-{amendment.pk}"
