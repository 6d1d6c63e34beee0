"""How texts in work read at any moment, as the evidence tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.accounts.models import Council
from core.ledger import queries as ledger
from governance.rulebook import enums
from governance.rulebook.rules.voted import Written


def drafts_written(council: Council, code: str, until: datetime | None = None) -> list[Written]:
    """How the draft of a rule document ``code`` read, the oldest first, before ``until``; under the codes that it had
    before as well."""
    told = _told(council, code, until)
    own = [Written(at, facts.get("digest")) for at, facts in told]
    renamed = [(at, str(facts["former"])) for at, facts in told if facts.get("former")]
    if not renamed:
        return own
    since, former = renamed[-1]
    return [*drafts_written(council, former, since), *(one for one in own if one.at >= since)]


@dataclass(frozen=True, slots=True)
class Called:
    """A code under which a draft was in work, after ``since`` and up to ``until``; None: without such a bound."""

    code: str
    since: datetime | None
    until: datetime | None


def codes_of_draft(
    council: Council, code: str, until: datetime | None = None, *, is_adopted: bool = False
) -> list[Called]:
    """Under which codes the draft of a rule document was in work that is or was called ``code``: this one, then those
    that it had before. What was called so earlier and got another code is not this draft, unless nothing was since; nor
    the document ``is_adopted`` under that code, which may have come from a file."""
    told = _told(council, code, until)
    if told and told[-1][1].get("became") and not is_adopted:
        told.pop()
    left = [at for at, facts in told if facts.get("became")]
    since = left[-1] if left else None
    own = Called(code, since, until)
    renamed = [(at, str(facts["former"])) for at, facts in told if facts.get("former")]
    renamed = [(at, former) for at, former in renamed if since is None or at >= since]
    if not renamed:
        return [own]
    at, former = renamed[-1]
    return [own, *codes_of_draft(council, former, at)]


Went = dict[str, list[tuple[datetime, str]]]
"""When a draft got another code, and which; by the code that it had."""


def latest_code(council: Council, code: str, at: datetime, went: Went | None = None) -> str:
    """What the draft that was called ``code`` at the moment ``at`` was called last. ``went`` holds what was read for
    others of the council."""
    went = {} if went is None else went
    if code not in went:
        told = _told(council, code)
        went[code] = [(when, str(facts["became"])) for when, facts in told if facts.get("became")]
    for when, latter in went[code]:
        if when > at:
            return latest_code(council, latter, when, went)
    return code


def _told(
    council: Council, code: str, until: datetime | None = None
) -> list[tuple[datetime, Mapping[str, Any]]]:
    """When the draft ``code`` was written or went, before ``until``, and what was said of it; the oldest first."""
    events = (enums.FOUNDING_DRAFTED, enums.FOUNDING_DROPPED)
    told = [(_at(one), one.facts) for one in ledger.told_about(council, f"founding:{code}", events)]
    return [(at, facts) for at, facts in told if until is None or at < until]


def amendment_written(council: Council, subject: str) -> list[Written]:
    """How the amendment called ``subject`` read, the oldest first."""
    events = (enums.AMENDMENT_DRAFTED, enums.AMENDMENT_CHANGED)
    return [
        Written(_at(one), one.facts.get("digest"), one.facts.get("verb") == "rebase")
        for one in ledger.told_about(council, subject, events)
    ]


def _at(one: ledger.Told) -> datetime:
    return datetime.fromisoformat(one.at)
