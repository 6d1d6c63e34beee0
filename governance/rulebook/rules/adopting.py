"""When an amendment may become an edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from core.errors import ALLOWED, NotNow, Verdict
from governance.rulebook.rules.faults import Fault, faults, place_faults
from governance.rulebook.rules.outline import Document

YEAR = 366


def sound(document: Document, elsewhere: Mapping[str, str]) -> Verdict:
    """Is the text free of faults, and does it fix nothing that another rule document fixes (``elsewhere``:
    ``setting:code`` or ``check:code`` -> document)?"""
    return _faultless(faults(document)) and apart(document, elsewhere)


def in_place(document: Document) -> Verdict:
    """Does every unit of the text stand where its level belongs?"""
    return _faultless(place_faults(document))


def _faultless(found: Sequence[Fault]) -> Verdict:
    if not found:
        return ALLOWED
    first = found[0]
    return Verdict(False, f"text_{first.code}", {"provision": first.key, **first.params})


def apart(document: Document, elsewhere: Mapping[str, str]) -> Verdict:
    """Does the text fix nothing that another rule document fixes (``elsewhere``, as for :func:`sound`)?"""
    for name in fixes(document):
        if name in elsewhere:
            code = name.split(":", 1)[1]
            return Verdict(False, "text_fixed_elsewhere", {"setting": code, "document": elsewhere[name]})
    return ALLOWED


def beside(document: Document, before: Document | None, elsewhere: Mapping[str, str]) -> Verdict:
    """Does a draft fix nothing that another rule document fixes (``elsewhere``, as for :func:`sound`)? Only what it did
    not fix ``before`` is looked at, so that it can be mended piece by piece."""
    held = fixes(before) if before else []
    for name in fixes(document):
        if name in elsewhere and name not in held:
            code = name.split(":", 1)[1]
            return Verdict(False, "text_fixed_beside", {"setting": code, "document": elsewhere[name]})
    return ALLOWED


def fixes(document: Document) -> list[str]:
    """What the text fixes: ``setting:code`` and ``check:code``."""
    return [
        name
        for unit in document.units
        for name in (*(f"setting:{code}" for code in unit.settings), *(f"check:{c}" for c in unit.basis))
    ]


def timely(effective_on: date, today: date, base_effective_on: date) -> Verdict:
    """Rules bind from a day to come or today, never back; not before the text they amend; and not so far ahead that
    nothing could be amended until then."""
    if effective_on < today:
        return Verdict(False, "edition_in_the_past", {"on": effective_on.isoformat()})
    if effective_on < base_effective_on:
        return Verdict(False, "edition_before_its_base", {"on": base_effective_on.isoformat()})
    return not_far(effective_on, today)


def not_far(effective_on: date, today: date) -> Verdict:
    """A day more than a year ahead is a slip of the pen: it cannot be taken back."""
    if (effective_on - today).days > YEAR:
        return Verdict(False, "edition_too_far", {"on": effective_on.isoformat()})
    return ALLOWED


def text_stands(last: int | None, *, repeals: bool) -> Verdict:
    """Is there a text to amend: an edition adopted last (its number), and no repeal?"""
    if last is None:
        return Verdict(False, "no_edition_yet", error=NotNow)
    return Verdict(False, "document_repealed", error=NotNow) if repeals else ALLOWED


def builds_on_last(base_number: int, last_number: int) -> Verdict:
    """Was the amendment drafted on the edition adopted last? Several of one day follow each other in order."""
    if base_number == last_number:
        return ALLOWED
    params = {"base": base_number, "last": last_number}
    return Verdict(False, "amendment_overtaken", params, error=NotNow)


def changes_something(old: Document, new: Document) -> Verdict:
    """An edition that says the same as the one before is none."""
    return ALLOWED if old.units != new.units else Verdict(False, "amendment_changes_nothing")


def may_withdraw(effective_on: date, today: date, *, number: int, last: int | None, decision: str) -> Verdict:
    """An edition is taken back before it binds, the one adopted last first, and only one that a decision adopted."""
    if effective_on <= today:
        return Verdict(False, "edition_binds_already", {"on": effective_on.isoformat()}, error=NotNow)
    if number != last:
        return Verdict(False, "edition_not_last", {"last": last}, error=NotNow)
    return ALLOWED if decision else Verdict(False, "edition_of_founding")
