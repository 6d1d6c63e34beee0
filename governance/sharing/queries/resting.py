"""Which cases rest on a provision: those in which the gate cited it when somebody acted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Exists, Max, OuterRef, Prefetch, QuerySet

from core.errors import ArticleRef
from governance.sharing.models import Approval, CitedProvision, RequestLine, StoredVerdict


@dataclass(frozen=True, slots=True)
class Cited:
    """The gate's newest answer about a line at a moment, and the checks that cited the provision."""

    moment: str
    at: datetime
    checks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rests:
    """A line that rests on the provision, and where it does, in the order of the answers."""

    line: int
    cited: tuple[Cited, ...]


def _citing(article: ArticleRef) -> QuerySet[CitedProvision]:
    """Where the gate cited ``article``, whatever its edition, in its newest answer about a line at a moment. What it
    answered there before counts no more."""
    later = StoredVerdict.objects.filter(
        line=OuterRef("line"), moment=OuterRef("moment"), pk__gt=OuterRef("verdict")
    )
    rows = CitedProvision.objects.filter(instrument=article.instrument, provision=article.provision)
    return rows.filter(~Exists(later))


def resting_on(lines: QuerySet[RequestLine], article: ArticleRef) -> QuerySet[CitedProvision, int]:
    """The keys of those of ``lines`` that rest on ``article``, the one asked about last first."""
    rows = _citing(article).filter(line__in=lines.order_by().values("pk")).order_by()
    last = rows.values("line").annotate(last=Max("at")).order_by("-last", "-line")
    return last.values_list("line", flat=True)


def cited_in(lines: Sequence[int], article: ArticleRef) -> list[Rests]:
    """Where ``lines``, those of a page, rest on ``article``; in their order. One statement."""
    rows = _citing(article).filter(line__in=lines).order_by("line_id", "verdict_id", "pk")
    told = rows.values_list("line_id", "moment", "at", "code")
    found = {
        line: Rests(line, tuple(_answers(answers))) for line, answers in groupby(told, key=lambda row: row[0])
    }
    return [found[line] for line in lines if line in found]


def _answers(rows: Iterator[Any]) -> Iterator[Cited]:
    for (moment, at), checks in groupby(rows, key=lambda row: row[1:3]):
        yield Cited(moment, at, tuple(code for *_answer, code in checks))


def with_decisions(lines: QuerySet[RequestLine], keys: list[int]) -> dict[int, RequestLine]:
    """Those of ``lines`` with these ``keys``, each with its grant and, newest first, its approvals (``decided``)."""
    decided = Approval.objects.select_related("decision").order_by("-pk")
    rows = (
        lines.filter(pk__in=keys)
        .select_related("grant")
        .prefetch_related(Prefetch("approvals", decided, to_attr="decided"))
    )
    return {row.pk: row for row in rows}
