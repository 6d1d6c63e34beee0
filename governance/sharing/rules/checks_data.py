"""What is asked for: the dataset, the purpose, the form of transfer and the class of data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from governance.sharing.rules.facts import Entrustment, GateFacts, JointUse, Line, Party, Subprocessor
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
    cite,
    listed,
    say,
)

HOME = "JP"
STAGES = frozenset({"acquire", "use", "store", "dispose"})

RANK: Mapping[str, int] = {
    "non_personal": 0,
    "statistical": 1,
    "anonymised": 2,
    "person_related": 3,
    "pseudonymised": 4,
    "personal": 5,
    "special_care": 6,
}
"""How closely a class speaks of a person."""

PROCESSING: Mapping[str, str] = {
    "statistical": "statistics",
    "anonymised": "anonymise",
    "pseudonymised": "pseudonymise",
}
"""The processing that may turn a heavier class into a lighter one."""

_NOT_REGISTERED = {"drafted": "not_registered", "suspended": "suspended", "retired": "retired"}


def dataset(case: Case) -> Answer:
    """The dataset is registered, its lifecycle declared, and the items asked for are among its items."""
    data, line, asked = case.facts.dataset, case.facts.line, case.facts.asked
    if data.state != "registered":
        return say(_NOT_REGISTERED[data.state], dataset=data.reference)
    if not data.stages >= STAGES:
        return say("lifecycle_incomplete", dataset=data.reference, missing=listed(STAGES - data.stages))
    if not line.items:
        return say("no_items")
    items = {item.code for item in data.items}
    if asked is not None and not asked.items <= items:
        return say("item_not_configured", items=listed(asked.items - items))
    if not line.items <= items:
        return say("item_not_in_dataset", dataset=data.reference, items=listed(line.items - items))
    if asked is not None and not asked.items <= line.items:
        return say("item_not_granted", items=listed(asked.items - line.items))
    return say("registered", dataset=data.reference)


def purpose(case: Case) -> Answer:
    """The purpose is compatible with the one stated at acquisition, whatever the legal ground; and a grant is for its
    purpose, whatever the data."""
    data, line, asked = case.facts.dataset, case.facts.line, case.facts.asked
    if asked is not None and asked.purpose and asked.purpose != line.purpose:
        reason = "purpose_not_granted" if asked.purpose_known else "purpose_not_configured"
        return say(reason, asked=asked.purpose)
    if not case.from_persons:
        return say("not_personal")
    if not line.purpose:
        return say("not_stated")
    if not data.purposes:
        return say("acquisition_purpose_unknown", dataset=data.reference)
    if line.purpose in data.purposes:
        return say("within", purpose=line.purpose)
    if line.purpose_judgement:
        return say("judged_compatible", purpose=line.purpose, reference=line.purpose_judgement)
    return say("outside", asked=line.purpose, acquired=listed(data.purposes))


def transfer_form(case: Case) -> Answer:
    """The form of transfer fits the facts."""
    facts = case.facts
    form = facts.line.form
    if form is None:
        return say("not_stated")
    if form == "joint_use":
        reason, missing = _joint_use(facts.line.joint_use, case.law.told.get("joint_use"), case.on)
        return say(reason, missing=listed(missing)) if reason else say("fits", form=form)
    reason = _misfit(facts, facts.line)
    if reason == "subprocessor_incomplete":
        return say(reason, names=listed(_incomplete(facts.line)))
    if reason == "subprocessor_abroad":
        return say(reason, countries=listed(_unexamined(facts.line)))
    return say(reason, form=form) if reason else say("fits", form=form)


def _misfit(facts: GateFacts, line: Line) -> str:
    """Why the form (not joint use) does not fit; empty where it does."""
    provider, recipient = facts.provider, facts.recipient
    if line.form == "entrustment":
        return _entrustment(line.entrustment) or _subprocessors(line)
    if line.form == "internal_use":
        return _beyond_one_organ(provider, recipient)
    if line.form == "third_party" and provider.organ == recipient.organ:
        return "same_organ"
    if line.form == "succession" and not line.succession_reference:
        return "succession_not_documented"
    if line.form == "statutory" and not line.statute:
        return "statute_not_named"
    return ""


def _beyond_one_organ(provider: Party, recipient: Party) -> str:
    """Internal use stays inside the organ that holds the data; another organ is another public body, and what it gets
    is provided to it (APPI art. 69(2), items 2 and 3)."""
    if provider.organisation != recipient.organisation:
        return "not_one_organisation"
    return "" if provider.organ == recipient.organ else "not_one_organ"


def _entrustment(terms: Entrustment | None) -> str:
    if terms is None or terms.own_purpose is None:
        return "own_purpose_not_answered"
    if terms.own_purpose:
        return "own_purpose"
    return "subprocessors_not_named" if terms.subprocessors is None else ""


def _named(line: Line) -> tuple[Subprocessor, ...]:
    return (line.entrustment.subprocessors if line.entrustment else None) or ()


def _incomplete(line: Line) -> frozenset[str]:
    """Sub-processors of whom country or task is not stated."""
    return frozenset(one.name for one in _named(line) if not one.country or not one.task)


def _unexamined(line: Line) -> frozenset[str]:
    """Countries of sub-processors abroad whose system nobody looked at (外的環境の把握)."""
    return frozenset(one.country for one in _named(line) if one.country) - line.environment_grasped - {HOME}


def _subprocessors(line: Line) -> str:
    """Every sub-processor down the tree has a country and a task, and a country abroad was looked at."""
    if _incomplete(line):
        return "subprocessor_incomplete"
    return "subprocessor_abroad" if _unexamined(line) else ""


def _joint_use(joint: JointUse | None, items: frozenset[str] | None, on: date) -> tuple[str, frozenset[str]]:
    if not items:
        return "not_in_law_table", frozenset()
    missing = items - (joint.made_known if joint else frozenset())
    if joint is None or missing:
        return "not_made_known", missing
    if joint.made_known_on is None:
        return "made_known_undated", frozenset()
    if not joint.made_known_where:
        return "made_known_nowhere", frozenset()
    return ("made_known_too_late", frozenset()) if joint.made_known_on > on else ("", frozenset())


def data_class(case: Case) -> Answer:
    """The class of data may go in this form."""
    facts, line = case.facts, case.facts.line
    if line.data_class is None or line.form is None:
        return say("not_stated")
    if case.source_classes is None:
        return say("items_unknown")
    if not _honest(case.source_classes, line):
        heaviest = max(case.source_classes, key=RANK.__getitem__)
        return say("lighter_than_source", stated=line.data_class, source=heaviest)
    row = case.law.class_rule(line.data_class, line.form, facts.provider.regime)
    if row is None:
        return say("not_in_law_table", data_class=line.data_class, form=line.form)
    reason = _unmet(row.requirement, line)
    article = case.law.references.get(row.code)
    return cite(article, reason or "may_go", data_class=line.data_class, form=line.form)


def _honest(source: frozenset[str], line: Line) -> bool:
    """Is the class stated at least as heavy as the source's, or reached by the processing declared?"""
    stated = line.data_class or ""
    if RANK[stated] >= max(RANK[one] for one in source):
        return True
    return bool(line.processing) and PROCESSING.get(stated) == line.processing


def _unmet(requirement: str, line: Line) -> str:
    """What the law asks of the class in this form and the line does not show; empty where it does."""
    if requirement == "barred":
        return "barred"
    if requirement == "publication_record" and not line.publication_record:
        return "publication_record_missing"
    if requirement == "public_procedure" and not line.procedure_reference:
        return "public_procedure_missing"
    if requirement == "confirm_recipient_consent":
        if line.recipient_holds_as_personal is None:
            return "recipient_holding_not_answered"
        if line.recipient_holds_as_personal and not line.recipient_consent_confirmed:
            return "recipient_consent_unconfirmed"
    return ""


DATASET = CheckRule(
    code="dataset",
    moments=ALWAYS,
    basis="council",
    reasons={
        "registered": PASS,
        "not_registered": FAIL,
        "suspended": FAIL,
        "retired": FAIL,
        "lifecycle_incomplete": FAIL,
        "no_items": WAIT,
        "item_not_in_dataset": FAIL,
        "item_not_granted": FAIL,
        "item_not_configured": UNKNOWN,
    },
    judge=dataset,
)

PURPOSE = CheckRule(
    code="purpose",
    moments=ALWAYS,
    basis="law",
    reasons={
        "within": PASS,
        "judged_compatible": PASS,
        "not_personal": NOT_APPLICABLE,
        "not_stated": WAIT,
        "acquisition_purpose_unknown": UNKNOWN,
        "outside": FAIL,
        "purpose_not_granted": FAIL,
        "purpose_not_configured": UNKNOWN,
    },
    judge=purpose,
)

TRANSFER_FORM = CheckRule(
    code="transfer_form",
    moments=ALWAYS,
    basis="law",
    reasons={
        "fits": PASS,
        "not_stated": WAIT,
        "own_purpose": FAIL,
        "own_purpose_not_answered": WAIT,
        "subprocessors_not_named": WAIT,
        "subprocessor_incomplete": WAIT,
        "subprocessor_abroad": FAIL,
        "not_in_law_table": UNKNOWN,
        "not_made_known": FAIL,
        "made_known_undated": WAIT,
        "made_known_nowhere": WAIT,
        "made_known_too_late": FAIL,
        "not_one_organisation": FAIL,
        "not_one_organ": FAIL,
        "same_organ": FAIL,
        "succession_not_documented": WAIT,
        "statute_not_named": WAIT,
    },
    judge=transfer_form,
)

DATA_CLASS = CheckRule(
    code="data_class",
    moments=ALWAYS,
    basis="law",
    reasons={
        "may_go": PASS,
        "not_stated": WAIT,
        "items_unknown": UNKNOWN,
        "not_in_law_table": UNKNOWN,
        "lighter_than_source": FAIL,
        "barred": FAIL,
        "publication_record_missing": FAIL,
        "public_procedure_missing": FAIL,
        "recipient_holding_not_answered": WAIT,
        "recipient_consent_unconfirmed": FAIL,
    },
    judge=data_class,
)
