"""Minor changes (軽微な変更): what a change or extension may not widen to be found minor at the formal check.

Whether it is minor is for the secretariat to find, with its reason; that it is not where it lets more data go, or lets
them go elsewhere, for another purpose or on another ground, is for nobody to find otherwise.
"""

from __future__ import annotations

from governance.sharing.rules.facts import Line


def widened(before: Line, after: Line) -> tuple[str, ...]:
    """What ``after`` asks for beyond ``before``, by the names of the fields; empty where it may be minor."""
    beyond = {
        "items": not after.items <= before.items,
        "purpose": after.purpose != before.purpose,
        "form": after.form != before.form,
        "data_class": after.data_class != before.data_class,
        "ground": after.ground != before.ground,
        "storage": not (after.storage or frozenset()) <= (before.storage or frozenset()),
        "subprocessors": not _subprocessors(after) <= _subprocessors(before),
    }
    return tuple(name for name, yes in beyond.items() if yes)


def _subprocessors(line: Line) -> frozenset[str]:
    named = line.entrustment.subprocessors if line.entrustment else None
    return frozenset(one.name for one in named or ())
