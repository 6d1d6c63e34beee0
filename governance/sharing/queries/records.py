"""Records of provisions as lists, how long each is kept, and everything about one identified person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, Max, Min, OuterRef, Prefetch, Q, QuerySet, Subquery

from consent.queries import holders
from core import clock
from core.access.queries import Someone, roles_on
from core.access.roles import Role
from core.accounts.models import Council, Organ, Person, SubjectLink
from core.accounts.subjects import subject_hash
from core.http.dates import civil
from core.law.queries import in_force as law_in_force
from core.law.values import KNOWN_BY_ID, LawTable
from core.rulebook.provider import in_force
from governance.sharing.enums import DeliveryState
from governance.sharing.models import Delivery, DeliveryPerson, Grant, Pursuit, RecordLookup
from governance.sharing.queries.deliveries import seen_deliveries
from governance.sharing.queries.release_lists import linked_at
from governance.sharing.queries.requests import organs_of, organs_receiving
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


@dataclass(frozen=True, slots=True)
class Shown:
    """Whose provisions a look-up shows, and to whom; None: to and of everybody."""

    providers: QuerySet[Organ] | None = None
    recipients: QuerySet[Organ] | None = None

    @property
    def as_recipient(self) -> bool:
        """Does it show what was received alone?"""
        return self.recipients is not None


def _went_under(link: SubjectLink | None) -> Exists | Q:
    """Selects who went under the id of ``link``, whatever became of it since; nobody where it is not known."""
    if link is None:
        return Q(pk__in=())
    same = SubjectLink.objects.filter(
        linked_at(OuterRef("delivery__released_at")),
        person=link.person_id,
        holder=link.holder_id,
        identifier_hash=bytes(link.identifier_hash),
    )
    return Exists(same)


def provisions_of(person: Person, shown: Shown, link: SubjectLink | None) -> QuerySet[DeliveryPerson]:
    """Every provision that ``person`` was in and that is ``shown``, the oldest first; to a recipient those alone that
    went under the id of ``link``, and of which it may know whose they are."""
    rows = DeliveryPerson.objects.filter(person=person, delivery__state=DeliveryState.RELEASED)
    if shown.providers is not None:
        rows = rows.filter(delivery__grant__line__dataset__provider__in=shown.providers)
    if shown.recipients is not None:
        received = Q(delivery__grant__line__request__recipient_organ__in=shown.recipients)
        by_id = Q(delivery__grant__line__data_class__in=KNOWN_BY_ID)
        rows = rows.filter(received, by_id, _went_under(link))
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


def known_under(council: Council, holder: Organ, holder_id: str, on: date | None = None) -> list[SubjectLink]:
    """By which links ``holder`` knows or knew persons as ``holder_id``, the newest of each; with ``on`` those of that
    day."""
    links = SubjectLink.objects.filter(
        person__council=council,
        holder=holder,
        identifier_hash=subject_hash(council.pk, holder.pk, holder_id.strip()),
    )
    if on is not None:
        ended = Q(unlinked_at__lt=clock.on(on, 0))
        links = links.filter(~ended | Q(unlinked_at__isnull=True), linked_at__lt=clock.end_of(on))
    return list({link.person_id: link for link in links.select_related("person").order_by("pk")}.values())


def went_under(links: list[SubjectLink], shown: Shown) -> list[SubjectLink]:
    """Those of ``links`` under whose id their persons went to a recipient: as the lists say it received, not as the
    holder uses the id today, who may have given it to somebody else."""
    return [link for link in links if provisions_of(link.person, shown, link).exists()]


def shown_to(user: Someone, council: Council, holder: Organ) -> Shown:
    """What a look-up by an id of ``holder`` shows ``user``: all to the secretariat; what their organs provided to those
    who act for the holder; to others what the holder provided to their organs. Ids of two holders are not brought
    together for a recipient."""
    if Role.SECRETARY in roles_on(user, council):
        return Shown()
    own = organs_of(user).select_related("organisation").order_by("pk")
    if own.filter(pk=holder.pk).exists():
        return Shown(own)
    received = _granted_to(user, council).filter(line__dataset__provider=holder)
    organs = Organ.objects.select_related("organisation").order_by("pk")
    return Shown(
        organs.filter(pk=holder.pk), organs.filter(pk__in=received.values("line__request__recipient_organ"))
    )


def shown_by(lookup: RecordLookup) -> Shown:
    """What ``lookup`` shows whoever made it, as they act today."""
    return shown_to(lookup.looked_up_by, lookup.council, lookup.holder)


def _granted_to(user: Someone, council: Council) -> QuerySet[Grant]:
    """Grants to organs for which ``user`` received data by the provider's ids."""
    received = Q(line__request__recipient_organ__in=organs_receiving(user))
    return Grant.objects.filter(received, council=council, line__data_class__in=KNOWN_BY_ID)


def receives_from(user: Someone, council: Council, holder: Organ) -> bool:
    """Had an organ that ``user`` acts for or represents a grant for data of ``holder`` that go by its ids?"""
    return _granted_to(user, council).filter(line__dataset__provider=holder).exists()


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
    granted = _granted_to(user, council).values("line__dataset__provider")
    return rows.filter(Q(pk__in=organs_of(user).values("pk")) | Q(pk__in=granted))


def lookups_by(user: Someone, council: Council) -> QuerySet[RecordLookup]:
    """Look-ups that ``user`` made; nobody opens those of others."""
    rows = RecordLookup.objects.filter(council=council)
    if not user.is_authenticated:
        return rows.none()
    return (
        rows.filter(Q(looked_up_by=user.pk))
        .select_related("person", "link", "holder__organisation", "council", "looked_up_by")
        .order_by("-pk")
    )
