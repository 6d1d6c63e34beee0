"""Finer points of single checks: order, boundaries, and what each answer says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.rulebook import values as rules
from governance.sharing.rules import facts as f
from governance.sharing.rules.gate import evaluate
from governance.sharing.rules.replaying import Situation
from governance.sharing.rules.verdict import Moment
from tests.unit.sharing.gate_case import (
    AT,
    FACTS,
    HALF,
    ITEMS,
    LAW,
    RULES,
    TODAY,
    ballots,
    changed,
    rulebook,
    seats,
)
from tests.unit.sharing.reasons import (
    ANONYMISED,
    JOINT,
    MEASURES,
    RELATED,
    TO_COMPANY,
    situation,
)
from tests.unit.sharing.reasons_decisions import AGAINST, ON_CONDITIONS, PROVISIONAL


def reason(code: str, **changes) -> str:
    return situation(**changes).check(code).reason


def test_a_duty_due_today_is_not_overdue():
    duty = f.OverdueDuty("disposal", "G-7", TODAY)
    assert reason("standing", duties=(duty,)) == "in_order"


def test_how_late_a_duty_is():
    check = situation(duties=(f.OverdueDuty("disposal", "G-7", TODAY - timedelta(days=12)),)).check(
        "standing"
    )
    assert check.params == {"kind": "disposal", "reference": "G-7", "days": 12}


@pytest.mark.parametrize(("state", "found"), [("applied", "not_a_member"), ("withdrawn", "left")])
def test_membership_states(state: str, found: str):
    assert reason("standing", recipient__membership=state) == found


@pytest.mark.parametrize(("days", "found"), [(0, "in_transition"), (1, "outdated")])
def test_the_transition_ends_with_its_last_day(days: int, found: str):
    until = TODAY - timedelta(days=days)
    assert reason("pledge", pledge__edition=1, transition=("participation", until)) == found


def test_the_transition_reaches_back_one_edition_only():
    assert reason("pledge", pledge__edition=0, transition=("participation", TODAY)) == "outdated"


def test_a_pledge_of_tomorrow_is_none():
    assert reason("pledge", pledge__accepted_on=TODAY + timedelta(days=1)) == "not_accepted"


def test_what_a_machine_asks_within_the_grant_passes():
    asked = f.Asked(items=frozenset({"steps"}), purpose=FACTS.line.purpose)
    assert situation(asked=asked).allowed


def test_entrustment_with_named_subprocessors_fits():
    terms = f.Entrustment(own_purpose=False, subprocessors=())
    assert reason("transfer_form", line__form="entrustment", line__entrustment=terms) == "fits"


def test_a_tree_of_subprocessors_fits_once_each_has_country_and_task_and_abroad_was_examined():
    tree = (
        f.Subprocessor("計算社", "JP", "集計"),
        f.Subprocessor("倉庫社", "SG", "保管", of=1),
    )
    terms = f.Entrustment(own_purpose=False, subprocessors=tree)
    stated = {"line__form": "entrustment", "line__entrustment": terms}
    assert situation(**stated).check("transfer_form").params == {"countries": "SG"}
    assert reason("transfer_form", **stated, line__environment_grasped=frozenset({"SG"})) == "fits"
    no_task = f.Entrustment(own_purpose=False, subprocessors=(f.Subprocessor("計算社", "JP"),))
    found = situation(line__form="entrustment", line__entrustment=no_task).check("transfer_form")
    assert (found.reason, found.params) == ("subprocessor_incomplete", {"names": "計算社"})


@pytest.mark.parametrize(
    "changes",
    [
        {"line__form": "joint_use", "line__joint_use": f.JointUse(JOINT, TODAY, "市のページ")},
        {"line__form": "internal_use", "recipient__organisation": "o1", "recipient__organ": "mayor"},
        {"line__form": "succession", "line__succession_reference": "X"},
        {"line__form": "statutory", "line__statute": "X"},
    ],
)
def test_forms_that_fit(changes: dict):
    assert reason("transfer_form", **changes) == "fits"


def test_joint_use_names_what_is_missing():
    joint = f.JointUse(JOINT - {"manager"}, TODAY)
    check = situation(line__form="joint_use", line__joint_use=joint).check("transfer_form")
    assert (check.reason, check.params) == ("not_made_known", {"missing": "manager"})


@pytest.mark.parametrize(
    "changes",
    [
        TO_COMPANY | ANONYMISED | {"line__publication_record": "P-1"},
        ANONYMISED | {"line__procedure_reference": "X"},
        RELATED | {"line__recipient_holds_as_personal": False},
        RELATED | {"line__recipient_holds_as_personal": True, "line__recipient_consent_confirmed": True},
        {"line__data_class": "special_care"},
        {"line__data_class": "statistical", "line__processing": "statistics"},
    ],
)
def test_classes_that_may_go(changes: dict):
    assert reason("data_class", **changes) == "may_go"


def test_the_wrong_processing_does_not_make_data_lighter():
    assert (
        reason("data_class", line__data_class="anonymised", line__processing="statistics")
        == "lighter_than_source"
    )


def test_an_assessment_is_asked_by_one_trait_alone():
    few = {"dataset__persons": 10, "pia": None}
    assert reason("pia", **few, dataset__triggers=frozenset({"children"})) == "none"
    assert reason("pia", **few, dataset__triggers=None) == "scale_unknown"
    assert reason("pia", **few, dataset__triggers=frozenset({"camera"})) == "not_asked"


def test_persons_are_counted_before_the_board_works_in_vain():
    """An assessment is asked and there, but who approves depends on how many persons there are."""
    trait = {"dataset__triggers": frozenset({"location"})}
    assert reason("pia", **trait) == "covered"
    assert reason("pia", **trait, dataset__persons=None) == "scale_unknown"
    assert reason("pia", **trait, dataset__persons=None, line__data_class="statistical") == "covered", (
        "minor anyhow"
    )


@pytest.mark.parametrize(
    ("approved", "found"), [(date(2024, 11, 23), "covered"), (date(2024, 11, 22), "expired")]
)
def test_an_assessment_is_in_date_for_the_months_of_the_rule(approved: date, found: str):
    assert reason("pia", pia__approved_on=approved, pia__valid_until=None) == found


def test_an_assessment_shortened_by_a_new_edition_counts_in_transition():
    changes = {"pia__approved_on": date(2024, 6, 1)}
    assert reason("pia", **changes) == "expired"
    assert reason("pia", **changes, transition=("data_rules", TODAY)) == "in_transition"


def test_an_assessment_outdated_by_the_rule_fails_after_the_transition():
    check = situation(pia__state="outdated", pia__outdated_by="rule").check("pia")
    assert (check.reason, check.params["cause"]) == ("outdated", "rule")


def test_an_assessment_without_a_named_cause_was_changed():
    assert situation(pia__state="outdated").check("pia").params["cause"] == "change"


def test_what_the_assessment_does_not_cover_is_named():
    check = situation(
        pia__items=frozenset(), pia__recipients=frozenset(), pia__places=frozenset(), pia__stages=frozenset()
    ).check("pia")
    assert check.params["missing"] == "items, places, recipient, stages"


def test_the_notice_that_lacks_least_is_named():
    far = f.NoticeChoice("N-1", frozenset(), "B", frozenset(), False)
    near = f.NoticeChoice("N-2", ITEMS, FACTS.line.purpose, frozenset({"o7"}), True)
    check = situation(consents__choices=(far, near)).check("consent")
    assert check.params == {"notice": "N-2", "lacking": "recipient"}


@pytest.mark.parametrize(
    "state", [None, "requested", "deferred", "refused", "withdrawn", "revoked", "expired", "invalidated"]
)
def test_only_a_consent_in_force_counts(state: str | None):
    check = situation(person__consent=state).check("consent")
    assert (check.reason, check.params) == ("person_not_in_force", {"state": state or "none"})


def test_a_consent_ends_at_its_moment():
    assert reason("consent", person__consent_until=AT) == "person_not_in_force"
    assert reason("consent", person__consent_until=AT + timedelta(seconds=1)) == "person_in_force"


def test_before_the_flow_nobody_need_have_consented_yet():
    changes = {"scope": "line", "person": None, "consents__in_force": 0}
    assert reason("consent", **changes, moment=Moment.APPROVAL) == "covered"
    assert reason("consent", **changes, moment=Moment.FLOW) == "nobody_in_force"


def test_a_release_list_in_order_passes_and_an_empty_one_does_not():
    release = {"scope": "release", "person": None}
    assert situation(**release, release=f.ReleaseList(8213, 0, 0)).allowed
    assert reason("consent", **release, release=f.ReleaseList(0, 0, 0)) == "nobody_in_force"


def test_how_many_fell_out_is_said():
    check = situation(scope="line", person=None).check("consent")
    assert check.params == {"notice": "N-3/v2", "in_force": 8213, "out_withdrawn": 1}


@pytest.mark.parametrize(
    ("age", "found"), [(timedelta(days=2, hours=23), "fresh"), (timedelta(days=3), "stale")]
)
def test_a_feed_is_stale_after_the_days_of_the_rule(age: timedelta, found: str):
    assert reason("consent_feed", feeds=(f.Feed("F-1", AT - age, True),)) == found


def test_a_feed_of_the_future_is_not_believed():
    assert reason("consent_feed", feeds=(f.Feed("F-1", AT + timedelta(hours=1), True),)) == "stale"


def test_every_feed_must_be_fresh():
    fresh, stale = f.Feed("F-1", AT, True), f.Feed("F-2", AT - timedelta(days=9), True)
    assert situation(feeds=(fresh, stale)).check("consent_feed").params["feed"] == "F-2"


def test_why_somebody_is_held_is_not_in_the_answer():
    check = situation(person__held_since=AT).check("person_hold")
    assert set(check.params) == {"since"}


@pytest.mark.parametrize("ground", sorted(LAW.grounds))
def test_a_hold_counts_on_every_ground(ground):
    changes = {"line__ground": ground, "line__ground_reason": "X", "person__held_since": AT}
    assert reason("person_hold", **changes) == "on_hold"


def test_the_measures_abroad_are_checked_every_year():
    table = {"clocks": {}}
    abroad = {"recipient__country": "US", "line__foreign": MEASURES}
    assert reason("foreign_recipient", **abroad, law=table) == "not_in_law_table"


def test_a_safeguard_of_special_care_comes_on_top():
    check = situation(line__data_class="special_care").check("safeguards")
    assert (check.reason, check.params) == ("not_declared", {"missing": "separate_room"})


def test_pseudonymised_data_has_its_own_safeguards():
    changes = {"line__data_class": "pseudonymised", "line__safeguards": frozenset({"access_log"})}
    assert reason("safeguards", **changes) == "in_place"


def test_the_limit_that_is_exceeded_is_named():
    check = situation(line__retention_months=36).check("retention")
    assert check.params == {"asked": 36, "allowed": 12, "by": "pia"}


def test_a_disposal_without_a_date_is_no_plan():
    assert reason("retention", line__disposal_by=None) == "no_disposal_plan"


@pytest.mark.parametrize(
    "name", ["board_majority", "recusal_scope", "independent_opinions", "board_authority"]
)
def test_each_rule_of_the_board_must_be_set(name: str):
    check = situation(settings={name: None}).check("opinion")
    assert (check.reason, check.params) == ("rule_not_set", {"setting": name})


def test_a_departure_needs_its_rule():
    assert reason("opinion", **AGAINST, settings={"departure_from_opinion": None}) == "rule_not_set"


def test_dropping_the_boards_conditions_is_a_departure():
    assert reason("opinion", **ON_CONDITIONS, approval__adopts_conditions=False) == "departure_open"


def test_before_the_flow_conditions_need_not_be_recorded():
    changes = ON_CONDITIONS | {"conditions": (), "moment": Moment.APPROVAL}
    assert reason("opinion", **changes) == "conditional"


def test_reasons_stay_unpublished_where_the_rule_does_not_ask():
    vote = f.DepartureVote(4, 1, 5, 6, 6, reasons_published=False)
    open_rule = rules.Departure(rules.Threshold(2, 3, strict=False, base="all"), publish_reasons=False)
    settings = {"departure_from_opinion": open_rule}
    assert reason("opinion", **AGAINST, approval__departure=vote, settings=settings) == "departed"


def test_open_opinions_need_not_all_be_in():
    changes = {"panel__seats": seats(m4={"opinion_in": False})}
    settings = {"independent_opinions": rules.Independence(blind=False)}
    assert reason("opinion", **changes, settings=settings) == "suitable"


def test_nobody_votes_twice():
    twice = (*ballots(*["suitable"] * 5), f.BallotCast("m1", "suitable"))
    assert reason("opinion", panel__ballots=twice) == "ballot_not_allowed"


def test_an_interest_outside_the_scope_does_not_bar():
    assert reason("opinion", panel__seats=seats(m2={"interests": frozenset({"other"})})) == "suitable"


EXPEDITED = {"panel__expedited": True, "panel__seats": seats(m1={"present": False}, m2={"present": False})}


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"line__data_class": "statistical", "line__processing": "statistics"}, "suitable"),
        ({"line__minor_change": True}, "suitable"),
        ({"line__minor_change": True, "settings": {"expedited_review": None}}, "expedited_not_open"),
    ],
)
def test_an_expedited_review_is_for_what_the_rule_names(changes: dict, found: str):
    cast = tuple(f.BallotCast(member, "suitable") for member in ("m3", "m4", "m5"))
    assert reason("opinion", **EXPEDITED, panel__ballots=cast, **changes) == found


@pytest.mark.parametrize("name", ["risk_classes", "approval_bodies"])
def test_each_rule_of_approval_must_be_set(name: str):
    assert situation(settings={name: None}).check("approval").params == {"setting": name}


def test_a_heavier_body_may_approve():
    assert reason("approval", approval__body="assembly") == "approved"


def test_where_the_board_decides_its_decision_is_the_approval():
    settings = {"board_authority": rules.BoardAuthority("decides")}
    assert reason("approval", approval__body="board", settings=settings) == "approved"
    assert reason("approval", settings=settings) == "wrong_body"


def test_emergency_needs_its_rule_and_its_office():
    assert reason("approval", **PROVISIONAL, settings={"emergency_approval": None}) == "rule_not_set"
    assert reason("approval", **{**PROVISIONAL, "approval__body": "steering"}) == "wrong_body"


def test_without_its_rules_the_boards_vote_ends_no_emergency():
    voted = {"panel": FACTS.panel, "panel__voted_on": TODAY, "settings": {"board_quorum": None}}
    assert reason("opinion", **PROVISIONAL | voted) == "emergency"


def test_a_ratified_approval_needs_the_opinion_again():
    verdict = situation(**PROVISIONAL, approval__ratified=True)
    assert verdict.check("approval").reason == "approved"
    assert verdict.check("opinion").reason == "no_panel"


@pytest.mark.parametrize(
    ("changes", "what"), [({"purpose": "B"}, "purpose"), ({"data_class": "statistical"}, "data_class")]
)
def test_an_approval_reaches_as_far_as_it_says(changes: dict, what: str):
    check = situation(**{f"approval__{name}": value for name, value in changes.items()}).check("approval")
    assert (check.reason, check.params["what"]) == ("beyond_approval", what)


def test_statistics_need_no_ground_in_the_providers_decision():
    changes = {"line__data_class": "statistical", "line__processing": "statistics", "decision__ground": ""}
    assert reason("provider_decision", **changes) == "decided"


@pytest.mark.parametrize(
    "incident",
    [
        f.Incident("I-1", "incident", "reported"),
        f.Incident("I-1", "dispute", "in_hand", organisations=frozenset({"o2"})),
        f.Incident("I-1", "dispute", "in_hand", datasets=frozenset({"D-01"})),
    ],
)
def test_an_open_incident_covers_the_line(incident: f.Incident):
    assert reason("incident", incidents=(incident,)) == "open"


@pytest.mark.parametrize(
    "incident",
    [
        f.Incident("I-1", "incident", "closed"),
        f.Incident("I-1", "incident", "in_hand", datasets=frozenset({"D-02"})),
        f.Incident("I-1", "dispute", "in_hand", organisations=frozenset({"o9"})),
    ],
)
def test_an_incident_elsewhere_does_not(incident: f.Incident):
    assert reason("incident", incidents=(incident,)) == "none_open"


@pytest.mark.parametrize("state", ["met", "waived"])
def test_conditions_done(state: str):
    one = f.Condition("C-1", True, state, TODAY - timedelta(days=1), waived_by="汐見協第31号")
    assert reason("conditions", conditions=(one,)) == "met"


def test_evidence_in_time_is_not_overdue():
    one = f.Condition("C-1", False, "submitted", TODAY - timedelta(days=1))
    assert reason("conditions", conditions=(one,)) == "met"


def test_data_may_be_kept_but_not_used_until_disposal():
    grant = f.Grant("G-1", "disposal_due", date(2026, 6, 1), date(2026, 11, 1), TODAY - timedelta(days=1))
    for action in ("share", "use", "retain"):
        assert reason("window", grant=grant, asked=f.Asked(action=action)) == "ended"


def test_a_vote_is_judged_by_the_rules_of_its_day():
    strict = rulebook(board_majority=rules.Majority(rules.Threshold(1, 1, strict=False, base="all")))
    four = ballots("suitable", "suitable", "suitable", "suitable", "abstain")
    then = changed(panel__ballots=four, panel__rules=f.BoardRules.of(RULES))
    assert evaluate(then, strict, LAW, Moment.FLOW, AT).allowed
    other = Situation(then, RULES, LAW, Moment.FLOW, AT).under(strict)
    assert [check.message for check in other.blocking] == ["gate.opinion.not_carried"]


def test_a_decision_is_judged_by_the_rules_of_its_day():
    stricter = rulebook(approval_bodies=rules.ApprovalBodies("assembly", "assembly", "assembly"))
    then = changed(approval__rules=f.ApprovalRules.of(RULES))
    assert evaluate(then, stricter, LAW, Moment.FLOW, AT).allowed
    now = Situation(then, RULES, LAW, Moment.FLOW, AT).under(stricter)
    assert [check.message for check in now.blocking] == ["gate.approval.wrong_body"]


def test_a_deciding_board_of_the_day_of_vote():
    then = f.BoardRules.of(rulebook(board_authority=rules.BoardAuthority("decides")))
    facts = changed(panel__rules=then, approval__body="board")
    assert evaluate(facts, RULES, LAW, Moment.FLOW, AT).check("approval").reason == "approved"


def test_half_is_not_more_than_half():
    settings = {"board_majority": rules.Majority(HALF, tie="lost")}
    two = {"panel__ballots": ballots("suitable", "suitable", "unsuitable", "unsuitable")}
    check = situation(
        **two, panel__seats=seats(m5={"recused": True, "present": False}), settings=settings
    ).check("opinion")
    assert (check.reason, check.params) == ("not_carried", {"votes": 2, "base": 4, "needed": 3})


SLOPE = {"line__items": frozenset({"slope"})}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (f.Asked(items=frozenset({"slope"})), "not_personal"),
        (f.Asked(purpose="B"), "purpose_not_granted"),
        (f.Asked(purpose="?", purpose_known=False), "purpose_not_configured"),
    ],
)
def test_a_grant_is_for_its_purpose_whatever_the_data(asked: f.Asked, found: str):
    assert reason("purpose", **SLOPE, asked=asked) == found


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"line__use_until": None}, "not_personal"),
        ({"line__use_until": date(2027, 4, 1)}, "period_too_long"),
        ({"line__use_until": date(2026, 5, 31)}, "period_reversed"),
        ({"line__use_until": date(2027, 4, 1), "settings": {"retention": None}}, "not_personal"),
    ],
)
def test_a_grant_ends_by_the_rule_whatever_the_data(changes: dict, found: str):
    assert reason("retention", **SLOPE, moment=Moment.APPROVAL, **changes) == found
    assert reason("retention", **SLOPE, **changes) == "not_personal", "what flows is bound by its grant"
