"""What the outgoing documents of a review say: the board's opinion, the notice of the council's decision.

Contexts are plain JSON: they are frozen with their digest when the draft is prepared, and printed as frozen.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from core import clock
from core.accounts.models import Organ, Organisation
from core.http.dates import civil, era_date
from core.law.queries import in_force as law_in_force
from core.rulebook.provider import in_force
from governance.members.enums import OfficeKind
from governance.members.queries import holder_of
from governance.sharing.enums import DataClass, Judgement, TransferForm
from governance.sharing.models import Approval, RequestLine, ReviewOutcome

CAVEAT = "審査会の意見及び協議会の承認は、提供元が法令に基づいて行う判断に代わるものではありません。"


def _case(line: RequestLine) -> dict[str, Any]:
    """What the papers say of the request itself. No key of the letter (``title``, ``number``) is among them."""
    request, dataset = line.request, line.dataset
    labels = {item.code: item.label_ja for item in dataset.items.all()}
    return {
        "council_name": request.council.name_ja,
        "request": request.reference,
        "line": line.reference,
        "asked_on": _day(civil(request.submitted_at)) if request.submitted_at else "",
        "request_title": request.title_ja,
        "purpose": request.purpose_ja,
        "to": [_addressed(request.applicant), _office(dataset.provider)],
        "provider": _name(dataset.provider),
        "dataset": f"{dataset.title_ja}（{dataset.reference}）",
        "items": [labels.get(code, code) for code in line.items],
        "form": str(TransferForm(line.form).label) if line.form else "",
        "data_class": str(DataClass(line.data_class).label) if line.data_class else "",
        "ground": _ground(line),
        "use_from": _day(line.use_from),
        "use_until": _day(line.use_until),
        "retention_months": line.retention_months,
        "caveat": CAVEAT,
    }


def _day(day: date | None) -> str:
    """令和8年11月22日; papers are in Japanese."""
    return era_date(day) if day else ""


def _addressed(organisation: Organisation) -> str:
    """To a person where one represents the organisation (様), else to the organisation (御中)."""
    if organisation.representative:
        return f"{organisation.name_ja}　{organisation.representative}　様"
    return f"{organisation.name_ja}　御中"


def _name(organ: Organ) -> str:
    """An organ with its organisation before it, where it is a part of one: 汐見市教育委員会, 汐見市長."""
    whole, part = organ.organisation.name_ja, organ.name_ja
    if part.startswith(whole):
        return part
    return whole + (part[1:] if part[0] == whole[-1] else part)


def _office(organ: Organ) -> str:
    return f"{_name(organ)}　御中"


def _ground(line: RequestLine) -> str:
    """The legal ground with its article; empty where none is needed."""
    law = law_in_force(clock.today())
    ground, article = law.grounds.get(line.ground), law.references.get(line.ground)
    if ground is None:
        return ""
    return f"{ground.label_ja}（{article.label_ja}）" if article else ground.label_ja


def _article(line: RequestLine, code: str) -> str:
    article = in_force(line.request.council, clock.today()).article(code)
    return article.label_ja if article else ""


def board_opinion(outcome: ReviewOutcome) -> dict[str, Any]:
    """審査意見書. Counts and recusals are printed, never who voted how."""
    panel = outcome.review.panel.order_by("pk")
    chair = panel.filter(is_chair=True, is_recused=False).select_related("user").first()
    counts = outcome.votes["votes_by_finding"]
    return {
        **_case(outcome.line),
        "opinion_number": outcome.number,
        "body": outcome.review.body.name_ja,
        "chair": f"委員長　{chair.user.name}" if chair else "",
        "judgement": str(Judgement(outcome.judgement).label),
        "reasons": outcome.reasons,
        "remark": outcome.remark,
        "conditions": [
            {
                "text": asked["text"],
                "precedent": asked["precedent"],
                "due": f"承認の日から{asked['due_days']}日以内",
            }
            for asked in outcome.conditions
        ],
        "votes": outcome.votes,
        "counts": [f"{Judgement(one).label}{counts[one]}名" for one in Judgement.values if counts.get(one)],
        "recused": panel.filter(is_recused=True).count(),
        "seated": [row.expertise for row in panel if not row.is_recused],
        "article": _article(outcome.line, "board_majority"),
        "voted_on": _day(outcome.voted_on),
    }


def approval_notice(approval: Approval) -> dict[str, Any]:
    """利用承認(不承認)通知書. A provisional approval says until when it must be ratified."""
    line, decision = approval.line, approval.decision
    outcome = line.outcomes.order_by("-pk").first()
    chair = holder_of(line.request.council, OfficeKind.CHAIR, approval.decided_on)
    return {
        **_case(line),
        "decision": decision.number,
        "body": decision.body.name_ja if decision.body else "会長",
        "chair": f"会長　{chair.name}" if chair else "",
        "is_approved": approval.is_approved,
        "is_provisional": approval.is_provisional,
        "ratify_by": _ratify_by(approval),
        "reasons": approval.reasons,
        "decided_on": _day(approval.decided_on),
        "valid_until": _day(approval.valid_until),
        "opinion": outcome.number if outcome else "",
        "judgement": str(Judgement(outcome.judgement).label) if outcome else "",
        "conditions": _conditions(approval) if outcome else [],
        "article": _article(line, "emergency_approval" if approval.is_provisional else "approval_bodies"),
    }


def _conditions(approval: Approval) -> list[dict[str, Any]]:
    outcome = approval.line.outcomes.order_by("-pk")[0]
    return [
        {
            "text": asked["text"],
            "precedent": asked["precedent"],
            "due": f"期限　{_day(approval.decided_on + timedelta(days=asked['due_days']))}",
        }
        for asked in outcome.conditions
    ]


def _ratify_by(approval: Approval) -> str:
    rule = in_force(approval.line.request.council, clock.today()).get("emergency_approval")
    if not approval.is_provisional or rule is None:
        return ""
    return _day(clock.add_business_days(approval.decided_on, rule.ratify_within))
