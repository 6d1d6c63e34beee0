"""What is in force on a day: settings, the checks that rest on provisions, and where each is written."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db import connection
from django.db.models import QuerySet

from core.accounts.models import Council
from core.errors import ArticleRef
from core.rulebook import provider
from core.rulebook.editions import EditionInForce
from core.rulebook.values import Rulebook, Setting, Transition, parse
from governance.rulebook.models import Edition, ProvisionBasis, ProvisionSetting, ProvisionText
from governance.rulebook.queries.texts import standing
from governance.rulebook.rules.outline import Document
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

_NAMED = tuple(name.removeprefix("text__") for name in _CITATION)
"""The same of a provision's text."""


def in_force(council: Council, on: date) -> Rulebook:
    """Every setting and basis in force in ``council`` on the civil date ``on``. One statement, and two more for
    editions that this process has not read yet."""
    return _rulebook(council, on, _editions(council).filter(effective_on__lte=on))


def provisions_in_force(council: Council, on: date) -> QuerySet[ProvisionText]:
    """Provisions in force in ``council`` on the civil date ``on``, in the order of the documents."""
    editions = _latest(_editions(council).filter(effective_on__lte=on), on)
    rows = ProvisionText.objects.filter(edition__in=[edition.pk for edition in editions.values()])
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
WHERE instrument.council_id = %s AND edition.effective_on <= %s AND fixed.code IN ({})
AND NOT EXISTS (SELECT 1 FROM rulebook_editionwithdrawal gone WHERE gone.edition_id = edition.id)
AND NOT EXISTS (
 SELECT 1 FROM rulebook_edition newer
 WHERE newer.instrument_id = edition.instrument_id AND newer.effective_on <= %s
 AND (newer.effective_on, newer.number) > (edition.effective_on, edition.number)
 AND NOT EXISTS (SELECT 1 FROM rulebook_editionwithdrawal gone WHERE gone.edition_id = newer.id))
ORDER BY instrument.position, instrument.id
"""
"""As text, since the ORM takes longer to write it than PostgreSQL to answer it."""


class RulesOverTime:
    """The rules of ``council`` on any day. Editions are read once, and each set of them that was in force together
    once more, however many days are asked about. With ``text`` its document reads like that on every day;
    a new one stands beside the others."""

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
        editions={
            code: _edition_in_force(edition, rows, days)
            for code, edition in editions.items()
            if not edition.repeals
        },
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
        standing()
        .filter(instrument__council=council)
        .select_related("instrument")
        .order_by("instrument__position", "instrument_id", "effective_on", "number")
    )


def _latest(rows: Iterable[Edition], on: date) -> dict[str, Edition]:
    """The edition in force of each rule document; of several of one day the last adopted."""
    return {edition.instrument.code: edition for edition in rows if edition.effective_on <= on}


def articles_on(council: Council, code: str, days: Iterable[date]) -> dict[date, ArticleRef | None]:
    """Which provision of ``council`` fixed the setting ``code`` on each of ``days``: two statements, however many."""
    editions = list(
        standing()
        .filter(instrument__council=council)
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


def article_named(council: Council, code: str, key: str) -> ArticleRef | None:
    """The provision ``key`` of the rule document ``code`` of ``council`` as the newest text that has it names it; None
    where none ever had."""
    texts = ProvisionText.objects.filter(
        edition__in=_editions(council).filter(instrument__code=code).order_by(), provision__key=key
    )
    named = texts.order_by("-edition__effective_on", "-edition__number").values_list(*_NAMED).first()
    return _article(*named) if named else None


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


def article_url(council: Council, article: ArticleRef) -> str:
    """Where the provision behind a verdict can be read, in the edition that it was cited from."""
    return provider.article_url(council, article)
