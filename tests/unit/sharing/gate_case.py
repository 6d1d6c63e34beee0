"""A line in perfect order (the university's study of steps), and changes of it by path."""

from __future__ import annotations

from dataclasses import replace as replace_dataclass
from datetime import UTC, date, datetime
from typing import Any

from msgspec.structs import replace

from core.errors import ArticleRef
from core.law import shipped
from core.law.values import LawTable
from core.rulebook import values as rules
from core.rulebook.editions import EditionInForce
from core.rulebook.values import Rulebook, Setting, Threshold
from governance.sharing.rules import facts as f
from governance.sharing.rules.gate import CHECKS, evaluate
from governance.sharing.rules.verdict import GateVerdict, Moment

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
ITEMS = frozenset({"steps", "age_band"})
PURPOSE = "https://w3id.org/dpv#ResearchAndDevelopment"
HALF = Threshold(1, 2, strict=True, base="eligible")

SETTINGS: dict[str, rules.Kind] = {
    "blocking_duties": rules.BlockingDuties(frozenset({"disposal", "condition"})),
    "pia_requirement": rules.PiaRequirement(1000, frozenset({"special_care", "children", "location"}), 24),
    "feed_freshness": rules.Freshness(2),
    "storage_places": rules.StoragePlaces(frozenset({"JP", "DE"})),
    "legal_grounds": rules.LegalGrounds(),
    "retention": rules.Retention(12, True, 24, 30, 5),
    "safeguards": rules.Safeguards(
        personal=frozenset({"access_log", "encryption"}),
        special_care=frozenset({"separate_room"}),
        pseudonymised=frozenset({"access_log"}),
        evidenced=frozenset({"access_log"}),
    ),
    "board_quorum": rules.BoardQuorum(
        HALF,
        tuple(rules.SeatCount(one, 1) for one in ("security", "law", "ethics")),
    ),
    "board_majority": rules.Majority(Threshold(1, 2, strict=True, base="present")),
    "recusal_scope": rules.RecusalScope(frozenset({"employer", "funding", "family", "adviser"})),
    "independent_opinions": rules.Independence(blind=True),
    "board_authority": rules.BoardAuthority("advice"),
    "expedited_review": rules.ExpeditedReview(frozenset({"statistics", "minor_change"}), 1),
    "departure_from_opinion": rules.Departure(Threshold(2, 3, strict=False, base="all")),
    "approval_bodies": rules.ApprovalBodies("chair", "steering", "assembly"),
    "risk_classes": rules.RiskClasses(
        minor=frozenset({"statistical", "anonymised", "non_personal", "minor_change"}),
        major=frozenset({"special_care", "children", "abroad"}),
        major_persons=100_000,
    ),
    "emergency_approval": rules.EmergencyApproval("chair", 10),
    "amendment_transition": rules.Transition(60),
}

SEATS = tuple(
    f.Seat(member, expertise, chair=member == "m3", declared=True, present=True, opinion_in=True)
    for member, expertise in (
        ("m1", "security"),
        ("m2", "law"),
        ("m3", "ethics"),
        ("m4", "citizen"),
        ("m5", "citizen"),
    )
)

FACTS = f.GateFacts(
    council="shiomi",
    provider=f.Party("o1", "mayor", "public_body", "admitted", date(2024, 4, 1)),
    recipient=f.Party(
        "o2", "university", "specified_corporation", "admitted", date(2024, 4, 1), academic=True
    ),
    dataset=f.Dataset(
        reference="D-01",
        state="registered",
        items=(f.Item("steps", "personal"), f.Item("age_band", "personal"), f.Item("slope", "non_personal")),
        stages=frozenset({"acquire", "use", "store", "dispose"}),
        purposes=frozenset({PURPOSE}),
        retention_months=36,
        persons=8214,
        triggers=frozenset(),
    ),
    line=f.Line(
        reference="R-2026-018/1",
        items=ITEMS,
        purpose=PURPOSE,
        form="third_party",
        data_class="personal",
        ground="consent_69_2_1",
        harm="none_feared",
        use_from=date(2026, 6, 1),
        use_until=date(2027, 3, 31),
        retention_months=12,
        disposal_method="erase",
        disposal_by=date(2027, 4, 15),
        storage=frozenset({"JP"}),
        safeguards=frozenset({"access_log", "encryption"}),
        evidenced=frozenset({"access_log"}),
    ),
    duties=(),
    pledge=f.Pledge(2, date(2026, 4, 10)),
    pia=f.Pia(
        reference="PIA-12",
        state="published",
        approved_on=date(2026, 3, 1),
        valid_until=date(2028, 2, 29),
        items=ITEMS,
        purposes=frozenset({PURPOSE}),
        recipients=frozenset({"o2"}),
        places=frozenset({"JP"}),
        stages=frozenset({"acquire", "use", "store", "dispose"}),
        retention_months=12,
        unaccepted_high=0,
    ),
    consents=f.Consents(
        choices=(f.NoticeChoice("N-3/v2", ITEMS, PURPOSE, frozenset({"o2"}), True, 12),),
        in_force=8213,
        fell_out={"withdrawn": 1},
    ),
    feeds=(),
    panel=f.Panel(
        body="board",
        seats=SEATS,
        ballots=tuple(f.BallotCast(seat.member, "suitable") for seat in SEATS),
        voted_on=date(2026, 5, 10),
    ),
    approval=f.Approval(
        number="汐見協第24号",
        body="steering",
        state="approved",
        decided_on=date(2026, 5, 20),
        valid_until=date(2027, 3, 31),
        items=ITEMS,
        purpose=PURPOSE,
        data_class="personal",
    ),
    decision=f.ProviderDecision(
        number="汐健第108号",
        organ="mayor",
        state="accepted",
        decided_on=date(2026, 5, 25),
        ground="consent_69_2_1",
        items=ITEMS,
        harm="none_feared",
    ),
    agreement=f.Agreement("A-7", "contract", "signed", date(2026, 6, 1), date(2027, 3, 31)),
    conditions=(f.Condition("C-1", True, "met", date(2026, 5, 31)),),
    incidents=(),
    grant=f.Grant("G-2026-003", "active", date(2026, 6, 1), date(2027, 3, 31)),
    scope="person",
    person=f.PersonFacts(
        known=True,
        consent="in_force",
        consent_until=datetime(2027, 3, 31, 15, tzinfo=UTC),
        notice="N-3/v2",
    ),
)

LAW = shipped.table(TODAY)


def article(code: str) -> ArticleRef:
    """A provision named after what it fixes."""
    return ArticleRef("data_rules", code, f"取扱規程 {code}", f"Data rules {code}", 2)


def rulebook(**changes: rules.Kind | None) -> Rulebook:
    """The usual rules; ``setting=None`` leaves it unfixed."""
    settings = {code: value for code, value in {**SETTINGS, **changes}.items() if value is not None}
    return Rulebook(
        council="shiomi",
        on=TODAY,
        settings={code: Setting(code, value, article(code)) for code, value in settings.items()},
        basis={rule.code: article(rule.code) for rule in CHECKS},
        editions={
            "participation": EditionInForce(
                "participation", 2, date(2026, 4, 1), 61, ((1, date(2026, 4, 1)),)
            ),
            "data_rules": EditionInForce("data_rules", 2, date(2026, 4, 1), 0, ((1, date(2026, 4, 1)),)),
        },
    )


def in_transition(book: Rulebook, instrument: str, until: date) -> Rulebook:
    """``book`` where the former edition of ``instrument`` still counts until that day."""
    former = ((book.editions[instrument].number - 1, until),)
    edition = replace_dataclass(book.editions[instrument], transition_days=1, replaced_on=former)
    return replace_dataclass(book, editions={**book.editions, instrument: edition})


RULES = rulebook()


def changed(facts: f.GateFacts = FACTS, /, **paths: Any) -> f.GateFacts:
    """``facts`` with values changed by path: ``line__ground="x"``, ``pia=None``."""
    for path, value in paths.items():
        head, _, rest = path.partition("__")
        if rest:
            value = replace(getattr(facts, head), **{rest: value})
        facts = replace(facts, **{head: value})
    return facts


def ask(
    facts: f.GateFacts = FACTS,
    book: Rulebook = RULES,
    law: LawTable = LAW,
    moment: Moment = Moment.FLOW,
    at: datetime = AT,
) -> GateVerdict:
    """The gate's answer, at the flow where nothing else is said."""
    return evaluate(facts, book, law, moment, at)


def ballots(*choices: str) -> tuple[f.BallotCast, ...]:
    """One ballot for each member in order."""
    return tuple(f.BallotCast(f"m{n}", choice) for n, choice in enumerate(choices, 1))  # type: ignore[arg-type]


def seats(**members: dict[str, Any]) -> tuple[f.Seat, ...]:
    """The board with some members changed: ``seats(m2={"recused": True})``."""
    return tuple(replace(seat, **members.get(seat.member, {})) for seat in SEATS)
