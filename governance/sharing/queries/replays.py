"""Replays of an amendment or of a further rule document, and the cases behind them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from core import clock
from core.access.queries import Someone, councils_of
from core.accounts.models import Council
from core.law.queries import LawOverTime
from core.outbox import queries as outbox
from core.outbox.models import Job
from governance.rulebook.queries import Called, RulesOverTime, Went, latest_code
from governance.rulebook.rules.outline import Document
from governance.sharing.models import Replay, ReplayFinding, StoredVerdict
from governance.sharing.queries.requests import lines_visible_to
from governance.sharing.rules.facts import decode
from governance.sharing.rules.replaying import Replayed, Situation, replay
from governance.sharing.rules.verdict import Moment

BATCH = 500


@dataclass(frozen=True, slots=True)
class Case:
    """A kept answer of the gate, replayed."""

    verdict: int
    request: int
    was_allowed: bool
    replayed: Replayed


@dataclass(frozen=True, slots=True)
class Summary:
    """How many requests would have come out differently; ``hidden``: findings about requests that the reader may
    not see."""

    requests: int
    other_outcome: int
    other_checks: int
    hidden: int


def visible_to(user: Someone, council: Council) -> QuerySet[Replay]:
    """Replays of ``council``, for whoever has a role in it and so reads its amendments and drafts."""
    rows = Replay.objects.filter(council=council, council__in=councils_of(user))
    return rows.select_related("amendment__instrument__council", "asked_by", "council")


def of_draft(rows: QuerySet[Replay], names: Iterable[Called]) -> QuerySet[Replay]:
    """Those of ``rows`` that were asked of one draft of a further document, under each of its ``names`` in turn."""
    asked = Q(pk__in=())
    for one in names:
        own = Q(code=one.code)
        own &= Q(asked_at__gt=one.since) if one.since else Q()
        own &= Q(asked_at__lte=one.until) if one.until else Q()
        asked |= own
    return rows.filter(asked, amendment=None)


def of_former_drafts(council: Council, rows: QuerySet[Replay], in_work: Collection[str]) -> dict[str, Replay]:
    """The newest of ``rows`` for each further document that is no draft ``in_work``, by the code that its draft had
    last."""
    newest: dict[str, Replay] = {}
    went: Went = {}
    for row in rows.filter(amendment=None).defer("text").order_by("-pk"):
        newest.setdefault(latest_code(council, row.code, row.asked_at, went), row)
    return {code: row for code, row in newest.items() if code not in in_work}


def job_of(row: Replay) -> Job | None:
    """The background work of a replay, to show its progress."""
    return outbox.of(job_key(row))


def job_key(row: Replay) -> str:
    """The idempotency key of a replay's work."""
    return f"policy_replay:{row.pk}"


def findings_visible_to(user: Someone, row: Replay) -> QuerySet[ReplayFinding]:
    """What ``row`` found about requests that ``user`` may see, the newest first."""
    lines = lines_visible_to(user, row.council).values("pk")
    rows = row.findings.filter(verdict__line__in=lines).select_related("verdict__line__request__applicant")
    return rows.order_by("-verdict__at", "-pk")


def summary(user: Someone, row: Replay) -> Summary:
    """The counts of ``row``; whole numbers for everybody who may read the draft. Three statements."""
    request = Count("verdict__line__request", distinct=True)
    other = row.findings.exclude(was_allowed=F("would_be_allowed"))
    outcome = other.aggregate(n=request)["n"]
    checks = row.findings.exclude(verdict__line__request__in=other.values("verdict__line__request"))
    return Summary(
        requests=row.requests,
        other_outcome=outcome,
        other_checks=checks.aggregate(n=request)["n"],
        hidden=row.findings.count() - findings_visible_to(user, row).count(),
    )


def answers(council: Council, first: date, last: date, moments: list[str]) -> QuerySet[StoredVerdict]:
    """The answers of the gate that were kept in the period, whole days in Tokyo."""
    return StoredVerdict.objects.filter(
        line__request__council=council,
        at__gte=clock.on(first, 0),
        at__lt=clock.end_of(last),
        moment__in=moments,
    )


def replayed(rows: QuerySet[StoredVerdict], council: Council, text: Document) -> Iterator[list[Case]]:
    """``rows`` of ``council`` as if ``text`` had been in force, batch by batch in the order of their keys: memory
    stays flat, and rules and law are read once for all of them."""
    then, other, law = RulesOverTime(council), RulesOverTime(council, text), LawOverTime()

    def case(row: tuple[Any, ...]) -> Case:
        key, request, moment, at, facts, allowed = row
        day = at.astimezone(clock.TOKYO).date()
        was = Situation(decode(bytes(facts)), then.on(day), law.on(day), Moment(moment), at)
        return Case(key, request, allowed, replay(was, other.on(day)))

    fields = ("pk", "line__request_id", "moment", "at", "facts", "is_allowed")
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk").values_list(*fields)[:BATCH]):
        last = batch[-1][0]
        yield [case(row) for row in batch]
