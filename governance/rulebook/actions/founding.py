"""The first rule documents of a council, drafts until they are put in force together; and further documents later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec
from django.db import transaction
from django.db.models import Max

from core import canonical, clock
from core.accounts.models import Council, User
from core.errors import Invalid, NotNow, Refused
from core.ledger import actions as ledger
from core.ledger.events import Event
from core.rulebook.provider import rests_on
from governance.rulebook import enums, queries
from governance.rulebook.actions.editions import publish
from governance.rulebook.models import Edition, FoundingText, Instrument
from governance.rulebook.permissions import may_draft
from governance.rulebook.rules import adopting, founding, notation
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
    _founding(council, by)
    if council.founding_texts.exists():
        raise NotNow("founding_begun")
    return [_keep(council, document, by) for document in _models(council, placeholders or {})]


@transaction.atomic
def keep_founding_text(
    council: Council, *, by: User, document: Document, code: str = "", revision: str | None = None
) -> FoundingText:
    """Write the draft ``code`` anew, or add one to the first rule documents where none is named.

    ``revision`` is the one that the editor saw; another than the present one is refused (two tabs, two editors).

    Raises:
        NotNow: the council has rule documents already, another draft has this code, or somebody changed this one.
        Refused: the text has faults.
    """
    _founding(council, by)
    adopting.sound(document, {}).or_raise()
    if document.code != code and council.founding_texts.filter(code=document.code).exists():
        raise NotNow("document_code_taken", document=document.code)
    held = council.founding_texts.filter(code=code).first()
    if revision is not None and (held is None or held.revision != revision):
        raise NotNow("founding_changed_meanwhile")
    return _keep(council, document, by, code)


@transaction.atomic
def drop_founding_text(council: Council, *, by: User, code: str) -> None:
    """Take a draft out of the first rule documents."""
    _founding(council, by)
    council.founding_texts.filter(code=code).delete()
    _record(enums.FOUNDING_DROPPED, council, code, by)


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
    _founding(council, by)
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
    """A further rule document, by a decision that was voted on, in force from ``effective_on``.

    Raises:
        NotNow: the council has no rules yet, or a document with this code.
        Refused: no such decision stands or it was not voted on, the text has faults or fixes what another document
            fixes, or it would bind from a day past.
    """
    Council.objects.select_for_update().get(pk=council.pk)
    may_draft(by, council).or_raise()
    known = queries.instruments(council)
    if not known.exists():
        raise NotNow("founding_first")
    if known.filter(code=document.code).exists():
        raise NotNow("document_code_taken", document=document.code)
    if not decision_number.strip():
        raise Invalid("decision_number_missing", fields={"decision_number": "required"})
    number = rests_on(council, decision_number, about=f"document:{document.code}", is_voted=True)
    adopting.timely(effective_on, clock.today(), clock.today()).or_raise()
    last = known.aggregate(last=Max("position"))["last"]
    instrument = _open(council, document, last + 1)
    adopting.sound(document, queries.fixed_elsewhere(instrument, effective_on)).or_raise()
    return publish(instrument, document, by=by, on=effective_on, decision_number=number)


def _founding(council: Council, by: User) -> None:
    """Lock the council, which has no rule documents yet."""
    Council.objects.select_for_update().get(pk=council.pk)
    may_draft(by, council).or_raise()
    if queries.instruments(council).exists():
        raise NotNow("rules_already_there")


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


def _keep(council: Council, document: Document, by: User, code: str = "") -> FoundingText:
    row, _new = FoundingText.objects.update_or_create(
        council=council,
        code=code or document.code,
        defaults={
            "code": document.code,
            "text": notation.write(document),
            "changed_at": clock.now(),
            "changed_by": by,
        },
    )
    digest = canonical.digest(msgspec.to_builtins(document))
    _record(enums.FOUNDING_DRAFTED, council, document.code, by, digest=digest)
    return row


def _record(event: Event, council: Council, code: str, by: User, **facts: str) -> None:
    ledger.append(
        event, council=council, subject=f"founding:{code}", facts={"document": code, **facts}, by=by
    )
