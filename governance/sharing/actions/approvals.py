"""The council's approval, and the provider's own decision."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from core import canonical, clock
from core.accounts.models import User
from core.errors import Invalid, Refused
from core.ledger.actions import append
from core.ledger.events import Event
from core.rulebook.provider import in_force
from core.rulebook.values import Rulebook
from governance.sharing import notices
from governance.sharing.actions import papers
from governance.sharing.actions.deciding import decision_about
from governance.sharing.actions.history import save
from governance.sharing.actions.verdicts import keep_answer, pass_gate
from governance.sharing.enums import Harm, Judgement, LineState, events
from governance.sharing.models import Approval, Condition, ProviderDecision, RequestLine, ReviewOutcome
from governance.sharing.permissions import permit
from governance.sharing.queries.facts_decisions import approval as approval_facts
from governance.sharing.queries.facts_decisions import deciding_body
from governance.sharing.queries.requests import line as load_line
from governance.sharing.queries.verdicts import judge
from governance.sharing.rules.approving import risk_class, sufficient_bodies
from governance.sharing.rules.checks_decisions import ratification_due
from governance.sharing.rules.facts import ApprovalRules, DepartureVote
from governance.sharing.rules.verdict import Moment
from governance.sharing.workflows import LINE


def _locked(line: RequestLine) -> RequestLine:
    RequestLine.objects.select_for_update().get(pk=line.pk)
    return load_line(line.pk)


def _record(line: RequestLine, event: Event, by: User | None, **facts: Any) -> None:
    append(event, council=line.request.council, subject=f"line:{line.reference}", facts=facts, by=by)


def _move(line: RequestLine, verb: str, by: User | None) -> None:
    line.state = LINE.after(line.state, verb)
    save(line, by)


def outcome_of(line: RequestLine) -> ReviewOutcome | None:
    """The board's newest opinion on ``line``."""
    return line.outcomes.order_by("-pk").first()


@transaction.atomic
def approve(line: RequestLine, *, by: User, decision_number: str, reasons: str = "") -> Approval:
    """Record the council's approval, taken by the body that the rule names for the line's risk class.

    The gate is asked at approval; departing from the board's opinion needs the majority and reasons of the rule.

    Raises:
        Refused: another body decided, the decision is about something else, or the gate has an obstacle.
    """
    row = _locked(line)
    permit(by, row, "approve").or_raise()
    approval = _decide(row, by, decision_number, reasons, approved=True)
    pass_gate(row, Moment.APPROVAL, by=by, at=clock.now())
    _move(row, "approve", by)
    _open_conditions(row)
    _record(row, events.LINE_APPROVED, by, decision=decision_number, until=approval.valid_until)
    papers.draft_approval_notice(approval, by=by)
    notices.line_decided(row, decision_number)
    return approval


@transaction.atomic
def not_approve(line: RequestLine, *, by: User, decision_number: str, reasons: str) -> Approval:
    """Record that the council does not approve the line, with its reasons."""
    row = _locked(line)
    permit(by, row, "not_approve").or_raise()
    if not reasons.strip():
        raise Invalid("sharing.reason_missing")
    approval = _decide(row, by, decision_number, reasons, approved=False)
    keep_answer(row, Moment.APPROVAL, by=by, at=clock.now())
    _move(row, "not_approve", by)
    _record(row, events.LINE_NOT_APPROVED, by, decision=decision_number)
    papers.draft_approval_notice(approval, by=by)
    notices.line_decided(row, decision_number)
    return approval


def _decide(line: RequestLine, by: User, number: str, reasons: str, *, approved: bool) -> Approval:
    decision = decision_about(line, number)
    rules = in_force(line.request.council, clock.today())
    _by_right_body(line, deciding_body(decision), rules)
    outcome = outcome_of(line)
    departs = outcome is not None and approved != (
        outcome.judgement in (Judgement.SUITABLE, Judgement.CONDITIONAL)
    )
    departure = _departure(decision, reasons) if departs else None
    return Approval.objects.create(
        line=line,
        decision_id=decision.pk,
        is_approved=approved,
        reasons=reasons,
        items=list(line.items),
        purpose=line.request.purpose,
        data_class=line.data_class,
        rules=canonical.plain(ApprovalRules.of(rules)),
        departure=canonical.plain(departure) if departure else None,
        decided_on=decision.decided_on,
        valid_until=_valid_until(line, rules) if approved else None,
        recorded_at=clock.now(),
        recorded_by=by,
    )


def _by_right_body(line: RequestLine, took: str, rules: Rulebook) -> None:
    """Only the body that the rule names for the risk class, or one for a heavier class, may decide."""
    bodies, classes = rules.get("approval_bodies"), rules.get("risk_classes")
    risk = risk_class(judge(line, Moment.APPROVAL).facts, classes) if classes else None
    if bodies is None or risk is None:
        raise Refused("sharing.no_approval_rule")
    allowed = sufficient_bodies(bodies, risk)
    if took not in allowed:
        raise Refused(
            "sharing.wrong_body", article=rules.article("approval_bodies"), needed=allowed[0], took=took
        )
    line.risk_class = risk


def _departure(decision: Any, reasons: str) -> DepartureVote | None:
    """The vote by which the body departed from the board's opinion; None where the chair alone decided."""
    tally = getattr(decision.motion, "tally", None) if decision.motion else None
    if tally is None:
        return None
    return DepartureVote(
        votes_for=tally.votes_for,
        votes_against=tally.votes_against,
        present=tally.quorum_present,
        eligible=tally.quorum_base,
        members=tally.quorum_base,
        reasons_published=bool(reasons.strip()),
    )


def _valid_until(line: RequestLine, rules: Rulebook) -> date:
    """The asked end, cut to the months of the rule and, where so ruled, to the end of the fiscal year."""
    today = clock.today()
    asked = line.use_until or today
    retention = rules.get("retention")
    if retention is None:
        return asked
    start = max(line.use_from or today, today)
    last = clock.add_months(start, retention.approval_months) - timedelta(days=1)
    if retention.until_fiscal_year_end:
        last = min(last, clock.fiscal_year_end(start))
    return min(asked, last)


def _open_conditions(line: RequestLine) -> None:
    outcome = outcome_of(line)
    for position, asked in enumerate(outcome.conditions if outcome else (), start=1):
        Condition.objects.create(
            line=line,
            reference=f"{line.reference}-C{position}",
            text=asked["text"],
            is_precedent=asked["precedent"],
            repeats_months=asked.get("repeats_months") or None,
            owner=line.request.applicant,
            due_on=clock.today() + timedelta(days=asked["due_days"]),
        )


@transaction.atomic
def approve_provisionally(line: RequestLine, *, by: User, decision_number: str, reasons: str) -> Approval:
    """緊急承認: the chair approves in an emergency before the board has given its opinion; it lapses unless the
    body that the rule names ratifies it in time."""
    row = _locked(line)
    permit(by, row, "approve_provisionally").or_raise()
    if not row.request.is_emergency:
        raise Refused("sharing.not_an_emergency")
    if not reasons.strip():
        raise Invalid("sharing.reason_missing")
    decision = decision_about(row, decision_number)
    rules = in_force(row.request.council, clock.today())
    approval = Approval.objects.create(
        line=row,
        decision_id=decision.pk,
        is_approved=True,
        is_provisional=True,
        reasons=reasons,
        items=list(row.items),
        purpose=row.request.purpose,
        data_class=row.data_class,
        rules=canonical.plain(ApprovalRules.of(rules)),
        decided_on=decision.decided_on,
        valid_until=_valid_until(row, rules),
        recorded_at=clock.now(),
        recorded_by=by,
    )
    pass_gate(row, Moment.APPROVAL, by=by, at=clock.now())
    _move(row, "approve_provisionally", by)
    _record(row, events.LINE_PROVISIONAL, by, decision=decision_number)
    papers.draft_approval_notice(approval, by=by)
    notices.line_decided(row, decision_number)
    return approval


@transaction.atomic
def ratify(line: RequestLine, *, by: User, decision_number: str) -> Approval:
    """追認: the body that the rule names confirms a provisional approval before its deadline."""
    row = _locked(line)
    permit(by, row, "ratify").or_raise()
    decision = decision_about(row, decision_number)
    _by_right_body(row, deciding_body(decision), in_force(row.request.council, clock.today()))
    approval: Approval = row.approvals.order_by("-pk")[0]
    approval.ratified_by_id = decision.pk
    approval.save()
    pass_gate(row, Moment.APPROVAL, by=by, at=clock.now())
    _move(row, "ratify", by)
    _record(row, events.LINE_RATIFIED, by, decision=decision_number)
    return approval


@transaction.atomic
def revoke(line: RequestLine, *, by: User, decision_number: str, reasons: str) -> Approval:
    """The body that the rule names refuses to ratify a provisional approval, with its reasons."""
    row = _locked(line)
    permit(by, row, "revoke").or_raise()
    if not reasons.strip():
        raise Invalid("sharing.reason_missing")
    approval = _decide(row, by, decision_number, reasons, approved=False)
    _move(row, "revoke", by)
    _record(row, events.LINE_PROVISIONAL_REVOKED, by, decision=decision_number)
    papers.draft_approval_notice(approval, by=by)
    notices.line_decided(row, decision_number)
    return approval


@transaction.atomic
def lapse(line: RequestLine) -> bool:
    """Done by the clock: a provisional approval that nobody ratified in time is no approval any more."""
    row = _locked(line)
    made = approval_facts(row)
    if row.state != LineState.PROVISIONAL or made is None or made.rules is None:
        return False
    due = ratification_due(made, made.rules)
    if due is not None and clock.today() <= due:
        return False
    permit(None, row, "revoke").or_raise()
    _move(row, "revoke", None)
    _record(row, events.LINE_PROVISIONAL_REVOKED, None, due=due)
    notices.line_decided(row, f"{made.number}:lapsed")
    return True


def lapse_unratified() -> int:
    """Let every provisional approval lapse that was not ratified in time; how many. Harmless to repeat."""
    rows = RequestLine.objects.filter(state=LineState.PROVISIONAL).order_by("pk")
    return sum(lapse(line) for line in rows)


@transaction.atomic
def accept_provision(
    line: RequestLine,
    *,
    by: User,
    file_number: str,
    harm: str,
    reasons: str,
    items: list[str] | None = None,
) -> ProviderDecision:
    """提供決定: the holder's own decision, on its own legal ground; it may leave items out."""
    row = _locked(line)
    permit(by, row, "accept").or_raise()
    if harm != Harm.NONE_FEARED:
        raise Refused("sharing.harm_feared")
    decided = _provider_decision(row, by, file_number, harm, reasons, items, accepted=True)
    _move(row, "accept", by)
    _record(row, events.PROVISION_ACCEPTED, by, file=file_number, items=sorted(decided.items))
    notices.provision_decided(row, file_number)
    return decided


@transaction.atomic
def decline_provision(
    line: RequestLine, *, by: User, file_number: str, harm: str, reasons: str
) -> ProviderDecision:
    """The holder declines, with its reasons; the council's approval does not bind it."""
    row = _locked(line)
    permit(by, row, "decline").or_raise()
    decided = _provider_decision(row, by, file_number, harm, reasons, [], accepted=False)
    _move(row, "decline", by)
    _record(row, events.PROVISION_DECLINED, by, file=file_number)
    notices.provision_decided(row, file_number)
    return decided


def _provider_decision(
    line: RequestLine,
    by: User,
    number: str,
    harm: str,
    reasons: str,
    items: list[str] | None,
    *,
    accepted: bool,
) -> ProviderDecision:
    if not number.strip() or not reasons.strip() or harm not in Harm.values:
        raise Invalid("sharing.provider_decision_incomplete")
    chosen = sorted(line.items if items is None else items)
    if not set(chosen) <= set(line.items) or (accepted and not chosen):
        raise Invalid("sharing.items_not_asked")
    return ProviderDecision.objects.create(
        line=line,
        organ=line.dataset.provider,
        file_number=number,
        is_accepted=accepted,
        ground=line.ground,
        harm=harm,
        reasons=reasons,
        items=chosen,
        decided_on=clock.today(),
        recorded_at=clock.now(),
        recorded_by=by,
    )
