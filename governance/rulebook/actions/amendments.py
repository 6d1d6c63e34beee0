"""An amendment is drafted on the last edition, changed provision by provision, and adopted or withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import msgspec
from django.db import transaction

from core import canonical, clock
from core.accounts.models import User
from core.errors import Invalid, NotNow, Refused
from core.ledger import actions as ledger
from core.rulebook.provider import in_force, rests_on
from core.rulebook.values import KINDS, parse
from governance.rulebook import enums, queries
from governance.rulebook.actions.editions import publish
from governance.rulebook.models import (
    Amendment,
    Edition,
    Instrument,
)
from governance.rulebook.permissions import may_draft, permit
from governance.rulebook.rules import adopting, amending
from governance.rulebook.rules.faults import faults, text_faults
from governance.rulebook.rules.merging import Side
from governance.rulebook.rules.outline import Document, Unit
from governance.rulebook.workflows import AMENDMENT

LONGEST = {"heading_ja": 200, "heading_en": 200}
TEXT_LIMIT = 10_000


@transaction.atomic
def draft_amendment(
    instrument: Instrument, *, by: User, reason_ja: str = "", reason_en: str = ""
) -> Amendment:
    """Begin an amendment of ``instrument`` on the edition adopted last.

    Raises:
        NotPermitted: ``by`` is not the secretariat.
    """
    instrument = Instrument.objects.select_for_update().select_related("council").get(pk=instrument.pk)
    may_draft(by, instrument.council).or_raise()
    base = queries.last_edition(instrument)
    if base is None:
        raise NotNow("no_edition_yet")
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
    _record(enums.AMENDMENT_DRAFTED, amendment, by, base=base.number)
    return amendment


def edit_provision(
    amendment: Amendment, key: str, *, by: User, revision: int | None = None, **texts: str
) -> Amendment:
    """Reword the provision ``key``: heading, text, reason, each ``_ja`` or ``_en``.

    ``revision`` is the one that the editor saw; another than the present one is refused (two tabs, two editors).

    Raises:
        NotPermitted, NotNow: not now or not by ``by``.
        Invalid: no such provision, or a text missing, too long or with control characters.
    """
    unknown = set(texts) - set(amending.WORDS)
    if unknown:
        raise TypeError(f"not a text of a provision: {sorted(unknown)}")
    words = {name: _clean(name, text) for name, text in texts.items()}

    def change(document: Document) -> Document:
        changed = amending.reword(document, key, **words)
        _require_texts(changed, key)
        return changed

    return _change(amendment, "edit_provision", change, by=by, revision=revision, provision=key)


def insert_provision(
    amendment: Amendment,
    units: Sequence[Unit],
    *,
    after: str,
    by: User,
    revision: int | None = None,
) -> Amendment:
    """Put new provisions behind ``after``, each behind the one before: an article comes with its paragraph.

    Raises:
        NotPermitted, NotNow: not now or not by ``by``.
        Invalid: no provision ``after``, a key is taken, a text is missing, or they do not fit there.
    """
    cleaned = [_cleaned(unit) for unit in units]

    def change(document: Document) -> Document:
        before = {(fault.code, fault.key) for fault in faults(document)}
        changed, place = document, after
        for unit in cleaned:
            changed, place = amending.insert(changed, unit, after=place), unit.key
        for fault in faults(changed):
            if (fault.code, fault.key) not in before:
                raise Invalid(f"text_{fault.code}", provision=fault.key, **fault.params)
        return changed

    keys = [unit.key for unit in cleaned]
    return _change(amendment, "insert_provision", change, by=by, revision=revision, provisions=keys)


def remove_provision(amendment: Amendment, key: str, *, by: User, revision: int | None = None) -> Amendment:
    """Take the provision ``key`` and everything below it out of the text.

    Raises:
        NotPermitted, NotNow: not now or not by ``by``.
        Invalid: no such provision.
    """
    return _change(
        amendment,
        "remove_provision",
        lambda document: amending.remove(document, key),
        by=by,
        revision=revision,
        provision=key,
    )


def set_setting(
    amendment: Amendment, key: str, code: str, value: Any, *, by: User, revision: int | None = None
) -> Amendment:
    """Let the provision ``key`` fix setting ``code`` to the JSON-ready ``value``.

    Raises:
        NotPermitted, NotNow: not now or not by ``by``.
        Invalid: no such provision or setting, or a value of the wrong shape (``detail`` names the place).
    """
    if code not in KINDS:
        raise Invalid("text_setting_unknown", provision=key, setting=code)
    try:
        kept = canonical.plain(parse(code, value))
    except (msgspec.ValidationError, ValueError, TypeError) as error:
        raise Invalid("text_setting_malformed", provision=key, setting=code, detail=str(error)) from error
    return _change(
        amendment,
        "set_setting",
        lambda document: amending.fix(document, key, code, kept),
        by=by,
        revision=revision,
        provision=key,
        setting=code,
    )


def release_setting(
    amendment: Amendment, key: str, code: str, *, by: User, revision: int | None = None
) -> Amendment:
    """Let the provision ``key`` no longer fix setting ``code``.

    Raises:
        NotPermitted, NotNow: not now or not by ``by``.
        Invalid: no such provision, or it does not fix the setting.
    """
    return _change(
        amendment,
        "release_setting",
        lambda document: amending.release(document, key, code),
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
        NotPermitted, NotNow: not now or not by ``by``, or nothing newer was adopted.
        Refused: both sides changed the same provisions and no side was chosen.
    """
    amendment = _locked(amendment)
    permit(by, amendment, "rebase").or_raise()
    last = queries.last_edition(amendment.instrument)
    if last is None or last.pk == amendment.base_id:
        raise NotNow("amendment_up_to_date")
    merged = queries.merged_with(amendment, last, prefer or "mine")
    if merged.conflicts and prefer is None:
        raise Refused("amendment_clashes", count=len(merged.conflicts))
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
        NotPermitted, NotNow: not now, not by ``by``, or another edition was adopted since it was drafted.
        Invalid: no decision number.
        Refused: no such decision stands or it was not taken as the rules ask, the text has faults, changes nothing,
            or would bind from a day past.
    """
    amendment = _locked(amendment)
    permit(by, amendment, "adopt").or_raise()
    if not decision_number.strip():
        raise Invalid("decision_number_missing", fields={"decision_number": "required"})
    number = _decided(amendment, decision_number)
    last = queries.last_edition(amendment.instrument)
    adopting.builds_on_last(amendment.base.number, last.number if last else 0).or_raise()
    adopting.timely(effective_on, clock.today(), amendment.base.effective_on).or_raise()
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
    change: Callable[[Document], Document],
    *,
    by: User,
    revision: int | None,
    **facts: Any,
) -> Amendment:
    """Lock, check, apply ``change`` to the text, keep it, and write the entry."""
    amendment = _locked(amendment)
    permit(by, amendment, verb).or_raise()
    if revision is not None and revision != amendment.revision:
        raise NotNow("amendment_changed_meanwhile")
    try:
        document = change(queries.draft_of(amendment))
    except KeyError as missing:
        raise Invalid("provision_unknown", provision=str(missing.args[0])) from missing
    except ValueError as error:
        raise Invalid("text_key_twice", provision=str(error)) from error
    amendment.units = msgspec.to_builtins(document.units)
    _save(amendment, by, "units")
    _record(
        enums.AMENDMENT_CHANGED, amendment, by, verb=verb, digest=canonical.digest(amendment.units), **facts
    )
    return amendment


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


def _decided(amendment: Amendment, number: str) -> str:
    """The decision that carries the amendment: the document that fixes the special majority is amended by that
    (この規約の改正), every other by a vote."""
    council = amendment.instrument.council
    fixed = in_force(council, clock.today()).article("special_majority")
    is_own = fixed is not None and fixed.instrument == amendment.instrument.code
    matter = "amendment" if is_own else ""
    return rests_on(council, number, about=_subject(amendment), matter=matter, is_voted=True)


def _subject(amendment: Amendment) -> str:
    """How the ledger, meetings and decisions call it."""
    return f"amendment:{amendment.instrument.code}-{amendment.pk}"


def _cleaned(unit: Unit) -> Unit:
    texts = {name: _clean(name, getattr(unit, name)) for name in amending.WORDS}
    return msgspec.structs.replace(unit, **texts)


def _clean(name: str, text: str) -> str:
    """``text`` without blanks at its ends; control and direction characters are refused."""
    cleaned = text.replace("\r\n", "\n").strip()
    if len(cleaned) > LONGEST.get(name, TEXT_LIMIT):
        raise Invalid("text_too_long", fields={name: "too_long"}, limit=LONGEST.get(name, TEXT_LIMIT))
    if any((ord(sign) < 32 and sign != "\n") or sign in _UNSEEN for sign in cleaned):
        raise Invalid("text_control_characters", fields={name: "control_characters"})
    return cleaned


_UNSEEN = frozenset("\x7f\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def _require_texts(document: Document, key: str) -> None:
    unit = document.unit(key)
    missing = {fault.params["field"]: "required" for fault in text_faults(unit)} if unit else {}
    if missing:
        raise Invalid("text_text_missing", provision=key, fields=missing)
