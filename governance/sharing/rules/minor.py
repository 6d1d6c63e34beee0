"""Minor changes (軽微な変更): what a change or extension may not widen to be found minor at the formal check.

Whether it is minor is for the secretariat to find, with its reason; that it is not where it lets more data go, or lets
them go elsewhere, for another purpose or on another ground, be kept longer or less safely, is for nobody to find
otherwise. ``before`` is what was granted: the items and the end of the grant. A renewal alone may last longer.
"""

from __future__ import annotations

from datetime import date

from governance.sharing.rules.facts import Line

Named = tuple[str, str, str, str]


def widened(before: Line, after: Line, *, renewal: bool = False) -> tuple[str, ...]:
    """What ``after`` asks for beyond ``before``, by the names of the fields; empty where it may be minor."""
    beyond = {
        "items": not after.items <= before.items,
        "purpose": after.purpose != before.purpose,
        "form": after.form != before.form,
        "data_class": after.data_class != before.data_class,
        "ground": after.ground != before.ground,
        "storage": not (after.storage or frozenset()) <= (before.storage or frozenset()),
        "subprocessors": not _subprocessors(after) <= _subprocessors(before),
        "own_purpose": _own_purpose(after) and not _own_purpose(before),
        "foreign_route": _route(after) not in (None, _route(before)),
        "safeguards": not (before.safeguards or frozenset()) <= (after.safeguards or frozenset()),
        "use_until": not renewal and _later(before.use_until, after.use_until),
        **_kept(before, after, renewal=renewal),
    }
    return tuple(name for name, yes in beyond.items() if yes)


def _kept(before: Line, after: Line, *, renewal: bool) -> dict[str, bool]:
    """Is it kept longer, or disposed of otherwise or later? In a renewal later after the end than before."""
    by, last = after.disposal_by, before.disposal_by
    if renewal and by and last and after.use_until and before.use_until:
        later = by - after.use_until > last - before.use_until
    else:
        later = not renewal and _later(last, by)
    return {
        "retention_months": _longer(before.retention_months, after.retention_months),
        "disposal_method": after.disposal_method != before.disposal_method,
        "disposal_by": later,
    }


def _longer(before: int | None, after: int | None) -> bool:
    """Is it kept for more months than before, or for no number of months any more?"""
    return before is not None and (after is None or after > before)


def _later(before: date | None, after: date | None) -> bool:
    """Does it end later than before, or never any more?"""
    return before is not None and (after is None or after > before)


def _own_purpose(line: Line) -> bool:
    return bool(line.entrustment and line.entrustment.own_purpose)


def _route(line: Line) -> str | None:
    return line.foreign.route if line.foreign else None


def _subprocessors(line: Line) -> frozenset[Named]:
    """Each with its country, its task and by whom it is engaged: another place in the list alone is no change."""
    named = (line.entrustment.subprocessors if line.entrustment else None) or ()
    return frozenset(
        (one.name, one.country or "", one.task, named[one.of - 1].name if one.of else "") for one in named
    )
