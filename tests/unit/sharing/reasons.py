"""For every reason of every check: a situation that leads to it.

``SITUATIONS[check][reason]`` are the arguments of :func:`situation`; the tests demand that no reason is left out.
"""

from __future__ import annotations

from dataclasses import replace as replace_dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from core.rulebook import values as rules
from governance.sharing.rules import facts as f
from governance.sharing.rules.verdict import GateVerdict, Moment
from tests.unit.sharing.gate_case import (
    AT,
    FACTS,
    ITEMS,
    LAW,
    TODAY,
    ask,
    changed,
    in_transition,
    rulebook,
)

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
JOINT = frozenset({"fact", "items", "scope", "purpose", "manager"})
STATISTICS = {"line__data_class": "statistical", "line__processing": "statistics"}
TO_COMPANY = {"provider__regime": "business", "recipient__regime": "business"}


def situation(
    *,
    settings: dict[str, rules.Kind | None] | None = None,
    transition: tuple[str, date] | None = None,
    edition: str | None = None,
    law: dict[str, Any] | None = None,
    moment: Moment = Moment.FLOW,
    at: datetime = AT,
    **paths: Any,
) -> GateVerdict:
    """The gate's answer where the perfect line is changed so. ``edition``: an instrument that is not there;
    ``law``: fields of the law table replaced."""
    book = rulebook(**(settings or {}))
    if transition:
        book = in_transition(book, *transition)
    if edition:
        book = replace_dataclass(book, editions={k: v for k, v in book.editions.items() if k != edition})
    table = replace_dataclass(LAW, **law) if law else LAW
    return ask(changed(FACTS, **paths), book, table, moment, at)


def unset(setting: str) -> dict[str, Any]:
    """The situation in which no provision fixes ``setting``."""
    return {"settings": {setting: None}}


STANDING = {
    "in_order": {},
    "in_order_with_warning": {"duties": (f.OverdueDuty("report", "G-1", YESTERDAY),)},
    "not_a_member": {"recipient__membership": None},
    "suspended": {"provider__membership": "suspended"},
    "left": {"recipient__membership": "expelled"},
    "not_yet_a_member": {"recipient__member_from": TOMORROW},
    "membership_over": {"recipient__member_until": YESTERDAY},
    "organ_over": {"recipient__organ_until": YESTERDAY},
    "blocked": {"recipient__blocks": (f.Block("recipient", YESTERDAY, TODAY),)},
    "membership_undated": {"recipient__member_from": None},
    "duties_unknown": {"duties": None},
    "rule_not_set": unset("blocking_duties"),
    "duty_overdue": {"duties": (f.OverdueDuty("disposal", "G-7", TODAY - timedelta(days=12)),)},
}

PLEDGE = {
    "accepted": {},
    "in_transition": {"pledge__edition": 1, "transition": ("participation", TODAY)},
    "not_accepted": {"pledge": None},
    "outdated": {"pledge__edition": 1},
    "no_edition_in_force": {"edition": "participation"},
}

DATASET = {
    "registered": {},
    "not_registered": {"dataset__state": "drafted"},
    "suspended": {"dataset__state": "suspended"},
    "retired": {"dataset__state": "retired"},
    "lifecycle_incomplete": {"dataset__stages": frozenset({"acquire", "use", "store"})},
    "no_items": {"line__items": frozenset()},
    "item_not_in_dataset": {"line__items": frozenset({"steps", "gps_trace"})},
    "item_not_granted": {"asked": f.Asked(items=frozenset({"slope"}))},
    "item_not_configured": {"asked": f.Asked(items=frozenset({"gps_trace"}))},
}

PURPOSE = {
    "within": {},
    "judged_compatible": {"line__purpose": "B", "line__purpose_judgement": "汐健第99号"},
    "not_personal": {"line__items": frozenset({"slope"})},
    "not_stated": {"line__purpose": ""},
    "acquisition_purpose_unknown": {"dataset__purposes": frozenset()},
    "outside": {"line__purpose": "B"},
    "purpose_not_granted": {"asked": f.Asked(purpose="B")},
    "purpose_not_configured": {"asked": f.Asked(purpose="?", purpose_known=False)},
}


def entrusted(*named: f.Subprocessor) -> f.Entrustment:
    """Entrustment without a purpose of the recipient's own, to these sub-processors."""
    return f.Entrustment(own_purpose=False, subprocessors=named)


ENTRUSTED = {"line__form": "entrustment"}
JOINTLY = {"line__form": "joint_use"}
TRANSFER_FORM = {
    "fits": {},
    "not_stated": {"line__form": None},
    "own_purpose": ENTRUSTED | {"line__entrustment": f.Entrustment(own_purpose=True)},
    "own_purpose_not_answered": ENTRUSTED,
    "subprocessor_incomplete": ENTRUSTED
    | {"line__entrustment": entrusted(f.Subprocessor("Computing Ltd", "JP"))},
    "subprocessor_abroad": ENTRUSTED
    | {"line__entrustment": entrusted(f.Subprocessor("Storage Ltd", "SG", "storing"))},
    "subprocessors_not_named": ENTRUSTED | {"line__entrustment": f.Entrustment(own_purpose=False)},
    "not_in_law_table": JOINTLY | {"law": {"told": {}}},
    "not_made_known": JOINTLY,
    "made_known_undated": JOINTLY | {"line__joint_use": f.JointUse(JOINT)},
    "made_known_nowhere": JOINTLY | {"line__joint_use": f.JointUse(JOINT, TODAY)},
    "made_known_too_late": JOINTLY | {"line__joint_use": f.JointUse(JOINT, TOMORROW, "市のページ")},
    "not_one_organisation": {"line__form": "internal_use"},
    "not_one_organ": {"line__form": "internal_use", "recipient__organisation": "o1"},
    "same_organ": {"recipient__organ": "mayor"},
    "succession_not_documented": {"line__form": "succession"},
    "statute_not_named": {"line__form": "statutory"},
}

RELATED = TO_COMPANY | {
    "dataset__items": (f.Item("steps", "person_related"), f.Item("age_band", "person_related")),
    "line__data_class": "person_related",
}
ANONYMISED = {"line__data_class": "anonymised", "line__processing": "anonymise"}
DATA_CLASS = {
    "may_go": {},
    "not_stated": {"line__data_class": None},
    "items_unknown": {"line__items": frozenset({"gps_trace"})},
    "not_in_law_table": {"law": {"class_rules": {}}},
    "lighter_than_source": {"line__data_class": "statistical"},
    "barred": TO_COMPANY | {"line__data_class": "pseudonymised", "line__processing": "pseudonymise"},
    "publication_record_missing": TO_COMPANY | ANONYMISED,
    "public_procedure_missing": ANONYMISED,
    "recipient_holding_not_answered": RELATED,
    "recipient_consent_unconfirmed": RELATED | {"line__recipient_holds_as_personal": True},
}

BY_COMPANY = TO_COMPANY | {"line__ground_reason": "X"}
BY_SCHOOL = BY_COMPANY | {"provider__academic": True}
OPT_OUT = BY_COMPANY | {
    "settings": {"legal_grounds": rules.LegalGrounds(barred=frozenset())},
    "line__ground": "opt_out_27_2",
    "line__opt_out_filing": "届出第1号",
    "line__opt_out_known_on": TODAY,
    "line__opt_out_where": "会社のページ",
}
LEGAL_GROUND = {
    "valid": {},
    "valid_if_harmless": {"line__harm": None, "moment": Moment.SUBMISSION},
    "not_personal": STATISTICS,
    "shape_not_stated": {"line__form": None},
    "not_stated": {"line__ground": ""},
    "not_in_law_table": {"line__ground": "custom"},
    "not_for_this_case": {"line__ground": "consent_27_1"},
    "statute_not_named": {"line__ground": "statute_69_1", "line__form": "statutory"},
    "not_used_by_rules": OPT_OUT | {"settings": {"legal_grounds": rules.LegalGrounds()}},
    "provider_not_academic": BY_COMPANY | {"line__ground": "academic_publication_27_1_5"},
    "recipient_not_academic": TO_COMPANY | {"line__ground": "academic_27_1_7", "recipient__academic": False},
    "reason_not_stated": {"line__ground": "statistics_69_2_4"},
    "joint_research_not_named": BY_SCHOOL | {"line__ground": "joint_research_27_1_6"},
    "opt_out_not_filed": OPT_OUT | {"line__opt_out_filing": ""},
    "opt_out_not_told": OPT_OUT | {"line__opt_out_where": ""},
    "opt_out_told_too_late": OPT_OUT | {"line__opt_out_known_on": TOMORROW},
    "harm_not_judged": {"line__harm": None},
    "harm_feared": {"line__harm": "feared"},
}

PIA = {
    "covered": {},
    "in_transition": {
        "pia__state": "outdated",
        "pia__outdated_by": "rule",
        "transition": ("data_rules", TODAY),
    },
    "not_personal": {"line__items": frozenset({"slope"})},
    "not_asked": {"dataset__persons": 999, "pia": None},
    "rule_not_set": unset("pia_requirement"),
    "scale_unknown": {"dataset__persons": None},
    "incomplete": {"pia__approved_on": None},
    "in_progress": {"pia__state": "in_review"},
    "none": {"pia": None},
    "found_not_required": {"pia__state": "not_required"},
    "outdated": {"pia__state": "outdated", "pia__outdated_by": "incident"},
    "expired": {"pia__valid_until": YESTERDAY},
    "does_not_cover": {"pia__purposes": frozenset({"A"})},
    "high_risk_not_accepted": {"pia__unaccepted_high": 1},
}

NO_CONSENT_GROUND = {"line__ground": "statistics_69_2_4", "line__ground_reason": "R-1"}
WITHOUT_CONSENT = {
    "not_personal": STATISTICS,
    "ground_without_consent": NO_CONSENT_GROUND,
    "ground_not_stated": {"line__ground": ""},
    "ground_unclear": {"line__ground": "custom"},
}
AS_LINE = {"scope": "line", "person": None}
AS_RELEASE = {"scope": "release", "person": None}
CONSENT = WITHOUT_CONSENT | {
    "covered": AS_LINE,
    "person_in_force": {},
    "not_loaded": {"consents": None},
    "no_notice": {"consents__choices": ()},
    "notice_lacks": {"recipient__organisation": "o9"},
    "not_opt_in": {
        "consents__choices": (f.NoticeChoice("N-3/v2", ITEMS, FACTS.line.purpose, frozenset({"o2"}), False),)
    },
    "not_counted": AS_LINE | {"consents__in_force": None},
    "nobody_in_force": AS_LINE | {"consents__in_force": 0},
    "no_release_list": AS_RELEASE,
    "release_includes_others": AS_RELEASE | {"release": f.ReleaseList(10, 1, 0)},
    "person_not_configured": {"person__known": False},
    "person_undated": {"person__consent_until": None},
    "person_not_in_force": {"person__consent": "withdrawn"},
    "person_saw_another_notice": {"person__notice": "N-3/v1"},
    "person_promised_less": {
        "person__notice": "N-3/v1",
        "consents__choices": (
            *FACTS.consents.choices,
            f.NoticeChoice("N-3/v1", ITEMS, FACTS.line.purpose, frozenset({"o2"}), True, 6, in_use=False),
        ),
    },
}


def _feed(**changes: Any) -> dict[str, Any]:
    values = {"reference": "F-1", "reconciled_at": AT - timedelta(hours=30), "agrees": True} | changes
    return {"feeds": (f.Feed(**values),)}


CONSENT_FEED = WITHOUT_CONSENT | {
    "fresh": _feed(),
    "kept_here": {},
    "keeping_unknown": {"feeds": None},
    "rule_not_set": _feed() | unset("feed_freshness"),
    "never_reconciled": _feed(reconciled_at=None),
    "disagrees": _feed(agrees=False),
    "stale": _feed(reconciled_at=AT - timedelta(days=3)),
}

PERSON_HOLD = {
    "not_personal": STATISTICS,
    "no_hold": {},
    "nobody_on_hold": AS_RELEASE | {"release": f.ReleaseList(10, 0, 0)},
    "person_by_person": AS_LINE,
    "no_release_list": AS_RELEASE,
    "on_hold": {"person__held_since": datetime(2026, 10, 2, tzinfo=UTC)},
    "release_includes_held": AS_RELEASE | {"release": f.ReleaseList(10, 0, 1)},
    "person_not_configured": {"person": None},
}

ABROAD = {"recipient__country": "US"}
TOLD = f.ForeignTransfer("consent", frozenset({"country", "system", "measures"}))
MEASURES = f.ForeignTransfer("equivalent_measures", frozenset(), "M-1", date(2026, 1, 10))
FOREIGN_RECIPIENT = {
    "not_personal": ABROAD | STATISTICS,
    "domestic": {},
    "equal_protection": {"recipient__country": "DE"},
    "excepted_by_ground": ABROAD
    | {"line__ground": "statute_69_1", "line__form": "statutory", "line__statute": "X"},
    "told_and_consented": ABROAD | {"line__foreign": TOLD},
    "measures_in_place": ABROAD | {"line__foreign": MEASURES},
    "country_unknown": {"recipient__country": None},
    "not_in_law_table": ABROAD | {"line__foreign": TOLD, "law": {"told": {}}},
    "no_route": ABROAD,
    "not_told": ABROAD | {"line__foreign": f.ForeignTransfer("consent")},
    "consent_not_asked": ABROAD | NO_CONSENT_GROUND | {"line__foreign": TOLD},
    "measures_missing": ABROAD | {"line__foreign": f.ForeignTransfer("equivalent_measures")},
    "measures_check_overdue": ABROAD
    | {"line__foreign": f.ForeignTransfer("equivalent_measures", frozenset(), "M-1", date(2025, 11, 22))},
}

FOREIGN_STORAGE = {
    "not_personal": {"line__items": frozenset({"slope"})},
    "domestic": {},
    "allowed": {"line__storage": frozenset({"DE"}), "line__environment_grasped": frozenset({"DE"})},
    "not_declared": {"line__storage": None},
    "rule_not_set": {"line__storage": frozenset({"DE"})} | unset("storage_places"),
    "country_not_allowed": {"line__storage": frozenset({"JP", "US"})},
    "environment_not_grasped": {"line__storage": frozenset({"DE"})},
}

OVER = {"line__use_from": date(2025, 6, 1), "line__use_until": date(2026, 1, 31)}

RETENTION = {
    "within": {},
    "not_personal": {"line__items": frozenset({"slope"})},
    "rule_not_set": unset("retention"),
    "limit_not_declared": {"dataset__retention_months": None},
    "not_stated": {"line__retention_months": None},
    "period_not_stated": {"line__use_until": None},
    "no_disposal_plan": {"line__disposal_method": None},
    "longer_than": {"line__retention_months": 36},
    "period_reversed": {"line__use_until": date(2026, 5, 31)},
    "period_over": OVER | {"moment": Moment.APPROVAL},
    "period_too_long": {"line__use_until": date(2027, 4, 1)},
    "disposal_too_early": {"line__disposal_by": date(2026, 6, 1)},
    "disposal_too_late": {"line__disposal_by": date(2027, 5, 1)},
}

SAFEGUARDS = {
    "in_place": {},
    "not_asked": STATISTICS,
    "rule_not_set": unset("safeguards"),
    "class_not_stated": {"line__data_class": None},
    "not_stated": {"line__safeguards": None},
    "not_declared": {"line__safeguards": frozenset({"encryption"})},
    "not_evidenced": {"line__evidenced": frozenset()},
}

AGREEMENT = {
    "in_force": {},
    "none": {"agreement": None},
    "not_signed": {"agreement__state": "drafted"},
    "not_yet": {"agreement__valid_from": TOMORROW},
    "undated": {"agreement__valid_until": None},
    "wrong_kind": {"agreement__kind": "entrustment_contract"},
    "terminated": {"agreement__state": "terminated"},
    "ended": {"agreement__valid_until": YESTERDAY},
}

CONDITIONS = {
    "met": {},
    "none_set": {"conditions": ()},
    "not_loaded": {"conditions": None},
    "precedent_open": {"conditions": (f.Condition("C-1", True, "submitted"),)},
    "overdue": {"conditions": (f.Condition("C-1", False, "open", YESTERDAY),)},
    "waived_without_decision": {"conditions": (f.Condition("C-1", False, "waived"),)},
}

INCIDENT = {
    "none_open": {},
    "not_loaded": {"incidents": None},
    "open": {"incidents": (f.Incident("I-3", "incident", "in_hand", datasets=frozenset({"D-01"})),)},
}

WINDOW = {
    "inside": {},
    "until_disposal": {
        "grant": f.Grant("G-1", "disposal_due", date(2026, 6, 1), date(2026, 11, 1), TODAY),
        "asked": f.Asked(action="retain"),
    },
    "no_grant": {"grant": None},
    "awaiting_conditions": {"grant__state": "awaiting_conditions"},
    "not_begun": {"grant__starts_on": TOMORROW},
    "suspended": {"grant__state": "suspended"},
    "ended": {"grant__state": "disposal_due"},
    "closed": {"grant__state": "closed"},
    "revoked": {"grant__revoked_from": TODAY},
    "expired": {"grant__ends_on": YESTERDAY},
}
