"""The gate's sentences: one for every reason, in both languages, filled in with what the check found."""

from __future__ import annotations

import re

import pytest
from django.utils.translation import override

from core.http import texts
from governance.sharing.documents import gate_reference, next_steps, verdict_texts
from governance.sharing.rules.gate import CHECKS
from governance.sharing.rules.verdict import OPEN, State
from tests.unit.sharing.gate_case import ask
from tests.unit.sharing.reasons import situation
from tests.unit.sharing.reasons_decisions import SITUATIONS

REASONS = [(rule.code, reason) for rule in CHECKS for reason in rule.reasons]
RAW = re.compile(r"%\(|[a-z]_[a-z]|\d{4}-\d{2}-\d{2}")
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


def test_every_reason_has_a_sentence_and_no_sentence_is_idle():
    wanted = {f"gate.{code}.{reason}" for code, reason in REASONS}
    assert set(verdict_texts.SENTENCES) == wanted
    assert all(texts.known(code) for code in wanted)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(("code", "reason"), REASONS)
def test_the_sentence_is_filled_in_and_in_the_readers_language(code: str, reason: str, language: str):
    check = situation(**SITUATIONS[code][reason]).check(code)
    with override(language):
        said = verdict_texts.sentence(check)
    bare = re.sub(r"https?://\S+|gps_trace|age_band|separate_room", "", said)
    assert not RAW.search(bare), said
    assert bool(JAPANESE.search(re.sub(r"汐\S+号", "", said))) == (language == "ja"), said


@pytest.mark.parametrize(
    ("code", "reason"),
    [(r.code, why) for r in CHECKS for why, state in r.reasons.items() if state not in OPEN],
)
def test_what_is_amiss_names_who_acts_and_what_to_do(code: str, reason: str) -> None:
    assert next_steps.actor(code, reason) in next_steps.ACTORS
    check = situation(**SITUATIONS[code][reason]).check(code)
    with override("en"):
        said, who = verdict_texts.sentence(check), next_steps.who(check)
    assert who
    if check.state is State.FAIL:
        told = re.findall(r"[a-z0-9)](?:[.:;]|, or) ?", said)
        assert len(told) >= 2 or said.startswith(("State ", "Name ")), said
    with override("ja"):
        assert JAPANESE.search(next_steps.who(check))


def test_the_next_steps_name_no_check_or_reason_that_is_not_there() -> None:
    known = {rule.code: set(rule.reasons) for rule in CHECKS}
    assert set(next_steps.USUALLY) == set(known)
    assert all(set(reasons) <= known[code] for code, reasons in next_steps.BUT.items())
    assert all(any(reason in reasons for reasons in known.values()) for reason in next_steps.ON_ANY)


def test_a_check_in_order_asks_nobody() -> None:
    assert {next_steps.who(check) for check in ask().checks if check.open} == {""}


def test_how_sure_we_are_of_the_law_stands_in_the_sentence() -> None:
    check = ask().check("legal_ground")
    with override("ja"):
        assert "法令表の記載：" in verdict_texts.sentence(check)
    with override("en"):
        assert "Row of the law table: " in verdict_texts.sentence(check)
        assert "unverified" not in verdict_texts.sentence(check)


def test_names_states_and_bases_are_there_for_every_check():
    assert set(verdict_texts.NAMES) == {rule.code for rule in CHECKS}
    assert set(verdict_texts.STATES) == set(State)
    with override("ja"):
        for check in ask().checks:
            assert JAPANESE.search(verdict_texts.name(check))
            assert verdict_texts.state(check) in {"適合", "対象外"}
            assert verdict_texts.basis(check) in {"法令", "協議会の定め"}


def test_a_list_of_values_is_read_out_in_words():
    check = situation(line__safeguards=frozenset()).check("safeguards")
    with override("ja"):
        assert "アクセス記録、暗号化" in verdict_texts.sentence(check)
    with override("en"):
        assert "access log, encryption" in verdict_texts.sentence(check)


def test_a_purpose_is_called_by_its_name():
    purposes = frozenset({"AcademicResearch"})
    check = situation(dataset__purposes=purposes, line__purpose="PublicBenefit").check("purpose")
    assert check.reason == "outside"
    with override("ja"):
        assert "学術研究" in verdict_texts.sentence(check)
    with override("en"):
        assert "Academic research" in verdict_texts.sentence(check)


def test_a_refused_action_says_the_same():
    refused = situation(pledge=None)
    error = refused.as_verdict()
    with override("en"):
        assert texts.sentence(error.code, error.params) == verdict_texts.sentence(refused.check("pledge"))


def test_the_reference_page_names_every_reason():
    page = gate_reference.markdown()
    for code, reason in REASONS:
        section = page.partition(f"## {code}\n")[2].partition("\n## ")[0]
        assert f"| `{reason}` |" in section
    assert page.count("●") == sum(len(rule.moments) for rule in CHECKS)
