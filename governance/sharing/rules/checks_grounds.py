"""On what legal ground: the law in force has it for this case, and what it asks besides is there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from core.law.values import IDENTIFIABLE
from core.rulebook.values import LegalGrounds, Rulebook
from governance.sharing.rules.facts import Harm, Line
from governance.sharing.rules.verdict import (
    ALWAYS,
    FAIL,
    NOT_APPLICABLE,
    PASS,
    UNKNOWN,
    WAIT,
    Answer,
    Case,
    CheckRule,
    Moment,
    cite,
    say,
)


def legal_ground(case: Case) -> Answer:
    """The ground stated is valid in the law in force for this provider, recipient, form and class, and the council
    uses it."""
    facts, line = case.facts, case.facts.line
    if line.data_class is None or line.form is None:
        return say("shape_not_stated")
    if line.data_class not in IDENTIFIABLE:
        return say("not_personal", data_class=line.data_class)
    if not line.ground:
        return say("not_stated")
    if line.ground not in case.law.grounds:
        return say("not_in_law_table", ground=line.ground)
    article = case.law.references.get(line.ground)
    if case.ground is None:
        shape = {"provider": facts.provider.regime, "recipient": facts.recipient.regime}
        row = case.law.grounds[line.ground]
        stated = {"ground": line.ground, "data_class": line.data_class, "confidence": row.confidence}
        return cite(article, "not_for_this_case", **stated, **shape)
    if case.ground.code in not_used(case.rulebook):
        return say("not_used_by_rules", ground=line.ground)
    reason = _proviso(case.ground.provisos, case)
    if reason == "harm_not_judged" and case.moment is not Moment.FLOW:
        reason = "valid_if_harmless"  # the provider judges with its own decision, which comes later
    params = {"ground": line.ground, "confidence": case.ground.confidence}
    return cite(article, reason or "valid", **params)


def not_used(rulebook: Rulebook) -> frozenset[str]:
    """The grounds that the law has and the council does not use: where no provision fixes them, opt-out, since a
    council asks its citizens first."""
    rule: LegalGrounds = rulebook.get("legal_grounds") or LegalGrounds()
    return rule.barred


def _proviso(provisos: frozenset[str], case: Case) -> str:
    """Which proviso of the ground is not met; empty where all are. What shuts the ground out comes before what is
    still to be entered."""
    facts, line = case.facts, case.facts.line
    unmet = {
        "academic_provider": "" if facts.provider.academic else "provider_not_academic",
        "academic_recipient": "" if facts.recipient.academic else "recipient_not_academic",
        "statute": "" if line.statute else "statute_not_named",
        "reason": "" if line.ground_reason else "reason_not_stated",
        "joint_research": "" if line.joint_research else "joint_research_not_named",
        "opt_out": _opt_out(line, case.on),
        "unjust_harm": _HARM[line.harm],
    }
    return next((reason for name, reason in unmet.items() if reason and name in provisos), "")


_HARM: Mapping[Harm | None, str] = {None: "harm_not_judged", "feared": "harm_feared", "none_feared": ""}


def _opt_out(line: Line, on: date) -> str:
    """Opt-out rests on a filing with the authority, and on persons who were told before anything goes (art. 27(2))."""
    if not line.opt_out_filing:
        return "opt_out_not_filed"
    if line.opt_out_known_on is None or not line.opt_out_where:
        return "opt_out_not_told"
    return "opt_out_told_too_late" if line.opt_out_known_on > on else ""


LEGAL_GROUND = CheckRule(
    code="legal_ground",
    moments=ALWAYS,
    basis="law",
    cites="legal_grounds",
    by_council=frozenset({"not_used_by_rules"}),
    reasons={
        "valid": PASS,
        "valid_if_harmless": PASS,
        "not_personal": NOT_APPLICABLE,
        "shape_not_stated": WAIT,
        "not_stated": WAIT,
        "not_in_law_table": UNKNOWN,
        "not_for_this_case": FAIL,
        "not_used_by_rules": FAIL,
        "statute_not_named": WAIT,
        "provider_not_academic": FAIL,
        "recipient_not_academic": FAIL,
        "reason_not_stated": WAIT,
        "joint_research_not_named": WAIT,
        "opt_out_not_filed": WAIT,
        "opt_out_not_told": WAIT,
        "opt_out_told_too_late": FAIL,
        "harm_not_judged": WAIT,
        "harm_feared": FAIL,
    },
    judge=legal_ground,
)
