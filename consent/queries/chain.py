"""The consent links of the chain (根拠のつながり): the notice and the opt-ins under it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from consent.models import Consent, NoticeVersion
from consent.queries.consents import SOUND
from core import clock
from core.accounts.models import Council


@dataclass(frozen=True, slots=True)
class Link:
    """One link: a version of a notice, or the persons in force under it."""

    kind: str
    """notice or consents."""
    reference: str
    title_ja: str
    title_en: str
    state: str
    at: datetime
    decision: str = ""
    count: int | None = None


def links(council: Council, *, dataset: str) -> tuple[Link, ...]:
    """Notice versions with a choice about ``dataset`` and how many are in force under each, oldest first."""
    versions = (
        NoticeVersion.objects.filter(notice__council=council, items__dataset=dataset)
        .select_related("notice")
        .distinct()
        .order_by("published_at")
    )
    now, found = clock.now(), []
    for version in versions:
        title_ja, title_en = version.notice.title_ja, version.notice.title_en
        name = f"{version.notice.reference} v{version.number}"
        alive = Consent.objects.filter(SOUND, item__version=version, item__dataset=dataset, state="in_force")
        count = alive.exclude(until__lte=now).count()
        found.append(
            Link(
                "notice",
                name,
                title_ja,
                title_en,
                state=version.notice.state,
                at=version.published_at,
                decision=version.decision,
            )
        )
        found.append(Link("consents", name, title_ja, title_en, state="in_force", at=now, count=count))
    return tuple(found)
