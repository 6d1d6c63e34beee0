"""The links of one line from its dataset to the disposal, for the chain page (根拠のつながり)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from governance.assembly import queries as assembly
from governance.assembly.rules.bodies import BOARD
from governance.sharing.enums import GrantState
from governance.sharing.models import (
    Agreement,
    Approval,
    Delivery,
    Disposal,
    Grant,
    ProviderDecision,
    RequestLine,
    ReviewOutcome,
)
from governance.sharing.queries.facts_decisions import standing_review
from governance.sharing.queries.verdicts import judge, next_moment
from governance.sharing.rules.facts import GateFacts
from governance.sharing.rules.verdict import Check, GateVerdict


@dataclass(frozen=True)
class LineChain:
    """Everything that one line rests on and led to; None where it has not come to that."""

    line: RequestLine
    facts: GateFacts
    verdict: GateVerdict
    retention: tuple[Check, ...]
    """Everything that is amiss with period and disposal, of which the verdict says the first."""
    review: Any
    body: Any
    """The board of the review; before one opened, the board that the council's rules name, once there is one."""
    outcome: ReviewOutcome | None
    approval: Approval | None
    provider_decision: ProviderDecision | None
    agreement: Agreement | None
    grant: Grant | None
    deliveries: tuple[Delivery, ...]
    disposal: Disposal | None

    @property
    def is_over(self) -> bool:
        """Has the grant run its time? Then nothing of it has to be in force any more."""
        return self.grant is not None and self.grant.state in (GrantState.DISPOSAL_DUE, GrantState.CLOSED)


def chain(line: RequestLine) -> LineChain:
    """The chain of ``line`` with the gate's present answer."""
    judged = judge(line, next_moment(line))
    grant: Grant | None = getattr(line, "grant", None)
    review = standing_review(line)
    return LineChain(
        line=line,
        facts=judged.facts,
        verdict=judged.verdict,
        retention=judged.retention,
        review=review,
        body=review.body if review else assembly.body(line.request.council, BOARD),
        outcome=line.outcomes.order_by("-pk").first(),
        approval=line.approvals.select_related("decision__body").order_by("-pk").first(),
        provider_decision=line.provider_decisions.order_by("-pk").first(),
        agreement=line.agreements.order_by("-pk").first(),
        grant=grant,
        deliveries=tuple(grant.deliveries.order_by("pk")) if grant else (),
        disposal=grant.disposals.order_by("-pk").first() if grant else None,
    )
