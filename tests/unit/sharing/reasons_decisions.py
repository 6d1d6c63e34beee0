"""Situations for the reasons of opinion, approval and provider's decision."""

from __future__ import annotations

from datetime import date

from core.rulebook import values as rules
from governance.sharing.rules import facts as f
from tests.unit.sharing import reasons
from tests.unit.sharing.gate_case import FACTS, HALF, ballots, seats
from tests.unit.sharing.reasons import TOMORROW, YESTERDAY, unset

AGAINST = {"panel__ballots": ballots("unsuitable", "unsuitable", "unsuitable", "suitable", "suitable")}
ON_CONDITIONS = {"panel__ballots": ballots(*["conditional"] * 5)}
DEPARTED = f.DepartureVote(
    votes_for=4, votes_against=1, present=5, eligible=6, members=6, reasons_published=True
)
PROVISIONAL = {
    "approval__provisional": True,
    "approval__body": "chair",
    "approval__decided_on": date(2026, 11, 20),
    "panel": None,
}
STATUTORY = {"line__form": "statutory", "line__ground": "statute_69_1", "line__statute": "X"}

OPINION = {
    "suitable": {},
    "conditional": ON_CONDITIONS,
    "departed": AGAINST | {"approval__departure": DEPARTED},
    "statutory": STATUTORY,
    "emergency": PROVISIONAL,
    "rule_not_set": unset("board_quorum"),
    "no_panel": {"panel": None},
    "conflict_not_declared": {"panel__seats": seats(m2={"declared": False})},
    "opinions_missing": {"panel__seats": seats(m4={"opinion_in": False})},
    "not_voted": {"panel__voted_on": None, "panel__ballots": ()},
    "voting": {"panel__voted_on": None, "panel__ballots": ballots("suitable", "suitable")},
    "not_fixed": {"panel__voted_on": None},
    "continued": {"panel__ballots": ballots(*["continued"] * 5)},
    "departure_open": AGAINST,
    "conflicted_member_sits": {"panel__seats": seats(m2={"interests": frozenset({"adviser"})})},
    "ballot_not_allowed": {"panel__seats": seats(m2={"recused": True})},
    "expedited_not_open": {"panel__expedited": True},
    "no_quorum": {
        "panel__seats": seats(**{m: {"present": False} for m in ("m1", "m4", "m5")}),
        "panel__ballots": (f.BallotCast("m2", "suitable"), f.BallotCast("m3", "suitable")),
    },
    "seat_empty": {
        "panel__seats": seats(m2={"present": False}),
        "panel__ballots": tuple(one for one in FACTS.panel.ballots if one.member != "m2"),
    },
    "not_carried": {
        "panel__ballots": ballots("suitable", "suitable", "unsuitable", "unsuitable", "abstain"),
        "settings": {"board_majority": rules.Majority(HALF, tie="lost")},
    },
    "unsuitable": AGAINST | {"settings": {"board_authority": rules.BoardAuthority("required")}},
    "conditions_dropped": ON_CONDITIONS
    | {
        "approval__adopts_conditions": False,
        "settings": {"board_authority": rules.BoardAuthority("required")},
    },
    "conditions_not_recorded": ON_CONDITIONS | {"conditions": ()},
    "departure_not_carried": AGAINST
    | {"approval__departure": f.DepartureVote(3, 2, 5, 6, 6, reasons_published=True)},
    "departure_unpublished": AGAINST
    | {"approval__departure": f.DepartureVote(4, 1, 5, 6, 6, reasons_published=False)},
}

APPROVAL = {
    "approved": {},
    "provisional": PROVISIONAL,
    "statutory": STATUTORY,
    "rule_not_set": unset("approval_bodies"),
    "risk_unknown": {"dataset__triggers": None},
    "undated": {"approval__valid_until": None},
    "not_decided": {"approval": None},
    "no_number": {"approval__number": ""},
    "not_yet": {"approval__decided_on": TOMORROW},
    "not_approved": {"approval__state": "not_approved"},
    "revoked": {"approval__state": "revoked"},
    "superseded": {"approval__superseded_by": "汐見協第30号"},
    "wrong_body": {"approval__body": "chair"},
    "not_ratified": PROVISIONAL | {"approval__decided_on": date(2026, 10, 20)},
    "beyond_approval": {"approval__items": frozenset({"steps"})},
    "expired": {"approval__valid_until": YESTERDAY},
}

PROVIDER_DECISION = {
    "decided": {},
    "not_decided": {"decision": None},
    "no_number": {"decision__number": ""},
    "not_yet": {"decision__decided_on": TOMORROW},
    "harm_not_judged": {"decision__harm": None},
    "declined": {"decision__state": "declined"},
    "revoked": {"decision__state": "revoked"},
    "another_organ": {"decision__organ": "board_of_education"},
    "beyond_decision": {"decision__items": frozenset({"steps"})},
    "ground_differs": {"decision__ground": "statistics_69_2_4"},
    "harm_feared": {"decision__harm": "feared"},
}

SITUATIONS = {
    "standing": reasons.STANDING,
    "pledge": reasons.PLEDGE,
    "dataset": reasons.DATASET,
    "purpose": reasons.PURPOSE,
    "transfer_form": reasons.TRANSFER_FORM,
    "data_class": reasons.DATA_CLASS,
    "legal_ground": reasons.LEGAL_GROUND,
    "pia": reasons.PIA,
    "consent": reasons.CONSENT,
    "consent_feed": reasons.CONSENT_FEED,
    "person_hold": reasons.PERSON_HOLD,
    "foreign_recipient": reasons.FOREIGN_RECIPIENT,
    "foreign_storage": reasons.FOREIGN_STORAGE,
    "retention": reasons.RETENTION,
    "safeguards": reasons.SAFEGUARDS,
    "opinion": OPINION,
    "approval": APPROVAL,
    "provider_decision": PROVIDER_DECISION,
    "agreement": reasons.AGREEMENT,
    "conditions": reasons.CONDITIONS,
    "incident": reasons.INCIDENT,
    "window": reasons.WINDOW,
}
