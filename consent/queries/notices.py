"""Notices and their versions."""

from __future__ import annotations

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from consent.models import ConsentItem, Notice, NoticeVersion
from core.accounts.models import Council, Organ, Organisation, SubjectLink
from core.administration.queries import organisations_in


def notices_of(council: Council) -> QuerySet[Notice]:
    """All notices of ``council`` with their number of versions and the newest."""
    return (
        Notice.objects.filter(council=council)
        .annotate(newest=Max("versions__number"), versions_count=Count("versions"))
        .order_by("reference")
    )


def public_notices() -> QuerySet[Notice]:
    """Notices that anybody may read, of every council; ``defective_at`` is that of the newest version."""
    newest = NoticeVersion.objects.filter(notice=OuterRef("pk")).order_by("-number")
    rows = Notice.objects.exclude(state="drafted").select_related("council")
    rows = rows.annotate(defective_at=Subquery(newest.values("defective_at")[:1]))
    return rows.order_by("council", "reference")


def versions_of(notice: Notice) -> QuerySet[NoticeVersion]:
    """The versions of ``notice``, newest first, with their choices."""
    return (
        NoticeVersion.objects.filter(notice=notice)
        .prefetch_related("items__recipient", "items__provider__organisation")
        .order_by("-number")
    )


def version_named(council: Council, name: str) -> NoticeVersion | None:
    """The version that verdicts name ``name`` (``N-01v3``), with its choices; None where there is none."""
    reference, _v, number = name.rpartition("v")
    rows = NoticeVersion.objects.filter(notice__council=council, notice__reference=reference)
    found = rows.filter(number=number) if number.isdecimal() else rows.none()
    return found.select_related("notice").prefetch_related("items__recipient").first()


def current_version(notice: Notice) -> NoticeVersion | None:
    """The version that is shown today; None before the first."""
    return versions_of(notice).first()


def items_shown(version: NoticeVersion) -> tuple[list[ConsentItem], str]:
    """The choices of ``version`` with their notice and parties, as an answer needs them; and why it is not what people
    are asked today, which is the newest of a published notice unless it was found defective. One statement."""
    newer = NoticeVersion.objects.filter(notice=version.notice_id, number__gt=version.number)
    rows = ConsentItem.objects.filter(version=version).select_related("recipient", "provider__organisation")
    found = rows.annotate(
        outdated=Exists(newer),
        standing=F("version__notice__state"),
        defective_at=F("version__defective_at"),
    )
    obstacle, items = "", list[ConsentItem]()
    for item in found.order_by("order"):
        item.version = version
        items.append(item)
        if item.standing != "published" or item.outdated:
            obstacle = "notice_not_asked"
        elif item.defective_at is not None:
            obstacle = "notice_defective"
    return items, obstacle


def version_asked(pk: int) -> NoticeVersion | None:
    """The version ``pk``, if it is what people are asked today."""
    version = NoticeVersion.objects.filter(pk=pk).select_related("notice__council").first()
    return version if version and not items_shown(version)[1] else None


def providers(council: Council) -> QuerySet[Organ]:
    """The organs whose data the notices of ``council`` are about."""
    named = ConsentItem.objects.filter(version__notice__council=council).values("provider")
    return Organ.objects.filter(pk__in=named).select_related("organisation").order_by("pk")


def holders(council: Council) -> QuerySet[Organ]:
    """The organs that may hold data of the citizens of ``council``: of its members, or named and linked already."""
    members = Q(organisation__in=organisations_in(council))
    known = Q(pk__in=providers(council)) | Q(
        pk__in=SubjectLink.objects.filter(person__council=council).values("holder")
    )
    return Organ.objects.filter(members | known).select_related("organisation").order_by("pk")


def recipients(council: Council) -> QuerySet[Organisation]:
    """Who may be named as recipient in a notice of ``council``: its members, and whoever is named already."""
    named = ConsentItem.objects.filter(version__notice__council=council).values("recipient")
    known = Q(pk__in=organisations_in(council)) | Q(pk__in=named)
    return Organisation.objects.filter(known).order_by("pk")


def asked_today(council: Council) -> QuerySet[ConsentItem]:
    """The choices that people are asked about today, in the newest version of each published notice; none where that
    was found defective."""
    return (
        ConsentItem.objects.filter(version__notice__council=council, version__notice__state="published")
        .alias(newest=Max("version__notice__versions__number"))
        .filter(version__number=F("newest"), version__defective_at__isnull=True)
        .select_related("version__notice", "recipient")
        .order_by("version__notice__reference", "order")
    )
