"""What a member lacks, and how long an office lasts."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from core.errors import NotNow, Refused
from core.rulebook.editions import EditionInForce
from governance.members.rules import (
    DutyHeld,
    PledgeHeld,
    Standing,
    class_of,
    in_one_hand,
    may_accept,
    may_admit,
    may_also_hold,
    may_begin_again,
    missing,
    secrecy_until,
    still_said,
    term_end,
)
from governance.members.workflows import MEMBERSHIP
from tests.factories.rules import article, rulebook, with_edition

ON = date(2026, 11, 2)
GOOD = Standing("admitted", "full", 1, date(2026, 4, 1), on=ON)


def codes(*args):
    return [(gap.code, gap.blocks) for gap in missing(*args)]


def test_nothing_is_missing_from_a_member_in_good_standing():
    assert codes(GOOD, PledgeHeld(1, date(2026, 4, 1)), rulebook()) == []


@pytest.mark.parametrize("state", ["applied", "suspended", "withdrawn", "rejected", "expelled"])
def test_every_other_state_is_named(state):
    assert codes(Standing(state, on=ON), PledgeHeld(1, ON), rulebook()) == [(f"membership_{state}", True)]


def test_who_never_applied_is_no_member():
    assert codes(Standing(on=ON), None, rulebook()) == [("membership_none", True), ("pledge_missing", True)]


def test_an_old_pledge_still_counts_within_the_transition_and_no_longer():
    rules = with_edition(rulebook(), 2, previous_until=ON)
    assert codes(GOOD, PledgeHeld(1, ON), rules) == [("pledge_outdated", False)]
    late = with_edition(rulebook(), 2, previous_until=date(2026, 11, 1))
    assert codes(GOOD, PledgeHeld(1, ON), late) == [("pledge_outdated", True)]
    two_behind = with_edition(rulebook(), 3, previous_until=ON)
    assert codes(GOOD, PledgeHeld(1, ON), two_behind) == [("pledge_outdated", True)]


def test_each_former_edition_counts_for_the_days_it_was_given():
    """Edition 2 took the place of 1 on 1 October, edition 3 of 2 on 1 November; sixty days each."""
    edition = EditionInForce(
        "participation", 3, date(2026, 11, 1), 60, ((1, date(2026, 10, 1)), (2, date(2026, 11, 1)))
    )
    assert edition.counts_until(1) == date(2026, 11, 29)
    assert edition.counts_until(2) == edition.previous_until == date(2026, 12, 30)
    rules = dataclasses.replace(rulebook(), editions={"participation": edition})
    assert codes(GOOD, PledgeHeld(1, ON), rules) == [("pledge_outdated", False)]
    over = dataclasses.replace(rules, on=date(2026, 11, 30))
    assert codes(GOOD, PledgeHeld(1, ON), over) == [("pledge_outdated", True)]
    assert codes(GOOD, PledgeHeld(2, ON), over) == [("pledge_outdated", False)]


def test_without_participation_rules_no_pledge_is_missing():
    rules = rulebook()
    object.__setattr__(rules, "editions", {})
    assert codes(GOOD, None, rules) == []
    assert may_accept(1, None, rules).code == "no_participation_rules"
    assert may_admit(None, rules)


def test_a_duty_is_overdue_from_the_day_after_and_blocks_by_the_rule():
    due_today = DutyHeld("disposal", "grant:G-1", ON)
    report = DutyHeld("report", "request:R-1", date(2026, 11, 1))
    disposal = DutyHeld("disposal", "grant:G-2", date(2026, 11, 1))
    standing = Standing("admitted", on=ON, duties=(due_today, report, disposal))
    assert standing.overdue == (report, disposal)
    found = missing(standing, PledgeHeld(1, ON), rulebook())
    assert [(gap.duty, gap.blocks) for gap in found] == [(disposal, True), (report, False)]
    unruled = missing(standing, PledgeHeld(1, ON), rulebook(blocking_duties=None))
    assert [gap.blocks for gap in unruled] == [False, False]


def test_only_the_edition_in_force_is_accepted_and_once():
    assert may_accept(1, None, rulebook())
    assert may_accept(2, None, rulebook()).error is NotNow
    assert may_accept(1, PledgeHeld(1, ON), rulebook()).code == "pledge_already_accepted"


def test_admission_waits_for_the_pledge():
    assert may_admit(None, rulebook()).code == "pledge_needed"
    assert may_admit(PledgeHeld(1, ON), rulebook())


def test_a_class_that_the_rules_do_not_know_is_refused_with_the_article():
    assert class_of("supporting", rulebook()).votes == 0
    with pytest.raises(Refused) as refused:
        class_of("gold", rulebook())
    assert refused.value.article == rulebook().article("membership_classes")
    with pytest.raises(Refused):
        class_of("full", rulebook(membership_classes=None))


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2026, 4, 1), date(2028, 3, 31)),
        (date(2024, 2, 29), date(2026, 2, 28)),
        (date(2026, 1, 1), date(2027, 12, 31)),
    ],
)
def test_a_term_ends_the_day_before_it_would_begin_again(start, end):
    assert term_end(start, rulebook().get("terms_of_office")) == end


def test_a_substitute_serves_the_remainder():
    assert term_end(ON, rulebook().get("terms_of_office"), remainder_of=date(2027, 3, 31)) == date(
        2027, 3, 31
    )
    assert term_end(ON, None) is None


FULL, REST = (date(2024, 4, 1), date(2026, 3, 31)), (date(2025, 7, 1), date(2026, 3, 31))


@pytest.mark.parametrize(
    ("renewable", "former", "start", "may"),
    [
        (False, FULL, date(2026, 4, 1), False),
        (False, FULL, date(2026, 4, 2), True),
        (False, REST, date(2026, 4, 1), True),
        (True, FULL, date(2026, 4, 1), True),
    ],
)
def test_nobody_follows_a_full_term_where_the_rules_allow_no_reappointment(
    renewable: bool, former: tuple[date, date], start: date, may: bool
) -> None:
    book = rulebook(terms_of_office={"years": 2, "renewable": renewable})
    assert bool(may_begin_again([former], start, book)) is may


def test_the_table_has_an_end_and_no_way_back_from_it():
    for state in ("withdrawn", "rejected", "expelled"):
        assert {row.target for row in MEMBERSHIP.rows if row.source == state} == {state}


@pytest.mark.parametrize(
    ("office", "held", "may"),
    [
        ("auditor", {"chair"}, False),
        ("vice_chair", {"auditor"}, False),
        ("steering", {"auditor"}, False),
        ("auditor", {"assembly", "auditor"}, True),
        ("chair", {"steering", "vice_chair"}, True),
    ],
)
def test_an_auditor_holds_no_other_office_where_the_bylaws_say_so(
    office: str, held: set[str], may: bool
) -> None:
    silent = rulebook()
    book = dataclasses.replace(silent, basis={"auditor_apart": article("officers")})
    verdict = may_also_hold(office, held, book)
    assert bool(verdict) is may
    assert (verdict.article is None) is may
    assert may_also_hold(office, held, silent)


def test_what_is_better_kept_apart_is_named() -> None:
    assert in_one_hand({"secretary", "chair", "member", "steering"}) == {"secretary", "chair"}
    assert not in_one_hand({"secretary", "approver", "assessor"})
    assert in_one_hand({"ethics_board", "secretary"})


def test_a_reason_is_about_what_it_was_given_for_alone() -> None:
    held, said = {"secretary", "chair", "auditor"}, [["chair", "secretary"]]
    assert in_one_hand(held, explained=said) == held, "the auditor is new"
    assert not in_one_hand(held, explained=[*said, ["auditor", "chair", "secretary"]])
    assert in_one_hand(held, explained=[["chair"], ["secretary"]]) == held, "each alone says nothing"


def test_a_reason_says_nothing_of_a_seat_that_began_later() -> None:
    pair, given = ["auditor", "steering"], date(2026, 4, 1)
    assert still_said(pair, given, {"steering": given, "chair": date(2028, 4, 1)}) == {"auditor", "steering"}
    assert still_said(pair, given, {"steering": date(2028, 4, 1)}) == {"auditor"}


@pytest.mark.parametrize(
    ("ended_on", "years", "until"),
    [
        (date(2024, 2, 29), 5, date(2029, 2, 28)),
        (date(2026, 4, 1), 0, None),
        (date(2026, 4, 1), None, None),
        (None, 5, None),
    ],
)
def test_secrets_are_kept_for_years_after_leaving(ended_on, years, until):
    fixed = {"confidentiality": None if years is None else {"years_after": years}}
    assert secrecy_until(ended_on, rulebook(**fixed)) == until
