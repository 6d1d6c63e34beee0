"""Persons behind a sign-in, who acts for whom, and holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from consent.enums import HoldKind, ProxyKind
from consent.models import PersonHold, Proxy
from consent.rules.representation import Agent, has_authority
from core import clock
from core.access.queries import Someone
from core.accounts.models import Council, Person
from core.errors import ArticleRef, NotFound
from core.rulebook.provider import settings_in_force
from core.rulebook.values import ConsentValidity, ProxyAge

GROWN_UP = 16
"""Age of answering alone where the council's rules fix none."""


def persons_of(user: Someone) -> QuerySet[Person]:
    """The person behind ``user`` in each council."""
    if not user.is_authenticated:
        return Person.objects.none()
    return Person.objects.filter(user=user).select_related("council").order_by("council")


def concerned(user: Someone, council: Council) -> frozenset[int]:
    """Keys of the persons of ``council`` in whose matters ``user`` has a part: themselves, those for whom they are
    registered as acting, and those from whom a protective measure keeps them; and who turned out to be one of them."""
    if not user.is_authenticated:
        return frozenset()
    acts = Proxy.objects.filter(agent__user=user, ended_at__isnull=True)
    kept = PersonHold.objects.filter(hidden_from__user=user, lifted_at__isnull=True)
    part = Q(user=user) | Q(pk__in=acts.values("principal")) | Q(pk__in=kept.values("person"))
    keys = list(Person.objects.filter(part, council=council).values_list("pk", flat=True))
    return frozenset(keys) | frozenset(
        Person.objects.filter(joined_into__in=keys).values_list("pk", flat=True)
    )


@dataclass(frozen=True, slots=True)
class Terms:
    """What the council's rules say about answering: from which age alone (with the provision), how many parents agree
    for a child, whether a parent's objection stops the others, and for how many months at most (None: no limit)."""

    under: int
    article: ArticleRef | None
    months: int | None
    parents: int
    objection_holds: bool


def terms(council: Council, on: date) -> Terms:
    """The rules about answering in force in ``council`` on ``on``."""
    fixed = settings_in_force(council, on, ("proxy_age", "consent_validity"))
    age, validity = fixed.get("proxy_age"), fixed.get("consent_validity")
    rule = age.value if age and isinstance(age.value, ProxyAge) else ProxyAge(under=GROWN_UP)
    return Terms(
        under=rule.under,
        article=age.article if age else None,
        months=validity.value.months if validity and isinstance(validity.value, ConsentValidity) else None,
        parents=rule.parents,
        objection_holds=rule.objection_holds,
    )


def born(person: Person) -> date | None:
    """Date of birth; with only the year known, its last day (nobody counts as grown-up too early)."""
    written = (person.identifiers or {}).get("birth_date")
    if written:
        return date.fromisoformat(written)
    return date(person.birth_year, 12, 31) if person.birth_year else None


def may_be_one(one: Person, other: Person) -> bool:
    """May the two be the same, by their dates of birth? Where only one of them has it nothing is said against it."""
    first, second = ((each.identifiers or {}).get("birth_date") for each in (one, other))
    if first and second:
        return bool(first == second)
    return not (one.birth_year and other.birth_year) or one.birth_year == other.birth_year


def _agent(proxy: Proxy, hidden: frozenset[int]) -> Agent:
    return Agent(
        kind=proxy.kind,
        since=proxy.since,
        until=proxy.until,
        ended=proxy.ended_at is not None,
        hidden=proxy.agent_id in hidden,
    )


def _hidden_from(person: Person) -> frozenset[int]:
    rows = PersonHold.objects.filter(person=person, hidden_from__isnull=False, lifted_at__isnull=True)
    return frozenset(rows.values_list("hidden_from_id", flat=True))


def acting(user: Someone, person: Person) -> Proxy | None:
    """The registration by which ``user`` may decide for ``person`` today, or None."""
    if not user.is_authenticated:
        return None
    rows = list(Proxy.objects.filter(principal=person, agent__user=user, ended_at__isnull=True))
    if not rows:
        return None
    today = clock.today()
    hidden, under = _hidden_from(person), terms(person.council, today).under
    for proxy in rows:
        if has_authority(_agent(proxy, hidden), born=born(person), under=under, on=today):
            return proxy
    return None


def may_sign(proxy: Proxy, person: Person, *, on: date) -> bool:
    """Did ``proxy`` give its agent the authority to sign for ``person`` on ``on``? Whoever a protective measure names
    today has none."""
    if proxy.principal_id != person.pk:
        return False
    agent, under = _agent(proxy, _hidden_from(person)), terms(person.council, on).under
    return has_authority(agent, born=born(person), under=under, on=on)


def deciding(person: Person) -> list[Proxy]:
    """The registrations by which somebody decides for ``person`` today; whoever a protective measure names does not."""
    rows = list(Proxy.objects.filter(principal=person, ended_at__isnull=True).select_related("agent"))
    if not rows:
        return []
    today = clock.today()
    hidden, birth, under = _hidden_from(person), born(person), terms(person.council, today).under
    return [one for one in rows if has_authority(_agent(one, hidden), born=birth, under=under, on=today)]


def parents_of(person: Person, *, on: date) -> list[Proxy]:
    """The legal representatives of ``person`` who have authority on ``on``; whoever a protective measure names has
    none."""
    rows = Proxy.objects.filter(principal=person, kind=ProxyKind.STATUTORY, ended_at__isnull=True)
    hidden, birth, under = _hidden_from(person), born(person), terms(person.council, on).under
    return [one for one in rows if has_authority(_agent(one, hidden), born=birth, under=under, on=on)]


def signers_of(person: Person) -> list[Proxy]:
    """Who may have signed for ``person`` at some time until now: registrations that were not ended, helpers and those
    whom a protective measure names left out."""
    hidden = _hidden_from(person)
    rows = agents_of(person).filter(ended_at__isnull=True, since__lte=clock.today())
    return [one for one in rows.exclude(kind="assistant") if one.agent_id not in hidden]


def selves(person: Person | None) -> list[int]:
    """The keys of ``person`` and of those who turned out to be the same."""
    return [person.pk, *person.joined.values_list("pk", flat=True)] if person else []


def may_see(user: Someone, person: Person) -> bool:
    """May ``user`` open the citizen's pages of ``person``: the person, or whoever acts for them today?"""
    person = person.joined_into or person
    return (person.user_id is not None and person.user_id == user.pk) or acting(user, person) is not None


def principals_of(user: Someone) -> tuple[Person, ...]:
    """Persons for whom ``user`` may decide today."""
    if not user.is_authenticated:
        return ()
    rows = (
        Proxy.objects.filter(agent__user=user, ended_at__isnull=True)
        .select_related("principal__council")
        .order_by("registered_at")
    )
    found = dict.fromkeys(row.principal for row in rows)
    return tuple(person for person in found if acting(user, person))


def agents_of(person: Person) -> QuerySet[Proxy]:
    """Everybody registered as acting for ``person``, open registrations first."""
    return (
        Proxy.objects.filter(principal=person)
        .select_related("agent__user", "ended_by")
        .order_by("ended_at", "registered_at")
    )


def _open(at: datetime) -> Q:
    return Q(since__lte=at) & (Q(lifted_at__isnull=True) | Q(lifted_at__gt=at))


def holds(council: Council, *, at: datetime) -> QuerySet[PersonHold, int]:
    """Keys of the persons of ``council`` of whom nothing may flow at ``at``: an unevaluated set."""
    rows = PersonHold.objects.filter(_open(at), person__council=council)
    return rows.order_by().values_list("person_id", flat=True)


def hold_of(person: Person, at: datetime) -> datetime | None:
    """Since when ``person`` is held at ``at``; None where there is no hold."""
    rows = PersonHold.objects.filter(_open(at), person=person).order_by("since")
    return rows.values_list("since", flat=True).first()


def holds_told(person: Person, *, own: bool, at: datetime) -> QuerySet[PersonHold]:
    """The open holds whose reason a reader is told: all to the person; to whoever acts for them none that protects
    the person, since it may be from them."""
    rows = PersonHold.objects.filter(_open(at), person=person).order_by("since")
    return rows if own else rows.exclude(kind=HoldKind.PROTECTION)


def holds_of(council: Council) -> QuerySet[PersonHold]:
    """Holds of ``council`` for the secretariat's page, open ones first."""
    return (
        PersonHold.objects.filter(person__council=council)
        .select_related("person", "hidden_from", "placed_by", "lifted_by")
        .order_by(F("lifted_at").asc(nulls_first=True), "-placed_at", "-pk")
    )


def proxy_concerning(user: Someone, pk: int) -> Proxy:
    """The registration ``pk`` in which ``user`` is the principal or the agent.

    Raises:
        NotFound: there is none, or it concerns others.
    """
    rows = Proxy.objects.filter(Q(principal__user=user) | Q(agent__user=user), pk=pk)
    proxy = rows.select_related("principal__council", "agent").first()
    if proxy is None:
        raise NotFound("not_found")
    return proxy


def proxy_in(council: Council, pk: int) -> Proxy:
    """The registration ``pk`` of a person of ``council``, for the secretariat.

    Raises:
        NotFound: there is none here.
    """
    rows = Proxy.objects.filter(principal__council=council, pk=pk).select_related(
        "principal__council", "agent"
    )
    proxy = rows.first()
    if proxy is None:
        raise NotFound("not_found")
    return proxy


def holds_on(person: Person) -> QuerySet[PersonHold]:
    """Every hold on ``person``, open ones first."""
    return holds_of(person.council).filter(person=person)
