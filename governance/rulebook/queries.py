"""What the rules say, and since when."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import msgspec
from django.db import connection
from django.db.models import Case, Count, Prefetch, Q, QuerySet, When

from core.access.queries import Someone, councils_of
from core.accounts.models import Council
from core.errors import ArticleRef
from core.rulebook import provider
from core.rulebook.editions import EditionInForce
from core.rulebook.values import Rulebook, Setting, Transition, parse
from governance.rulebook.enums import AmendmentState, Force
from governance.rulebook.models import (
    Amendment,
    Edition,
    Instrument,
    ProvisionBasis,
    ProvisionSetting,
    ProvisionText,
)
from governance.rulebook.rules.merging import Merged, Side, merge
from governance.rulebook.rules.outline import Document, Unit
from governance.rulebook.rules.replacing import as_if_adopted, replaced

_CITATION = (
    "edition__number",
    "edition__instrument__code",
    "edition__instrument__short_ja",
    "edition__instrument__short_en",
    "text__provision__key",
    "text__label_ja",
    "text__label_en",
)


def visible_to(user: Someone) -> QuerySet[Instrument]:
    """The rule documents of every council in which ``user`` holds a role."""
    return Instrument.objects.filter(council__in=councils_of(user))


def instruments(council: Council) -> QuerySet[Instrument]:
    """The rule documents of ``council``; public, as the register shows them."""
    return Instrument.objects.filter(council=council)


def amendments_visible_to(user: Someone) -> QuerySet[Amendment]:
    """Amendments of the rule documents that ``user`` may see, adopted and withdrawn ones included."""
    return Amendment.objects.filter(instrument__in=visible_to(user)).select_related("instrument", "base")


def amendment(pk: int) -> Amendment:
    """The amendment with its document and council, for work in the background."""
    return Amendment.objects.select_related("instrument__council", "base").get(pk=pk)


def amendments_in_order(user: Someone, council: Council) -> QuerySet[Amendment]:
    """Amendments of ``council`` that ``user`` may see, those in work first, then the newest."""
    in_work = Case(When(state=AmendmentState.DRAFTED, then=0), default=1)
    return (
        amendments_visible_to(user)
        .filter(instrument__council=council)
        .select_related("edition", "drafted_by")
        .order_by(in_work, "-drafted_at", "-pk")
    )


def open_amendments(council: Council) -> QuerySet[Amendment]:
    """Amendments of ``council`` that are still in work."""
    return Amendment.objects.filter(instrument__council=council, state=AmendmentState.DRAFTED).select_related(
        "instrument", "base"
    )


def in_force(council: Council, on: date) -> Rulebook:
    """Every setting and basis in force in ``council`` on the civil date ``on``. One statement, and two more for
    editions that this process has not read yet."""
    return _rulebook(council, on, _editions(council).filter(effective_on__lte=on))


def provisions_with(council: Council, on: date, words: str) -> QuerySet[ProvisionText]:
    """Provisions in force in ``council`` on the civil date ``on`` that have ``words`` in their text or heading, in the
    order of the documents."""
    editions = _latest(_editions(council).filter(effective_on__lte=on), on)
    said = Q()
    for field in ("heading_ja", "heading_en", "text_ja", "text_en"):
        said |= Q(**{f"{field}__icontains": words})
    rows = ProvisionText.objects.filter(said, edition__in=[edition.pk for edition in editions.values()])
    return rows.select_related("edition__instrument", "provision").order_by(
        "edition__instrument__position", "edition__instrument_id", "position"
    )


def settings_in_force(council: Council, on: date, codes: Collection[str]) -> dict[str, Setting]:
    """The settings ``codes`` as :func:`in_force` would have them. One statement."""
    day = connection.ops.adapt_datefield_value(on)
    with connection.cursor() as cursor:
        cursor.execute(_SETTINGS.format(", ".join(["%s"] * len(codes))), [council.pk, day, *codes, day])
        return {
            code: Setting(code, parse(code, json.loads(value)), _article(*cited))
            for code, value, *cited in cursor.fetchall()
        }


_SETTINGS = """
SELECT fixed.code, fixed.value, edition.number, instrument.code, instrument.short_ja, instrument.short_en,
 provision.key, text.label_ja, text.label_en
FROM rulebook_provisionsetting fixed
JOIN rulebook_edition edition ON edition.id = fixed.edition_id
JOIN rulebook_instrument instrument ON instrument.id = edition.instrument_id
JOIN rulebook_provisiontext text ON text.id = fixed.text_id
JOIN rulebook_provision provision ON provision.id = text.provision_id
WHERE instrument.council_id = %s AND edition.effective_on <= %s AND fixed.code IN ({}) AND NOT EXISTS (
 SELECT 1 FROM rulebook_edition newer
 WHERE newer.instrument_id = edition.instrument_id AND newer.effective_on <= %s
 AND (newer.effective_on, newer.number) > (edition.effective_on, edition.number))
"""
"""As text, since the ORM takes longer to write it than PostgreSQL to answer it."""


class RulesOverTime:
    """The rules of ``council`` on any day. Editions are read once, and each set of them that was in force together
    once more, however many days are asked about. With ``text`` its document reads like that on every day."""

    def __init__(self, council: Council, text: Document | None = None) -> None:
        self._council = council
        self._text = text
        self._rows = list(_editions(council))
        self._known: dict[tuple[int, ...], Rulebook] = {}

    def on(self, day: date) -> Rulebook:
        """What was in force on the civil date ``day``, as :func:`in_force` would say."""
        editions = _latest(self._rows, day)
        key = tuple(edition.pk for edition in editions.values())
        if key not in self._known:
            rules = _rulebook(self._council, day, self._rows)
            self._known[key] = as_if_adopted(rules, self._text) if self._text else rules
        return replace(self._known[key], on=day)


@dataclass(frozen=True, slots=True)
class Fixed:
    """What one edition fixes: its settings, and the provision that each check of the gate rests on."""

    settings: Mapping[str, Setting]
    basis: Mapping[str, ArticleRef]


_fixed: dict[tuple[int, str], Fixed] = {}
"""Editions this process has read, by key and digest of the text: an edition never changes."""

_MOST = 1000
"""Editions kept in memory at most."""


def _rulebook(council: Council, on: date, rows: Iterable[Edition]) -> Rulebook:
    rows = [edition for edition in rows if edition.effective_on <= on]
    editions = _latest(rows, on)
    settings: dict[str, Setting] = {}
    basis: dict[str, ArticleRef] = {}
    for fixed in _read(editions.values()):
        settings |= fixed.settings
        basis |= fixed.basis
    transition = settings.get("amendment_transition")
    days = transition.value.days if transition and isinstance(transition.value, Transition) else 0
    return Rulebook(
        council=council.slug,
        on=on,
        settings=settings,
        basis=basis,
        editions={code: _edition_in_force(edition, rows, days) for code, edition in editions.items()},
    )


def _read(editions: Iterable[Edition]) -> list[Fixed]:
    """What each of ``editions`` fixes. Two statements for those that this process has not read yet."""
    known = {(edition.pk, edition.digest): _fixed.get((edition.pk, edition.digest)) for edition in editions}
    missing = [pk for (pk, _digest), fixed in known.items() if fixed is None]
    if missing:
        read = _from_rows(missing)
        if len(_fixed) + len(missing) > _MOST:
            _fixed.clear()
        for key, fixed in known.items():
            if fixed is None:
                known[key] = _fixed[key] = read[key[0]]
    return [fixed for fixed in known.values() if fixed is not None]


def _from_rows(keys: Collection[int]) -> dict[int, Fixed]:
    settings: dict[int, dict[str, Setting]] = {key: {} for key in keys}
    for key, code, value, *cited in ProvisionSetting.objects.filter(edition__in=keys).values_list(
        "edition_id", "code", "value", *_CITATION
    ):
        settings[key][code] = Setting(code, parse(code, value), _article(*cited))
    basis: dict[int, dict[str, ArticleRef]] = {key: {} for key in keys}
    for key, code, *cited in ProvisionBasis.objects.filter(edition__in=keys).values_list(
        "edition_id", "check_code", *_CITATION
    ):
        basis[key][code] = _article(*cited)
    return {key: Fixed(settings[key], basis[key]) for key in keys}


def _editions(council: Council) -> QuerySet[Edition]:
    return (
        Edition.objects.filter(instrument__council=council)
        .select_related("instrument")
        .order_by("instrument__position", "instrument_id", "effective_on", "number")
    )


def _latest(rows: Iterable[Edition], on: date) -> dict[str, Edition]:
    """The edition in force of each rule document; of several of one day the last adopted."""
    return {edition.instrument.code: edition for edition in rows if edition.effective_on <= on}


def articles_on(council: Council, code: str, days: Iterable[date]) -> dict[date, ArticleRef | None]:
    """Which provision of ``council`` fixed the setting ``code`` on each of ``days``: two statements, however many."""
    editions = list(
        Edition.objects.filter(instrument__council=council)
        .order_by("instrument__position", "instrument_id", "effective_on", "number")
        .values_list("pk", "instrument_id", "effective_on")
    )
    cited = {
        edition: _article(*citation)
        for edition, *citation in ProvisionSetting.objects.filter(
            edition__instrument__council=council, code=code
        ).values_list("edition_id", *_CITATION)
    }
    found: dict[date, ArticleRef | None] = {}
    for day in set(days):
        latest = {instrument: pk for pk, instrument, since in editions if since <= day}
        found[day] = next((cited[pk] for pk in reversed(latest.values()) if pk in cited), None)
    return found


def _edition_in_force(edition: Edition, rows: Iterable[Edition], days: int) -> EditionInForce:
    own = [(row.number, row.effective_on) for row in rows if row.instrument_id == edition.instrument_id]
    return EditionInForce(edition.instrument.code, edition.number, edition.effective_on, days, replaced(own))


def _article(
    number: int,
    code: str,
    short_ja: str,
    short_en: str,
    key: str,
    label_ja: str,
    label_en: str,
) -> ArticleRef:
    return ArticleRef(code, key, f"{short_ja}{label_ja}", f"{short_en}, {label_en}", number)


@dataclass(frozen=True, slots=True)
class OnShelf:
    """A rule document in the list: the edition in force, those to come, and amendments in work."""

    instrument: Instrument
    current: Edition | None
    coming: tuple[Edition, ...]
    in_work: int


def shelf(council: Council, on: date) -> list[OnShelf]:
    """The rule documents of ``council`` as they stand on ``on``. Two statements."""
    documents = instruments(council).annotate(
        in_work=Count("amendments", filter=Q(amendments__state=AmendmentState.DRAFTED))
    )
    editions: dict[int, list[Edition]] = {}
    for edition in Edition.objects.filter(instrument__council=council).order_by("effective_on", "number"):
        editions.setdefault(edition.instrument_id, []).append(edition)
    rows = []
    for document in documents.order_by("position", "pk"):
        own = editions.get(document.pk, [])
        begun = [edition for edition in own if edition.effective_on <= on]
        coming = tuple(edition for edition in own if edition.effective_on > on)
        rows.append(OnShelf(document, begun[-1] if begun else None, coming, document.in_work))
    return rows


def edition_on(instrument: Instrument, on: date) -> Edition | None:
    """The edition of ``instrument`` in force on ``on``, or None before the first."""
    return (
        Edition.objects.filter(instrument=instrument, effective_on__lte=on)
        .order_by("-effective_on", "-number")
        .select_related("instrument__council")
        .first()
    )


def last_edition(instrument: Instrument) -> Edition | None:
    """The edition adopted last, in force or not yet: the base of the next amendment."""
    return (
        Edition.objects.filter(instrument=instrument)
        .order_by("-effective_on", "-number")
        .select_related("instrument")
        .first()
    )


def editions(instrument: Instrument) -> QuerySet[Edition]:
    """All editions of ``instrument``, newest first."""
    return (
        Edition.objects.filter(instrument=instrument)
        .order_by("-effective_on", "-number")
        .select_related("instrument")
    )


def force(edition: Edition, on: date, current: Edition | None) -> Force:
    """Is ``edition`` in force on ``on``, where ``current`` is :func:`edition_on` that day?"""
    if current is not None and edition.pk == current.pk:
        return Force.CURRENT
    return Force.FUTURE if edition.effective_on > on else Force.PAST


def document_of(edition: Edition) -> Document:
    """The text of ``edition`` as a value. Three statements."""
    texts = ProvisionText.objects.filter(edition=edition).select_related("provision")
    with_rules = texts.prefetch_related(
        Prefetch("settings", ProvisionSetting.objects.order_by("pk")),
        Prefetch("bases", ProvisionBasis.objects.order_by("pk")),
    )
    return _document(edition.instrument, [_unit(text) for text in with_rules.order_by("position")])


def _unit(text: ProvisionText) -> Unit:
    return Unit(
        key=text.provision.key,
        level=text.level,  # type: ignore[arg-type]  # a choice of Level, checked by the database
        heading_ja=text.heading_ja,
        heading_en=text.heading_en,
        text_ja=text.text_ja,
        text_en=text.text_en,
        reason_ja=text.reason_ja,
        reason_en=text.reason_en,
        branch=text.branch,
        basis=tuple(basis.check_code for basis in text.bases.all()),
        settings={setting.code: setting.value for setting in text.settings.all()},
    )


def draft_of(amendment: Amendment) -> Document:
    """The document as ``amendment`` would make it read."""
    return _document(amendment.instrument, msgspec.convert(amendment.units, list[Unit]))


def merged_with(amendment: Amendment, edition: Edition, prefer: Side) -> Merged:
    """``amendment`` put on ``edition``, which was adopted after it had been drafted."""
    base = document_of(amendment.base)
    return merge(base, draft_of(amendment), document_of(edition), prefer)


def _document(instrument: Instrument, units: Iterable[Unit]) -> Document:
    return Document(
        code=instrument.code,
        title_ja=instrument.title_ja,
        title_en=instrument.title_en,
        short_ja=instrument.short_ja,
        short_en=instrument.short_en,
        units=tuple(units),
    )


def fixed_elsewhere(instrument: Instrument, on: date) -> Mapping[str, str]:
    """Settings and checks (``setting:code``, ``check:code``) that other rule documents of the same council fix on
    ``on`` or in an edition still to come, with the code of the document."""
    others = Instrument.objects.filter(council=instrument.council_id).exclude(pk=instrument.pk)
    keys: list[Any] = []
    for other in others:
        current = edition_on(other, on)
        keys += [current.pk] if current else []
        keys += Edition.objects.filter(instrument=other, effective_on__gt=on).values_list("pk", flat=True)
    taken = {
        f"setting:{code}": owner
        for code, owner in ProvisionSetting.objects.filter(edition__in=keys).values_list(
            "code", "edition__instrument__code"
        )
    }
    for code, owner in ProvisionBasis.objects.filter(edition__in=keys).values_list(
        "check_code", "edition__instrument__code"
    ):
        taken[f"check:{code}"] = owner
    return taken


def article_url(council: Council, article: ArticleRef) -> str:
    """Where the provision behind a verdict can be read, in the edition that it was cited from."""
    return provider.article_url(council, article)
