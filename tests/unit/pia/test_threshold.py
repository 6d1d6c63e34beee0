"""Whether the rule asks for an assessment, and how long one counts."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rulebook.values import PiaRequirement
from pia.enums import State, Trigger
from pia.rules.threshold import TRIGGERS, Answers, judge
from pia.rules.validity import CURRENT_STATES, is_current, valid_until

triggers = st.frozensets(st.sampled_from(TRIGGERS))
rules = st.builds(
    PiaRequirement, persons_at_least=st.integers(1, 5000), triggers=triggers, months=st.integers(1, 60)
)
answers = st.builds(Answers, persons=st.integers(0, 10_000), triggers=triggers)
USUAL = PiaRequirement(persons_at_least=1000, triggers=frozenset(TRIGGERS), months=24)


@given(answers, rules)
def test_any_one_ground_is_enough_and_none_is_not(given_answers: Answers, rule: PiaRequirement) -> None:
    judgement = judge(given_answers, rule)
    many = (given_answers.persons or 0) >= rule.persons_at_least
    named = given_answers.triggers & rule.triggers
    assert judgement.required == (many or bool(named))
    assert set(judgement.grounds) == named | ({"persons"} if many else set())
    assert judgement.persons_at_least == rule.persons_at_least


@given(answers, rules, st.integers(0, 5000), triggers)
def test_more_people_or_more_circumstances_never_lift_the_duty(
    given_answers: Answers, rule: PiaRequirement, more: int, further: frozenset[str]
) -> None:
    worse = Answers((given_answers.persons or 0) + more, given_answers.triggers | further)
    assert judge(worse, rule).required >= judge(given_answers, rule).required


@pytest.mark.parametrize(("persons", "required"), [(0, False), (999, False), (1000, True), (1001, True)])
def test_the_number_is_at_least(persons: int, required: bool) -> None:
    assert judge(Answers(persons), USUAL).required is required


def test_without_a_provision_nothing_is_asked() -> None:
    judgement = judge(Answers(1_000_000, frozenset(TRIGGERS)), None)
    assert (judgement.required, judgement.grounds, judgement.persons_at_least) == (False, (), None)


def test_an_unanswered_question_is_not_judged() -> None:
    assert not Answers(None).answered
    with pytest.raises(ValueError, match="not answered"):
        judge(Answers(None), USUAL)


def test_the_words_of_rule_and_screen_agree() -> None:
    assert set(TRIGGERS) == set(Trigger.values)


@pytest.mark.parametrize(
    ("approved", "months", "last"),
    [
        (date(2026, 4, 1), 24, date(2028, 4, 1)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 3, 31), 12, date(2027, 3, 31)),
    ],
)
def test_months_end_on_the_same_day_or_the_last(approved: date, months: int, last: date) -> None:
    rule = PiaRequirement(persons_at_least=1, triggers=frozenset(), months=months)
    assert valid_until(approved, rule) == last


def test_the_usual_period_where_no_rule_fixes_one() -> None:
    assert valid_until(date(2026, 4, 1), None) == date(2028, 4, 1)


def test_it_counts_from_its_approval_to_its_last_day() -> None:
    since, until = date(2026, 4, 1), date(2028, 4, 1)
    counts = {
        on: is_current("approved", since, until, on)
        for on in (date(2026, 3, 31), since, date(2027, 1, 1), until, date(2028, 4, 2))
    }
    assert list(counts.values()) == [False, True, True, True, False]
    assert not is_current("approved", None, until, since)
    assert not is_current("approved", since, None, since)


def test_only_approved_and_published_count() -> None:
    since, until = date(2026, 4, 1), date(2028, 4, 1)
    counting = {state for state in State.values if is_current(state, since, until, since)}
    assert counting == CURRENT_STATES == {"approved", "published"}
