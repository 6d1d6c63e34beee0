"""Rule documents and their editions, and the text of each as a value."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery

from core.access.queries import Someone, councils_of
from core.accounts.models import Council
from governance.rulebook.enums import AmendmentState, Force
from governance.rulebook.models import (
    Edition,
    FoundingText,
    Instrument,
    ProvisionBasis,
    ProvisionSetting,
    ProvisionText,
)
from governance.rulebook.rules.adopting import fixes
from governance.rulebook.rules.notation import read
from governance.rulebook.rules.outline import Document, Unit


def visible_to(user: Someone) -> QuerySet[Instrument]:
    """The rule documents of every council in which ``user`` holds a role."""
    return Instrument.objects.filter(council__in=councils_of(user))


def instruments(council: Council) -> QuerySet[Instrument]:
    """The rule documents of ``council``; public, as the register shows them."""
    return Instrument.objects.filter(council=council)


def standing() -> QuerySet[Edition]:
    """Editions that bind on their day: those not withdrawn before it."""
    return Edition.objects.filter(withdrawal__isnull=True)


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
    for edition in standing().filter(instrument__council=council).order_by("effective_on", "number"):
        editions.setdefault(edition.instrument_id, []).append(edition)
    rows = []
    for document in documents.order_by("position", "pk"):
        own = editions.get(document.pk, [])
        begun = [edition for edition in own if edition.effective_on <= on]
        coming = tuple(edition for edition in own if edition.effective_on > on)
        rows.append(OnShelf(document, begun[-1] if begun else None, coming, document.in_work))
    return rows


def further_drafts(council: Council) -> list[tuple[FoundingText, Document]]:
    """The rule documents in work that come after the first, each with how it reads. Two statements."""
    if not instruments(council).exists():
        return []
    return [(row, read(row.text)) for row in council.founding_texts.all()]


def edition_on(instrument: Instrument, on: date) -> Edition | None:
    """The edition of ``instrument`` in force on ``on``, or None before the first."""
    return (
        standing()
        .filter(instrument=instrument, effective_on__lte=on)
        .order_by("-effective_on", "-number")
        .select_related("instrument__council")
        .first()
    )


def last_edition(instrument: Instrument) -> Edition | None:
    """The edition adopted last, in force or not yet: the base of the next amendment."""
    return (
        standing()
        .filter(instrument=instrument)
        .order_by("-effective_on", "-number")
        .select_related("instrument")
        .first()
    )


def edition_before(edition: Edition) -> Edition | None:
    """The edition that goes on in the place of ``edition``, the last of its document, where that is withdrawn."""
    return (
        standing()
        .filter(instrument=edition.instrument_id)
        .exclude(pk=edition.pk)
        .order_by("-effective_on", "-number")
        .select_related("instrument")
        .first()
    )


def editions(instrument: Instrument) -> QuerySet[Edition]:
    """All editions of ``instrument``, newest first, with those withdrawn before their day."""
    return (
        Edition.objects.filter(instrument=instrument)
        .order_by("-effective_on", "-number")
        .select_related("instrument", "withdrawal")
    )


def force(edition: Edition, on: date, current: Edition | None) -> Force:
    """Is ``edition`` in force on ``on``, where ``current`` is :func:`edition_on` that day?"""
    if hasattr(edition, "withdrawal"):
        return Force.WITHDRAWN
    if edition.repeals and edition.effective_on <= on:
        return Force.REPEALED
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
    return text_of(edition.instrument, [_unit(text) for text in with_rules.order_by("position")])


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


def text_of(instrument: Instrument, units: Iterable[Unit]) -> Document:
    """``units`` as a text of ``instrument``."""
    return Document(
        code=instrument.code,
        title_ja=instrument.title_ja,
        title_en=instrument.title_en,
        short_ja=instrument.short_ja,
        short_en=instrument.short_en,
        units=tuple(units),
    )


def to_come_elsewhere(edition: Edition, today: date) -> QuerySet[Edition]:
    """The last editions of the other rule documents of the council that a decision adopted and that do not bind yet."""
    later = standing().filter(instrument=OuterRef("instrument"))
    last = later.order_by("-effective_on", "-number").values("pk")[:1]
    rows = standing().filter(instrument__council=edition.instrument.council_id, effective_on__gt=today)
    rows = rows.exclude(instrument=edition.instrument_id).exclude(decision_number="")
    return rows.filter(pk=Subquery(last)).select_related("instrument").order_by("instrument__position", "pk")


def fixed_elsewhere(instrument: Instrument, on: date, *, without: Edition | None = None) -> Mapping[str, str]:
    """Settings and checks (``setting:code``, ``check:code``) that other rule documents of the same council fix on
    ``on`` or in an edition still to come, with the code of the document; as if ``without`` did not come."""
    stands = standing().exclude(pk=without.pk) if without else standing()
    others = Instrument.objects.filter(council=instrument.council_id).exclude(pk=instrument.pk)
    return _fixed_in(others, stands, on)


def fixed_at_last(council: Council, code: str) -> Mapping[str, str]:
    """What other rule documents of ``council`` than ``code`` fix in their editions adopted last, as in
    :func:`fixed_elsewhere`."""
    return _fixed_in(instruments(council).exclude(code=code), standing(), date.max)


def fixed_in_drafts(council: Council, without: Collection[str]) -> Mapping[str, str]:
    """What further drafts of ``council`` but those called ``without`` fix, as in :func:`fixed_elsewhere`."""
    others = [text for row, text in further_drafts(council) if row.code not in without]
    return {name: text.code for text in others for name in fixes(text)}


def _fixed_in(others: QuerySet[Instrument], stands: QuerySet[Edition], on: date) -> Mapping[str, str]:
    keys: list[Any] = []
    for other in others:
        own = stands.filter(instrument=other).order_by("-effective_on", "-number")
        keys += own.filter(effective_on__lte=on).values_list("pk", flat=True)[:1]
        keys += own.filter(effective_on__gt=on).values_list("pk", flat=True)
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
