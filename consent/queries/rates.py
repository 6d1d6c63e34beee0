"""Figures: how many agreed, refused, withdrew, and how that moved. No person is in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import TruncMonth

from consent.models import Consent, ConsentEvent, ConsentItem
from consent.queries.consents import SOUND
from core import clock
from core.accounts.models import Council, SubjectLink


@dataclass(frozen=True, slots=True)
class ChoiceRate:
    """One choice through its versions; percentages are of those who answered, rounded down."""

    notice: str
    title_ja: str
    title_en: str
    code: str
    purpose_ja: str
    purpose_en: str
    dataset: str
    recipient_ja: str
    recipient_en: str
    agreed: int
    known: int
    """Of these, those whom the provider knows by a number: nothing of the others can flow."""
    refused: int
    deferred: int
    waiting: int
    withdrawn: int
    ended: int

    @property
    def answered(self) -> int:
        """Everybody who said yes or no, whatever became of it."""
        return self.agreed + self.refused + self.withdrawn + self.ended

    @property
    def percent(self) -> int:
        """How many of those who answered are in force, in percent."""
        return self.agreed * 100 // self.answered if self.answered else 0


@dataclass(frozen=True, slots=True)
class Month:
    """What happened in one month."""

    first: date
    given: int
    withdrawn: int


def rates(council: Council) -> tuple[ChoiceRate, ...]:
    """One row per choice of the council and recipient, through the versions of its notice; persons who turned out to be
    others are left out. Two statements."""
    now = clock.now()
    alive = Q(state="in_force") & SOUND & (Q(until__isnull=True) | Q(until__gt=now))
    over = Q(state="in_force") & (~SOUND | Q(until__lte=now))
    link = SubjectLink.objects.filter(
        person=OuterRef("person"), holder=OuterRef("item__provider"), unlinked_at__isnull=True
    )
    rows: Any = (
        Consent.objects.filter(item__version__notice__council=council, person__joined_into__isnull=True)
        .order_by()
        .values(
            "choice",
            party=F("item__recipient"),
            notice=F("item__version__notice__reference"),
            title_ja=F("item__version__notice__title_ja"),
            title_en=F("item__version__notice__title_en"),
            code=F("item__code"),
            dataset=F("item__dataset"),
            recipient_ja=F("item__recipient__name_ja"),
            recipient_en=F("item__recipient__name_en"),
        )
        .annotate(
            agreed=Count("pk", filter=alive),
            known=Count("pk", filter=alive & Q(Exists(link))),
            refused=Count("pk", filter=Q(state="refused")),
            deferred=Count("pk", filter=Q(state="deferred")),
            waiting=Count("pk", filter=Q(state="requested")),
            withdrawn=Count("pk", filter=Q(state__in=["withdrawn", "revoked"])),
            ended=Count("pk", filter=Q(state__in=["expired", "invalidated"]) | over),
        )
        .order_by("notice", "code", "recipient_ja")
    )
    items = ConsentItem.objects.filter(version__notice__council=council).order_by("version__number")
    purposes = {(item.choice, item.recipient_id): item.purpose_words for item in items}
    return tuple(_rate(row, purposes[row.pop("choice"), row.pop("party")]) for row in rows)


def _rate(row: dict[str, Any], purpose: dict[str, str]) -> ChoiceRate:
    """A row with the purpose as the newest version puts it: what tells the choices of a notice apart."""
    return ChoiceRate(purpose_ja=purpose.get("ja", ""), purpose_en=purpose.get("en", ""), **row)


def trend(council: Council, *, months: int = 12) -> tuple[Month, ...]:
    """Consents given and withdrawn in each of the last ``months`` months, oldest first."""
    start = clock.add_months(clock.today().replace(day=1), 1 - months)
    rows = (
        ConsentEvent.objects.filter(item__version__notice__council=council, at__gte=clock.on(start, hour=0))
        .annotate(month=TruncMonth("at", tzinfo=clock.TOKYO))
        .order_by()
        .values("month")
        .annotate(
            given=Count("pk", filter=Q(kind="given")), withdrawn=Count("pk", filter=Q(kind="withdrawn"))
        )
    )
    found = {row["month"].date(): row for row in rows}
    firsts = [clock.add_months(start, n) for n in range(months)]
    empty = {"given": 0, "withdrawn": 0}
    return tuple(
        Month(first, found.get(first, empty)["given"], found.get(first, empty)["withdrawn"])
        for first in firsts
    )


def ending_soon(council: Council, *, days: int) -> int:
    """How many consents in force end within ``days`` days."""
    now = clock.now()
    return Consent.objects.filter(
        SOUND,
        item__version__notice__council=council,
        state="in_force",
        until__gt=now,
        until__lte=now + timedelta(days=days),
    ).count()
