"""Two secretaries, two reviewers, a double click: one wins, the other is told, and the act is done once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from config.demo import procedure, requests
from consent import actions as consent
from consent.models import Consent
from core import clock
from core.accounts.models import User
from core.errors import DomainError, NotNow, NotPermitted, Refused
from core.ledger.models import LedgerEntry
from core.numbering.actions import take
from governance.rulebook import actions as rulebook
from governance.rulebook import queries as rules
from governance.sharing.actions import (
    approvals,
    conditions,
    deliveries,
    disposals,
    grants,
    incidents,
    records,
    reviews,
    revoking,
    suspensions,
    withdrawals,
)
from governance.sharing.actions import requests as verbs
from governance.sharing.enums import GrantState
from governance.sharing.models import (
    BoardBallot,
    Grant,
    Pursuit,
    RequestLine,
    SharingRequest,
)
from governance.sharing.queries.panels import seated_users
from tests.cast import Cast, World
from tests.factories.decisions import decision_voted
from tests.factories.sharing import agree, decided
from tests.integration.authzen.conftest import NOON
from tests.together import Deed, at_once

pytestmark = [pytest.mark.postgres, pytest.mark.fresh_database("granted")]


CONDITIONS = [
    {"text": text, "precedent": True, "due_days": 30}
    for text in ("取扱規程を定めること。", "責任者を置くこと。")
]


@pytest.fixture
def world(cast: Cast) -> World:
    return cast.shiomi


@pytest.fixture
def grant(world: World) -> Grant:
    return Grant.objects.get(council=world.council)


def one_wins(
    *deeds: Callable[[], Any],
    event: str,
    code: str = "not_in_this_state",
    told: type[DomainError] = NotNow,
    moment: datetime = NOON,
) -> Any:
    """One deed is done and written down once; the other is told why not."""
    before = LedgerEntry.objects.filter(event=f"sharing.{event}").count()
    results = at_once(*deeds, moment=moment)
    refused = [result for result in results if isinstance(result, Exception)]
    assert [(type(error), getattr(error, "code", str(error))) for error in refused] == [(told, code)]
    assert LedgerEntry.objects.filter(event=f"sharing.{event}").count() == before + 1
    return next(result for result in results if not isinstance(result, Exception))


def secretaries(world: World) -> tuple[User, User]:
    return world.users["secretary"], world.users["secretary_2"]


def each(
    users: Iterable[User], deed: Callable[..., Any], *about: Any, **words: Any
) -> list[Callable[[], Any]]:
    return [partial(deed, *about, by=user, **words) for user in users]


def drafted(world: World) -> SharingRequest:
    with clock.at(NOON):
        user = world.users["rep_university"]
        made = verbs.draft(world.council, by=user, recipient=world.organs["university"], **requests.RESEARCH)
        asked = {**requests.CONSENTED, **procedure.asked()}
        verbs.add_line(made, requests.steps(world), by=user, **asked)
        procedure.prove(made, by=user)
    return made


def in_review(world: World) -> SharingRequest:
    made = drafted(world)
    with clock.at(NOON):
        verbs.submit(made, by=world.users["rep_university"])
        return verbs.pass_formal_check(made, by=world.users["secretary"])


def voting(world: World, *, voted: bool = False) -> Any:
    """A line whose opinions are opened, and on which everybody or nobody has voted."""
    made = in_review(world)
    line = made.lines.get()
    with clock.at(NOON):
        for seat in seated_users(made):
            reviews.declare_interest(made, by=seat.user, interest="none")
            reviews.record_opinion(line, by=seat.user, judgement="suitable", text="確認した。")
        reviews.consolidate(made, by=world.users["secretary"])
        for seat in seated_users(made) if voted else ():
            reviews.cast_ballot(line, by=seat.user, choice="suitable")
    return line


def test_from_the_draft_to_the_grant_every_step_is_taken_once(world: World) -> None:
    made, applicant, officer = drafted(world), world.users["rep_university"], world.users["officer_mayor"]
    line = made.lines.get()
    one_wins(*each([applicant] * 2, verbs.submit, made), event="request_submitted")
    one_wins(*each(secretaries(world), verbs.pass_formal_check, made), event="formal_check_passed")
    assert (made.submissions.count(), made.reviews.count()) == (1, 1)
    panel = [seat.user for seat in seated_users(made)]
    declare = each([panel[0]] * 2, reviews.declare_interest, made, interest="none")
    one_wins(*declare, event="interest_declared", code="sharing.already_declared")
    with clock.at(NOON):
        for user in panel[1:]:
            reviews.declare_interest(made, by=user, interest="none")
        for user in panel:
            reviews.record_opinion(line, by=user, judgement="suitable", text="確認した。")
    consolidate = each(secretaries(world), reviews.consolidate, made)
    one_wins(*consolidate, event="opinions_consolidated", code="sharing.opinions_consolidated")
    results = at_once(*each(panel * 2, reviews.cast_ballot, line, choice="suitable"), moment=NOON)
    refused = [getattr(result, "code", "") for result in results if isinstance(result, Exception)]
    assert refused == ["sharing.already_voted"] * len(panel)
    assert BoardBallot.objects.filter(line=line).count() == len(panel)
    opinion = each(secretaries(world), reviews.give_opinion, line, reasons="同意の範囲内である。")
    one_wins(*opinion, event="board_opinion_given")
    one_wins(*each(secretaries(world), reviews.conclude, made), event="review_concluded")
    with clock.at(NOON):
        number = decided(world, line, "利用承認")
    words = {"decision_number": number, "reasons": "審査会の意見のとおりとする。", "conditions": CONDITIONS}
    one_wins(*each(secretaries(world), approvals.approve, line, **words), event="line_approved")
    words = {"file_number": "汐健第113号", "harm": "none_feared", "reasons": "同意がある。"}
    accept = each([officer] * 2, approvals.accept_provision, line, **words)
    one_wins(*accept, event="provision_accepted", code="sharing.grounds_agree")
    one_wins(*[lambda: agree(world, line)] * 2, event="agreement_concluded")
    takes_effect_once(world, line)


def takes_effect_once(world: World, line: RequestLine) -> None:
    """The last two conditions are checked at once."""
    applicant = world.users["rep_university"]
    assert Grant.objects.get(line=line).state == GrantState.AWAITING
    asked = list(line.conditions.order_by("pk"))
    with clock.at(NOON):
        for one in asked:
            conditions.submit_evidence(one, by=applicant, evidence="規程を定めた。")
    checks = [
        partial(conditions.accept_evidence, one, by=user)
        for one, user in zip(asked, secretaries(world), strict=True)
    ]
    assert [one.state for one in at_once(*checks, moment=NOON)] == ["met", "met"]
    grant = Grant.objects.get(line=line)
    told = LedgerEntry.objects.filter(event="sharing.grant_activated", subject=f"grant:{grant.reference}")
    assert (grant.state, told.count()) == (GrantState.ACTIVE, 1)


def test_a_line_is_approved_or_not_and_never_both(world: World) -> None:
    line = voting(world, voted=True)
    secretary, other = secretaries(world)
    with clock.at(NOON):
        reviews.give_opinion(line, by=secretary, reasons="同意の範囲内である。")
        reviews.conclude(line.request, by=secretary)
        numbers = [decided(world, line, title) for title in ("利用承認", "不承認")]
    results = at_once(
        partial(approvals.approve, line, by=secretary, decision_number=numbers[0]),
        partial(approvals.not_approve, line, by=other, decision_number=numbers[1], reasons="再考した。"),
        moment=NOON,
    )
    (made,) = (one for one in results if not isinstance(one, Exception))
    assert [one.code for one in results if isinstance(one, Exception)] == ["not_in_this_state"]
    line.refresh_from_db()
    assert (line.approvals.get(), line.state) == (made, "approved" if made.is_approved else "not_approved")


def test_from_the_delivery_to_the_disposal_every_step_is_taken_once(world: World, grant: Grant) -> None:
    officer, recipient = world.users["officer_mayor"], world.users["rep_university"]
    prepare = each([officer] * 2, deliveries.prepare, grant)
    delivery = one_wins(*prepare, event="delivery_prepared", code="sharing.delivery_open", told=Refused)
    at_once(*[lambda: deliveries.write_list(delivery)] * 2, moment=NOON)
    assert delivery.manifest.count() == delivery.manifest.values("person").distinct().count() > 0
    one_wins(*each([officer] * 2, deliveries.release, delivery), event="delivery_released")
    confirm = each([recipient] * 2, records.confirm_receipt, delivery)
    one_wins(*confirm, event="delivery_confirmed", code="sharing.receipt_confirmed_already")
    given = Consent.objects.get(person=delivery.manifest.first().person)
    with clock.at(NOON):
        consent.withdraw(given.person, [given.item], by=None, route="feed")
    answers = each([recipient] * 2, withdrawals.answer, Pursuit.objects.get(), outcome="deleted")
    one_wins(*answers, event="withdrawal_answered", code="sharing.withdrawal_answered_already")
    with clock.at(NOON):
        words = {"decision_number": decided(world, grant.line), "reason": "目的外の利用"}
    ends = at_once(
        partial(grants.give_back, grant, by=recipient),
        partial(revoking.revoke, grant, by=world.users["secretary"], **words),
        moment=NOON,
    )
    assert [type(result) for result in ends].count(NotNow) == 1
    words = {"method": "erase", "disposed_on": NOON.date(), "witness": "課長", "description": "消去した。"}
    file = each([recipient] * 2, disposals.file, grant, **words)
    one_wins(*file, event="disposal_filed", code="sharing.disposal_filed_already")
    one_wins(*each([officer] * 2, disposals.verify, grant), event="grant_closed")


def test_one_secretary_passes_what_the_other_returns(world: World) -> None:
    made = drafted(world)
    first, second = secretaries(world)
    with clock.at(NOON):
        verbs.submit(made, by=world.users["rep_university"])
    results = at_once(
        lambda: verbs.pass_formal_check(made, by=first),
        lambda: verbs.return_for_correction(made, by=second, reason="保存期間の記載がない。"),
        moment=NOON,
    )
    assert [type(result) for result in results].count(NotNow) == 1
    made.refresh_from_db()
    assert (made.state, made.reviews.count()) in {("in_review", 1), ("drafted", 0)}
    assert made.submissions.filter(returned_at__isnull=False).count() == (made.state == "drafted")


def test_a_ballot_cast_while_the_opinion_is_fixed_is_counted_or_refused(world: World) -> None:
    line = voting(world)
    *early, late = [seat.user for seat in seated_users(line.request)]
    with clock.at(NOON):
        for user in early:
            reviews.cast_ballot(line, by=user, choice="suitable")
    secretary, over = world.users["secretary"], NOON + timedelta(days=60)
    opinion = Deed(
        lambda: reviews.give_opinion(line, by=secretary, reasons="適当である。"), hold=True, moment=over
    ).held()
    ballot = Deed(lambda: reviews.cast_ballot(line, by=late, choice="unsuitable"), moment=NOON).waiting()
    assert opinion.end().votes["present"] == len(early)
    assert isinstance(ballot.end(), NotNow)
    assert BoardBallot.objects.filter(line=line).count() == len(early)


def test_an_edition_that_comes_into_force_during_the_opinion_is_not_half_obeyed(world: World) -> None:
    """The vote is counted under the old charter; while the number is waited for, the new one is adopted. The
    opinion keeps the rules that it was counted under."""
    line, secretary = voting(world, voted=True), world.users["secretary"]
    old = majority(world)
    year = clock.fiscal_year(NOON.date())
    other = Deed(lambda: take(f"{world.council.slug}:E:{year}"), hold=True).held()
    opinion = Deed(
        lambda: reviews.give_opinion(line, by=secretary, reasons="適当である。"), moment=NOON
    ).waiting()
    with clock.at(NOON):
        adopt_majority(world, 3, 4)
    other.end()
    stored = opinion.end().rules["majority"]["threshold"]
    assert majority(world) == (3, 4) != old
    assert (stored["numerator"], stored["denominator"]) == old


def majority(world: World) -> tuple[int, int]:
    asked = rules.in_force(world.council, NOON.date()).get("board_majority").threshold
    return asked.numerator, asked.denominator


def adopt_majority(world: World, numerator: int, denominator: int) -> None:
    """An amendment of the charter that asks another majority of the board, in force today."""
    secretary = world.users["secretary"]
    citation = rules.in_force(world.council, clock.today()).article("board_majority")
    instrument = rules.instruments(world.council).get(code=citation.instrument)
    amendment = rulebook.draft_amendment(instrument, by=secretary)
    asked = {"numerator": numerator, "denominator": denominator, "strict": False, "base": "present"}
    rulebook.set_setting(
        amendment, citation.provision, "board_majority", by=secretary, value={"threshold": asked}
    )
    rulebook.adopt_amendment(
        amendment, by=secretary, decision_number=decision_voted(world.council), effective_on=clock.today()
    )


def test_a_release_waits_for_a_suspension_and_is_refused(world: World, grant: Grant) -> None:
    with clock.at(NOON):
        delivery = deliveries.prepare(grant, by=world.users["officer_mayor"])
        deliveries.write_list(delivery)
    suspension = partial(suspensions.suspend, grant, by=world.users["secretary"], reason="点検")
    stop = Deed(suspension, hold=True, moment=NOON).held()
    release = Deed(
        lambda: deliveries.release(delivery, by=world.users["officer_mayor"]), moment=NOON
    ).waiting()
    stop.end()
    assert isinstance(release.end(), Refused)
    delivery.refresh_from_db()
    assert delivery.state == "prepared"


def test_a_request_taken_back_is_not_judged_and_an_incident_is_taken_in_hand_once(world: World) -> None:
    made = in_review(world)
    line, reviewer = made.lines.get(), world.users["reviewer_law"]
    with clock.at(NOON):
        reviews.declare_interest(made, by=reviewer, interest="none")
        row = incidents.report(
            world.council,
            by=world.users["rep_university"],
            title_ja="誤送信",
            description="宛先を誤った。",
            organisations=[world.organisations["bus"]],
        )
    take_back = Deed(
        lambda: verbs.withdraw(made, by=world.users["rep_university"]), hold=True, moment=NOON
    ).held()
    opinion = Deed(
        lambda: reviews.record_opinion(line, by=reviewer, judgement="suitable", text="確認した。"),
        moment=NOON,
    ).waiting()
    take_back.end()
    assert isinstance(opinion.end(), NotNow | NotPermitted)
    assert not line.individual_opinions.exists()
    one_wins(*each(secretaries(world), incidents.take_in_hand, row), event="incident_taken_in_hand")
