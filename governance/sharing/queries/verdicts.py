"""Asking the gate, and reading what it answered before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from msgspec.structs import replace

from core import canonical, clock, crypto
from core.errors import Verdict
from core.law.queries import in_force as law_in_force
from core.ledger.queries import Told, told_about, told_of
from core.rulebook.provider import in_force as rules_in_force
from governance.sharing.enums import events
from governance.sharing.models import RequestLine, StoredVerdict
from governance.sharing.queries.citing import cited_otherwise
from governance.sharing.queries.facts import LINE_ONLY, Flow, gate_facts
from governance.sharing.rules.facts import GateFacts
from governance.sharing.rules.gate import OF_PERSON, evaluate, retention_findings
from governance.sharing.rules.verdict import Check, GateVerdict, Moment


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict together with the facts it rests on."""

    facts: GateFacts
    verdict: GateVerdict
    retention: tuple[Check, ...] = ()
    """Everything that is amiss with period and disposal, of which the verdict says the first."""


def judge(line: RequestLine, moment: Moment, *, at: datetime | None = None, flow: Flow = LINE_ONLY) -> Judged:
    """Ask the gate about ``line`` under the rules and the law in force at ``at`` (now)."""
    at = at or clock.now()
    on = at.astimezone(clock.TOKYO).date()
    facts = gate_facts(line, at=at, flow=flow)
    asked = facts, rules_in_force(line.request.council, on), law_in_force(on), moment, at
    verdict = evaluate(*asked)
    amiss = any(check.code == "retention" and not check.open for check in verdict.checks)
    return Judged(facts, verdict, retention_findings(*asked) if amiss else ())


def summary(verdict: GateVerdict) -> list[dict[str, object]]:
    """The checks as they are kept, for reading without judging again."""
    return [
        canonical.plain(
            {
                "code": check.code,
                "state": check.state,
                "reason": check.reason,
                "params": check.params,
                "basis": check.basis,
                "instrument": check.article.instrument if check.article else "",
                "provision": check.article.provision if check.article else "",
                "article_ja": check.article.label_ja if check.article else "",
                "article_en": check.article.label_en if check.article else "",
                "applies": check.applies,
            }
        )
        for check in verdict.checks
    ]


def line_goes_on(line: RequestLine) -> Verdict:
    """Does nothing hold ``line`` itself back from flowing now, whoever is on a list? The first obstacle where something
    does; of persons nothing is asked or counted, the release chose them."""
    at = clock.now()
    on = at.astimezone(clock.TOKYO).date()
    facts = gate_facts(line, at=at, count=False)
    found = evaluate(facts, rules_in_force(line.request.council, on), law_in_force(on), Moment.FLOW, at)
    of_person = {rule.code for _place, rule in OF_PERSON}
    checks = tuple(check for check in found.checks if check.code not in of_person)
    return replace(found, checks=checks).as_verdict()


def next_moment(line: RequestLine) -> Moment:
    """The moment that the line's checklist looks at now."""
    if line.state in ("drafted",):
        return Moment.SUBMISSION
    if line.state in ("under_review", "opined", "provisional"):
        return Moment.APPROVAL
    return Moment.FLOW


@dataclass(frozen=True, slots=True)
class Unlike:
    """Where the stored verdicts are not those to which the evidence log is committed. ``at``: of a verdict that was
    altered, copied from another or never given; None: the log tells of a verdict that is not there. ``provisions``: the
    verdict is the log's, but these, each with the check that rests on it, it cites and nothing is kept for, or it does
    not cite and something is kept for."""

    line: str
    moment: str
    at: datetime | None = None
    provisions: tuple[str, ...] = ()


def unlike_the_log() -> Iterator[Unlike]:
    """Where stored verdicts and entries of the evidence log do not answer each other one to one, in facts, moment,
    answer and, where the log has them, checks and time, or where other provisions are kept than a verdict cites:
    somebody has written past the guards. What the log itself holds is for ``core.ledger.verification``."""
    rows = StoredVerdict.objects.select_related("line__request__council").order_by("line_id", "pk")
    rows = rows.prefetch_related("cited")
    seen = set()
    for line, verdicts in groupby(rows.iterator(chunk_size=500), key=lambda row: row.line):
        council, subject = line.request.council, f"line:{line.reference}"
        seen.add((council.slug, subject))
        told = told_about(council, subject, [events.VERDICT_STORED])
        yield from _compared(line.reference, verdicts, told)
    for slug, subject, one in told_of([events.VERDICT_STORED]):
        if (slug, subject) not in seen:
            yield Unlike(subject.removeprefix("line:"), one.facts["moment"])


_Said = tuple[str, str, bool, str, str]
"""Moment, commitment to the facts, answer, commitment to the checks, and when it was given. The last two are empty in
what the log said before it had them."""


def _compared(line: str, verdicts: Iterable[StoredVerdict], told: Iterable[Told]) -> Iterator[Unlike]:
    left = Counter(_entry(one.facts) for one in told)
    for row in verdicts:
        found = next((said for said in _says(row) if left[said]), None)
        if found is None:
            yield Unlike(line, row.moment, row.at)
        else:
            left[found] -= 1
            if provisions := cited_otherwise(row):
                yield Unlike(line, row.moment, row.at, provisions)
    yield from (Unlike(line, said[0]) for said in left.elements())


def _entry(facts: Mapping[str, Any]) -> _Said:
    return (
        *(facts["moment"], facts["commitment"], facts["allowed"]),
        *(facts.get("checks", ""), facts.get("at", "")),
    )


def answers_to(row: StoredVerdict, facts: Mapping[str, Any]) -> bool:
    """Are ``facts`` of an entry of the log those of ``row``?"""
    return _entry(facts) in _says(row)


def _says(row: StoredVerdict) -> tuple[_Said, ...]:
    """What an entry about ``row`` says, with its time, before the log had that, and before it had the checks."""
    committed, _salt = crypto.commitment(bytes(row.facts), salt=bytes(row.salt))
    said = (row.moment, committed.hex(), row.is_allowed)
    checks = committed_checks(row.checks, bytes(row.salt))
    return (*said, checks, committed_moment(row.at)), (*said, checks, ""), (*said, "", "")


def committed_moment(at: datetime) -> str:
    """When a verdict was given, as the log writes it."""
    return at.astimezone(UTC).isoformat()


def committed_checks(checks: Any, salt: bytes) -> str:
    """The commitment to ``checks``, with the salt of their facts; of what the gate cannot have written, none."""
    try:
        written = canonical.encode(checks)
    except (TypeError, ValueError):
        return "none"
    return crypto.commitment(written, salt=salt)[0].hex()
