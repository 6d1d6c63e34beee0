"""Keeping a verdict that is acted upon."""

from __future__ import annotations

from datetime import datetime

from core import crypto
from core.accounts.models import User
from core.ledger.actions import append
from governance.sharing.enums import events
from governance.sharing.models import CitedProvision, RequestLine, StoredVerdict
from governance.sharing.queries.facts import LINE_ONLY, Flow
from governance.sharing.queries.verdicts import Judged, committed_checks, committed_moment, judge, summary
from governance.sharing.rules.facts import encode
from governance.sharing.rules.verdict import GateVerdict, Moment


def pass_gate(
    line: RequestLine, moment: Moment, *, by: User | None, at: datetime, flow: Flow = LINE_ONLY
) -> StoredVerdict:
    """Ask the gate, refuse what it refuses, and keep facts and verdict with salted commitments in the ledger.

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
    checks = summary(judged.verdict)
    stored = StoredVerdict.objects.create(
        line=line,
        moment=moment.value,
        at=judged.verdict.at,
        facts=facts,
        salt=salt,
        is_allowed=judged.verdict.allowed,
        checks=checks,
    )
    _cite(stored, judged.verdict)
    append(
        events.VERDICT_STORED,
        council=line.request.council,
        subject=f"line:{line.reference}",
        facts={
            "moment": moment.value,
            "commitment": committed.hex(),
            "checks": committed_checks(checks, salt),
            "allowed": judged.verdict.allowed,
            "at": committed_moment(judged.verdict.at),
        },
        by=by,
    )
    return stored


def _cite(stored: StoredVerdict, verdict: GateVerdict) -> None:
    """Keep on which provisions ``stored`` rests, so that its case is found from there."""
    CitedProvision.objects.bulk_create(
        CitedProvision(
            verdict=stored,
            line=stored.line,
            moment=stored.moment,
            at=stored.at,
            instrument=article.instrument,
            provision=article.provision,
            code=code,
        )
        for code, article in verdict.citing
    )
