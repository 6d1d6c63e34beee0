"""From which matters somebody is excluded."""

from __future__ import annotations

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from core.access.queries import Someone
from core.accounts.models import Council
from governance.assembly.models import Decision, Document, Draft, Exclusion, Meeting, Motion

MINUTES, CONVOCATION = "minutes:", "convocation:"
"""How minutes and notices of meetings begin where a draft says what it is about."""


def barred(user: Someone, council: Council) -> QuerySet[Exclusion, str]:
    """The subjects of ``council`` from which ``user`` is excluded, as a subquery of keys."""
    rows = Exclusion.objects.filter(council=council, user_id=user.pk or 0, lifted_at__isnull=True)
    return rows.values_list("subject", flat=True)


def kept_from(user: Someone, council: Council, subject: str = "subject") -> Exists:
    """Is the matter named in the field ``subject`` one from which ``user`` is excluded, or a part of it
    (``request:R-2026-001/2`` of ``request:R-2026-001``)?"""
    rows = Exclusion.objects.filter(council=council, user_id=user.pk or 0, lifted_at__isnull=True)
    rows = rows.annotate(whole=ExpressionWrapper(OuterRef(subject), CharField()))
    part = Q(whole__startswith=Concat(F("subject"), Value("/")))
    return Exists(rows.filter(Q(whole=F("subject")) | part))


def is_barred(user: Someone, council: Council, subject: str) -> bool:
    """Is ``user`` excluded from ``subject``, or from the matter that it is a part of?"""
    return bool(subject) and barred(user, council).filter(subject__in=wholes(subject)).exists()


def excluded_from(council: Council, subject: str) -> QuerySet[Exclusion]:
    """Who is excluded from ``subject``, or from the matter that it is a part of."""
    return Exclusion.objects.filter(council=council, subject__in=wholes(subject), lifted_at__isnull=True)


def wholes(subject: str) -> list[str]:
    """``subject`` and what it is a part of, as :func:`kept_from` has it."""
    parts = subject.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]


def items_kept_from(user: Someone, meeting: Meeting) -> QuerySet[Motion]:
    """The items of ``meeting`` about matters from which ``user`` is excluded, also those that were taken off."""
    return Motion.objects.filter(kept_from(user, meeting.body.council), meeting=meeting)


def papers_kept_from(user: Someone, council: Council, subject: str = "subject") -> Q:
    """Is the paper whose matter is named in the field ``subject`` kept from ``user``: about a matter from which they
    are excluded, or the notice or minutes of a meeting with an item about one?"""
    items = Motion.objects.filter(kept_from(user, council), meeting__body__council=council).order_by()
    found = Q(kept_from(user, council, subject))
    for kind in (MINUTES, CONVOCATION):
        number = Cast("meeting__number", CharField())
        called = Concat(Value(kind), "meeting__body__code", Value(":"), number, output_field=CharField())
        found |= Q(**{f"{subject}__in": items.values_list(called, flat=True)})
    return found


def reads_paper(user: Someone, draft: Draft) -> bool:
    """Is the paper of ``draft`` not one that is kept from ``user`` (:func:`papers_kept_from`)?"""
    kept = papers_kept_from(user, draft.council)
    return not Draft.objects.filter(kept, pk=draft.pk).exists()


def evidence_kept_from(user: Someone, council: Council) -> list[str]:
    """How the evidence log calls the items, drafts, documents and decisions about what ``user`` is excluded from."""
    slug = council.slug
    if not barred(user, council).exists():
        return []
    motions = Motion.objects.filter(kept_from(user, council), meeting__body__council=council)
    drafts = Draft.objects.filter(kept_from(user, council), council=council)
    documents = Document.objects.filter(draft__in=drafts.values("pk"), council=council)
    decisions = Decision.objects.filter(kept_from(user, council), council=council)
    numbered = ("fiscal_year", "number")
    return [
        *(
            f"meeting:{slug}:{code}:{meeting}:{number}"
            for code, meeting, number in motions.values_list(
                "meeting__body__code", "meeting__number", "number"
            )
        ),
        *(f"draft:{slug}:{pk}" for pk in drafts.values_list("pk", flat=True)),
        *(f"document:{year}:{number}" for year, number in documents.values_list(*numbered)),
        *(f"decision:{year}:{number}" for year, number in decisions.values_list(*numbered)),
    ]
