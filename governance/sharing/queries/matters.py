"""What a body is asked to decide: lines that wait for it, and what an item about them is called."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.access.queries import Someone
from core.accounts.models import Council, User
from core.http.templatetags.sekisho import local
from core.rulebook.provider import in_force
from core.rulebook.values import RiskClass
from governance.assembly import queries as assembly
from governance.assembly.rules.bodies import CHAIR_ALONE
from governance.sharing.enums import LineState, SittingForm
from governance.sharing.models import RequestLine, Sitting
from governance.sharing.queries.deciding import items_about
from governance.sharing.queries.emergencies import provisional_approval
from governance.sharing.queries.facts import gate_facts
from governance.sharing.queries.requests import lines_visible_to, visible_to
from governance.sharing.queries.reshuffle import seats_to_finish
from governance.sharing.queries.seats import vote_stands
from governance.sharing.queries.waiting import emergencies, open_reviews, undecided
from governance.sharing.rules.approving import board_that_decides, risk_class, sufficient_bodies
from governance.sharing.rules.facts import GateFacts


def deciding_bodies(council: Council, facts: GateFacts) -> tuple[str, ...]:
    """Codes of the bodies that may decide, the one that the rule names for the risk first; the board alone where its
    opinion decides."""
    rules = in_force(council, clock.today())
    board = board_that_decides(facts.panel, rules)
    if board is not None:
        return (board,)
    bodies, risk = rules.get("approval_bodies"), risk_of(council, facts)
    return sufficient_bodies(bodies, risk) if bodies and risk else ()


def chair_decides(line: RequestLine, facts: GateFacts) -> bool:
    """Do the rules leave ``line`` to the chair alone (会長専決)? A body named for heavier ones may decide it, too."""
    return deciding_bodies(line.request.council, facts)[:1] == (CHAIR_ALONE,)


def risk_of(council: Council, facts: GateFacts) -> RiskClass | None:
    """The risk class of a line by the rules in force; None where they, or the traits that decide it, are unknown."""
    classes = in_force(council, clock.today()).get("risk_classes")
    return risk_class(facts, classes) if classes else None


def waiting_for(user: Someone, council: Council, body: str) -> Iterator[assembly.Matter]:
    """Lines that wait for their approval or ratification by ``body`` (by anybody when empty, the chair alone in an
    emergency included), on no agenda yet."""
    seen = lines_visible_to(user, council).values("pk")
    if not body:
        yield from map(_matter, emergencies(council).filter(pk__in=seen))
    on_agenda = assembly.live_subjects(council)
    for line in undecided(council).filter(judged=True, pk__in=seen):
        if subject_of(line) in on_agenda and items_about(line).exists():
            continue
        if not body or body in deciding_bodies(council, gate_facts(line, at=clock.now(), count=False)):
            yield _matter(line)


def subject_of(line: RequestLine) -> str:
    """How an item about ``line`` calls it."""
    return f"line:{line.reference}"


def act_of(line: RequestLine) -> tuple[str, str]:
    """What the body decides about ``line`` next, in Japanese and English."""
    return ("利用承認", "Approval") if line.state == LineState.OPINED else ("緊急承認の追認", "Ratification")


def item_titles(line: RequestLine, act: tuple[str, str]) -> tuple[str, str]:
    """What an item that decides ``act`` about ``line`` is called, in Japanese and English."""
    row = line.request
    return (
        f"データ利用申請{line.reference}「{row.title_ja}」の{act[0]}について",
        f"{act[1]} of {line.reference} {row.title_en or row.title_ja}",
    )


def line_called(user: Someone, council: Council, reference: str) -> assembly.Matter | None:
    """The line ``reference`` as something to decide on."""
    request, _dash, number = reference.rpartition("-")
    rows = lines_visible_to(user, council).filter(request__reference=request)
    line = next((one for one in rows if str(one.number) == number), None)
    return _matter(line) if line else None


def request_called(user: Someone, council: Council, reference: str) -> assembly.Matter | None:
    """The request ``reference`` as something to talk about."""
    row = visible_to(user, council).filter(reference=reference).first()
    if row is None:
        return None
    words = {
        "reference": reference,
        "title": local(row, "title"),
        "applicant": local(row.applicant, "name"),
    }
    name = _("Request %(reference)s “%(title)s” (%(applicant)s)") % words
    return assembly.Matter(f"request:{reference}", name, (row.applicant_id,))


def places_of(reader: User, user: User, council: Council, body: str) -> Iterator[assembly.Place]:
    """The panels of open reviews of ``body`` (its code) on which ``user`` sits, as ``reader`` may know them."""
    for member in seats_to_finish(user, council).filter(review__body__code=body):
        row = member.review.request
        found = request_called(reader, council, row.reference)
        if found is None:
            yield assembly.Place()
            continue
        url = reverse("sharing:board", args=[council.slug, row.reference])
        yield assembly.Place(found.name, url, vote_stands(member))


def to_be_heard(user: Someone, council: Council, body: str) -> Iterator[assembly.Place]:
    """The open reviews of ``body`` (its code) for which no meeting and no circulation is arranged."""
    arranged = Sitting.objects.filter(review=OuterRef("pk"), ballot_round=OuterRef("ballot_round"))
    arranged = arranged.exclude(form=SittingForm.CIRCULATED, meeting_asked_at__isnull=False)
    rows = open_reviews(council).filter(~Exists(arranged), body__code=body)
    for review in rows.filter(request__in=visible_to(user, council).values("pk")):
        row = review.request
        url = reverse("sharing:board", args=[council.slug, row.reference])
        yield assembly.Place(f"{row.reference} {local(row, 'title')}", url)


def _matter(line: RequestLine) -> assembly.Matter:
    row = line.request
    words = {
        "reference": line.reference,
        "title": local(row, "title"),
        "applicant": local(row.applicant, "name"),
    }
    ratifies = line.state != LineState.OPINED and provisional_approval(line) is not None
    name = (
        _("Approval: %(reference)s “%(title)s” (%(applicant)s)")
        if line.state == LineState.OPINED
        else _("Ratification: %(reference)s “%(title)s” (%(applicant)s)")
        if ratifies
        else _("Line %(reference)s “%(title)s” (%(applicant)s)")
    )
    url = reverse("sharing:request", args=[row.council.slug, row.reference]) + f"#line-{line.number}"
    waits = ratifies or line.state == LineState.OPINED
    return assembly.Matter(subject_of(line), name % words, (row.applicant_id,), url, waits)
