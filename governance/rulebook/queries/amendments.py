"""Amendments, in work and done, and how each would make its document read."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from django.db.models import Case, QuerySet, When

from core.access.queries import Someone
from core.accounts.models import Council
from governance.rulebook.enums import AmendmentState
from governance.rulebook.models import Amendment, Edition
from governance.rulebook.queries.texts import document_of, fixed_at_last, text_of, visible_to
from governance.rulebook.rules.adopting import fixes
from governance.rulebook.rules.merging import Merged, Side, merge
from governance.rulebook.rules.outline import Document, Unit


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


def draft_of(amendment: Amendment) -> Document:
    """The document as ``amendment`` would make it read."""
    return text_of(amendment.instrument, msgspec.convert(amendment.units, list[Unit]))


def fixed_beside(council: Council, code: str) -> Mapping[str, str]:
    """What a document ``code`` in work may not fix: what the others fix in their editions adopted last, unless an
    amendment in work takes it out there; as in :func:`fixed_elsewhere`."""
    drafts = [(row.instrument.code, set(fixes(draft_of(row)))) for row in open_amendments(council)]
    return {
        name: owner
        for name, owner in fixed_at_last(council, code).items()
        if all(name in kept for document, kept in drafts if document == owner)
    }


def merged_with(amendment: Amendment, edition: Edition, prefer: Side) -> Merged:
    """``amendment`` put on ``edition``, which was adopted after it had been drafted."""
    base = document_of(amendment.base)
    return merge(base, draft_of(amendment), document_of(edition), prefer)
