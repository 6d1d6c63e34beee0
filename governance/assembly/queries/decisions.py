"""Decisions, drafts and documents."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from core.access.queries import Someone, objects_with, roles_on
from core.access.roles import Role
from core.accounts.models import Council, Organisation
from core.rulebook.provider import Standing
from governance.assembly.enums import (
    Authority,
    DocumentKind,
    DraftState,
    MeetingState,
    MotionKind,
    MotionState,
    Visibility,
)
from governance.assembly.models import Body, Decision, Document, DocumentFile, Draft, Meeting, Motion
from governance.assembly.queries.exclusions import (
    CONVOCATION,
    MINUTES,
    barred,
    kept_from,
    papers_kept_from,
)
from governance.assembly.rules.approval import next_office
from governance.assembly.rules.bodies import ASSEMBLY

RUNS = (Role.SECRETARY, Role.CHAIR, Role.AUDITOR, Role.APPROVER)


def decisions(council: Council) -> QuerySet[Decision]:
    """Every decision, newest first."""
    return Decision.objects.filter(council=council).select_related("body", "supersedes", "council", "motion")


def standing(council: Council, number: str) -> list[Standing] | None:
    """The decisions ``number`` of ``council`` that stand; empty where others have taken their place, None where it took
    none. Numbers begin anew each fiscal year: there may be several."""
    found = decisions(council).filter(number=number).annotate(replaced=Exists(superseding()))
    found = found.select_related("motion__tally").prefetch_related("motion__concerned")
    rows = [(row, _standing(row)) for row in found]
    return [told for row, told in rows if not row.replaced] if rows else None


def as_of(council: Council, number: str, at: datetime) -> list[Standing]:
    """The decisions ``number`` of ``council`` that were recorded by the moment ``at``, superseded since or not, the
    newest first."""
    found = decisions(council).filter(number=number, recorded_at__lte=at).select_related("motion__tally")
    rows = found.prefetch_related("motion__concerned").order_by("-recorded_at", "-pk")
    return [_standing(row) for row in rows]


def addresses(council: Council, named: Collection[tuple[str, datetime]]) -> dict[tuple[str, datetime], str]:
    """The pages of decisions ``named`` by number and moment: the newest of that number that was recorded by then."""
    rows = list(
        decisions(council).filter(number__in={number for number, _at in named}).order_by("recorded_at")
    )
    found = {
        (number, at): row.pk
        for number, at in named
        for row in rows
        if row.number == number and row.recorded_at <= at
    }
    return {one: reverse("assembly:decision", args=[council.slug, pk]) for one, pk in found.items()}


def _standing(row: Decision) -> Standing:
    concerned = frozenset(one.pk for one in row.motion.concerned.all()) if row.motion else frozenset()
    taken_at = row.motion.tally.counted_at if row.motion else row.recorded_at
    body = row.body.code if row.body else ""
    return Standing(row.subject, row.motion is not None, _matter(row), concerned, taken_at, body)


def _matter(decision: Decision) -> str:
    """As which matter the general assembly voted on it; empty where it did not."""
    by_assembly = decision.body is not None and decision.body.code == ASSEMBLY
    return decision.motion.matter if by_assembly and decision.motion is not None else ""


def public_decisions(council: Council) -> QuerySet[Decision]:
    """Decisions that anyone may read, at least in part."""
    return decisions(council).exclude(visibility=Visibility.CLOSED)


def decisions_for(user: Someone, council: Council) -> QuerySet[Decision]:
    """Decisions that ``user`` may see: all for those who run or audit the council; closed ones otherwise only for
    those who sit on the deciding body."""
    rows = decisions(council).exclude(~Q(visibility=Visibility.PUBLIC), subject__in=barred(user, council))
    if _runs(user, council):
        return rows
    return rows.filter(~Q(visibility=Visibility.CLOSED) | Q(body__in=objects_with(user, Body)))


def reads_in_full(user: Someone, decision: Decision) -> bool:
    """May ``user`` read reasons and dissent of a decision that is public in part only?"""
    if decision.visibility == Visibility.PUBLIC or _runs(user, decision.council):
        return True
    return objects_with(user, Body).filter(content_object_id=decision.body_id).exists()


def _runs(user: Someone, council: Council) -> bool:
    return bool(set(RUNS) & roles_on(user, council))


def decisions_about(council: Council, subject: str) -> QuerySet[Decision]:
    """Decisions about ``subject`` (a public reference), newest first."""
    return decisions(council).filter(subject=subject)


def superseding() -> QuerySet[Decision]:
    """Decisions that supersede the one of the outer query."""
    return Decision.objects.filter(supersedes=OuterRef("pk"))


def successor(decision: Decision) -> Decision | None:
    """The decision that superseded ``decision``, or None."""
    return Decision.objects.filter(supersedes=decision).first()


def drafts_about(council: Council, subject: str) -> QuerySet[Draft]:
    """Drafts about ``subject``, newest first."""
    return Draft.objects.filter(council=council, subject=subject).order_by("-prepared_at")


def on_their_way(council: Council, subjects: Iterable[str], kinds: Iterable[DocumentKind]) -> QuerySet[Draft]:
    """Drafts of ``kinds`` about any of ``subjects`` that their line of approval has not signed yet, oldest first."""
    rows = Draft.objects.filter(council=council, subject__in=list(subjects), kind__in=list(kinds))
    return rows.filter(state=DraftState.IN_APPROVAL).order_by("prepared_at", "pk")


def subjects_drafted(council: Council, kind: DocumentKind) -> QuerySet[Draft, str]:
    """What drafts of ``kind`` are about that are on their way or issued, unevaluated; returned ones do not count."""
    rows = Draft.objects.filter(council=council, kind=kind).exclude(state=DraftState.RETURNED)
    return rows.order_by().values_list("subject", flat=True)


def returned_draft(council: Council, subject: str, kind: str) -> Draft | None:
    """The draft of ``kind`` that went back and has no successor yet."""
    rows = drafts_about(council, subject).filter(kind=kind, state=DraftState.RETURNED, replaced_by=None)
    return rows.first()


def minutes_subject(meeting: Meeting) -> str:
    """How the minutes of ``meeting`` are called in drafts and documents."""
    return f"{MINUTES}{meeting.body.code}:{meeting.number}"


def convocation_subject(meeting: Meeting) -> str:
    """How the notice of ``meeting`` is called in drafts and documents."""
    return f"{CONVOCATION}{meeting.body.code}:{meeting.number}"


def convocation_draft(meeting: Meeting) -> Draft | None:
    """The newest draft of the notice of ``meeting``."""
    rows = drafts_about(meeting.body.council, convocation_subject(meeting))
    return rows.select_related("document", "council").order_by("-prepared_at", "-pk").first()


def standing_convocation(meeting: Meeting) -> Draft | None:
    """The notice that is on its way or issued for the day and place as they are; one that went back, or that was
    drafted before the meeting was moved, does not count."""
    draft = convocation_draft(meeting)
    if draft is None or draft.state == DraftState.RETURNED:
        return None
    told = meeting.convened_at
    return draft if told is None or draft.prepared_at >= told else None


def minutes_draft(meeting: Meeting) -> Draft | None:
    """The newest draft of the minutes of ``meeting``."""
    return (
        drafts_about(meeting.body.council, minutes_subject(meeting))
        .select_related("document", "council")
        .order_by("-prepared_at", "-pk")
        .first()
    )


def decision_subject(decision: Decision) -> str:
    """How a decision is called where something is about it."""
    return f"decision:{decision.fiscal_year}:{decision.number}"


def unreported(council: Council, reader: Someone | None = None) -> list[Decision]:
    """What the chair decided alone and no meeting has heard yet, the oldest first; none about what ``reader`` is
    excluded from. Two statements.

    A report that was put off or taken from the agenda does not count.
    """
    alone = decisions(council).filter(authority__in=(Authority.CHAIR, Authority.EMERGENCY))
    if reader is not None:
        alone = alone.exclude(kept_from(reader, council))
    heard = set(
        Motion.objects.filter(
            meeting__body__council=council, kind=MotionKind.REPORT, subject__startswith="decision:"
        )
        .exclude(state__in=(MotionState.DEFERRED, MotionState.WITHDRAWN, MotionState.LOST))
        .exclude(meeting__state=MeetingState.CANCELLED)
        .values_list("subject", flat=True)
    )
    return [row for row in alone.order_by("recorded_at") if decision_subject(row) not in heard]


def undecided_motions(user: Someone, council: Council) -> QuerySet[Motion]:
    """Items that were carried and on which no decision is recorded, the newest first; none about a matter from which
    ``user`` is excluded."""
    return (
        Motion.objects.filter(
            meeting__body__council=council,
            state=MotionState.CARRIED,
            kind=MotionKind.RESOLUTION,
            decisions__isnull=True,
        )
        .exclude(kept_from(user, council))
        .select_related("meeting__body")
        .order_by("-tabled_at", "-pk")
    )


def drafts_for(user: Someone, council: Council) -> QuerySet[Draft]:
    """Drafts that ``user`` may see, newest first: those who run or audit the council, and who prepared them; none
    about a matter from which ``user`` is excluded, nor about a meeting with such an item."""
    found = Draft.objects.filter(council=council).select_related("document", "prepared_by")
    found = found.exclude(papers_kept_from(user, council))
    if not _runs(user, council):
        found = found.filter(prepared_by_id=user.pk)
    return found.order_by("-prepared_at", "-pk")


def in_approval_of(user: Someone, council: Council) -> list[tuple[Draft, str, datetime]]:
    """Drafts of ``user`` that wait for a signature, the oldest first: whose it is, and since when."""
    rows = Draft.objects.filter(council=council, state=DraftState.IN_APPROVAL, prepared_by_id=user.pk or 0)
    rows = rows.exclude(papers_kept_from(user, council)).prefetch_related("signatures")
    found = []
    for draft in rows.order_by("prepared_at", "pk"):
        given = [signature.signed_at for signature in draft.signatures.all()]
        office = next_office(draft.line, len(given))
        if office:
            found.append((draft, office, max([draft.prepared_at, *given])))
    return found


def documents_about(council: Council, subject: str) -> QuerySet[Document]:
    """Documents issued about ``subject``, newest first; the caller has checked who asks."""
    return (
        Document.objects.filter(council=council, draft__subject=subject)
        .select_related("draft")
        .order_by("-issued_at", "-pk")
    )


def documents_for(user: Someone, council: Council, subject: str = "") -> QuerySet[Document]:
    """Documents that ``user`` may read (about ``subject`` when given): those who run or audit the council, the
    addressees, and who represents an addressed organisation; none about a matter that excludes ``user``, nor about a
    meeting with such an item."""
    found = Document.objects.filter(council=council).select_related("draft")
    found = found.exclude(papers_kept_from(user, council, "draft__subject"))
    if subject:
        found = found.filter(draft__subject=subject)
    found = found.order_by("-issued_at", "-pk")
    if _runs(user, council):
        return found
    own = set(objects_with(user, Organisation))
    sent = found.values_list("pk", "draft__addressee_users", "draft__addressee_organisations")
    return found.filter(pk__in=[pk for pk, users, bodies in sent if user.pk in users or own & set(bodies)])


def documents_like(rows: QuerySet[Document], word: str, year: int | None) -> QuerySet[Document]:
    """Those of ``rows`` with ``word`` in the title, the number or the subject, and of the fiscal ``year``."""
    if word:
        titled = Q(draft__title_ja__icontains=word) | Q(draft__title_en__icontains=word)
        rows = rows.filter(titled | Q(number__icontains=word) | Q(draft__subject__icontains=word))
    return rows.filter(fiscal_year=year) if year else rows


def document_to_file(pk: int) -> Document | None:
    """The document that a worker is to draw, with its draft and council."""
    return Document.objects.filter(pk=pk).select_related("draft__council", "council").first()


def files_of(document: Document) -> list[DocumentFile]:
    """The files of a document, once they are there; the language that binds first."""
    return list(DocumentFile.objects.filter(document=document).select_related("stored"))


def filed(document: Document, language: str, form: str) -> DocumentFile | None:
    """The file of a document in one language and form, once it is there."""
    rows = DocumentFile.objects.filter(document=document, language=language, form=form)
    return rows.select_related("stored").first()


def document_by_number(council: Council, number: str) -> Document | None:
    """The newest document printed as ``number``."""
    return Document.objects.filter(council=council, number=number).order_by("-fiscal_year").first()
