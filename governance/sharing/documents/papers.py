"""What the outgoing documents of a review say: the board's opinion, the notice of the council's decision.

Contexts are plain JSON: they are frozen with their digest when the draft is prepared, and printed as frozen.
"""

from __future__ import annotations

from typing import Any

from core import clock
from core.law.queries import in_force as law_in_force
from core.rulebook.provider import in_force
from governance.sharing.enums import DataClass, Judgement, TransferForm
from governance.sharing.models import Approval, RequestLine, ReviewOutcome

CAVEAT = "審査会の意見及び協議会の承認は、提供元が法令に基づいて行う判断に代わるものではありません。"


def _case(line: RequestLine) -> dict[str, Any]:
    request, dataset = line.request, line.dataset
    labels = {item.code: item.label_ja for item in dataset.items.all()}
    ground = law_in_force(clock.today()).grounds.get(line.ground)
    return {
        "council_name": request.council.name_ja,
        "request": request.reference,
        "line": line.reference,
        "title": request.title_ja,
        "purpose": request.purpose_ja,
        "applicant": request.applicant.name_ja,
        "provider": dataset.provider.name_ja,
        "dataset": f"{dataset.reference} {dataset.title_ja}",
        "items": [labels.get(code, code) for code in line.items],
        "form": str(TransferForm(line.form).label) if line.form else "",
        "data_class": str(DataClass(line.data_class).label) if line.data_class else "",
        "ground": ground.label_ja if ground else "",
        "use_from": line.use_from,
        "use_until": line.use_until,
        "retention_months": line.retention_months,
        "caveat": CAVEAT,
    }


def _article(line: RequestLine, code: str) -> str:
    article = in_force(line.request.council, clock.today()).article(code)
    return article.label_ja if article else ""


def board_opinion(outcome: ReviewOutcome) -> dict[str, Any]:
    """審査意見書. Counts and recusals are printed, never who voted how."""
    panel = outcome.review.panel.order_by("pk")
    return {
        **_case(outcome.line),
        "number": outcome.number,
        "body": outcome.review.body.name_ja,
        "judgement": str(Judgement(outcome.judgement).label),
        "reasons": outcome.reasons,
        "remark": outcome.remark,
        "conditions": [condition["text"] for condition in outcome.conditions],
        "votes": outcome.votes,
        "recused": panel.filter(is_recused=True).count(),
        "seated": [row.expertise for row in panel if not row.is_recused],
        "article": _article(outcome.line, "board_majority"),
        "voted_on": outcome.voted_on,
    }


def approval_notice(approval: Approval) -> dict[str, Any]:
    """利用承認(不承認)通知書."""
    line = approval.line
    outcome = line.outcomes.order_by("-pk").first()
    return {
        **_case(line),
        "decision": approval.decision.number,
        "body": approval.decision.body.name_ja if approval.decision.body else "会長",
        "is_approved": approval.is_approved,
        "is_provisional": approval.is_provisional,
        "reasons": approval.reasons,
        "decided_on": approval.decided_on,
        "valid_until": approval.valid_until,
        "opinion": outcome.number if outcome else "",
        "judgement": str(Judgement(outcome.judgement).label) if outcome else "",
        "conditions": [condition["text"] for condition in outcome.conditions] if outcome else [],
        "article": _article(line, "approval_bodies"),
    }
