"""Blocking an organisation by decision: who enters it, who sees it, the appeal, and its end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import translation

from core import clock
from core.access.grants import give
from core.access.queries import holders
from core.access.roles import Role
from core.accounts.enums import Regime
from core.accounts.models import Organ
from core.errors import NotNow, NotPermitted, Refused
from core.ledger.models import LedgerEntry
from core.outbox.models import Job
from governance.assembly import actions as assembly
from governance.assembly.models import Decision
from governance.desk.queries.duties import of_secretariat
from governance.members import actions, queries
from governance.members.models import Block
from governance.members.permissions import may_block, permit_block
from governance.members.workflows import BLOCK
from tests.cast import enter
from tests.factories import people
from tests.factories.decisions import decision_taken
from tests.integration.members.test_memberships import admitted

START = date(2028, 2, 29)
TABLE = {
    "appeal": ("standing", {"representative"}),
    "uphold": ("appealed", {"secretary"}),
    "lift": ("standing appealed upheld", {"secretary"}),
    "run_out": ("standing appealed upheld", set()),
}


def blocked(w, **more) -> Block:
    membership = admitted(w)
    words = {"scope": "recipient", "reason": "報告を怠った。", "decision_number": decision_taken(w.council)}
    words |= {"from_on": clock.today(), "until_on": clock.today() + timedelta(days=30)}
    return actions.block(membership, by=w.secretary, **{**words, **more})


def test_every_state_verb_and_persona(here, there):
    row = blocked(here)
    people = {"secretary": here.secretary, "representative": here.representative, "auditor": here.auditor}
    strangers = [here.stranger, there.secretary, there.representative]
    assert set(BLOCK.verbs) == set(TABLE)
    for state in BLOCK.states:
        row.state = state
        for verb, (states, allowed) in TABLE.items():
            for name, user in people.items():
                may = state in states.split() and name in allowed
                assert bool(permit_block(user, row, verb)) == may, (state, verb, name)
            assert not any(permit_block(user, row, verb) for user in strangers)
            assert bool(permit_block(None, row, verb)) == (verb == "run_out" and state in states.split())


def test_it_holds_on_its_days_and_ends_by_itself(here):
    with clock.at(clock.on(START, 9)):
        row = blocked(here, from_on=START + timedelta(days=1), until_on=date(2028, 3, 31))
        standing = queries.standing(here.council, here.organisation, START)
        assert not standing.is_blocked
        assert queries.standing(here.council, here.organisation, date(2028, 3, 1)).is_blocked
    with clock.at(clock.on(date(2028, 3, 31), 23)):
        assert actions.end_blocks() == 0
        assert queries.standing(here.council, here.organisation, clock.today()).is_blocked
    with clock.at(clock.on(date(2028, 4, 1))):
        assert not queries.standing(here.council, here.organisation, clock.today()).is_blocked
        assert (actions.end_blocks(), actions.end_blocks()) == (1, 0)
    row.refresh_from_db()
    assert (row.state, row.ended_at is not None) == ("over", True)
    told = Job.objects.filter(payload__template="governance/members/block_changed", payload__state="over")
    assert {job.payload["user"] for job in told} == {here.secretary.pk, here.representative.pk}


def test_an_appeal_is_decided_by_another_decision(here):
    row = blocked(here)
    with pytest.raises(Refused, match="objection_needed"):
        actions.appeal(row, by=here.representative, objection=" ")
    actions.appeal(row, by=here.representative, objection="報告は提出していた。")
    with pytest.raises(NotNow):
        actions.appeal(row, by=here.representative, objection="もう一度。")
    assert queries.standing(here.council, here.organisation, clock.today()).is_blocked, "meanwhile it holds"
    for number, code in (("", "decision_needed"), (row.decision_number, "another_decision_needed")):
        with pytest.raises(Refused, match=code):
            actions.uphold(row, by=here.secretary, decision_number=number, reason="理由がない。")
    number = decision_taken(here.council)
    actions.uphold(row, by=here.secretary, decision_number=number, reason="提出の記録がない。")
    row.refresh_from_db()
    assert (row.state, row.outcome_decision) == ("upheld", number)
    actions.lift(row, by=here.secretary, decision_number=decision_taken(here.council), reason="提出された。")
    assert not queries.standing(here.council, here.organisation, clock.today()).is_blocked
    events = LedgerEntry.objects.filter(event__startswith="members.block").order_by("at", "event")
    assert [entry.event.removeprefix("members.block_") for entry in events] == [
        "ordered",
        "appealed",
        "upheld",
        "lifted",
    ]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"decision_number": " "}, "decision_needed"),
        ({"reason": " "}, "reason_needed"),
        ({"scope": "everything"}, "block_days"),
        ({"from_on": date(2020, 1, 1)}, "block_days"),
        ({"until_on": date(2020, 1, 1)}, "block_days"),
    ],
)
def test_it_says_why_by_what_and_until_when(here, words, code):
    with pytest.raises(Refused, match=code):
        blocked(here, **words)


def test_who_represents_the_organisation_is_not_the_secretary_of_its_case(here):
    row = blocked(here)
    give(Role.SECRETARY, here.representative, here.council)
    with pytest.raises(NotPermitted):
        actions.lift(row, by=here.representative, decision_number=decision_taken(here.council), reason="不要")
    assert not may_block(here.representative, row.membership)


def test_only_the_organisation_and_the_secretariat_see_it(here, there):
    row = blocked(here)
    page = f"/c/{here.council.slug}/members/{row.membership_id}/"
    for user in (here.secretary, here.representative):
        assert "報告を怠った。" in enter(Client(), user).get(page).content.decode()
    told = enter(Client(), here.auditor).get(page)
    assert (told.status_code, "報告を怠った" in told.content.decode()) == (200, False)
    assert row.decision_number not in told.content.decode()
    appeal = f"{page}blocks/{row.pk}/appeal/"
    statuses = {here.representative: 200, here.secretary: 403, here.auditor: 404, there.secretary: 404}
    for user, status in statuses.items():
        assert enter(Client(), user).get(appeal).status_code == status
    answer = enter(Client(), here.representative).post(appeal, {"objection": "提出していた。"})
    assert answer.status_code == 302
    lift, other = f"{page}blocks/{row.pk}/lift/", decision_taken(here.council)
    assert (
        enter(Client(), here.secretary)
        .post(lift, {"decision_number": row.decision_number, "reason": "x"})
        .status_code
        == 422
    )
    assert (
        enter(Client(), here.secretary).post(lift, {"decision_number": other, "reason": "x"}).status_code
        == 302
    )
    assert Block.objects.get().state == "lifted"


def test_the_secretary_enters_what_the_council_decided(here):
    membership = admitted(here)
    page = f"/c/{here.council.slug}/members/{membership.pk}/blocks/new/"
    words = {"decision_number": decision_taken(here.council), "scope": "all", "reason": "再三の遅延"}
    words |= {"from_on": clock.today().isoformat(), "until_on": clock.today().isoformat()}
    assert enter(Client(), here.auditor).get(page).status_code == 403
    assert enter(Client(), here.secretary).get(page).status_code == 200
    assert enter(Client(), here.secretary).post(page, words).status_code == 302
    assert Block.objects.get().scope == "all"


@pytest.mark.parametrize("on_organ", [False, True])
def test_staff_of_the_organisation_do_not_decide_its_block(here, on_organ):
    """A data officer of the organisation, or of an organ of it, is one of its own people as a representative is."""
    row, mine = blocked(here), people.with_role("seconded", Role.SECRETARY, here.council)
    assert may_block(mine, row.membership)
    assert permit_block(mine, row, "lift")
    organ = Organ.objects.create(organisation=here.organisation, name_ja="市長", regime=Regime.PUBLIC_BODY)
    give(Role.DATA_OFFICER, mine, organ if on_organ else here.organisation)
    assert may_block(mine, row.membership).code == "member_of_own_people"
    shown = enter(Client(), mine).get(f"/c/{here.council.slug}/members/{row.membership_id}/").content.decode()
    assert "この団体に属していない別の事務局職員が行います" in shown
    for verb in ("uphold", "lift"):
        row.state = "appealed"
        assert permit_block(mine, row, verb).code == "member_of_own_people"
        assert permit_block(here.secretary, row, verb)
    with pytest.raises(NotPermitted):
        actions.lift(row, by=mine, decision_number=decision_taken(here.council), reason="不要")


def test_a_block_whose_decision_was_superseded_is_looked_at(here):
    row = blocked(here)
    with translation.override("en"):
        kinds = [work.kind for work in of_secretariat(here.council)]
    assert "Decision of a block superseded" not in kinds
    former = Decision.objects.get(council=here.council, number=row.decision_number)
    words = {"title_ja": "決定", "reasons_ja": "審議のとおり決定する。", "supersedes": former}
    chair = holders(Role.CHAIR, here.council).first()
    assembly.record_decision(here.council, by=chair, **words)
    with translation.override("en"):
        kinds = [work.kind for work in of_secretariat(here.council)]
    assert "Decision of a block superseded" in kinds
    page, number = f"/c/{here.council.slug}/members/{row.membership_id}/", decision_taken(here.council)
    secretary = enter(Client(), here.secretary)
    assert f"{page}blocks/{row.pk}/uphold/" in secretary.get(page).content.decode()
    actions.uphold(row, by=here.secretary, decision_number=number, reason="改めて決定した。")
    row.refresh_from_db()
    assert (row.state, row.outcome_decision) == ("upheld", number)
    assert f"{page}blocks/{row.pk}/uphold/" not in secretary.get(page).content.decode()
    with pytest.raises(NotNow, match="block_stands"):
        actions.uphold(
            row, by=here.secretary, decision_number=decision_taken(here.council), reason="もう一度。"
        )
