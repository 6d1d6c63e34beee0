"""The gate: every check, reason and moment; allowed exactly when every applying check is open."""

from __future__ import annotations

import json
from datetime import datetime

import msgspec
import pytest

from core.errors import Refused
from core.rulebook.values import Rulebook
from governance.sharing.rules import facts as f
from governance.sharing.rules.gate import CHECKS, evaluate
from governance.sharing.rules.verdict import OPEN, Moment, State
from tests.unit.sharing.gate_case import FACTS, LAW, RULES, TODAY, ask, changed
from tests.unit.sharing.reasons import ANONYMISED, situation
from tests.unit.sharing.reasons_decisions import SITUATIONS

MOMENTS = {  # gate.md's table, by hand: d drafting, s submission, a approval, f flow
    "standing": "dsaf",
    "pledge": "dsaf",
    "dataset": "dsaf",
    "purpose": "dsaf",
    "transfer_form": "dsaf",
    "data_class": "dsaf",
    "legal_ground": "dsaf",
    "pia": "dsaf",
    "consent": "dsaf",
    "consent_feed": "f",
    "person_hold": "f",
    "foreign_recipient": "dsaf",
    "foreign_storage": "dsaf",
    "retention": "dsaf",
    "safeguards": "dsaf",
    "opinion": "af",
    "approval": "f",
    "provider_decision": "f",
    "agreement": "f",
    "conditions": "f",
    "incident": "dsaf",
    "window": "f",
}
REASONS = [(rule.code, reason) for rule in CHECKS for reason in rule.reasons]


def test_a_line_in_perfect_order_may_flow():
    verdict = ask()
    assert verdict.allowed
    assert verdict.blocking == ()
    assert verdict.as_verdict()


def test_there_are_22_checks_in_the_order_of_the_table():
    assert [rule.code for rule in CHECKS] == list(MOMENTS)
    assert [check.code for check in ask().checks] == list(MOMENTS)


@pytest.mark.parametrize("moment", Moment)
def test_each_check_counts_at_its_moments(moment: Moment):
    applying = {check.code for check in ask(moment=moment).checks if check.applies}
    assert applying == {code for code, letters in MOMENTS.items() if moment.value[0] in letters}


def test_every_reason_has_a_situation_and_no_situation_is_idle():
    assert {code: set(found) for code, found in SITUATIONS.items()} == {
        rule.code: set(rule.reasons) for rule in CHECKS
    }


@pytest.mark.parametrize(("code", "reason"), REASONS)
def test_the_situation_leads_to_its_reason_and_state(code: str, reason: str):
    states = next(rule.reasons for rule in CHECKS if rule.code == code)
    verdict = situation(**SITUATIONS[code][reason])
    check = verdict.check(code)
    assert (check.reason, check.state) == (reason, states[reason])
    if not check.open:
        assert check in verdict.blocking
        assert not verdict.allowed


@pytest.mark.parametrize("moment", Moment)
@pytest.mark.parametrize(("code", "reason"), REASONS)
def test_a_check_that_is_not_open_blocks_exactly_where_it_applies(code: str, reason: str, moment: Moment):
    verdict = situation(**{**SITUATIONS[code][reason], "moment": moment})
    check = verdict.check(code)
    assert check.applies == (moment.value[0] in MOMENTS[code])
    assert (check in verdict.blocking) == (check.applies and check.state not in OPEN)
    assert verdict.allowed == all(one.state in OPEN for one in verdict.checks if one.applies)


@pytest.mark.parametrize("moment", Moment)
def test_it_cites_what_applies_and_rests_on_the_council(moment: Moment):
    verdict = ask(moment=moment)
    counts = [one for one in verdict.checks if one.applies and one.state != State.NOT_APPLICABLE]
    cited = [(one.code, one.article) for one in counts if one.basis == "council"]
    assert list(verdict.citing) == cited
    assert 0 < len(cited) < len(counts)


@pytest.mark.parametrize(("code", "reason"), REASONS)
def test_parameters_and_article_can_be_shown_and_sent(code: str, reason: str):
    check = situation(**SITUATIONS[code][reason]).check(code)
    assert all(isinstance(value, str | int) for value in check.params.values())
    assert all(name.isascii() for name in check.params)
    assert check.article is not None
    laws = ("appi", "assembly_ordinance")
    assert (check.article.instrument in laws) == (check.basis == "law")


CITED = {
    ("standing", "duty_overdue"): "blocking_duties",
    ("pledge", "in_transition"): "amendment_transition",
    ("pia", "in_transition"): "amendment_transition",
    ("pia", "expired"): "pia_requirement",
    ("consent_feed", "stale"): "feed_freshness",
    ("foreign_storage", "country_not_allowed"): "storage_places",
    ("legal_ground", "not_used_by_rules"): "legal_grounds",
    ("retention", "longer_than"): "retention",
    ("opinion", "conflict_not_declared"): "recusal_scope",
    ("opinion", "conflicted_member_sits"): "recusal_scope",
    ("opinion", "opinions_missing"): "independent_opinions",
    ("opinion", "seat_empty"): "board_quorum",
    ("opinion", "not_carried"): "board_majority",
    ("opinion", "unsuitable"): "board_authority",
    ("opinion", "departure_not_carried"): "departure_from_opinion",
    ("opinion", "expedited_not_open"): "expedited_review",
    ("opinion", "emergency"): "emergency_approval",
    ("approval", "wrong_body"): "approval_bodies",
    ("approval", "risk_unknown"): "risk_classes",
    ("approval", "not_ratified"): "emergency_approval",
    ("window", "expired"): "window",
}


@pytest.mark.parametrize(("code", "reason"), CITED)
def test_the_provision_that_makes_it_so_is_cited(code: str, reason: str):
    check = situation(**SITUATIONS[code][reason]).check(code)
    assert check.article.provision == CITED[code, reason]


@pytest.mark.parametrize(
    ("code", "changes", "label"),
    [
        ("legal_ground", {}, "個人情報保護法第69条第2項第1号"),
        ("purpose", {}, "個人情報保護法第69条"),
        ("purpose", {"provider__regime": "business"}, "個人情報保護法第18条"),
        ("data_class", ANONYMISED, "個人情報保護法第109条第2項"),
        ("foreign_recipient", {"provider__regime": "business"}, "個人情報保護法第28条"),
    ],
)
def test_the_article_of_law_is_the_closest(code: str, changes: dict, label: str):
    assert situation(**changes).check(code).article.label_ja == label


def test_missing_facts_never_pass():
    bare = f.GateFacts(
        council="shiomi",
        provider=f.Party("o1", "mayor", "public_body", None, country=None),
        recipient=f.Party("o2", "university", "specified_corporation", None, country=None),
        dataset=f.Dataset("D-1", "drafted", (), frozenset(), frozenset(), None, None, None),
        line=f.Line("R-1/1", frozenset(), "", None, None, ""),
    )
    for moment in Moment:
        verdict = ask(bare, moment=moment)
        assert not verdict.allowed
        assert {check.state for check in verdict.checks}.isdisjoint(OPEN)


def test_without_any_rule_in_force_nothing_rests_on_the_council_alone():
    verdict = ask(book=Rulebook("shiomi", RULES.on))
    unknown = {check.code for check in verdict.checks if check.reason == "rule_not_set"}
    assert unknown >= {"standing", "pia", "retention", "safeguards", "opinion", "approval"}
    assert not verdict.allowed


def test_the_first_obstacle_is_the_error_of_an_action():
    verdict = ask(changed(pledge=None, grant=None)).as_verdict()
    assert verdict.code == "gate.pledge.not_accepted"
    assert verdict.params["obstacles"] == 2
    assert verdict.article is not None
    with pytest.raises(Refused):
        verdict.or_raise()


def test_an_unknown_check_is_an_error():
    with pytest.raises(KeyError):
        ask().check("mood")


def test_a_naive_time_is_refused():
    with pytest.raises(ValueError, match="aware"):
        evaluate(FACTS, RULES, LAW, Moment.FLOW, datetime(2026, 11, 23))  # noqa: DTZ001


@pytest.mark.parametrize(("code", "reason"), REASONS)
def test_kept_facts_give_the_same_answer(code: str, reason: str):
    elsewhere = {"settings", "transition", "edition", "law", "moment"}
    plain = {path: new for path, new in SITUATIONS[code][reason].items() if path not in elsewhere}
    facts = changed(FACTS, **plain)
    stored = f.encode(facts)
    assert f.decode(stored) == facts
    assert f.encode(f.decode(stored)) == stored
    assert ask(f.decode(stored)) == ask(facts)


def test_facts_kept_before_a_field_was_retired_are_read_and_judged_again():
    duty, incident = f.OverdueDuty("disposal", "G-7", TODAY), f.Incident("I-3", "incident", "in_hand")
    facts = changed(FACTS, duties=(duty,), incidents=(incident,))
    stored = json.loads(f.encode(facts))
    stored["duties"][0]["blocking_decision"] = ""
    stored["pledge"]["valid_until"] = None
    stored["incidents"][0]["lines"] = []
    assert f.decode(json.dumps(stored)) == facts
    assert f.decode(json.dumps(stored | {"pledge": None})).pledge is None
    stored["incidents"][0]["lines"] = ["R-2026-018/1"]
    with pytest.raises(msgspec.ValidationError):
        f.decode(json.dumps(stored))
    with pytest.raises(msgspec.ValidationError):
        f.decode("[]")


def test_states_are_those_of_the_design():
    assert {state.value for state in State} == {"pass", "fail", "wait", "not_applicable", "unknown"}
