"""Keeping a verdict that is acted upon."""

from __future__ import annotations

from datetime import datetime

from core import canonical, crypto
from core.accounts.models import User
from core.ledger.actions import append
from governance.sharing.enums import events
from governance.sharing.models import RequestLine, StoredVerdict
from governance.sharing.queries.facts import LINE_ONLY, Flow
from governance.sharing.queries.verdicts import Judged, judge
from governance.sharing.rules.facts import encode
from governance.sharing.rules.verdict import GateVerdict, Moment


def pass_gate(
    line: RequestLine, moment: Moment, *, by: User | None, at: datetime, flow: Flow = LINE_ONLY
) -> StoredVerdict:
    """Ask the gate, refuse what it refuses, and keep facts and verdict with a salted commitment in the ledger.

    Raises:
        Refused: a check that applies at ``moment`` is not in order; carries its article.
    """
    judged = judge(line, moment, at=at, flow=flow)
    judged.verdict.as_verdict().or_raise()
    return _keep(line, judged, by)


def keep_answer(line: RequestLine, moment: Moment, *, by: User | None, at: datetime) -> StoredVerdict:
    """Keep facts and verdict of a case that ends here whatever the gate says, so that it can be replayed."""
    return _keep(line, judge(line, moment, at=at), by)


def _keep(line: RequestLine, judged: Judged, by: User | None) -> StoredVerdict:
    facts, moment = encode(judged.facts), judged.verdict.moment
    committed, salt = crypto.commitment(facts)
    stored = StoredVerdict.objects.create(
        line=line,
        moment=moment.value,
        at=judged.verdict.at,
        facts=facts,
        salt=salt,
        is_allowed=judged.verdict.allowed,
        checks=_summary(judged.verdict),
    )
    append(
        events.VERDICT_STORED,
        council=line.request.council,
        subject=f"line:{line.reference}",
        facts={"moment": moment.value, "commitment": committed.hex(), "allowed": judged.verdict.allowed},
        by=by,
    )
    return stored


def _summary(verdict: GateVerdict) -> list[dict[str, object]]:
    return [
        canonical.plain(
            {
                "code": check.code,
                "state": check.state,
                "reason": check.reason,
                "params": check.params,
                "basis": check.basis,
                "article_ja": check.article.label_ja if check.article else "",
                "article_en": check.article.label_en if check.article else "",
                "applies": check.applies,
            }
        )
        for check in verdict.checks
    ]
