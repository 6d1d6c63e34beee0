"""What the law says on one date, as values: grounds, classes and forms, record items, clocks, articles.

Law is dated data: rows live in ``core/law/data`` and in the database with valid-from and valid-to, each with
its source and how sure we are of it. The rules read only :class:`LawTable`. Import no django here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Literal

import msgspec

from core.errors import ArticleRef

Regime = Literal["business", "public_body", "specified_corporation", "assembly", "foreign"]
"""個人情報取扱事業者, 行政機関等 (organs of a municipality), 規律移行法人等 (public universities and hospitals),
議会, 国外事業者."""

TransferForm = Literal["third_party", "entrustment", "joint_use", "succession", "internal_use", "statutory"]
"""第三者提供, 委託, 共同利用, 事業承継, 内部利用, 法令に基づく提供."""

DataClass = Literal[
    "personal", "special_care", "pseudonymised", "anonymised", "person_related", "statistical", "non_personal"
]
"""個人情報, 要配慮個人情報, 仮名加工情報, 匿名加工情報, 個人関連情報, 統計情報, 個人に関しない情報."""

IDENTIFIABLE: frozenset[str] = frozenset({"personal", "special_care", "pseudonymised", "person_related"})
"""Classes whose records still stand for single persons: consents, holds and releases go person by person."""

KNOWN_BY_ID: frozenset[str] = frozenset({"personal", "special_care"})
"""Those of them whose records the recipient may know by the provider's ids. Of the others it must not find out whose
they are (APPI art. 41(7)), so it asks about no single person."""

Confidence = Literal["verified", "secondary", "memory", "unverified"]
"""Checked against the source named; against a secondary source; not compared with the article; not checked."""

Proviso = Literal[
    "unjust_harm", "reason", "statute", "academic_recipient", "academic_provider", "joint_research", "opt_out"
]
"""What a ground asks besides: no fear of unjust harm; a stated reason; the statute named; a recipient, or a provider,
that is an academic institution; the joint research named; the filing and the prior notice of opt-out."""

Manner = Literal["each", "batch", "contract"]
"""How a provision is recorded: each time, in one record of repeated provisions, by the contract itself."""

Requirement = Literal["open", "barred", "publication_record", "public_procedure", "confirm_recipient_consent"]
"""What the law asks of a data class in a form of transfer."""


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of all rows: identity, labels, dates in force, and where it comes from."""

    code: str
    label_ja: str = ""
    label_en: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""
    confidence: Confidence = "unverified"


class Article(Row, frozen=True):
    """An article that a verdict cites: for ``check``, where the provider has one of ``regimes``."""

    check: str
    regimes: frozenset[Regime]
    law: str
    article: str


class Ground(Row, frozen=True):
    """A legal ground: for which providers, recipients, forms and classes, and what it asks besides."""

    law: str
    article: str
    providers: frozenset[Regime]
    recipients: frozenset[Regime]
    forms: frozenset[TransferForm]
    data_classes: frozenset[DataClass]
    needs_consent: bool = False
    excuses_abroad: bool = False
    """Whether a transfer abroad on this ground needs no consent or measures of its own (APPI art. 28(1))."""
    provisos: frozenset[Proviso] = frozenset()


class ClassRule(Row, frozen=True):
    """May data of a class go in a form, and on what terms?"""

    law: str
    article: str
    providers: frozenset[Regime]
    forms: frozenset[TransferForm]
    data_classes: frozenset[DataClass]
    requirement: Requirement


class RecordItem(Row, frozen=True):
    """One item of a prescribed record, at ``position`` in it."""

    record: str
    position: int
    required: bool = True


class RecordRule(Row, frozen=True):
    """Which record the ``side`` of a delivery makes on a ground; ``exempt``: the law asks none (the
    council's own rule may)."""

    side: Literal["provider", "recipient"]
    law: str
    article: str
    providers: frozenset[Regime]
    recipients: frozenset[Regime]
    grounds: frozenset[str]
    record: str
    exempt: bool = False
    manners: frozenset[Manner] = frozenset({"each"})


class Clock(Row, frozen=True):
    """A period that the law fixes, in one unit."""

    law: str
    article: str
    regimes: frozenset[Regime]
    amount: int
    unit: Literal["days", "business_days", "months", "years", "promptly"]
    extendable_by: int = 0


class CountryRule(Row, frozen=True):
    """A country whose protection counts as equal to ours (APPI art. 28(1), rule 15)."""

    country: str
    law: str
    article: str


class ToldItem(Row, frozen=True):
    """What the person is told, or can find out, beforehand: of a transfer abroad, of joint use."""

    context: Literal["abroad", "abroad_unknown", "joint_use"]
    item: str
    law: str
    article: str


class Announcement(Row, frozen=True):
    """A change of law: announced while it has no first day. ``in_force_by`` is the latest that it can be."""

    law: str
    number: str
    passed_on: date | None = None
    promulgated_on: date | None = None
    in_force_by: date | None = None


class BreachCase(Row, frozen=True):
    """A leak or loss that is to be reported; ``persons_over``: from one person more than this (0: any)."""

    law: str
    article: str
    regimes: frozenset[Regime]
    persons_over: int = 0


AnyRow = (
    Article
    | Ground
    | ClassRule
    | RecordItem
    | RecordRule
    | Clock
    | CountryRule
    | ToldItem
    | Announcement
    | BreachCase
)

KINDS: Mapping[str, type[AnyRow]] = {
    "article": Article,
    "ground": Ground,
    "class_rule": ClassRule,
    "record_item": RecordItem,
    "record_rule": RecordRule,
    "clock": Clock,
    "country": CountryRule,
    "told_item": ToldItem,
    "announcement": Announcement,
    "breach_case": BreachCase,
}
"""Kind of row -> its type."""

LAW_NAMES: Mapping[str, tuple[str, str]] = {
    "appi": ("個人情報保護法", "APPI"),
    "appi_rules": ("個人情報保護法施行規則", "APPI Enforcement Rules"),
    "appi_order": ("個人情報保護法施行令", "APPI Enforcement Order"),
    "local_autonomy": ("地方自治法", "Local Autonomy Act"),
    "civil_code": ("民法", "Civil Code"),
    "assembly_ordinance": ("議会の個人情報保護条例", "Assembly's Privacy Ordinance"),
}


def _place(article: str) -> tuple[str, str]:
    """``27-1-5`` as 第27条第1項第5号 and art. 27(1), item 5; ``30_3`` as 第30条の3."""
    if not article:
        return "", ""
    parts = article.split("-")
    number, _, branch = parts[0].partition("_")
    ja = f"第{number}条" + (f"の{branch}" if branch else "")
    ja += "".join(f"第{part}{unit}" for part, unit in zip(parts[1:], ("項", "号"), strict=False))
    en = f"art. {parts[0].replace('_', '-')}" + (f"({parts[1]})" if len(parts) > 1 else "")
    return ja, en + (f", item {parts[2]}" if len(parts) > 2 else "")


def citation(law: str, article: str) -> ArticleRef:
    """The reference to an article of a law: ``citation("appi", "27-1")`` is 個人情報保護法第27条第1項."""
    name_ja, name_en = LAW_NAMES.get(law, (law, law))
    ja, en = _place(article)
    return ArticleRef(
        instrument=law, provision=article, label_ja=f"{name_ja}{ja}", label_en=f"{name_en} {en}".strip()
    )


@dataclass(frozen=True, slots=True)
class LawTable:
    """All rows in force on one date, indexed for the questions of the rules. Build with :meth:`of`."""

    on: date
    grounds: Mapping[str, Ground] = field(default_factory=dict)
    class_rules: Mapping[tuple[str, str, str], ClassRule] = field(default_factory=dict)
    articles: Mapping[tuple[str, str], ArticleRef] = field(default_factory=dict)
    references: Mapping[str, ArticleRef] = field(default_factory=dict)
    record_rules: tuple[RecordRule, ...] = ()
    record_items: Mapping[str, tuple[RecordItem, ...]] = field(default_factory=dict)
    clocks: Mapping[str, Clock] = field(default_factory=dict)
    equal_countries: frozenset[str] = frozenset()
    told: Mapping[str, frozenset[str]] = field(default_factory=dict)
    announced: tuple[Announcement, ...] = ()
    breach_cases: tuple[BreachCase, ...] = ()

    @classmethod
    def of(cls, rows: Iterable[AnyRow], on: date) -> LawTable:
        """The table of those ``rows`` that are in force ``on`` that date."""
        rows = tuple(rows)
        live = _latest([row for row in rows if in_force(row, on)])
        return cls(
            on=on,
            grounds={row.code: row for row in live if isinstance(row, Ground)},
            class_rules=_by_class(live),
            articles=_by_check(live),
            references={
                row.code: citation(row.law, row.article)
                for row in live
                if isinstance(row, (Ground, ClassRule, Clock))
            },
            record_rules=tuple(row for row in live if isinstance(row, RecordRule)),
            record_items=_by_record(live),
            clocks={row.code: row for row in live if isinstance(row, Clock)},
            equal_countries=frozenset(row.country for row in live if isinstance(row, CountryRule)),
            told=_by_context(live),
            announced=tuple(row for row in rows if isinstance(row, Announcement) and not in_force(row, on)),
            breach_cases=tuple(row for row in live if isinstance(row, BreachCase)),
        )

    def article(self, check: str, regime: str) -> ArticleRef | None:
        """The article that ``check`` cites where the provider has ``regime``."""
        return self.articles.get((check, regime))

    def class_rule(self, data_class: str, form: str, provider: str) -> ClassRule | None:
        """The rule for a class in a form from a provider of a regime, or None where the table has none."""
        return self.class_rules.get((data_class, form, provider))

    def grounds_for(self, provider: str, recipient: str, form: str, data_class: str) -> tuple[Ground, ...]:
        """The grounds that a request of this shape can state, in the table's order."""
        return tuple(row for row in self.grounds.values() if fits(row, provider, recipient, form, data_class))

    def record_for(self, side: str, provider: str, recipient: str, ground: str) -> RecordRule | None:
        """The record that ``side`` makes of a delivery, or None where the table has no row."""
        for row in self.record_rules:
            parties = provider in row.providers and recipient in row.recipients
            if row.side == side and parties and ground in row.grounds:
                return row
        return None


def in_force(row: AnyRow, on: date) -> bool:
    """Is ``row`` law on that date? A row without a first day is announced only."""
    return (
        row.valid_from is not None and row.valid_from <= on and (row.valid_to is None or on <= row.valid_to)
    )


def _latest(live: list[AnyRow]) -> list[AnyRow]:
    """Of rows of one kind and code in force on the same day the one that began last, in whatever order they came in."""
    last: dict[tuple[type, str], date] = {}
    for row in live:
        key, begins = (type(row), row.code), row.valid_from or date.min
        last[key] = max(last.get(key, date.min), begins)
    return [row for row in live if row.valid_from == last[type(row), row.code]]


def shapes(row: ClassRule) -> set[tuple[str, str, str]]:
    """The shapes that the rule answers for: class, form, regime of the provider."""
    return set(product(row.data_classes, row.forms, row.providers))


def cited_for(row: Article) -> set[tuple[str, str]]:
    """The checks that cite the article, each with a regime of the provider."""
    return {(row.check, regime) for regime in row.regimes}


def fits(row: Ground, provider: str, recipient: str, form: str, data_class: str) -> bool:
    """Does the ground exist for a request of this shape?"""
    return (
        provider in row.providers
        and recipient in row.recipients
        and form in row.forms
        and data_class in row.data_classes
    )


def _by_class(rows: Iterable[AnyRow]) -> dict[tuple[str, str, str], ClassRule]:
    return {shape: row for row in rows if isinstance(row, ClassRule) for shape in shapes(row)}


def _by_check(rows: Iterable[AnyRow]) -> dict[tuple[str, str], ArticleRef]:
    return {
        key: citation(row.law, row.article)
        for row in rows
        if isinstance(row, Article)
        for key in cited_for(row)
    }


def _by_record(rows: Iterable[AnyRow]) -> dict[str, tuple[RecordItem, ...]]:
    table: dict[str, list[RecordItem]] = {}
    for row in rows:
        if isinstance(row, RecordItem):
            table.setdefault(row.record, []).append(row)
    return {record: tuple(sorted(items, key=lambda item: item.position)) for record, items in table.items()}


def _by_context(rows: Iterable[AnyRow]) -> dict[str, frozenset[str]]:
    table: dict[str, frozenset[str]] = {}
    for row in rows:
        if isinstance(row, ToldItem):
            table[row.context] = table.get(row.context, frozenset()) | {row.item}
    return table
