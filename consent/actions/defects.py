"""A version of a notice was defective: from one moment on nothing flows on it; the consents are ended afterwards.

The declaration is one short transaction, however many have agreed: whoever reads what is in force reads the version too
(:mod:`consent.queries.consents`, :mod:`consent.queries.at_the_gate`). The worker then ends the consents, a stretch of
persons at a time, so that nobody waits for more than that. Whoever withdraws or agrees to a later version meanwhile has
said so first: only what still stands under the version is ended.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction

from consent.actions import evidence
from consent.actions.decided import decided
from consent.actions.endings import end
from consent.actions.record import lock_all
from consent.models import Consent, Notice, NoticeVersion
from consent.permissions import permit_notice
from consent.queries import defects
from core import clock
from core.accounts.models import User
from core.errors import NotNow
from core.ledger.events import Event
from core.outbox.actions import enqueue, react, retry
from core.outbox.models import JobState
from core.outbox.rounds import each
from core.outbox.work import Effect, Work

STRETCH = 100
"""Persons whose consents are ended in one transaction: some seconds, for which a withdrawal or a release waits."""


def invalidate(version: NoticeVersion, *, by: User, decision: str) -> NoticeVersion:
    """Declare a version of a notice defective, by a decision. From the commit on nothing flows on the consents under it
    and nobody can agree to it; the worker ends them and tells everybody concerned.

    Raises:
        Invalid: no decision is named.
        NotNow: it was declared so before.
        Refused: no such decision stands, or it is about something else.
    """
    with transaction.atomic():
        row = _locked(version, by)
        if row.defective_at is not None:
            raise NotNow("version_defective")
        number = decided(row.notice.council, decision, about=f"notice:{row.notice.reference}")
        row.defective_at, row.defective_by, row.defective_decision = clock.now(), by, number
        row.save(update_fields=["defective_at", "defective_by", "defective_decision"])
        _evidence(evidence.NOTICE_DEFECTIVE, row, by, digest=row.digest, decision=row.defective_decision)
        choices = sorted(str(choice) for choice in row.items.values_list("choice", flat=True))
        react(
            "consent.notice_defective",
            key=str(row.pk),
            council=row.notice.council,
            payload={"council": row.notice.council_id, "version": row.pk, "choices": choices},
        )
        _begin(row)
        return row


def end_rest(version: NoticeVersion, *, by: User) -> None:
    """Have the worker go on with the consents that are left, where its work got stuck or was given up; while it is at
    work, asking again is asking once.

    Raises:
        NotNow: the version was not declared defective, or nothing is left.
    """
    with transaction.atomic():
        row = _locked(version, by)
        defect = defects.of_version(row)
        if defect is None or not defect.left:
            raise NotNow("nothing_left_to_end")
        if defect.job is not None and defect.job.state == JobState.STUCK:
            retry(defect.job)
        elif not defect.working:
            _begin(row)


def _locked(version: NoticeVersion, by: User) -> NoticeVersion:
    """The version, locked after its notice: whoever is agreeing to it has finished."""
    notices = Notice.objects.select_for_update(of=("self",), no_key=True).select_related("council")
    notice = notices.get(pk=version.notice_id)
    permit_notice(by, notice, "invalidate").or_raise()
    row = NoticeVersion.objects.select_for_update(no_key=True).get(pk=version.pk)
    row.notice = notice
    return row


def _begin(row: NoticeVersion) -> None:
    number = defects.jobs(row).count() + 1
    payload = {"version": row.pk}
    enqueue(
        "defective_notice",
        key=f"defective_notice:{row.pk}:{number}",
        council=row.notice.council,
        payload=payload,
    )


def end_all(work: Work) -> Effect:
    """Done by a worker: end what stands under the version, each stretch in a transaction that shows the job to be ours
    still. What was ended stays so, and whoever takes the work over goes on behind it.

    Raises:
        NotNow: some could not be ended; the work is tried again.
    """
    version = NoticeVersion.objects.select_related("notice__council").get(pk=work.payload["version"])
    done, last = 0, 0
    total = defects.standing(version).count()
    while persons := defects.next_persons(version, after=last, limit=STRETCH):
        last = persons[-1]
        with transaction.atomic():
            work.progress(done, total)
            done += _end_stretch(version, persons, together=f"{work.owner.hex}-{last}")
    left = defects.standing(version).count()
    if left:
        raise NotNow("consents_left", left=left)
    return partial(_evidence, evidence.DEFECT_SETTLED, version, None, ended=defects.ended(version))


def _end_stretch(version: NoticeVersion, persons: list[int], *, together: str) -> int:
    lock_all(persons)
    rows = defects.standing(version).filter(person__in=persons).order_by("person", "item__order")
    return each(
        partial(_end_one, together=together), rows.select_related("person__council", "item__version__notice")
    )


def _end_one(consent: Consent, together: str) -> None:
    decision = consent.item.version.defective_decision
    end(consent.person, consent.item, "invalidate", by=None, decision=decision, together=together)


def _evidence(event: Event, row: NoticeVersion, by: User | None, **facts: Any) -> None:
    subject = f"notice:{row.notice.reference}"
    evidence.write(event, council=row.notice.council, subject=subject, by=by, version=row.number, **facts)
