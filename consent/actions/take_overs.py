"""A holder's table of earlier consents, taken over by a worker: it tells how far it is, and can be stopped between two
batches. What is taken over by then stays."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from consent.actions.imports import Earlier, Taken, import_consents, may_import
from consent.models import ConsentItem, TakeOver
from consent.permissions import is_secretary
from consent.queries.take_overs import job_key, job_of
from consent.rules import tables
from core import clock
from core.accounts.models import User
from core.errors import NotNow
from core.files.actions import erase, keep
from core.files.queries import content
from core.outbox.actions import cancel, enqueue
from core.outbox.models import JobState
from core.outbox.work import Effect, Work


@transaction.atomic
def begin_take_over(
    item: ConsentItem, text: str, *, by: User, decision: str, rows: Sequence[Earlier]
) -> TakeOver:
    """Have the worker take over ``rows``, which ``text`` holds, under ``item``.

    Raises:
        Invalid: no decision is named, or a consent is dated after today.
        Refused: no such decision stands, or it is about something else.
    """
    council = item.version.notice.council
    number = may_import(item, rows, by=by, decision=decision)
    file = keep(
        text.encode(),
        name="consents.csv",
        kind="text/csv",
        about=f"take_over:{item.pk}",
        council=council.slug,
        by=by.pk,
    )
    row = TakeOver.objects.create(
        item=item,
        decision=number,
        table=file,
        lines=len(rows),
        asked_at=clock.now(),
        asked_by=by,
    )
    enqueue("take_over", key=job_key(row), council=council, payload={"take_over": row.pk})
    return row


def take_over(work: Work) -> Effect:
    """Done by a worker: batch after batch, each a transaction of its own that counts what it did. The table is erased
    in the transaction that completes the job."""
    row = TakeOver.objects.select_related("item__version__notice__council", "asked_by", "table").get(
        pk=work.payload["take_over"]
    )
    rows = [Earlier(*one) for one in tables.consents(content(row.table).decode())]

    def go_on() -> None:
        row.refresh_from_db(fields=["read"])
        work.progress(row.read, row.lines)

    def count(read: int, done: Taken) -> None:
        TakeOver.objects.filter(pk=row.pk).update(
            read=F("read") + read,
            taken=F("taken") + done.taken,
            left_alone=F("left_alone") + done.left_alone,
            to_ask=F("to_ask") + done.to_ask,
        )

    rest = rows[row.read :]
    import_consents(row.item, rest, by=row.asked_by, decision=row.decision, go_on=go_on, count=count)

    def effect() -> None:
        TakeOver.objects.filter(pk=row.pk).update(finished_at=clock.now())
        erase(row.table)

    return effect


@transaction.atomic
def stop_take_over(row: TakeOver, *, by: User) -> None:
    """Read no further than the batch that is under way, and erase the table; also where the work was given up or is
    not remembered any more.

    Raises:
        NotNow: all is read, or it was stopped already.
    """
    is_secretary(by, row.item.version.notice.council).or_raise()
    row.refresh_from_db()
    if row.finished_at is not None or row.table.erased_at is not None:
        raise NotNow("job_not_waiting")
    job = job_of(row)
    if job is not None and job.state != JobState.CANCELLED:
        cancel(job)
    erase(row.table)
