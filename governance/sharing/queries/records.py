"""Records of provisions as lists, how long each is kept, and everything about one identified person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Max, Min, OuterRef, Prefetch, Q, QuerySet, Subquery

from consent.queries import holders
from core import clock
from core.access.queries import Someone, roles_on
from core.access.roles import Role
from core.accounts.models import Council, Organ, Person
from core.http.dates import civil
from core.law.queries import in_force as law_in_force
from core.law.values import LawTable
from core.rulebook.provider import in_force
from governance.sharing.enums import DeliveryState
from governance.sharing.models import Delivery, DeliveryPerson, Pursuit, RecordLookup
from governance.sharing.queries.deliveries import seen_deliveries
from governance.sharing.queries.requests import organs_of
from governance.sharing.rules.keeping import DEFAULT_YEARS, RECEIPT_CLOCKS, Keeping, keeping, may_be_erased


def council_years(council: Council, on: date) -> int:
    """For how many years the council's rule of ``on`` keeps records."""
    rule = in_force(council, on).get("retention")
    return max(rule.record_years, rule.statutory_years) if rule else DEFAULT_YEARS


@dataclass(frozen=True, slots=True)
class Kept:
    """A provision with its record, until when it is kept, and until when the recipient keeps its own."""

    delivery: Delivery
    keeping: Keeping
    receipt: Keeping | None
    first_on: date
    last_on: date
    may_be_erased: bool

    @property
    def until(self) -> date:
        """The last day on which either record is kept: until then both sides can say whom it was about."""
        return max(self.keeping.until, self.receipt.until) if self.receipt else self.keeping.until


def provided(council: Council) -> QuerySet[Delivery]:
    """Provisions of ``council``; each got its record as it was released."""
    return Delivery.objects.filter(council=council, state=DeliveryState.RELEASED)


def released(council: Council) -> QuerySet[Delivery]:
    """Provisions of ``council`` with their record, the oldest first, and the last day under the same grant."""
    under = Delivery.objects.filter(grant=OuterRef("grant")).order_by().values("grant")
    return (
        provided(council)
        .select_related(
            "record",
            "receipt",
            "council",
            "grant__line__request__applicant",
            "grant__line__dataset__provider__organisation",
        )
        .annotate(
            last_at=Subquery(under.annotate(last=Max("released_at")).values("last")),
            last_received=Subquery(under.annotate(last=Max("receipt__recorded_at")).values("last")),
        )
        .order_by("released_at", "pk")
    )


def released_visible_to(user: Someone, council: Council) -> QuerySet[Delivery]:
    """The same as far as ``user`` may see them."""
    return released(council).filter(seen_deliveries(user, council))


def of_year(rows: QuerySet[Delivery], year: int) -> QuerySet[Delivery]:
    """Those released in the fiscal year that begins in April of ``year``."""
    start, end = clock.on(date(year, 4, 1), 0), clock.on(date(year + 1, 4, 1), 0)
    return rows.filter(released_at__gte=start, released_at__lt=end)


@dataclass(frozen=True, slots=True)
class Yardstick:
    """The law and the council's rule of one day, read once for however many records."""

    law: LawTable
    years: int
    today: date

    def of(self, row: Delivery) -> Kept:
        """Until when a row of :func:`released` is kept."""
        last = getattr(row, "last_at", None) or row.released_at
        if row.released_at is None or last is None:
            raise ValueError("only what was released has a record")
        provided, last_on = civil(row.released_at), civil(last)
        exempt = row.record.content["exempt_by_law"]
        found = keeping(row.manner, provided, last_on, self.law, exempt=exempt, council_years=self.years)
        kept = Kept(row, found, self._receipt(row), provided, last_on if found.moves else provided, False)
        disposed = row.grant.disposed_at is not None
        erasable = row.erased_at is None and may_be_erased(kept.until, self.today, disposed=disposed)
        return replace(kept, may_be_erased=erasable)

    def _receipt(self, row: Delivery) -> Keeping | None:
        """Until when the recipient keeps what it recorded; None before it did."""
        receipt = getattr(row, "receipt", None)
        if receipt is None:
            return None
        last = getattr(row, "last_received", None) or receipt.recorded_at
        return keeping(
            row.manner,
            civil(receipt.recorded_at),
            civil(last),
            self.law,
            exempt=receipt.content["exempt_by_law"],
            council_years=self.years,
            clocks=RECEIPT_CLOCKS,
        )


def yardstick(council: Council, *, today: date) -> Yardstick:
    """What is in force today."""
    return Yardstick(law_in_force(today), council_years(council, today), today)


def kept_of(delivery: Delivery) -> Kept:
    """One released delivery with its record."""
    row = released(delivery.council).get(pk=delivery.pk)
    return yardstick(delivery.council, today=clock.today()).of(row)


def erasable(rows: QuerySet[Delivery], council: Council, *, today: date) -> list[Kept]:
    """Whose rows of single persons may go: first what can be asked of the database, then the exact rule."""
    candidates = rows.filter(
        erased_at__isnull=True, grant__disposed_at__isnull=False, record__keep_until__lt=today
    )
    measure = yardstick(council, today=today)
    return [row for row in map(measure.of, candidates[:1000]) if row.may_be_erased]


def provisions_of(person: Person, organs: QuerySet[Organ] | None = None) -> QuerySet[DeliveryPerson]:
    """Every provision that ``person`` was in, the oldest first; of ``organs`` only, where they are named."""
    rows = DeliveryPerson.objects.filter(person=person, delivery__state=DeliveryState.RELEASED)
    if organs is not None:
        rows = rows.filter(delivery__grant__line__dataset__provider__in=organs)
    return (
        rows.select_related(
            "delivery__record",
            "delivery__receipt",
            "delivery__council",
            "delivery__grant__line__request__applicant",
            "delivery__grant__line__dataset__provider__organisation",
        )
        .prefetch_related(
            Prefetch(
                "delivery__pursuits",
                Pursuit.objects.filter(person=person).order_by("pk"),
                to_attr="of_person",
            )
        )
        .order_by("delivery__released_at", "pk")
    )


def providers_shown(lookup: RecordLookup) -> QuerySet[Organ] | None:
    """Whose provisions ``lookup`` shows: those of the organs that its maker acts for; None, all of them, where the
    maker is of the secretariat."""
    by = lookup.looked_up_by
    if Role.SECRETARY in roles_on(by, lookup.council):
        return None
    return organs_of(by).select_related("organisation").order_by("pk")


def years_of(council: Council, organ: Organ | None = None) -> list[int]:
    """Fiscal years in which something was provided, the newest first."""
    rows = provided(council)
    if organ is not None:
        rows = rows.filter(grant__line__dataset__provider=organ)
    ends = rows.aggregate(first=Min("released_at"), last=Max("released_at"))
    if ends["first"] is None:
        return []
    first, last = clock.fiscal_year(civil(ends["first"])), clock.fiscal_year(civil(ends["last"]))
    return list(range(last, first - 1, -1))


def holders_for(user: Someone, council: Council) -> QuerySet[Organ]:
    """Holders under whose ids ``user`` may look a person up."""
    rows = Organ.objects.filter(pk__in=holders(council).values("pk")).select_related("organisation")
    if Role.SECRETARY in roles_on(user, council):
        return rows
    return rows.filter(pk__in=organs_of(user).values("pk"))


def lookups_by(user: Someone, council: Council) -> QuerySet[RecordLookup]:
    """Look-ups that ``user`` made; nobody opens those of others."""
    rows = RecordLookup.objects.filter(council=council)
    if not user.is_authenticated:
        return rows.none()
    return (
        rows.filter(Q(looked_up_by=user.pk))
        .select_related("person", "holder__organisation", "council", "looked_up_by")
        .order_by("-pk")
    )
