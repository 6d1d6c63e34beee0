"""What a rule document fixes, as typed values (規程の定め).

A provision carries settings; each setting kind below is one row of the table "Rules as data". Values are
exact: fractions are integers compared by cross-multiplication, periods are whole days, months or years.
Import no django here: these values cross into the pure rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Literal

import msgspec

from core.errors import ArticleRef
from core.rulebook.editions import EditionInForce
from core.rulebook.grounds import UnusedGround

Base = Literal["all", "present", "cast", "eligible"]
"""What a fraction is taken of: all members, those present (proxies and written votes included),
votes cast for or against, or those eligible after recusal."""


Count = Annotated[int, msgspec.Meta(ge=0, le=1_000_000_000)]
"""A number that a rule fixes: never negative."""


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of all setting values."""


class Threshold(Kind, frozen=True):
    """A fraction of a base. ``strict``: more than (過半数); otherwise at least (以上)."""

    numerator: Count
    denominator: Count
    strict: bool
    base: Base

    def __post_init__(self) -> None:
        if not 0 < self.numerator <= self.denominator:
            raise ValueError("a fraction lies above 0 and up to 1")

    def reached(self, votes: int, base: int) -> bool:
        """Do ``votes`` of ``base`` reach the fraction? A base of zero never does."""
        if base <= 0:
            return False
        have, want = votes * self.denominator, self.numerator * base
        return have > want if self.strict else have >= want

    def needed(self, base: int) -> int:
        """The smallest number of votes of ``base`` that reaches the fraction."""
        full, rest = divmod(self.numerator * base, self.denominator)
        return full + (1 if self.strict or rest else 0)


class Majority(Kind, frozen=True):
    """How a vote is carried; ``tie``: the chair decides (議長の決するところによる) or the item is lost."""

    threshold: Threshold
    tie: Literal["chair", "lost"] = "chair"
    matters: tuple[str, ...] = ()


class Period(Kind, frozen=True):
    """A number of calendar or business days."""

    days: Count
    business: bool = False


class VotingMethods(Kind, frozen=True):
    """Channels of a vote that are open, and who holds a blank proxy."""

    methods: frozenset[Literal["no_objection", "show_of_hands", "written", "proxy", "online"]]
    blank_proxy_to: Literal["chair", "invalid"] = "chair"


class MembershipClass(Kind, frozen=True):
    """A class of members: its number of votes and yearly dues in yen."""

    code: str
    votes: Count
    dues: Count = 0


class MembershipClasses(Kind, frozen=True):
    """会員の種別と議決権."""

    classes: tuple[MembershipClass, ...]


class Term(Kind, frozen=True):
    """Years of office; a substitute serves the remainder (補欠は残任期間)."""

    years: Count
    renewable: bool = True


class BoardAuthority(Kind, frozen=True):
    """Weight of the board's opinion: advice 助言, required for approval 承認要件, decision 決定."""

    weight: Literal["advice", "required", "decides"]


RiskClass = Literal["minor", "ordinary", "major"]


class ApprovalBodies(Kind, frozen=True):
    """Which body approves a request of each risk class: a body code, or ``chair`` alone (会長専決)."""

    minor: str
    ordinary: str
    major: str

    def body_for(self, risk: RiskClass) -> str:
        """The code of the deciding body for ``risk``."""
        return str(getattr(self, risk))


class RiskClasses(Kind, frozen=True):
    """What makes a request minor or major (利用承認の区分): the classes of data that make it minor, and the
    traits, the number of persons and a recipient abroad that make it major; all others are ordinary."""

    minor: frozenset[Literal["statistical", "anonymised", "non_personal", "minor_change"]]
    major: frozenset[Literal["special_care", "children", "location", "camera", "abroad"]]
    major_persons: Count = 0
    """From how many persons it is major; 0: the number does not matter."""


class Departure(Kind, frozen=True):
    """What it takes to decide otherwise than the board advised (意見と異なる決定)."""

    threshold: Threshold
    publish_reasons: bool = True


EXPERTISE = ("information_security", "law", "data_ethics", "citizen", "member")
"""What a seat can ask of the person on it: a rule that asks for anything else could never be met."""


class SeatCount(Kind, frozen=True):
    """A number of seats for one expertise."""

    expertise: str
    seats: Count


class BoardComposition(Kind, frozen=True):
    """審査会の構成."""

    seats: tuple[SeatCount, ...]


class BoardQuorum(Kind, frozen=True):
    """審査会の定足数: a fraction of the members who may sit, and one present of each required expertise."""

    threshold: Threshold
    required: tuple[SeatCount, ...]


class RecusalScope(Kind, frozen=True):
    """除斥の範囲: the interests that bar a member; a recused member leaves the quorum base."""

    interests: frozenset[Literal["employer", "funding", "family", "adviser", "participant", "other"]]
    leaves_base: bool = True


class Independence(Kind, frozen=True):
    """意見の独立: individual opinions stay hidden until all are in."""

    blind: bool


class ReviewPeriods(Kind, frozen=True):
    """審査期限, in business days; the clock stops while a correction or a question is open."""

    screening: Count
    review: Count
    stops: frozenset[Literal["correction", "question"]]


class ExpeditedReview(Kind, frozen=True):
    """迅速審査: for which requests, by how many members besides the chair, reported when."""

    conditions: frozenset[Literal["statistics", "minor_change"]]
    members_besides_chair: Count
    report_at_next_meeting: bool = True


class PiaRequirement(Kind, frozen=True):
    """PIAの要否と有効期間: any one trigger asks for an assessment; it is valid for ``months``."""

    persons_at_least: Count
    triggers: frozenset[Literal["special_care", "children", "location", "camera"]]
    months: Count


class ConsentValidity(Kind, frozen=True):
    """同意の有効期間と撤回の反映: months of validity; business days to tell the holder and to stop use."""

    months: Count
    tell_within: Count
    stop_within: Count


class ProxyAge(Kind, frozen=True):
    """代理同意の年齢: below ``under`` years, ``parents`` holders of parental authority consent."""

    under: Count
    parents: Count = 1
    objection_holds: bool = True


class Retention(Kind, frozen=True):
    """承認期間・廃棄期限・記録保存: approval in months (cut at the fiscal year's end where so ruled), the longest
    retention by a recipient in months, days to dispose, years to keep records."""

    approval_months: Count
    until_fiscal_year_end: bool
    recipient_months: Count
    disposal_days: Count
    record_years: Count
    statutory_years: Count = 3


class Transition(Kind, frozen=True):
    """経過措置: calendar days in which the former edition still satisfies."""

    days: Count


class BlockingDuties(Kind, frozen=True):
    """Overdue duties that block new requests and deliveries; others only warn."""

    duties: frozenset[Literal["disposal", "condition", "report", "dues"]]


class StoragePlaces(Kind, frozen=True):
    """Countries (ISO 3166-1 alpha-2) where data may be stored."""

    countries: frozenset[str]


class LegalGrounds(Kind, frozen=True):
    """法令上の根拠のうち用いないもの: grounds that the law has and the council does not use."""

    barred: frozenset[UnusedGround] = frozenset({"opt_out_27_2"})


class Safeguards(Kind, frozen=True):
    """Safety measures that each data class asks for, and which of them need evidence."""

    personal: frozenset[str]
    special_care: frozenset[str]
    pseudonymised: frozenset[str]
    evidenced: frozenset[str] = frozenset()


class Freshness(Kind, frozen=True):
    """How many calendar days old the reconciliation of a consent feed may be."""

    days: Count


class ConsentManagement(Kind, frozen=True):
    """同意管理の位置付け: entrusted by the provider (提供元からの委託) or the council's own (協議会自ら)."""

    position: Literal["entrusted", "own"]


class EmergencyApproval(Kind, frozen=True):
    """Provisional approval in an emergency, to be ratified within a number of business days."""

    by: str
    ratify_within: Count


class IdleRequests(Kind, frozen=True):
    """申請の失効: calendar days without anybody touching a draft, or a request that was handed in, until it lapses
    (0: never), and how many days before that its applicant is warned."""

    drafts: Count
    pending: Count
    warn: Count


class BreachClock(Kind, frozen=True):
    """Days to report a breach to the council and, as the law asks, to the regulator."""

    to_council_hours: Count
    preliminary_days: Count
    full_days: Count


class ApprovalLine(Kind, frozen=True):
    """決裁区分: the offices that sign a draft, in order, before it leaves the council."""

    offices: tuple[str, ...]


class ReviewInterval(Kind, frozen=True):
    """How often, in months, something is looked at again (評価)."""

    months: Count


class Duty(Kind, frozen=True):
    """A duty without a number (機密保持 ...), in force while its provision is; years it outlasts membership."""

    years_after: Count = 0


KINDS: Mapping[str, type[Kind]] = {
    "assembly_quorum": Threshold,
    "ordinary_majority": Majority,
    "special_majority": Majority,
    "notice_of_meeting": Period,
    "board_notice": Period,
    "voting_methods": VotingMethods,
    "membership_classes": MembershipClasses,
    "terms_of_office": Term,
    "board_authority": BoardAuthority,
    "approval_bodies": ApprovalBodies,
    "risk_classes": RiskClasses,
    "departure_from_opinion": Departure,
    "board_composition": BoardComposition,
    "board_quorum": BoardQuorum,
    "board_majority": Majority,
    "recusal_scope": RecusalScope,
    "independent_opinions": Independence,
    "review_periods": ReviewPeriods,
    "expedited_review": ExpeditedReview,
    "pia_requirement": PiaRequirement,
    "consent_validity": ConsentValidity,
    "proxy_age": ProxyAge,
    "retention": Retention,
    "amendment_transition": Transition,
    "blocking_duties": BlockingDuties,
    "storage_places": StoragePlaces,
    "legal_grounds": LegalGrounds,
    "safeguards": Safeguards,
    "feed_freshness": Freshness,
    "consent_management": ConsentManagement,
    "emergency_approval": EmergencyApproval,
    "idle_requests": IdleRequests,
    "reexamination": Period,
    "breach_clock": BreachClock,
    "approval_line": ApprovalLine,
    "indicator_review": ReviewInterval,
    "confidentiality": Duty,
}
"""Setting code -> its type. The defaults are those of the model documents."""


def parse(code: str, value: Any) -> Kind:
    """The typed value of setting ``code`` from JSON-ready ``value``.

    Raises:
        KeyError: no such setting.
        msgspec.ValidationError: a wrong shape, with the path to it.
    """
    return msgspec.convert(value, KINDS[code])


@dataclass(frozen=True, slots=True)
class Setting:
    """A value together with the provision that fixes it."""

    code: str
    value: Kind
    article: ArticleRef


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules in force in one council on one date (現行規程).

    ``basis`` maps a check of the gate (or another automatic verdict) to the provision it rests on,
    for checks that need no number.
    """

    council: str
    on: date
    settings: Mapping[str, Setting] = field(default_factory=dict)
    basis: Mapping[str, ArticleRef] = field(default_factory=dict)
    editions: Mapping[str, EditionInForce] = field(default_factory=dict)

    def get(self, code: str) -> Any:
        """The value of setting ``code`` (its type is ``KINDS[code]``), or None where no provision fixes it."""
        setting = self.settings.get(code)
        return setting.value if setting else None

    def article(self, code: str) -> ArticleRef | None:
        """The provision behind setting or check ``code``, or None."""
        setting = self.settings.get(code)
        return setting.article if setting else self.basis.get(code)
