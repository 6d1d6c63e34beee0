"""The first rule documents of a council, drafts until they are put in force together; and further documents later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

import msgspec
from django.db import transaction
from django.db.models import Max

from core import canonical, clock
from core.accounts.models import Council, User
from core.errors import Invalid, NotNow, Refused
from core.rulebook.provider import Standing, carrying
from governance.rulebook import queries
from governance.rulebook.actions.editions import publish, spent
from governance.rulebook.actions.founding_texts import instrument_for, keep, let_go, lock_unfounded
from governance.rulebook.models import Edition, FoundingText, Instrument
from governance.rulebook.permissions import may_draft
from governance.rulebook.rules import adopting, founding, notation, voted
from governance.rulebook.rules.outline import Document, fill
from governance.rulebook.rules.shipped import PLACEHOLDERS, model_documents


@transaction.atomic
def begin_founding(
    council: Council, *, by: User, placeholders: Mapping[str, str] | None = None
) -> list[FoundingText]:
    """Draft the first rule documents from the model documents, with the council's own names filled in.

    ``placeholders`` gives ``city_ja``, ``city_en``, ``secretariat_ja`` ... ; names and office come from the council
    unless given.

    Raises:
        NotPermitted: ``by`` is not the secretariat.
        NotNow: the council has rule documents already, or drafts of them.
        Invalid: a placeholder is missing.
    """
    lock_unfounded(council, by)
    if council.founding_texts.exists():
        raise NotNow("founding_begun")
    return [keep(council, document, by) for document in _models(council, placeholders or {})]


@transaction.atomic
def put_founding_in_force(
    council: Council, *, by: User, on: date, adopted_ja: str, adopted_en: str = ""
) -> list[Edition]:
    """Put the drafts in force together from ``on``; ``adopted_ja`` says how the council adopted them, and when. ``on``
    may lie in the past: a council may have been founded before it used this product.

    Raises:
        NotNow: the council has rule documents already.
        Refused: there are no drafts, two of them fix the same thing, no amendment could ever be voted on, or the day
            lies more than a year ahead.
        Invalid: nothing is said of how they were adopted.
    """
    lock_unfounded(council, by)
    documents = [notation.read(row.text) for row in council.founding_texts.all()]
    if not documents:
        raise Refused("founding_empty")
    if not adopted_ja.strip():
        raise Invalid("founding_unexplained", fields={"adopted_ja": "required"})
    adopting.not_far(on, clock.today()).or_raise()
    founding.amendable(documents).or_raise()
    reasons = (adopted_ja.strip(), adopted_en.strip())
    made = _publish_all(council, documents, by=by, on=on, reasons=reasons)
    council.founding_texts.all().delete()
    return made


@transaction.atomic
def adopt_document(
    council: Council, *, by: User, document: Document, decision_number: str, effective_on: date
) -> Edition:
    """A further rule document, by a decision that was voted on, in force from ``effective_on``; its draft goes.

    Raises:
        NotNow: the council has no rules yet, or a document with this code.
        Refused: no such decision stands, it was not voted on, or adopted or withdrew the document before; the draft
            read otherwise then, the text has faults or fixes what another document fixes, or it would bind from a day
            past.
    """
    Council.objects.select_for_update().get(pk=council.pk)
    may_draft(by, council).or_raise()
    known = queries.instruments(council)
    if not known.exists():
        raise NotNow("founding_first")
    held = instrument_for(council, document)
    if not decision_number.strip():
        raise Invalid("decision_number_missing", fields={"decision_number": "required"})
    number, about = decision_number.strip(), f"document:{document.code}"
    decision = carrying(council, number, about=about, is_voted=True, since=_spent(held))
    _as_voted(council, document, number, decision, held)
    adopting.timely(effective_on, clock.today(), clock.today()).or_raise()
    last = known.aggregate(last=Max("position"))["last"]
    instrument = held or _open(council, document, last + 1)
    adopting.sound(document, queries.fixed_elsewhere(instrument, effective_on)).or_raise()
    made = publish(instrument, document, by=by, on=effective_on, decision_number=number)
    let_go(council, document, by)
    return made


@transaction.atomic
def adopt_draft(
    row: FoundingText, *, by: User, decision_number: str, effective_on: date, revision: str | None = None
) -> Edition:
    """A further rule document as it was drafted, by a decision that was voted on. ``revision`` is the text that whoever
    adopts it saw.

    Raises:
        NotNow: the draft is gone, or somebody changed it.
        NotPermitted, NotNow, Refused, Invalid: as in :func:`adopt_document`.
    """
    council = row.council
    Council.objects.select_for_update().get(pk=council.pk)
    held = council.founding_texts.filter(pk=row.pk).first()
    if held is None or (revision is not None and held.revision != revision):
        raise NotNow("founding_changed_meanwhile")
    document = notation.read(held.text)
    return adopt_document(
        council, by=by, document=document, decision_number=decision_number, effective_on=effective_on
    )


def _spent(held: Instrument | None) -> datetime | None:
    """Since when a decision may adopt the document that comes again: after those that adopted and withdrew its editions
    were taken, which carry nothing any more. None where it is new."""
    taken = [at for _number, at in spent(held)] if held else []
    return max(taken) + timedelta(microseconds=1) if taken else None


def _as_voted(
    council: Council, document: Document, number: str, decision: Standing, held: Instrument | None
) -> None:
    """Where a draft of the document stood when the decision was taken, the text is that one. A draft from before an
    edition of ``held``, which was withdrawn, counts no more."""
    ended = queries.editions(held).aggregate(last=Max("adopted_at"))["last"] if held else None
    drafts = [one for one in queries.drafts_written(council, document.code) if not ended or one.at > ended]
    if not voted.is_as_voted(drafts, decision.taken_at, canonical.digest(msgspec.to_builtins(document))):
        raise Refused("document_not_as_voted", number=number)


def _models(council: Council, placeholders: Mapping[str, str]) -> list[Document]:
    words = {name: getattr(council, name) for name in ("office_ja", "office_en")}
    words |= {"council_ja": council.name_ja, "council_en": council.name_en, **placeholders}
    missing = [f"{w}_{lang}" for w in PLACEHOLDERS for lang in ("ja", "en") if not words.get(f"{w}_{lang}")]
    if missing:
        raise Invalid("placeholder_missing", fields=dict.fromkeys(missing, "required"))
    return [fill(model, words) for model in model_documents()]


def _publish_all(
    council: Council,
    documents: Iterable[Document],
    *,
    by: User,
    on: date,
    reasons: tuple[str, str],
) -> list[Edition]:
    made: list[Edition] = []
    fixed: dict[str, str] = {}
    for position, document in enumerate(documents, start=1):
        adopting.sound(document, fixed).or_raise()
        fixed |= dict.fromkeys(adopting.fixes(document), document.code)
        instrument = _open(council, document, position)
        made.append(publish(instrument, document, by=by, on=on, reason_ja=reasons[0], reason_en=reasons[1]))
    return made


def _open(council: Council, document: Document, position: int) -> Instrument:
    return Instrument.objects.create(
        council=council,
        code=document.code,
        title_ja=document.title_ja,
        title_en=document.title_en,
        short_ja=document.short_ja,
        short_en=document.short_en,
        position=position,
        created_at=clock.now(),
    )
