"""The council's approval, and the provider's own decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from core import canonical, clock
from core.accounts.models import User
from core.errors import Invalid, NotNow, Refused
from core.ledger.actions import append
from core.ledger.events import Event
from core.rulebook.provider import in_force
from core.rulebook.values import Departure, Rulebook
from governance.assembly.enums import Visibility
from governance.sharing import notices
from governance.sharing.actions import papers
from governance.sharing.actions.binding import carried, open_conditions
from governance.sharing.actions.deciding import need_right_body, unspent
from governance.sharing.actions.history import save
from governance.sharing.actions.locking import begin
from governance.sharing.actions.verdicts import keep_answer, pass_gate
from governance.sharing.enums import Harm, Judgement, LineState, events
from governance.sharing.models import Approval, ProviderDecision, RequestLine, ReviewOutcome
from governance.sharing.permissions import permit
from governance.sharing.queries.facts_decisions import deciding_body
from governance.sharing.queries.grounds import fitting_grounds, grounds_differ
from governance.sharing.queries.requests import line as load_line
from governance.sharing.queries.upholding import approval_stands
from governance.sharing.queries.verdicts import judge
from governance.sharing.rules.approving import risk_class
from governance.sharing.rules.conditions import ConditionAsked
from governance.sharing.rules.facts import ApprovalRules, DepartureVote
from governance.sharing.rules.outcome import departure_fault
from governance.sharing.rules.retention import grant_end
from governance.sharing.rules.verdict import Moment
from governance.sharing.workflows import LINE


def locked(line: RequestLine) -> RequestLine:
    """The line, locked, with all that a verdict needs."""
    RequestLine.objects.select_for_update().get(pk=line.pk)
    return load_line(line.pk)


def record(line: RequestLine, event: Event, by: User | None, **facts: Any) -> None:
    """One ledger entry about ``line``."""
    append(event, council=line.request.council, subject=f"line:{line.reference}", facts=facts, by=by)


def move(line: RequestLine, verb: str, by: User | None) -> None:
    """Take ``line`` to the state that ``verb`` leads to."""
    line.state = LINE.after(line.state, verb)
    save(line, by)


def outcome_of(line: RequestLine) -> ReviewOutcome | None:
    """The board's newest opinion on ``line``."""
    return line.outcomes.order_by("-pk").first()


@transaction.atomic
def approve(
    line: RequestLine,
    *,
    by: User,
    decision_number: str,
    reasons: str = "",
    conditions: Sequence[ConditionAsked] | None = None,
) -> Approval:
    """Record the council's approval, taken by the body that the rule names for the line's risk class, under the
    board's conditions, or under ``conditions``.

    The gate is asked at approval; departing from the board's opinion, or dropping or softening one of its conditions,
    needs the majority and reasons of the rule.

    Raises:
        Refused: another body decided, the decision is about something else, or the gate has an obstacle.
    """
    row = locked(line)
    begin(row, "approve", by)
    under = carried(row, conditions, reasons)
    approval = decide(row, by, decision_number, reasons, approved=True, under=under)
    pass_gate(row, Moment.APPROVAL, by=by, at=clock.now())
    move(row, "approve", by)
    open_conditions(row, approval.conditions)
    record(row, events.LINE_APPROVED, by, decision=decision_number, until=approval.valid_until)
    papers.draft_approval_notice(approval, by=by)
    notices.line_decided(row, decision_number)
    return approval


@transaction.atomic
def not_approve(line: RequestLine, *, by: User, decision_number: str, reasons: str) -> Approval:
    """Record that the council does not approve the line, with its reasons."""
    row = locked(line)
    begin(row, "not_approve", by)
    if not reasons.strip():
        raise Invalid("sharing.reason_missing")
    approval = decide(row, by, decision_number, reasons, approved=False)
    keep_answer(row, Moment.APPROVAL, by=by, at=clock.now())
    move(row, "not_approve", by)
    record(row, events.LINE_NOT_APPROVED, by, decision=decision_number)
    papers.draft_approval_notice(approval, by=by)
    notices.line_decided(row, decision_number)
    return approval


def decide(
    line: RequestLine,
    by: User,
    number: str,
    reasons: str,
    *,
    approved: bool,
    opined: bool = True,
    under: tuple[list[ConditionAsked], bool] = ([], True),
) -> Approval:
    """Keep the decision ``number`` of the body that the rule names, with the vote to depart from the board, taken after
    its opinion (``opined``); ``under``: its conditions, and whether they adopt the board's."""
    decision = unspent(line, number, opined=opined)
    rules = in_force(line.request.council, clock.today())
    by_right_body(line, deciding_body(decision), rules)
    conditions, adopted = under
    departure = departure_from(line, decision, reasons, approved=approved, adopted=adopted)
    if not approved:
        need_departure(line, departure, rules)
    return Approval.objects.create(
        line=line,
        decision_id=decision.pk,
        is_approved=approved,
        reasons=reasons,
        items=list(line.items),
        purpose=line.request.purpose,
        data_class=line.data_class,
        rules=canonical.plain(ApprovalRules.of(rules)),
        conditions=[dict(one) for one in conditions],
        adopts_conditions=adopted,
        departure=kept_departure(departure, reasons),
        decided_on=decision.decided_on,
        valid_until=valid_until(line, rules) if approved else None,
        recorded_at=clock.now(),
        recorded_by=by,
    )


def by_right_body(line: RequestLine, took: str, rules: Rulebook) -> None:
    """A body that may decide about the line has decided; the line keeps the risk class by which it may."""
    facts, classes = judge(line, Moment.APPROVAL).facts, rules.get("risk_classes")
    need_right_body(line, facts, took)
    risk = risk_class(facts, classes) if classes else None
    if risk is not None:
        line.risk_class = risk


def favoured(line: RequestLine) -> bool | None:
    """Does the board's newest opinion speak for ``line``? None where there is none."""
    outcome = outcome_of(line)
    return None if outcome is None else outcome.judgement in (Judgement.SUITABLE, Judgement.CONDITIONAL)


def departure_from(
    line: RequestLine, decision: Any, reasons: str, *, approved: bool, adopted: bool = True
) -> DepartureVote | None:
    """The vote by which the body departed from the board's opinion, or from its conditions; None where it follows
    them (``adopted``), or where the chair alone decided. The register publishes ``reasons`` of public decisions."""
    favourable = favoured(line)
    if favourable is None or (approved == favourable and adopted):
        return None
    tally = getattr(decision.motion, "tally", None) if decision.motion else None
    if tally is None:
        return None
    present = tally.quorum_present if tally.votes_present is None else tally.votes_present
    eligible = tally.quorum_base if tally.votes_eligible is None else tally.votes_eligible
    return DepartureVote(
        votes_for=tally.votes_for,
        votes_against=tally.votes_against,
        present=present,
        eligible=eligible,
        members=eligible,
        reasons_published=bool(reasons.strip()) and decision.visibility == Visibility.PUBLIC,
    )


def kept_departure(vote: DepartureVote | None, reasons: str) -> dict[str, Any] | None:
    """``vote`` as it is kept, with the reasons that the register publishes."""
    return None if vote is None else {**canonical.plain(vote), "reasons": reasons.strip()}


def need_departure(line: RequestLine, vote: DepartureVote | None, rules: Rulebook) -> None:
    """What the board speaks for is refused by the majority of the rule, and for public reasons; what it does not speak
    for needs neither.

    Raises:
        Refused: the chair alone refuses, the vote did not carry it, or its reasons are not public.
    """
    rule: Departure | None = rules.get("departure_from_opinion")
    if rule is None or not favoured(line):
        return
    article, needed = rules.article("departure_from_opinion"), rule.threshold
    if vote is None:
        raise Refused("sharing.departure_by_a_body", article=article, line=line.reference)
    code = departure_fault(vote, rule)
    if code:
        fraction = {"numerator": needed.numerator, "denominator": needed.denominator}
        raise Refused(f"sharing.{code}", article=article, votes=vote.votes_for, **fraction)


def valid_until(line: RequestLine, rules: Rulebook) -> date:
    """The asked end, cut to the months of the rule and, where so ruled, to the end of the fiscal year."""
    today = clock.today()
    asked = line.use_until or today
    retention = rules.get("retention")
    if retention is None:
        return asked
    return min(asked, grant_end(max(line.use_from or today, today), retention))


@transaction.atomic
def accept_provision(
    line: RequestLine,
    *,
    by: User,
    file_number: str,
    harm: str,
    reasons: str,
    items: list[str] | None = None,
    restriction: str = "",
    ground: str | None = None,
) -> ProviderDecision:
    """提供決定: the holder's own decision, on its own legal ground (that of the request unless it names another); it
    may leave items out, and say in words what else of the data it leaves out. Where its ground is not the one of the
    request it may decide anew until the agreement is concluded: nothing flows before the two agree."""
    row = locked(line)
    verb = "decide_anew" if row.state == LineState.ACCEPTED else "accept"
    permit(by, row, verb).or_raise()
    if verb == "decide_anew" and not grounds_differ(row):
        raise NotNow("sharing.grounds_agree")
    approval_stands(row).or_raise()
    if harm != Harm.NONE_FEARED:
        raise Refused("sharing.harm_feared")
    chosen = sorted(row.items if items is None else items)
    if not chosen or not set(chosen) <= set(row.items):
        raise Invalid("sharing.items_not_asked")
    decided = decide_as_provider(
        row,
        by,
        file_number,
        harm,
        reasons,
        ground=ground,
        is_accepted=True,
        items=chosen,
        restriction=restriction.strip(),
    )
    move(row, verb, by)
    facts = {"restriction": canonical.digest(decided.restriction)} if decided.restriction else {}
    event = events.PROVISION_ACCEPTED if verb == "accept" else events.PROVISION_DECIDED_ANEW
    record(row, event, by, file=file_number, items=chosen, ground=decided.ground, **facts)
    notices.provision_decided(row, file_number)
    return decided


@transaction.atomic
def decline_provision(
    line: RequestLine, *, by: User, file_number: str, harm: str, reasons: str, ground: str | None = None
) -> ProviderDecision:
    """The holder declines, with its reasons; the council's approval does not bind it."""
    row = locked(line)
    permit(by, row, "decline").or_raise()
    decided = decide_as_provider(row, by, file_number, harm, reasons, ground=ground, is_accepted=False)
    move(row, "decline", by)
    record(row, events.PROVISION_DECLINED, by, file=file_number)
    notices.provision_decided(row, file_number)
    return decided


def decide_as_provider(
    line: RequestLine,
    by: User,
    number: str,
    harm: str,
    reasons: str,
    *,
    ground: str | None,
    **found: Any,
) -> ProviderDecision:
    """The holder's decision as it goes on record; refused where it lacks its number, its reasons or its judgement."""
    stated = line.ground if ground is None else ground
    if stated != line.ground and stated not in {one.code for one in fitting_grounds(line)}:
        raise Invalid("sharing.ground_not_fitting")
    if not number.strip() or not reasons.strip() or harm not in Harm.values:
        raise Invalid("sharing.provider_decision_incomplete")
    return ProviderDecision.objects.create(
        line=line,
        organ=line.dataset.provider,
        signatory=line.dataset.provider.head,
        file_number=number,
        ground=stated,
        harm=harm,
        reasons=reasons,
        **found,
        decided_on=clock.today(),
        recorded_at=clock.now(),
        recorded_by=by,
    )
