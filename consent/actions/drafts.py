"""Writing a notice and publishing its versions."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from consent.actions import evidence
from consent.actions.decided import decided
from consent.enums import NoticeState
from consent.models import ConsentItem, Notice, NoticeDraft, NoticeVersion
from consent.permissions import is_secretary, permit_notice
from consent.queries.notices import current_version
from consent.rules.notices import problems
from consent.workflows import NOTICE
from core import canonical, clock
from core.accounts.models import Council, Organ, Organisation, User
from core.errors import Invalid, NotNow
from core.numbering.actions import reference

Texts = Mapping[str, Mapping[str, str]]


def begin_notice(
    council: Council,
    *,
    by: User,
    title_ja: str,
    title_en: str,
    service_ja: str,
    service_en: str,
) -> Notice:
    """A new notice with an empty draft."""
    with transaction.atomic():
        is_secretary(by, council).or_raise()
        now = clock.now()
        notice = Notice.objects.create(
            council=council,
            reference=reference("N", council.slug, on=clock.today(), per="council"),
            title_ja=title_ja,
            title_en=title_en,
            service_ja=service_ja,
            service_en=service_en,
            created_at=now,
        )
        NoticeDraft.objects.create(notice=notice, changed_at=now, changed_by=by)
        evidence.write(evidence.NOTICE_DRAFTED, council=council, subject=f"notice:{notice.reference}", by=by)
        return notice


def draft_version(
    notice: Notice,
    *,
    by: User,
    texts: Texts,
    items: Sequence[Mapping[str, Any]],
    authoritative: str = "ja",
) -> NoticeDraft:
    """Keep the next version as it is being written; an unfinished text is kept as well."""
    with transaction.atomic():
        notice = Notice.objects.select_for_update().get(pk=notice.pk)
        permit_notice(by, notice, "draft_version").or_raise()
        draft, _made = NoticeDraft.objects.update_or_create(
            notice=notice,
            defaults={
                "texts": {block: dict(layers) for block, layers in texts.items()},
                "items": canonical.plain([dict(item) for item in items]),
                "authoritative": authoritative,
                "changed_at": clock.now(),
                "changed_by": by,
            },
        )
        return draft


def publish_version(
    notice: Notice, *, by: User, decision: str, change_ja: str = "", change_en: str = ""
) -> NoticeVersion:
    """Publish the draft as the next version, by the decision with the reference ``decision``.

    Raises:
        NotNow: there is no draft.
        Invalid: no decision is named, or a block is missing; ``params["problems"]`` lists what.
        Refused: no such decision stands, or it is about something else.
    """
    with transaction.atomic():
        notice = Notice.objects.select_for_update().select_related("council").get(pk=notice.pk)
        permit_notice(by, notice, "publish_version").or_raise()
        draft = NoticeDraft.objects.filter(notice=notice).first()
        if draft is None:
            raise NotNow("no_draft")
        subject = f"notice:{notice.reference}"
        number = decided(notice.council, decision, about=subject)
        if found := problems(draft.texts, draft.items):
            raise Invalid("notice_incomplete", count=len(found), problems=found)
        version = _make_version(notice, draft, number, change_ja, change_en)
        notice.state = NOTICE.after(notice.state, "publish_version")
        notice.save(update_fields=["state"])
        draft.delete()
        evidence.write(
            evidence.NOTICE_PUBLISHED,
            council=notice.council,
            subject=subject,
            by=by,
            version=version.number,
            digest=version.digest,
            decision=version.decision,
        )
        return version


def _make_version(
    notice: Notice, draft: NoticeDraft, decision: str, change_ja: str, change_en: str
) -> NoticeVersion:
    before = current_version(notice)
    kept = {item.code: item.choice for item in before.items.all()} if before else {}
    items = [_item(row, order, kept) for order, row in enumerate(draft.items, start=1)]
    content = {
        "notice": notice.reference,
        "council": notice.council.slug,
        "authoritative": draft.authoritative,
        "texts": draft.texts,
        "items": [item.spoken() for item in items],
    }
    version = NoticeVersion.objects.create(
        notice=notice,
        number=before.number + 1 if before else 1,
        authoritative=draft.authoritative,
        texts=draft.texts,
        digest=canonical.digest(content),
        decision=decision,
        change_ja=change_ja,
        change_en=change_en,
        published_at=clock.now(),
    )
    for item in items:
        item.version = version
    ConsentItem.objects.bulk_create(items)
    return version


def _item(row: Mapping[str, Any], order: int, kept: Mapping[str, uuid.UUID]) -> ConsentItem:
    until = row.get("valid_until")
    return ConsentItem(
        choice=kept.get(row["code"]) or uuid.uuid4(),
        code=row["code"],
        order=order,
        provider=Organ.objects.get(pk=row["provider"]),
        recipient=Organisation.objects.get(pk=row["recipient"]),
        dataset=row["dataset"],
        data_items=row["data_items"],
        purpose=row["purpose"],
        purpose_words=row["purpose_words"],
        necessity=row.get("necessity", "optional"),
        retention_months=row["retention_months"],
        storage_country=row["storage_country"],
        valid_months=row.get("valid_months") or None,
        valid_until=date.fromisoformat(until) if until else None,
    )


def retire(notice: Notice, *, by: User) -> Notice:
    """Ask nobody any more; consents that were given stay as they are."""
    with transaction.atomic():
        notice = Notice.objects.select_for_update().select_related("council").get(pk=notice.pk)
        permit_notice(by, notice, "retire").or_raise()
        notice.state = NoticeState.RETIRED
        notice.retired_at = clock.now()
        notice.save(update_fields=["state", "retired_at"])
        evidence.write(
            evidence.NOTICE_RETIRED, council=notice.council, subject=f"notice:{notice.reference}", by=by
        )
        return notice


def revise(notice: Notice, *, by: User) -> NoticeDraft:
    """Begin the next version from the one that is shown today."""
    version = current_version(notice)
    if version is None or NoticeDraft.objects.filter(notice=notice).exists():
        raise NotNow("draft_open")
    items = [
        {**canonical.plain(item.spoken()), "provider": item.provider_id, "recipient": item.recipient_id}
        for item in version.items.all()
    ]
    return draft_version(notice, by=by, texts=version.texts, items=items, authoritative=version.authoritative)
