"""Drafts of rule documents, the first and further ones: kept as a whole, changed provision by provision, taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import msgspec
from django.db import transaction

from core import canonical, clock
from core.accounts.models import Council, User
from core.errors import NotNow
from core.ledger import actions as ledger
from core.ledger.events import Event
from core.rulebook.provider import in_force
from governance.rulebook import enums, queries
from governance.rulebook.actions import provisions
from governance.rulebook.models import FoundingText, Instrument
from governance.rulebook.permissions import may_draft
from governance.rulebook.rules import adopting, notation
from governance.rulebook.rules.outline import Document, Unit


@transaction.atomic
def keep_founding_text(
    council: Council, *, by: User, document: Document, code: str = "", revision: str | None = None
) -> FoundingText:
    """Write the draft ``code`` anew, or add one where none is named: to the first rule documents, or as a further one
    where the council has rule documents.

    ``revision`` is the one that the editor saw; another than the present one is refused (two tabs, two editors).

    Raises:
        NotNow: another draft, or a rule document, has this code, somebody changed this one, or it is being voted on.
        Refused: the text has faults, or fixes what a rule document or another draft fixes.
    """
    _lock(council, by)
    for one in {document.code, code or document.code}:
        provisions.not_in_vote(council, f"document:{one}")
    adopting.sound(document, {}).or_raise()
    taken = document.code != code and council.founding_texts.filter(code=document.code).exists()
    if taken:
        raise NotNow("document_code_taken", document=document.code)
    held = council.founding_texts.filter(code=code).first()
    if revision is not None and (held is None or held.revision != revision):
        raise NotNow("founding_changed_meanwhile")
    _beside_rules(council, document, notation.read(held.text) if held else None)
    return keep(council, document, by, code)


@transaction.atomic
def drop_founding_text(council: Council, *, by: User, code: str) -> None:
    """Take a draft out.

    Raises:
        NotPermitted, NotNow: not by ``by``, or not while it is voted on.
    """
    _lock(council, by)
    provisions.not_in_vote(council, f"document:{code}")
    council.founding_texts.filter(code=code).delete()
    _record(enums.FOUNDING_DROPPED, council, code, by)


def name_document(row: FoundingText, *, by: User, revision: str | None = None, **names: str) -> FoundingText:
    """Give the document other titles and short names: ``title``, ``short``, each ``_ja`` or ``_en``.

    Raises:
        NotPermitted, NotNow: not now or not by ``by``, or somebody changed the draft.
    """
    return _change(row, lambda document: msgspec.structs.replace(document, **names), by=by, revision=revision)


def edit_provision(
    row: FoundingText, key: str, *, by: User, revision: int | str | None = None, **texts: str
) -> FoundingText:
    """Reword the provision ``key``, as in an amendment.

    Raises:
        NotPermitted, NotNow: not now or not by ``by``, or somebody changed the draft.
        Invalid: no such provision, or a text missing, too long or with control characters.
        Refused: the text would have faults.
    """
    return _change(row, provisions.reworded(key, texts), by=by, revision=revision)


def insert_provision(
    row: FoundingText, units: Sequence[Unit], *, after: str, by: User, revision: int | str | None = None
) -> FoundingText:
    """Put new provisions behind ``after``, as in an amendment.

    Raises:
        NotPermitted, NotNow: not now or not by ``by``, or somebody changed the draft.
        Invalid: no provision ``after``, a text is missing, or they do not fit there.
    """
    return _change(row, provisions.inserted(units, after), by=by, revision=revision)


def remove_provision(
    row: FoundingText, key: str, *, by: User, revision: int | str | None = None
) -> FoundingText:
    """Take the provision ``key`` and everything below it out of the text.

    Raises:
        NotPermitted, NotNow: not now or not by ``by``, or somebody changed the draft.
        Invalid: no such provision.
        Refused: another provision refers to it, or nothing would be left of its article.
    """
    return _change(row, provisions.removed(key), by=by, revision=revision)


def set_setting(
    row: FoundingText, key: str, code: str, value: Any, *, by: User, revision: int | str | None = None
) -> FoundingText:
    """Let the provision ``key`` fix setting ``code`` to the JSON-ready ``value``.

    Raises:
        NotPermitted, NotNow: not now or not by ``by``, or somebody changed the draft.
        Invalid: no such provision or setting, or a value of the wrong shape.
        Refused: a rule document fixes it.
    """
    return _change(row, provisions.fixed(key, code, value), by=by, revision=revision)


def release_setting(
    row: FoundingText, key: str, code: str, *, by: User, revision: int | str | None = None
) -> FoundingText:
    """Let the provision ``key`` no longer fix setting ``code``.

    Raises:
        NotPermitted, NotNow: not now or not by ``by``, or somebody changed the draft.
        Invalid: no such provision, or it does not fix the setting.
    """
    return _change(row, provisions.released(key, code), by=by, revision=revision)


@transaction.atomic
def _change(
    row: FoundingText, change: provisions.Change, *, by: User, revision: int | str | None
) -> FoundingText:
    council = row.council
    _lock(council, by)
    held = council.founding_texts.filter(pk=row.pk).first()
    if held is None or (revision is not None and held.revision != revision):
        raise NotNow("founding_changed_meanwhile")
    provisions.not_in_vote(council, f"document:{held.code}")
    before = notation.read(held.text)
    document = provisions.applied(change, before)
    adopting.sound(document, {}).or_raise()
    _beside_rules(council, document, before)
    return keep(council, document, by, held.code)


def _beside_rules(council: Council, document: Document, before: Document | None) -> None:
    """The draft, which read as ``before``, can be adopted beside the rule documents of the council and its other
    drafts: nobody shall vote on one that cannot."""
    instrument_for(council, document)
    verdict = adopting.beside(document, before, queries.fixed_beside(council, document.code))
    if not verdict:
        article = in_force(council, clock.today()).article(verdict.params["setting"])
        replace(verdict, article=article).or_raise()
    own = {document.code, before.code if before else document.code}
    verdict = adopting.beside(document, before, queries.fixed_in_drafts(council, own))
    replace(verdict, code="text_fixed_in_draft").or_raise()


def instrument_for(council: Council, document: Document) -> Instrument | None:
    """The rule document that comes again with ``document``: every edition was withdrawn, and it is called the same,
    since the digest of an edition is over its names as well. None where ``document`` is a new one.

    Raises:
        NotNow: another rule document has this code.
    """
    held = queries.instruments(council).filter(code=document.code).first()
    if held is None:
        return None
    names = ("title_ja", "title_en", "short_ja", "short_en")
    called_so = all(getattr(held, name) == getattr(document, name) for name in names)
    if not called_so or queries.last_edition(held) is not None:
        raise NotNow("document_code_taken", document=document.code)
    return held


def _lock(council: Council, by: User) -> None:
    Council.objects.select_for_update().get(pk=council.pk)
    may_draft(by, council).or_raise()


def lock_unfounded(council: Council, by: User) -> None:
    """Lock the council, which has no rule documents yet."""
    _lock(council, by)
    if queries.instruments(council).exists():
        raise NotNow("rules_already_there")


def keep(council: Council, document: Document, by: User, code: str = "") -> FoundingText:
    """Write the draft of ``document``, and its entry; in the place of the draft ``code`` where one is named. Under
    another code it is the same draft: its entry says what it was called before, and the old one what it became."""
    row, is_new = FoundingText.objects.update_or_create(
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
    if is_new or code in ("", document.code):
        _record(enums.FOUNDING_DRAFTED, council, document.code, by, digest=digest)
    else:
        _record(enums.FOUNDING_DRAFTED, council, document.code, by, digest=digest, former=code)
        _record(enums.FOUNDING_DROPPED, council, code, by, became=document.code)
    return row


def let_go(council: Council, document: Document, by: User) -> None:
    """``document`` is adopted: the draft with its code goes, and where that read otherwise, an entry says so."""
    left = council.founding_texts.filter(code=document.code).first()
    if left is None:
        return
    if left.text != notation.write(document):
        _record(enums.FOUNDING_DROPPED, council, document.code, by)
    left.delete()


def _record(event: Event, council: Council, code: str, by: User, **facts: str) -> None:
    ledger.append(
        event, council=council, subject=f"founding:{code}", facts={"document": code, **facts}, by=by
    )
