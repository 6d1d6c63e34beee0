"""Who may flow, release lists, and what a person can see of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from consent import queries as consent
from core import clock
from core.access.queries import Someone
from core.accounts.models import Council, Organisation, Person, SubjectLink
from core.errors import ALLOWED, Invalid, NotFound, NotNow, Verdict
from core.http.dates import civil
from core.law.queries import in_force as law_in_force
from core.law.values import IDENTIFIABLE
from core.outbox.models import Job
from core.outbox.queries import of as job_of
from governance.sharing.enums import DeliveryState, GrantState
from governance.sharing.models import (
    Approval,
    Condition,
    Delivery,
    DeliveryPerson,
    Grant,
    Pursuit,
    RequestLine,
)
from governance.sharing.queries.conditions import no_longer_owed
from governance.sharing.queries.facts import consent_items, line_facts
from governance.sharing.queries.release_lists import links_at_release, unlinked_since
from governance.sharing.queries.requests import hidden_lines, visible_to
from governance.sharing.queries.requests import line as load_line
from governance.sharing.queries.upholding import approval_stands
from governance.sharing.queries.verdicts import line_goes_on
from governance.sharing.rules.facts import ReleaseList


def begun(grant: Grant) -> Verdict:
    """Has the first day of ``grant`` come? Nothing is released before it."""
    if clock.today() < grant.starts_on:
        return Verdict(False, "sharing.grant_not_begun", {"on": grant.starts_on.isoformat()})
    return ALLOWED


def goes_on(grant: Grant) -> bool:
    """May what was released under ``grant`` still be handed over today?"""
    return grant.state == GrantState.ACTIVE and grant.starts_on <= clock.today() <= grant.ends_on


def went_on(grant: Grant, at: datetime) -> bool:
    """Might what was released under ``grant`` be handed over at the moment ``at``?"""
    day = civil(at)
    if not grant.starts_on <= day <= grant.ends_on or (grant.revoked_from and grant.revoked_from <= day):
        return False
    if grant.closed_at is not None and grant.closed_at <= at:
        return False
    begun = grant.suspensions.filter(begun_at__lte=at)
    return not begun.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=at)).exists()


def may_read_list(delivery: Delivery) -> Verdict:
    """May the holder's officer read the list of ``delivery``, also later, as the evidence of whose records could go?
    Not once an id on it no longer leads to the person: whom else it names by now, nobody here knows. A new list is
    without them; this one stays what was released."""
    gone = unlinked_since(delivery)
    if gone:
        return Verdict(False, "sharing.list_has_unlinked", {"persons": gone}, error=NotNow)
    return ALLOWED


def may_go_on(grant: Grant) -> Verdict:
    """May what was released under ``grant`` still be handed over? Not where it is suspended, revoked or over, the
    decision behind the approval was superseded, or the gate has an obstacle that is not a person's: what stops the
    flow stops it at once, whether or not the grant's state tells of it yet."""
    if not goes_on(grant):
        code = "suspended" if grant.state == GrantState.SUSPENDED else "over"
        return Verdict(False, f"sharing.list_of_{code}_grant", {"grant": grant.reference}, error=NotNow)
    standing = approval_stands(grant.line) and line_goes_on(load_line(grant.line_id))
    return standing if standing else replace(standing, error=NotNow)


def may_fetch(delivery: Delivery) -> Verdict:
    """May the holder's machine fetch the list of ``delivery``, to hand over what is on it?"""
    going = may_go_on(delivery.grant)
    return may_read_list(delivery) if going else going


def person_by_person(line: RequestLine) -> bool:
    """Are single persons in what is handed over? Then the list names them by the holder's ids."""
    return line.data_class in IDENTIFIABLE


def may_leave_out(delivery: Delivery) -> Verdict:
    """May a report still take persons off the list of ``delivery``? Not after a report that records were sent, nor once
    the recipient confirmed them: whoever went stays on the list, so that a withdrawal is pursued."""
    if delivery.confirmed_at is not None:
        return Verdict(False, "sharing.refused_after_receipt", error=Invalid)
    if delivery.hand_overs.filter(count__gt=0).exists():
        return Verdict(False, "sharing.refused_after_report", error=Invalid)
    return ALLOWED


def needs_consent(line: RequestLine) -> bool:
    """Does the ground of ``line`` rest on consent, by the law in force today? In doubt, yes."""
    ground = law_in_force(clock.today()).grounds.get(line.ground)
    return ground is None or ground.needs_consent


def may_flow(line: RequestLine, *, at: datetime) -> QuerySet[Person, int]:
    """Keys of the persons whose data may go at ``at``, unevaluated: linked to the holder, without a hold on any
    ground, and with consent in force where the ground rests on consent."""
    links = SubjectLink.objects.filter(
        person=OuterRef("pk"), holder=line.dataset.provider_id, linked_at__lte=at, unlinked_at__isnull=True
    )
    council = line.request.council
    held = consent.holds(council, at=at).filter(person=OuterRef("pk"))
    persons = Person.objects.filter(Exists(links), ~Exists(held), council=council)
    if needs_consent(line):
        persons = persons.filter(pk__in=consent.in_force(consent_items(line), at=at))
    return persons.order_by().values_list("id", flat=True)


def counted_on(delivery: Delivery, line: RequestLine, *, at: datetime) -> ReleaseList:
    """What the list of ``delivery`` holds at ``at``, counted apart from :func:`may_flow`: the choices are looked for as
    the gate looks for them, and consents and holds by statements of their own."""
    asked, recipient = line_facts(line), line.request.recipient_organ.organisation_id
    agreed = [
        row.item
        for row in consent.choices(line.request.council, dataset=line.dataset.reference)
        if row.opt_in
        and row.provider == line.dataset.provider_id
        and (row.recipient, row.purpose) == (recipient, asked.purpose)
        and asked.items <= row.items
        and (asked.storage or frozenset()) <= row.places
    ]
    keys = delivery.manifest.values("person")
    lacking = consent.without_consent(keys, agreed, at=at) if needs_consent(line) else 0
    return ReleaseList(persons=keys.count(), without_consent=lacking, held=consent.held(keys, at=at))


def held_on_for(line: RequestLine, item: str, *, at: datetime) -> QuerySet[Any, int]:
    """Keys of the persons whose ``item`` the recipient of ``line`` may hold on for its purpose and where it keeps the
    data: those with a consent in force that names it. Unevaluated, one row for each consent."""
    choices = [
        one.item
        for one in consent.choices(line.request.council, dataset=line.dataset.reference)
        if (one.provider, one.recipient) == (line.dataset.provider_id, line.request.applicant_id)
        and one.purpose == line.request.purpose
        and item in one.items
        and one.places.issuperset(line.storage)
    ]
    return consent.in_force(choices, at=at)


def delivery_to_list(pk: int) -> Delivery:
    """The delivery whose list the worker is to write."""
    return Delivery.objects.select_related("grant").get(pk=pk)


def job_key(delivery: Delivery) -> str:
    """Names the worker's job that writes the list of ``delivery``."""
    return f"release_list:{delivery.pk}"


def list_job(delivery: Delivery) -> Job | None:
    """That job, to show how far it is; None once it is forgotten."""
    return job_of(job_key(delivery))


def holder_ids(delivery: Delivery, persons: Iterable[int]) -> dict[int, str]:
    """Under which id the records of each of ``persons`` of the list went: that by which the holder knew them at the
    release, whatever became of the link since."""
    links = links_at_release(delivery).filter(person__in=list(persons))
    return {link.person_id: link.identifier for link in links}


def grants_visible_to(user: Someone, council: Council) -> QuerySet[Grant]:
    """Grants under the requests that ``user`` may see."""
    hidden = hidden_lines(user, council)
    seen = Q(line__request__in=visible_to(user, council)) if hidden is None else ~Q(line__in=hidden)
    return Grant.objects.filter(seen, council=council).select_related(
        "line__request__applicant", "line__dataset__provider__organisation"
    )


def seen_deliveries(user: Someone, council: Council) -> Q:
    """Selects, of the council's deliveries, those under the grants that ``user`` may see."""
    hidden = hidden_lines(user, council)
    if hidden is None:
        return Q(grant__in=grants_visible_to(user, council).values("pk"))
    return ~Q(grant__in=Grant.objects.filter(line__in=hidden).values("pk"))


def deliveries_visible_to(user: Someone, council: Council) -> QuerySet[Delivery]:
    """Deliveries under the grants that ``user`` may see."""
    return Delivery.objects.filter(seen_deliveries(user, council), council=council).select_related(
        "grant__line__request__applicant", "grant__line__dataset__provider__organisation", "council"
    )


def conditions_visible_to(user: Someone, council: Council) -> QuerySet[Condition]:
    """Conditions of the grants that ``user`` may see, and of each whether it is ``no_longer_owed``."""
    hidden = hidden_lines(user, council)
    seen = Q(line__request__in=visible_to(user, council)) if hidden is None else ~Q(line__in=hidden)
    rows = Condition.objects.filter(seen, line__request__council=council, line__grant__isnull=False)
    return rows.annotate(no_longer_owed=no_longer_owed(council)).select_related("line__grant", "owner")


_RESTING = (
    "items",
    "succeeds",
    "line__request__applicant",
    "line__request__purpose",
    "line__dataset__reference",
    "line__dataset__provider",
)
"""What tells whether a grant rests on a choice."""


def grants_between(council: int, choices: Iterable[consent.OfferedChoice]) -> QuerySet[Grant]:
    """Grants of the council with the key ``council`` between the parties of one of ``choices`` under which data may
    still be out; which of them rest on a choice, :func:`resting_on` says."""
    fits = Q(pk__in=())
    for choice in choices:
        fits |= Q(
            line__dataset__reference=choice.dataset,
            line__dataset__provider=choice.provider,
            line__request__applicant=choice.recipient,
        )
    rows = Grant.objects.filter(fits, council=council, disposed_at__isnull=True)
    return rows.select_related("line__request", "line__dataset").only(*_RESTING)


def resting_on(grants: Iterable[Grant], choices: Iterable[consent.OfferedChoice]) -> list[int]:
    """Keys of those of ``grants`` for whose purpose and items one of ``choices`` was asked, and of those whose data are
    held on under one of these."""
    known, found = list(choices), set()
    for grant in sorted(grants, key=lambda row: -row.pk):
        if grant.pk in found or any(_covers(choice, grant) for choice in known):
            found |= {grant.pk, grant.succeeds_id or grant.pk}
    return sorted(found)


def _covers(choice: consent.OfferedChoice, grant: Grant) -> bool:
    """Is it about the purpose of ``grant``, between its parties, and about every item that it lets go?"""
    line = grant.line
    asked = (choice.dataset, choice.provider, choice.recipient, choice.purpose)
    given = (
        line.dataset.reference,
        line.dataset.provider_id,
        line.request.applicant_id,
        line.request.purpose,
    )
    return asked == given and choice.items.issuperset(grant.items)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One line of *Who received my data*."""

    delivery: Delivery
    person: Person
    decision_number: str
    approval: Approval | None
    pursuits: tuple[Pursuit, ...]
    held_under: Grant
    """The grant under which the recipient holds the data: that of the delivery, or the last that followed it."""


def disclosures_of(persons: Iterable[Person]) -> list[Disclosure]:
    """わたしの情報の提供先: every released delivery that one of ``persons`` was in, newest first, with the council's
    decision and what the recipient did after a withdrawal (個人情報保護法 33条5項). Four statements, however many; one
    more for each generation of grants that followed."""
    known = list(persons)
    approvals = Approval.objects.select_related("decision__body").order_by("pk")
    rows = (
        DeliveryPerson.objects.filter(person__in=known, delivery__state=DeliveryState.RELEASED)
        .select_related(
            "person",
            "delivery__council",
            "delivery__grant__line__request__applicant",
            "delivery__grant__line__dataset__provider__organisation",
        )
        .prefetch_related(
            "delivery__grant__line__dataset__items",
            Prefetch("delivery__grant__line__approvals", approvals),
        )
        .order_by("-delivery__released_at", "pk")
    )
    pursuits: dict[tuple[int, int], list[Pursuit]] = {}
    for one in Pursuit.objects.filter(person__in=known).order_by("pk"):
        pursuits.setdefault((one.delivery_id, one.person_id), []).append(one)
    holding = _followed(row.delivery.grant for row in rows)
    return [
        _disclosure(row, pursuits.get((row.delivery_id, row.person_id), []), holding[row.delivery.grant_id])
        for row in rows
    ]


def _disclosure(row: DeliveryPerson, pursuits: Iterable[Pursuit], holding: Grant) -> Disclosure:
    decided = list(row.delivery.grant.line.approvals.all())
    approval = decided[-1] if decided else None
    number = approval.decision.number if approval else ""
    return Disclosure(row.delivery, row.person, number, approval, tuple(pursuits), holding)


def _followed(grants: Iterable[Grant]) -> dict[int, Grant]:
    """Key of each of ``grants`` -> the last of those that followed it; itself where none did."""
    last = {grant.pk: grant for grant in grants}
    ended = {GrantState.DISPOSAL_DUE, GrantState.CLOSED}
    while open_ends := {grant.pk for grant in last.values() if grant.state in ended}:
        found = {row.succeeds_id: row for row in Grant.objects.filter(succeeds__in=open_ends)}
        if not found:
            break
        last = {pk: found.get(grant.pk, grant) for pk, grant in last.items()}
    return last


def released_by(council: Council, organisation: Organisation) -> QuerySet[Delivery]:
    """Deliveries that organs of ``organisation`` have released in ``council``, the newest first."""
    return (
        Delivery.objects.filter(
            grant__line__request__council=council,
            grant__line__dataset__provider__organisation=organisation,
            state=DeliveryState.RELEASED,
        )
        .select_related("grant")
        .order_by("-released_at", "-pk")
    )


def released_before(rows: QuerySet[Delivery], reference: str) -> QuerySet[Delivery]:
    """Those of ``rows``, the newest first, that come after the one called ``reference``.

    Raises:
        NotFound: it is none of them.
    """
    last = rows.filter(reference=reference).first()
    if last is None:
        raise NotFound("not_found")
    same = Q(released_at=last.released_at, pk__lt=last.pk)
    return rows.filter(Q(released_at__lt=last.released_at) | same)
