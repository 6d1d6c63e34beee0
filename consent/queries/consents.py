"""Which choices cover a use of data, who is in force under them, who is not and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from consent.enums import ConsentState
from consent.models import Consent, ConsentEvent, ConsentItem
from consent.queries.people import may_see, selves
from core import clock
from core.access.queries import Someone
from core.accounts.models import Council, Organ, Organisation, Person
from core.errors import NotFound


@dataclass(frozen=True, slots=True)
class OfferedChoice:
    """One published choice: what people are asked, in one version of a notice."""

    item: int
    dataset: str
    notice: str
    version: int
    digest: str
    code: str
    provider: int
    recipient: int
    items: frozenset[str]
    purpose: str
    retention_months: int
    storage_country: str
    valid_until: date | None
    places: frozenset[str]
    """Countries in which the data may be kept by what the person is told: the one named, and Japan."""
    opt_in: bool = True
    is_sound: bool = True
    """Its version was not found defective."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """The published choices that cover a use, newest version first, and the persons under them.

    The headline values are those of the newest version that was not found defective; ``retention_months`` is the
    shortest promised in any version under which somebody is in force. ``fell_out`` counts the others by state.
    """

    items: tuple[int, ...]
    notice: str
    version: int
    digest: str
    retention_months: int
    storage_country: str
    until: date | None
    in_force: int
    fell_out: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one person stands under some choices; ``state`` is empty when never asked."""

    state: str
    until: datetime | None = None
    notice: str = ""
    since: datetime | None = None


_OFFERED = (
    "dataset",
    "code",
    "provider",
    "recipient",
    "data_items",
    "purpose",
    "retention_months",
    "storage_country",
    "valid_until",
    "version__number",
    "version__digest",
    "version__defective_at",
    "version__notice__reference",
)
"""What :class:`OfferedChoice` is made of."""
SOUND = Q(item__version__defective_at__isnull=True)
"""Of consents: their notice was not found defective."""


def _published(council: Council) -> QuerySet[ConsentItem]:
    return (
        ConsentItem.objects.filter(version__notice__council=council)
        .select_related("version__notice")
        .order_by("-version__published_at", "-version_id", "order")
    )


def choices(council: Council, *, dataset: str) -> tuple[OfferedChoice, ...]:
    """Every choice ever published for ``dataset``, newest version first."""
    return tuple(offered(item) for item in _published(council).filter(dataset=dataset))


def versions_of_choice(choice: UUID) -> tuple[OfferedChoice, ...]:
    """The choice ``choice`` as each version of its notice put it."""
    rows = ConsentItem.objects.filter(choice=choice).select_related("version__notice").order_by("pk")
    return tuple(offered(item) for item in rows.only(*_OFFERED))


def offered(item: ConsentItem) -> OfferedChoice:
    """One published choice as a plain value."""
    return OfferedChoice(
        item=item.pk,
        dataset=item.dataset,
        notice=item.version.notice.reference,
        version=item.version.number,
        digest=item.version.digest,
        code=item.code,
        provider=item.provider_id,
        recipient=item.recipient_id,
        items=item.codes,
        purpose=item.purpose,
        retention_months=item.retention_months,
        storage_country=item.storage_country,
        valid_until=item.valid_until,
        places=item.places,
        is_sound=item.version.defective_at is None,
    )


def covering_items(
    council: Council,
    *,
    dataset: str,
    items: Iterable[str],
    purpose: str,
    recipient: Organisation,
    provider: Organ,
    storage: Iterable[str] = (),
) -> QuerySet[ConsentItem]:
    """Published choices that cover every one of ``items`` for ``purpose`` (DPV local name), ``recipient`` and
    ``provider``, kept in the countries ``storage``, newest version first."""
    wanted, kept = frozenset(items), frozenset(storage)
    found = _published(council).filter(
        dataset=dataset, purpose=purpose, recipient=recipient, provider=provider
    )
    covering = [item.pk for item in found if wanted and wanted <= item.codes and kept <= item.places]
    return found.filter(pk__in=covering)


def coverage(
    council: Council,
    *,
    dataset: str,
    items: Iterable[str],
    purpose: str,
    recipient: Organisation,
    provider: Organ,
    at: datetime | None = None,
) -> Coverage | None:
    """The choices that cover a use and how many persons are in force; None where no notice covers it that was not found
    defective."""
    found = list(
        covering_items(
            council, dataset=dataset, items=items, purpose=purpose, recipient=recipient, provider=provider
        )
    )
    sound = [item for item in found if item.version.defective_at is None]
    if not sound:
        return None
    keys, moment, newest = [item.pk for item in found], at or clock.now(), sound[0]
    living = set(_alive(keys, moment).values_list("item_id", flat=True).distinct())
    promised = [item.retention_months for item in sound if item.pk in living or item is newest]
    return Coverage(
        items=tuple(keys),
        notice=newest.version.notice.reference,
        version=newest.version.number,
        digest=newest.version.digest,
        retention_months=min(promised),
        storage_country=newest.storage_country,
        until=newest.valid_until,
        in_force=_alive(keys, moment).count(),
        fell_out=fallen_out(keys, at=moment),
    )


def _alive(items: Iterable[int] | QuerySet[ConsentItem], at: datetime) -> QuerySet[Consent]:
    """Consents on which data may flow: what every statement about many persons is made of. One whose end has passed, or
    whose notice was found defective, is none, also before anybody has written so."""
    open_end = Q(until__isnull=True) | Q(until__gt=at)
    return Consent.objects.filter(open_end, SOUND, item__in=items, state="in_force")


def in_force(items: Iterable[int] | QuerySet[ConsentItem], *, at: datetime) -> QuerySet[Consent, int]:
    """Keys of the persons in force under any of the choices ``items`` at ``at``: an unevaluated set."""
    return _alive(items, at).order_by().values_list("person_id", flat=True)


def in_use(items: Iterable[int], *, at: datetime) -> frozenset[int]:
    """Of the choices ``items`` those under which somebody is in force at ``at``."""
    keys = list(items)
    rows = ConsentItem.objects.filter(Exists(_alive(keys, at).filter(item=OuterRef("pk"))), pk__in=keys)
    return frozenset(rows.order_by().values_list("pk", flat=True))


def fallen_out(items: Iterable[int] | QuerySet[ConsentItem], *, at: datetime) -> dict[str, int]:
    """How many persons answered under ``items`` and are not in force, by state; a consent past its end counts
    as expired before the clock has written so, and one under a defective notice as invalid."""
    void = Q(state="in_force") & ~SOUND
    past = Q(state="in_force", until__lte=at)
    reason = Case(
        When(void, then=Value("invalidated")),
        When(past, then=Value("expired")),
        default=F("state"),
        output_field=CharField(),
    )
    rows = (
        Consent.objects.filter(item__in=items)
        .filter(void | past | ~Q(state="in_force"))
        .order_by()
        .annotate(reason=reason)
        .values("reason")
        .annotate(persons=Count("pk"))
        .values_list("reason", "persons")
    )
    return dict(rows)


def state_of(person: Person, items: Iterable[int] | QuerySet[ConsentItem], at: datetime) -> Standing:
    """Where ``person`` stands under ``items`` at ``at``: in force where any choice is, else the last answer."""
    found = list(
        Consent.objects.filter(person=person, item__in=items)
        .select_related("item__version__notice")
        .order_by("-since")
    )
    if not found:
        return Standing("")
    best = next((one for one in found if is_alive(one, at)), found[0])
    version = best.item.version
    reference = f"{version.notice.reference} v{version.number}"
    return Standing(stands(best, at).value, best.until, reference, best.since)


def stands(consent: Consent, at: datetime | None = None) -> ConsentState:
    """How this choice counts: one in force whose notice was found defective is invalid, and one past its end has
    expired, also before that was written."""
    if consent.state != "in_force":
        return ConsentState(consent.state)
    if consent.item.version.defective_at is not None:
        return ConsentState.INVALIDATED
    past = consent.until is not None and consent.until <= (at or clock.now())
    return ConsentState.EXPIRED if past else ConsentState.IN_FORCE


def is_alive(consent: Consent, at: datetime | None = None) -> bool:
    """Is this choice in force, its end and its notice included?"""
    return stands(consent, at) == ConsentState.IN_FORCE


def agreed_items(
    person: Person,
    *,
    dataset: str,
    purpose: str,
    recipient: int,
    provider: int,
    at: datetime,
    storage: Iterable[str] = (),
) -> frozenset[str]:
    """Kinds of data that ``person`` agrees to at ``at`` for one use, kept in the countries ``storage``, by all notices
    together."""
    kept = frozenset(storage)
    rows = _alive(
        ConsentItem.objects.filter(dataset=dataset, purpose=purpose, recipient=recipient, provider=provider),
        at,
    )
    given = rows.filter(person=person).select_related("item")
    return frozenset().union(*(one.item.codes for one in given if kept <= one.item.places))


def items_of(references: Iterable[int]) -> QuerySet[ConsentItem]:
    """The choices with the keys ``references``, with their notice and parties."""
    return ConsentItem.objects.filter(pk__in=references).select_related(
        "version__notice__council", "recipient", "provider__organisation"
    )


def of_person(person: Person) -> QuerySet[Consent]:
    """All choices of ``person``, by service, with what a page shows of them."""
    return (
        Consent.objects.filter(person=person)
        .select_related("item__version__notice", "item__recipient", "item__provider__organisation")
        .order_by("item__version__notice__reference", "item__order")
    )


def answer_to(person: Person, item: ConsentItem) -> Consent | None:
    """Where the choice of ``person`` stands that ``item`` asks about, in whichever version it was answered."""
    rows = Consent.objects.filter(person=person, choice=item.choice)
    return rows.select_related("item__version").first()


def history(person: Person) -> QuerySet[ConsentEvent]:
    """Everything that happened to the choices of ``person``, newest first."""
    return (
        ConsentEvent.objects.filter(person__in=selves(person))
        .select_related("item__version__notice", "item__recipient", "proxy", "entered_by")
        .order_by("-at", "-sequence")
    )


def consent_of(user: Someone, pk: int) -> Consent:
    """The choice with the key ``pk`` of ``user`` or of somebody they act for.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    consent = (
        Consent.objects.filter(pk=pk)
        .select_related(
            "person__council",
            "item__version__notice__council",
            "item__recipient",
            "item__provider__organisation",
        )
        .first()
    )
    if consent is None or not may_see(user, consent.person):
        raise NotFound("not_found")
    return consent
